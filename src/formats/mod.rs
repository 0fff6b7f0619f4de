//! Published minutes as documents: HTML, Markdown, CSV and JSON. Pure functions of a revision, so that every export of the same
//! revision is the same to the byte.
//!
//! Leaves reading revisions and deciding who may see them to `app`, sending them to `api`.
