//! Redactions (非公開部分): words of an opinion that its public form leaves out, and shows that it does.

use serde::{Deserialize, Serialize};

/// Words that are left out in public: a span of a text in Unicode code points, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redaction {
    /// Where the words begin, from 0.
    pub start: i64,
    /// Where they end; greater than `start`.
    pub end: i64,
    /// Why, for everybody to read (個人情報).
    pub reason: String,
}

/// Why spans cannot be the redactions of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedactionFault {
    /// A span is empty, or not within the text.
    Outside,
    /// Two spans overlap.
    Overlap,
    /// A reason repeats words that are to be left out.
    Repeated,
}

/// What stands for words that were left out. Its length tells nothing of theirs.
pub fn redaction_mark(reason: &str) -> String {
    format!("〔非公開：{reason}〕")
}

/// Puts spans in order, and says what is wrong with them.
pub fn check_redactions(
    text: &str,
    mut redactions: Vec<Redaction>,
) -> Result<Vec<Redaction>, RedactionFault> {
    redactions.sort_by_key(|redaction| redaction.start);
    let length = text.chars().count() as i64;
    let mut last_end = 0;
    for redaction in &redactions {
        if redaction.start < 0 || redaction.end <= redaction.start || redaction.end > length {
            return Err(RedactionFault::Outside);
        }
        if redaction.start < last_end {
            return Err(RedactionFault::Overlap);
        }
        last_end = redaction.end;
    }
    let words: Vec<String> = redacted_words(text, &redactions);
    let repeats = |reason: &str| words.iter().any(|word| reason.contains(word.as_str()));
    if redactions
        .iter()
        .any(|redaction| repeats(&redaction.reason))
    {
        return Err(RedactionFault::Repeated);
    }
    Ok(redactions)
}

/// The words that are left out, in order.
pub fn redacted_words(text: &str, redactions: &[Redaction]) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    redactions
        .iter()
        .map(|redaction| span(&chars, redaction.start, redaction.end))
        .collect()
}

/// The text with a mark in the place of each span, and the spans of the marks. `redactions` are in order.
pub fn mask(text: &str, redactions: &[Redaction]) -> (String, Vec<Redaction>) {
    if redactions.is_empty() {
        return (text.to_owned(), Vec::new());
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut masked, mut length, mut place) = (String::with_capacity(text.len()), 0, 0);
    let mut marks = Vec::with_capacity(redactions.len());
    for redaction in redactions {
        let kept = span(&chars, place, redaction.start);
        length += kept.chars().count() as i64;
        masked += &kept;
        let mark = redaction_mark(&redaction.reason);
        let end = length + mark.chars().count() as i64;
        marks.push(Redaction {
            start: length,
            end,
            reason: redaction.reason.clone(),
        });
        length = end;
        masked += &mark;
        place = redaction.end;
    }
    masked += &span(&chars, place, chars.len() as i64);
    (masked, marks)
}

/// The redactions of a text after its wording was changed: the same words are left out wherever they stand now. Where some
/// of them are nowhere to be found, nobody can tell what became of them, and the whole text is left out.
pub fn carry_over(before: &str, redactions: &[Redaction], after: &str) -> Vec<Redaction> {
    let words = redacted_words(before, redactions);
    let chars: Vec<char> = after.chars().collect();
    let mut carried = Vec::new();
    for (word, redaction) in words.iter().zip(redactions) {
        let word: Vec<char> = word.chars().collect();
        let found: Vec<usize> = (0..=chars.len().saturating_sub(word.len()))
            .filter(|start| chars[*start..].starts_with(&word))
            .collect();
        if found.is_empty() {
            return vec![Redaction {
                start: 0,
                end: chars.len() as i64,
                reason: redaction.reason.clone(),
            }];
        }
        carried.extend(found.into_iter().map(|start| Redaction {
            start: start as i64,
            end: (start + word.len()) as i64,
            reason: redaction.reason.clone(),
        }));
    }
    joined(carried)
}

/// Words that are left out of whatever repeats them, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedactedWords {
    /// The words.
    pub words: String,
    /// Why.
    pub reason: String,
}

/// A text with a mark wherever words stand that are left out elsewhere. The longest come first: a shorter one may be a part.
pub fn mask_words(text: &str, redacted: &[RedactedWords]) -> String {
    let mut redacted: Vec<&RedactedWords> =
        redacted.iter().filter(|it| !it.words.is_empty()).collect();
    redacted.sort_by_key(|it| std::cmp::Reverse(it.words.len()));
    let spans = redacted.iter().flat_map(|it| {
        text.match_indices(it.words.as_str()).map(|(at, words)| {
            let start = text[..at].chars().count() as i64;
            Redaction {
                start,
                end: start + words.chars().count() as i64,
                reason: it.reason.clone(),
            }
        })
    });
    mask(text, &joined(spans.collect())).0
}

/// In order, and those that overlap as one.
fn joined(mut spans: Vec<Redaction>) -> Vec<Redaction> {
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut joined: Vec<Redaction> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

fn span(chars: &[char], start: i64, end: i64) -> String {
    let at = |place: i64| usize::try_from(place).unwrap_or(0).min(chars.len());
    let (start, end) = (at(start), at(end));
    chars[start.min(end)..end].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction(start: i64, end: i64) -> Redaction {
        Redaction {
            start,
            end,
            reason: "個人情報".to_owned(),
        }
    }

    #[test]
    fn a_mark_stands_for_the_words_and_tells_nothing_of_them() {
        let text = "𠮷野町の山﨑さんの例";
        let (masked, marks) = mask(text, &[redaction(4, 6)]);
        assert_eq!(masked, "𠮷野町の〔非公開：個人情報〕さんの例");
        assert_eq!(redacted_words(&masked, &marks), ["〔非公開：個人情報〕"]);
        assert_eq!(redacted_words(text, &[redaction(4, 6)]), ["山﨑"]);
    }

    #[test]
    fn spans_are_within_the_text_and_apart_and_their_reasons_do_not_repeat_the_words() {
        let check = |spans| check_redactions("山田さんの例", spans);
        assert_eq!(check(vec![redaction(0, 7)]), Err(RedactionFault::Outside));
        assert_eq!(check(vec![redaction(2, 2)]), Err(RedactionFault::Outside));
        assert_eq!(
            check(vec![redaction(1, 3), redaction(0, 2)]),
            Err(RedactionFault::Overlap)
        );
        let telling = Redaction {
            reason: "山田さんの名前".to_owned(),
            ..redaction(0, 2)
        };
        assert_eq!(check(vec![telling]), Err(RedactionFault::Repeated));
        assert_eq!(
            check(vec![redaction(4, 5), redaction(0, 2)]),
            Ok(vec![redaction(0, 2), redaction(4, 5)])
        );
    }

    #[test]
    fn a_corrected_text_leaves_out_the_same_words_or_everything() {
        let before = "山田さんと話した";
        let found = carry_over(before, &[redaction(0, 2)], "昨日、山田さんと山田さんの母");
        assert_eq!(found, [redaction(3, 5), redaction(8, 10)]);
        let lost = carry_over(before, &[redaction(0, 2)], "山多さんと話した");
        assert_eq!(lost, [redaction(0, 8)]);
    }

    #[test]
    fn words_are_left_out_of_what_repeats_them() {
        let words = |words: &str| RedactedWords {
            words: words.to_owned(),
            reason: "個人情報".to_owned(),
        };
        assert_eq!(
            mask_words(
                "山田さんと山田花子さん",
                &[words("山田"), words("山田花子")]
            ),
            "〔非公開：個人情報〕さんと〔非公開：個人情報〕さん"
        );
    }
}
