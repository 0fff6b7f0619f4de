//! The words of a text that tell what it is about: for suggestions and related opinions. Where a word begins is a guess, so
//! that it never decides what a search finds.

use std::sync::OnceLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use crate::text::{Normalised, fold};

/// The longest run of kanji and katakana that is still one word for a reader.
const MAX_RUN: usize = 12;

/// The words of two units or more with kanji, katakana or Latin letters in them, each once and as printed: single words,
/// and the runs that they make up (医療的ケア児 besides 医療 and ケア).
pub fn telling_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut keep = |word: &str| {
        let units = Normalised::of(word).units().len();
        let long_enough = units > 1 || word.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if long_enough && word.chars().any(is_telling) && seen.insert(fold(word)) {
            words.push(word.to_owned());
        }
    };
    for run in text.split(|c: char| !is_telling(c)) {
        if run.chars().count() <= MAX_RUN {
            keep(run);
        }
    }
    let mut start = 0;
    for end in segmenter().segment_str(text).skip(1) {
        let word = &text[start..end];
        if word.chars().all(char::is_alphanumeric) {
            keep(word);
        }
        start = end;
    }
    words
}

/// Kanji, katakana and Latin letters; hiragana is grammar more often than not.
fn is_telling(c: char) -> bool {
    matches!(c, 'ー' | '々' | '\u{FF66}'..='\u{FF9F}')
        || (c.is_alphabetic() && !matches!(c, '\u{3041}'..='\u{309F}'))
}

fn segmenter() -> WordSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_tell_something_are_taken() {
        let words = telling_words("医療的ケア児の研修を、NICUで35単位の研修にする。");
        for word in ["医療的ケア児", "研修", "NICU"] {
            assert_eq!(
                words.iter().filter(|found| *found == word).count(),
                1,
                "{word} in {words:?}"
            );
        }
        for word in ["の", "する", "35", "を"] {
            assert!(
                !words.iter().any(|found| found == word),
                "{word} in {words:?}"
            );
        }
    }

    #[test]
    fn hostile_texts_have_words_too() {
        for text in [
            "",
            "\u{0}",
            "ー",
            "ーー",
            "a\u{300}",
            "👩‍👩‍👧",
            &"研".repeat(10_000),
        ] {
            telling_words(text);
        }
    }
}
