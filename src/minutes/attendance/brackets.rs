//! What stands in brackets after a name: a role, an organisation, that the person was absent or somebody's proxy, a count.

use crate::domain::AttendanceStatus;

use super::super::parsed::ParsedAttendee;
use super::super::people;
use super::super::rows::{self, Row};
use super::super::wording::leading_bracket;
use super::pieces::split_outside_brackets;

/// （欠席　青木）, （青木委員は欠席）: who was absent, in a bracket after those who were there.
pub(super) fn absent(note: &str) -> Option<Vec<String>> {
    let note = note.trim();
    let names = note
        .strip_prefix("欠席")
        .map(|rest| rest.trim_start_matches(['者', '委', '員', '：', ':']))
        .or_else(|| note.strip_suffix("は欠席"))?;
    let row = Row {
        role: None,
        pairs: false,
        organizations: false,
    };
    let found: Vec<String> = split_outside_brackets(names)
        .into_iter()
        .flat_map(|piece| rows::read(piece, &row))
        .map(|person| person.name)
        .collect();
    (!found.is_empty()).then_some(found)
}

/// What a bracket after a name says: the role, that the person was absent or somebody's proxy, or something to note.
pub(super) fn apply(attendee: &mut ParsedAttendee, note: &str) {
    let text: String = note.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() || is_count_word(&text) || text == "出席" {
        return;
    }
    // （会長・みなと大学教授）
    if let Some((role, rest)) = text.split_once('・')
        && people::is_chair(role)
    {
        attendee.role = Some(role.to_owned());
        attendee.organization.get_or_insert_with(|| rest.to_owned());
        return;
    }
    // （代 青木）, （代：青木）
    let stands_in = note.trim_start().strip_prefix('代').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：'))
    });
    if text == "職務代理" {
        attendee.role = Some(text);
        return;
    }
    if text.contains("代理") && !text.contains("職務代理") || stands_in {
        attendee.status = AttendanceStatus::Proxy;
    } else if text.contains("欠席") {
        attendee.status = AttendanceStatus::Absent;
        if text == "欠席" {
            return;
        }
    } else if (people::is_role(&text) || people::is_post(&text))
        && (people::is_chair(&text) || !attendee.role.as_deref().is_some_and(people::is_chair))
    {
        let organization = attendee.role.take().filter(|_| people::is_chair(&text));
        attendee.organization = attendee
            .organization
            .take()
            .or_else(|| organization.filter(|role| role != "委員" && role != "構成員"));
        attendee.role = Some(note.trim().to_owned());
        return;
    } else if attendee.organization.is_none()
        && (people::is_organization(&text) || people::is_role(&text) || people::is_post(&text))
    {
        attendee.organization = Some(note.trim().to_owned());
        return;
    }
    attendee.note = Some(note.trim().to_owned());
}

/// Whether `text` holds nothing but a count in brackets (`（14名）`).
pub(in crate::minutes) fn is_count(text: &str) -> bool {
    leading_bracket(text).is_some_and(|(inner, rest)| rest.is_empty() && is_count_word(inner))
}

/// 14名, 計10名, 以上26名, ほか３名.
pub(in crate::minutes) fn is_count_word(text: &str) -> bool {
    text.ends_with(['名', '人'])
        && text
            .chars()
            .any(|c| c.is_numeric() || "一二三四五六七八九十".contains(c))
        && text.chars().all(|c| {
            !c.is_alphabetic()
                || "計約以上全外ほか他総委員合出席者名人一二三四五六七八九十百".contains(c)
        })
}
