//! `cargo bench --bench search -- [NUMBER] [engine] [http]`: how fast the embedded search answers on so many generated opinions
//! (100,000 if not told). `engine`: straight through its port, against SQLite's full-text index of the same wording, and on a
//! tenth of them. `http`: through the whole of giji, against the engine alone. All of it where none is named.
//!
//! One query at a time, each a few times after a first time that is not counted. Prints Markdown tables.

// The layers of the endpoint nest deeper than the compiler looks by itself.
#![recursion_limit = "256"]

mod corpus;
mod database;
mod embedded;
mod fts5;
mod http;
mod idle;
mod load;
mod timing;

use timing::Times;

fn main() {
    let count: u64 = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let mut words = std::env::args().skip_while(|word| word != idle::WORD);
    if let Some(directory) = words.nth(1) {
        runtime.block_on(idle::run(directory.as_ref()));
        return;
    }
    let parts = ["engine", "http"];
    let named: Vec<String> = std::env::args()
        .filter(|word| parts.contains(&word.as_str()))
        .collect();
    let runs = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    if runs("engine") {
        runtime.block_on(engine(count));
    }
    if runs("http") {
        runtime.block_on(http::measure(count));
    }
}

async fn engine(count: u64) {
    let fewer = embedded::measure(count / 10).await;
    let all = embedded::measure(count).await;
    println!(
        "\n| {count} opinions | hits, mean | p50 ms | p95 ms | p95, times that of a tenth |\n|---|---|---|---|---|"
    );
    for (times, before) in all.iter().zip(&fewer) {
        let growth = times.at(0.95) / before.at(0.95);
        println!("{} {growth:.1} |", times.row());
    }
    let terms = corpus::terms();
    let peer = fts5::measure(count, &terms).await;
    let own = all.iter().find(|times| times.name == embedded::COUNTED);
    println!(
        "\n| SQLite FTS5 trigram, {count} opinions | hits, mean | p50 ms | p95 ms | times giji's p95 |\n|---|---|---|---|---|"
    );
    let ratio = own.map_or(f64::NAN, |own: &Times| peer.at(0.95) / own.at(0.95));
    println!("{} {ratio:.0} |", peer.row());
}
