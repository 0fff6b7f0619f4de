//! What an entry looks like that may open a topic, or another part of the document.

use crate::minutes::{
    agenda,
    cues::{Cue, is_lone_named},
    directions,
    entries::Entry,
    labels::{self, Label},
    lines::is_terminated,
    wording,
};

/// 主な意見, 傍聴者, 資料: where another part of the document begins.
pub(super) fn is_part_of_document(entry: &Entry<'_>) -> bool {
    let labelled = labels::read(&entry.text).is_some_and(|found| {
        found.value.is_empty()
            && matches!(
                found.label,
                Label::Body | Label::Audience | Label::Materials
            )
            || found.label == Label::Aside
    });
    labelled || directions::read(entry.content()) == Some(directions::Direction::Collective)
}

/// 【開　会】, ［議　事］: a frame without a number.
pub(super) fn is_plain_frame(entry: &Entry<'_>) -> bool {
    let inner = wording::inside_brackets(&entry.text).unwrap_or(&entry.text);
    agenda::is_frame(inner) || agenda::is_part(&entry.text)
}

/// …について, with a stage direction under it: a title without a number.
pub(super) fn is_unnumbered_title(entries: &[Entry<'_>], turns: &[bool], at: usize) -> bool {
    let text = entries[at].text.as_ref();
    let quoted = text
        .strip_prefix('「')
        .and_then(|text| text.strip_suffix('」'));
    let text = quoted.unwrap_or(text);
    let ends = ["について", "に関すること", "の件"]
        .iter()
        .any(|word| text.ends_with(word));
    let ended = at == 0 || turns[at - 1] || is_terminated(entries[at - 1].last.text);
    let directed = entries.get(at + 1).is_some_and(|next| {
        directions::is_remark(&next.text)
            || matches!(
                directions::read(&next.text),
                Some(directions::Direction::Party { .. })
            )
    });
    // 「計画について」 alone under a part of the meeting.
    let stands_out = quoted.is_some() && at > 0 && {
        let above = entries[at - 1].content();
        agenda::is_group(above) || agenda::is_frame(above)
    };
    let ended = ended || stands_out;
    ends && ended
        && (directed || stands_out)
        && agenda::is_title(text)
        && !text.starts_with(['（', '(', '【'])
}

/// その他, alone on its line between turns.
pub(super) fn is_plain_other(entries: &[Entry<'_>], turns: &[bool], at: usize) -> bool {
    let ended = at > 0 && is_terminated(entries[at - 1].last.text);
    let text = entries[at].text.as_ref();
    let inner = wording::inside_brackets(text).unwrap_or(text);
    inner == "その他" && ended && turns.get(at + 1) == Some(&true)
}

/// その他: the last topic of any list.
pub(super) fn is_other(entry: &Entry<'_>) -> bool {
    let title: String = entry.content().split_whitespace().collect();
    matches!(entry.cue, Cue::Number { .. }) && title == "その他"
}

/// 日程第１, 日程第２及び日程第３: nothing but the numbers of topics.
pub(super) fn names_numbers(text: &str) -> bool {
    let parts = text
        .split("及び")
        .flat_map(|part| part.split("から"))
        .flat_map(|part| part.split(['・', '、', '～']));
    let short = text.chars().count() <= 20;
    short && parts.map(str::trim).all(is_lone_named)
}
