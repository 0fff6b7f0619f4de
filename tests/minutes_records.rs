//! What records of other kinds of meetings print that minutes of councils do not: parts of the document among what was said, topics
//! that are only spoken of, lists above the list. All documents here are made up.

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

#[test]
fn a_part_of_the_document_among_what_was_said_is_no_statement() {
    let parsed = read(
        "令和６年度第１回みなと市審査会会議概要\n■日時\n令和６年６月５日（水）10時～11時\n■議事の大要\n１　諮問第３号について\n・公開すべきである。\n■今後の予定\n次回は７月に開催する。\n",
    );
    assert_eq!(titles(&parsed), ["諮問第３号について"]);
    assert_eq!(statements(&parsed), ["0||公開すべきである。"]);
    assert_eq!(parsed.narratives[0].text, "次回は７月に開催する。");
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
}

#[test]
fn a_short_line_right_over_a_turn_is_a_heading() {
    let parsed = read(
        "みなと市選定委員会議事概要\n1 日時　令和２年10月14日\n2 議題\n (1) プールの候補者について\n3 会議の概要\n (1) プールの候補者について\n ア 質疑応答\n 【委員】 監視員は足りるか。\n 【応募団体】 応援を出す。\n イ 審査\n 【委員】 根拠が弱い。\n",
    );
    let headings: Vec<&str> = parsed.headings.iter().map(|one| &*one.title).collect();
    assert_eq!(headings, ["質疑応答", "審査"]);
    assert_eq!(
        statements(&parsed),
        [
            "0|委員|監視員は足りるか。",
            "0|応募団体|応援を出す。",
            "0|委員|根拠が弱い。"
        ]
    );
}

#[test]
fn numbers_that_go_on_after_what_is_said_are_no_list_above_it() {
    let parsed = read(
        "みなと町景観審議会議事録\n日時　2023年5月29日\n1. 委嘱状交付\n2. 会長の互選について\n事務局　推薦はございますか。\n青木委員　井上委員を推薦します。\n3. 計画の改定について\n事務局　高さの基準を下げる案です。\n上田委員　賛成します。\n",
    );
    assert_eq!(
        titles(&parsed),
        ["委嘱状交付", "会長の互選について", "計画の改定について"]
    );
    let topics: Vec<_> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [Some(1), Some(1), Some(2), Some(2)]);
}

#[test]
fn topics_that_are_only_spoken_of_are_named_as_whoever_leads_names_them() {
    let parsed = read(
        "みなと村防災会議会議録\n日時　令和６年２月20日\n\n議長　議案第１号、計画の修正についてを議題とします。事務局から説明願います。\n総務課長　字句を整理します。\n青木委員　この件について、事務局に伺います。\n議長　異議なしと認めます。続いて訓練の実施について、説明をお願いします。\n総務課長　９月に行います。\n",
    );
    assert_eq!(
        titles(&parsed),
        ["計画の修正について", "訓練の実施について"]
    );
    assert_eq!(parsed.topics[0].number.as_deref(), Some("議案第１号"));
    let topics: Vec<_> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [Some(0), Some(0), Some(0), Some(1), Some(1)]);
}

#[test]
fn those_who_were_there_are_listed_under_those_who_belong() {
    let parsed = read(
        "令和６年10月９日\n　　　午前十時開会\n　　　委員氏名\n　　　　委員長　　　　　　青木　さやか君\n　　　　理　事　　　　　　井上　玄一君\n　　　　　　　　　　　　　自見谷はなこ君\n　　　委員の異動\n　十月一日青木さやか君委員長辞任につき、上田謙一君を委員長に選任した。\n　　　出席者は左のとおり。\n　　　　委員長　　　　　　上田　謙一君\n　　　　理　事　　　　　　井上　玄一君\n　　　　委　員　　　　　　自見谷はなこ君\n　　　本日の会議に付した案件\n○理事補欠選任の件\n○継続調査要求に関する件\n○委員長（上田謙一君）　ただいまから港湾委員会を開会いたします。\n○井上玄一君　質問いたします。\n",
    );
    assert_eq!(
        people(&parsed),
        ["上田謙一|委員長", "井上玄一|理事", "自見谷はなこ|委員"]
    );
    assert!(
        parsed
            .attendees
            .iter()
            .all(|one| one.status == AttendanceStatus::Present && one.capacity == Capacity::Member)
    );
    assert_eq!(
        titles(&parsed),
        ["理事補欠選任の件", "継続調査要求に関する件"]
    );
    assert_eq!(parsed.council.as_deref(), Some("港湾委員会"));
    assert_eq!(parsed.opinions.len(), 2);
}

