//! Labels printed one under another, with their values one under another after the last of them, as a table becomes when
//! its cells are copied column by column.

use super::super::attendance;
use super::super::cues::Cue;
use super::super::labels::Label;
use super::super::lines::Line;
use super::super::{dates, times};
use super::sections::Section;

/// Gives each label of a stack its own lines.
pub(super) fn unstack<'a>(sections: Vec<Section<'a>>, lines: &[Line<'a>]) -> Vec<Section<'a>> {
    let mut result = Vec::with_capacity(sections.len());
    let mut sections = sections.into_iter().peekable();
    let mut stack: Vec<Section<'a>> = Vec::new();
    while let Some(section) = sections.next() {
        let bare = section.value.is_empty() && section.lines.len() == 1;
        let own = lines.get(section.lines.start).map_or("", |line| line.text);
        let stackable = section.value.is_empty()
            && !is_list(section.label)
            && !heads_people(section.label, own);
        if bare && stackable && sections.peek().is_some() {
            stack.push(section);
        } else if stack.is_empty() || !stackable {
            result.append(&mut stack);
            result.push(section);
        } else {
            let values = section.lines.start + 1..section.lines.end;
            stack.push(Section {
                lines: section.lines.start..section.lines.start + 1,
                ..section
            });
            hand_out(&mut stack, values, lines);
            result.append(&mut stack);
        }
    }
    result.append(&mut stack);
    result
}

/// ４ 欠席委員（０名）: a list of people with a number or a count is one of its own, and may be empty.
fn heads_people(label: Label, line: &str) -> bool {
    let counted = line.contains(['（', '(']) || matches!(Cue::of(line), Cue::Number { .. });
    counted && attendance::standing(label).is_some()
}

fn is_list(label: Label) -> bool {
    matches!(label, Label::Agenda | Label::Body | Label::Materials)
}

/// Gives the lines of `values` to the labels of `stack` in their order, passing over a line that cannot be what a label asks
/// for. A label keeps its own line beside its value where both stand together; else its own line is left to be a remark.
fn hand_out<'a>(stack: &mut Vec<Section<'a>>, values: std::ops::Range<usize>, lines: &[Line<'a>]) {
    let mut next = values.start;
    let count = stack.len();
    let mut handed = Vec::new();
    // Labels that no line from `next` on fits: looking again for each of many would take quadratic time.
    let mut exhausted: Vec<Label> = Vec::new();
    for (index, section) in stack.iter().enumerate() {
        if exhausted.contains(&section.label) {
            continue;
        }
        let fits = |at: &usize| accepts(section.label, lines[*at].text);
        let Some(at) = (next..values.end).find(fits) else {
            exhausted.push(section.label);
            continue;
        };
        let end = if index + 1 == count {
            values.end
        } else {
            at + 1
        };
        handed.push(Section {
            label: section.label,
            value: lines[at].text,
            lines: at..end,
            printed: section.printed,
        });
        next = at + 1;
    }
    for section in stack.iter_mut() {
        section.label = Label::Aside;
    }
    stack.append(&mut handed);
}

/// Whether `text` can be the value of a field.
fn accepts(label: Label, text: &str) -> bool {
    match label {
        Label::When => dates::of(text).is_some() || times::is_printed(text),
        Label::Opening | Label::Closing => times::is_printed(text),
        Label::Venue | Label::Council | Label::Mode => {
            dates::of(text).is_none() && !times::is_printed(text)
        }
        _ => true,
    }
}
