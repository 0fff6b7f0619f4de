//! The first line of a document that says something, rather than naming it: a turn with a sentence, a bullet with a sentence, a
//! stage direction, prose.
//!
//! Which of the lines above it belong to the discussion, `opening` tells.

use std::cell::{Cell, OnceCell};

use super::agenda;
use super::attendance;
use super::cues::Cue;
use super::directions;
use super::entries::title_inside;
use super::labels::{self, Label};
use super::lines::{self, Line};
use super::speakers;

/// Prose shorter than this, in characters, may be a remark beside a field.
const SHORTEST_PROSE: usize = 18;
/// How many lines after a name may hold the first full stop of what is said.
const LOOK_AHEAD: usize = 4;
/// How many labels of fields after a line show that the header still goes on, and within how many lines.
const HEADER_GOES_ON: usize = 12;

/// Index of the first line that says something; the number of lines where none does.
pub(super) fn first(lines: &[Line<'_>]) -> usize {
    let lines = Lines {
        lines,
        seen: lines.iter().map(|_| Seen::default()).collect(),
        header_ends: Cell::new(false),
    };
    let mut seen_day = false;
    let mut in_list = false;
    // Where the label of a list of topics stands that is still open.
    let mut agenda_from = None;
    for at in 0..lines.lines.len() {
        if lines.is_speech(at) {
            let line = &lines.lines[at];
            let speaks = line.gap && lines.shows_turn(at) && has_full_stop(line.text);
            let listed = in_list && (lines.discussion_follows(at) || lines.is_row(at))
                || agenda_from.is_some_and(|from| lines.is_in_block(from, at));
            if speaks || !listed {
                return at;
            }
        }
        let labelled = lines.labelled(at);
        let text = lines.lines[at].text;
        if labelled.label.is_none()
            && matches!(Cue::of(text), Cue::Number { .. })
            && agenda::is_frame(Cue::of(text).rest(text))
        {
            in_list = false;
        }
        in_list &= !lines.heads_part(at);
        if let Some(label) = labelled.label {
            seen_day |= label == Label::When;
            let lists = matches!(label, Label::Body | Label::Agenda);
            lines
                .header_ends
                .set(lines.header_ends.get() || seen_day && lists);
            agenda_from = (label == Label::Agenda && labelled.is_bare).then_some(at);
            in_list = attendance::standing(label).is_some()
                || matches!(label, Label::Materials | Label::Aside | Label::Audience);
        }
    }
    lines.lines.len()
}

/// Lines, and what was seen of each: the lines after a line are looked at again for the next one.
struct Lines<'a> {
    lines: &'a [Line<'a>],
    seen: Vec<Seen>,
    /// Whether the day and then the agenda were labelled: a field further on is printed under the discussion.
    header_ends: Cell<bool>,
}

#[derive(Default)]
struct Seen {
    labelled: OnceCell<Labelled>,
    shows_turn: OnceCell<bool>,
}

/// What the label of a line shows.
#[derive(Clone, Copy, Default)]
struct Labelled {
    label: Option<Label>,
    /// Whether it labels a field that stands in headers alone.
    is_plain_field: bool,
    /// Whether it labels a field, rather than what is said.
    is_field: bool,
    /// Whether nothing stands beside it.
    is_bare: bool,
    /// Whether it labels, with nothing beside it, a list of those who were there, or of what was to be discussed.
    heads_list: bool,
    /// Whether it labels the agenda or the discussion, with a number or a mark and nothing beside it.
    heads_discussion: bool,
}

impl Labelled {
    fn of(text: &str) -> Self {
        let Some(found) = labels::read(text) else {
            return Self::default();
        };
        let bare = found.value.is_empty();
        Self {
            label: Some(found.label),
            is_plain_field: matches!(
                found.label,
                Label::When | Label::Venue | Label::Present | Label::Absent
            ) && !found.value.contains('。')
                && !labels::names_speaker(text)
                && text.chars().nth(LONGEST_FIELD).is_none(),
            is_bare: bare,
            is_field: bare || !matches!(found.label, Label::Body | Label::Secretariat),
            heads_list: bare
                && (found.label == Label::Present && found.printed.contains("出席")
                    || found.label == Label::Agenda && found.printed.contains("付した")),
            heads_discussion: bare
                && found.cue != Cue::None
                && matches!(found.label, Label::Agenda | Label::Body),
        }
    }
}

/// The longest list of topics whose lines may be sentences, in lines.
const LONGEST_BLOCK: usize = 60;
/// No name of a person is longer, in characters.
const LONGEST_NAME: usize = 6;
/// How deep in the page a row of a list stands, in columns.
const DEEP: usize = 8;
/// How many lines of remarks the header may hold above the list of those who were there.
const REMARKS: usize = 80;
/// The longest line of a field of the header, in characters.
const LONGEST_FIELD: usize = 59;

