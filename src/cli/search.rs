//! `giji search`

use std::io::{self, IsTerminal};

use super::{arguments::Search, failure::Failure, language, open, output};
use crate::{
    api,
    app::{App, AppError, AppResult, Call, Hit, SearchAnswer, SearchQuestion, type_words},
    config::Place,
    store::Db,
};

/// Searches with the full rights of the data directory.
pub async fn run(place: &Place, db: &Db, arguments: &Search) -> Result<(), Failure> {
    let app = open::for_command(place, db).await?;
    let answer = match search(&app, arguments).await {
        // Damage inside a file shows when it is read. Whoever opens the index to write it looks for damage, and mends it.
        Err(AppError::Search(error)) => match open::as_keeper(place, db.clone()).await {
            Ok(keeper) => search(&keeper.app, arguments).await?,
            Err(_) => return Err(error.into()),
        },
        answer => answer?,
    };
    if arguments.json {
        return output::print_json(&api::search_answer_to_json(answer));
    }
    output::print(&describe(&answer, io::stdout().is_terminal()))
}

async fn search(app: &App, arguments: &Search) -> AppResult<SearchAnswer> {
    let question = SearchQuestion {
        query: arguments.query.clone(),
        limit: usize::from(arguments.limit),
        ..SearchQuestion::default()
    };
    app.search(&Call::LOCAL, question, language::of_environment())
        .await
}

fn describe(answer: &SearchAnswer, marked: bool) -> String {
    let mut text = String::new();
    for hit in &answer.hits {
        text += &describe_hit(hit, marked);
    }
    let about = if answer.total_exact { "" } else { "~" };
    text += &format!("{} / {about}{}\n", answer.hits.len(), answer.total);
    text
}

fn describe_hit(hit: &Hit, marked: bool) -> String {
    let mut place: Vec<String> = Vec::new();
    if let Some(meeting) = &hit.meeting {
        place.extend(meeting.date.map(|date| date.to_string()));
        place.push(meeting.title.clone());
    }
    place.extend(hit.topic.clone());
    place.extend(hit.heading.clone());
    place.extend(hit.speaker.clone());
    if !hit.issues.is_empty() {
        place.push(format!("[{}]", hit.issues.join(", ")));
    }
    let words = if marked {
        emphasise(hit)
    } else {
        hit.text.clone()
    };
    format!(
        "{} {}\n  {}\n\n",
        type_words(hit.kind, language::of_environment()),
        place.join(" ｜ "),
        words.replace('\n', "\n  ")
    )
}

/// The wording with what was found in bold, as a terminal shows it.
fn emphasise(hit: &Hit) -> String {
    let mut text = String::new();
    for (place, c) in hit.text.chars().enumerate() {
        if hit.ranges.iter().any(|(start, _)| *start == place) {
            text += "\x1b[1m";
        }
        text.push(c);
        if hit.ranges.iter().any(|(_, end)| *end == place + 1) {
            text += "\x1b[0m";
        }
    }
    text
}