#[test]
fn people_are_read_however_their_offices_are_printed() {
    let parsed = read(
        "令和５年度第２回みなと町国保運営協議会会議録\n開催日及び場所　令和６年２月８日（木）　役場２階会議室\n出席委員　学識経験者　青木花子会長、町議会議員　鵜殿委員\n　　　　　婦人会長　上田綾子\n　　　　　（欠席：井上委員）\n町出席者　町長、町民課　江藤課長、同課　岡係長\n任　期　　令和５年４月１日から\n\n（１）税率について\n議長　説明を求めます。\n青木会長　よろしいですか。\n",
    );
    let people: Vec<String> = parsed
        .attendees
        .iter()
        .map(|one| {
            let part = |part: &Option<String>| part.clone().unwrap_or_default();
            let (role, organization) = (part(&one.role), part(&one.organization));
            format!("{}|{role}|{organization}", compact(&one.name))
        })
        .collect();
    assert_eq!(
        people,
        [
            "青木花子|会長|学識経験者",
            "鵜殿|委員|町議会議員",
            "上田綾子|婦人会長|",
            "井上|委員|",
            "町長|町長|",
            "江藤|課長|町民課",
            "岡|係長|同課",
        ]
    );
    assert_eq!(parsed.attendees[3].status, AttendanceStatus::Absent);
    assert_eq!(parsed.venue.as_deref(), Some("役場２階会議室"));
    assert_eq!(parsed.council.as_deref(), Some("みなと町国保運営協議会"));
}

#[test]
fn what_is_printed_beside_a_title_once_is_not_needed_again() {
    let parsed = read(
        "令和２年度第１回みなと市都市計画審議会（書面会議）会議要録\n１　期間　令和２年７月16日～７月31日\n２　委　員　15名（うち回答者14名）\n３　議題及び結果\n　議題１　用途地域の変更について（市決定）　　　承認14名\n　議題２　緑地の変更について（市決定）　　　承認13名、不承認１名\n４　委員からの意見等及び事務局の回答\n●議題１　用途地域の変更について\n（意見）延焼が心配だ。\n（回答）基準が上がる。\n●議題２　緑地の変更について\n（意見）保全すべきだ。\n",
    );
    assert_eq!(
        titles(&parsed),
        ["用途地域の変更について", "緑地の変更について"]
    );
    let topics: Vec<_> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [Some(0), Some(0), Some(1)]);
    assert_eq!(parsed.attendees, []);
    assert_eq!(parsed.council.as_deref(), Some("みなと市都市計画審議会"));
}

#[test]
fn every_cell_of_a_table_of_questions_and_answers_is_a_statement() {
    use giji::domain::OpinionKind::{Answer, Question};
    let parsed = read(
        "みなと県入札監視委員会審議概要\n開催日及び場所\t令和３年８月25日（水）　県庁12階　入札室\n委員\t委員長　青木　俊郎（弁護士）\n\n意見・質問\t回答\n【道路改良工事】（一般競争）\t\n落札率が高い理由は何か。\t山間部で条件が厳しい。\n\t時期も重なった。\n要件を広げられないか。\t広げたい。\nなし\tなし\n",
    );
    let statements: Vec<(&str, _)> = parsed
        .opinions
        .iter()
        .map(|one| (one.text.as_str(), one.kind))
        .collect();
    assert_eq!(
        statements,
        [
            ("落札率が高い理由は何か。", Question),
            ("山間部で条件が厳しい。\n時期も重なった。", Answer),
            ("要件を広げられないか。", Question),
            ("広げたい。", Answer),
        ]
    );
    assert_eq!(
        parsed.opinions[0].heading.as_deref(),
        Some("【道路改良工事】（一般競争）")
    );
    assert_eq!(parsed.venue.as_deref(), Some("県庁12階　入札室"));
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
}

