//! What a caller is told never depends on what they may not see: random meetings of two councils, opinions, topics, action items
//! and persons go into one world whole and into another only as far as the caller may see them, and every answer to random
//! queries is the same in both; while the index has not been told of what was withdrawn, and once it has been.

use giji::{
    app::Call,
    domain::{CouncilId, MeetingId, MinutesStatus},
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::select,
    test_runner::{Config, TestCaseError, TestRunner},
};
use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC, Service},
    databases::{Engine, TestDatabase, on_both},
    searching::encoded,
    world::{World, publish},
};

const WORDS: [&str; 8] = [
    "研修",
    "看護師",
    "ナース",
    "医ケア児",
    "短期入所",
    "NICU",
    "35単位",
    "令和4年度",
];
const NAMES: [(&str, &str); 4] = [
    ("齋藤", "さいとう"),
    ("斎藤", "さいとう"),
    ("冨岡", "とみおか"),
    ("瀨戸", "せと"),
];
const MARKS: [&str; 3] = ["public", "council", "secretariat"];

/// What the caller of a comparison sees of one council.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sees {
    Public,
    Council,
    Everything,
}

impl Sees {
    fn mark(self, mark: &str) -> bool {
        match self {
            Self::Public => mark == "public",
            Self::Council => mark != "secretariat",
            Self::Everything => true,
        }
    }
}

#[derive(Debug, Clone)]
struct Opinion {
    words: [&'static str; 2],
    mark: &'static str,
    topic: Option<usize>,
    name: Option<usize>,
    /// The visibility of an action item that came of it.
    item: Option<&'static str>,
    /// Whether it is hidden after the index was told of it.
    withdrawn: bool,
}

#[derive(Debug, Clone)]
struct Meeting {
    in_other: bool,
    published: bool,
    /// Whether its minutes are withdrawn after the index was told of them.
    withdrawn: bool,
    topics: [(&'static str, &'static str); 2],
    opinions: Vec<Opinion>,
}

/// What there is to be seen or not, who looks, and what is asked.
#[derive(Debug, Clone)]
struct Case {
    meetings: Vec<Meeting>,
    /// Of each name, in which of the two councils the person has a seat.
    seats: [(bool, bool); NAMES.len()],
    sees: Sees,
    queries: Vec<String>,
}

fn mark() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just(MARKS[0]), 1 => Just(MARKS[1]), 1 => Just(MARKS[2])]
}

fn opinion() -> impl Strategy<Value = Opinion> {
    (
        [select(&WORDS[..]), select(&WORDS[..])],
        mark(),
        option::weighted(0.3, 0..2usize),
        option::of(0..NAMES.len()),
        option::weighted(0.3, mark()),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(words, mark, topic, name, item, withdrawn)| Opinion {
            words,
            mark,
            topic,
            name,
            item,
            withdrawn,
        })
}

fn meeting() -> impl Strategy<Value = Meeting> {
    (
        any::<bool>(),
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.2),
        [(select(&WORDS[..]), mark()), (select(&WORDS[..]), mark())],
        vec(opinion(), 1..6),
    )
        .prop_map(
            |(in_other, published, withdrawn, topics, opinions)| Meeting {
                in_other,
                published,
                withdrawn: published && withdrawn,
                topics,
                opinions,
            },
        )
}

/// A term in any form that the query language has for it.
fn term() -> impl Strategy<Value = String> {
    (0..9u8, select(&TERMS[..])).prop_map(|(form, term)| match form {
        0 => format!("\"{term}\""),
        1 => format!("-{term}"),
        2 => format!("{term} OR 短期入所"),
        3 => format!("speaker:{term}"),
        4 => format!("issue:{term}"),
        _ => term.to_owned(),
    })
}

fn query() -> impl Strategy<Value = String> {
    (vec(term(), 0..3), vec(select(&FILTERS[..]), 0..3))
        .prop_map(|(terms, filters)| format!("q={}{}", terms.join(" "), filters.concat()))
}

fn case() -> impl Strategy<Value = Case> {
    let sees = select(&[Sees::Public, Sees::Council, Sees::Everything][..]);
    let seats = vec(any::<(bool, bool)>(), NAMES.len());
    (vec(meeting(), 1..5), seats, sees, vec(query(), 12)).prop_map(
        |(meetings, seats, sees, queries)| Case {
            meetings,
            seats: seats.try_into().expect("one for each name"),
            sees,
            queries,
        },
    )
}

