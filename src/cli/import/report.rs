//! What `giji import` says: a report of one file, or a table of many; one JSON object a line for programs; a progress bar
//! for whoever waits at a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::{
    app::{AppliedImport, Language},
    cli::{arguments::Import, failure::Failure, output},
    minutes,
};

/// How wide the names of files get in the table.
const LONGEST_NAME: usize = 48;

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

/// One line of the table.
struct Row {
    name: String,
    is_new: bool,
    topics: usize,
    opinions: usize,
    review: String,
}

/// Tells what came of each file.
pub struct Reporter {
    manner: Manner,
    language: Language,
    bar: ProgressBar,
    rows: Vec<Row>,
    failures: Vec<String>,
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
            rows: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// How many files failed.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// Tells of one file, whose import is durable by now.
    pub fn report(
        &mut self,
        file: &str,
        outcome: Result<AppliedImport, Failure>,
    ) -> Result<(), Failure> {
        self.bar.set_message(file.to_owned());
        self.bar.inc(1);
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
                self.failures.push(words);
                told
            }
            (Ok(applied), Manner::Json) => output::print_json(&as_json(file, &applied)),
            (Ok(applied), Manner::One) => output::print(&describe(file, &applied, self.language)),
            (Ok(applied), Manner::Table) => {
                self.rows.push(self.row(file, &applied));
                Ok(())
            }
            (Ok(_), Manner::Quiet) => Ok(()),
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
        match output::print(&self.table()) {
            Err(Failure::BrokenPipe) => Ok(()),
            printed => printed,
        }
    }

    fn row(&self, file: &str, applied: &AppliedImport) -> Row {
        let parsed = &applied.parsed;
        let warnings = if applied.is_new {
            parsed.warnings.len()
        } else {
            0
        };
        let counts = [
            (
                applied.open.lines,
                self.language.pick("割り当てのない行", "unmapped lines"),
            ),
            (warnings, self.language.pick("注意", "warnings")),
            (
                applied.open.suggestions,
                self.language.pick("未決の候補", "open suggestions"),
            ),
        ];
        let review: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, label)| format!("{label} {count}"))
            .collect();
        Row {
            name: file.to_owned(),
            is_new: applied.is_new,
            topics: parsed.topics.len(),
            opinions: parsed.opinions.len(),
            review: review.join(self.language.pick("、", ", ")),
        }
    }

    fn table(&self) -> String {
        let pick = |japanese, english| self.language.pick(japanese, english);
        let widest = self.rows.iter().map(|row| output::columns(&row.name)).max();
        let width = widest.unwrap_or(0).clamp(8, LONGEST_NAME);
        let state = |is_new| match is_new {
            true => pick("取込み", "imported"),
            false => pick("取込み済み", "imported before"),
        };
        let line = |name: &str, state: &str, topics: &str, opinions: &str, review: &str| {
            let name = output::pad(&shorten_front(name, width), width);
            let state = output::pad(state, 15);
            let (topics, opinions) = (output::pad_left(topics, 6), output::pad_left(opinions, 8));
            format!("{name}  {state}  {topics}  {opinions}  {review}")
                .trim_end()
                .to_owned()
                + "\n"
        };
        let mut text = String::new();
        if !self.rows.is_empty() {
            text += &line(
                pick("ファイル", "FILE"),
                pick("状態", "STATE"),
                pick("議題", "TOPICS"),
                pick("意見", "OPINIONS"),
                pick("確認が必要なもの", "TO REVIEW"),
            );
        }
        for row in &self.rows {
            let (topics, opinions) = (row.topics.to_string(), row.opinions.to_string());
            text += &line(
                &row.name,
                state(row.is_new),
                &topics,
                &opinions,
                &row.review,
            );
        }
        for failure in &self.failures {
            text += &format!("{} {failure}\n", pick("✗ 失敗", "✗ failed"));
        }
        text + &self.summary()
    }

    fn summary(&self) -> String {
        let new = self.rows.iter().filter(|row| row.is_new).count();
        let before = self.rows.len() - new;
        let to_review = |is_new| {
            let of = |row: &&Row| row.is_new == is_new && !row.review.is_empty();
            self.rows.iter().filter(of).count()
        };
        let (review, open) = (to_review(true), to_review(false));
        let failed = self.failures.len();
        self.language.pick(
            format!("取込み {new}（うち要確認 {review}）、取込み済み {before}（うち要確認 {open}）、失敗 {failed}\n"),
            format!("{new} imported, {review} of them to review; {before} imported before, {open} of them to review; {failed} failed\n"),
        )
    }
}

/// The end of a path tells files apart, not its beginning.
fn shorten_front(name: &str, width: usize) -> String {
    if output::columns(name) <= width {
        return name.to_owned();
    }
    let mut kept = String::new();
    for c in name.chars().rev() {
        if output::columns(&kept) + output::columns(&c.to_string()) + 2 > width {
            break;
        }
        kept.insert(0, c);
    }
    format!("…{kept}")
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

fn as_json(file: &str, applied: &AppliedImport) -> serde_json::Value {
    let parsed = &applied.parsed;
    json!({
        "file": file,
        "import_id": applied.import.id,
        "council_id": applied.import.council_id,
        "meeting_id": applied.meeting,
        "status": "applied",
        "new": applied.is_new,
        "topics": parsed.topics.len(),
        "opinions": parsed.opinions.len(),
        "suggestions": parsed.action_items.len(),
        "open_suggestions": applied.open.suggestions,
        "unmapped_lines": parsed.unmapped_lines,
        "warnings": parsed.warnings,
    })
}

fn describe(file: &str, applied: &AppliedImport, language: Language) -> String {
    let parsed = &applied.parsed;
    let pick = |japanese, english| language.pick(japanese, english);
    let state = if applied.is_new {
        pick("取り込みました", "imported")
    } else {
        pick("取込み済みです", "imported before")
    };
    let council = format!(
        "{} ({})",
        applied.import.council_id,
        parsed.council.as_deref().unwrap_or("-")
    );
    let mut lines = vec![
        (pick("会議", "meeting"), applied.meeting.to_string()),
        (pick("会議体", "council"), council),
        (pick("議題", "topics"), parsed.topics.len().to_string()),
        (pick("意見", "opinions"), parsed.opinions.len().to_string()),
        (
            pick("未決の候補", "open"),
            applied.open.suggestions.to_string(),
        ),
    ];
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
    let mut text = format!("{file}: {state}\n");
    for (label, value) in lines {
        text += &format!("  {} {value}\n", output::pad(label, 11));
    }
    text
}
