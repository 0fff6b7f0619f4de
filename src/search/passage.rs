//! The passage of a long text that tells best why it was found: whole sentences around the densest marks.

/// The longest passage, in Unicode code points.
pub const MAX_PASSAGE: usize = 200;

/// The best passage of `text`, [start, end) in code points, for marks in code points and in order. All of a short text; the
/// beginning where nothing is marked.
pub(super) fn passage(text: &str, marks: &[(usize, usize)]) -> (usize, usize) {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= MAX_PASSAGE {
        return (0, chars.len());
    }
    let pieces = pieces(&chars, marks);
    let marked = marked_before(chars.len(), marks);
    let mut best = (0, pieces.first().map_or(0, |piece| piece.1));
    let mut most = None;
    let mut last = 0;
    for (first, &(start, _)) in pieces.iter().enumerate() {
        last = last.max(first);
        while pieces
            .get(last + 1)
            .is_some_and(|piece| piece.1 - start <= MAX_PASSAGE)
        {
            last += 1;
        }
        let end = pieces[last].1;
        let count = marked[end] - marked[start];
        // The first of equals: it begins nearest to the beginning.
        if most.is_none_or(|most| count > most) {
            most = Some(count);
            best = (start, end);
        }
    }
    trim(&chars, best)
}

/// Sentences; one that is too long is cut at a 、 or, where there is none, anywhere but in a mark.
fn pieces(chars: &[char], marks: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut comma = None;
    for at in 0..chars.len() {
        let length = at + 1 - start;
        if is_sentence_end(chars, at) {
            pieces.push((start, at + 1));
            (start, comma) = (at + 1, None);
        } else if length >= MAX_PASSAGE {
            let end = comma.unwrap_or_else(|| outside_marks(start, at + 1, marks));
            pieces.push((start, end));
            (start, comma) = (end, None);
        } else if matches!(chars[at], '、' | '，' | ',') {
            comma = Some(at + 1);
        }
    }
    if start < chars.len() {
        pieces.push((start, chars.len()));
    }
    pieces
}

/// A closing quote or bracket belongs to the sentence that it ends.
fn is_sentence_end(chars: &[char], at: usize) -> bool {
    let ends = |c: char| matches!(c, '。' | '．' | '！' | '？' | '!' | '?' | '\n');
    let closes = |c: char| matches!(c, '」' | '』' | '）' | ')' | '”' | '"');
    let next = chars.get(at + 1).copied();
    let continued = next.is_some_and(|next| ends(next) || closes(next));
    let ended = ends(chars[at]) || (closes(chars[at]) && at > 0 && ends(chars[at - 1]));
    ended && !continued
}

/// `end`, or the start of the mark that it would cut, if that leaves anything.
fn outside_marks(start: usize, end: usize, marks: &[(usize, usize)]) -> usize {
    let cut = marks.iter().find(|mark| mark.0 < end && end < mark.1);
    cut.map(|mark| mark.0)
        .filter(|end| *end > start)
        .unwrap_or(end)
}

/// How many code points are marked before each place.
fn marked_before(length: usize, marks: &[(usize, usize)]) -> Vec<usize> {
    let mut counts = Vec::with_capacity(length + 1);
    let mut marks = marks.iter().peekable();
    let mut count = 0;
    for at in 0..length {
        counts.push(count);
        while marks.peek().is_some_and(|mark| mark.1 <= at) {
            marks.next();
        }
        if marks.peek().is_some_and(|mark| mark.0 <= at) {
            count += 1;
        }
    }
    counts.push(count);
    counts
}

fn trim(chars: &[char], (mut start, mut end): (usize, usize)) -> (usize, usize) {
    while start < end && chars[start].is_whitespace() {
        start += 1;
    }
    while start < end && chars[end - 1].is_whitespace() {
        end -= 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn best(text: &str, word: &str) -> String {
        let marks: Vec<(usize, usize)> = text
            .match_indices(word)
            .map(|(at, _)| {
                let start = text[..at].chars().count();
                (start, start + word.chars().count())
            })
            .collect();
        let (start, end) = passage(text, &marks);
        text.chars().skip(start).take(end - start).collect()
    }

    #[test]
    fn a_short_text_is_its_own_passage() {
        assert_eq!(best("研修が要る。", "研修"), "研修が要る。");
    }

    #[test]
    fn whole_sentences_around_the_densest_marks_are_taken() {
        let filler = "これは別の話である。".repeat(30);
        let text =
            format!("研修。{filler}研修の場で「研修を増やす。」と研修の話があった。{filler}");
        let passage = best(&text, "研修");
        assert!(
            passage.contains("研修の場で「研修を増やす。」と研修の話があった。"),
            "{passage}"
        );
        assert!(
            passage.ends_with("。") && passage.starts_with("これ"),
            "{passage}"
        );
        assert!(passage.chars().count() <= MAX_PASSAGE);
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_at_a_comma_and_never_in_a_mark() {
        let text = format!(
            "{}、{}研修{}",
            "あ".repeat(150),
            "い".repeat(199),
            "う".repeat(300)
        );
        let passage = best(&text, "研修");
        assert!(passage.contains("研修"), "{passage}");
    }

    proptest! {
        #[test]
        fn a_passage_is_a_part_of_the_text_and_not_too_long(text in "[研修。、\n」あ]{0,900}", word in "[研修]{1,2}") {
            let passage = best(&text, &word);
            prop_assert!(text.contains(&passage));
            prop_assert!(passage.chars().count() <= MAX_PASSAGE);
            prop_assert!(!text.contains(&word) || text.chars().count() > MAX_PASSAGE || passage.contains(&word));
        }
    }
}
