//! Forms of one kanji (異体字, 旧字体) folded to one: 﨑 to 崎, 邉 to 辺, 國 to 国.
//!
//! The table is data: `variants.tsv`, made by `tools/make_variants.py`, whose heads say where every pair is from. NFKC
//! folds none of these pairs. Folding is for finding only: 齋藤 and 斎藤 stay two people (DESIGN.md, rule 2).

use std::sync::LazyLock;

/// One pair a line, lines that start with # left out.
const TABLE: &str = include_str!("variants.tsv");

/// The pairs in order of the variant, for binary search.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut pairs: Vec<_> = lines().filter_map(parse).collect();
    pairs.sort_unstable();
    pairs
});

/// A bit for each of the unified ideographs: whether it is a variant. Most are none, and that is told with one look.
static VARIANTS: LazyLock<[u64; IDEOGRAPHS / 64]> = LazyLock::new(|| {
    let mut bits = [0; IDEOGRAPHS / 64];
    for (variant, _) in PAIRS.iter() {
        if let Some((word, bit)) = place(*variant) {
            bits[word] |= bit;
        }
    }
    bits
});

/// U+4E00 to U+9FFF.
const IDEOGRAPHS: usize = 0x5200;

/// Where the bit of a unified ideograph is.
fn place(c: char) -> Option<(usize, u64)> {
    let number = u32::from(c).checked_sub(0x4E00)? as usize;
    (number < IDEOGRAPHS).then_some((number / 64, 1 << (number % 64)))
}

/// The standard form of `c`; `c` itself where the table has no line for it.
pub(super) fn standard_form(c: char) -> char {
    // No variant stands before the CJK radicals, which spares kana and Latin the look-up.
    if c < '\u{2E80}' {
        return c;
    }
    if place(c).is_some_and(|(word, bit)| VARIANTS[word] & bit == 0) {
        return c;
    }
    PAIRS
        .binary_search_by_key(&c, |(variant, _)| *variant)
        .map_or(c, |at| PAIRS[at].1)
}

fn lines() -> impl Iterator<Item = &'static str> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn parse(line: &str) -> Option<(char, char)> {
    let mut fields = line.split('\t').map(|field| {
        let mut chars = field.chars();
        (chars.next(), chars.next())
    });
    match (fields.next()?, fields.next()?) {
        ((Some(variant), None), (Some(standard), None)) => Some((variant, standard)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfkc;

    use super::*;

    #[test]
    fn every_line_is_a_pair_and_the_lines_are_sorted() {
        let pairs: Vec<_> = lines().map(|line| (line, parse(line))).collect();
        for (line, pair) in &pairs {
            assert!(pair.is_some(), "{line}");
        }
        assert!(pairs.windows(2).all(|two| two[0].1 < two[1].1));
        assert!(pairs.len() > 500);
    }

    #[test]
    fn a_standard_form_is_final_and_untouched_by_nfkc() {
        for (variant, standard) in PAIRS.iter() {
            assert_eq!(standard_form(*standard), *standard, "{variant}");
            assert!(is_nfkc(&standard.to_string()), "{standard}");
            assert!(is_nfkc(&variant.to_string()), "{variant} never gets here");
        }
    }

    #[test]
    fn forms_of_one_kanji_fold_together() {
        for forms in [
            "崎﨑嵜",
            "瀬瀨",
            "斎齋斉齊",
            "高髙",
            "辺邉邊",
            "沢澤",
            "広廣",
            "浜濵濱",
            "吉𠮷",
            "徳德",
            "真眞",
            "恵惠",
            "国國",
            "桜櫻",
            "栄榮",
            "豊豐",
            "島嶋嶌",
            "円圓",
            "学學斈",
            "会會",
            "医醫",
            "芸藝",
            "竜龍",
            "滝瀧",
            "条條",
            "蔵藏",
            "冨富",
            "弁辨瓣辯",
            "鴎鷗",
            "内內",
            "舘館",
            "長⻑",
            "竜⻯",
            "叱𠮟",
        ] {
            let folded: Vec<_> = forms.chars().map(standard_form).collect();
            assert!(
                folded.windows(2).all(|two| two[0] == two[1]),
                "{forms}: {folded:?}"
            );
        }
    }

    #[test]
    fn different_kanji_stay_different() {
        for two in [
            "坂阪", "崎埼", "針鍼", "回廻", "河川", "礒磯", "畑畠", "裏裡", "仲中", "太大", "看着",
            "児兄", "千干",
        ] {
            let folded: Vec<_> = two.chars().map(standard_form).collect();
            assert_ne!(folded[0], folded[1], "{two}");
        }
    }
}
