//! Which numbers open topics in one document, and where their count stands: numbers in the style of the titles that the agenda
//! lists, or else in the style of the first line that is numbered 1 and can be a title.

use std::collections::{HashMap, HashSet};

use super::super::agenda;
use super::super::cues::{Cue, NumberStyle};
use super::super::entries::Entry;

/// Which numbers open topics in one document, and where their count stands.
pub(super) struct Numbering {
    topics: Vec<NumberStyle>,
    labels: Option<NumberStyle>,
    last: HashMap<NumberStyle, u32>,
}

impl Numbering {
    /// The numbering of the topics of `entries`, which of them can open one, with the style of the labels of the header and
    /// the styles of the titles that the agenda lists.
    pub(super) fn of(
        entries: &[Entry<'_>],
        can_open: &[bool],
        labels: Option<NumberStyle>,
        of_listed: &[NumberStyle],
    ) -> Self {
        let mut topics = of_listed.to_vec();
        let mut last = HashMap::new();
        if topics.is_empty() {
            // 一　…, 一　…: a numeral that never counts on is a mark.
            let counts_on = entries.iter().any(|entry| {
                matches!(
                    entry.cue,
                    Cue::Number {
                        style: NumberStyle::Kanji,
                        value: 2,
                        ..
                    }
                )
            });
            let numbered = || {
                entries
                    .iter()
                    .zip(can_open)
                    .filter(|(_, can)| **can)
                    .filter_map(|(entry, _)| match entry.cue {
                        Cue::Number { style, value, .. }
                            if agenda::is_title(entry.content())
                                && (style != NumberStyle::Kanji || counts_on) =>
                        {
                            let content = entry.content();
                            let frame = agenda::is_frame(content) || agenda::is_group(content);
                            Some((style, value, frame))
                        }
                        _ => None,
                    })
            };
            // 開会 and 議事 count in their list and are no topics.
            let mut frames: HashSet<(NumberStyle, u32)> = HashSet::new();
            let mut first = None;
            for (style, value, frame) in numbered() {
                let apart = Some(style) != labels || style == NumberStyle::Named;
                if frame {
                    frames.insert((style, value));
                } else if apart
                    && (value == 1 || (value > 0 && frames.contains(&(style, value - 1))))
                {
                    first = Some(style);
                    break;
                }
            }
            // ３ 議事, with （１） under it: these are the topics, and what stands beside 議事 is none.
            let under = numbered()
                .zip(numbered().skip(1))
                .find(|((style, _, frame), (next, value, next_frame))| {
                    *frame && !next_frame && style != next && *value == 1 && Some(*next) != labels
                })
                .map(|(_, (next, _, _))| next);
            let first = under.or(first);
            // ２ 報告, ３ 議題 in a discussion that begins after the first of its numbers.
            let second = || {
                let (style, value, _) = numbered().next()?;
                let goes_on = numbered()
                    .skip(1)
                    .any(|(next, third, _)| next == style && third == 3);
                (value == 2 && goes_on && Some(style) != labels).then_some(style)
            };
            let first = first.or_else(|| {
                let style = second()?;
                last.insert(style, 1);
                Some(style)
            });
            let named = || numbered().find(|(style, _, _)| *style == NumberStyle::Named);
            topics.extend(first.or_else(|| named().map(|(style, _, _)| style)));
        }
        Self {
            topics,
            labels,
            last,
        }
    }

    /// Counts a title that opens a topic whatever its number.
    pub(super) fn count(&mut self, cue: Cue) {
        if let Cue::Number { style, value, .. } = cue {
            self.last.insert(style, value);
        }
    }

    /// Whether the number of `entry` is the one after that of the last topic.
    pub(super) fn goes_on(&self, entry: &Entry<'_>) -> bool {
        matches!(entry.cue, Cue::Number { style, value, .. }
            if self.topics.contains(&style)
                && self.last.get(&style).is_some_and(|last| *last > 0 && value == last + 1))
    }

    /// Whether `entry` counts on from a frame in a style that is not that of the topics; counts it if so.
    pub(super) fn follows_frame(&mut self, entry: &Entry<'_>) -> bool {
        let Cue::Number { style, value, .. } = entry.cue else {
            return false;
        };
        let title = agenda::is_title(entry.content()) && !agenda::is_frame(entry.content());
        let counts_on = self.last.get(&style).is_some_and(|last| value == last + 1);
        let follows =
            title && counts_on && !self.topics.contains(&style) && Some(style) != self.labels;
        if follows {
            self.last.insert(style, value);
        }
        follows
            && entry.content().split_whitespace().collect::<String>() != "その他"
            && agenda::welcomes(entry.content()).is_none()
    }

    /// Whether `entry` opens the next topic, or a part of the meeting; counts it if so.
    pub(super) fn opens_topic(&mut self, entry: &Entry<'_>) -> bool {
        let Cue::Number { style, value, .. } = entry.cue else {
            return false;
        };
        if !agenda::is_title(entry.content()) {
            return false;
        }
        if agenda::is_frame(entry.content()) {
            self.last.insert(style, value);
            return true;
        }
        if self.topics.contains(&style) {
            let last = self.last.get(&style).copied().unwrap_or(0);
            let is_next = value == last + 1 || value == 1 || style == NumberStyle::Named;
            if is_next {
                self.last.insert(style, value);
            }
            return is_next;
        }
        Some(style) == self.labels
    }
}