#[test]
fn what_the_labels_of_the_header_go_on_to_is_a_part_of_the_document() {
    let parsed = read(
        "令和２年度第１回みなと町防災会議（書面開催）の結果について\n\n１　開催方法\n　　書面により開催\n\n２　開催期間\n　　令和３年２月１日（月）から２月１９日（金）まで\n\n３　委員数及び回答数\n　　委員２４人のうち２２人から回答\n\n４　議題\n　（１）防災計画の修正について\n\n５　審議結果\n　（１）賛成２２　反対０\n　　いずれも承認された。\n\n６　委員からの意見と町の考え方\n\n（１）防災計画の修正について\n番号\t委員の意見\t町の考え方\n1\tはっきり書いた方がよい。\t記載します。\n",
    );
    assert_eq!(titles(&parsed), ["防災計画の修正について"]);
    assert_eq!(
        statements(&parsed),
        ["0||はっきり書いた方がよい。", "0||記載します。"]
    );
}

#[test]
fn a_list_of_topics_needs_no_label_above_that_of_the_discussion() {
    let parsed = read(
        "令和２年第８回みなと町教育委員会定例会会議録\n開催日　　令和２年８月２７日（木）\n出席委員　教　　育　　長　　青木　茂樹\n　　　　　委　　　　　員　　江副　　敦\n説明員等　学校教育課長　　　岡　　進一\n\n日程第１　署名委員の指名について\n日程第２　教育長の報告について\n\n会議の大要\n\n日程第１　署名委員の指名について\n教育長　　江副委員を指名します。\n日程第２　教育長の報告について\n教育長　　お手元の行事報告を御覧ください。\n江副委員　　以上でよろしいですか。\n\n　　　　　　　　　教　育　長　　　　　　　印\n",
    );
    assert_eq!(
        people(&parsed),
        ["青木茂樹|教育長", "江副敦|委員", "岡進一|学校教育課長"]
    );
    assert_eq!(
        titles(&parsed),
        ["署名委員の指名について", "教育長の報告について"]
    );
    assert_eq!(parsed.opinions[2].text, "以上でよろしいですか。");
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
}

#[test]
fn a_part_over_the_first_of_its_topics_and_one_over_turns_are_no_statements() {
    let parsed = read(
        "みなと大学経営協議会議事要旨\n日時　令和3年11月26日（金）13時30分～\n出席者　青木学長（議長）、江副理事\n陪席者　岡監事\n\nⅠ　議事要旨の確認\n　１．前回議事要旨の確認について\n　　　議長から、前回の議事要旨（案）について諮られ、原案のとおり確認された。\n\nⅡ　審議事項\n　１．候補者の選定について\n　【応募者１】\n委員：根拠は何ですか。\n応募者：実績です。\n　【応募者２】\n委員：ありません。\n　採点の結果、応募者１が候補者となった。\n",
    );
    assert_eq!(
        titles(&parsed),
        ["前回議事要旨の確認について", "候補者の選定について"]
    );
    assert_eq!(
        statements(&parsed),
        [
            "1|委員|根拠は何ですか。",
            "1|応募者|実績です。",
            "1|委員|ありません。"
        ]
    );
    assert_eq!(parsed.opinions[2].heading.as_deref(), Some("応募者２"));
    assert_eq!(people(&parsed), ["青木|議長", "江副|理事", "岡|監事"]);
}

