//! A public text cut into paragraphs, and these into words and the marks that stand for words left out.

use crate::domain::{OpinionContent, RedactionMark};

/// A stretch of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch<'a> {
    /// Printed wording.
    Words(&'a str),
    /// A mark, and why the words are left out.
    Mark { text: &'a str, reason: &'a str },
}

/// The paragraphs of an opinion, in stretches. Joining all of them with `\n` between paragraphs gives the text back, whatever the
/// marks say: one that lies outside the text or over another one is cut or left aside.
pub(super) fn paragraphs(opinion: &OpinionContent) -> Vec<Vec<Stretch<'_>>> {
    let mut paragraphs = vec![Vec::new()];
    for (text, reason) in stretches(&opinion.text, &opinion.redactions) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                paragraphs.push(Vec::new());
            }
            let stretch = match reason {
                None => Stretch::Words(line),
                Some(reason) => Stretch::Mark { text: line, reason },
            };
            if let (Some(paragraph), false) = (paragraphs.last_mut(), line.is_empty()) {
                paragraph.push(stretch);
            }
        }
    }
    paragraphs
}

/// The reasons that no mark tells itself, each once: most marks do (〔非公開：個人情報〕).
pub(super) fn untold_reasons(opinion: &OpinionContent) -> Vec<&str> {
    let mut untold: Vec<&str> = Vec::new();
    for stretch in paragraphs(opinion).into_iter().flatten() {
        if let Stretch::Mark { text, reason } = stretch
            && !text.contains(reason)
            && !untold.contains(&reason)
        {
            untold.push(reason);
        }
    }
    untold
}

/// Why words are left out, each reason once, in the order of the text.
pub(super) fn reasons(opinion: &OpinionContent) -> Vec<&str> {
    let mut reasons: Vec<&str> = Vec::new();
    for mark in &opinion.redactions {
        if !reasons.contains(&mark.reason.as_str()) {
            reasons.push(&mark.reason);
        }
    }
    reasons
}

fn stretches<'a>(text: &'a str, marks: &'a [RedactionMark]) -> Vec<(&'a str, Option<&'a str>)> {
    if marks.is_empty() {
        return vec![(text, None)];
    }
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let last = starts.len() - 1;
    let byte = |code_points: i64| starts[usize::try_from(code_points).unwrap_or(0).min(last)];
    let mut marks: Vec<&RedactionMark> = marks.iter().collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut stretches = Vec::new();
    let mut done = 0;
    for mark in marks {
        let (start, end) = (byte(mark.start), byte(mark.end));
        if start < done || start >= end {
            continue;
        }
        stretches.push((&text[done..start], None));
        stretches.push((&text[start..end], Some(mark.reason.as_str())));
        done = end;
    }
    stretches.push((&text[done..], None));
    stretches
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::example;

    fn opinion(text: &str, marks: &[(i64, i64)]) -> OpinionContent {
        OpinionContent {
            redactions: marks
                .iter()
                .map(|&(start, end)| RedactionMark {
                    start,
                    end,
                    reason: "個人情報".to_owned(),
                })
                .collect(),
            ..example::opinion(text)
        }
    }

    #[test]
    fn a_mark_is_counted_in_code_points() {
        let opinion = opinion("𠮷野の﨑\n■■は", &[(5, 7)]);
        let mark = Stretch::Mark {
            text: "■■",
            reason: "個人情報",
        };
        assert_eq!(
            paragraphs(&opinion),
            [
                vec![Stretch::Words("𠮷野の﨑")],
                vec![mark, Stretch::Words("は")]
            ]
        );
    }

    proptest! {
        #[test]
        fn no_word_is_lost_whatever_the_marks_say(
            text in "[a\n﨑𠮷■ ]{0,12}",
            marks in prop::collection::vec((-2i64..15, -2i64..15), 0..4),
        ) {
            let opinion = opinion(&text, &marks);
            let joined: Vec<String> = paragraphs(&opinion)
                .into_iter()
                .map(|paragraph| {
                    let text = |stretch| match stretch {
                        Stretch::Words(text) | Stretch::Mark { text, .. } => text,
                    };
                    paragraph.into_iter().map(text).collect()
                })
                .collect();
            prop_assert_eq!(joined.join("\n"), text);
        }
    }
}
