//! The header cut at its labels into sections, and where the discussion begins.
//!
//! What a section says, `values` reads.

use std::collections::HashSet;
use std::ops::Range;

use super::super::cues::Cue;
use super::super::labels::{self, Label};
use super::super::lines::Line;
use super::super::{agenda, attendance, opening, speakers, times};
use super::Header;
use crate::text::fold;

/// A label with the lines under it.
#[derive(Debug, Clone)]
pub(super) struct Section<'a> {
    /// Which field.
    pub label: Label,
    /// What is printed beside the label.
    pub value: &'a str,
    /// The label and the lines under it.
    pub lines: Range<usize>,
    /// The label as printed.
    pub printed: &'a str,
}

/// Cuts the document at its labels, up to the discussion; returns the index of the first line of the discussion as well.
pub(super) fn cut<'a>(
    lines: &[Line<'a>],
    speech: usize,
    header: &mut Header,
) -> (Vec<Section<'a>>, usize) {
    let (mut found, body_label) = labelled(lines, speech, header);
    // What the agenda lists as 議事 is followed by 閉会 in the same list; the discussion is not.
    let body_label = body_label.filter(|at| {
        let start = found[*at].lines.start;
        !lines[start..speech]
            .iter()
            .any(|line| is_closing_frame(line.text))
    });
    let body_label = merge_lists(&mut found, body_label);
    if let Some(at) = body_label
        && found[at..]
            .iter()
            .all(|section| !is_plain_field(section.label))
    {
        let start = found[at].lines.start;
        found.truncate(at + 1);
        found[at].lines.end = start + 1;
        if let Some(label) = found.pop() {
            add_unlabelled_list(&mut found, &lines[..start]);
            found.push(label);
        }
        // 議事録（要旨） right above the first speech is a label; with words of its own beside it, those are spoken.
        return (found, start + 1);
    }
    let body = body_without_label(lines, &found, speech);
    found.retain(|section| section.lines.start < body);
    close(&mut found, body);
    add_unlabelled_list(&mut found, &lines[..body]);
    (found, body)
}

/// The sections before `speech`, and which of them the last label of the discussion opens.
fn labelled<'a>(
    lines: &[Line<'a>],
    speech: usize,
    header: &mut Header,
) -> (Vec<Section<'a>>, Option<usize>) {
    let mut found: Vec<Section<'a>> = Vec::new();
    let first_field = first_field(&lines[..speech]);
    let mut body_label = None;
    let mut open_body = None;
    // The style of the numbers that the first numbered label has.
    let mut outer = None;
    for (index, line) in lines[..speech].iter().enumerate() {
        let in_list = found
            .last()
            .is_some_and(|open| attendance::standing(open.label).is_some());
        let labelled = labels::read(line.text)
            .filter(|one| is_section(one, index, first_field, in_list))
            .filter(|one| !(one.label == Label::Body && is_whole_title(one, line.text)))
            .or_else(|| (!in_list).then(|| labels::chair(line.text)).flatten())
            .or_else(|| first_of_list(lines, index))
            .or_else(|| {
                let in_agenda = found.last().is_some_and(|open| open.label == Label::Agenda);
                (!in_agenda)
                    .then(|| first_of_program(&lines[..speech], index))
                    .flatten()
            });
        let Some(labelled) = labelled else {
            continue;
        };
        // ３ 会議の概要, and （１） and ア 質疑応答 under it: a part of the discussion that the label above opened.
        let inside = open_body.is_some_and(|open: Cue| {
            labelled.label == Label::Body
                && outer.is_some()
                && agenda::style_of(open) == outer
                && agenda::style_of(labelled.cue).is_some()
                && agenda::style_of(labelled.cue) != outer
        });
        if inside {
            continue;
        }
        if let Some(open) = found.last()
            && is_group_of(&labelled, open, lines[open.lines.start].text)
        {
            continue;
        }
        outer = outer.or_else(|| agenda::style_of(labelled.cue));
        if let Cue::Number { style, .. } = labelled.cue {
            header.label_style = Some(style);
        }
        if labelled.label == Label::Body {
            body_label = Some(found.len());
            open_body = Some(labelled.cue);
        }
        close(&mut found, index);
        found.push(Section {
            label: labelled.label,
            value: labelled.value,
            lines: index..index + 1,
            printed: labelled.printed,
        });
    }
    close(&mut found, speech);
    (found, body_label)
}

