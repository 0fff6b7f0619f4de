//! Where a turn begins and ends, whose it is, and under which title it stands. All documents here are made up.

use giji::domain::Capacity;
use giji::minutes::{ParsedMinutes, ParsedOpinion, Tagger, decode, default_vocabulary, parse};

/// The header that the documents begin with; the next line is the fourth.
const HEADER: &str = "令和６年度第１回霞沢町温泉運営委員会議事要旨\n日時　令和６年６月５日（水）10時～11時30分\n場所　霞沢町役場\n";

fn read(text: &str) -> ParsedMinutes {
    let document = decode(format!("{HEADER}{text}").as_bytes()).expect("a fixture is text");
    parse(&document, &Tagger::new(&default_vocabulary()))
}

/// Each statement as `topic|speaker|text`.
fn statements(parsed: &ParsedMinutes) -> Vec<String> {
    let speaker = |one: &ParsedOpinion| {
        one.speaker.as_ref().map_or_else(String::new, |speaker| {
            let part = |part: &Option<String>| part.clone().unwrap_or_default();
            part(&speaker.name) + &part(&speaker.role)
        })
    };
    let line = |one: &ParsedOpinion| {
        let topic = one.topic.map_or_else(String::new, |at| at.to_string());
        format!("{topic}|{}|{}", speaker(one), one.text)
    };
    parsed.opinions.iter().map(line).collect()
}

#[test]
fn a_speaker_printed_with_the_words_goes_before_one_printed_over_them() {
    let parsed = read("（１）料金について\n【沢井委員】\n・値上げは困る。\n→ 検討する。（事務局）");
    assert_eq!(
        statements(&parsed),
        ["0|沢井委員|値上げは困る。", "0|事務局|検討する。"]
    );
}

#[test]
fn turns_with_a_colon_are_cut_with_nothing_between_them() {
    let parsed = read(
        "議題（１）相談の状況について\n会長：説明をお願いします。深谷委員：増えた理由は何ですか。会長：次に進みます。小椋委員：「ある人が会長：はい。会長：いいえと言った。」と聞きました。",
    );
    assert_eq!(
        statements(&parsed),
        [
            "0|会長|説明をお願いします。",
            "0|深谷委員|増えた理由は何ですか。",
            "0|会長|次に進みます。",
            "0|小椋委員|「ある人が会長：はい。会長：いいえと言った。」と聞きました。"
        ]
    );
}

#[test]
fn a_turn_may_be_nothing_but_what_happened() {
    let parsed = read(
        "会長 説明をお願いします。\n課長 （資料により説明）\n委員 半額になるのか。\n課長 四月からです。",
    );
    assert_eq!(
        statements(&parsed),
        [
            "|会長|説明をお願いします。",
            "|課長|（資料により説明）",
            "|委員|半額になるのか。",
            "|課長|四月からです。"
        ]
    );
}

fn titles(parsed: &ParsedMinutes) -> Vec<&str> {
    parsed.topics.iter().map(|topic| &*topic.title).collect()
}

#[test]
fn a_title_that_brackets_or_a_mark_set_apart_opens_its_topic() {
    let course = "出席者　尾根委員長、沢井委員\n議題\n（１）料金について\n（２）バスについて\n\n【議題１　料金について】\n〈委員長〉　説明を。\n〈委　員〉　値上げは困る。\n【議題２　バスについて】\n〈委　員〉　停留所を増やして。";
    let quoted = "◇開会\n◇議題１「料金について」\n沢井委員：説明を。\n沢井委員：値上げは困る。\n◇議題２「バスについて」\n沢井委員：停留所を増やして。\n◇閉会";
    let numbers = "出席者　尾根委員長\n議案第１号　料金について\n議案第２号　バスについて\n【議案第１号】\n（Ａ委員）\n説明を。\n（回答）\n値上げは困る。\n【議案第２号】\n（Ｂ委員）\n停留所を増やして。";
    for text in [course, quoted, numbers] {
        let parsed = read(text);
        assert_eq!(titles(&parsed), ["料金について", "バスについて"], "{text}");
        let said: Vec<(Option<usize>, &str)> = parsed
            .opinions
            .iter()
            .map(|one| (one.topic, &*one.text))
            .collect();
        assert_eq!(
            said,
            [
                (Some(0), "説明を。"),
                (Some(0), "値上げは困る。"),
                (Some(1), "停留所を増やして。")
            ],
            "{text}"
        );
    }
}

#[test]
fn a_number_alone_calls_the_title_that_the_discussion_lists() {
    let parsed = read(
        "■議事\n　議案第１号　計画について\n　議案第２号　要綱について\n■意見\n【議案第１号】\n（Ａ委員）\n値上げは困る。\n【議案第２号】\n（Ｂ委員）\n任期を知りたい。",
    );
    assert_eq!(titles(&parsed), ["計画について", "要綱について"]);
    assert_eq!(
        statements(&parsed),
        ["0|Ａ委員|値上げは困る。", "1|Ｂ委員|任期を知りたい。"]
    );
}

