//! What is said of a panic: where it was, and not what it said. That may hold the wording of a document, which belongs into
//! no log: slicing a text at a wrong place panics with the text.

use std::{
    env,
    panic::{self, PanicHookInfo},
};

use super::{language, output};

/// From now on a panic is a line in the log of a server, and a message of a command. A developer who asks for a
/// backtrace of a command gets all of it.
pub fn report() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        if tracing::dispatcher::has_been_set() {
            tracing::error!(place = place(panicked), "panicked");
        } else if env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
            usual(panicked);
        } else {
            let place = place(panicked);
            output::say(&language::of_environment().pick(
                format!(
                    "予期しない問題が起きました（{place}）。RUST_BACKTRACE=1 で詳しく表示します。"
                ),
                format!(
                    "something went wrong that should not, at {place}; RUST_BACKTRACE=1 shows more"
                ),
            ));
        }
    }));
}

fn place(panicked: &PanicHookInfo<'_>) -> String {
    panicked
        .location()
        .map_or_else(|| "an unknown place".to_owned(), ToString::to_string)
}
