//! The title zone: council, fiscal year, round, and the word for the document.

use std::ops::Range;

use super::dates::year;
use super::numerals::{Compact, has, number};

/// What one line of the title zone names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TitleLine {
    /// 年度.
    pub fiscal_year: Option<i64>,
    /// 第n回.
    pub round: Option<i64>,
    /// The council.
    pub council: Option<String>,
    /// Whether it says what the document is (議事要旨).
    pub names_document: bool,
}

/// Words for a document of this kind, longest first.
const DOCUMENTS: [&str; 22] = [
    "議事要旨",
    "議事概要",
    "議事録",
    "会議録",
    "会議要旨",
    "会議概要",
    "会議記録",
    "議事要録",
    "要点記録",
    "審議経過",
    "開催結果",
    "結果概要",
    "実施結果",
    "開催概要",
    "議事の要旨",
    "議事の概要",
    "発言要旨",
    "要旨",
    "要録",
    "概要",
    "記録",
    "報告書",
];
/// Words that the name of a body that meets ends in.
const BODIES: [&str; 20] = [
    "協議会",
    "審議会",
    "委員会",
    "検討会議",
    "連絡会議",
    "推進会議",
    "調整会議",
    "会議",
    "部会",
    "検討会",
    "懇談会",
    "分科会",
    "連絡会",
    "研究会",
    "推進会",
    "審査会",
    "懇話会",
    "ワーキンググループ",
    "ワーキング",
    "プロジェクトチーム",
];

/// Reads one line of the title zone.
pub(super) fn read(line: &str) -> TitleLine {
    let compact = Compact::of(line);
    let chars = compact.chars();
    let mut cut: Vec<Range<usize>> = Vec::new();
    let mut title = TitleLine::default();
    if let Some((value, range)) = (0..chars.len()).find_map(|at| fiscal_year(chars, at)) {
        title.fiscal_year = Some(i64::from(value));
        cut.push(range);
    }
    if let Some((value, range)) = (0..chars.len()).rev().find_map(|at| round(chars, at)) {
        title.round = Some(i64::from(value));
        cut.push(range);
    }
    if let Some(range) = document_word(chars) {
        title.names_document = true;
        cut.push(range);
    }
    cut.sort_by_key(|range| range.start);
    title.council = council(line, &compact, &cut);
    title
}

fn fiscal_year(chars: &[char], at: usize) -> Option<(u32, Range<usize>)> {
    let (value, end) = year(chars, at)?;
    (chars.get(end - 1) == Some(&'年') && chars.get(end) == Some(&'度'))
        .then_some((value, at..end + 1))
}

fn round(chars: &[char], at: usize) -> Option<(u32, Range<usize>)> {
    let start = has(chars, at, "第").then_some(at + 1)?;
    let (value, end) = number(chars, start)?;
    (chars.get(end) == Some(&'回')).then_some((value, at..end + 1))
}

/// The last word for a document, with the の before it.
fn document_word(chars: &[char]) -> Option<Range<usize>> {
    let at = |start: usize| {
        let word = DOCUMENTS.iter().find(|word| has(chars, start, word))?;
        let with_particle = start > 0 && chars[start - 1] == 'の';
        Some(start - usize::from(with_particle)..start + word.chars().count())
    };
    let first = (0..chars.len()).find_map(at)?;
    // 議事概要（要旨）: what follows the first word is no name of a council.
    Some(first.start..chars.len())
}

fn council(line: &str, compact: &Compact, cut: &[Range<usize>]) -> Option<String> {
    let mut parts = Vec::new();
    let mut start = 0;
    for range in cut.iter().filter(|range| !range.is_empty()) {
        let bytes = compact.original(range.clone());
        if bytes.start >= start {
            parts.push(&line[start..bytes.start]);
            start = bytes.end;
        }
    }
    parts.push(&line[start..]);
    let names: Vec<&str> = parts.into_iter().filter_map(name_of_body).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// `part` up to the last word for a body, without brackets that were left empty.
fn name_of_body(part: &str) -> Option<&str> {
    let end = BODIES
        .iter()
        .filter_map(|word| part.rfind(word).map(|at| at + word.len()))
        .max()?;
    let name = part[..end]
        .trim_matches(|c: char| c.is_whitespace() || "（）()【】「」『』・：:　■◆○●".contains(c));
    // A sentence that mentions a council is no title.
    let is_sentence =
        part.contains(['。', '、']) || part.contains("について") || name.chars().count() < 4;
    (!is_sentence && name.chars().count() <= 60).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_year_round_and_council() {
        for line in [
            "令和４年度 第２回 みなと市こども支援協議会",
            "令和４年度第２回みなと市こども支援協議会議事要旨",
            "みなと市こども支援協議会（令和4年度 第2回）会議録",
            "第２回 みなと市こども支援協議会の開催結果（令和４年度）について",
        ] {
            let title = read(line);
            assert_eq!(title.round, Some(2), "{line}");
            assert_eq!(
                title.council.as_deref(),
                Some("みなと市こども支援協議会"),
                "{line}"
            );
        }
        assert_eq!(read("令和元年度第１回").fiscal_year, Some(2019));
        assert!(read("   議 事 要 旨 ").names_document);
        assert_eq!(read("本日は雨である。"), TitleLine::default());
    }
}
