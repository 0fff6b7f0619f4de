//! Cuts a text into words, for ranking only: where a word begins is a guess, so it must not decide what is found.

use std::sync::OnceLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::units::{SEPARATOR, UnitText};

/// The words of `text` in folded form, joined as units are; punctuation leaves a gap.
///
/// Boundaries come from the wording as printed: folding makes katakana hiragana, and in hiragana few words can be told
/// apart.
pub(in crate::search) fn joined_words(text: &str, units: &UnitText) -> String {
    let mut words = String::with_capacity(units.joined().len());
    let mut boundaries = segmenter().segment_str(text).skip(1);
    let mut end = 0;
    for index in 0..units.len() {
        let start = units.original_start(index);
        let begins_word = start >= end;
        while start >= end {
            match boundaries.next() {
                Some(next) => end = next,
                None => break,
            }
        }
        if begins_word && index > 0 {
            words.push(SEPARATOR);
        }
        if !units.is_break(index) {
            words.push_str(units.unit(index));
        }
    }
    words
}

fn segmenter() -> WordSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_words() {
        let text = "研修を実施する";
        let words = joined_words(text, &UnitText::of(text));
        assert!(words.starts_with("研修\u{1f}を\u{1f}実施"), "{words:?}");
    }
}
