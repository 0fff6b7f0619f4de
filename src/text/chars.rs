//! What kind of character one is: the classes that the folding rules speak of.

/// 長音符.
pub(super) const LONG_VOWEL: char = 'ー';

/// What the folded text has for a stop, a bracket, a quotation mark or several of them.
pub(super) const BREAK: char = '、';

/// Characters without a shape of their own: variation selectors, zero-width characters, soft hyphen, byte order mark,
/// direction marks, tags (Unicode's Default_Ignorable_Code_Point).
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// White space; a control character is no more than that here.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// White space that ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}'
    )
}

/// Katakana that has a hiragana; ー is not among them, and neither are ヷ ヸ ヹ ヺ.
pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヶ' | 'ヽ' | 'ヾ')
}

/// Hiragana, with ゝ and ゞ.
pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ')
}

/// Small kana that make no mora of their own; ッ makes one.
pub(super) fn is_small_kana(c: char) -> bool {
    matches!(
        c,
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ'
    ) || matches!(
        c,
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ'
    )
}

/// 漢数字.
pub(super) fn is_kanji_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '億'
    )
}

/// A letter of the Latin script, after NFKC.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}') && c.is_alphabetic())
}

/// Whether `c`, as printed, can stand inside a number or a Latin word beside others of its kind. ① and ㎏ cannot: they
/// are complete, and ①２０ is not 120.
pub(super) fn is_run_source(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || is_latin(c)
        || matches!(c, ',' | '.' | '，' | '．' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{FB00}'..='\u{FB06}')
}

/// Hyphens, dashes, the minus sign and the ruled line, after NFKC: what is typed or recognised where ー is meant.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}'
    )
}

/// Swung dashes, after NFKC. Never read as ー: ア～ウ and １～３ are ranges.
pub(super) fn is_wave(c: char) -> bool {
    matches!(c, '~' | '\u{301C}' | '\u{223C}')
}

/// Stops, commas, brackets, quotation marks and middle dots, after NFKC. Signs that mean something (% + / : # ~ -) are
/// not among them.
pub(super) fn is_break(c: char) -> bool {
    matches!(c,
        '!' | '"' | '\'' | '(' | ')' | ',' | '.' | ';' | '?' | '[' | '\\' | ']' | '`' | '{' | '|' | '}'
        | '\u{00A1}' | '\u{00AB}' | '\u{00B7}' | '\u{00BB}' | '\u{00BF}' | '\u{2018}'..='\u{201F}' | '\u{2022}'
        | '\u{2039}' | '\u{203A}' | '\u{22EF}' | '\u{3001}' | '\u{3002}' | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301B}' | '\u{301D}'..='\u{301F}' | '\u{30FB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_rules_tell_apart_do_not_overlap() {
        for c in '\0'..=char::MAX {
            let classes = [
                is_ignorable(c),
                is_space(c),
                is_katakana(c),
                is_hiragana(c),
                c == LONG_VOWEL,
                is_kanji_numeral(c),
                is_latin(c),
                c.is_ascii_digit(),
                is_dash(c),
                is_wave(c),
                is_break(c),
            ];
            let of_it = classes.iter().filter(|holds| **holds).count();
            assert!(of_it <= 1, "{c:?} is in {of_it} classes");
        }
    }

    #[test]
    fn the_break_that_is_written_is_read_as_a_break() {
        assert!(is_break(BREAK));
    }
}
