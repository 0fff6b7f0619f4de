//! The embedded engine: the contract's fixture, and what only an index in a directory can do.

use std::fs;
use std::path::{Path, PathBuf};

use giji::search::{EmbeddedIndex, SearchEngine, SearchError};
use giji::text::Normalised;
use tempfile::TempDir;

use crate::Fixture;
use crate::corpus::*;

/// An empty index.
pub fn fixture() -> Fixture {
    let directory = tempfile::tempdir().expect("a directory");
    let index = EmbeddedIndex::create_fresh(directory.path()).expect("an index");
    Fixture::new(index, directory)
}

/// A directory with the index of one opinion, closed.
async fn written() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let index = EmbeddedIndex::create_fresh(directory.path()).expect("an index");
    let mut rebuild = index.start_rebuild().await.expect("started");
    rebuild.add(vec![opinion(1, "研修")]).await.expect("added");
    rebuild.finish().await.expect("finished");
    directory
}

fn generations(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory)
        .expect("a directory")
        .map(|entry| entry.expect("an entry").path());
    let mut generations: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    generations.sort();
    generations
}

fn refusal(opened: Result<EmbeddedIndex, SearchError>) -> SearchError {
    opened.err().expect("the index must not open")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_is_found_again() {
    let directory = written().await;
    let index = EmbeddedIndex::open_writer(directory.path()).expect("opened");
    fill(&index, vec![opinion(2, "研修")]).await;
    drop(index);
    let index = EmbeddedIndex::open_writer(directory.path()).expect("opened again");
    assert_eq!(found(&index, "研修").await, [1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_found_exactly_where_it_stands() {
    // Few characters, so that runs repeat and overlap; the seed makes the texts the same each time.
    let alphabet: Vec<char> = "研修修医療12、 ア".chars().collect();
    let mut seed = 7u32;
    let mut text = |length: usize| -> String {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            alphabet[(seed >> 16) as usize % alphabet.len()]
        };
        (0..length).map(|_| next()).collect()
    };
    let texts: Vec<String> = (0..150).map(|number| text(5 + number % 40)).collect();
    let fixture = fixture();
    let documents = (1..)
        .zip(&texts)
        .map(|(number, text)| opinion(number, text));
    fill(fixture.engine.as_ref(), documents.collect()).await;
    for round in 0..400 {
        let term = text(1 + round % 11);
        let needle = Normalised::of(&term);
        let holds = |(_, text): &(u128, &String)| Normalised::of(text).contains(&needle);
        let expected: Vec<u128> = (1..)
            .zip(&texts)
            .filter(holds)
            .map(|(number, _)| number)
            .collect();
        let mut request = request(&format!("\"{term}\""));
        request.limit = 100;
        let answer = answer(fixture.engine.as_ref(), request).await;
        assert_eq!(answer.total, expected.len() as u64, "{term}");
        assert!(
            answer
                .hits
                .iter()
                .all(|hit| expected.contains(&hit.id.as_u128())),
            "{term}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_writes_and_others_read() {
    let directory = written().await;
    let writer = EmbeddedIndex::open_writer(directory.path()).expect("opened");
    for second in [
        EmbeddedIndex::open_writer(directory.path()),
        EmbeddedIndex::create_fresh(directory.path()),
    ] {
        assert!(matches!(refusal(second), SearchError::Locked(_)));
    }
    let reader = EmbeddedIndex::open_reader(directory.path()).expect("readers may");
    assert!(matches!(
        reader.apply(vec![]).await,
        Err(SearchError::Locked(_))
    ));
    assert!(matches!(
        reader.start_rebuild().await.err(),
        Some(SearchError::Locked(_))
    ));
    fill(&writer, vec![opinion(2, "研修")]).await;
    assert_eq!(found(&reader, "研修").await, [1], "as it was when opened");
    let mut rebuild = writer.start_rebuild().await.expect("started");
    rebuild.add(vec![opinion(3, "研修")]).await.expect("added");
    rebuild.finish().await.expect("finished");
    assert_eq!(
        found(&reader, "研修").await,
        [1],
        "files that were removed stay readable"
    );
    let reader = EmbeddedIndex::open_reader(directory.path()).expect("opened again");
    assert_eq!(found(&reader, "研修").await, [3]);
    drop(writer);
    EmbeddedIndex::open_writer(directory.path()).expect("the lock is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_was_never_filled_is_missing() {
    let directory = tempfile::tempdir().expect("a directory");
    let missing = refusal(EmbeddedIndex::open_writer(&directory.path().join("index")));
    assert!(matches!(missing, SearchError::Missing(_)) && missing.needs_rebuild());
    let index = EmbeddedIndex::create_fresh(directory.path()).expect("an index");
    fill(&index, vec![opinion(1, "研修")]).await;
    assert_eq!(found(&index, "研修").await, [1]);
    drop(index);
    let crashed = refusal(EmbeddedIndex::open_writer(directory.path()));
    assert!(
        matches!(crashed, SearchError::Missing(_)),
        "it may lack what was never rebuilt"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_leaves_is_removed() {
    let directory = written().await;
    let serving = generations(directory.path());
    assert_eq!(serving.len(), 1, "a finished rebuild leaves one generation");
    let leftover = directory.path().join("gen-000099");
    fs::create_dir(&leftover).expect("a leftover");
    fs::write(leftover.join("half.idx"), "half").expect("written");
    fs::write(directory.path().join("CURRENT.tmp"), "gen-00").expect("written");
    EmbeddedIndex::open_reader(directory.path()).expect("a reader leaves all as it is");
    assert_eq!(generations(directory.path()).len(), 2);
    let index = EmbeddedIndex::open_writer(directory.path()).expect("opened");
    assert_eq!(generations(directory.path()), serving);
    let rebuild = index.start_rebuild().await.expect("started");
    assert_eq!(generations(directory.path()).len(), 2);
    drop(rebuild);
    assert_eq!(
        generations(directory.path()),
        serving,
        "an abandoned rebuild is removed"
    );
    assert_eq!(found(&index, "研修").await, [1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_asks_for_a_rebuild() {
    let directory = written().await;
    let version = generations(directory.path())[0].join("version.json");
    let text = fs::read_to_string(&version).expect("a version");
    let other = text.replace("\"normaliser\":", "\"normaliser\":9");
    assert_ne!(text, other);
    fs::write(&version, other).expect("written");
    for opened in [
        EmbeddedIndex::open_writer(directory.path()),
        EmbeddedIndex::open_reader(directory.path()),
    ] {
        let outdated = refusal(opened);
        assert!(matches!(outdated, SearchError::Outdated { .. }) && outdated.needs_rebuild());
    }
    let index = EmbeddedIndex::create_fresh(directory.path()).expect("an empty one");
    assert_eq!(found(&index, "").await, []);
    let outdated = refusal(EmbeddedIndex::open_reader(directory.path()));
    assert!(
        matches!(outdated, SearchError::Outdated { .. }),
        "until the rebuild is finished"
    );
    index
        .start_rebuild()
        .await
        .expect("started")
        .finish()
        .await
        .expect("finished");
    drop(index);
    EmbeddedIndex::open_writer(directory.path()).expect("the new index");
    assert_eq!(generations(directory.path()).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_told_and_mended_by_starting_over() {
    let damages: [fn(&Path, &Path); 8] = [
        |directory, _| fs::write(directory.join("CURRENT"), "../elsewhere\n").expect("written"),
        |directory, _| fs::write(directory.join("CURRENT"), b"\xff\0").expect("written"),
        |directory, _| fs::write(directory.join("CURRENT"), "gen-000777\n").expect("written"),
        |_, generation| fs::remove_dir_all(generation).expect("removed"),
        |_, generation| fs::remove_file(generation.join("version.json")).expect("removed"),
        |_, generation| fs::write(generation.join("meta.json"), "{").expect("written"),
        |_, generation| {
            each_segment_file(generation, |path| fs::remove_file(path).expect("removed"))
        },
        |_, generation| {
            each_segment_file(generation, |path| fs::write(path, "x").expect("written"))
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let directory = written().await;
        damage(directory.path(), &generations(directory.path())[0]);
        let refused = refusal(EmbeddedIndex::open_writer(directory.path()));
        assert!(
            matches!(refused, SearchError::Damaged { .. }),
            "damage {number}: {refused}"
        );
        assert!(
            EmbeddedIndex::open_reader(directory.path()).is_err(),
            "damage {number}"
        );
        let index = EmbeddedIndex::create_fresh(directory.path()).expect("an empty one");
        index
            .start_rebuild()
            .await
            .expect("started")
            .finish()
            .await
            .expect("finished");
        drop(index);
        EmbeddedIndex::open_writer(directory.path()).expect("mended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_byte_is_noticed_by_the_writer() {
    let directory = written().await;
    let generation = &generations(directory.path())[0];
    each_segment_file(generation, |path| {
        let mut bytes = fs::read(path).expect("read");
        bytes[0] ^= 0x55;
        fs::write(path, bytes).expect("written");
    });
    let refused = refusal(EmbeddedIndex::open_writer(directory.path()));
    assert!(matches!(refused, SearchError::Damaged { .. }), "{refused}");
}

fn each_segment_file(generation: &Path, damage: impl Fn(&Path)) {
    let paths = fs::read_dir(generation)
        .expect("a directory")
        .map(|entry| entry.expect("an entry").path());
    let is_segment = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension != "json" && extension != "lock")
    };
    let segments: Vec<PathBuf> = paths.filter(is_segment).collect();
    assert!(!segments.is_empty());
    segments.iter().for_each(|path| damage(path));
}
