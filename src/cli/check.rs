//! `giji check`

use super::{failure::Failure, language, open, output};
use crate::{
    app::AppError,
    config::Place,
    store::{Db, StoreError},
};

/// Checks the database, and the index against it.
pub async fn run(place: &Place, db: &Db) -> Result<(), Failure> {
    let problems = match open::without_index(db.clone()).check_database().await {
        Err(AppError::Store(StoreError::Damaged(problem))) => vec![problem],
        checked => checked?,
    };
    if !problems.is_empty() {
        return report(&problems, &[]);
    }
    let index = match index_problems(place, db).await {
        // An index that cannot be read is damage as well, and mended by building it anew.
        Err(Failure::App(AppError::Search(error))) => vec![error.to_string()],
        other => other?,
    };
    report(&problems, &index)?;
    output::print_line(language::pick("問題はありません", "ok"))
}

async fn index_problems(place: &Place, db: &Db) -> Result<Vec<String>, Failure> {
    let app = open::for_check(place, db).await?;
    Ok(app.check_index(language::of_environment()).await?)
}

fn report(database: &[String], index: &[String]) -> Result<(), Failure> {
    for problem in database {
        output::print_line(&language::pick(
            format!("データベース：{problem}"),
            format!("database: {problem}"),
        ))?;
    }
    for problem in index {
        output::print_line(&language::pick(
            format!("索引：{problem}"),
            format!("index: {problem}"),
        ))?;
    }
    match database.len() + index.len() {
        0 => Ok(()),
        found => Err(Failure::Damaged(found)),
    }
}
