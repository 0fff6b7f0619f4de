//! An invented revision with something of everything, for tests of what is made of revisions.

mod stored;

use uuid::Uuid;

pub use stored::stored;

use super::*;
use crate::domain::{
    AttendanceStatus, Attribution, Capacity, HeadingId, MeetingMode, OpinionKind, TopicId,
};

/// The id of the nth thing of a kind, the same in every test.
pub fn id(kind: PartKind, n: usize) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000 + kind as u64, (0x8 << 60) + n as u64)
}

/// The nth thing of its kind, with its words.
pub fn part<T>(kind: PartKind, n: usize, content: T) -> Part<T> {
    Part {
        id: id(kind, n),
        content: Some(content),
        scrubbed: None,
    }
}

/// Takes the words out of a part.
pub fn scrub<T>(part: &mut Part<T>) {
    part.content = None;
    part.scrubbed = Some(Scrubbed {
        at: "2025-03-31T15:30:00Z".parse().unwrap(),
        reason: "個人情報を誤って掲載したため".to_owned(),
    });
}

/// An opinion that nobody is named with.
pub fn opinion(text: &str) -> OpinionContent {
    OpinionContent {
        topic_id: None,
        heading_id: None,
        position: 0,
        text: text.to_owned(),
        kind: OpinionKind::Opinion,
        attribution: Attribution::Unattributed,
        speaker_name: None,
        speaker_role: None,
        issues: Vec::new(),
        redactions: Vec::new(),
    }
}

/// An opinion of somebody.
pub fn said(name: &str, role: &str, kind: OpinionKind, text: &str) -> OpinionContent {
    OpinionContent {
        kind,
        attribution: Attribution::Named,
        speaker_name: Some(name.to_owned()),
        speaker_role: Some(role.to_owned()),
        ..opinion(text)
    }
}

/// Nothing but what there must be.
pub fn bare() -> PublishedMinutes {
    PublishedMinutes {
        meeting_id: id(PartKind::Meeting, 0).into(),
        number: 1,
        hash: "5e".repeat(32),
        published_at: "2024-06-20T01:05:00Z".parse().unwrap(),
        reason: None,
        meeting: part(
            PartKind::Meeting,
            0,
            MeetingContent {
                council: "青葉県医療的ケア児支援推進協議会".to_owned(),
                title: "令和6年度 第1回 青葉県医療的ケア児支援推進協議会".to_owned(),
                fiscal_year: None,
                round: None,
                date: None,
                end_date: None,
                start_time: None,
                end_time: None,
                venue: None,
                mode: None,
            },
        ),
        attendance: Vec::new(),
        topics: Vec::new(),
        headings: Vec::new(),
        narratives: Vec::new(),
        materials: Vec::new(),
        opinions: Vec::new(),
        errata: Vec::new(),
    }
}

/// A whole revision.
pub fn minutes() -> PublishedMinutes {
    let mut minutes = bare();
    if let Some(meeting) = &mut minutes.meeting.content {
        meeting.fiscal_year = Some(2024);
        meeting.round = Some(1);
        meeting.date = "2024-06-05".parse().ok();
        meeting.start_time = "18:30".parse().ok();
        meeting.end_time = "20:25".parse().ok();
        meeting.venue = Some("青葉県庁第二庁舎 5階 大会議室".to_owned());
        meeting.mode = Some(MeetingMode::Hybrid);
    }
    minutes.attendance = attendance();
    minutes.topics = topics();
    let topic = Some(TopicId(id(PartKind::Topic, 1)));
    let heading = |n: usize, title: &str| {
        let content = HeadingContent {
            topic_id: topic,
            position: n as i64,
            title: title.to_owned(),
        };
        part(PartKind::Heading, n, content)
    };
    minutes.headings = vec![heading(0, "養成研修"), heading(1, "報酬をめぐる課題")];
    let narrative = |n: usize| {
        let content = NarrativeContent {
            topic_id: Some(TopicId(id(PartKind::Topic, n))),
            position: n as i64,
            text: "事務局から資料説明".to_owned(),
        };
        part(PartKind::Narrative, n, content)
    };
    minutes.narratives = vec![narrative(0), narrative(1)];
    minutes.materials = materials();
    minutes.opinions = opinions();
    minutes
}

fn attendance() -> Vec<Part<AttendanceContent>> {
    let line = |n: usize, name: &str, role: Option<&str>, status, capacity| {
        let content = AttendanceContent {
            position: n as i64,
            name: name.to_owned(),
            role: role.map(str::to_owned),
            status,
            capacity,
            organization: (n < 2).then(|| "青葉県医師会".to_owned()),
            note: (n == 3).then(|| "斎藤委員の代理".to_owned()),
        };
        part(PartKind::Attendance, n, content)
    };
    use AttendanceStatus::{Absent, Observer, Present, Proxy};
    use Capacity::{Guest, Member, Secretariat};
    vec![
        line(0, "髙橋", Some("会長"), Present, Member),
        line(1, "瀨戸", Some("副会長"), Present, Member),
        line(2, "島﨑", Some("委員"), Present, Member),
        line(3, "𠮷野", None, Proxy, Member),
        line(4, "葛\u{e0100}城", Some("委員"), Absent, Member),
        line(5, "相馬", Some("センター長"), Observer, Guest),
        line(6, "小田切", Some("障害福祉課長"), Present, Secretariat),
    ]
}

