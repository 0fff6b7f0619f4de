//! Which words of a row are one name: surname and given name printed apart.

use super::super::people;
use super::Row;
use super::kinds::{self, Kind, Part};
use super::words::words;

/// How many words of a row are names, if all its names are short enough to be a surname or a given name, and it has any.
pub(in crate::minutes) fn short_names(text: &str) -> Option<usize> {
    let names: Vec<usize> = words(text)
        .iter()
        .map(|word| word.text.trim_start_matches(['◎', '○', '〇', '◯', '●']))
        .filter(|word| kinds::of(word) == Kind::Name)
        .map(|word| word.chars().count())
        .collect();
    let short = names.iter().all(|count| (1..=3).contains(count));
    (short && !names.is_empty()).then_some(names.len())
}

/// What given names end in, and surnames do not.
pub(super) const GIVEN_ENDS: &str = "子美恵江代香奈夫男雄郎一二三治彦樹介人也弘広志司之行幸史己則信光茂実勝章博浩誠隆孝修健進功剛敏哲徹朗喜佳枝";
/// What surnames end in, and given names do not.
pub(super) const SURNAME_ENDS: &str = "田村川山本藤木井野島嶋原口崎﨑沢澤橋林森池谷上下内部屋松岡塚倉尾瀬石岩宮浜濱場坂辺津越桐浦宅垣畑坪羽";

/// Whether `text` ends as given names do and surnames do not.
pub(in crate::minutes) fn ends_as_given_name(text: &str) -> bool {
    text.chars()
        .last()
        .is_some_and(|c| GIVEN_ENDS.contains(c) || is_kana(c))
}

/// Whether the short names of a row are surnames and given names by turns.
pub(in crate::minutes) fn alternates(text: &str) -> bool {
    let words = words(text);
    let names: Vec<&str> = words
        .iter()
        .map(|word| word.text.trim_start_matches(['◎', '○', '〇', '◯', '●']))
        .filter(|word| kinds::of(word) == Kind::Name && word.chars().count() <= 3)
        .collect();
    if names.len() < 4 || !names.len().is_multiple_of(2) {
        return false;
    }
    let ends = |word: &str, set: &str| word.chars().last().is_some_and(|c| set.contains(c));
    let count = |second: usize, set: &str| {
        let of = names.iter().skip(second).step_by(2);
        of.filter(|word| ends(word, set)).count()
    };
    count(1, GIVEN_ENDS) > count(1, SURNAME_ENDS) && count(0, SURNAME_ENDS) > count(0, GIVEN_ENDS)
}

/// Joins surname and given name where they are printed apart.
pub(super) fn join<'a>(parts: Vec<Part<'a>>, text: &'a str, row: &Row) -> Vec<Part<'a>> {
    let is_part_of_name = |part: &Part<'_>| {
        part.kind == Kind::Name
            && !part.spaced
            && (is_half(part.text) || part.text.chars().count() <= 4)
    };
    let gaps: Vec<usize> = parts
        .windows(2)
        .filter(|pair| is_part_of_name(&pair[0]) && is_part_of_name(&pair[1]))
        .map(|pair| pair[1].gap)
        .collect();
    let narrow = gaps.iter().min().copied().unwrap_or(0);
    let wide = gaps.iter().max().copied().unwrap_or(0);
    let runs = runs(&parts, is_part_of_name);
    let mut joined: Vec<Part<'a>> = Vec::new();
    let mut can_join = false;
    for (part, names) in parts.into_iter().zip(runs) {
        if let Some(before) = joined.last_mut()
            && can_join
            && names_rest(before, &part)
        {
            before.kind = Kind::Named;
            before.text = up_to(text, before.text, part.text);
            before.brackets = part.brackets;
            can_join = false;
            continue;
        }
        let pairs = can_join
            && is_part_of_name(&part)
            && joined.last().is_some_and(|before| {
                let lengths = (before.text.chars().count(), part.text.chars().count());
                let plausible = is_half(before.text) && is_half(part.text);
                let close = if row.pairs && names % 2 == 0 && wide < 2 * narrow + 2 {
                    true
                } else if narrow < wide {
                    part.gap * 2 <= narrow + wide
                } else {
                    names == 2 || row.pairs || lengths.1 == 1
                };
                plausible && close && before.brackets.is_empty() && part.gap < 8
            });
        match joined.last_mut() {
            Some(before) if pairs => {
                before.text = up_to(text, before.text, part.text);
                before.brackets = part.brackets;
                can_join = false;
            }
            _ => {
                can_join = is_part_of_name(&part);
                joined.push(part);
            }
        }
    }
    joined
}

/// The part of `text` from the beginning of `first` to the end of `last`, both parts of it.
fn up_to<'a>(text: &'a str, first: &str, last: &str) -> &'a str {
    let from = first.as_ptr() as usize - text.as_ptr() as usize;
    let to = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
    &text[from..to]
}

/// 青木 薫部会長: the role is printed right behind the given name.
fn names_rest(surname: &Part<'_>, part: &Part<'_>) -> bool {
    let authority = matches!(
        surname.text,
        "市" | "県" | "町" | "村" | "都" | "区" | "府" | "国"
    );
    if authority
        || part.kind != Kind::Named
        || !is_half(surname.text)
        || !surname.brackets.is_empty()
        || part.gap >= 8
    {
        return false;
    }
    let person = people::take_apart(part.text);
    person.organization.is_none() && person.name.is_some_and(is_half)
}

/// Whether `text` is as long as a surname or a given name: three letters, or a few more where they are syllables.
pub(super) fn is_half(text: &str) -> bool {
    let longest = if text.chars().any(is_kana) { 6 } else { 3 };
    (1..=longest).contains(&text.chars().count())
}

/// Whether `c` is a letter of a syllabary.
pub(super) fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

/// For each part, how many parts of names stand side by side there.
fn runs(parts: &[Part<'_>], is_name: impl Fn(&Part<'_>) -> bool) -> Vec<usize> {
    let mut lengths = vec![0; parts.len()];
    let mut start = 0;
    for at in 0..=parts.len() {
        if at == parts.len() || !is_name(&parts[at]) {
            for length in &mut lengths[start..at] {
                *length = at - start;
            }
            start = at + 1;
        }
    }
    lengths
}
