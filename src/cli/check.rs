//! `giji check`

use super::{failure::Failure, open, output};
use crate::config::Place;

/// Checks the database, and the index against it.
pub async fn run(place: &Place) -> Result<(), Failure> {
    let db = open::database(place).await?;
    let problems = open::without_index(db.clone()).check_database().await?;
    if !problems.is_empty() {
        return report(&problems, &[]);
    }
    let index = match open::for_check(place, &db).await {
        Ok(app) => app.check_index().await?,
        // An index that cannot be opened is damage as well, and mended by building it anew.
        Err(Failure::App(crate::app::AppError::Search(error))) => vec![error.to_string()],
        Err(failure) => return Err(failure),
    };
    report(&problems, &index)?;
    output::print_line("ok")
}

fn report(database: &[String], index: &[String]) -> Result<(), Failure> {
    for problem in database {
        output::print_line(&format!("database: {problem}"))?;
    }
    for problem in index {
        output::print_line(&format!("index: {problem}"))?;
    }
    match database.len() + index.len() {
        0 => Ok(()),
        found => Err(Failure::Damaged(found)),
    }
}
