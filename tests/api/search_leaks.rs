//! What a caller is told never depends on what they may not see: random councils, meetings, opinions, topics, action items
//! and persons go into one world whole and into another only as far as the caller may see them, and every answer of search
//! is the same in both.

use giji::domain::{CouncilId, MeetingId};
use serde_json::{Value, json};

use crate::{
    app::{PUBLIC, Service},
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

/// Numbers that look random and are the same in each run. After Marsaglia (2003), xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("a small number")
    }

    fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }
}

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

struct Opinion {
    text: String,
    mark: &'static str,
    topic: Option<usize>,
    name: Option<usize>,
    /// The visibility of an action item that came of it.
    item: Option<&'static str>,
    /// Whether it is hidden after the index was told of it.
    withdrawn: bool,
}

struct Meeting {
    in_other: bool,
    published: bool,
    topics: Vec<(String, &'static str)>,
    opinions: Vec<Opinion>,
}

/// What there is to be seen or not.
struct Plan {
    meetings: Vec<Meeting>,
    /// Of each name, in which of the two councils the person has a seat.
    seats: Vec<(bool, bool)>,
}

impl Plan {
    fn thrown(dice: &mut Dice) -> Self {
        let seats = NAMES.map(|_| (dice.below(2) == 0, dice.below(2) == 0));
        let meetings = (0..5).map(|number| Self::meeting(dice, number));
        Self {
            meetings: meetings.collect(),
            seats: seats.to_vec(),
        }
    }

    fn meeting(dice: &mut Dice, number: usize) -> Meeting {
        let topics = (0..2).map(|topic| {
            let word = dice.one_of(&WORDS);
            (
                format!("{word}の議題{number}の{topic}"),
                dice.one_of(&MARKS),
            )
        });
        let topics: Vec<_> = topics.collect();
        let marks = [MARKS[0], MARKS[0], MARKS[0], MARKS[1], MARKS[2]];
        let opinions = (0..8).map(|place| Opinion {
            text: format!(
                "{}と{}の話、{number}の{place}",
                dice.one_of(&WORDS),
                dice.one_of(&WORDS)
            ),
            mark: dice.one_of(&marks),
            topic: (dice.below(3) == 0).then(|| dice.below(2)),
            name: (dice.below(2) == 0).then(|| dice.below(NAMES.len())),
            item: (dice.below(3) == 0).then(|| dice.one_of(&MARKS)),
            withdrawn: dice.below(6) == 0,
        });
        let opinions: Vec<_> = opinions.collect();
        Meeting {
            in_other: dice.below(2) == 0,
            published: dice.below(3) > 0,
            topics,
            opinions,
        }
    }

    /// Enters everything, or only what somebody sees who is nothing in the other council; hides what is withdrawn while the
    /// index does not know.
    async fn enter(&self, world: &World, sees: Option<Sees>) {
        world.seed_vocabulary().await;
        let mut persons = Vec::new();
        for (place, (name, reading)) in NAMES.iter().enumerate() {
            let (open, hidden) = self.seats[place];
            let known = sees.is_none() || open;
            let body =
                json!({ "name": format!("{name} 一"), "reading": format!("{reading} はじめ") });
            let person = world.post(&world.admin, "/persons", body).await.made();
            if known && open {
                world.seat(&person, world.council).await;
            }
            if hidden && sees.is_none() {
                world.seat(&person, world.other).await;
            }
            persons.push(person.id().to_owned());
        }
        for (number, meeting) in self.meetings.iter().enumerate() {
            let of_own = sees.map(|sees| if meeting.in_other { Sees::Public } else { sees });
            let council = if meeting.in_other {
                world.other
            } else {
                world.council
            };
            if meeting.published || of_own.is_none_or(|sees| sees == Sees::Everything) {
                self.enter_meeting(world, (number, meeting), council, of_own, &persons)
                    .await;
            }
        }
    }

