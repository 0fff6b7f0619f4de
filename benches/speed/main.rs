//! `cargo bench`: how fast giji is, as ratios to a peer or a limit measured in the same run.
//!
//! Prints one table. Nothing here fails a build: a slow machine is not a bug. `cargo bench -- NAME` runs the parts
//! whose name contains NAME.

mod documents;
mod http;
mod parse;
mod publishing;
mod table;
mod writes;

use table::Table;

fn main() {
    // cargo passes --bench; anything that is no option chooses parts.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let runs =
        |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let mut table = Table::default();
    if runs("parse") {
        parse::run(&mut table);
    }
    if runs("http") {
        runtime.block_on(http::run(&mut table));
    }
    if runs("publishing") {
        runtime.block_on(publishing::run(&mut table));
    }
    if runs("writes") {
        runtime.block_on(writes::run(&mut table));
    }
    if runs("documents") {
        runtime.block_on(documents::run(&mut table));
    }
    table.print();
}
