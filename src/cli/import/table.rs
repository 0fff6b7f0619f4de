//! The table at the end of an import of many files: what was read, what needs review, what failed.

use std::fmt;

use crate::{
    app::{ImportedFile, Language, Standing},
    cli::output,
};

/// How wide the names of files get.
const LONGEST_NAME: usize = 48;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Imported,
    Before,
    /// It is another file of a meeting that is there.
    Corrected,
}

/// One line.
struct Row {
    name: String,
    state: State,
    topics: usize,
    opinions: usize,
    review: String,
}

/// The table; printed by `Display`.
pub struct Table {
    language: Language,
    rows: Vec<Row>,
    failures: Vec<String>,
}

impl Table {
    /// Without a line.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            rows: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// How many files failed.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// Adds a file that failed, in these words.
    pub fn add_failure(&mut self, words: String) {
        self.failures.push(words);
    }

    /// Adds a file that came in.
    pub fn add(&mut self, file: &str, came: &ImportedFile) {
        let (state, review) = match came.standing {
            Standing::Waiting { changes } => (State::Corrected, self.to_compare(came, changes)),
            Standing::Applied if came.is_new => (State::Imported, self.to_settle(came)),
            Standing::Applied => (State::Before, self.to_settle(came)),
        };
        self.rows.push(Row {
            name: file.to_owned(),
            state,
            topics: came.parsed.topics.len(),
            opinions: came.parsed.opinions.len(),
            review,
        });
    }

    fn to_compare(&self, came: &ImportedFile, changes: usize) -> String {
        let (meeting, import) = (came.meeting, came.import.id);
        self.language.pick(
            format!("会議 {meeting} と {changes} か所の違い（取込み {import}）"),
            format!("differs from meeting {meeting} in {changes} things (import {import})"),
        )
    }

    fn to_settle(&self, came: &ImportedFile) -> String {
        let pick = |japanese, english| self.language.pick(japanese, english);
        let warnings = if came.is_new {
            came.parsed.warnings.len()
        } else {
            0
        };
        let counts = [
            (came.open.lines, pick("割り当てのない行", "unmapped lines")),
            (warnings, pick("注意", "warnings")),
            (
                came.open.suggestions,
                pick("未決の候補", "open suggestions"),
            ),
        ];
        let review: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, label)| format!("{label} {count}"))
            .collect();
        review.join(pick("、", ", "))
    }

    fn summary(&self) -> String {
        let of = |state| self.rows.iter().filter(move |row| row.state == state);
        let to_review = |state| of(state).filter(|row| !row.review.is_empty()).count();
        let (new, review) = (of(State::Imported).count(), to_review(State::Imported));
        let (before, open) = (of(State::Before).count(), to_review(State::Before));
        let (corrected, failed) = (of(State::Corrected).count(), self.failed());
        let (waiting_ja, waiting_en) = match corrected {
            0 => (String::new(), String::new()),
            _ => (
                format!("、訂正版（要確認）{corrected}"),
                format!("; {corrected} corrected, to review"),
            ),
        };
        self.language.pick(
            format!("取込み {new}（うち要確認 {review}）、取込み済み {before}（うち要確認 {open}）{waiting_ja}、失敗 {failed}\n"),
            format!("{new} imported, {review} of them to review; {before} imported before, {open} of them to review{waiting_en}; {failed} failed\n"),
        )
    }

    /// What a person does about files of meetings that are there.
    fn advice(&self) -> &'static str {
        if self.rows.iter().all(|row| row.state != State::Corrected) {
            return "";
        }
        self.language.pick(
            "訂正版：GET /api/v1/imports/{取込み}/changes で違いを確かめ、会議を合わせるなら giji import ファイル --update、別の会議にするなら --as-new\n",
            "corrected: see what changes with GET /api/v1/imports/{import}/changes; then giji import FILE --update lets the meeting follow, --as-new makes another\n",
        )
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pick = |japanese, english| self.language.pick(japanese, english);
        let widest = self.rows.iter().map(|row| output::columns(&row.name)).max();
        let width = widest.unwrap_or(0).clamp(8, LONGEST_NAME);
        let line = |name: &str, state: &str, topics: &str, opinions: &str, review: &str| {
            let name = output::pad(&shorten_front(name, width), width);
            let state = output::pad(state, 15);
            let (topics, opinions) = (output::pad_left(topics, 6), output::pad_left(opinions, 8));
            format!("{name}  {state}  {topics}  {opinions}  {review}")
        };
        if !self.rows.is_empty() {
            let titles = line(
                pick("ファイル", "FILE"),
                pick("状態", "STATE"),
                pick("議題", "TOPICS"),
                pick("意見", "OPINIONS"),
                pick("確認が必要なもの", "TO REVIEW"),
            );
            writeln!(f, "{}", titles.trim_end())?;
        }
        for row in &self.rows {
            let state = match row.state {
                State::Imported => pick("取込み", "imported"),
                State::Before => pick("取込み済み", "imported before"),
                State::Corrected => pick("訂正版", "corrected"),
            };
            let (topics, opinions) = (row.topics.to_string(), row.opinions.to_string());
            let line = line(&row.name, state, &topics, &opinions, &row.review);
            writeln!(f, "{}", line.trim_end())?;
        }
        for failure in &self.failures {
            writeln!(f, "{} {failure}", pick("✗ 失敗", "✗ failed"))?;
        }
        write!(f, "{}{}", self.advice(), self.summary())
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
