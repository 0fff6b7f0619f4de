//! Names and readings as rosters print them.

use unicode_normalization::UnicodeNormalization;

/// A name without white space: 山田 太郎 and 山田太郎 are printed with the same letters. Nothing else is folded (DESIGN.md,
/// rule 2).
pub(super) fn letters(name: &str) -> String {
    name.split_whitespace().collect()
}

/// A reading in hiragana: from half-width and full-width katakana, with everything else as it is.
pub(super) fn hiragana(reading: &str) -> String {
    let spaces_as_one: Vec<&str> = reading.split_whitespace().collect();
    let wide: String = spaces_as_one.join(" ").nfkc().collect();
    let to_hiragana = |c| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    wide.chars().map(to_hiragana).collect()
}

/// A name whose cell also holds its reading: 青木 一（あおき はじめ）, or on a line of its own.
pub(super) fn name_and_reading(cell: &str) -> (String, Option<String>) {
    let bracket = cell
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']));
    let lines = cell.split_once('\n');
    for (one, other) in bracket.into_iter().chain(lines) {
        let (one, other) = (one.trim(), other.trim());
        match (is_kana(one), is_kana(other)) {
            (false, true) => return (one.to_owned(), Some(other.to_owned())),
            (true, false) => return (other.to_owned(), Some(one.to_owned())),
            _ => {}
        }
    }
    (on_one_line(cell), None)
}

/// A name that was broken to fit its cell.
pub(super) fn on_one_line(cell: &str) -> String {
    let lines: Vec<&str> = cell.lines().map(str::trim).collect();
    lines.join(" ").trim().to_owned()
}

fn is_kana(text: &str) -> bool {
    let kana =
        |c: char| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヶ' | 'ー' | 'ｦ'..='ﾟ') || c.is_whitespace();
    !text.is_empty() && text.chars().all(kana)
}
