use proptest::prelude::*;

use super::*;
use crate::domain::{PartKind, example};

/// The document without the foot, which holds the hash of the example.
fn body(minutes: &PublishedMinutes) -> String {
    let text = markdown(minutes);
    text.split_once("\n## この版について").unwrap().0.to_owned()
}

#[test]
fn a_document_has_a_title_blocks_and_anchors() {
    let text = markdown(&example::next());
    assert!(text.starts_with(
        "# 令和6年度 第1回 青葉県医療的ケア児支援推進協議会 議事要旨\n\n第2版・令和6年7月1日（月曜日） 9時00分 発行\n\n- 会議体："
    ));
    assert!(text.contains("\n- 日時：令和6年6月5日（水曜日） 18時30分から20時25分まで\n"));
    assert!(text.contains("\n### 出席（事務局）\n\n| 氏名 | 役職 | 所属 | 備考 |\n"));
    let anchor = format!("<a id=\"o-{}\"></a>", example::id(PartKind::Opinion, 2));
    assert!(text.contains(&format!(
        "\n#### {anchor}第4発言 島﨑委員（質問）\n\n＝今年度の研修は何回行うのか。\\<b\\>定員\\</b\\>も伺いたい。\n"
    )));
    assert!(text.contains(
        "例えば〔非公開：個人情報〕さんの家庭である。契約の前は報酬が発生しない。\n\n####"
    ));
    assert!(text.contains("\n\n〔2025年4月1日削除：個人情報を誤って掲載したため〕\n"));
    assert!(text.contains("\n> 事務局から資料説明\n"));
    let address = format!(
        "/api/v1/meetings/{}/minutes",
        example::id(PartKind::Meeting, 0)
    );
    assert!(text.ends_with(&format!(
        "- 最新版：[latest.md]({address}/latest.md)\n- この版のデータ：[revisions/2.json]({address}/revisions/2.json)\n"
    )));
}

#[test]
fn what_looks_like_markup_is_escaped_wherever_it_stands() {
    let mut minutes = example::next();
    let line = "# <b>|`x`* [l](u)";
    let meeting = minutes.meeting.content.as_mut().unwrap();
    (meeting.title, meeting.council) = (line.to_owned(), line.to_owned());
    meeting.venue = Some(line.to_owned());
    let attendee = minutes.attendance[0].content.as_mut().unwrap();
    attendee.name = format!("{line}\n{line}");
    attendee.note = Some(line.to_owned());
    minutes.topics[1].content.as_mut().unwrap().title = line.to_owned();
    minutes.headings[0].content.as_mut().unwrap().title = line.to_owned();
    minutes.narratives[1].content.as_mut().unwrap().text = line.to_owned();
    let material = minutes.materials[1].content.as_mut().unwrap();
    (material.title, material.url) = (line.to_owned(), Some(line.to_owned()));
    let opinion = minutes.opinions[1].content.as_mut().unwrap();
    (opinion.text, opinion.speaker_name) = (line.to_owned(), Some(line.to_owned()));
    let erratum = minutes.errata[1].content.as_mut().unwrap();
    (erratum.place, erratum.reason) = (line.to_owned(), line.to_owned());
    erratum.before = Some(line.to_owned());
    let text = body(&minutes);
    assert!(!text.contains("<b>") && !text.contains("|`") && !text.contains("[l]"));
    assert_eq!(
        text.matches("\\# \\<b\\>\\|\\`x\\`\\* \\[l\\](u)").count(),
        16
    );
}

#[test]
fn what_is_not_known_has_no_line() {
    assert_eq!(
        body(&example::bare()),
        "# 令和6年度 第1回 青葉県医療的ケア児支援推進協議会 議事要旨\n\n第1版・令和6年6月20日（木曜日） 10時05分 発行\n\n\
         - 会議体：青葉県医療的ケア児支援推進協議会\n"
    );
}

#[test]
fn a_meeting_in_writing_has_a_period() {
    let mut minutes = example::bare();
    let meeting = minutes.meeting.content.as_mut().unwrap();
    meeting.mode = Some(MeetingMode::Written);
    meeting.date = "2019-04-22".parse().ok();
    meeting.end_date = "2019-05-10".parse().ok();
    let period = "- 期間：平成31年4月22日（月曜日）から令和元年5月10日（金曜日）まで\n- 開催方法：書面開催\n";
    assert!(body(&minutes).ends_with(period));
}

proptest! {
    /// An opinion is a block of its own between its heading and the next, whatever is in it.
    #[test]
    fn an_opinion_never_leaves_its_place(text in "[-#*+=`_<>|~:.)\\[\\]!&(0-9a-c\n\t 　﨑𠮷]{0,24}") {
        let mut minutes = example::minutes();
        minutes.opinions[2].content.as_mut().unwrap().text = text.clone();
        let document = markdown(&minutes);
        let (_, rest) = document.split_once("第3発言 島﨑委員（質問）\n").unwrap();
        let (block, _) = rest.split_once("#### ").unwrap();
        let lines: Vec<String> = text.split('\n').filter(|l| !l.is_empty()).map(escape::line).collect();
        let expected: String = lines.iter().map(|line| format!("\n{line}\n")).collect();
        prop_assert_eq!(block, expected + "\n");
        prop_assert_eq!(document, markdown(&minutes.clone()));
    }
}
