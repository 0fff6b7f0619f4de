//! Publishing a meeting of 500 opinions against one durable write, and a published page against a bare poem handler that
//! answers the same bytes.

use std::time::{Duration, Instant};

use giji::{
    app::{App, Call, NewMeeting},
    domain::{CouncilId, MeetingId, MinutesStatus},
};

use super::{
    http::{compare_page, demo_app},
    table::{Table, median},
    writes::{council, open, opinion},
};

const OPINIONS: usize = 500;
const ROUNDS: usize = 5;

/// Measures both.
pub async fn run(table: &mut Table) {
    publish(table).await;
    page(table).await;
}

async fn publish(table: &mut Table) {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let app = open(&directory).await;
    let council = council(&app).await;
    let (mut writes, mut published) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let meeting = meeting_of(&app, council, &mut writes).await;
        let began = Instant::now();
        app.transition_minutes(&Call::LOCAL, meeting, MinutesStatus::Published, None, None)
            .await
            .expect("minutes can be published");
        published.push(millis(began.elapsed()));
    }
    let (write, publish) = (median(writes), median(published));
    table.add(
        &format!("publish a meeting of {OPINIONS} opinions, SQLite"),
        format!("{publish:.1} ms"),
        format!("one durable write: {write:.2} ms"),
        format!("{:.1} × (aim 20 at most)", publish / write),
    );
}

async fn meeting_of(app: &App, council: CouncilId, writes: &mut Vec<f64>) -> MeetingId {
    let meeting = app
        .create_meeting(&Call::LOCAL, council, NewMeeting::default())
        .await
        .expect("a meeting is taken")
        .id;
    for _ in 0..OPINIONS {
        let began = Instant::now();
        app.create_opinion(&Call::LOCAL, meeting, opinion())
            .await
            .expect("an opinion can be entered");
        writes.push(millis(began.elapsed()));
    }
    meeting
}

async fn page(table: &mut Table) {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let app = demo_app(&directory).await;
    for format in ["html", "json"] {
        compare_page(table, &app, format).await;
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
