//! One small document for each family of layouts, and what is read from it. All names and words are made up.

use giji::domain::{AttendanceStatus, Attribution, Capacity, Certainty, MeetingMode, OpinionKind};
use giji::minutes::{ParsedMinutes, ParsedSpeaker, Tagger, decode, default_vocabulary, parse};

fn read(text: &str) -> ParsedMinutes {
    let document = decode(text.as_bytes()).expect("a fixture is text");
    parse(&document, &Tagger::new(&default_vocabulary()))
}

fn fixture(name: &str) -> ParsedMinutes {
    let path = format!(
        "{}/tests/fixtures/minutes/{name}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    read(&std::fs::read_to_string(path).expect("the fixture is there"))
}

fn speaker(speaker: Option<&ParsedSpeaker>) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    speaker.map_or_else(String::new, |one| part(&one.name) + &part(&one.role))
}

/// Each opinion as `topic | speaker | text`.
fn statements(parsed: &ParsedMinutes) -> Vec<String> {
    let line = |one: &giji::minutes::ParsedOpinion| {
        let topic = one
            .topic
            .map_or_else(String::new, |topic| topic.to_string());
        format!("{topic}|{}|{}", speaker(one.speaker.as_ref()), one.text)
    };
    parsed.opinions.iter().map(line).collect()
}

fn names(parsed: &ParsedMinutes, status: AttendanceStatus) -> Vec<&str> {
    let people = parsed.attendees.iter().filter(|one| one.status == status);
    people.map(|one| one.name.as_str()).collect()
}

#[test]
fn a_summary_by_topic_and_heading_is_read() {
    let parsed = fixture("summary");
    insta::assert_json_snapshot!(parsed);
}

#[test]
fn a_verbatim_record_gives_one_statement_for_each_turn() {
    let parsed = fixture("verbatim");
    assert_eq!(parsed.council.as_deref(), Some("みなと市図書館協議会"));
    assert_eq!((parsed.fiscal_year, parsed.round), (Some(2019), Some(3)));
    assert_eq!(
        parsed.end_time.map(|time| time.to_string()).as_deref(),
        Some("12:00")
    );
    assert_eq!(parsed.mode, Some(MeetingMode::InPerson));
    assert_eq!(
        names(&parsed, AttendanceStatus::Present),
        ["青木", "井上", "上田", "江藤", "大野"]
    );
    assert_eq!(parsed.attendees[4].capacity, Capacity::Secretariat);
    assert_eq!(parsed.topics.len(), 2);
    assert_eq!(
        statements(&parsed),
        [
            "0|青木会長|ただいまから始めます。\n議題(1)について、事務局から説明をお願いします。",
            "0|事務局|資料１をご覧ください。\n開館時間を一時間延ばす案です。\n費用は次のページにあります。",
            "0|上田委員|賛成です。夜の利用を数えてほしい。",
            "0|井上副会長|子どもの利用も見るべきです。",
        ]
    );
    assert_eq!(parsed.opinions[1].attribution, Attribution::RoleOnly);
    assert_eq!(parsed.opinions[3].source.first_line, 20);
    assert_eq!(parsed.opinions[3].certainty, Certainty::Printed);
    assert_eq!(parsed.action_items.len(), 2);
    assert_eq!(parsed.unmapped_lines, [0_i64; 0]);
}

#[test]
fn speakers_in_brackets_and_before_colons_open_turns() {
    let parsed = fixture("brackets");
    assert_eq!(
        parsed.date.map(|date| date.to_string()).as_deref(),
        Some("2024-02-01")
    );
    assert_eq!(parsed.fiscal_year, Some(2023), "the date decides it");
    assert_eq!(parsed.mode, Some(MeetingMode::Written));
    assert_eq!(
        parsed.topics.len(),
        2,
        "the list and the discussion name the same topics"
    );
    assert_eq!(
        statements(&parsed),
        [
            "0|会長|計画の案を確認します。",
            "0|上田委員|避難所の数を増やすべきではないか。",
            "0|事務局|検討します。",
            "1|会長|訓練の日を決めます。",
            "1|井上委員|秋が良いと思います。",
        ]
    );
    assert_eq!(parsed.unmapped_lines, [0_i64; 0]);
}

