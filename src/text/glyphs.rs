//! Text to glyphs: each character with the marks that belong to it, NFKC, lower case, one form per kanji, and the exact
//! bytes that it came from. White space is left out here and only remembered.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::chars::{
    is_hiragana, is_ignorable, is_katakana, is_line_end, is_run_source, is_space, is_wave,
};
use super::variants::standard_form;

/// More marks than this on one character are not text: the bound of Unicode's stream-safe format (UAX #15, 13).
const MARKS: usize = 30;

/// What becomes of a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It starts a unit.
    Own,
    /// It goes on with the unit before it.
    Joined,
    /// It adds nothing to the folded text, and its bytes belong to the unit before it.
    Absorbed,
    /// It belongs to no unit.
    Dropped,
}

/// One folded character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The character.
    pub c: char,
    /// The bytes it came from. Characters that NFKC makes of one (㍿) all have the bytes of that one.
    pub original: Range<usize>,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Whether that white space ends a line.
    pub new_line: bool,
    /// Whether it can be part of the same number or Latin word as the glyph before it.
    pub attached: bool,
    /// What becomes of it; the rules after this one decide.
    pub role: Role,
}

/// The glyphs of `text`, in order.
pub(super) fn glyphs(text: &str) -> Vec<Glyph> {
    let mut reader = Reader {
        glyphs: Vec::with_capacity(text.len() / 3 + 1),
        ..Reader::default()
    };
    let mut chars = text.char_indices().peekable();
    let mut cluster = String::new();
    while let Some((start, base)) = chars.next() {
        if let Some(folded) = folded_alone(base)
            && chars.peek().is_none_or(|(_, next)| stands_alone(*next))
        {
            reader.push_plain(base, folded, start..start + base.len_utf8());
            continue;
        }
        if is_space(base) {
            reader.spaced = true;
            reader.new_line |= is_line_end(base);
            continue;
        }
        // A mark with nothing to stand on means nothing.
        if is_ignorable(base) || is_combining_mark(base) || voicing(base).is_some() {
            continue;
        }
        cluster.clear();
        cluster.push(base);
        let mut marks = 0;
        let mut end = start + base.len_utf8();
        while let Some((at, mark)) = chars.next_if(|(_, c)| belongs_to(base, *c)) {
            end = at + mark.len_utf8();
            if !is_ignorable(mark) && marks < MARKS {
                marks += 1;
                cluster.push(voicing(mark).unwrap_or(mark));
            }
        }
        reader.push_cluster(base, &cluster, start..end);
    }
    reader.glyphs
}

/// What becomes of a character to which no mark belongs, for those that most of any Japanese text is made of: the same as the
/// long way round gives, without going it.
fn folded_alone(c: char) -> Option<char> {
    match c {
        'ぁ'..='ゖ' | 'ァ'..='ー' | '\u{3001}'..='\u{3020}' => Some(c),
        '\u{4E00}'..='\u{9FFF}' => Some(standard_form(c)),
        '!'..='~' => Some(c.to_ascii_lowercase()),
        '！'..='～' => {
            let narrow = char::from_u32(u32::from(c) - 0xFEE0)?;
            Some(narrow.to_ascii_lowercase())
        }
        _ => None,
    }
}

/// Whether `c` is known to belong to no character before it: all of what [`folded_alone`] knows, and what often stands between.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\u{3000}'..='\u{3020}' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '\u{4E00}'..='\u{9FFF}' | '！'..='～')
}

/// Whether `c` is part of the character that began with `base`.
fn belongs_to(base: char, c: char) -> bool {
    is_ignorable(c) || is_combining_mark(c) || (voicing(c).is_some() && is_kana(base))
}

/// The combining form of a dakuten or handakuten that takes room of its own.
fn voicing(c: char) -> Option<char> {
    match c {
        '゛' | 'ﾞ' => Some('\u{3099}'),
        '゜' | 'ﾟ' => Some('\u{309A}'),
        _ => None,
    }
}

fn is_kana(c: char) -> bool {
    is_hiragana(c) || is_katakana(c) || matches!(c, 'ｦ'..='ｯ' | 'ｱ'..='ﾝ')
}

#[derive(Default)]
struct Reader {
    glyphs: Vec<Glyph>,
    spaced: bool,
    new_line: bool,
    /// Whether the last character read may be followed by more of a number or a Latin word.
    open: bool,
}

impl Reader {
    fn push_cluster(&mut self, base: char, cluster: &str, original: Range<usize>) {
        let open = is_run_source(base);
        let mut attached = self.open && open && !self.spaced;
        for c in compatible(base, cluster).chars() {
            if is_space(c) {
                self.spaced = true;
                attached = false;
            } else if !is_ignorable(c) && !is_combining_mark(c) {
                // A mark that composes with nothing is left out: か゚ is found by か.
                self.push(standard_form(c), &original, attached);
                attached = true;
            }
        }
        self.open = open;
    }

