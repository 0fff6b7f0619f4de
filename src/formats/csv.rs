//! The opinions of a revision as a table that opens in Excel.
//!
//! One row for each opinion and no others, so that counting and filtering rows counts opinions; stage directions, materials and
//! the attendance list are in the other formats. Each row names its meeting and revision, so that tables of several meetings can be put under
//! each other. UTF-8 with BOM, CRLF, every cell in quotation marks (RFC 4180).
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"), and so does one that
//! begins with an apostrophe: taking one apostrophe away, where there is one, always gives the wording back.

use std::collections::HashMap;

use uuid::Uuid;

use super::{dates, marks::reasons, outline::outline, page::scrubbed_words, words};
use crate::domain::{
    HeadingContent, MeetingContent, OpinionContent, Part, PublishedMinutes, TopicContent,
    printed_fiscal_year,
};

/// What a spreadsheet needs to read a file as UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const COLUMNS: [&str; 19] = [
    "会議体",
    "会議名",
    "年度",
    "回",
    "開催日",
    "版",
    "発言番号",
    "議題番号",
    "議題",
    "小見出し",
    "種別",
    "発言者の示し方",
    "氏名",
    "役職",
    "発言",
    "論点",
    "伏せた箇所の理由",
    "削除",
    "発言ID",
];

/// One row for each opinion, below a row of names.
pub fn csv(minutes: &PublishedMinutes) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new()
        .quote_style(::csv::QuoteStyle::Always)
        .terminator(::csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let meeting = meeting_cells(minutes);
    let topics = topics_by_opinion(minutes);
    write(&mut writer, &COLUMNS.map(str::to_owned));
    for (index, opinion) in minutes.opinions.iter().enumerate() {
        let (topic, heading) = topics.get(&opinion.id).copied().unwrap_or_default();
        let [council, title, year, round, date, number] = meeting.clone();
        let [topic_number, topic_title, heading] = place_cells(topic, heading);
        let [kind, attribution, name, role, text, issues, reasons] =
            opinion.content.as_ref().map(cells).unwrap_or_default();
        let scrubbed = match opinion.content {
            Some(_) => String::new(),
            None => scrubbed_words(opinion.scrubbed.as_ref()),
        };
        write(
            &mut writer,
            &[
                council,
                title,
                year,
                round,
                date,
                number,
                (index + 1).to_string(),
                topic_number,
                topic_title,
                heading,
                kind,
                attribution,
                name,
                role,
                text,
                issues,
                reasons,
                scrubbed,
                opinion.id.to_string(),
            ],
        );
    }
    writer
        .into_inner()
        .expect("a buffer in memory takes all that is written")
}

fn write(writer: &mut ::csv::Writer<Vec<u8>>, cells: &[String; COLUMNS.len()]) {
    writer
        .write_record(cells.iter().map(|cell| guarded(cell)))
        .expect("rows are of one length, and a buffer in memory takes them");
}

fn guarded(cell: &str) -> String {
    let formula = cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\'',
    ]);
    if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn meeting_cells(minutes: &PublishedMinutes) -> [String; 6] {
    let number = minutes.number.to_string();
    let meeting = minutes.meeting.content.as_ref();
    let cell = |of: &dyn Fn(&MeetingContent) -> Option<String>| meeting.and_then(of);
    [
        cell(&|meeting| Some(meeting.council.clone())),
        cell(&|meeting| Some(meeting.title.clone())),
        cell(&|meeting| meeting.fiscal_year.map(printed_fiscal_year)),
        cell(&|meeting| meeting.round.map(|round| round.to_string())),
        cell(&|meeting| meeting.date.map(dates::cell)),
        Some(number),
    ]
    .map(Option::unwrap_or_default)
}

type Place<'a> = (
    Option<&'a Part<TopicContent>>,
    Option<&'a Part<HeadingContent>>,
);

/// Where each opinion stands in the document.
fn topics_by_opinion(minutes: &PublishedMinutes) -> HashMap<Uuid, Place<'_>> {
    let mut places = HashMap::with_capacity(minutes.opinions.len());
    for section in outline(minutes) {
        for group in section.groups {
            for numbered in group.opinions {
                places.insert(numbered.opinion.id, (section.topic, group.heading));
            }
        }
    }
    places
}

fn place_cells(
    topic: Option<&Part<TopicContent>>,
    heading: Option<&Part<HeadingContent>>,
) -> [String; 3] {
    let number = topic.and_then(|topic| topic.content.as_ref()?.number.clone());
    let title = topic.map(|topic| match &topic.content {
        Some(content) => content.title.clone(),
        None => scrubbed_words(topic.scrubbed.as_ref()),
    });
    let heading = heading.map(|heading| match &heading.content {
        Some(content) => content.title.clone(),
        None => scrubbed_words(heading.scrubbed.as_ref()),
    });
    [number, title, heading].map(Option::unwrap_or_default)
}

fn cells(content: &OpinionContent) -> [String; 7] {
    [
        words::kind(content.kind).to_owned(),
        words::attribution(content.attribution).to_owned(),
        content.speaker_name.clone().unwrap_or_default(),
        content.speaker_role.clone().unwrap_or_default(),
        content.text.clone(),
        content.issues.join(" "),
        reasons(content).join("、"),
    ]
}