/// All sections of lines that are nothing but fields.
pub(super) fn all<'a>(lines: &[Line<'a>], header: &mut Header) -> Vec<Section<'a>> {
    labelled(lines, lines.len(), header).0
}

/// Adds the list of topics that stands right above the discussion without a label, where no label names one.
fn add_unlabelled_list<'a>(found: &mut Vec<Section<'a>>, lines: &[Line<'a>]) {
    if found.iter().any(|section| section.label == Label::Agenda) {
        return;
    }
    if let Some(list) = unlabelled_list(lines) {
        close(found, list.start);
        found.retain(|section| section.lines.start < list.start);
        found.push(Section {
            label: Label::Agenda,
            value: lines[list.start].text,
            lines: list,
            printed: "",
        });
    }
}

/// The numbered titles right above the discussion, where they count from 1 and are several: a list of topics without a label.
fn unlabelled_list(lines: &[Line<'_>]) -> Option<Range<usize>> {
    let numbered = |line: &Line<'_>| match Cue::of(line.text) {
        Cue::Number { style, value, .. }
            if agenda::is_title(line.text) && labels::read(line.text).is_none() =>
        {
            Some((style, value))
        }
        _ => None,
    };
    let mut start = lines.len();
    while start > 0 && numbered(&lines[start - 1]).is_some() {
        start -= 1;
    }
    let (style, first) = numbered(lines.get(start)?)?;
    let same = lines[start..]
        .iter()
        .filter(|line| numbered(line).is_some_and(|(other, _)| other == style))
        .count();
    (first == 1 && same >= 2).then_some(start..lines.len())
}

/// 議題　１　計画, with ２　予算 under it: the label and the first title of its list on one line.
fn first_of_list<'a>(lines: &[Line<'a>], index: usize) -> Option<labels::Labelled<'a>> {
    let text = lines[index].text;
    let value = ["議題", "議事", "案件", "次第"].iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        rest.starts_with(char::is_whitespace)
            .then(|| rest.trim_start())
    })?;
    let number = |text: &str| match Cue::of(text) {
        Cue::Number { style, value, .. } => Some((style, value)),
        _ => None,
    };
    let (style, first) = number(value)?;
    let next = number(lines.get(index + 1)?.text)?;
    (first == 1 && next == (style, 2)).then_some(labels::Labelled {
        label: Label::Agenda,
        value,
        cue: Cue::None,
        printed: &text[..text.len() - value.len()],
    })
}

/// １ 開会, with ２ under it: the first line of a list of what was to happen, wherever in the header it stands.
fn first_of_program<'a>(lines: &[Line<'a>], index: usize) -> Option<labels::Labelled<'a>> {
    let text = lines[index].text;
    let Cue::Number {
        style, value: 1, ..
    } = Cue::of(text)
    else {
        return None;
    };
    let opens = agenda::is_frame(Cue::of(text).rest(text));
    let goes_on = || {
        lines[index + 1..]
            .iter()
            .take(LONGEST_GAP)
            .take_while(|line| agenda::is_title(line.text) && !speakers::shows_turn(line.text))
            .any(|line| matches!(Cue::of(line.text), Cue::Number { style: next, value: 2, .. } if next == style))
    };
    (opens && goes_on()).then_some(labels::Labelled {
        label: Label::Agenda,
        value: text,
        cue: Cue::None,
        printed: "",
    })
}

/// How many lines may stand between the first two numbers of such a list.
const LONGEST_GAP: usize = 12;

