//! The reader of text files: any bytes, in any encoding.
#![no_main]

mod check;

use giji::minutes::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = decode(bytes);
    assert_eq!(read, decode(bytes), "a pure function");
    if let Ok(document) = read {
        assert!(!document.text().contains('\0'));
        check::check(&document);
    }
});