    /// A character that [`folded_alone`] knows.
    fn push_plain(&mut self, base: char, folded: char, original: Range<usize>) {
        let open = is_run_source(base);
        let attached = self.open && open && !self.spaced;
        self.push(folded, &original, attached);
        self.open = open;
    }

    fn push(&mut self, c: char, original: &Range<usize>, attached: bool) {
        let c = match c {
            c if is_wave(c) => '~',
            '\u{2044}' => '/',
            c => c,
        };
        self.glyphs.push(Glyph {
            c,
            original: original.clone(),
            spaced: std::mem::take(&mut self.spaced),
            new_line: std::mem::take(&mut self.new_line),
            attached,
            role: Role::Own,
        });
    }
}

/// NFKC and lower case, until both hold.
fn compatible(base: char, cluster: &str) -> String {
    let composed: String = cluster.nfkc().collect();
    // NFKC takes spacing accents (´ ¨) apart into a space and a mark, of which nothing would be left.
    if composed.starts_with(' ') {
        return base.to_string();
    }
    let lower: String = composed.chars().flat_map(char::to_lowercase).collect();
    lower.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(char, &str)> {
        glyphs(text)
            .into_iter()
            .map(|glyph| (glyph.c, &text[glyph.original]))
            .collect()
    }

    #[test]
    fn half_width_kana_map_character_by_character() {
        assert_eq!(
            pairs("ｺｰﾃﾞｨﾊﾟ"),
            [
                ('コ', "ｺ"),
                ('ー', "ｰ"),
                ('デ', "ﾃﾞ"),
                ('ィ', "ｨ"),
                ('パ', "ﾊﾟ")
            ]
        );
    }

    #[test]
    fn marks_compose_with_what_they_stand_on() {
        assert_eq!(
            pairs("か\u{3099}ハ\u{309A}か゛e\u{301}"),
            [
                ('が', "か\u{3099}"),
                ('パ', "ハ\u{309A}"),
                ('が', "か゛"),
                ('é', "e\u{301}")
            ]
        );
        assert_eq!(pairs("か\u{309A}"), [('か', "か\u{309A}")]);
    }

    #[test]
    fn marks_without_a_base_are_left_out() {
        assert_eq!(pairs("\u{3099}゛ \u{301}ﾞ漢゛"), [('漢', "漢")]);
    }

    #[test]
    fn what_has_no_shape_is_ignored_and_covered() {
        assert_eq!(
            pairs("\u{FEFF}葛\u{E0100}城\u{FE00}研\u{200B}修\u{AD}"),
            [
                ('葛', "葛\u{E0100}"),
                ('城', "城\u{FE00}"),
                ('研', "研\u{200B}"),
                ('修', "修\u{AD}")
            ]
        );
    }

    #[test]
    fn one_character_that_nfkc_makes_several_of_is_the_source_of_each() {
        assert_eq!(pairs("㍻"), [('平', "㍻"), ('成', "㍻")]);
        assert_eq!(pairs("㈱"), [('(', "㈱"), ('株', "㈱"), (')', "㈱")]);
    }

    #[test]
    fn compatibility_ideographs_and_radicals_are_kanji() {
        assert_eq!(pairs("神⽇⻑"), [('神', "神"), ('日', "⽇"), ('長', "⻑")]);
    }

    #[test]
    fn case_is_lower_in_every_width() {
        let folded: String = glyphs("ＮＩＣＵ Éa").iter().map(|glyph| glyph.c).collect();
        assert_eq!(folded, "nicuéa");
    }

    #[test]
    fn the_short_way_folds_as_the_long_one() {
        for c in '\0'..=char::MAX {
            let Some(folded) = folded_alone(c) else {
                continue;
            };
            let mut reader = Reader::default();
            reader.push_cluster(c, &c.to_string(), 0..c.len_utf8());
            reader.push_plain(c, folded, 0..c.len_utf8());
            let [long, short] = &reader.glyphs[..] else {
                panic!("{c:?} is two characters: {:?}", reader.glyphs)
            };
            assert_eq!(long.c, short.c, "{c:?}");
            assert!(
                !is_space(c) && !is_ignorable(c) && !is_combining_mark(c) && voicing(c).is_none()
            );
        }
    }

    #[test]
    fn what_stands_alone_belongs_to_nothing() {
        for c in '\0'..=char::MAX {
            let belongs = ['か', 'ｶ', 'a', '漢']
                .iter()
                .any(|base| belongs_to(*base, c));
            assert!(!(stands_alone(c) && belongs), "{c:?}");
            assert!(folded_alone(c).is_none() || stands_alone(c), "{c:?}");
        }
    }

    #[test]
    fn any_number_of_marks_is_read() {
        let text = format!("か{}修", "\u{301}".repeat(100_000));
        assert_eq!(glyphs(&text).len(), 2);
    }
}
