//! What a server that has just started holds in memory: in a process of its own, because one that has built an index keeps
//! some of what that took.

use std::{path::Path, process::Command};

use giji::{
    app::{Call, Language, SearchQuestion},
    config::Place,
};

use crate::{corpus, embedded::status};

/// The word that says that this process is the one.
pub const WORD: &str = "idle-in";

/// Starts this program once more, on the data in `place`.
pub fn measure(place: &Place) {
    let program = std::env::current_exe().expect("a program has a name");
    let done = Command::new(program)
        .arg(WORD)
        .arg(&place.data_dir)
        .status();
    assert!(done.expect("it runs").success());
}

/// Opens what is in `directory`, and tells the anonymous memory before and after it was searched.
pub async fn run(directory: &Path) {
    let place = Place {
        data_dir: directory.to_owned(),
        database_url: None,
        meili: None,
    };
    let app = giji::cli::open_keeper(&place).await.expect("an app");
    let _endpoint = giji::api::endpoint(app.clone());
    let begun = status("RssAnon:") / 1024;
    for query in corpus::terms().iter().chain(&corpus::pairs()) {
        let question = SearchQuestion {
            query: query.clone(),
            ..SearchQuestion::default()
        };
        app.search(&Call::LOCAL, question, Language::Japanese)
            .await
            .expect("an answer");
    }
    let searched = status("RssAnon:") / 1024;
    println!(
        "\nanonymous memory of a server: {begun} MB once it has started, {searched} MB after 164 different searches"
    );
}
