//! What a person should know of a reading: plain sentences that stay the same from one version to the next, and what they say
//! in English.

use super::parsed::ParsedMinutes;
use crate::domain::MeetingMode;

const NO_COUNCIL: (&str, &str) = (
    "会議体の名称が読み取れませんでした。",
    "The name of the council could not be read.",
);
const NO_ROUND: (&str, &str) = (
    "第何回の会議か読み取れませんでした。",
    "Which meeting of the year it is could not be read.",
);
const NO_DATE: (&str, &str) = (
    "開催日が読み取れませんでした。",
    "The day of the meeting could not be read.",
);
const NO_ATTENDEES: (&str, &str) = (
    "出席者が読み取れませんでした。",
    "Who attended could not be read.",
);
const NO_TOPICS: (&str, &str) = ("議題が読み取れませんでした。", "No topic could be read.");
const NO_OPINIONS: (&str, &str) = (
    "意見・発言が一つも読み取れませんでした。",
    "Not one statement could be read.",
);
const ENDS_BEFORE_START: (&str, &str) = (
    "終了時刻が開始時刻より前になっています。",
    "The meeting ends before it begins.",
);
const NO_START: (&str, &str) = (
    "開始時刻が読み取れませんでした。",
    "When the meeting begins could not be read.",
);
const NO_END: (&str, &str) = (
    "終了時刻の記載が見つかりませんでした。",
    "When the meeting ends was not found.",
);
const UNREAD_END: (&str, &str) = (
    "終了時刻が読み取れませんでした。",
    "When the meeting ends could not be read.",
);
const NO_VENUE: (&str, &str) = (
    "会場が読み取れませんでした。",
    "Where the meeting was held could not be read.",
);
/// Before and after the number of lines.
const UNMAPPED: (&str, &str) = ("どこにも当てはまらない行が", "行あります。");

/// The warnings about `parsed`; `end_unread` says that an end of the meeting is printed which is no time of day.
pub(super) fn of(parsed: &ParsedMinutes, end_unread: bool) -> Vec<String> {
    let ends_before_start = parsed.start_time > parsed.end_time
        && parsed.end_time.is_some()
        && parsed.end_date.is_none();
    // A meeting in writing has neither hours nor a place, and one online no place.
    let written = parsed.mode == Some(MeetingMode::Written);
    let placeless = written || parsed.mode == Some(MeetingMode::Online);
    let no_start = parsed.start_time.is_none() && (!written || parsed.end_time.is_some());
    let no_end = parsed.end_time.is_none() && (!written || parsed.start_time.is_some());
    let mut warnings: Vec<String> = [
        (parsed.council.is_none(), NO_COUNCIL),
        (parsed.round.is_none(), NO_ROUND),
        (parsed.date.is_none(), NO_DATE),
        (no_start, NO_START),
        (no_end && !end_unread, NO_END),
        (parsed.end_time.is_none() && end_unread, UNREAD_END),
        (parsed.venue.is_none() && !placeless, NO_VENUE),
        (parsed.attendees.is_empty(), NO_ATTENDEES),
        (parsed.topics.is_empty(), NO_TOPICS),
        (parsed.opinions.is_empty(), NO_OPINIONS),
        (ends_before_start, ENDS_BEFORE_START),
    ]
    .iter()
    .filter(|(applies, _)| *applies)
    .map(|(_, (warning, _))| (*warning).to_owned())
    .collect();
    if !parsed.unmapped_lines.is_empty() {
        let count = parsed.unmapped_lines.len();
        warnings.push(format!("{}{count}{}", UNMAPPED.0, UNMAPPED.1));
    }
    warnings
}

/// What a warning says in English; a sentence that is none of them stays as it is.
pub fn warning_in_english(warning: &str) -> String {
    let known = [
        NO_COUNCIL,
        NO_ROUND,
        NO_DATE,
        NO_START,
        NO_END,
        UNREAD_END,
        NO_VENUE,
        NO_ATTENDEES,
        NO_TOPICS,
        NO_OPINIONS,
        ENDS_BEFORE_START,
    ];
    let count = warning
        .strip_prefix(UNMAPPED.0)
        .and_then(|rest| rest.strip_suffix(UNMAPPED.1));
    match (known.iter().find(|(own, _)| *own == warning), count) {
        (Some((_, english)), _) => (*english).to_owned(),
        (None, Some(count)) => format!("{count} line(s) have no place."),
        (None, None) => warning.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_has_english_words() {
        let parsed = ParsedMinutes {
            unmapped_lines: vec![1, 2],
            ..ParsedMinutes::default()
        };
        let warnings = of(&parsed, false);
        assert_eq!(warnings.len(), 10);
        for warning in warnings.into_iter().chain(of(&parsed, true)) {
            assert!(warning_in_english(&warning).is_ascii(), "{warning}");
        }
    }
}
