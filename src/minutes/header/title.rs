//! The title zone: council, fiscal year, round, and the word for the document.

use std::ops::Range;

use super::super::dates::year;
use super::super::numerals::{Compact, has, number};
use super::super::wording::{brackets_after, open_brackets};

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
const DOCUMENTS: [&str; 33] = [
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
    "会議結果",
    "審議結果",
    "議事結果",
    "結果",
    "議事の記録",
    "会議メモ",
    "議事メモ",
    "要点筆記",
    "速記録",
    "顛末書",
    "議事速報",
];
/// Words that the name of a body that meets ends in.
const BODIES: [&str; 52] = [
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
    "調査会",
    "評議会",
    "評議員会",
    "市民会議",
    "小委員会",
    "幹事会",
    "総会",
    "評価会",
    "選定会",
    "会合",
    "本部会議",
    "タスクフォース",
    "サブグループ",
    "作業部会",
    "を考える会",
    "定例会",
    "臨時会",
    "円卓会議",
    "理事会",
    "役員会",
    "ワークショップ",
    "意見交換会",
    "説明会",
    "交流会",
    "協議の場",
    "策定会",
    "円卓",
    "研修会",
    "公聴会",
    "フォーラム",
    "議会",
    "市会",
];

/// Reads one line of the title zone.
pub(super) fn read(line: &str) -> TitleLine {
    if let Some(plain) = unspaced(line) {
        return read(&plain);
    }
    let compact = Compact::of(line);
    let chars = compact.chars();
    let mut cut: Vec<Range<usize>> = Vec::new();
    let mut title = TitleLine::default();
    if let Some((value, range)) = (0..chars.len()).find_map(|at| fiscal_year(chars, at)) {
        title.fiscal_year = Some(i64::from(value));
        cut.push(range);
    }
    // 第３回…審議会（令和５年度第１回部会合同）: what brackets say is of another body where the round stands outside them.
    let depths = depths(chars);
    let last = |inside: bool| {
        let mut places = (0..chars.len()).rev();
        places.find_map(|at| round(chars, at).filter(|_| (depths[at] > 0) == inside))
    };
    if let Some((value, range)) = last(false).or_else(|| last(true)) {
        title.round = Some(i64::from(value));
        cut.push(range);
    }
    cut.extend(dates(chars, &cut));
    let document = document_word(chars);
    title.names_document = document.is_some();
    let without = |document: Option<Range<usize>>| {
        let mut all = cut.clone();
        all.extend(document);
        all.sort_by_key(|range| range.start);
        council(line, &compact, &all)
    };
    // 振興会議要旨 may be 振興会議 and 要旨.
    title.council = without(document.clone()).or_else(|| {
        // 振興会　会議録 is none of them.
        let printed = |range: &Range<usize>| compact.original(range.start..range.start + 1).start;
        let range = document
            .filter(|range| has(chars, range.start, "会議"))
            .filter(|range| !line[..printed(range)].ends_with(char::is_whitespace))?;
        without(Some(range.start + 2..range.end))
    });
    title
}

/// The name of the council after one more line of the title: the first name found, the same with what was left out before it,
/// or a part of the body named right below the body. `None` where nothing changes.
pub(super) fn fuller(known: Option<&str>, found: &str, below: bool) -> Option<String> {
    match known {
        None => Some(found.to_owned()),
        Some(known) if found.len() > known.len() && found.ends_with(known) => {
            Some(found.to_owned())
        }
        Some(known) if below && !known.contains(found) && !found.contains(known) => {
            Some(format!("{known} {found}"))
        }
        Some(_) => None,
    }
}

/// A title that is printed letter by letter (`令 和 ４ 年 度`), without the white space.
fn unspaced(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let letters = words.iter().filter(|word| word.chars().nth(1).is_none());
    let spaced = words.len() >= 12 && letters.count() * 10 >= words.len() * 9;
    spaced.then(|| words.concat())
}

/// The council that the value of 会議名 is, without year, round and the word for the document.
pub(super) fn plain_name(value: &str) -> Option<String> {
    let compact = Compact::of(value);
    let chars = compact.chars();
    let cuts = (0..chars.len())
        .filter_map(|at| fiscal_year(chars, at))
        .chain((0..chars.len()).filter_map(|at| round(chars, at)))
        .map(|(_, range)| compact.original(range))
        .collect::<Vec<_>>();
    let start = cuts.iter().map(|range| range.end).max().unwrap_or(0);
    let name = value[start..].trim_matches(|c: char| c.is_whitespace() || "（）()　".contains(c));
    let short = (2..=60).contains(&name.chars().count());
    (short && !name.contains('。')).then(|| name.to_owned())
}

/// 定例会, 臨時会（第１号: the kind of a meeting, which names no body.
pub(super) fn names_session(name: &str) -> bool {
    let end = name.find(['（', '(']).unwrap_or(name.len());
    matches!(
        name[..end].trim(),
        "定例会" | "臨時会" | "本会議" | "定例会議" | "臨時会議"
    )
}

/// Whether a line of the title zone tells of something else than the meeting: when the document was made or published.
pub(super) fn is_publication(line: &str) -> bool {
    [
        "公表", "公開", "作成", "発行", "掲載", "更新", "現在", "施行", "次回",
    ]
    .iter()
    .any(|word| line.contains(word))
}