    async fn enter_meeting(
        &self,
        world: &World,
        (number, meeting): (usize, &Meeting),
        council: CouncilId,
        sees: Option<Sees>,
        persons: &[String],
    ) {
        let shown = |mark: &str| sees.is_none_or(|sees| sees.mark(mark));
        let title = format!("令和4年度 第{number}回");
        let body = json!({ "council_id": council, "title": title, "date": format!("2022-12-0{}", number + 1) });
        let made = world.post(&world.admin, "/meetings", body).await.made();
        let id: MeetingId = made.id().parse().expect("an id");
        // What is not shown is entered and deleted again: the places of the others in the meeting are told to everybody.
        let mut gone = Vec::new();
        let mut topics = Vec::new();
        for (title, mark) in &meeting.topics {
            let body = json!({ "title": title, "visibility": mark });
            let path = format!("/meetings/{id}/topics");
            let topic = world.post(&world.admin, &path, body).await.made();
            topics.push(shown(mark).then(|| topic.id().to_owned()));
            if !shown(mark) {
                gone.push(topic);
            }
        }
        let mut withdrawn = Vec::new();
        for opinion in &meeting.opinions {
            let topic = opinion.topic.map(|topic| topics[topic].clone());
            let is_shown = shown(opinion.mark)
                && topic != Some(None)
                && !(sees.is_some_and(|sees| sees != Sees::Everything) && opinion.withdrawn);
            let mut body = json!({ "text": opinion.text, "visibility": opinion.mark, "topic_id": topic.flatten() });
            // The other council publishes no names: what is not published is not there.
            if let Some(name) = opinion.name
                && !(sees.is_some() && meeting.in_other)
            {
                body["speaker_name"] = json!(NAMES[name].0);
                body["person_id"] = json!(persons[name]);
            }
            let made = world.said(id, body).await;
            // An action item is seen where the opinion is not that it came of.
            if let Some(mark) = opinion.item.filter(|mark| shown(mark)) {
                let opinions: Vec<&str> = is_shown.then(|| made.id()).into_iter().collect();
                let body = json!({ "council_id": council, "meeting_id": id, "text": "研修の計画を示す", "visibility": mark,
                    "opinion_ids": opinions });
                world
                    .post(&world.admin, "/action-items", body)
                    .await
                    .is(201);
            }
            if !is_shown {
                gone.push(made);
            } else if opinion.withdrawn {
                withdrawn.push(made);
            }
        }
        for made in gone {
            world
                .delete(&world.admin, &made.path, &made.etag)
                .await
                .is(204);
        }
        if meeting.published {
            publish(&world.app, id).await;
        }
        world.index().await;
        for opinion in withdrawn {
            let etag = world.get(&world.admin, &opinion.path).await.etag();
            let body = json!({ "visibility": "secretariat" });
            world
                .patch(&world.admin, &opinion.path, &etag, body)
                .await
                .is(200);
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

const SEARCHES: [&str; 22] = [
    "q=研修",
    "q=ナース",
    "q=看護師 研修",
    "q=医療的ケア児",
    "q=NICU OR 短期入所",
    "q=-研修",
    "q=\"35単位\"",
    "q=R4",
    "q=さいとう",
    "q=齋藤",
    "q=speaker:とみおか",
    "q=",
    "q=研修&sort=date_asc&limit=3",
    "q=&type=person",
    "q=&type=meeting",
    "q=&type=topic",
    "q=&type=action_item",
    "q=&has_action_item=true",
    "q=&attribution=named",
    "q=短期人所",
    "q=看護帥",
    "q=speaker:はじめ&role=委員",
];
const TYPED: [&str; 6] = ["研", "看護", "さい", "齋", "医", "N"];

/// Everything that search tells this caller.
async fn everything_told(world: &World, token: &str) -> Vec<(String, Value)> {
    let mut answers = Vec::new();
    let mut paths: Vec<String> = SEARCHES
        .iter()
        .map(|query| format!("/search?{}", encoded(query)))
        .collect();
    let typed = TYPED.iter().map(|typed| {
        format!(
            "/search/suggestions?{}",
            encoded(&format!("q={typed}&limit=20"))
        )
    });
    paths.extend(typed);
    for path in paths {
        answers.push((path.clone(), told(world.get(token, &path).await.is(200))));
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

#[test]
fn answers_do_not_depend_on_what_is_hidden() {
    on_both(async |db| {
        let whole = World::on(Service::on(db)).await;
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let plan = Plan::thrown(&mut dice);
        plan.enter(&whole, None).await;
        for sees in [Sees::Public, Sees::Council, Sees::Everything] {
            let twin_database = TestDatabase::create(Engine::Sqlite).await;
            let twin = World::on(Service::on(&twin_database)).await;
            plan.enter(&twin, Some(sees)).await;
            let [token, of_twin] = [&whole, &twin].map(|world| match sees {
                Sees::Public => PUBLIC,
                Sees::Council => world.member.as_str(),
                Sees::Everything => world.secretariat.as_str(),
            });
            let expected = everything_told(&twin, of_twin).await;
            let found = everything_told(&whole, token).await;
            assert_eq!(
                found.len(),
                expected.len(),
                "{sees:?} is shown as many opinions"
            );
            for ((path, found), (_, expected)) in found.iter().zip(&expected) {
                assert_same(&format!("{sees:?} {path}"), found, expected);
            }
            drop(twin);
            twin_database.remove().await;
        }
    });
}
