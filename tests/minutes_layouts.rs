//! Small documents in layouts that are read by what their marks, columns and words turn out to do. All of them are made up.

use giji::domain::{AttendanceStatus, Capacity};
use giji::minutes::{ParsedMinutes, ParsedOpinion, Tagger, decode, default_vocabulary, parse};

fn read(text: &str) -> ParsedMinutes {
    let document = decode(text.as_bytes()).expect("a fixture is text");
    parse(&document, &Tagger::new(&default_vocabulary()))
}

fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Each person as `name|role`.
fn people(parsed: &ParsedMinutes) -> Vec<String> {
    let role = |role: &Option<String>| role.clone().unwrap_or_default();
    let people = parsed.attendees.iter();
    people
        .map(|one| format!("{}|{}", compact(&one.name), role(&one.role)))
        .collect()
}

fn titles(parsed: &ParsedMinutes) -> Vec<&str> {
    parsed.topics.iter().map(|topic| &*topic.title).collect()
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

/// A document with `list` in its header, and something said.
fn with_list(list: &str) -> ParsedMinutes {
    read(&format!(
        "さくら町環境審議会議事録\n日時　令和５年８月２日（水）午後２時～午後３時\n{list}\n議事録\n○会長　始めます。\n○事務局　説明します。"
    ))
}

#[test]
fn the_heads_of_a_table_are_nobody_and_a_ditto_is_the_role_above() {
    let parsed = with_list(
        "出席者\n| 役職 | 氏名 | 出欠 |\n| 会長 | 青木　花子 | ○ |\n| 副会長 | 井上　薫 | × |\n| 委員 | 上田　次郎 | ○ |\n| 〃 | 江本　静 | ○ |\n| 同 | 岡野　光 | ○ |",
    );
    assert_eq!(
        people(&parsed),
        [
            "青木花子|会長",
            "井上薫|副会長",
            "上田次郎|委員",
            "江本静|委員",
            "岡野光|委員"
        ]
    );
    assert_eq!(parsed.attendees[1].status, AttendanceStatus::Absent);
}

#[test]
fn a_legend_may_stand_on_a_line_of_its_own() {
    let parsed =
        with_list("出席委員\n◎青木　花子　○井上　薫　上田　次郎　江本　静\n◎会長　○副会長");
    assert_eq!(
        people(&parsed),
        [
            "青木花子|会長",
            "井上薫|副会長",
            "上田次郎|委員",
            "江本静|委員"
        ]
    );
}

#[test]
fn a_role_holds_for_the_names_after_it() {
    for (list, expected) in [
        (
            "出席者　会長 青木 花子、委員 井上 薫、上田 次郎",
            vec!["青木花子|会長", "井上薫|委員", "上田次郎|委員"],
        ),
        (
            "説明者　（市）環境部長　加山、同課係長　木下",
            vec!["加山|環境部長", "木下|同課係長"],
        ),
        (
            "出席者\n理事　（総務）　樫村、（教育）　楠本",
            vec!["樫村|理事", "楠本|理事"],
        ),
        (
            "出席者\n委員長青木　花子君\n総務部長井上　　薫君",
            vec!["青木花子|委員長", "井上薫|総務部長"],
        ),
        (
            "出席者は左のとおり。\n委員長　　青木　花子君\n理　事\n　　　　　井上　　薫君\n　　　　　上田　次郎君",
            vec!["青木花子|委員長", "井上薫|理事", "上田次郎|理事"],
        ),
    ] {
        assert_eq!(people(&with_list(list)), expected, "{list}");
    }
}

#[test]
fn staff_under_an_authority_of_its_own_are_staff() {
    let parsed =
        with_list("出席者\n委員　青木会長、井上委員、上田委員\n市　　毛利市民部長、山中工務課長");
    assert_eq!(people(&parsed)[3..], ["毛利|市民部長", "山中|工務課長"]);
    assert_eq!(parsed.attendees[3].capacity, Capacity::Secretariat);
}

#[test]
fn day_place_and_people_are_read_without_labels() {
    let parsed = read(
        "さくら町文化財審議会議事録\n令和５年８月２日（水曜日）午後２時から午後３時３０分まで\nさくら町役場　３階大会議室\n青木会長、井上副会長、上田委員、江本委員\n（欠席：加山委員、木下委員）\n\n（事務局）\n定刻となりましたので、始めます。\n（青木会長）\nよろしくお願いします。",
    );
    assert_eq!(parsed.council.as_deref(), Some("さくら町文化財審議会"));
    assert_eq!(parsed.venue.as_deref(), Some("さくら町役場　３階大会議室"));
    assert_eq!(people(&parsed).len(), 6);
    assert_eq!(parsed.attendees[5].status, AttendanceStatus::Absent);
    assert_eq!(parsed.unmapped_lines, [0; 0]);
}

#[test]
fn people_listed_under_the_discussion_took_part() {
    let parsed = read(
        "さくら町学校審議会会議録\n日時：令和５年８月２日（水）午後２時～午後３時\n場所：さくら町役場\n議題\n（１）通学支援に\nついて\n（２）予算について\n議事\n（１）通学支援について\n○会長　始めます。\n○青木委員　賛成です。\n（２）予算について\n○青木委員　反対です。\n\n出席者名簿\n会長　井上　薫\n委員　青木　花子",
    );
    assert_eq!(titles(&parsed), ["通学支援について", "予算について"]);
    assert_eq!(
        statements(&parsed),
        [
            "0|会長|始めます。",
            "0|青木委員|賛成です。",
            "1|青木委員|反対です。"
        ]
    );
    assert_eq!(people(&parsed), ["井上薫|会長", "青木花子|委員"]);
}

#[test]
fn what_a_bracket_says_of_another_body_is_not_of_the_meeting() {
    let parsed = read(
        "第３回さくら町学校審議会（令和５年度第１回部会合同）会議録\n日時：令和５年８月２日\n○会長　始めます。\n○青木委員　賛成です。",
    );
    assert_eq!(parsed.council.as_deref(), Some("さくら町学校審議会"));
    assert_eq!(parsed.round, Some(3));
}

#[test]
fn the_first_words_name_the_meeting_where_the_header_does_not() {
    let parsed = read(
        "　　　午前十時開会\n　　　本日の会議に付した案件\n○環境の保全に関する調査\n○参考人の出席要求に関する件\n\n○委員長（青木花子君）　ただいまから環境委員会を開会いたします。\n○井上薫君　質問します。\n○委員長（青木花子君）　本日はこれにて散会いたします。\n　　　午前十時三分散会",
    );
    assert_eq!(parsed.council.as_deref(), Some("環境委員会"));
    let time = |time: Option<giji::domain::ClockTime>| time.map(|time| time.to_string());
    assert_eq!(time(parsed.start_time).as_deref(), Some("10:00"));
    assert_eq!(time(parsed.end_time).as_deref(), Some("10:03"));
    assert_eq!(
        titles(&parsed),
        ["環境の保全に関する調査", "参考人の出席要求に関する件"]
    );
    assert_eq!(parsed.opinions.len(), 3);
}

#[test]
fn turns_with_a_colon_on_one_line_are_cut() {
    let parsed = read(
        "さくら町計画策定委員会議事録\n日時：令和５年８月２日\n委員長：始めます。本日の議題は計画です。　教育長：よろしくお願いします。\n井上委員：期間はいつまでか。",
    );
    assert_eq!(
        statements(&parsed),
        [
            "|委員長|始めます。本日の議題は計画です。",
            "|教育長|よろしくお願いします。",
            "|井上委員|期間はいつまでか。"
        ]
    );
}

#[test]
fn lists_of_topics_are_read_however_they_are_nested() {
    for (list, expected) in [
        (
            "議題\n（１）協議事項\n　　団体の登録について\n（２）報告事項\nア　大会について\nイ　式典について\n（３）その他",
            vec![
                "団体の登録について",
                "大会について",
                "式典について",
                "その他",
            ],
        ),
        (
            "議題\n・1計画について\n・2予算について",
            vec!["計画について", "予算について"],
        ),
        (
            "議題\n（１）計画について　（２）その他",
            vec!["計画について", "その他"],
        ),
        (
            "| 議題 | １　計画について<br>２　予算について |",
            vec!["計画について", "予算について"],
        ),
        (
            "議題\n議決事項１　規程の改正について（可決）\n報告事項１　採択について（承認）",
            vec!["規程の改正について", "採択について"],
        ),
        (
            "１　開 会\n２　審 議\n（１）計画について\n（２）予算について\n３　閉 会\n出席者　青木会長",
            vec!["計画について", "予算について"],
        ),
        (
            "議題\n（１）部会からの報告\n（２）予算について",
            vec!["部会からの報告", "予算について"],
        ),
    ] {
        assert_eq!(titles(&with_list(list)), expected, "{list}");
    }
}

#[test]
fn a_vote_is_what_came_of_a_topic() {
    let parsed = read(
        "さくら町審議会議事録\n日時　令和５年８月２日\n議題\n（１）計画について\n議事\n（１）計画について\n・計画に賛成である。\n【採決】　全会一致で可決すべきものと決した。\n審議結果\n（１）計画について　承認７　不承認０",
    );
    assert_eq!(titles(&parsed), ["計画について"]);
    assert_eq!(statements(&parsed), ["0||計画に賛成である。"]);
    assert_eq!(parsed.narratives.len(), 3);
}

#[test]
fn what_stands_under_words_of_welcome_is_said_by_whom_they_name() {
    let parsed = read(
        "さくら町総合教育会議議事録\n日時　令和５年８月２日\n\n１．開会（総務課長）\n２．町長あいさつ\n　　本日はお忙しい中お集まりいただきありがとうございます。\n３．協議事項\n（１）学校について\n　上田委員：小規模校の良さもある。\n　教育長：複式学級の解消が課題です。",
    );
    let said = statements(&parsed);
    assert!(
        said[0].ends_with("|町長|本日はお忙しい中お集まりいただきありがとうございます。"),
        "{said:?}"
    );
    assert!(
        said[1].ends_with("|上田委員|小規模校の良さもある。"),
        "{said:?}"
    );
}

#[test]
fn an_answer_ends_where_another_mark_begins() {
    let parsed = read(
        "さくら町懇談会記録\n日時　令和５年８月２日\n＜主な意見＞\n○周知してはどうか。\n　→（市）案内を同封する予定である。\n○補助が少ない。",
    );
    assert_eq!(
        statements(&parsed),
        [
            "||周知してはどうか。",
            "|市|案内を同封する予定である。",
            "||補助が少ない。"
        ]
    );
}

#[test]
fn a_drawn_table_has_its_labels_in_the_middle() {
    let parsed = read(
        "┌──────┬────────────┐\n│　　　　　　│　開会　午後　１時３０分│\n│日　　　時　│　令和５年８月２日（水）│\n│　　　　　　│　閉会　午後　２時４６分│\n├──────┼────────────┤\n│　　　　　　│◎青　木　花　子　〇井　上　次　郎│\n│出席委員　　│　江　本　静　香　　岡　野　明　仁│\n└──────┴────────────┘\n○青木委員長　始めます。\n○江本委員　賛成です。",
    );
    assert_eq!(
        parsed.date.map(|date| date.to_string()).as_deref(),
        Some("2023-08-02")
    );
    assert_eq!(people(&parsed).len(), 4);
}

/// A document with `fields` in its header, and something said.
fn with_fields(fields: &str) -> ParsedMinutes {
    read(&format!(
        "令和５年度第２回さくら町環境審議会議事録\n{fields}\n３ 出席者　青木会長、井上委員\n４ 議事\n（１）緑地について\n・緑地が少ない。"
    ))
}

/// The day, the last day, and the hours.
fn hours(parsed: &ParsedMinutes) -> String {
    let day =
        |day: Option<chrono::NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let time = |time: Option<giji::domain::ClockTime>| {
        time.map_or_else(|| "-".to_owned(), |time| time.to_string())
    };
    format!(
        "{} {} {} {}",
        day(parsed.date),
        day(parsed.end_date),
        time(parsed.start_time),
        time(parsed.end_time)
    )
}

const NO_START: &str = "開始時刻が読み取れませんでした。";
const NO_END: &str = "終了時刻の記載が見つかりませんでした。";
const UNREAD_END: &str = "終了時刻が読み取れませんでした。";
const NO_VENUE: &str = "会場が読み取れませんでした。";

#[test]
fn an_end_never_stands_in_for_a_beginning_that_cannot_be_read() {
    for printed in [
        "○時○分～20時00分",
        "（開始時刻未記入）～20:00",
        "午後●時から午後８時まで",
        "18:75～20:00",
        "午後25時から午後８時まで",
        "午後６時６１分から午後８時まで",
    ] {
        let parsed = with_fields(&format!(
            "１ 日時 令和５年８月31日（木）{printed}\n２ 会場 町役場"
        ));
        assert_eq!(hours(&parsed), "2023-08-31 - - 20:00", "{printed}");
        assert_eq!(parsed.warnings, [NO_START], "{printed}");
    }
    let parsed = with_fields(
        "１ 日時 令和５年８月31日（木）18:00開始（16:00から受付）20:00終了\n２ 会場 町役場",
    );
    assert_eq!(hours(&parsed), "2023-08-31 - 18:00 20:00");
    assert_eq!(parsed.warnings, [""; 0]);
}

#[test]
fn what_the_header_does_not_say_is_null_with_a_warning() {
    let when = "１ 日時 令和５年８月31日（木）";
    for (fields, warnings) in [
        (
            format!("{when}18:30～28:00\n２ 会場 町役場"),
            vec![UNREAD_END],
        ),
        (
            format!("{when}～26:00\n２ 会場 町役場"),
            vec![NO_START, UNREAD_END],
        ),
        (format!("{when}18:30～\n２ 会場 町役場"), vec![NO_END]),
        (format!("{when}\n２ 会場 町役場"), vec![NO_START, NO_END]),
        (format!("{when}18:30～20:00\n２ 会 場"), vec![NO_VENUE]),
        (format!("{when}18:30～20:00"), vec![NO_VENUE]),
        // A meeting in writing has neither hours nor a place.
        (format!("{when}\n２ 開催方法 書面開催"), vec![]),
        (
            format!("{when}18:30～20:00\n２ 開催方法 オンライン"),
            vec![],
        ),
    ] {
        assert_eq!(with_fields(&fields).warnings, warnings, "{fields}");
    }
}

#[test]
fn a_meeting_over_midnight_ends_on_the_last_day() {
    for (when, expected) in [
        (
            "令和５年８月31日（木）午後11時から９月１日（金）午前１時まで",
            "2023-08-31 2023-09-01 23:00 01:00",
        ),
        (
            "平成31年４月30日 13:00～令和元年５月１日 12:00",
            "2019-04-30 2019-05-01 13:00 12:00",
        ),
        (
            "令和５年８月31日（木） 13時から同年９月１日（金）12時まで",
            "2023-08-31 2023-09-01 13:00 12:00",
        ),
        (
            "令和５年８月31日（木）午後６時から翌日午前１時まで",
            "2023-08-31 2023-09-01 18:00 01:00",
        ),
    ] {
        let parsed = with_fields(&format!("１ 日時 {when}\n２ 会場 町役場"));
        assert_eq!(hours(&parsed), expected);
        assert_eq!(parsed.warnings, [""; 0], "{when}");
    }
}

#[test]
fn a_page_number_in_a_bullet_is_no_topic_and_no_part_of_the_wording() {
    for number in ["2 / 5", "2/5", "２／５", "3ページ", "-3-", "P.2", "・"] {
        let parsed = read(&format!(
            "令和５年度第２回さくら町環境審議会議事録\n議事\n（１）緑地について\n・緑地を守るには計画\n{number}\nが必要である。\n・花が多い。"
        ));
        assert_eq!(titles(&parsed), ["緑地について"], "{number}");
        assert_eq!(
            statements(&parsed),
            ["0||緑地を守るには計画が必要である。", "0||花が多い。"],
            "{number}"
        );
        assert_eq!(parsed.furniture_lines, [5], "{number}");
    }
}