/// 次第 with ３ 議事 in it is one list: a label of the discussion that is none belongs to the agenda above it. Returns where
/// the label of the discussion stands afterwards.
fn merge_lists(sections: &mut Vec<Section<'_>>, body_label: Option<usize>) -> Option<usize> {
    let mut moved = None;
    let mut merged: Vec<Section<'_>> = Vec::with_capacity(sections.len());
    for (at, section) in sections.drain(..).enumerate() {
        let is_body = body_label == Some(at);
        match merged.last_mut() {
            Some(list)
                if section.label == Label::Body && list.label == Label::Agenda && !is_body =>
            {
                list.lines.end = section.lines.end;
            }
            _ => merged.push(section),
        }
        if is_body {
            moved = Some(merged.len() - 1);
        }
    }
    *sections = merged;
    moved
}

/// Whether a label opens a section: a time for 開会 and 閉会, and no 議事要旨 that is only the title of the document.
fn is_section(
    found: &labels::Labelled<'_>,
    index: usize,
    first_field: Option<usize>,
    in_list: bool,
) -> bool {
    match found.label {
        Label::Opening | Label::Closing => {
            found.value.is_empty() && found.cue == Cue::None || times::is_printed(found.value)
        }
        Label::Body => first_field.is_none_or(|at| at < index),
        // A row of a list of people that begins with their role.
        Label::Present if labels::is_member_word(found.printed) => !in_list,
        Label::Aside if in_list && found.cue == Cue::None => !labels::is_role_word(found.printed),
        // 代理　青木: a row of the list.
        Label::Proxy => !in_list || found.value.is_empty() || found.printed.chars().count() > 2,
        _ => true,
    }
}

/// 議題, with （１） 協議事項 under it: the label of a list that is a group of the one above.
fn is_group_of(found: &labels::Labelled<'_>, open: &Section<'_>, above: &str) -> bool {
    let style = agenda::style_of(found.cue);
    let lists = found.label == Label::Agenda && open.label == Label::Agenda;
    // In a program that begins with １ 開会, ３ 議題 is one of its lines.
    let in_program = open.printed.is_empty();
    lists
        && style.is_some()
        && (in_program || style != agenda::style_of(Cue::of(above)))
        && (agenda::is_group(found.printed) || in_program && found.value.is_empty())
}

/// みなと市環境審議会議事録: the title of the document ends as the label of the discussion does.
fn is_whole_title(found: &labels::Labelled<'_>, text: &str) -> bool {
    let bare = found.value.is_empty() && found.cue == Cue::None;
    bare && super::title::read(text).council.is_some()
}

fn is_plain_field(label: Label) -> bool {
    matches!(
        label,
        Label::When | Label::Venue | Label::Present | Label::Absent | Label::Council
    )
}

fn is_closing_frame(text: &str) -> bool {
    let cue = Cue::of(text);
    let title: String = cue
        .rest(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    cue != Cue::None && matches!(title.as_str(), "閉会" | "散会")
}

/// The first label that names a field. A 議事要旨 before it is the title of the document, not the label of the discussion.
fn first_field(lines: &[Line<'_>]) -> Option<usize> {
    lines.iter().position(|line| {
        labels::read(line.text)
            .is_some_and(|found| !matches!(found.label, Label::Body | Label::Agenda))
    })
}

fn close(sections: &mut [Section<'_>], end: usize) {
    if let Some(open) = sections.last_mut() {
        open.lines.end = end.max(open.lines.start + 1);
    }
}

/// The first line of the discussion where no label says so: the heads right above the first thing said.
fn body_without_label(lines: &[Line<'_>], sections: &[Section<'_>], speech: usize) -> usize {
    let floor = sections
        .iter()
        .rev()
        .find(|section| section.lines.start < speech)
        .map_or(0, |section| section.lines.start + 1);
    let listed: HashSet<String> = sections
        .iter()
        .rev()
        .skip(1)
        .filter(|section| section.label == Label::Agenda)
        .flat_map(|section| agenda::list(section.value, &lines[section.lines.clone()]))
        .map(|topic| fold(&topic.title))
        .collect();
    let beside = sections
        .iter()
        .rev()
        .find(|section| section.lines.start < speech)
        .filter(|section| section.label == Label::Agenda)
        // A program has no label: what stands under its first line may be said.
        .map(|section| {
            if section.printed.is_empty() {
                ""
            } else {
                section.value
            }
        });
    opening::above_speech(lines, floor, speech, &listed, beside)
}
