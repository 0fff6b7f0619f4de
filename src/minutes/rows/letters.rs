//! Words that are printed letter by letter, joined again: roles (`委　員`) and names (`青　木　花　子`).

use super::super::lines::columns;
use super::super::people;
use super::kinds::{Kind, Part};
use super::names::is_kana;
use super::words::{Word, slice};
use super::{compact, kinds, names};

/// Joins what is printed letter by letter: roles (`委　員`) and names (`青　木　花　子`).
pub(super) fn join<'a>(text: &'a str, words: &[Word<'a>]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = at + letters(&words[at..]);
        if let Some(role_end) = post_with_spaced_end(text, &words[at..]) {
            parts.push(Part::of(text, &words[at..at + role_end], Kind::Role));
            at += role_end;
        } else if let Some(role_end) = spaced_role(text, &words[at..end]) {
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
        // 青 木 三四郎: a whole surname stands before the given name, as far from it as its own letters are from each other.
        let even = count == 2 && words[letters_end - 1].gap == next.gap;
        return (is_name(next)
            && close(next)
            && (even || next.text.chars().all(is_kana))
            && words[letters_end - 1].brackets.is_empty())
        .then_some(letters_end + 1);
    }
    if count == 0 && is_name(&words[at]) && words[at].brackets.is_empty() {
        let given = letters(&words[at + 1..]);
        let fits = (1..=2).contains(&given) && words[at + 1..=at + given].iter().all(close);
        let ends = |word: &Word<'_>| {
            !close(word) || people::is_courtesy(word.text) || people::is_role(word.text)
        };
        return (given == 2 && fits && words.get(at + 1 + given).is_none_or(ends))
            .then_some(at + 1 + given);
    }
    None
}

/// No letters of one name are this many columns apart.
const COLUMN: usize = 7;

/// How many of the first words are single letters, or a surname with single letters after it in the same cells.
fn letters(words: &[Word<'_>]) -> usize {
    let single = |word: &Word<'_>| {
        let mut chars = word.text.chars();
        chars.next().is_some_and(|c| !c.is_ascii_alphanumeric())
            && chars.next().is_none()
            && !matches!(
                word.text,
                "君" | "氏" | "番" | "名" | "×" | "✕" | "○" | "〇" | "◯" | "欠" | "出"
            )
    };
    // 出　﨑, 蝦　名　良　平: a letter that may also be a mark, where letters go on after it as before.
    let inside = |at: usize| {
        let next = words
            .get(at + 1)
            .filter(|next| single(next) && (1..=4).contains(&next.gap));
        let even = |next: &Word<'_>| at > 0 && next.gap == words[at].gap;
        next.is_some_and(|next| {
            even(next) || words[at].text == "出" && next.text != "席"
                // 番　場　邦　夫, in a column of its own; the 番 of a seat stands right behind a number.
                || at == 0 && words[at].gap >= COLUMN
        }) && matches!(words[at].text, "番" | "名" | "出")
    };
    let mut count = 0;
    for (at, word) in words.iter().enumerate() {
        // A wide gap begins another column.
        let apart = count > 1 && word.gap >= COLUMN && word.gap >= 3 * words[1].gap;
        let stops = count > 0 && (!words[count - 1].brackets.is_empty() || apart);
        if !(single(word) || inside(at)) || stops {
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
        // 青 木　元　　主 事: a given name before a role is none of its letters.
        let begins_in_name = spelled.starts_with(['元', '前', '新']);
        !begins_in_name && (people::is_role(&spelled) || people::is_post(&spelled))
    })
}

/// まちづくり 課 長: a post of which only the end is printed letter by letter.
fn post_with_spaced_end(text: &str, words: &[Word<'_>]) -> Option<usize> {
    let first = words
        .first()
        .filter(|word| word.text.chars().nth(1).is_some())?;
    let end = 1 + letters(&words[1..]).min(LONGEST_NAME);
    let whole = first.brackets.is_empty() && !people::is_named(first.text);
    (3..=end)
        .rev()
        .find(|end| whole && people::is_post(&compact(slice(text, &words[..*end]))))
}

/// Cuts letters into names. All names of a row take the same number of columns, or its letters are as far from each other as
/// its names are; a short row is one name.
fn cells(words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let whole = vec![(0, words.len())];
    if words.len() <= 4 {
        return whole;
    }
    let gaps = || words[1..].iter().map(|word| word.gap);
    if words.len() > LONGEST_NAME && gaps().min() == gaps().max() {
        return likeliest(words).unwrap_or(whole);
    }
    [4, 3, 5, 2]
        .into_iter()
        .filter_map(|first| cells_of(words, first))
        .min_by_key(|cells| {
            cells
                .iter()
                .map(|(from, to)| cost(&words[*from..*to]))
                .sum::<i32>()
        })
        .unwrap_or(whole)
}

/// The longest name that is printed letter by letter, and the longest row that is cut by what its letters are.
const LONGEST_NAME: usize = 5;
const LONGEST_ROW: usize = 120;

/// The cut of a row of letters into names that costs least.
fn likeliest(words: &[Word<'_>]) -> Option<Vec<(usize, usize)>> {
    if words.len() > LONGEST_ROW {
        return None;
    }
    // For each count of first letters, what their best cut costs and where its last name begins.
    let mut best: Vec<Option<(i32, usize)>> = vec![Some((0, 0))];
    for end in 1..=words.len() {
        let from = end.saturating_sub(LONGEST_NAME)..end.saturating_sub(1);
        let found = from
            .filter_map(|start| {
                // Syllables that follow each other belong to one name.
                let inside = start > 0
                    && [start - 1, start]
                        .iter()
                        .all(|at| words[*at].text.chars().all(is_kana));
                Some((
                    best[start]?.0 + cost(&words[start..end]) + 6 * i32::from(inside),
                    start,
                ))
            })
            .min_by_key(|(cost, _)| *cost);
        best.push(found);
    }
    let mut cells = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let (_, start) = best[end]?;
        cells.push((start, end));
        end = start;
    }
    cells.reverse();
    Some(cells)
}

/// What speaks against some letters being one name. Most have four, end as given names do, and have a surname before that.
fn cost(letters: &[Word<'_>]) -> i32 {
    let letter = |at: usize| letters.get(at).map_or("", |word| word.text);
    let length = match letters.len() {
        4 => 0,
        3 | 5 => 2,
        _ => 5,
    };
    let last = letter(letters.len() - 1);
    let surname = [0, 1, 2].iter().take(letters.len() - 1).any(|at| {
        // 林, 原: few letters are a surname by themselves.
        let known = match at {
            0 => "林森原岡関堀谷辻柳東南星菅",
            _ => names::SURNAME_ENDS,
        };
        known.contains(letter(*at)) && letters.len() - at <= 4
    });
    let begins = if "子美恵代夫男雄郎".contains(letter(0)) {
        5
    } else {
        i32::from("江香奈一二三".contains(letter(0)))
    };
    length
        + 2 * i32::from(names::SURNAME_ENDS.contains(last))
        + begins
        + 2 * i32::from(letters.len() == 3 && !surname)
        - 2 * i32::from(names::GIVEN_ENDS.contains(last))
        - 2 * i32::from(surname)
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
