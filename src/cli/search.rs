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
    for words in beside_what_was_typed(&answer) {
        output::say(&words);
    }
    output::print(&describe(&answer, io::stdout().is_terminal()))
}

/// What was searched for beside what was typed, or in its place: told apart from the hits, so that they can be piped.
fn beside_what_was_typed(answer: &SearchAnswer) -> Vec<String> {
    let language = language::of_environment();
    let expansions = answer.expansions.iter().map(|expansion| {
        let added = expansion.added.join(language.pick("、", ", "));
        language.pick(
            format!("「{}」のほかに検索した語：{added}", expansion.term),
            format!("searched for beside {}: {added}", expansion.term),
        )
    });
    let corrected = answer.corrected.iter().map(|correction| {
        let (from, to) = (&correction.from, correction.to.as_deref().unwrap_or("—"));
        language.pick(
            format!("「{from}」は見つかりません。似た語：{to}"),
            format!("nothing found for {from}; similar: {to}"),
        )
    });
    expansions.chain(corrected).collect()
}

async fn search(app: &App, arguments: &Search) -> AppResult<SearchAnswer> {
    let question = SearchQuestion {
        query: arguments.query.clone(),
        expand: !arguments.no_expand,
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
    let words = passage(hit, marked);
    format!(
        "{} {}\n  {}\n\n",
        type_words(hit.kind, language::of_environment()),
        place.join(" ｜ "),
        words.replace('\n', "\n  ")
    )
}

/// The passage, with what was found in bold for a terminal; … stands for what is left out.
fn passage(hit: &Hit, marked: bool) -> String {
    let (start, end) = hit.passage;
    let mut text = String::new();
    if start > 0 {
        text.push('…');
    }
    for (place, c) in hit.text.chars().enumerate().skip(start).take(end - start) {
        let begins = |range: &(usize, usize)| range.0.max(start) == place && place < range.1;
        if marked && hit.ranges.iter().any(begins) {
            text += "\x1b[1m";
        }
        text.push(c);
        let ends = |range: &(usize, usize)| range.1.min(end) == place + 1 && range.0 <= place;
        if marked && hit.ranges.iter().any(ends) {
            text += "\x1b[0m";
        }
    }
    if hit.text.chars().nth(end).is_some() {
        text.push('…');
    }
    text
}
