//! ヶ, ケ, ヵ, カ, か and 箇 before a counter: ３か月, ３ヶ月 and 三箇月 differ in writing only.

use super::chars::is_kanji_numeral;
use super::glyphs::Glyph;

/// Writes か between a numeral, arabic or kanji, and 月, 所, 年 or 国. Nowhere else: 霞ヶ関 is けが, 三ケ日 a place, and ほか月
/// two words.
pub(super) fn fold_counters(glyphs: &mut [Glyph]) {
    for at in 1..glyphs.len().saturating_sub(1) {
        let before = glyphs[at - 1].c;
        let counts = matches!(glyphs[at].c, 'ヶ' | 'ケ' | 'ヵ' | 'カ' | '箇')
            && (before.is_ascii_digit() || is_kanji_numeral(before))
            && matches!(glyphs[at + 1].c, '月' | '所' | '年' | '国');
        if counts {
            glyphs[at].c = 'か';
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fold;

    #[test]
    fn between_a_numeral_and_a_counter_all_are_one() {
        for letter in ["か", "カ", "ｶ", "ヵ", "ヶ", "ケ", "ｹ", "箇"] {
            for (numeral, counter) in [
                ("３", "月"),
                ("10", "所"),
                ("五", "年"),
                ("二十", "国"),
                ("1.5", "月"),
            ] {
                let text = format!("{numeral}{letter}{counter}");
                assert_eq!(
                    fold(&text),
                    fold(&format!("{numeral}か{counter}")),
                    "{text}"
                );
            }
        }
        assert_eq!(fold("３ ヶ\n月"), fold("３か月"));
        assert_eq!(fold("萬ヶ國"), fold("万か国"));
    }

    #[test]
    fn elsewhere_each_stays_what_it_is() {
        assert_eq!(fold("ほか月一回"), "ほか月一回");
        assert_eq!(fold("霞ヶ関"), "霞ゖ関");
        assert_eq!(fold("三ケ日"), "三け日");
        assert_eq!(fold("医療的ケア児"), "医療的けあ児");
        assert_eq!(fold("箇所"), "箇所");
        assert_eq!(fold("３ケース"), "3けーす");
        assert_eq!(fold("数ヶ月"), "数ゖ月");
        assert_eq!(fold("アメリカ国内"), "あめりか国内");
        assert_eq!(fold("本箇所"), "本箇所");
        assert_eq!(fold("ケ月"), "け月");
    }
}