/// What is to be entered into a world, and what was.
struct Entry<'a> {
    world: &'a World,
    case: &'a Case,
    /// Whether what the caller may not see is entered too.
    whole: bool,
    persons: Vec<String>,
    /// Where what the caller may not see would be read.
    hidden: Vec<String>,
    /// What is withdrawn once the index knows it.
    withdrawn: Vec<Made>,
    withdrawn_minutes: Vec<MeetingId>,
}

impl<'a> Entry<'a> {
    /// Enters everything, or only what is seen by somebody who is nothing in the other council, and tells the index.
    async fn of(world: &'a World, case: &'a Case, whole: bool) -> Self {
        world.seed_vocabulary().await;
        let mut entry = Self {
            world,
            case,
            whole,
            persons: Vec::new(),
            hidden: Vec::new(),
            withdrawn: Vec::new(),
            withdrawn_minutes: Vec::new(),
        };
        for ((name, reading), (open, hidden)) in NAMES.iter().zip(case.seats) {
            let body =
                json!({ "name": format!("{name} 一"), "reading": format!("{reading} はじめ") });
            let person = world.post(&world.admin, "/persons", body).await.made();
            if open {
                world.seat(&person, world.council).await;
            }
            if hidden && whole {
                world.seat(&person, world.other).await;
            }
            entry.persons.push(person.id().to_owned());
        }
        for (number, meeting) in case.meetings.iter().enumerate() {
            entry.meeting(number, meeting).await;
        }
        world.index().await;
        entry
    }

    async fn meeting(&mut self, number: usize, meeting: &Meeting) {
        let world = self.world;
        let (council, sees) = if meeting.in_other {
            (world.other, Sees::Public)
        } else {
            (world.council, self.case.sees)
        };
        let is_seen = sees == Sees::Everything || (meeting.published && !meeting.withdrawn);
        if !is_seen && !self.whole {
            return;
        }
        let title = format!("令和4年度 第{number}回");
        let date = format!("2022-12-0{}", number + 1);
        let body = json!({ "council_id": council, "title": title, "date": date });
        let made = world.post(&world.admin, "/meetings", body).await.made();
        let id: MeetingId = made.id().parse().expect("an id");
        if !is_seen {
            self.hidden.push(made.path.clone());
        }
        self.parts(meeting, (id, number), council, (sees, is_seen))
            .await;
        if meeting.published {
            publish(&world.app, id).await;
        }
        if meeting.withdrawn {
            self.withdrawn_minutes.push(id);
        }
    }

    /// What is not shown is entered and deleted again where the world is not whole: the places of the others in the meeting are
    /// told to everybody.
    async fn parts(
        &mut self,
        meeting: &Meeting,
        (id, number): (MeetingId, usize),
        council: CouncilId,
        (sees, is_seen): (Sees, bool),
    ) {
        let world = self.world;
        let mut gone = Vec::new();
        let mut topics = Vec::new();
        for (place, (word, mark)) in meeting.topics.iter().enumerate() {
            let body =
                json!({ "title": format!("{word}の議題{number}の{place}"), "visibility": mark });
            let path = format!("/meetings/{id}/topics");
            let topic = world.post(&world.admin, &path, body).await.made();
            let shown = sees.mark(mark);
            topics.push((topic.id().to_owned(), shown));
            if !shown {
                gone.push(topic);
            }
        }
        for (place, opinion) in meeting.opinions.iter().enumerate() {
            let topic = opinion.topic.map(|topic| &topics[topic]);
            let keeps_topic = topic.filter(|(_, shown)| self.whole || *shown);
            let is_shown = sees.mark(opinion.mark)
                && topic.is_none_or(|(_, shown)| *shown)
                && !(sees != Sees::Everything && opinion.withdrawn);
            let [one, two] = opinion.words;
            let mut body = json!({ "text": format!("{one}と{two}の話、{number}の{place}"), "visibility": opinion.mark,
                "topic_id": keeps_topic.map(|(id, _)| id) });
            // The other council publishes no names: what is not published is not there.
            if let Some(name) = opinion.name
                && (self.whole || !meeting.in_other)
            {
                body["speaker_name"] = json!(NAMES[name].0);
                body["person_id"] = json!(self.persons[name]);
            }
            let made = world.said(id, body).await;
            // An action item is seen where the opinion is not that it came of.
            if let Some(mark) = opinion.item.filter(|mark| self.whole || sees.mark(mark)) {
                let opinions: Vec<&str> = (self.whole || is_shown)
                    .then(|| made.id())
                    .into_iter()
                    .collect();
                let body = json!({ "council_id": council, "meeting_id": id, "text": "研修の計画を示す", "visibility": mark,
                    "opinion_ids": opinions });
                world
                    .post(&world.admin, "/action-items", body)
                    .await
                    .is(201);
            }
            if !is_shown || !is_seen {
                self.hidden.push(made.path.clone());
            }
            if !is_shown {
                if opinion.withdrawn && self.whole {
                    self.withdrawn.push(made);
                } else {
                    gone.push(made);
                }
            } else if opinion.withdrawn {
                self.withdrawn.push(made);
            }
        }
        if self.whole {
            return;
        }
        for made in gone {
            world
                .delete(&world.admin, &made.path, &made.etag)
                .await
                .is(204);
        }
    }