#[test]
fn a_speaker_at_the_end_of_a_bullet_is_no_part_of_its_wording() {
    let parsed = fixture("bullets");
    assert_eq!(
        names(&parsed, AttendanceStatus::Present),
        ["青木 一郎", "井上 花子"]
    );
    assert_eq!(names(&parsed, AttendanceStatus::Proxy), ["上田 次郎"]);
    assert_eq!(names(&parsed, AttendanceStatus::Absent), ["大野"]);
    assert_eq!(
        statements(&parsed),
        [
            "0|井上委員|緑地が減っている。",
            "0|上田委員|市民と一緒に調べる必要がある。",
            "0|事務局|来年度に調べる。",
            "1||次回の日程は後日知らせる。",
        ]
    );
    assert_eq!(parsed.opinions[2].kind, OpinionKind::Answer);
    assert_eq!(parsed.unmapped_lines, [0_i64; 0]);
}

#[test]
fn a_page_of_prose_has_no_opinions_and_every_line_is_unmapped() {
    let parsed = fixture("prose");
    assert!(parsed.opinions.is_empty());
    assert_eq!(parsed.unmapped_lines, [1, 2, 4]);
    assert!(
        parsed
            .warnings
            .iter()
            .any(|warning| warning.contains("3行"))
    );
}

#[test]
fn minutes_without_a_date_carry_a_warning() {
    let parsed =
        read("第１回みなと市環境審議会\n場所 市役所\n議事\n（１）緑地\n・緑地が減っている。\n");
    assert_eq!(parsed.date, None);
    assert_eq!(parsed.fiscal_year, None);
    assert!(
        parsed
            .warnings
            .contains(&"開催日が読み取れませんでした。".to_owned())
    );
}

#[test]
fn crlf_and_a_byte_order_mark_change_nothing() {
    let text = "第１回みなと市環境審議会\n議事\n（１）緑地\n・緑地が\n減っている。\n";
    let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(read(text), read(&other));
}

#[test]
fn opening_and_closing_frame_the_meeting_and_are_no_topics() {
    let parsed = read(
        "みなと市健康審議会\n出席者 （委員）青木会長、井上委員\n会議内容\n１ 開会\n２ 議題\n（１）健診\n\
         （委員）受診率が低い。\n（２）その他\n（なし）\n３ 閉会\n",
    );
    let titles: Vec<_> = parsed
        .topics
        .iter()
        .map(|topic| topic.title.as_str())
        .collect();
    assert_eq!(titles, ["健診", "その他"]);
    assert_eq!(names(&parsed, AttendanceStatus::Present), ["青木", "井上"]);
    assert_eq!(statements(&parsed), ["0|委員|受診率が低い。"]);
    assert_eq!(parsed.narratives.len(), 1);
    assert_eq!(parsed.unmapped_lines, [0_i64; 0]);
}

#[test]
fn a_date_or_a_venue_is_not_continued_by_what_was_said() {
    for field in [
        "日時 令和４年12月20日 午後６時から午後８時まで",
        "２ 会場 県庁",
    ] {
        let parsed = read(&format!(
            "令和４年度 第２回 みなと協議会 議事要旨\n{field}\n（１） 一番\n・あの件は続ける。\n（２） 二番\n・この件は終える。\n"
        ));
        assert_eq!(
            statements(&parsed),
            ["0||あの件は続ける。", "1||この件は終える。"],
            "{field}"
        );
        assert_eq!(parsed.topics.len(), 2, "{field}");
    }
}

#[test]
fn a_page_number_between_dashes_does_not_cut_a_sentence() {
    let parsed = read(
        "令和４年度 第２回 みなと協議会 議事要旨\n日時 令和４年12月20日\n\n（１） 一番\n・文の途中で頁が\n- 3 -\n変わる。\n",
    );
    assert_eq!(statements(&parsed), ["0||文の途中で頁が変わる。"]);
    assert_eq!(parsed.furniture_lines, [6]);
}

