//! The reader of PDF files: any bytes after a signature.
#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = if bytes.starts_with(b"%PDF-") {
        bytes.to_vec()
    } else {
        [b"%PDF-1.7\n", bytes].concat()
    };
    check::check(&file);
});
