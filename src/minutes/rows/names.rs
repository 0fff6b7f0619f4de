//! Which words of a row are one name: surname and given name printed apart.

use super::Row;
use super::kinds::{self, Kind, Part};
use super::words::words;

/// How many words of a row are names, if all its names are short enough to be a surname or a given name, and it has any.
pub(in crate::minutes) fn short_names(text: &str) -> Option<usize> {
    let names: Vec<usize> = words(text)
        .iter()
        .filter(|word| kinds::of(word.text) == Kind::Name)
        .map(|word| word.text.chars().count())
        .collect();
    let short = names.iter().all(|count| (1..=3).contains(count));
    (short && !names.is_empty()).then_some(names.len())
}

/// What given names end in, and surnames do not.
const GIVEN_ENDS: &str = "子美恵江代香奈夫男雄郎一二三治彦樹介人也弘広志司之行幸史己則信光茂実勝章博浩誠隆孝修健進功剛敏哲徹朗喜佳枝";
/// What surnames end in, and given names do not.
const SURNAME_ENDS: &str =
    "田村川山本藤木井野島嶋原口崎﨑沢澤橋林森池谷上下内部屋松岡塚倉尾瀬石岩宮浜濱場坂辺津越";

/// Whether the short names of a row are surnames and given names by turns.
pub(in crate::minutes) fn alternates(text: &str) -> bool {
    let words = words(text);
    let names: Vec<&str> = words
        .iter()
        .map(|word| word.text)
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
    let is_part_of_name =
        |part: &Part<'_>| part.kind == Kind::Name && !part.spaced && part.text.chars().count() <= 4;
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
        let pairs = can_join
            && is_part_of_name(&part)
            && joined.last().is_some_and(|before| {
                let lengths = (before.text.chars().count(), part.text.chars().count());
                let plausible = lengths.0 <= 3 && lengths.1 <= 3;
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
                let from = before.text.as_ptr() as usize - text.as_ptr() as usize;
                let to = part.text.as_ptr() as usize - text.as_ptr() as usize + part.text.len();
                before.text = &text[from..to];
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
