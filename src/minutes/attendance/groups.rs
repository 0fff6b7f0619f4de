//! The groups of an attendance list: what a line or a word is that names one, and what it says of those under it.
//!
//! Who belongs to a group, the reader of the list tells.

use crate::domain::{AttendanceStatus, Capacity};

use super::super::cues::Cue;
use super::super::people;
use super::super::wording::inside_brackets;

/// Words that name a group in the middle of a row.
pub(super) const INLINE: [&str; 6] = [
    "事務局",
    "オブザーバー",
    "オブザーバ",
    "欠席者",
    "欠席委員",
    "欠席",
];

/// The group that a whole line names: in brackets, with a colon, or a word that can only be one.
pub(super) fn group_alone(text: &str) -> Option<&str> {
    let text = text.trim();
    if let Some(inner) = inside_brackets(text) {
        return Some(inner);
    }
    let marked = Cue::of(text);
    // (2) 県（事務局）
    if let Some((office, inner)) = marked.rest(text).split_once(['（', '('])
        && is_office(office)
        && let Some(inner) = inner.strip_suffix(['）', ')'])
        && standing_of_group(inner).is_some()
    {
        return Some(inner);
    }
    let word = marked.rest(text).trim_end_matches([':', '：']).trim_end();
    let compact: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    let is_group = (marked != Cue::None && is_office(&compact) && compact.chars().count() <= 3)
        || standing_of_group(&compact).is_some()
        || people::is_role(&compact)
        || text.ends_with([':', '：']);
    let organization = text.ends_with([':', '：']) && people::is_organization(&compact);
    let longest = if organization { 30 } else { 12 };
    let lists = compact.contains(super::pieces::COMMAS);
    (is_group && !lists && compact.chars().count() <= longest).then_some(word)
}

pub(super) fn group_before_colon(piece: &str) -> Option<(&str, &str)> {
    let (group, rest) = piece.split_once([':', '：'])?;
    let short = group.chars().count() <= 16;
    short.then(|| (group.trim(), rest.trim()))
}

/// 市　青木部長: whose people follow.
pub(super) fn is_authority(group: &str) -> bool {
    matches!(group, "市" | "県" | "町" | "村" | "都" | "区" | "府")
}

/// Whether a group is a part of an administration.
pub(super) fn is_office(group: &str) -> bool {
    let group = group.trim_end_matches("関係");
    is_authority(group)
        || group.chars().count() >= 2
            && group.ends_with([
                '省', '庁', '局', '課', '部', '室', '市', '県', '町', '村', '区', '府', '都',
            ])
}

/// What a group says of those under it; `None` where it leaves that as it was.
pub(super) struct GroupStanding {
    pub status: Option<AttendanceStatus>,
    pub capacity: Option<Capacity>,
}

/// The standing that the name of a group tells.
pub(super) fn standing_of_group(group: &str) -> Option<GroupStanding> {
    let text: String = group.chars().filter(|c| !c.is_whitespace()).collect();
    let text = count_stripped(&text);
    let of = |status, capacity| Some(GroupStanding { status, capacity });
    if text.contains("欠席") && !text.ends_with("は欠席") {
        return of(Some(AttendanceStatus::Absent), None);
    }
    if text.contains("代理出席") || text == "代理" {
        return of(Some(AttendanceStatus::Proxy), None);
    }
    let ends = |words: &[&str]| words.iter().any(|word| text.ends_with(word));
    if ends(&[
        "事務局",
        "事務局職員",
        "職員",
        "幹事",
        "執行部",
        "市側",
        "町側",
        "県側",
        "学校側",
        "当局",
        "説明職員",
        "事務局出席者",
    ]) {
        return of(Some(AttendanceStatus::Present), Some(Capacity::Secretariat));
    }
    if ends(&[
        "オブザーバー",
        "オブザーバ",
        "参考人",
        "説明者",
        "説明員",
        "関係者",
        "ゲスト",
        "アドバイザー",
    ]) {
        return of(Some(AttendanceStatus::Observer), Some(Capacity::Guest));
    }
    let members = [
        "委員",
        "構成員",
        "部会員",
        "出席",
        "出席者",
        "出席委員",
        "各委員",
    ];
    if members.contains(&text) {
        // （委員） under 欠席者 are still absent.
        return of(None, Some(Capacity::Member));
    }
    None
}

fn count_stripped(text: &str) -> &str {
    let end = text.find(['（', '(']).unwrap_or(text.len());
    &text[..end]
}

/// `text` cut before each word inside it that names a group and stands apart: 委員 青木、井上 事務局 上田館長.
pub(super) fn split_at_groups(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(char::is_whitespace) {
        let rest = text[at..].trim_start();
        let word = rest.split_whitespace().next().unwrap_or_default();
        let group = INLINE.contains(&word) && rest.len() > word.len();
        if group && at > start {
            parts.push(&text[start..at]);
            start = text.len() - rest.len();
        }
    }
    parts.push(&text[start..]);
    parts
}