    /// Hides what is withdrawn; the index is not told.
    async fn withdraw(&mut self) {
        let world = self.world;
        for opinion in std::mem::take(&mut self.withdrawn) {
            let etag = world.get(&world.admin, &opinion.path).await.etag();
            let body = json!({ "visibility": "secretariat" });
            world
                .patch(&world.admin, &opinion.path, &etag, body)
                .await
                .is(200);
        }
        for id in std::mem::take(&mut self.withdrawn_minutes) {
            let reason = Some("誤り".to_owned());
            let withdrawn = MinutesStatus::Withdrawn;
            let done = world
                .app
                .transition_minutes(&Call::LOCAL, id, withdrawn, reason, None);
            done.await.expect("minutes can be withdrawn");
        }
    }
}

/// An answer without what is of one world alone: ids, scores, places.
fn told(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(fields) => {
            fields.retain(|field, _| {
                !matches!(field.as_str(), "score" | "next_cursor" | "request_id")
            });
            for value in fields.values_mut() {
                *value = told(value.take());
            }
        }
        Value::Array(items) => {
            for item in items.iter_mut() {
                *item = told(item.take());
            }
        }
        Value::String(text) if uuid::Uuid::parse_str(text).is_ok() => *text = "an id".to_owned(),
        _ => {}
    }
    answer
}

const TERMS: [&str; 18] = [
    "研修",
    "ナース",
    "看護師",
    "医療的ケア児",
    "NICU",
    "35単位",
    "R4",
    "さいとう",
    "齋藤",
    "とみおか",
    "はじめ",
    "一",
    "議題",
    "第1回",
    "計画",
    // Misspelt.
    "短期人所",
    "看護帥",
    "医療的ヶア児",
];
const FILTERS: [&str; 22] = [
    "&type=person",
    "&type=meeting",
    "&type=topic",
    "&type=action_item",
    "&type=opinion",
    "&has_action_item=true",
    "&has_action_item=false",
    "&attribution=named",
    "&attribution=unattributed",
    "&role=委員",
    "&speaker=斎藤",
    "&issue=training",
    "&issue=nurses",
    "&council=COUNCIL",
    "&council=OTHER",
    "&fiscal_year=2022",
    "&from=2022-12-02",
    "&to=2022-12-03",
    "&sort=date_asc",
    "&sort=date_desc",
    "&expand=false",
    "&facets=council,meeting,speaker",
];
const TYPED: [&str; 6] = ["研", "看護", "さい", "齋", "医", "N"];

/// Everything that search tells this caller.
async fn everything_told(world: &World, token: &str, case: &Case) -> Vec<(String, Value)> {
    let mut answers = Vec::new();
    for query in case.queries.iter().chain([&"q=".to_owned()]) {
        let asked = query
            .replace("COUNCIL", &world.council.to_string())
            .replace("OTHER", &world.other.to_string());
        // Pages of three, as far as they go: a total can be right where the pages are not.
        let mut cursor = String::new();
        for page in 0.. {
            let path = format!("/search?{}&limit=3{cursor}", encoded(&asked));
            // A filter that may be given once and is given twice is an error: that is compared like any other answer.
            let answer = world.get(token, &path).await;
            let next = answer.body["next_cursor"].as_str();
            cursor = next.map_or_else(String::new, |next| format!("&cursor={next}"));
            let asked = format!("{query}, page {page}: {}", answer.status);
            answers.push((asked, told(answer.body)));
            if cursor.is_empty() {
                break;
            }
        }
    }
    for typed in TYPED {
        let path = format!(
            "/search/suggestions?{}",
            encoded(&format!("q={typed}&limit=20"))
        );
        let suggested = told(world.get(token, &path).await.is(200));
        answers.push((format!("suggestions for {typed}"), suggested));
    }
    let seen = world
        .search(token, "q=&type=opinion&limit=100&sort=date_asc")
        .await;
    for hit in seen["hits"].as_array().expect("hits") {
        let path = format!(
            "/opinions/{}/related?limit=20",
            hit["id"].as_str().expect("an id")
        );
        let related = told(world.get(token, &path).await.is(200));
        answers.push((format!("related to {}", hit["text"]), related));
    }
    answers
}