fn topics() -> Vec<Part<TopicContent>> {
    let topic = |n: usize, number: &str, title: &str| {
        let content = TopicContent {
            position: n as i64,
            number: Some(number.to_owned()),
            title: title.to_owned(),
        };
        part(PartKind::Topic, n, content)
    };
    vec![
        topic(0, "（１）", "医療的ケア児とその家族を取り巻く現状"),
        topic(1, "（２）", "コーディネーターの養成と配置の状況"),
        topic(2, "（３）", "その他"),
    ]
}

fn materials() -> Vec<Part<MaterialContent>> {
    let material = |n: usize, topic: Option<usize>, title: &str, url: Option<&str>| {
        let content = MaterialContent {
            topic_id: topic.map(|n| TopicId(id(PartKind::Topic, n))),
            position: n as i64,
            number: Some(format!("資料{}", n + 1)),
            title: title.to_owned(),
            url: url.map(str::to_owned),
        };
        part(PartKind::Material, n, content)
    };
    let url = "https://www.example.jp/shiryo/2.pdf?a=1&b=2";
    vec![
        material(0, None, "委員名簿", None),
        material(1, Some(1), "養成研修の実施状況", Some(url)),
        material(2, Some(2), "資料3", None),
    ]
}

fn opinions() -> Vec<Part<OpinionContent>> {
    use OpinionKind::{Answer, Opinion, Procedural, Question};
    let collective = |text: &str| OpinionContent {
        attribution: Attribution::Collective,
        ..opinion(text)
    };
    let redacted = RedactionMark {
        start: 15,
        end: 25,
        reason: "個人情報".to_owned(),
    };
    let contents = [
        (
            None,
            None,
            said(
                "髙橋",
                "会長",
                Procedural,
                "定刻となりましたので、開会します。",
            ),
        ),
        (
            Some(1),
            Some(0),
            collective(
                "研修の修了者は毎年増えているが、修了後に一度も相談を受けないまま年度が終わる方が半数近くいる。\n修了者数だけでは、地域の支援力が上がったかどうか分からない。",
            ),
        ),
        (
            Some(1),
            Some(0),
            said(
                "島﨑",
                "委員",
                Question,
                "＝今年度の研修は何回行うのか。<b>定員</b>も伺いたい。",
            ),
        ),
        (
            Some(1),
            Some(0),
            said(
                "小田切",
                "障害福祉課長",
                Answer,
                "年２回、各回30名を予定している。",
            ),
        ),
        (
            Some(1),
            Some(1),
            OpinionContent {
                redactions: vec![redacted],
                ..said(
                    "瀨戸",
                    "副会長",
                    Opinion,
                    "退院前から関わったのは、例えば〔非公開：個人情報〕さんの家庭である。契約の前は報酬が発生しない。",
                )
            },
        ),
        (
            Some(1),
            Some(1),
            collective(
                "# 要医療児者支援体制加算は３５単位である。\n- 実際に児を担当していなくても算定できる。\n1. 担当した件数に応じて評価してほしい。 | =1+1",
            ),
        ),
        (
            Some(2),
            None,
            said("髙橋", "会長", Procedural, "次回は10月の予定です。"),
        ),
    ];
    let opinion = |(n, (topic, heading, content)): (usize, (Option<usize>, Option<usize>, _))| {
        let content = OpinionContent {
            topic_id: topic.map(|n| TopicId(id(PartKind::Topic, n))),
            heading_id: heading.map(|n| HeadingId(id(PartKind::Heading, n))),
            position: n as i64,
            issues: if topic == Some(1) {
                vec!["training".to_owned()]
            } else {
                Vec::new()
            },
            ..content
        };
        part(PartKind::Opinion, n, content)
    };
    contents.into_iter().enumerate().map(opinion).collect()
}

/// The next revision: a word corrected, a speaker corrected, an opinion added in front, one scrubbed.
pub fn next() -> PublishedMinutes {
    let mut next = minutes();
    next.number = 2;
    next.hash = "a7".repeat(32);
    next.published_at = "2024-07-01T00:00:00Z".parse().unwrap();
    next.reason = Some("委員からの申し出による訂正".to_owned());
    if let Some(content) = &mut next.opinions[3].content {
        content.text = "年３回、各回30名を予定している。".to_owned();
        content.speaker_role = Some("課長".to_owned());
    }
    let added = said(
        "𠮷野",
        "委員",
        OpinionKind::Opinion,
        "日程は早めに示してほしい。",
    );
    let added = part(PartKind::Opinion, 99, added);
    next.opinions.insert(1, added);
    scrub(&mut next.opinions[6]);
    let lines = errata(&diff(&minutes(), &next), "聞き取りの誤り");
    next.errata = lines
        .into_iter()
        .map(|line| Part {
            id: line.subject_id,
            content: Some(line),
            scrubbed: None,
        })
        .collect();
    next
}
