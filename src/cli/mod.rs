//! The command line, and the composition root: the one place that puts database, index and app together.
//!
//! Results go to stdout, messages to stderr. The exit code is 0, 1 for a failure, 2 for wrong usage.

mod actions;
mod arguments;
mod check;
mod demo;
mod failure;
mod import;
mod japanese;
mod language;
mod open;
mod output;
mod panics;
mod parse;
mod reindex;
mod roster;
mod search;
mod serve;
mod token;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::{
    app::{App, Language},
    config::Place,
    store::{self, Db},
    telemetry,
};

use arguments::{Arguments, Command};
use failure::Failure;

/// Reads the command line, does what it says, and tells how it went.
pub fn main() -> ExitCode {
    panics::report();
    let arguments = match read_arguments() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let result = match &arguments.command {
        // These two touch no data, and so need no runtime.
        Command::Parse(parse) => parse::run(parse),
        Command::Openapi => output::print(&crate::api::document()),
        _ => run_async(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough: `giji search … | head` is no failure.
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.explain(language::of_environment());
            failure.exit_code()
        }
    }
}

/// Reads the command line; where it was help that was asked for, or something that cannot be read, says so.
fn read_arguments() -> Result<Arguments, ExitCode> {
    let language = language::of_environment();
    let command = match language {
        Language::Japanese => japanese::explain(Arguments::command()),
        Language::English => Arguments::command(),
    };
    let read = command
        .try_get_matches()
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    read.map_err(|error| {
        match (language, japanese::error(&error)) {
            (Language::Japanese, Some(words)) => output::say(&words),
            // Where nobody reads it any more, there is nothing left to say.
            _ => error.print().unwrap_or_default(),
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

fn run_async(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Io)?;
    runtime.block_on(async {
        let place = arguments.place()?;
        arguments.command.check()?;
        if arguments.command.needs_data() && !place.has_data() {
            return Err(Failure::NoData(place.data_dir));
        }
        if arguments.command.needs_data()
            && let Some(file) = store::missing_database_file(&place.database_url())
            && place.database_url.is_some()
        {
            return Err(Failure::NoDatabaseFile(file));
        }
        if let Command::Serve(serve) = &arguments.command {
            telemetry::start(&serve.log);
        }
        let db = open::database(&place).await?;
        let result = run_on(&place, &db, arguments.command).await;
        // Whoever closes a SQLite database last folds its log into the one file, which can then be copied.
        db.close().await;
        result
    })
}

async fn run_on(place: &Place, db: &Db, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(serve) => serve::run(place, db, &serve).await,
        Command::Import(import) => import::run(place, db, &import).await,
        Command::Search(search) => search::run(place, db, &search).await,
        Command::Actions(actions) => actions::run(db, &actions).await,
        Command::Roster(roster) => roster::run(place, db, roster).await,
        Command::Reindex => reindex::run(place, db).await,
        Command::Token(token) => token::run(db, token).await,
        Command::Check => check::run(place, db).await,
        Command::Verify(verify) => verify::run(db, &verify).await,
        Command::Parse(_) | Command::Openapi => Ok(()),
    }
}

/// An app with the demo in it and an index of its own, for benches.
#[doc(hidden)]
pub async fn open_demo(place: &Place) -> Result<App, String> {
    let words = |failure: Failure| failure.words(Language::English);
    let db = open::database(place).await.map_err(words)?;
    let app = open::as_keeper(place, db).await.map_err(words)?.app;
    demo::load(&app).await.map_err(words)?;
    Ok(app)
}

/// An app on what is in `place`, which keeps its index as a server does, for benches.
#[doc(hidden)]
pub async fn open_keeper(place: &Place) -> Result<App, String> {
    let words = |failure: Failure| failure.words(Language::English);
    let db = open::database(place).await.map_err(words)?;
    let keeper = open::as_keeper(place, db).await.map_err(words)?;
    Ok(keeper.app)
}

/// An app for use cases that do not search, for benches.
#[doc(hidden)]
pub async fn open_without_index(place: &Place) -> Result<App, String> {
    let words = |failure: Failure| failure.words(Language::English);
    let app = open::without_index(open::database(place).await.map_err(words)?);
    app.seed_vocabulary()
        .await
        .map_err(|error| error.to_string())?;
    Ok(app)
}

/// Imports a folder as `giji import` does, without the index, for benches.
#[doc(hidden)]
pub async fn import_folder(app: &App, folder: &std::path::Path) -> Result<(), String> {
    let arguments = arguments::Import {
        files: vec![folder.to_owned()],
        filename: String::new(),
        council: None,
        create_council: true,
        update: false,
        as_new: false,
        json: false,
        quiet: true,
    };
    let imported = import::import_all(app, &arguments, std::future::pending()).await;
    match imported.map(|reporter| reporter.failed()) {
        Ok(0) => Ok(()),
        Ok(failed) => Err(format!("{failed} file(s) failed")),
        Err(failure) => Err(failure.words(Language::English)),
    }
}
