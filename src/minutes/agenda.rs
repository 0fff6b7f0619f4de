//! Topics: the list before the discussion, and the lines of the discussion that open one.

use super::cues::{Cue, NumberStyle};
use super::lines::Line;
use super::parsed::{ParsedTopic, Span};

/// The longest title of a topic, in characters.
const LONGEST_TITLE: usize = 80;

/// The topics that a list under 議題 names: its numbered lines if it has any, else each line.
pub(super) fn list(value: &str, lines: &[Line<'_>]) -> Vec<ParsedTopic> {
    let entries = lines.iter().enumerate().map(|(index, line)| {
        let text = if index == 0 { value } else { line.text };
        (text, Cue::of(text), line)
    });
    let entries: Vec<_> = entries.filter(|(text, _, _)| !text.is_empty()).collect();
    let entries: Vec<_> = entries
        .into_iter()
        .filter(|(text, cue, _)| !is_frame(cue.rest(text)))
        .collect();
    let style = entries.iter().find_map(|(_, cue, _)| style_of(*cue));
    let mut topics: Vec<ParsedTopic> = Vec::new();
    for (text, cue, line) in entries {
        if style.is_none() || style_of(cue) == style {
            topics.push(topic(text, cue, span(line, line)));
        }
    }
    topics
}

/// The topic that a line opens.
pub(super) fn topic(text: &str, cue: Cue, source: Span) -> ParsedTopic {
    ParsedTopic {
        number: match cue {
            Cue::Number { printed, .. } => Some(text[..printed].to_owned()),
            _ => None,
        },
        title: cue.rest(text).to_owned(),
        source,
    }
}

/// Whether the text of a line can be a title: short, and no sentence.
pub(super) fn is_title(text: &str) -> bool {
    !text.ends_with(['。', '、', '，'])
        && !text.contains('。')
        && text.chars().nth(LONGEST_TITLE).is_none()
}

/// Whether a title only frames the meeting (開会, 閉会) or the agenda (議題): nothing is discussed under it.
pub(super) fn is_frame(title: &str) -> bool {
    let title: String = title
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(8)
        .collect();
    matches!(
        title.as_str(),
        "開会"
            | "閉会"
            | "散会"
            | "議題"
            | "議事"
            | "次第"
            | "挨拶"
            | "あいさつ"
            | "開会挨拶"
            | "閉会挨拶"
            | "会長挨拶"
            | "開会の辞"
    )
}

/// The style of the number in a cue.
pub(super) fn style_of(cue: Cue) -> Option<NumberStyle> {
    match cue {
        Cue::Number { style, .. } => Some(style),
        _ => None,
    }
}

/// Which numbers open topics in one document, and where their count stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbering {
    topics: Option<NumberStyle>,
    labels: Option<NumberStyle>,
    last: u32,
}

impl Numbering {
    /// Topics have the style of the first line of the discussion that is numbered 1 and can be a title; a
    /// line that frames the meeting (開会) counts for nothing. The style of the
    /// labels of the header is one level above them.
    pub(super) fn of<'a>(
        entries: impl Iterator<Item = (&'a str, Cue)> + Clone,
        labels: Option<NumberStyle>,
    ) -> Self {
        let numbered = entries.filter_map(|(text, cue)| match cue {
            Cue::Number { style, value, .. } if is_title(text) && !is_frame(cue.rest(text)) => {
                Some((style, value))
            }
            _ => None,
        });
        let first = numbered.clone().find(|(style, value)| {
            *value == 1 && (Some(*style) != labels || *style == NumberStyle::Named)
        });
        let topics = first.map(|(style, _)| style).or_else(|| {
            numbered
                .map(|(style, _)| style)
                .find(|style| *style == NumberStyle::Named)
        });
        Self {
            topics,
            labels,
            last: 0,
        }
    }

    /// Whether the line with `cue` and `text` opens the next topic; counts it if so.
    pub(super) fn opens_topic(&mut self, text: &str, cue: Cue) -> bool {
        let Cue::Number { style, value, .. } = cue else {
            return false;
        };
        if !is_title(text) {
            return false;
        }
        if is_frame(cue.rest(text)) {
            return true;
        }
        if Some(style) == self.topics {
            let is_next = value == self.last + 1 || value == 1 || style == NumberStyle::Named;
            if is_next {
                self.last = value;
            }
            return is_next;
        }
        Some(style) == self.labels
    }
}

fn span(first: &Line<'_>, last: &Line<'_>) -> Span {
    Span {
        first_line: first.number,
        last_line: last.number,
        page: first.page,
    }
}