fn fiscal_year(chars: &[char], at: usize) -> Option<(u32, Range<usize>)> {
    let (value, end) = year(chars, at)?;
    (chars.get(end - 1) == Some(&'年') && chars.get(end) == Some(&'度'))
        .then_some((value, at..end + 1))
}

/// Years, months and days beside the name (`平成26年12月`, `07/07/11`).
fn dates(chars: &[char], cut: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let is_cut = cut.iter().any(|range| range.contains(&at));
        let end = (!is_cut).then(|| date_end(chars, at)).flatten();
        match end {
            Some(end) => {
                found.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn date_end(chars: &[char], at: usize) -> Option<usize> {
    if at > 0 && chars[at - 1].is_ascii_digit() {
        return None;
    }
    let slashed = || {
        let (_, end) = number(chars, at)?;
        let (_, end) = (chars.get(end) == Some(&'/')).then(|| number(chars, end + 1))??;
        let (_, end) = (chars.get(end) == Some(&'/')).then(|| number(chars, end + 1))??;
        Some(end)
    };
    let (_, mut end) = year(chars, at)
        .filter(|(_, end)| chars[end - 1] == '年')
        .or_else(|| slashed().map(|end| (0, end)))?;
    for unit in ['月', '日'] {
        if let Some((_, next)) =
            number(chars, end).filter(|(_, next)| chars.get(*next) == Some(&unit))
        {
            end = next + 1;
        }
    }
    Some(end)
}

/// For each character, how many brackets are open before it.
fn depths(chars: &[char]) -> Vec<usize> {
    let mut depth = 0_usize;
    chars
        .iter()
        .map(|c| {
            let before = depth;
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            before
        })
        .collect()
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
    let mut first = (0..chars.len()).find_map(at)?;
    // 会議要録: the word for what it is a record of belongs to it.
    let of = first.start.saturating_sub(2);
    let whole = |at: usize| has(chars, at, "会議") || has(chars, at, "議事");
    if !whole(first.start) && whole(of) {
        first.start = of;
    }
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
    let mut names: Vec<&str> = Vec::new();
    let mut host = None;
    // How many brackets are open where `seen` stands.
    let (mut depth, mut seen) = (0, 0);
    for part in parts {
        // （第１回部会合同): what a bracket says beside the name is no part of it.
        let start = part.as_ptr() as usize - line.as_ptr() as usize;
        depth = brackets_after(depth, &line[seen..start]);
        seen = start;
        if depth > 0 && !names.is_empty() {
            continue;
        }
        match name_of_body(part) {
            Some(name) => names.extend(host.take().into_iter().chain([name])),
            // 県立みなと高等学校 第３回 学校運営協議会: the body belongs to what stands before.
            None if names.is_empty() => host = host_of_body(part),
            None => {}
        }
    }
    let name = names.join(" ");
    let name = ["定例会", "臨時会"]
        .iter()
        .filter_map(|word| name.strip_suffix(word))
        .find(|rest| BODIES.iter().any(|body| rest.trim_end().ends_with(body)))
        .unwrap_or(name.as_str());
    // ６月定例会　建設委員会: the session in which a committee met.
    let name = name
        .split_once(char::is_whitespace)
        .filter(|(session, rest)| {
            session.ends_with("定例会")
                && session.chars().count() <= 6
                && BODIES.iter().any(|body| rest.trim_end().ends_with(body))
        })
        .map_or(name, |(_, rest)| rest.trim_start());
    // 本小委員会は…: a word for whichever body it is.
    let deictic = name
        .strip_prefix(['本', '当'])
        .is_some_and(|body| BODIES.contains(&body) || body == "小委員会");
    (!names.is_empty() && !deictic).then(|| name.trim_end().to_owned())
}

/// The organisation that `part` is, if it is one.
fn host_of_body(part: &str) -> Option<&str> {
    let name = part.trim();
    (name.chars().count() >= 4 && name.ends_with(HOSTS)).then_some(name)
}

/// What the name of an organisation with a council of its own ends in.
const HOSTS: [char; 9] = ['校', '園', '院', '館', '市', '町', '村', '県', '会'];

/// `part` up to the last word for a body, without brackets that were left empty.
fn name_of_body(part: &str) -> Option<&str> {
    let end = BODIES
        .iter()
        .filter_map(|word| part.rfind(word).map(|at| at + word.len()))
        // 大会議室 is a place.
        .filter(|end| !part[*end..].starts_with(['室', '場', '所', '第']))
        // 審議会（書面会議）: what stands in a bracket is how it met.
        .filter(|end| open_brackets(&part[..*end]) == 0)
        .max()?;
    let mut part = part[..end].trim_start();
    while let Some((_, rest)) = super::super::wording::leading_bracket(part) {
        part = rest;
    }
    let name = part
        .trim_matches(|c: char| c.is_whitespace() || "（）()【】「」『』・：:　■◆○●".contains(c));
    // A sentence that mentions a council is no title.
    let is_sentence = part.contains(['。', '、'])
        || part.contains("について")
        || part.contains("ました")
        || part.contains("開催し")
        || name.chars().count() < 4;
    (!is_sentence && name.chars().count() <= 60).then_some(name)
}

#[cfg(test)]
mod tests;
