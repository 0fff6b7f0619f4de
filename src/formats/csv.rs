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
    "非公開の理由",
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{PartKind, example};

    /// The rows as a reader of CSV has them, with the guard taken off.
    fn read_back(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let rows = ::csv::Reader::from_reader(text).into_records();
        let cell = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
        rows.map(|row| row.unwrap().iter().map(cell).collect())
            .collect()
    }

    fn column(name: &str) -> usize {
        COLUMNS.iter().position(|column| *column == name).unwrap()
    }

    #[test]
    fn each_opinion_has_its_row() {
        let minutes = example::next();
        let rows = read_back(&csv(&minutes));
        assert_eq!(rows.len(), minutes.opinions.len());
        let cells = |row: usize, names: &[&str]| -> Vec<String> {
            let cell = |name: &&str| rows[row][column(name)].clone();
            names.iter().map(cell).collect()
        };
        assert_eq!(
            cells(
                4,
                &[
                    "回",
                    "開催日",
                    "版",
                    "発言番号",
                    "議題番号",
                    "小見出し",
                    "種別",
                    "氏名",
                    "論点"
                ]
            ),
            [
                "1",
                "2024-06-05",
                "2",
                "5",
                "（２）",
                "養成研修",
                "回答",
                "小田切",
                "training"
            ]
        );
        assert_eq!(cells(5, &["非公開の理由", "削除"]), ["個人情報", ""]);
        assert_eq!(
            cells(6, &["小見出し", "発言", "削除"]),
            [
                "報酬をめぐる課題",
                "",
                "〔2025年4月1日削除：個人情報を誤って掲載したため〕"
            ]
        );
    }

    #[test]
    fn lines_end_as_excel_wants_them_and_every_cell_is_quoted() {
        let bytes = csv(&example::bare());
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("\u{feff}\"会議体\",\"会議名\""));
        assert!(text.ends_with("\"発言ID\"\r\n"));
    }

    #[test]
    fn a_formula_becomes_a_text() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", "'=1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("1=1"), "1=1");
    }

    proptest! {
        #[test]
        fn the_wording_reads_back(text in "[-=+@＝－'\",;\r\n\t<b>﨑𠮷\u{e0100} ]{0,16}") {
            let mut minutes = example::bare();
            let mut content = example::opinion(&text);
            content.speaker_name = Some(text.clone());
            minutes.opinions = vec![example::part(PartKind::Opinion, 0, content)];
            let bytes = csv(&minutes);
            let rows = read_back(&bytes);
            prop_assert_eq!(&rows[0][column("発言")], &text);
            prop_assert_eq!(&rows[0][column("氏名")], &text);
            prop_assert_eq!(bytes, csv(&minutes.clone()));
        }
    }
}
