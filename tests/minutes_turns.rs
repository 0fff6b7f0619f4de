//! Where a turn begins and ends, whose it is, and under which title it stands. All documents here are made up.

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
