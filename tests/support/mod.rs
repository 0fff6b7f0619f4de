//! What the test targets share. Each target says `#[path = "../support/mod.rs"] mod support;`.

pub mod databases;
