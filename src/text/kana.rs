//! Kana: what is a long vowel and what a dash, ・ inside words, ー at the end of words, katakana to hiragana.

use super::chars::{
    LONG_VOWEL, is_dash, is_hiragana, is_katakana, is_latin, is_small_kana, is_wave,
};
use super::glyphs::{Glyph, Role};

/// A word keeps its last ー below this many morae before it: カー, キー and メニュー keep it, センター loses it. JIS Z 8301
/// (2008, G.6.2.2) leaves ー out from three 音 on, counts ー, ン and ッ as one each and small ャ ュ ョ as none.
const MORAE: usize = 3;

/// Tells ー from dashes. ー after anything but kana is a dash (03ー1234). A dash right after katakana is ー (センタ－),
/// but not after ー or before a digit, a Latin letter or another dash, where it joins or parts (ケース－３, サービス――). After
/// hiragana a dash stays one: これは―. Swung dashes are never ー.
pub(super) fn tell_long_vowels(glyphs: &mut [Glyph]) {
    for at in 0..glyphs.len() {
        let before = at.checked_sub(1).map(|before| glyphs[before].c);
        let after = glyphs.get(at + 1).map(|glyph| glyph.c);
        let glyph = &mut glyphs[at];
        if glyph.c == LONG_VOWEL {
            let after_kana =
                before.is_some_and(|c| c == LONG_VOWEL || is_katakana(c) || is_hiragana(c));
            if !after_kana {
                glyph.c = '-';
            }
        } else if is_dash(glyph.c) {
            let meant =
                !glyph.spaced && before.is_some_and(is_katakana) && !after.is_some_and(parts);
            glyph.c = if meant { LONG_VOWEL } else { '-' };
        }
    }
}

/// Whether a dash before `c` is more likely a dash.
fn parts(c: char) -> bool {
    c == LONG_VOWEL || c.is_ascii_digit() || is_latin(c) || is_dash(c) || is_wave(c)
}

/// Drops ・ between katakana: ケア・マネジャー is ケアマネジャー. One that follows white space is a bullet.
pub(super) fn drop_middle_dots(glyphs: &mut [Glyph]) {
    for at in 1..glyphs.len().saturating_sub(1) {
        let before = glyphs[at - 1].c;
        let inside = glyphs[at].c == '・'
            && !glyphs[at].spaced
            && (is_katakana(before) || before == LONG_VOWEL)
            && is_katakana(glyphs[at + 1].c);
        if inside {
            glyphs[at].role = Role::Dropped;
        }
    }
}

/// Drops ー from the end of long katakana words; it stays with the unit before, so that a highlight covers the word.
///
/// ・ and white space do not end a word here, since they are nothing between katakana. Hiragana does not tell where a
/// word begins (新しいキー), so a hiragana word loses its ー only where it is the whole text, as in a query.
pub(super) fn drop_final_long_vowels(glyphs: &mut [Glyph]) {
    drop_after(glyphs, is_katakana);
    if glyphs
        .iter()
        .all(|glyph| glyph.c == LONG_VOWEL || is_hiragana(glyph.c))
    {
        drop_after(glyphs, is_hiragana);
    }
}

fn drop_after(glyphs: &mut [Glyph], is_of_word: fn(char) -> bool) {
    let mut morae = 0;
    // The ー that end the word as far as it has been read.
    let mut last: Vec<usize> = Vec::new();
    for at in 0..=glyphs.len() {
        match glyphs.get(at) {
            Some(glyph) if glyph.role == Role::Dropped => {}
            Some(glyph) if glyph.c == LONG_VOWEL && morae > 0 => last.push(at),
            Some(glyph) if is_of_word(glyph.c) => {
                morae += last.len() + usize::from(!is_small_kana(glyph.c) || morae == 0);
                last.clear();
            }
            _ => {
                if morae >= MORAE {
                    for dropped in last.drain(..) {
                        glyphs[dropped].role = Role::Absorbed;
                    }
                }
                last.clear();
                morae = 0;
            }
        }
    }
}

