//! The reader of PDF files: any bytes after a signature.
#![no_main]

mod check;

use giji::minutes::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = if bytes.starts_with(b"%PDF-") {
        bytes.to_vec()
    } else {
        [b"%PDF-1.7\n", bytes].concat()
    };
    if let Ok(document) = decode(&file) {
        check::check(&document);
    }
});
