//! The parser: any text is read, without a panic and without losing a line.
#![no_main]

mod check;

use giji::minutes::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(document) = decode(text.as_bytes()) {
        check::check(&document);
    }
});
