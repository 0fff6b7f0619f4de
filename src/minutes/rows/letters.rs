//! Words that are printed letter by letter, joined again: roles (`委　員`) and names (`青　木　花　子`).

use super::super::lines::columns;
use super::super::people;
use super::kinds::{Kind, Part};
use super::words::{Word, slice};
use super::{compact, kinds};

/// Joins what is printed letter by letter: roles (`委　員`) and names (`青　木　花　子`).
pub(super) fn join<'a>(text: &'a str, words: &[Word<'a>]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = at + letters(&words[at..]);
        if let Some(role_end) = spaced_role(text, &words[at..end]) {
            parts.push(Part::of(text, &words[at..at + role_end], Kind::Role));
            at += role_end;
        } else if let Some(stop) = half_spaced(words, at, end) {
            parts.push(Part::of(text, &words[at..stop], Kind::Name));
            at = stop;
        } else if end - at >= 2 {
            // A role may stand behind the first letters: 佐 藤 委 員.
            let stop = (at + 1..end)
                .find(|from| spaced_role(text, &words[*from..end]).is_some())
                .unwrap_or(end);
            for (from, to) in cells(&words[at..stop]) {
                parts.push(Part::of(text, &words[at + from..at + to], Kind::Name));
            }
            at = stop;
        } else {
            parts.push(Part::of(text, &words[at..=at], kinds::of(words[at].text)));
            at += 1;
        }
    }
    parts
}

/// 青 木 はなこ, あおき 花 子: a name of which only one half is printed letter by letter; where it ends.
fn half_spaced(words: &[Word<'_>], at: usize, letters_end: usize) -> Option<usize> {
    let is_name = |word: &Word<'_>| {
        kinds::of(word.text) == Kind::Name && (2..=4).contains(&word.text.chars().count())
    };
    let close = |word: &Word<'_>| (1..=2).contains(&word.gap);
    let count = letters_end - at;
    if (1..=3).contains(&count) {
        let next = words.get(letters_end)?;
        let kana = next
            .text
            .chars()
            .all(|c| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー'));
        return (is_name(next)
            && close(next)
            && kana
            && words[letters_end - 1].brackets.is_empty())
        .then_some(letters_end + 1);
    }
    if count == 0 && is_name(&words[at]) && words[at].brackets.is_empty() {
        let given = letters(&words[at + 1..]);
        let fits = (1..=2).contains(&given) && words[at + 1..=at + given].iter().all(close);
        let after = words.get(at + 1 + given);
        return (given == 2 && fits && after.is_none_or(|word| !close(word)))
            .then_some(at + 1 + given);
    }
    None
}

/// How many of the first words are single letters, or a surname with single letters after it in the same cells.
fn letters(words: &[Word<'_>]) -> usize {
    let single = |word: &Word<'_>| {
        let mut chars = word.text.chars();
        chars.next().is_some_and(|c| !c.is_ascii_alphanumeric())
            && chars.next().is_none()
            && !matches!(word.text, "君" | "氏" | "番" | "名")
    };
    let mut count = 0;
    for word in words {
        let stops = count > 0 && !words[count - 1].brackets.is_empty();
        if !single(word) || stops {
            break;
        }
        count += 1;
    }
    count
}

/// The number of first words that spell a role letter by letter.
fn spaced_role(text: &str, words: &[Word<'_>]) -> Option<usize> {
    (2..=words.len().min(8)).rev().find(|count| {
        let spelled: String = compact(slice(text, &words[..*count]));
        people::is_role(&spelled)
    })
}

/// Cuts letters into names. All names of a row take the same number of columns; a short row is one name.
fn cells(words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let whole = vec![(0, words.len())];
    if words.len() <= 4 {
        return whole;
    }
    for first in [4, 3, 5, 2] {
        if let Some(cells) = cells_of(words, first) {
            return cells;
        }
    }
    whole
}

fn cells_of(words: &[Word<'_>], first: usize) -> Option<Vec<(usize, usize)>> {
    let end_of = |at: usize| words[at].column + columns(words[at].text);
    if first >= words.len() {
        return None;
    }
    let width = end_of(first - 1) - words[0].column;
    let mut found = vec![(0, first)];
    let mut from = first;
    while from < words.len() {
        let target = words[from].column + width;
        // White space taken from a page is only about as wide as it was.
        let to = (from..words.len()).find(|at| end_of(*at) + 2 >= target);
        match to {
            Some(at) if end_of(at) <= target + 2 && (2..=6).contains(&(at + 1 - from)) => {
                found.push((from, at + 1));
                from = at + 1;
            }
            _ => return None,
        }
    }
    Some(found)
}
