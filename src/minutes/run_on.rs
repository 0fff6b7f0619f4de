//! Lines that hold several turns one after another, as text taken from a page does, cut before each label.

use super::labels::{self, Label};
use super::lines::Line;
use super::roster::Roster;
use super::speakers::{self, Form, Sureness};

/// What a sentence or a bracket ends in, after which a new turn may begin.
const ENDS: [char; 8] = ['。', '？', '！', '」', '）', ')', '』', '.'];
/// How far behind a mark or a bracket its label is looked for, in bytes.
const LOOK_AHEAD: usize = 240;

/// `lines` with every line cut before each label of a speaker inside it; the parts keep the line's number.
pub(super) fn cut<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let mut result = Vec::with_capacity(lines.len());
    for line in lines {
        if line.cell.is_some() {
            result.push(*line);
            continue;
        }
        let mut starts = starts(line.text);
        if starts.is_empty() {
            starts = fields(line.text);
        }
        if starts.is_empty() {
            result.push(*line);
            continue;
        }
        let mut from = 0;
        for to in starts.into_iter().chain([line.text.len()]) {
            let text = line.text[from..to].trim();
            if !text.is_empty() {
                result.push(Line {
                    text,
                    gap: line.gap && from == 0,
                    ..*line
                });
            }
            from = to;
        }
    }
    result
}

/// Where another field of the header starts inside the line of one: `日時：…　場所：…`.
fn fields(text: &str) -> Vec<usize> {
    if text.len() > LONGEST_FIELDS || !is_field(text) {
        return Vec::new();
    }
    text.match_indices(char::is_whitespace)
        .map(|(at, space)| at + space.len())
        .filter(|at| is_field(&text[*at..]) && !text[*at..].starts_with(char::is_whitespace))
        .collect()
}

/// The longest line that holds several fields, in bytes.
const LONGEST_FIELDS: usize = 600;

/// Whether `text` starts with the label of a field and a colon.
fn is_field(text: &str) -> bool {
    labels::read(text).is_some_and(|found| {
        let colon = text
            .split_once(found.printed)
            .is_some_and(|(before, rest)| {
                before.chars().count() <= 4 && rest.trim_start().starts_with([':', '：'])
            });
        colon
            && matches!(
                found.label,
                Label::When | Label::Venue | Label::Present | Label::Absent
            )
    })
}

/// Where a turn starts inside `text`.
fn starts(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut after_end = false;
    // （事務局）… in the middle of a line opens a turn where the line begins with one; elsewhere it tells whose words end.
    let round = text.starts_with(['（', '(']) && opens_turn(text);
    let labelled = text.contains([':', '：']) && opens_labelled(text);
    let mut quoted = 0_usize;
    for (at, c) in text.char_indices() {
        let set_apart = || text[..at].ends_with(char::is_whitespace) || ends_sentence(&text[..at]);
        if after_end
            && labelled
            && quoted == 0
            && !is_opener(c)
            && set_apart()
            && opens_labelled(&text[at..])
        {
            found.push(at);
        }
        match c {
            '「' | '『' => quoted += 1,
            '」' | '』' => quoted = quoted.saturating_sub(1),
            _ => {}
        }
        if after_end
            && (is_opener(c) || round && matches!(c, '（' | '('))
            && opens_turn(&text[at..])
        {
            found.push(at);
        }
        after_end = ENDS.contains(&c) || (after_end && c.is_whitespace());
    }
    found
}

/// Between 会長：…。 and 委員：… nothing has to stand.
fn ends_sentence(before: &str) -> bool {
    before.ends_with(['。', '？', '！'])
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '○' | '〇' | '◯' | '●' | '◎' | '◆' | '【' | '〈' | '＜' | '［'
    )
}

/// 会長：…: whether a sure label with a colon follows, with words of its own.
fn opens_labelled(text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(LOOK_AHEAD.min(text.len()))];
    speakers::read(text, &Roster::default()).is_some_and(|turn| {
        let sure = turn.sureness >= Sureness::Shaped && turn.speaker.is_some();
        turn.form == Form::Separated && sure && !turn.rest.is_empty()
    })
}

/// Whether a label of a speaker with words of its own follows.
fn opens_turn(text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(LOOK_AHEAD.min(text.len()))];
    speakers::read(text, &Roster::default()).is_some_and(|turn| {
        let dressed = matches!(turn.form, Form::Marked(_) | Form::Bracketed);
        let names = turn.speaker.is_some();
        let bracketed = turn.form == Form::Bracketed;
        dressed
            && names
            && !turn.rest.is_empty()
            && (turn.sureness >= Sureness::Shaped || bracketed)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    #[test]
    fn a_line_is_cut_before_each_label_inside_it() {
        let text = "○会長　始めます。○青木委員　賛成です。（異議なし）【事務局】次は５月です。\n○会長の意見（案）に○をつけた。";
        let document = decode(text.as_bytes()).unwrap();
        let cut = cut(&lines::of(&document));
        let parts: Vec<(i64, &str)> = cut.iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(
            parts,
            [
                (1, "○会長　始めます。"),
                (1, "○青木委員　賛成です。（異議なし）"),
                (1, "【事務局】次は５月です。"),
                (2, "○会長の意見（案）に○をつけた。"),
            ]
        );
    }
}
