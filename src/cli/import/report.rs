//! What `giji import` says: a report of one file, or a table of many; one JSON object a line for programs; a progress bar
//! for whoever waits at a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::table::Table;
use crate::{
    app::{ImportedFile, Language, Standing},
    cli::{arguments::Import, failure::Failure, output},
    minutes,
};

/// How results are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A report of the one file.
    One,
    /// A table at the end.
    Table,
    /// A JSON object for each.
    Json,
    /// Failures alone.
    Quiet,
}

/// Tells what came of each file.
pub struct Reporter {
    manner: Manner,
    language: Language,
    bar: ProgressBar,
    /// How many files are not told of yet.
    left: usize,
    table: Table,
}

impl Reporter {
    /// For a run over so many files.
    pub fn new(arguments: &Import, files: usize, language: Language) -> Self {
        let manner = match (arguments.json, arguments.quiet, files) {
            (true, ..) => Manner::Json,
            (_, true, _) => Manner::Quiet,
            (.., 1) => Manner::One,
            _ => Manner::Table,
        };
        // It draws nothing where stderr is no terminal.
        let target = match manner {
            Manner::Table => ProgressDrawTarget::stderr(),
            _ => ProgressDrawTarget::hidden(),
        };
        let length = u64::try_from(files).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(length), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            manner,
            language,
            bar,
            left: files,
            table: Table::new(language),
        }
    }

    /// How many files were not told of.
    pub fn left(&self) -> usize {
        self.left
    }

    /// How many files failed.
    pub fn failed(&self) -> usize {
        self.table.failed()
    }

    /// Tells of one file, whose import is durable by now.
    pub fn report(
        &mut self,
        file: &str,
        outcome: Result<ImportedFile, Failure>,
    ) -> Result<(), Failure> {
        self.bar.set_message(file.to_owned());
        self.bar.inc(1);
        self.left = self.left.saturating_sub(1);
        let told = match (outcome, self.manner) {
            (Err(failure), manner) => {
                let words = explanation(file, &failure, self.language);
                // The table tells it too, but a table that goes elsewhere is not seen.
                if manner != Manner::Table || !std::io::stdout().is_terminal() {
                    self.bar.suspend(|| output::say(&words));
                }
                let told = match manner {
                    // A folder without files has no file to tell of.
                    Manner::Json if !file.is_empty() => output::print_json(&json!({
                        "file": file,
                        "status": "failed",
                        "error": words,
                    })),
                    _ => Ok(()),
                };
                self.table.add_failure(words);
                told
            }
            (Ok(applied), Manner::Json) => output::print_json(&as_json(file, &applied)),
            (Ok(applied), Manner::One) => output::print(&describe(file, &applied, self.language)),
            (Ok(applied), Manner::Table) => {
                self.table.add(file, &applied);
                Ok(())
            }
            (Ok(applied), Manner::Quiet) => {
                // It waits for whoever is not told now.
                if applied.is_new && applied.standing != Standing::Applied {
                    let report = describe(file, &applied, self.language);
                    output::say(report.trim_end());
                }
                Ok(())
            }
        };
        match told {
            // Whoever read the report has seen enough; the files that are left are imported all the same.
            Err(Failure::BrokenPipe) => Ok(()),
            told => told,
        }
    }

    /// Ends the progress bar, and prints the table.
    pub fn finish(&self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        if self.manner != Manner::Table {
            return Ok(());
        }
        match output::print(&self.table.to_string()) {
            Err(Failure::BrokenPipe) => Ok(()),
            printed => printed,
        }
    }
}

/// Why a file was not imported.
fn explanation(file: &str, failure: &Failure, language: Language) -> String {
    let words = failure.words(language);
    match failure {
        // These name the file themselves.
        Failure::File(..) | Failure::NoCouncilName(_) | Failure::EmptyFolder(_) => words,
        _ => format!("{file}{}{words}", language.pick("：", ": ")),
    }
}

fn as_json(file: &str, came: &ImportedFile) -> serde_json::Value {
    let parsed = &came.parsed;
    let mut object = json!({
        "file": file,
        "import_id": came.import.id,
        "council_id": came.import.council_id,
        "meeting_id": came.meeting,
        "status": "applied",
        "new": came.is_new,
        "topics": parsed.topics.len(),
        "opinions": parsed.opinions.len(),
        "suggestions": parsed.action_items.len(),
        "open_suggestions": came.open.suggestions,
        "unmapped_lines": parsed.unmapped_lines,
        "warnings": parsed.warnings,
    });
    if let Standing::Waiting { changes } = came.standing {
        object["status"] = json!("needs_review");
        object["meeting_id"] = json!(null);
        // As GET /imports/{id} calls it.
        object["same_meeting_id"] = json!(came.meeting);
        object["changes"] = json!(changes);
        object["next"] = json!(next_calls(came));
    }
    object
}

/// How a person sees what a corrected file changes, and lets its meeting follow it.
fn next_calls(came: &ImportedFile) -> [String; 2] {
    let import = format!("/api/v1/imports/{}", came.import.id);
    [
        format!("GET {import}/changes"),
        format!("POST {import}/apply?meeting_id={}", came.meeting),
    ]
}

fn describe(file: &str, came: &ImportedFile, language: Language) -> String {
    let pick = |japanese, english| language.pick(japanese, english);
    let state = match (came.standing, came.is_new) {
        (Standing::Waiting { .. }, _) => pick(
            "既にある会議の訂正版です。確認が必要です",
            "needs review: a corrected file of a meeting that is there",
        ),
        (Standing::Applied, true) => pick("取り込みました", "imported"),
        (Standing::Applied, false) => pick("取込み済みです", "imported before"),
    };
    let mut text = format!("{file}: {state}\n");
    for (label, value) in details(came, language) {
        text += &format!("  {} {value}\n", output::pad(label, 11));
    }
    text
}

fn details(came: &ImportedFile, language: Language) -> Vec<(&'static str, String)> {
    let parsed = &came.parsed;
    let pick = |japanese, english| language.pick(japanese, english);
    let council = format!(
        "{} ({})",
        came.import.council_id,
        parsed.council.as_deref().unwrap_or("-")
    );
    let mut lines = vec![
        (pick("会議", "meeting"), came.meeting.to_string()),
        (pick("会議体", "council"), council),
        (pick("議題", "topics"), parsed.topics.len().to_string()),
        (pick("意見", "opinions"), parsed.opinions.len().to_string()),
    ];
    match came.standing {
        Standing::Applied => lines.push((
            pick("未決の候補", "open"),
            came.open.suggestions.to_string(),
        )),
        Standing::Waiting { changes } => {
            let [see, apply] = next_calls(came);
            lines.push((pick("変更点", "changes"), changes.to_string()));
            lines.push((pick("違いを見る", "see them"), see));
            lines.push((
                pick("合わせる", "follow it"),
                format!(
                    "{apply} {}",
                    pick("又は giji import --update", "or giji import --update")
                ),
            ));
            lines.push((
                pick("別の会議に", "or apart"),
                "giji import --as-new".to_owned(),
            ));
        }
    }
    if !parsed.unmapped_lines.is_empty() {
        let numbers: Vec<String> = parsed.unmapped_lines.iter().map(i64::to_string).collect();
        let numbers = numbers.join(", ");
        lines.push((
            pick("未割当", "unmapped"),
            language.pick(format!("{numbers} 行目"), format!("lines {numbers}")),
        ));
    }
    for warning in &parsed.warnings {
        let words = language.pick(warning.clone(), minutes::warning_in_english(warning));
        lines.push((pick("注意", "warning"), words));
    }
    lines
}