#[test]
fn a_speaker_right_under_the_repeated_title_speaks() {
    let parsed = read(
        "議題\n（１）料金について\n（２）バスについて\n（１）料金について\n◎沢井委員\n・値上げは困る。\n◎谷口委員\n・レジの待ち時間が長い。\n（２）バスについて\n・停留所を増やすべきである。",
    );
    assert_eq!(
        statements(&parsed),
        [
            "0|沢井委員|値上げは困る。",
            "0|谷口委員|レジの待ち時間が長い。",
            "1||停留所を増やすべきである。"
        ]
    );
}

#[test]
fn what_stands_apart_under_a_list_of_topics_is_none_of_it() {
    let parsed = read(
        "議題\n（１）料金について\n（２）バスについて\n\n事務連絡用の控え（総務係）\nＡ案とＢ案は別紙のとおり\n\n（１）料金について\n○委員　値上げは困る。",
    );
    assert_eq!(titles(&parsed), ["料金について", "バスについて"]);
    assert_eq!(parsed.unmapped_lines, [8, 9]);
}

#[test]
fn titles_count_on_from_a_part_of_the_meeting_above_the_discussion() {
    let parsed = read(
        "1 開会\n2 報告 結果について\n・自由記述には厳しい声が多い。\n3 議題 素案について\n・高さの制限は厳しすぎないか。\n4 その他\n・次回は12月5日から。",
    );
    let topics: Vec<Option<usize>> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [Some(0), Some(1), Some(2)]);
    assert_eq!(parsed.topics.len(), 3);
}

#[test]
fn the_number_of_a_paper_is_called_where_another_number_stands_before_it() {
    let parsed = read(
        "議事日程\n第１　議案第１号　許可申請について\n第２　議案第２号　通知について\n会議の概要\n議長　議案第１号を上程します。説明を求めます。\n主査　議案第１号は２件です。よろしくお願いします。\n議長　議案第２号を上程します。説明を求めます。",
    );
    let topics: Vec<Option<usize>> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [Some(0), Some(0), Some(1)]);
}

#[test]
fn a_surname_may_end_in_the_letter_that_a_department_begins_with() {
    let parsed =
        read("仁科学校教育課長　二名が休みました。\n伊藤生涯学習課長　三点です。よろしく。");
    assert_eq!(
        statements(&parsed),
        [
            "|仁科学校教育課長|二名が休みました。",
            "|伊藤生涯学習課長|三点です。よろしく。"
        ]
    );
    let speaker = parsed.opinions[0].speaker.as_ref();
    assert_eq!(speaker.and_then(|one| one.name.as_deref()), Some("仁科"));
}

#[test]
fn a_title_that_the_chair_says_with_its_number_is_called() {
    let parsed = read(
        "議題　（１）看板の基準について\n　　　（２）その他\n発言者\t発言内容\n会長\t（１）看板の基準について、説明をお願いします。\n事務局\t資料のとおりです。\n会長\t（２）その他について、何かありますか。\n丙川委員\t次回の日程は。",
    );
    let topics: Vec<Option<usize>> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [Some(0), Some(0), Some(1), Some(1)]);
}

#[test]
fn a_name_of_the_attendance_list_may_stand_behind_the_words_alone() {
    let parsed = read(
        "出席者　伊吹委員、燧委員\n（１）料金について\n・値上げは困る。(伊吹)\n・停留所を増やして。(伊吹、燧)\n・以上でよい。(町内)\n・検討する。（事務局：入船課長）",
    );
    assert_eq!(
        statements(&parsed),
        [
            "0|伊吹|値上げは困る。",
            "0||停留所を増やして。(伊吹、燧)",
            "0||以上でよい。(町内)",
            "0|入船課長|検討する。"
        ]
    );
}

#[test]
fn what_was_decided_and_what_is_signed_are_no_part_of_the_last_turn() {
    let parsed = read(
        "○沢井委員　協定を結んではどうか。\n採決の結果、全員賛成により原案どおり決定した。\n○尾根委員長　以上で散会いたします。\n委員会条例第２８条の規定により署名する。\n　　　　総務文教常任委員長　尾　根　正　孝",
    );
    assert_eq!(
        statements(&parsed),
        [
            "|沢井委員|協定を結んではどうか。",
            "|尾根委員長|以上で散会いたします。"
        ]
    );
    assert_eq!(
        parsed.narratives[0].text,
        "採決の結果、全員賛成により原案どおり決定した。"
    );
    assert!(parsed.unmapped_lines.is_empty());
}

#[test]
fn the_side_that_a_meeting_is_about_has_a_list_of_its_own() {
    let parsed = read(
        "出席委員　尾根委員長、沢井委員\n施設側出席者　雪下施設長、樋渡事務長\n○尾根委員長　始めます。",
    );
    let staff: Vec<&str> = parsed
        .attendees
        .iter()
        .filter(|one| one.capacity == Capacity::Secretariat)
        .map(|one| &*one.name)
        .collect();
    assert_eq!(staff, ["雪下", "樋渡"]);
    assert_eq!(parsed.attendees.len(), 4);
}
