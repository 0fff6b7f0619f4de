//! The parts that the words of refusals are made of: names of things, lists, days.

use chrono::{DateTime, FixedOffset, Utc};

use crate::domain::{EntityKind, SuggestionKind, TextEnum};

pub(super) fn entity_en(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::ActionItem => "action item",
        EntityKind::CheckRound => "round of checks",
        EntityKind::CorrectionRequest => "correction request",
        EntityKind::Attendance => "attendance entry",
        EntityKind::ReadingMemory => "remembered wording",
        other => other.as_str(),
    }
}

pub(super) fn entity_ja(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::Council => "会議体",
        EntityKind::Person => "人",
        EntityKind::Membership => "委員",
        EntityKind::Meeting => "会議",
        EntityKind::Attendance => "出欠",
        EntityKind::Material => "会議資料",
        EntityKind::Topic => "議題",
        EntityKind::Opinion => "意見",
        EntityKind::Issue => "論点",
        EntityKind::SynonymGroup => "同義語",
        EntityKind::ActionItem => "対応事項",
        EntityKind::Minutes => "議事要旨",
        EntityKind::Revision => "版",
        EntityKind::Import => "取込み",
        EntityKind::Suggestion => "候補",
        EntityKind::CheckRound => "委員確認",
        EntityKind::CorrectionRequest => "訂正依頼",
        EntityKind::ReadingMemory => "読み取りの記憶",
        EntityKind::Token => "トークン",
    }
}

pub(super) fn undecided_en(
    lines: &[i64],
    suggestions: &[(SuggestionKind, i64)],
    corrections: i64,
) -> String {
    let mut words = Vec::new();
    if !lines.is_empty() {
        words.push(format!(
            "Lines {} of the document could not be placed. Settle each of them first: \
             PATCH /api/v1/imports/{{id}}/unmapped-lines/{{line}}.",
            numbers(lines)
        ));
    }
    if !suggestions.is_empty() {
        words.push(format!(
            "Suggestions are open ({}). Accept or reject them first, one by one or all of a kind: \
             POST /api/v1/imports/{{id}}/suggestions/accept.",
            counts(suggestions)
        ));
    }
    if corrections > 0 {
        words.push(format!(
            "Correction requests of members are open ({corrections}). Accept or decline each of them first: \
             POST /api/v1/correction-requests/{{id}}/accept or /decline."
        ));
    }
    words.join(" ")
}

pub(super) fn undecided_ja(
    lines: &[i64],
    suggestions: &[(SuggestionKind, i64)],
    corrections: i64,
) -> String {
    let mut words = String::new();
    if !lines.is_empty() {
        words += &format!(
            "文書の {} 行目が、どこにも割り当てられていません。先に1行ずつ確認してください：\
             PATCH /api/v1/imports/{{id}}/unmapped-lines/{{line}}。",
            numbers(lines)
        );
    }
    if !suggestions.is_empty() {
        words += &format!(
            "確認していない候補があります（{}）。先に1件ずつ、又は種類ごとにまとめて、採用又は却下してください：\
             POST /api/v1/imports/{{id}}/suggestions/accept。",
            counts(suggestions)
        );
    }
    if corrections > 0 {
        words += &format!(
            "委員からの訂正依頼で、決定していないものが {corrections} 件あります。先に1件ずつ採用又は却下してください：\
             POST /api/v1/correction-requests/{{id}}/accept 又は /decline。"
        );
    }
    words
}

/// speaker: 13, issue: 4
pub(super) fn counts(suggestions: &[(SuggestionKind, i64)]) -> String {
    let counts: Vec<String> = suggestions
        .iter()
        .map(|(kind, count)| format!("{kind}: {count}"))
        .collect();
    counts.join(", ")
}

/// The day is the council's.
pub(super) fn in_japan(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let japan = FixedOffset::east_opt(9 * 3600).expect("nine hours is a valid offset");
    at.with_timezone(&japan)
}

fn numbers(lines: &[i64]) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<String> = lines.iter().take(SHOWN).map(i64::to_string).collect();
    if lines.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