#[test]
fn words_over_statements_are_no_label_of_the_discussion() {
    let parsed = read(
        "第１回みなと市環境審議会\n日時 令和5年5月1日\n場所 市役所\n出席者 青木会長、井上委員\n議事概要\n\
         （１） 緑地の保全\n（主な意見等）\n・緑地が減っている。\n（２） その他\n事務局から説明\n",
    );
    assert_eq!(statements(&parsed), ["0||緑地が減っている。"]);
    assert_eq!(parsed.opinions[0].attribution, Attribution::Collective);
    assert_eq!(parsed.topics.len(), 2);
    assert_eq!(parsed.narratives.len(), 1);
}

#[test]
fn people_who_are_listed_elsewhere_are_not_made_up() {
    let parsed = read(
        "第１回みなと市環境審議会\n日時 令和5年5月1日\n３ 出席者 別紙のとおり\n（１） 緑地の保全\n・緑地が減っている。\n",
    );
    assert_eq!(parsed.attendees, []);
    assert_eq!(parsed.topics.len(), 1);
    assert_eq!(statements(&parsed), ["0||緑地が減っている。"]);
}

#[test]
fn a_meeting_held_in_writing_lasts_from_the_first_day_to_the_last() {
    let parsed = read(
        "第１回みなと市環境審議会\n開催方法 書面開催\n開催期間 令和5年2月1日～令和5年2月10日\n議事\n（１） 緑地の保全\n・緑地が減っている。\n",
    );
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    assert_eq!(day(parsed.date).as_deref(), Some("2023-02-01"));
    assert_eq!(day(parsed.end_date).as_deref(), Some("2023-02-10"));
    assert_eq!(parsed.mode, Some(MeetingMode::Written));
}

#[test]
fn a_speaker_alone_under_a_title_is_no_list_of_people() {
    let parsed = read(
        "出席者：青木委員、井上副会長、上田委員\n２．議題\n（１）緑地について\n【事務局】\n　資料１により説明\n\
         【井上副会長】\n　見直しは考えているのか。\n３．報告事項\n（１）実験について\n【上田委員】\n　続けるべきだ。\n",
    );
    assert_eq!(
        statements(&parsed),
        [
            "0|事務局|資料１により説明",
            "0|井上副会長|見直しは考えているのか。",
            "1|上田委員|続けるべきだ。",
        ]
    );
}

#[test]
fn a_title_after_a_turn_ends_it_and_a_list_inside_a_turn_does_not() {
    let parsed = read(
        "議事\n（１）用途地域の変更について\n○青木課長　15ｍです。\n（２）予算の執行について\n\
         \u{3000}事務局から説明があり、了承された。\n３　その他\n　次回は９月に開催する。\n",
    );
    assert_eq!(statements(&parsed), ["0|青木課長|15ｍです。"]);
    assert_eq!(parsed.topics.len(), 3);
    let parsed = read(
        "○青木委員　次の点を確認したい。\n　１　予算について\n　２　人員について\n○事務局　お答えします。\n",
    );
    assert_eq!(parsed.topics, []);
    assert_eq!(
        statements(&parsed)[0],
        "|青木委員|次の点を確認したい。\n１　予算について\n２　人員について"
    );
}

#[test]
fn a_bullet_without_a_speaker_is_not_the_one_before() {
    let parsed = read(
        "議事\n（１）緑地について\n・青木委員：賛成である。\n・周知が足りない。\n⇒ 案のとおり了承された。\n",
    );
    assert_eq!(
        statements(&parsed),
        ["0|青木委員|賛成である。", "0||周知が足りない。"]
    );
    assert_eq!(
        parsed.narratives.len(),
        1,
        "what was decided is nobody's wording"
    );
}

#[test]
fn a_surname_that_ends_in_the_word_for_a_section_is_whole() {
    let parsed = read("出席者　阿部会長、渡部副会長、林部会長\n議事\n○阿部会長　どうぞ。\n");
    assert_eq!(
        names(&parsed, AttendanceStatus::Present),
        ["阿部", "渡部", "林"]
    );
    assert_eq!(statements(&parsed), ["|阿部会長|どうぞ。"]);
}

#[test]
fn a_mark_inside_a_row_of_people_is_no_part_of_a_name() {
    let parsed = read("出席者\n◎青木委員　○井上委員　上田委員\n議事\n○青木委員　始めます。\n");
    assert_eq!(
        names(&parsed, AttendanceStatus::Present),
        ["青木", "井上", "上田"]
    );
}