/// Katakana to hiragana. ヴ becomes ゔ and small kana stay small: which of ヴァ and バ is meant is not ours to say.
pub(super) fn katakana_to_hiragana(glyphs: &mut [Glyph]) {
    for glyph in glyphs {
        if is_katakana(glyph.c) {
            // The two blocks are laid out alike, 0x60 apart.
            glyph.c = char::from_u32(u32::from(glyph.c) - 0x60).unwrap_or(glyph.c);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fold;

    #[test]
    fn width_and_script_of_kana_do_not_matter() {
        for text in ["ショートステイ", "ｼｮｰﾄｽﾃｲ", "しょーとすてい"] {
            assert_eq!(fold(text), "しょーとすてい", "{text}");
        }
        assert_eq!(fold("ヴァイオリンｳﾞ"), "ゔぁいおりんゔ");
        assert_ne!(fold("ヴァ"), fold("バ"));
        assert_ne!(fold("キヤノン"), fold("キャノン"));
    }

    #[test]
    fn a_dash_inside_or_right_after_a_katakana_word_is_a_long_vowel() {
        for dash in "－‐‑–—―−─-".chars() {
            let text = format!("コ{dash}ディネ{dash}タ{dash}養成");
            assert_eq!(fold(&text), fold("コーディネーター養成"), "{text}");
            assert_eq!(fold(&format!("ケ{dash}ス")), "けーす", "{dash}");
        }
    }

    #[test]
    fn a_dash_elsewhere_stays_a_dash() {
        assert_eq!(fold("ケース－３"), "けーす-3");
        assert_eq!(fold("タイプ‐Ａ"), "たいぷ-a");
        assert_eq!(fold("サービス――概要"), "さーびす--概要");
        assert_eq!(fold("ケア －概要"), "けあ-概要");
        assert_eq!(fold("これは―何か"), "これは-何か");
        assert_eq!(fold("東京—大阪"), "東京-大阪");
        assert_eq!(fold("03ー1234"), "03-1234");
    }

    #[test]
    fn a_swung_dash_is_a_range() {
        assert_eq!(fold("１～３"), "1~3");
        assert_eq!(fold("ア〜ウ"), "あ~う");
        assert_ne!(fold("１～３"), fold("１ー３"));
    }

    #[test]
    fn middle_dots_between_katakana_are_nothing() {
        assert_eq!(fold("ケア・マネジメント"), fold("ケアマネジメント"));
        assert_eq!(fold("ｹｱ･ﾏﾈｼﾞﾒﾝﾄ"), fold("ケアマネジメント"));
        assert_eq!(fold("サポート・\nセンター"), fold("サポートセンター"));
        assert_eq!(fold("サポート\n・バックアップ"), "さぽーと、ばっくあっぷ");
        assert_eq!(fold("役割・スキル"), "役割、すきる");
        assert_eq!(fold("研修・養成"), "研修、養成");
    }

    #[test]
    fn long_katakana_words_lose_their_last_long_vowel() {
        for (long, short) in [
            ("コーディネーター", "コーディネータ"),
            ("コーディネーターの", "コーディネータの"),
            ("センター長", "センタ長"),
            ("サポーターー", "サポータ"),
            ("データー", "データ"),
            ("こーでぃねーたー", "コーディネーター"),
        ] {
            assert_eq!(fold(long), fold(short));
        }
    }

    #[test]
    fn short_words_and_inner_long_vowels_keep_theirs() {
        assert_eq!(fold("カー"), "かー");
        assert_eq!(fold("コピー"), "こぴー");
        assert_eq!(fold("メニュー"), "めにゅー");
        assert_eq!(fold("新しいキーが"), "新しいきーが");
        assert_eq!(fold("ビール"), "びーる");
        assert_eq!(fold("コーディネー\nター"), fold("コーディネーター"));
        assert_eq!(fold("らーめんはすごーい"), "らーめんはすごーい");
    }
}
