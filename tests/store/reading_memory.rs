//! What the people of a council taught the reader.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, first, read},
    support::databases::on_both,
    viewers::{ITS_SECRETARIAT, Meetings, who_sees},
};

#[test]
fn a_wording_is_remembered_once_with_how_often_it_was_accepted_and_rejected() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, other) = (rows.council("協議会"), rows.council("別の協議会"));
        let once = rows.reading_memory(&council, ReadingMemoryKind::IssueAlias);
        let again = ReadingMemory {
            accepted: 0,
            rejected: 1,
            ..rows.reading_memory(&council, ReadingMemoryKind::IssueAlias)
        };
        let speaker = rows.reading_memory(&council, ReadingMemoryKind::Speaker);
        let elsewhere = rows.reading_memory(&other, ReadingMemoryKind::IssueAlias);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_council(conn, &other).await?;
            for memory in [&once, &again, &speaker, &elsewhere] {
                remember_wording(conn, memory).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let both = ReadingMemory {
            rejected: 1,
            updated_at: again.updated_at,
            ..once.clone()
        };
        let conn = &mut read(db).await;
        let own = list_memory_of_council(conn, council.id).await.unwrap();
        assert_eq!(own, [both.clone(), speaker.clone()]);
        let find = find_reading_memory(conn, &Viewer::ALL, once.id).await;
        assert_eq!(find.unwrap().as_ref(), Some(&both));
        let all = ReadingMemoryFilter::default();
        let page = list_reading_memory(conn, &Viewer::ALL, &all, &first(2)).await;
        let page = page.unwrap();
        assert_eq!((page.items.len(), page.more), (2, true));
        let filter = ReadingMemoryFilter {
            council_id: Some(council.id),
            kind: Some(ReadingMemoryKind::Speaker),
        };
        let page = list_reading_memory(conn, &Viewer::ALL, &filter, &after(both.id.0, 5)).await;
        assert_eq!(page.unwrap().items, [speaker]);
    });
}

#[test]
fn a_wording_can_be_forgotten() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let memory = rows.reading_memory(&council, ReadingMemoryKind::Furniture);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            remember_wording(conn, &memory).await?;
            delete_reading_memory(conn, memory.id).await
        })
        .await
        .unwrap();
        let left = list_memory_of_council(&mut read(db).await, council.id).await;
        assert_eq!(left.unwrap(), []);
        let again = commit(db, async |conn| {
            delete_reading_memory(conn, memory.id).await
        })
        .await;
        assert_is!(again, Err(StoreError::Stale));
    });
}

#[test]
fn what_a_council_remembers_is_its_secretariats() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let memory = rows.reading_memory(&stage.own, ReadingMemoryKind::Person);
        commit(db, async |conn| remember_wording(conn, &memory).await)
            .await
            .unwrap();
        let seers = who_sees(&stage.viewers(), async |viewer| {
            let conn = &mut read(db).await;
            let found = find_reading_memory(conn, viewer, memory.id).await.unwrap();
            let all = ReadingMemoryFilter::default();
            let listed = list_reading_memory(conn, viewer, &all, &first(9)).await;
            assert_eq!(found.is_some(), !listed.unwrap().items.is_empty());
            found.is_some()
        })
        .await;
        assert_eq!(seers, ITS_SECRETARIAT);
    });
}
