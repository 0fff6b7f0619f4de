//! `giji reindex`

use std::io::{self, IsTerminal, Write};

use super::{failure::Failure, language, open, output};
use crate::{config::Place, store::Db};

/// Builds the index anew: here, or by the server that keeps it.
pub async fn run(place: &Place, db: &Db) -> Result<(), Failure> {
    match open::as_keeper(place, db.clone()).await {
        Ok(keeper) => {
            let written = keeper.app.rebuild_index(&show_progress).await?;
            keeper.app.drain_outbox().await?;
            output::print_line(&language::pick(
                format!("{written} 件を索引に入れました"),
                format!("indexed {written} documents"),
            ))
        }
        Err(Failure::InUse(_) | Failure::DatabaseInUse) => {
            let language = language::of_environment();
            output::say(language.pick(
                "索引はサーバーが受け持っています。サーバーが作り直します。",
                "a server keeps this index; it builds it anew",
            ));
            let app = open::without_index(db.clone());
            app.request_rebuild().await?;
            while !app
                .wait_until_indexed(std::time::Duration::from_secs(5))
                .await?
            {
                output::say(language.pick(
                    "サーバーが作り直している途中です。",
                    "the server is still at it",
                ));
            }
            output::print_line(language.pick(
                "サーバーが索引を作り直しました",
                "the server has built its index anew",
            ))
        }
        Err(failure) => Err(failure),
    }
}

fn show_progress(written: u64) {
    let words = language::pick(format!("{written} 件"), format!("{written} documents"));
    if io::stderr().is_terminal() {
        // Nobody may be looking any more.
        let _ = write!(io::stderr(), "\rgiji: {words}");
    } else if written.is_multiple_of(100_000) {
        output::say(&words);
    }
}