#[test]
fn a_legend_may_name_whoever_stands_in_for_the_chair() {
    let parsed = read(
        "第5回みなと市都市計画審議会会議結果\n1　日時　平成31年2月5日（火）\n2　出席委員（3人）\n　　学識経験者　　　◎青木 信一　　○井上 美佐　　上田 隆\n　　（◎会長　○会長職務代理者）\n3　欠席委員（1人）\n　　関係行政機関　　　江藤 孝\n4　議事\n報告事項　緑地制度の創設について\n（事務局から報告）\nＱ　忘れるとどうなるか。\nＡ　受けられない。\n",
    );
    assert_eq!(
        people(&parsed),
        [
            "青木信一|会長",
            "井上美佐|会長職務代理者",
            "上田隆|委員",
            "江藤孝|委員"
        ]
    );
    assert_eq!(titles(&parsed), ["緑地制度の創設について"]);
}

#[test]
fn brackets_of_any_kind_frame_the_parts_of_a_meeting() {
    let parsed = read(
        "令和６年度第２回みなと市審議会議事録\n日　時：令和6(2024)年10月3日(木)18:30-20:05\n参　加：《委員》青木花子会長、井上薫委員\n　　　　町　側　町長、環境課長\n\n《開会》\n会　長　皆さん、お集まりいただきありがとうございます。\n《議題１》計画の進捗について\n事務局　資料を御覧ください。\n井上委員　甘くはないですか。\n《その他》\n事務局　２月を予定しています。\n",
    );
    assert_eq!(
        parsed.date.map(|date| date.to_string()).as_deref(),
        Some("2024-10-03")
    );
    assert_eq!(titles(&parsed), ["計画の進捗について", "その他"]);
    let topics: Vec<_> = parsed.opinions.iter().map(|one| one.topic).collect();
    assert_eq!(topics, [None, Some(0), Some(0), Some(1)]);
    assert_eq!(
        people(&parsed),
        [
            "青木花子|会長",
            "井上薫|委員",
            "町長|町長",
            "環境課長|環境課長"
        ]
    );
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
}

#[test]
fn a_program_in_course_has_parts_that_nothing_is_said_under() {
    let parsed = read(
        "令和３年度第１回みなと町審議会議事録\n日時：令和３年１１月３０日（火）午後１時３０分\n１．開会\n２．委嘱状の交付\n３．会長の選出\n　　互選により、会長に青木委員が選出された。\n４．諮問\n５．議題\n（１）ごみの現状について\n質疑応答の概要は以下のとおり。\n・分別が進めば減るはずです。\n",
    );
    assert_eq!(statements(&parsed), ["2||分別が進めば減るはずです。"]);
    assert_eq!(
        titles(&parsed),
        ["委嘱状の交付", "会長の選出", "ごみの現状について"]
    );
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
}

#[test]
fn names_of_assemblies_are_read_however_they_stand_beside_an_office() {
    let parsed = read(
        "港湾に関する特別委員会速記録\n第四委員会室\n午後零時二分開議\n出席小委員\n小委員長青木ゆくお君\n副委員長橘　　正剛君\n副委員長谷村　孝彦君\n小田桐　慶　二　委員\n欠席理事者　なし\n地方自治法第121条による出席者\n　副市長　　　　　　出　﨑　和　夫\n　総務部長　　　　　番　場　邦　夫\n　教育委員会生涯学習部長\n　　　　　　　　　　川　村　真　一\n　港湾局法務部長中村　次良君\n委員の異動\n十月四日\n　青木一彦君が委員を辞任した。\n本日の会議に付した事件\n港湾が赤字を計上した原因について調査する。\n閉会中の継続調査について（委員会提出）\n　　　〔青木委員長、委員長席に着く〕\n\n○青木委員長　ただいまから、港湾の原因について調査を行います。\n○谷村委員　説明を聞きたい。\n○青木委員長　次に、閉会中の継続調査についてお諮りします。\n",
    );
    assert_eq!(
        people(&parsed),
        [
            "青木ゆくお|小委員長",
            "橘正剛|副委員長",
            "谷村孝彦|副委員長",
            "小田桐慶二|委員",
            "出﨑和夫|副市長",
            "番場邦夫|総務部長",
            "川村真一|教育委員会生涯学習部長",
            "中村次良|港湾局法務部長",
        ]
    );
    assert_eq!(
        titles(&parsed),
        [
            "港湾が赤字を計上した原因について調査する。",
            "閉会中の継続調査について（委員会提出）"
        ]
    );
    assert_eq!(parsed.opinions[2].topic, Some(1));
    assert_eq!(parsed.venue.as_deref(), Some("第四委員会室"));
}

