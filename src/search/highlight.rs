//! Marks what a query found in the original text, whichever engine found it.

use std::{cell::OnceCell, ops::Range};

use super::{Query, passage::passage, similar::find_similar};
use crate::text::Normalised;

/// A text with what a query found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlighted {
    /// What is marked, [start, end) in Unicode code points of the text: in order, apart from one another, none empty.
    pub ranges: Vec<(usize, usize)>,
    /// The text as HTML: marks are `<mark>`, all else is escaped.
    pub html: String,
    /// The passage that tells best why the text was found, [start, end) in code points; all of a short text.
    pub passage: (usize, usize),
    /// The passage as HTML.
    pub passage_html: String,
}

/// Marks one query in any number of texts.
#[derive(Debug, Clone)]
pub struct Highlighter {
    needles: Vec<Normalised>,
    /// What is marked where something like it stands.
    similar: Vec<Normalised>,
}

impl Highlighter {
    /// For the terms and phrases of `query` that are not negated. Filters on fields mark nothing.
    pub fn new(query: &Query) -> Self {
        let needles = |texts: &mut dyn Iterator<Item = &str>| {
            let needles = texts.map(Normalised::of);
            needles
                .filter(|needle| !needle.units().is_empty())
                .collect()
        };
        Self {
            needles: needles(&mut query.marked_texts()),
            similar: needles(&mut query.similar_texts()),
        }
    }

    /// Marks `text`.
    pub fn mark(&self, text: &str) -> Highlighted {
        let folded = OnceCell::new();
        self.mark_folded(text, || folded.get_or_init(|| Normalised::of(text)))
    }

    /// Marks `text`, whose form for matching `folded` gives, if it is wanted.
    pub fn mark_folded<'f>(
        &self,
        text: &str,
        folded: impl FnOnce() -> &'f Normalised,
    ) -> Highlighted {
        let bytes = self.byte_ranges(folded);
        let ranges = in_code_points(text, &bytes);
        let passage = passage(text, &ranges);
        let all = html(text, &bytes, 0..text.len());
        let passage_html = match in_bytes(text, passage) {
            whole if whole == (0..text.len()) => all.clone(),
            part => html(text, &bytes, part),
        };
        Highlighted {
            html: all,
            ranges,
            passage,
            passage_html,
        }
    }

    fn byte_ranges<'f>(&self, folded: impl FnOnce() -> &'f Normalised) -> Vec<Range<usize>> {
        if self.needles.is_empty() && self.similar.is_empty() {
            return Vec::new();
        }
        let normalised = folded();
        let found = self
            .needles
            .iter()
            .flat_map(|needle| normalised.find(needle));
        let similar = self
            .similar
            .iter()
            .flat_map(|needle| find_similar(normalised, needle));
        merge(found.chain(similar).collect())
    }
}

/// Joins ranges that overlap or touch, and puts them in order.
fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

fn in_code_points(text: &str, bytes: &[Range<usize>]) -> Vec<(usize, usize)> {
    let (mut at, mut count) = (0, 0);
    let mut code_points = |byte: usize| {
        count += text[at..byte].chars().count();
        at = byte;
        count
    };
    bytes
        .iter()
        .map(|range| (code_points(range.start), code_points(range.end)))
        .collect()
}

fn in_bytes(text: &str, (start, end): (usize, usize)) -> Range<usize> {
    let place = |code_point| {
        let mut places = text.char_indices().map(|(byte, _)| byte);
        places.nth(code_point).unwrap_or(text.len())
    };
    place(start)..place(end)
}

/// `part` of the text as HTML, with what is marked in it.
fn html(text: &str, bytes: &[Range<usize>], part: Range<usize>) -> String {
    let mut html = String::with_capacity(part.len() + 13 * bytes.len());
    let mut at = part.start;
    for range in bytes {
        let (start, end) = (range.start.max(part.start), range.end.min(part.end));
        if start >= end {
            continue;
        }
        push_escaped(&mut html, &text[at..start]);
        html.push_str("<mark>");
        push_escaped(&mut html, &text[start..end]);
        html.push_str("</mark>");
        at = end;
    }
    push_escaped(&mut html, &text[at..part.end]);
    html
}

fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(query: &str, text: &str) -> Highlighted {
        Highlighter::new(&Query::parse(query)).mark(text)
    }

    #[test]
    fn every_occurrence_is_marked_and_neighbours_merge() {
        let marked = mark("研修 修の", "研修の場と研修");
        assert_eq!(marked.ranges, [(0, 3), (5, 7)]);
        assert_eq!(marked.html, "<mark>研修の</mark>場と<mark>研修</mark>");
    }

    #[test]
    fn negated_terms_and_fields_mark_nothing() {
        let marked = mark("-研修 発言者:報酬 加算", "研修の報酬<加算>");
        assert_eq!(marked.html, "研修の報酬&lt;<mark>加算</mark>&gt;");
    }

    #[test]
    fn a_match_marks_the_original_characters() {
        let marked = mark("カ", "𠮷と「ｶ」");
        assert_eq!(marked.ranges, [(3, 4)]);
    }

    #[test]
    fn marks_are_right_after_normalisation() {
        let text = "医療的ケア児ｺｰﾃﾞｨﾈｰﾀｰが３５単位、135単位";
        let marked = mark("コーディネータ 35単位", text);
        assert_eq!(marked.ranges, [(6, 15), (16, 20)]);
        assert_eq!(mark("斎木", "齋木委員").html, "<mark>齋木</mark>委員");
        assert_eq!(mark("養成研修", "養成\n研修").ranges, [(0, 5)]);
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        let marked = mark("script", "<script>'&\"");
        assert!(!marked.html.contains("<script") && marked.html.contains("&#39;&amp;&quot;"));
    }

    fn unescape(html: &str) -> String {
        let plain = html.replace("<mark>", "").replace("</mark>", "");
        let plain = plain.replace("&lt;", "<").replace("&gt;", ">");
        let plain = plain.replace("&quot;", "\"").replace("&#39;", "'");
        plain.replace("&amp;", "&")
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_html_loses_nothing(
            text in "([研修報酬ｶﾞーヶ月１2㍿㌔a<>&\"' 。\n]|\\PC){0,60}",
            query in "([研修報酬かが月12a<&]|\\PC){1,6}( [研修報酬a]{1,2})?",
        ) {
            let marked = mark(&query, &text);
            let length = text.chars().count();
            let mut least = 0;
            for (start, end) in &marked.ranges {
                prop_assert!(least <= *start && start < end && *end <= length);
                least = end + 1;
            }
            prop_assert_eq!(unescape(&marked.html), text);
            prop_assert_eq!(marked.html.matches("<mark>").count(), marked.ranges.len());
        }
    }
}
