//! `giji roster`

use std::{
    io::{IsTerminal, Read, Write},
    path::Path,
};

use super::{
    arguments::{Roster, RosterExportArguments, RosterImport},
    failure::Failure,
    language, open, output,
};
use crate::{
    app::{AppError, Call, Language, MAX_ROSTER_BYTES, RosterExport, RosterFormat, RosterReport},
    config::Place,
    domain::{RosterLine, RosterOutcome},
    store::Db,
};

/// Brings a roster in, or writes one.
pub async fn run(place: &Place, db: &Db, command: Roster) -> Result<(), Failure> {
    match command {
        Roster::Import(import) => bring_in(place, db, &import).await,
        Roster::Export(export) => write(db, &export).await,
    }
}

async fn bring_in(place: &Place, db: &Db, arguments: &RosterImport) -> Result<(), Failure> {
    let bytes = read(&arguments.file)?;
    let app = open::without_index(db.clone());
    let language = language::of_environment();
    let (council, dry_run) = (arguments.council, arguments.dry_run);
    let report = app
        .import_roster(&Call::LOCAL, council, bytes, dry_run)
        .await
        .map_err(|error| explained(error, language))?;
    if !dry_run {
        open::settle(place, db).await?;
    }
    if arguments.json {
        output::print_json(&crate::api::roster_report_to_json(report))
    } else {
        output::print(&describe(&report, language))
    }
}

/// Each row that cannot be taken gets a line of its own.
fn explained(error: AppError, language: Language) -> Failure {
    match error {
        AppError::Invalid(fields) => {
            for field in &fields {
                output::say(language.pick(&field.japanese, &field.english));
            }
            Failure::Refused(fields.len())
        }
        other => other.into(),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::File(file.to_owned(), error);
    // One byte more than the limit tells that a file is over it, without reading all of it.
    let limit = u64::try_from(MAX_ROSTER_BYTES).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        let mut stdin = std::io::stdin().take(limit);
        stdin.read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let mut opened = std::fs::File::open(file).map_err(failed)?.take(limit);
        opened.read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

/// What a roster changed, for people.
fn describe(report: &RosterReport, language: Language) -> String {
    let mut text = String::new();
    let width = report.lines.iter().map(|line| output::columns(&line.name));
    let width = width.max().unwrap_or(0).min(40);
    for line in &report.lines {
        text += &format!(
            "{:>5}  {}  {}\n",
            line.row,
            output::pad(&line.name, width),
            words_of(line, language)
        );
    }
    for title in &report.ignored_columns {
        text += &language.pick(
            format!("読み取らなかった列：{title}\n"),
            format!("column not read: {title}\n"),
        );
    }
    let count = |outcome| report.count(outcome);
    let counts = [
        RosterOutcome::Create,
        RosterOutcome::Reappoint,
        RosterOutcome::Update,
        RosterOutcome::Unchanged,
    ]
    .map(|outcome| format!("{} {}", outcome_word(outcome, language), count(outcome)));
    text += &counts.join(language.pick("、", ", "));
    if report.dry_run {
        text += language.pick(
            "（確認のみ。何も変更していません）",
            " (dry run: nothing was changed)",
        );
    }
    text + "\n"
}

fn words_of(line: &RosterLine, language: Language) -> String {
    let mut words = outcome_word(line.outcome, language).to_owned();
    if !line.changes.is_empty() {
        let changes: Vec<&str> = line
            .changes
            .iter()
            .map(|field| field_word(field, language))
            .collect();
        words += &format!(" ({})", changes.join(language.pick("、", ", ")));
    }
    if !line.similar.is_empty() {
        let names: Vec<&str> = line
            .similar
            .iter()
            .map(|similar| similar.name.as_str())
            .collect();
        let label = language.pick("同一人物？", "same person?");
        words += &format!("  {label} {}／{}", line.name, names.join("／"));
    }
    if line.unexplained_mark {
        words += language.pick(
            "  ◎・○の凡例がないため、役職は読み取っていません",
            "  a mark without a legend was left out",
        );
    }
    words
}

fn outcome_word(outcome: RosterOutcome, language: Language) -> &'static str {
    match outcome {
        RosterOutcome::Create => language.pick("追加", "new"),
        RosterOutcome::Reappoint => language.pick("再任", "reappointed"),
        RosterOutcome::Update => language.pick("変更", "changed"),
        RosterOutcome::Unchanged => language.pick("変更なし", "unchanged"),
    }
}

fn field_word(field: &str, language: Language) -> &str {
    match (language, field) {
        (Language::Japanese, "reading") => "よみ",
        (Language::Japanese, "role") => "役職",
        (Language::Japanese, "organization") => "所属",
        (Language::Japanese, "starts_on") => "任期開始",
        (Language::Japanese, "ends_on") => "任期終了",
        _ => field,
    }
}

async fn write(db: &Db, arguments: &RosterExportArguments) -> Result<(), Failure> {
    let is_workbook = arguments.format == RosterFormat::Xlsx;
    if is_workbook && arguments.output.is_none() && std::io::stdout().is_terminal() {
        return Err(Failure::NoTextForTerminal);
    }
    let export = RosterExport {
        format: arguments.format,
        encoding: arguments.encoding,
        held_on: arguments.on,
    };
    let app = open::without_index(db.clone());
    let bytes = app
        .export_roster(&Call::LOCAL, arguments.council, export)
        .await
        .map_err(|error| explained(error, language::of_environment()))?;
    match &arguments.output {
        Some(file) => {
            std::fs::write(file, bytes).map_err(|error| Failure::Output(file.clone(), error))
        }
        None => {
            let mut stdout = std::io::stdout().lock();
            stdout.write_all(&bytes)?;
            Ok(stdout.flush()?)
        }
    }
}
