//! giji (議事): deliberations of public councils, from their printed minutes to what became of every opinion.
//!
//! ARCHITECTURE.md is the map; each room below says what it owns.

pub mod api;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod formats;
pub mod minutes;
pub mod search;
pub mod store;
pub mod telemetry;
pub mod text;
