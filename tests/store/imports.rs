//! Files, imports, suggestions, and the lines that a person has to settle.

use giji::{domain::*, store::*};
use serde_json::json;

use crate::{
    rows::{Rows, after, assert_is, commit, first, read},
    support::databases::{TestDatabase, on_both},
    viewers::{ITS_SECRETARIAT, Meetings, who_sees},
};

/// A stored import of a council, and a stored meeting that could be made of it.
pub struct Stage {
    pub council: Council,
    pub source: Source,
    pub import: Import,
    pub meeting: Meeting,
}

impl Stage {
    /// Stores them.
    pub async fn store(db: &TestDatabase, rows: &Rows) -> Self {
        let council = rows.council("協議会");
        let source = rows.source("一行目\n二行目\r\n\u{3000}三行目");
        let import = Import {
            draft: json!({"council": "協議会", "date": null, "opinions": [{"text": "意見\n二段落目", "issues": []}]}),
            ..rows.import(&council, &source)
        };
        let meeting = Meeting {
            source_id: Some(source.id),
            ..rows.meeting(&council)
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_source(conn, &source).await?;
            assert!(insert_import(conn, &import).await?, "it is new");
            insert_meeting(conn, &meeting).await
        })
        .await
        .expect("an import can be stored");
        Self {
            council,
            source,
            import,
            meeting,
        }
    }
}

#[test]
fn a_file_is_found_again_by_its_bytes_for_every_council() {
    on_both(async |db| {
        let rows = Rows::new();
        let (one, two) = (rows.council("甲協議会"), rows.council("乙協議会"));
        let (source, other) = (rows.source("議事要旨"), rows.source("別の要旨"));
        let imports = [rows.import(&one, &source), rows.import(&two, &source)];
        commit(db, async |conn| {
            for council in [&one, &two] {
                insert_council(conn, council).await?;
            }
            for source in [&source, &other] {
                insert_source(conn, source).await?;
            }
            insert_import(conn, &rows.import(&one, &other)).await?;
            for import in &imports {
                insert_import(conn, import).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let found = list_imports_of_bytes(&mut conn, &source.sha256).await;
        assert_eq!(found.unwrap(), imports);
        let unknown = "f".repeat(64);
        assert_eq!(
            list_imports_of_bytes(&mut conn, &unknown).await.unwrap(),
            []
        );
    });
}

#[test]
fn the_same_bytes_are_stored_once() {
    on_both(async |db| {
        let rows = Rows::new();
        let source = rows.source("一行目\n二行目");
        let again = Source {
            sha256: source.sha256.clone(),
            filename: "別名.txt".to_owned(),
            ..rows.source("x")
        };
        let ids = commit(db, async |conn| {
            Ok([
                insert_source(conn, &source).await?,
                insert_source(conn, &again).await?,
            ])
        });
        assert_eq!(ids.await.unwrap(), [source.id; 2]);
        let mut conn = read(db).await;
        assert_eq!(
            find_source(&mut conn, source.id).await.unwrap(),
            Some(source)
        );
        assert_eq!(find_source(&mut conn, again.id).await.unwrap(), None);
    });
}

#[test]
fn one_file_is_one_import_of_one_council() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            council,
            source,
            import,
            ..
        } = Stage::store(db, &rows).await;
        let other = rows.council("別の協議会");
        let (again, elsewhere) = (rows.import(&council, &source), rows.import(&other, &source));
        let stored = commit(db, async |conn| {
            insert_council(conn, &other).await?;
            Ok((
                insert_import(conn, &again).await?,
                insert_import(conn, &elsewhere).await?,
            ))
        });
        assert_eq!(stored.await.unwrap(), (false, true));
        let mut conn = read(db).await;
        assert_eq!(
            find_import(&mut conn, &Viewer::ALL, import.id)
                .await
                .unwrap()
                .as_ref(),
            Some(&import)
        );
        assert_eq!(
            find_import(&mut conn, &Viewer::ALL, again.id)
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            find_import_of_source(&mut conn, council.id, source.id)
                .await
                .unwrap(),
            Some(import)
        );
        assert_eq!(
            find_import_of_source(&mut conn, other.id, source.id)
                .await
                .unwrap(),
            Some(elsewhere)
        );
        assert_eq!(
            find_import_of_source(&mut conn, other.id, rows.id())
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn an_import_of_an_unknown_file_or_council_is_refused() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            council, source, ..
        } = Stage::store(db, &rows).await;
        for import in [
            rows.import(&council, &rows.source("未登録")),
            rows.import(&rows.council("未登録"), &source),
        ] {
            let refused = commit(db, async |conn| insert_import(conn, &import).await).await;
            assert_is!(refused, Err(StoreError::Reference));
        }
    });
}