impl Lines<'_> {
    fn labelled(&self, at: usize) -> Labelled {
        *self.seen[at]
            .labelled
            .get_or_init(|| Labelled::of(self.lines[at].text))
    }

    fn shows_turn(&self, at: usize) -> bool {
        *self.seen[at]
            .shows_turn
            .get_or_init(|| speakers::shows_turn(self.lines[at].text))
    }

    /// The places of the lines after `at`, up to `count` of them.
    fn after(&self, at: usize, count: usize) -> std::ops::Range<usize> {
        at + 1..self.lines.len().min(at + 1 + count)
    }

    /// Whether the prose in line `at` stands in the list of topics that line `from` labels: nothing is set apart between them, and
    /// what is set apart next is a turn.
    fn is_in_block(&self, from: usize, at: usize) -> bool {
        let prose = !self.shows_turn(at) && !directions::announces_voice(self.lines[at].text);
        let apart = |next: &usize| self.lines[*next].gap;
        prose
            && !(from + 1..=at).any(|line| apart(&line))
            && self
                .after(at, LONGEST_BLOCK)
                .find(apart)
                .is_some_and(|next| self.shows_turn(next) && has_full_stop(self.lines[next].text))
    }

    /// Ⅰ 議事要旨の確認, apart from a list of people: the title of what comes next.
    fn heads_part(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let cue = Cue::of(line.text);
        let title = cue.rest(line.text);
        line.gap
            && matches!(cue, Cue::Number { .. })
            && agenda::is_title(title)
            && title.chars().nth(LONGEST_NAME).is_some()
            && !title.contains(char::is_whitespace)
    }

    /// Whether the name alone in line `at` is a row of the list above: as deep in the page as a row, right under one.
    fn is_row(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let deep = !line.gap && line.indent >= DEEP;
        let above = at.checked_sub(1).map(|above| &self.lines[above]);
        deep && !line.text.contains('。')
            && above.is_some_and(|above| above.indent >= DEEP && !has_full_stop(above.text))
    }

    /// Whether the label of the agenda or the discussion follows within the next lines: then a sentence in a list of the
    /// header is a remark.
    fn discussion_follows(&self, at: usize) -> bool {
        self.after(at, HEADER_GOES_ON)
            .any(|next| self.labelled(next).heads_discussion)
    }

    fn is_speech(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        if let Some(cell) = self.lines[at].cell {
            return cell != lines::Cell::Head;
        }
        if text.starts_with(['※', '＊', '注']) {
            return false;
        }
        // 【委員】, 事務局: the label of a list, or of what is said under it.
        let speaks =
            || labels::names_speaker(text) && (self.says_something(at) || self.is_under_title(at));
        if self.labelled(at).is_field && !speaks() {
            return false;
        }
        if self.labelled(at).label.is_none() && directions::announces_voice(text) {
            return !self.fields_follow(at);
        }
        let is_sentence = || self.says_something(at);
        let bracketed = text.starts_with(['【', '〈', '＜', '［']) && self.is_under_title(at);
        if self.shows_turn(at) && (is_sentence() || bracketed) {
            return self.header_ends.get() && has_full_stop(text) || !self.fields_follow(at);
        }
        let is_prose = text.chars().nth(SHORTEST_PROSE - 1).is_some();
        (Cue::of(text).mark().is_some() || is_prose)
            && is_sentence()
            && text.chars().nth(5).is_some()
            && !self.fields_follow(at)
    }

    /// Whether the line above is the numbered title of a topic.
    fn is_under_title(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|above| {
            let text = title_inside(self.lines[above].text);
            matches!(Cue::of(text), Cue::Number { .. })
                && agenda::is_title(text)
                && labels::read(text).is_none()
        })
    }

    /// Whether a field of the header is labelled within the next lines: then this line is a remark of the header. So is prose
    /// above the label of a list of people that stands before anybody speaks.
    fn fields_follow(&self, at: usize) -> bool {
        let near = self
            .after(at, HEADER_GOES_ON)
            .any(|next| self.labelled(next).is_plain_field);
        let said = |at: &usize| self.shows_turn(*at) && has_full_stop(self.lines[*at].text);
        near || !said(&at)
            && Cue::of(self.lines[at].text) == Cue::None
            && self
                .after(at, REMARKS)
                .take_while(|next| !said(next))
                .any(|next| self.labelled(next).heads_list)
    }

    /// Whether the sentence that begins in line `at` is one: it ends in a full stop there or in one of the next lines,
    /// before anything else begins.
    fn says_something(&self, at: usize) -> bool {
        // ○議長, over 日程第１　…を行います。
        let spoken_below = || {
            self.shows_turn(at)
                && self.lines.get(at + 1).is_some_and(|next| {
                    has_full_stop(next.text) && !next.gap && !self.shows_turn(at + 1)
                })
        };
        has_full_stop(self.lines[at].text)
            || spoken_below()
            || self
                .after(at, LOOK_AHEAD)
                .take_while(|next| {
                    Cue::of(self.lines[*next].text) == Cue::None
                        && self.labelled(*next).label.is_none()
                        && !self.shows_turn(*next)
                })
                .any(|next| has_full_stop(self.lines[next].text))
    }
}

fn has_full_stop(text: &str) -> bool {
    // Some write Japanese with Western stops; the one behind the number of a line ends no sentence.
    let words = Cue::of(text).rest(text);
    let western = words.contains(". ") || words.ends_with('.');
    text.contains('。') || text.ends_with(['．', '？', '！']) || western && text.len() > 40
}

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    fn speech(text: &str) -> Option<i64> {
        let document = decode(text.as_bytes()).unwrap();
        let lines = lines::of(&document);
        lines.get(first(&lines)).map(|line| line.number)
    }

    #[test]
    fn the_discussion_begins_where_something_is_said() {
        assert_eq!(
            speech("日時 令和5年\n出席者\n会長 青木\n○会長　始めます。"),
            Some(4)
        );
        assert_eq!(speech("議題\n（１）計画\n・案に賛成である。"), Some(3));
        assert_eq!(speech("次第\n１ 計画\n事務局から説明"), Some(3));
        assert_eq!(
            speech("※会議は公開とする。\n日時 令和5年\n青木委員\n　それでは、\n始めます。"),
            Some(3)
        );
    }

    #[test]
    fn a_sentence_above_the_fields_is_a_remark() {
        assert_eq!(
            speech(
                "次のとおり会議を開催しましたのでお知らせします。\n日時 令和5年\n場所 市役所\n・賛成である。"
            ),
            Some(4)
        );
    }
}
