//! What holds of any text at all.

use proptest::prelude::*;

use super::chars::{is_dash, is_hiragana, is_katakana};
use super::{Normalised, fold};

/// Text in which the rules meet: drawn from what they speak of, mixed with anything else.
fn text() -> impl Strategy<Value = String> {
    let met = "研修齋邉国月所年三十箇〇々アカケコセンタヴヷャッー－―‐-～〜・、。，．,.「」（）：%0139１２５①⑫½㍻㈱㎡aEＮéﬁかほしぇゃ\
               ｺｶﾃﾊｰﾞﾟ゛゜\u{3099}\u{309A}\u{301}\u{FE00}\u{E0100}\u{200B}\u{AD}\u{FEFF}´İΣß \n\r\t　ヶヵ𠮷👩⽇⻑";
    let met: Vec<char> = met.chars().collect();
    let one = prop_oneof![8 => prop::sample::select(met), 1 => any::<char>()];
    prop::collection::vec(one, 0..24).prop_map(String::from_iter)
}

/// Hiragana words lose their last ー only where they are the whole text; a text that mixes both scripts becomes one.
fn becomes_one_hiragana_word(folded: &str) -> bool {
    folded.ends_with('ー') && folded.chars().all(|c| c == 'ー' || is_hiragana(c))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn ranges_are_valid_ordered_and_cover_something(text in text()) {
        let normalised = Normalised::of(&text);
        let (mut folded, mut original) = (0, 0..0);
        for unit in normalised.units() {
            prop_assert!(text.get(unit.original.clone()).is_some_and(|s| !s.is_empty()));
            prop_assert!(!normalised.unit_text(unit).is_empty());
            prop_assert!(unit.folded.start >= folded);
            // Units overlap only where NFKC makes several of one printed character, and then they are the same.
            prop_assert!(
                unit.original.start >= original.end || unit.original == original,
                "{normalised:?}"
            );
            folded = unit.folded.end;
            original = unit.original.clone();
        }
        prop_assert!(folded <= normalised.as_str().len());
    }

    #[test]
    fn folding_twice_is_folding_once(text in text()) {
        let once = fold(&text);
        prop_assume!(!becomes_one_hiragana_word(&once));
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn no_unit_begins_or_ends_in_white_space_or_is_one(text in text()) {
        let normalised = Normalised::of(&text);
        for unit in normalised.units() {
            prop_assert!(!normalised.unit_text(unit).contains(char::is_whitespace));
            let original = &text[unit.original.clone()];
            prop_assert_eq!(original.trim(), original);
        }
    }

    #[test]
    fn a_text_contains_each_run_of_its_units(text in text(), from in 0..24_usize, length in 1..6_usize) {
        let normalised = Normalised::of(&text);
        let whole = normalised.find(&normalised);
        prop_assert_eq!(whole.len(), usize::from(!normalised.units().is_empty()));
        let units = from..from + length;
        // What follows tells some characters apart (a dash, ー, か before 月), so only plain kanji are asked for.
        let part = normalised.original(units);
        let needle = &text[part.clone()];
        if !needle.is_empty() && needle.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}') && c != '箇') {
            prop_assert!(normalised.contains(&Normalised::of(needle)));
        }
    }

    #[test]
    fn texts_put_together_fold_as_they_do_apart(a in text(), b in text()) {
        // A stop keeps the rules from reaching across.
        let left = fold(&format!("漢。{a}"));
        let right = fold(&format!("{b}。漢"));
        prop_assert_eq!(fold(&format!("漢。{a}\n。\n{b}。漢")), format!("{left}、{right}"));
    }

    #[test]
    fn width_does_not_matter(ascii in "[!-~]{0,12}") {
        let wide: String = ascii.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
        prop_assert_eq!(fold(&wide), fold(&ascii));
    }

    #[test]
    fn the_script_of_a_kana_word_does_not_matter(word in "[ァ-ヶ][ァ-ヶー]{0,9}") {
        let hiragana: String = word
            .chars()
            .map(|c| if is_katakana(c) { char::from_u32(u32::from(c) - 0x60).unwrap_or(c) } else { c })
            .collect();
        prop_assert_eq!(fold(&hiragana), fold(&word));
    }

    #[test]
    fn white_space_inside_japanese_does_not_matter(word in "[ァ-ヶー一-龠ぁ-ゖ]{1,10}", at in 0..10_usize, space in "[ \\n　]{1,3}") {
        let at = word.char_indices().map(|(i, _)| i).nth(at).unwrap_or(word.len());
        let parted = format!("{}{space}{}", &word[..at], &word[at..]);
        prop_assert_eq!(fold(&parted), fold(&word));
    }

    #[test]
    fn dashes_are_all_one_or_long_vowels(text in text()) {
        prop_assert!(!fold(&text).contains(|c| is_dash(c) && c != '-'));
    }

    #[test]
    fn anything_at_all_can_be_folded(text in any::<String>()) {
        let normalised = Normalised::of(&text);
        prop_assert!(normalised.units().iter().all(|unit| text.get(unit.original.clone()).is_some()));
    }
}