#[test]
fn numbers_and_titles_of_an_order_of_the_day_may_stand_on_lines_of_their_own() {
    let parsed = read(
        "みなと市議会　会議録\n令和６年２月16日（金曜日）午前10時開会\n○議事日程\n日程第１\n　会議録署名議員の指名\n日程第２\n　議席について\n○本日の会議に付した事件\n　議事日程と同じ\n\n日程第１\n◯議長（青木太郎）\n　日程第１　会議録署名議員の指名を行います。\n◯総務常任委員長（岡昌之）〔登壇〕\n　報告します。\n日程第２\n◯議長（青木太郎）\n　次に、議席についてお諮りします。\n",
    );
    assert_eq!(parsed.council.as_deref(), Some("みなと市議会"));
    assert_eq!(titles(&parsed), ["会議録署名議員の指名", "議席について"]);
    assert_eq!(
        statements(&parsed),
        [
            "0|青木太郎議長|日程第１　会議録署名議員の指名を行います。",
            "0|岡昌之総務常任委員長|報告します。",
            "1|青木太郎議長|次に、議席についてお諮りします。"
        ]
    );
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
}

#[test]
fn a_table_of_people_is_read_by_the_heads_of_its_columns() {
    let parsed = read(
        "令和5年度第3回みなと市地域公共交通会議会議録\n日時\t令和6年1月31日（水曜日）\n【出席者】\n区分\t所属\t役職\t氏名\t出欠\n学識経験者\t国立高専\t教授\t青木　博文\t○（会長）\n住民代表\t自治会連合会\t会長\t鵜殿\t○\n交通事業者\tみなとバス株式会社\t取締役\t江藤　雅人\t×\n事務局\t市交通政策課\t課長\t岡\t○\n\n議事\n一　計画について\n会長　説明を求めます。\n事務局　減らします。\n二　その他\n会長　終わります。\n",
    );
    let people: Vec<String> = parsed
        .attendees
        .iter()
        .map(|one| {
            let part = |part: &Option<String>| part.clone().unwrap_or_default();
            let (role, organization) = (part(&one.role), part(&one.organization));
            format!(
                "{}|{role}|{organization}|{:?}|{:?}",
                compact(&one.name),
                one.status,
                one.capacity
            )
        })
        .collect();
    assert_eq!(
        people,
        [
            "青木博文|会長|国立高専|Present|Member",
            "鵜殿|会長|自治会連合会|Present|Member",
            "江藤雅人|取締役|みなとバス株式会社|Absent|Member",
            "岡|課長|市交通政策課|Present|Secretariat",
        ]
    );
    assert_eq!(titles(&parsed), ["計画について", "その他"]);
}

#[test]
fn those_whom_a_count_announces_are_named_in_its_bracket() {
    let parsed = read(
        "第９期第３回みなと区文化財保護審議会議事要録\n日時　令和７年５月２０日（火）午後２時から\n出席　四名（青木忠会長、御手洗澄江職務代理、乙部渉委員、江藤香苗委員）\n区　　生涯学習課長、文化財係長\n欠席　乙部・丙川\n\n一　文化財の候補について\n　会長　説明を求めます。\n　係長　三件です。\n",
    );
    assert_eq!(
        people(&parsed),
        [
            "青木忠|会長",
            "御手洗澄江|職務代理",
            "乙部渉|委員",
            "江藤香苗|委員",
            "生涯学習課長|生涯学習課長",
            "文化財係長|文化財係長",
            "乙部|",
            "丙川|"
        ]
    );
    assert_eq!(parsed.attendees[4].capacity, Capacity::Secretariat);
    assert_eq!(parsed.attendees[7].status, AttendanceStatus::Absent);
    assert_eq!(parsed.round, Some(3));
}