/// What is hidden is told of as what has never been is.
async fn assert_unknown(world: &World, token: &str, hidden: &[String]) {
    for path in hidden {
        let (kind, id) = path.rsplit_once('/').expect("a path has a name");
        let nobody = uuid::Uuid::from_u128(7).to_string();
        let mut asked = vec![format!("{kind}/ID")];
        match kind {
            "/meetings" => asked.push("/search?meeting=ID".to_owned()),
            _ => asked.push(format!("{kind}/ID/related")),
        }
        for asked in asked {
            let answer = |id: &str| {
                let path = asked.replace("ID", id);
                async move {
                    let answer = world.get(token, &path).await;
                    (answer.status, told(answer.body))
                }
            };
            let (status, found) = answer(id).await;
            if status == 410 {
                // A tombstone: everybody is told that it was published, and why it is no more.
                continue;
            }
            let (expected_status, expected) = answer(&nobody).await;
            assert_eq!(status, expected_status, "{asked}");
            assert_same(&asked, &found, &expected);
        }
    }
}

/// Fails with the first lines that differ.
fn assert_same(what: &str, found: &Value, expected: &Value) {
    let [found, expected] = [found, expected].map(|answer| format!("{answer:#}"));
    let lines = found.lines().zip(expected.lines()).enumerate();
    for (number, (line, other)) in lines {
        let before: Vec<&str> = found
            .lines()
            .skip(number.saturating_sub(30))
            .take(30)
            .collect();
        assert_eq!(
            line,
            other,
            "{what}, line {number} after\n{}",
            before.join("\n")
        );
    }
    assert_eq!(found.len(), expected.len(), "{what}");
}

/// The case on one database, beside a twin that holds only what is seen.
async fn compare(db: &TestDatabase, case: &Case) {
    let whole = World::on(Service::on(db)).await;
    let mut entered = Entry::of(&whole, case, true).await;
    let twin_database = TestDatabase::create(Engine::Sqlite).await;
    let twin = World::on(Service::on(&twin_database)).await;
    let mut shown = Entry::of(&twin, case, false).await;
    let [token, of_twin] = [&whole, &twin].map(|world| match case.sees {
        Sees::Public => PUBLIC,
        Sees::Council => world.member.as_str(),
        Sees::Everything => world.secretariat.as_str(),
    });
    // What was answered before must not be answered again.
    everything_told(&whole, token, case).await;
    entered.withdraw().await;
    shown.withdraw().await;
    for told_of in ["while the index lags", "once the index was told"] {
        let expected = everything_told(&twin, of_twin, case).await;
        let found = everything_told(&whole, token, case).await;
        for ((asked, found), (asked_of_twin, expected)) in found.iter().zip(&expected) {
            assert_eq!(asked, asked_of_twin);
            assert_same(
                &format!("{:?}, {asked}, {told_of}", case.sees),
                found,
                expected,
            );
        }
        assert_eq!(found.len(), expected.len(), "{:?}, {told_of}", case.sees);
        assert_unknown(&whole, token, &entered.hidden).await;
        whole.index().await;
        twin.index().await;
    }
    drop(shown);
    drop(twin);
    twin_database.remove().await;
}

/// As many cases as `PROPTEST_CASES` says, or a dozen: each builds two worlds over HTTP.
#[test]
fn answers_do_not_depend_on_what_is_hidden() {
    let cases = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default().cases,
        None => 12,
    };
    let config = Config {
        cases,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(&case(), |case| {
        let outcome = std::panic::catch_unwind(|| on_both(async |db| compare(db, &case).await));
        outcome.map_err(|_| TestCaseError::fail("the two worlds differ; see above"))
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}
