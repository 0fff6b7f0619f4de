//! Who speaks, as printed at the start of a turn: `○青木委員　…`, `【会長】…`, `会長：…`, a name alone on its line.
//!
//! A line by itself shows only what could be a label, and how sure that is. Which forms of labels a document uses, all its
//! lines decide together (`forms`). Where a label may end, `boundaries` tells; what it says, `label` and `names`.

mod boundaries;
mod label;
mod names;

pub(super) use names::names_party;

use super::cues::Cue;
use super::labels::is_rule;
use super::parsed::ParsedSpeaker;
use super::people;
use super::roster::Roster;
use super::wording::leading_bracket;
use crate::domain::OpinionKind;
use boundaries::after_label;
use label::{Label, role_and_name};

/// How a label is set off from what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// By a mark before it.
    Marked(char),
    /// By brackets around it.
    Bracketed,
    /// By a colon or a table's rule after it.
    Separated,
    /// By white space after it.
    Spaced,
    /// By standing alone on its line.
    Alone,
}

/// How sure it is that a label names a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// It could be a name.
    Guessed,
    /// It is printed as speakers are: a role, a name with a role.
    Shaped,
    /// The attendance list has the name.
    Known,
}

/// A line that may open a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn<'a> {
    /// Who speaks; `None` where the label only says what kind of statement follows (Q, A, 意見).
    pub speaker: Option<ParsedSpeaker>,
    /// What kind of statement the label says it is.
    pub kind: Option<OpinionKind>,
    /// What is said on the same line.
    pub rest: &'a str,
    /// How the label is set off.
    pub form: Form,
    /// How sure the label is.
    pub sureness: Sureness,
    /// The label without white space.
    pub label: String,
}

impl<'a> Turn<'a> {
    fn new(label: Label, rest: &'a str, form: Form) -> Self {
        Self {
            speaker: label.speaker,
            kind: label.kind,
            rest,
            form,
            sureness: label.sureness,
            label: label.compact,
        }
    }
}

/// Whether `line` by itself shows a turn.
pub(super) fn shows_turn(line: &str) -> bool {
    read(line, &Roster::default()).is_some_and(|turn| turn.sureness >= Sureness::Shaped)
}

/// Whether `line` by itself is the label of a turn that a mark or brackets set off, with nothing said beside it.
pub(super) fn is_label(line: &str) -> bool {
    read(line, &Roster::default()).is_some_and(|turn| {
        let dressed = matches!(turn.form, Form::Marked(_) | Form::Bracketed);
        dressed && turn.sureness >= Sureness::Shaped && turn.rest.is_empty()
    })
}

/// The turn that a line may open.
pub(super) fn read<'a>(line: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    let line = line.trim_matches(|c: char| is_rule(c) || c.is_whitespace());
    let cue = Cue::of(line);
    let content = cue.rest(line);
    let turn = bracketed(content, roster).or_else(|| labelled(content, roster))?;
    match cue {
        Cue::None => Some(turn),
        Cue::Bullet { mark, .. } => Some(Turn {
            form: Form::Marked(mark),
            ..turn
        }),
        // 1 会長：…: a numbered turn. A number and a word are a topic.
        Cue::Number { .. } => {
            matches!(turn.form, Form::Bracketed | Form::Separated).then_some(turn)
        }
    }
}

/// 【会長】…, （青木委員・質問）…
fn bracketed<'a>(content: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    // **会長** …: what is printed bold.
    let bold = content
        .strip_prefix("**")
        .and_then(|text| text.split_once("**"));
    let (inner, rest) = bold.or_else(|| leading_bracket(content))?;
    let label = Label::of(inner, roster)?;
    Some(Turn::new(label, after_label(rest), Form::Bracketed))
}

/// A label before a colon, white space, a quotation or the end of the line.
fn labelled<'a>(content: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    let mut found: Option<Turn<'a>> = None;
    for (end, form) in boundaries::of(content) {
        let printed = &content[..end];
        let grows = found
            .as_ref()
            .is_none_or(|_| form == Form::Separated || people::ends_in_role(printed));
        // 課長　（資料により説明）: what happened is no part of the label.
        let happened = form == Form::Alone
            && found
                .as_ref()
                .is_some_and(|turn| names::tells_deed(turn.rest));
        let grows =
            grows && !happened && (form != Form::Spaced || role_and_name(printed).is_none());
        if !grows {
            continue;
        }
        let sure = found.as_ref().map(|turn| turn.sureness);
        if let Some(label) = Label::of(printed, roster)
            && sure.is_none_or(|sure| label.sureness >= sure)
        {
            found = Some(Turn::new(label, after_label(&content[end..]), form));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_alone(text: &str) -> Option<(Option<String>, Option<String>, &str)> {
        let turn = read(text, &Roster::default())?;
        if turn.sureness < Sureness::Shaped {
            return None;
        }
        let speaker = turn.speaker?;
        Some((speaker.name, speaker.role, turn.rest))
    }

    #[test]
    fn a_turn_is_recognised_by_its_mark_bracket_colon_or_space() {
        let some = |text: &str| Some(text.to_owned());
        for (text, name, role, rest) in [
            (
                "○青木委員　賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            ("○青木委員", some("青木"), some("委員"), ""),
            ("【会長】 始めます。", None, some("会長"), "始めます。"),
            ("会長：始めます。", None, some("会長"), "始めます。"),
            ("議 長：始めます。", None, some("議長"), "始めます。"),
            ("会　長　　始めます。", None, some("会長"), "始めます。"),
            ("会長\t始めます。", None, some("会長"), "始めます。"),
            (
                "（青木委員）賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            (
                "○会長（青木）　始めます。",
                some("青木"),
                some("会長"),
                "始めます。",
            ),
            (
                "○委員（青木花子君）始めます。",
                some("青木花子"),
                some("委員"),
                "始めます。",
            ),
            (
                "３番（青木委員）　賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            (
                "○青木委員「賛成です。」",
                some("青木"),
                some("委員"),
                "「賛成です。」",
            ),
            (
                "青木 花子 委員　賛成です。",
                some("青木花子"),
                some("委員"),
                "賛成です。",
            ),
            ("委員Ａ：賛成です。", None, some("委員Ａ"), "賛成です。"),
            (
                "学校教育課長　二件です。",
                None,
                some("学校教育課長"),
                "二件です。",
            ),
            ("市：検討します。", None, some("市"), "検討します。"),
        ] {
            assert_eq!(read_alone(text), Some((name, role, rest)), "{text}");
        }
        for text in [
            "・青木委員の意見に賛成です。",
            "目的：支援",
            "○養成研修",
            "会長それでは始めます。",
        ] {
            assert_eq!(read_alone(text), None, "{text}");
        }
    }

    #[test]
    fn a_label_may_tell_the_kind_and_no_speaker() {
        let turn = read("Q　窓口は増えるか。", &Roster::default()).unwrap();
        assert_eq!(
            (turn.speaker, turn.kind),
            (None, Some(OpinionKind::Question))
        );
        let turn = read("（Ａ委員・質問）窓口は増えるか。", &Roster::default()).unwrap();
        assert_eq!(turn.kind, Some(OpinionKind::Question));
        assert_eq!(turn.speaker.unwrap().name.as_deref(), Some("Ａ"));
    }
}