#[test]
fn an_import_is_applied_once() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            import, meeting, ..
        } = Stage::store(db, &rows).await;
        commit(db, async |conn| {
            set_import_applied(conn, import.id, meeting.id).await
        })
        .await
        .unwrap();
        let stored = find_import(&mut read(db).await, &Viewer::ALL, import.id)
            .await
            .unwrap();
        let applied = Import {
            status: ImportStatus::Applied,
            meeting_id: Some(meeting.id),
            ..import
        };
        assert_eq!(stored.as_ref(), Some(&applied));
        let again = commit(db, async |conn| {
            set_import_applied(conn, applied.id, meeting.id).await
        })
        .await;
        assert_is!(again, Err(StoreError::Stale));
        let unknown = commit(db, async |conn| {
            set_import_applied(conn, rows.id(), meeting.id).await
        })
        .await;
        assert_is!(unknown, Err(StoreError::Stale));
    });
}

#[test]
fn imports_and_suggestions_are_the_secretariats_even_of_published_minutes() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        for meeting in &stage.meetings {
            let source = rows.source("原資料");
            let import = rows.import(&stage.own, &source);
            let opinion = rows.opinion(meeting, None, 0);
            let suggestion = rows.suggestion(&import, &opinion);
            commit(db, async |conn| {
                insert_source(conn, &source).await?;
                insert_import(conn, &import).await?;
                set_import_applied(conn, import.id, meeting.id).await?;
                insert_opinions(conn, &[opinion]).await?;
                insert_suggestions(conn, std::slice::from_ref(&suggestion)).await
            })
            .await
            .unwrap();
            let seers = who_sees(&stage.viewers(), async |viewer| {
                let conn = &mut read(db).await;
                let imports = list_imports(conn, viewer, &ImportFilter::default(), &first(100))
                    .await
                    .unwrap();
                let filter = SuggestionFilter::default();
                let suggestions = list_suggestions(conn, viewer, &filter, &first(100))
                    .await
                    .unwrap();
                let seen = [
                    find_import(conn, viewer, import.id)
                        .await
                        .unwrap()
                        .is_some(),
                    imports.items.iter().any(|listed| listed.id == import.id),
                    find_suggestion(conn, viewer, suggestion.id)
                        .await
                        .unwrap()
                        .is_some(),
                    suggestions.items.contains(&suggestion),
                ];
                assert!(seen == [true; 4] || seen == [false; 4], "{seen:?}");
                seen[0]
            })
            .await;
            assert_eq!(seers, ITS_SECRETARIAT, "{}", meeting.minutes_status);
        }
    });
}

#[test]
fn imports_are_filtered_by_council_and_paged() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, other) = (rows.council("協議会"), rows.council("別の協議会"));
        let sources = [rows.source("一"), rows.source("二"), rows.source("三")];
        let imports = [
            rows.import(&council, &sources[0]),
            rows.import(&other, &sources[1]),
            rows.import(&council, &sources[2]),
        ];
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_council(conn, &other).await?;
            for source in &sources {
                insert_source(conn, source).await?;
            }
            for import in &imports {
                insert_import(conn, import).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let all = ImportFilter::default();
        let page = list_imports(&mut conn, &Viewer::ALL, &all, &first(2))
            .await
            .unwrap();
        assert_eq!((page.items.as_slice(), page.more), (&imports[..2], true));
        let own = ImportFilter {
            council_id: Some(council.id),
        };
        let page = list_imports(&mut conn, &Viewer::ALL, &own, &after(imports[0].id.0, 2))
            .await
            .unwrap();
        assert_eq!((page.items.as_slice(), page.more), (&imports[2..], false));
    });
}
