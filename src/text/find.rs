//! Where one text stands in another, unit by unit.

use std::ops::Range;

use super::{Normalised, Unit};

impl Normalised {
    /// The bytes of the original wherever `needle` stands in it, in order and not overlapping: what to highlight. A
    /// needle without units stands nowhere.
    pub fn find(&self, needle: &Self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        self.each_match(needle, |at| {
            let original = self.original(at..at + needle.units.len());
            match found.last_mut() {
                // Two matches inside one printed character (㍿) are one place.
                Some(last) if original.start < last.end => last.end = last.end.max(original.end),
                _ => found.push(original),
            }
            true
        });
        found
    }

    /// Whether `needle` stands in it.
    pub fn contains(&self, needle: &Self) -> bool {
        let mut found = false;
        self.each_match(needle, |_| {
            found = true;
            false
        });
        found
    }

    /// The bytes of the original from the first to the last of some units, by their places; an empty range at the start
    /// where there is no such unit.
    pub fn original(&self, units: Range<usize>) -> Range<usize> {
        match self.units.get(units) {
            Some([first, .., last]) => first.original.start..last.original.end,
            Some([only]) => only.original.clone(),
            _ => 0..0,
        }
    }

    /// Calls `visit` with the place of the first unit of each match, from left to right, until it returns false. After
    /// Knuth, Morris and Pratt, in linear time whatever the texts.
    fn each_match(&self, needle: &Self, mut visit: impl FnMut(usize) -> bool) {
        let sought: Vec<&str> = needle.texts().collect();
        if sought.is_empty() || sought.len() > self.units.len() {
            return;
        }
        let borders = borders(&sought);
        let mut matched = 0;
        for (at, text) in self.texts().enumerate() {
            while matched > 0 && sought[matched] != text {
                matched = borders[matched - 1];
            }
            if sought[matched] == text {
                matched += 1;
            }
            if matched == sought.len() {
                if !visit(at + 1 - matched) {
                    return;
                }
                matched = 0;
            }
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.units.iter().map(|unit: &Unit| self.unit_text(unit))
    }
}

/// For each start of `sought`, how long its longest proper prefix is that it also ends in.
fn borders(sought: &[&str]) -> Vec<usize> {
    let mut borders = vec![0; sought.len()];
    let mut length = 0;
    for at in 1..sought.len() {
        while length > 0 && sought[length] != sought[at] {
            length = borders[length - 1];
        }
        if sought[length] == sought[at] {
            length += 1;
        }
        borders[at] = length;
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, needle: &str) -> Vec<&'a str> {
        let ranges = Normalised::of(text).find(&Normalised::of(needle));
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn numbers_match_whole() {
        assert_eq!(found("全員に３５単位加算", "35単位"), ["３５単位"]);
        assert!(found("全員に135単位加算", "35単位").is_empty());
        assert!(found("全員に3.35単位加算", "35単位").is_empty());
        assert_eq!(found("１，０００円", "1000"), ["１，０００"]);
    }

    #[test]
    fn latin_words_match_whole() {
        assert_eq!(found("ＮＩＣＵから", "nicu"), ["ＮＩＣＵ"]);
        assert!(found("PICUから", "ICU").is_empty());
    }

    #[test]
    fn a_highlight_covers_the_word_as_printed() {
        assert_eq!(found("ｺｰﾃﾞｨﾈｰﾀｰの養成", "コーディネータ"), ["ｺｰﾃﾞｨﾈｰﾀｰ"]);
        assert_eq!(
            found("コーディ\nネーターの", "コーディネーター"),
            ["コーディ\nネーター"]
        );
        assert_eq!(found("島﨑委員、瀨戸委員", "島崎"), ["島﨑"]);
        assert_eq!(found("葛\u{E0100}飾区", "葛飾"), ["葛\u{E0100}飾"]);
        assert_eq!(found("３ヶ月と三カ月", "３か月"), ["３ヶ月"]);
    }

    #[test]
    fn matches_do_not_overlap_and_none_is_missed() {
        assert_eq!(found("ああああ", "ああ"), ["ああ", "ああ"]);
        assert_eq!(found("研研修", "研修"), ["研修"]);
        assert_eq!(found("研修研修研究", "研修研究"), ["研修研究"]);
        assert_eq!(found("㍿と株式会社", "会社"), ["㍿", "会社"]);
    }

    #[test]
    fn nothing_is_found_by_nothing() {
        assert!(found("研修", "").is_empty());
        assert!(found("研修", "「」").is_empty());
        assert!(!Normalised::of("").contains(&Normalised::of("")));
    }

    #[test]
    fn units_out_of_range_have_an_empty_original() {
        let text = Normalised::of("研修");
        assert_eq!(text.original(1..2), 3..6);
        assert_eq!(text.original(1..9), 0..0);
        assert_eq!(text.original(2..2), 0..0);
    }
}
