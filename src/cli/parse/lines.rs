//! A document line by line: the number, what the line became, and the line itself.

use std::collections::BTreeMap;

use crate::{
    app::Language,
    cli::output,
    domain::{AttendanceStatus, Attribution},
    minutes::{Document, ParsedMinutes, ParsedOpinion, Span},
};

/// How many columns the label of a line gets.
const LABEL: usize = 24;

/// What a line became, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Nothing, and nothing is missing: a blank line.
    Blank,
    Furniture,
    Field,
    Topic,
    Statement,
    /// A person has to look at it.
    Unmapped,
}

/// The labels of each line that something was made of.
struct Labels {
    language: Language,
    lines: BTreeMap<i64, (Kind, Vec<String>)>,
}

/// Every line of the document, with colour where `colour` says so.
pub fn describe(
    document: &Document,
    parsed: &ParsedMinutes,
    language: Language,
    colour: bool,
) -> String {
    let labels = Labels::of(parsed, language);
    let digits = document.lines().len().to_string().len().max(3);
    let mut text = String::new();
    for (number, line) in (1..).zip(document.lines()) {
        let (kind, label) = labels.label(number, line);
        let label = output::pad(&output::shorten(&label, LABEL), LABEL);
        let label = match (colour, style(kind)) {
            (true, Some(style)) => format!("\u{1b}[{style}m{label}\u{1b}[0m"),
            _ => label,
        };
        let row = format!("{label} {number:>digits$} │ {}", harmless(line));
        text += row.trim_end();
        text.push('\n');
    }
    text
}

/// The parameters of the colour (ECMA-48, SGR).
fn style(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Blank => None,
        Kind::Furniture => Some("2"),
        Kind::Field => Some("36"),
        Kind::Topic => Some("1;34"),
        Kind::Statement => Some("32"),
        Kind::Unmapped => Some("1;31"),
    }
}

/// A line without what a terminal would obey.
fn harmless(line: &str) -> String {
    let line = line.trim_end();
    line.chars()
        .map(|c| if c.is_control() && c != '\t' { ' ' } else { c })
        .collect()
}

impl Labels {
    fn of(parsed: &ParsedMinutes, language: Language) -> Self {
        let mut labels = Self {
            language,
            lines: BTreeMap::new(),
        };
        labels.add_header(parsed);
        for (number, topic) in (1..).zip(&parsed.topics) {
            let label = format!("{} {number}", language.pick("議題", "topic"));
            labels.add(Kind::Topic, &topic.source, &label);
        }
        for heading in &parsed.headings {
            let label = language.pick("小見出し", "heading");
            labels.add(Kind::Topic, &heading.source, label);
        }
        for narrative in &parsed.narratives {
            let label = language.pick("説明等", "narrative");
            labels.add(Kind::Statement, &narrative.source, label);
        }
        for (number, opinion) in (1..).zip(&parsed.opinions) {
            let label = labels.opinion(number, opinion);
            labels.add(Kind::Statement, &opinion.source, &label);
        }
        for line in &parsed.furniture_lines {
            let label = language.pick("ページの飾り", "furniture");
            labels.replace(*line, Kind::Furniture, label);
        }
        for line in &parsed.unmapped_lines {
            labels.replace(
                *line,
                Kind::Unmapped,
                language.pick("✗ 割り当てなし", "✗ unmapped"),
            );
        }
        labels
    }

    fn add_header(&mut self, parsed: &ParsedMinutes) {
        for (name, span) in &parsed.fields {
            let label = field_word(name, self.language);
            self.add(Kind::Field, span, &label);
        }
        for attendee in &parsed.attendees {
            let word = match attendee.status {
                AttendanceStatus::Present => self.language.pick("出席者", "present"),
                AttendanceStatus::Proxy => self.language.pick("代理", "proxy"),
                AttendanceStatus::Absent => self.language.pick("欠席者", "absent"),
                AttendanceStatus::Observer => self.language.pick("傍聴等", "observer"),
            };
            self.add(Kind::Field, &attendee.source, word);
        }
    }

    fn opinion(&self, number: usize, opinion: &ParsedOpinion) -> String {
        let speaker = opinion.speaker.as_ref().map(|speaker| {
            let name = speaker.name.as_deref().unwrap_or_default();
            let role = speaker.role.as_deref().unwrap_or_default();
            format!("{name}{role}")
        });
        let who = speaker.unwrap_or_else(|| match opinion.attribution {
            Attribution::Collective => self
                .language
                .pick("（主な意見）", "(collective)")
                .to_owned(),
            _ => self
                .language
                .pick("（発言者なし）", "(no speaker)")
                .to_owned(),
        });
        format!("{} {number} {who}", self.language.pick("意見", "opinion"))
    }

    /// The first line of a span gets the label, the others say that they belong to it.
    fn add(&mut self, kind: Kind, span: &Span, label: &str) {
        for line in span.first_line..=span.last_line {
            let entry = self.lines.entry(line).or_insert((kind, Vec::new()));
            entry.0 = entry.0.max(kind);
            let label = if line == span.first_line {
                label
            } else {
                "〃"
            };
            if !entry.1.iter().any(|known| known == label) {
                entry.1.push(label.to_owned());
            }
        }
    }

    /// A page number inside a statement is still a page number.
    fn replace(&mut self, line: i64, kind: Kind, label: &str) {
        self.lines.insert(line, (kind, vec![label.to_owned()]));
    }

    fn label(&self, number: i64, line: &str) -> (Kind, String) {
        match self.lines.get(&number) {
            Some((kind, labels)) if !line.trim().is_empty() => {
                let named: Vec<&str> = labels
                    .iter()
                    .map(String::as_str)
                    .filter(|label| labels.len() == 1 || *label != "〃")
                    .collect();
                (*kind, named.join(self.language.pick("・", ", ")))
            }
            _ => (Kind::Blank, String::new()),
        }
    }
}

/// What a field is called; `date_2` is a further place of `date`.
fn field_word(name: &str, language: Language) -> String {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = if bare.len() < name.len() {
        bare.trim_end_matches('_')
    } else {
        name
    };
    let japanese = match bare {
        "council" => "会議体",
        "fiscal_year" => "年度",
        "round" => "回",
        "title" => "表題",
        "date" => "日時",
        "venue" => "会場",
        "mode" => "開催方法",
        "agenda" => "議題一覧",
        "proceedings" => "議事",
        "materials" => "資料",
        "audience" => "傍聴",
        "attendance" => "出欠",
        "speaker" => "発言者",
        "collective" => "主な意見",
        "frame" => "前後",
        other => other,
    };
    language.pick(japanese.to_owned(), bare.replace('_', " "))
}
