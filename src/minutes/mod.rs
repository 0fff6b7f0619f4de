//! Minutes text → [`ParsedMinutes`]: pure functions, no IO, no clock.
//!
//! Owns reading a document: its header, attendance, topics, statements, and the place of every line. Leaves storing what
//! was read, and every decision a person has to make about it, to `app`.

mod decode;
mod parsed;

pub use decode::{DecodeError, Document, MAX_DOCUMENT_BYTES, decode};
pub use parsed::*;
