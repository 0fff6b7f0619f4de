//! What a person should know of a reading: plain sentences that stay the same from one version to the next.

use super::parsed::ParsedMinutes;

/// The warnings about `parsed`.
pub(super) fn of(parsed: &ParsedMinutes) -> Vec<String> {
    let missing = [
        (
            parsed.council.is_none(),
            "会議体の名称が読み取れませんでした。",
        ),
        (
            parsed.round.is_none(),
            "第何回の会議か読み取れませんでした。",
        ),
        (parsed.date.is_none(), "開催日が読み取れませんでした。"),
        (
            parsed.attendees.is_empty(),
            "出席者が読み取れませんでした。",
        ),
        (parsed.topics.is_empty(), "議題が読み取れませんでした。"),
        (
            parsed.opinions.is_empty(),
            "意見・発言が一つも読み取れませんでした。",
        ),
    ];
    let mut warnings: Vec<String> = missing
        .iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, warning)| (*warning).to_owned())
        .collect();
    if parsed.start_time > parsed.end_time && parsed.end_time.is_some() {
        warnings.push("終了時刻が開始時刻より前になっています。".to_owned());
    }
    if !parsed.unmapped_lines.is_empty() {
        let count = parsed.unmapped_lines.len();
        warnings.push(format!("どこにも当てはまらない行が{count}行あります。"));
    }
    warnings
}
