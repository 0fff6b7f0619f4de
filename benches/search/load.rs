//! How long after its commit an opinion is found, while opinions are written and others search.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use giji::{
    app::{App, Call, Language, NewMeeting, NewOpinion, SearchQuestion},
    domain::{CouncilId, MeetingId, OpinionKind, Visibility},
};

use crate::{corpus, timing::Times};

const OPINIONS: u64 = 300;
/// Between two opinions: about fifty in a second.
const PAUSE: Duration = Duration::from_millis(20);
const SEARCHERS: usize = 2;

/// Writes opinions, each with a word that no other has, and looks for that word until it is found.
pub async fn measure(app: &App) {
    let meeting = meeting(app, corpus::council_id(0)).await;
    let stop = Arc::new(AtomicBool::new(false));
    let searches = Arc::new(AtomicU64::new(0));
    let indexer = tokio::spawn({
        let app = app.clone();
        async move { app.run_indexer().await }
    });
    let searchers: Vec<_> = (0..SEARCHERS)
        .map(|_| tokio::spawn(search_on(app.clone(), stop.clone(), searches.clone())))
        .collect();
    let begun = Instant::now();
    let mut waiting = Vec::new();
    for number in 0..OPINIONS {
        let word = word(number);
        write(app, meeting, &word).await;
        waiting.push(tokio::spawn(found_after(app.clone(), word, Instant::now())));
        tokio::time::sleep(PAUSE).await;
    }
    let rate = OPINIONS as f64 / begun.elapsed().as_secs_f64();
    let mut milliseconds = Vec::new();
    for waiting in waiting {
        milliseconds.push(waiting.await.expect("it is found"));
    }
    let searched = searches.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for searcher in searchers {
        searcher.await.expect("a searcher ends well");
    }
    indexer.abort();
    let times = Times::of("commit to found", milliseconds, 0);
    println!(
        "\ncommit to found, ms: p50 {:.0}, p95 {:.0} ({rate:.0} opinions written and {searched:.0} searches answered a second)",
        times.at(0.5),
        times.at(0.95)
    );
}

async fn meeting(app: &App, council: CouncilId) -> MeetingId {
    let made = app
        .create_meeting(&Call::LOCAL, council, NewMeeting::default())
        .await;
    made.expect("a meeting is taken").id
}

async fn write(app: &App, meeting: MeetingId, word: &str) {
    let new = NewOpinion {
        text: format!("{word}。{}", corpus::text(7)),
        kind: OpinionKind::Opinion,
        attribution: None,
        topic_id: None,
        heading_id: None,
        speaker_name: None,
        speaker_role: None,
        person_id: None,
        visibility: Visibility::Public,
        issues: Vec::new(),
    };
    let made = app.create_opinion(&Call::LOCAL, meeting, new).await;
    made.expect("an opinion is taken");
}

/// A Latin word for each number, which no misspelling makes of another.
fn word(number: u64) -> String {
    let letters = (0..4).map(|place| {
        let digit = u8::try_from(number / 10u64.pow(place) % 10).expect("a digit");
        let letter = char::from(b'a' + digit);
        format!("{letter}{letter}")
    });
    letters.chain(["q".to_owned()]).collect()
}

/// How many milliseconds after `since` the word is found.
async fn found_after(app: App, word: String, since: Instant) -> f64 {
    loop {
        let question = SearchQuestion {
            query: format!("\"{word}\""),
            facets: Vec::new(),
            ..SearchQuestion::default()
        };
        let answer = app
            .search(&Call::LOCAL, question, Language::Japanese)
            .await
            .expect("an answer");
        if answer.total > 0 {
            return since.elapsed().as_secs_f64() * 1_000.0;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn search_on(app: App, stop: Arc<AtomicBool>, searches: Arc<AtomicU64>) {
    for query in corpus::pairs().iter().cycle() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let question = SearchQuestion {
            query: query.clone(),
            ..SearchQuestion::default()
        };
        app.search(&Call::LOCAL, question, Language::Japanese)
            .await
            .expect("an answer");
        searches.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
