//! Revisions, their parts, scrubs and withdrawals; redactions and policies of single opinions.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, first, read},
    support::databases::on_both,
};

fn revision(rows: &Rows, meeting: &Meeting, number: i64) -> Revision {
    Revision {
        id: rows.id(),
        meeting_id: meeting.id,
        number,
        hash: format!("{number:064}"),
        previous_hash: (number > 1).then(|| format!("{:064}", number - 1)),
        manifest: "{\"﨑\":\"\\\\\"}".to_owned(),
        reason: (number > 1).then(|| "誤記のため".to_owned()),
        token_id: None,
        published_at: rows.now(),
    }
}

fn part(revision: &Revision, ordinal: i64, kind: PartKind, subject_id: uuid::Uuid) -> RevisionPart {
    RevisionPart {
        revision_id: revision.id,
        ordinal,
        kind,
        subject_id,
        digest: format!("{ordinal:064}"),
        salt: Some("00".repeat(32)),
        content: Some("{\"text\":\"𠮷\"}".to_owned()),
        scrub_id: None,
    }
}

#[test]
fn revisions_are_stored_once_and_read_with_their_parts() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting_in(&council, MinutesStatus::Published);
        let opinion = rows.opinion(&meeting, None, 0);
        let (one, two) = (revision(&rows, &meeting, 1), revision(&rows, &meeting, 2));
        let older = rows.meeting_in(&council, MinutesStatus::Published);
        // More than one statement holds.
        let parts: Vec<RevisionPart> = (0..5_000)
            .map(|ordinal| part(&one, ordinal, PartKind::Opinion, opinion.id.0))
            .collect();
        let erratum = part(&two, 0, PartKind::Erratum, opinion.id.0);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_meeting(conn, &older).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            lock_meeting(conn, meeting.id).await?;
            insert_revision(conn, &one).await?;
            insert_revision_parts(conn, &parts).await?;
            insert_revision(conn, &two).await?;
            insert_revision_parts(conn, std::slice::from_ref(&erratum)).await
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        assert_eq!(
            list_revisions(conn, meeting.id).await.unwrap(),
            [one.clone(), two.clone()]
        );
        assert_eq!(
            find_revision(conn, meeting.id, 1).await.unwrap(),
            Some(one.clone())
        );
        assert_eq!(find_revision(conn, meeting.id, 3).await.unwrap(), None);
        assert_eq!(
            find_latest_revision(conn, meeting.id).await.unwrap(),
            Some(two.clone())
        );
        assert_eq!(list_revision_parts(conn, one.id).await.unwrap(), parts);
        let about = list_parts_about(conn, meeting.id, opinion.id.0)
            .await
            .unwrap();
        assert_eq!((about.len(), about.last()), (5_001, Some(&erratum)));
        assert_eq!(
            list_published_meetings(conn, None, 10).await.unwrap(),
            [meeting.id, older.id]
        );
        assert_eq!(
            list_published_meetings(conn, Some(older.id), 10)
                .await
                .unwrap(),
            []
        );
        assert_eq!(
            list_meetings_without_revision(conn).await.unwrap(),
            [older.id]
        );
        assert_eq!(
            list_published_of_council(conn, council.id).await.unwrap(),
            [meeting.id, older.id]
        );
        let again = Revision {
            id: rows.id(),
            ..one
        };
        assert_is!(
            commit(db, async |conn| insert_revision(conn, &again).await).await,
            Err(StoreError::Duplicate)
        );
        assert_is!(
            commit(db, async |conn| delete_meeting(
                conn,
                meeting.id,
                meeting.version
            )
            .await)
            .await,
            Err(StoreError::Reference)
        );
    });
}

#[test]
fn a_scrub_takes_words_and_salt_and_says_why() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting_in(&council, MinutesStatus::Published);
        let one = revision(&rows, &meeting, 1);
        let parts = [0, 1].map(|ordinal| part(&one, ordinal, PartKind::Topic, rows.id()));
        let scrub = Scrub {
            id: rows.id(),
            meeting_id: meeting.id,
            kind: PartKind::Topic,
            subject_id: parts[1].subject_id,
            reason: "公開に同意がない".to_owned(),
            token_id: None,
            at: rows.now(),
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_revision(conn, &one).await?;
            insert_revision_parts(conn, &parts).await?;
            insert_scrub(conn, &scrub).await?;
            scrub_parts(conn, &parts[1..], scrub.id).await
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let gone = RevisionPart {
            salt: None,
            content: None,
            scrub_id: Some(scrub.id),
            ..parts[1].clone()
        };
        assert_eq!(
            list_revision_parts(conn, one.id).await.unwrap(),
            [parts[0].clone(), gone]
        );
        assert_eq!(list_scrubs(conn, meeting.id).await.unwrap(), [scrub]);
    });
}

#[test]
fn a_withdrawal_is_told_until_the_minutes_are_published_again() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting_in(&council, MinutesStatus::Withdrawn);
        let opinion = rows.opinion(&meeting, None, 0);
        let one = revision(&rows, &meeting, 1);
        let published = part(&one, 0, PartKind::Opinion, opinion.id.0);
        let transition = MinutesTransition {
            id: rows.id(),
            meeting_id: meeting.id,
            from_status: MinutesStatus::Published,
            to_status: MinutesStatus::Withdrawn,
            reason: Some("個人名の誤り".to_owned()),
            token_id: None,
            at: rows.now(),
        };
        let entry = rows.audit_entry(EntityKind::Revision, &meeting.id.to_string());
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            insert_revision(conn, &one).await?;
            insert_revision_parts(conn, &[published]).await?;
            insert_audit(conn, &entry).await?;
            insert_transition(conn, &transition).await
        })
        .await
        .unwrap();
        let told = Some((transition.at, transition.reason.clone()));
        let conn = &mut read(db).await;
        assert_eq!(find_withdrawal(conn, meeting.id).await.unwrap(), told);
        assert_eq!(
            find_withdrawal_of_opinion(conn, opinion.id).await.unwrap(),
            told
        );
        assert_eq!(
            find_withdrawal_of_opinion(conn, rows.id()).await.unwrap(),
            None
        );
        assert_eq!(
            list_audit_of_minutes(conn, meeting.id).await.unwrap(),
            [entry]
        );
        let again = Meeting {
            minutes_status: MinutesStatus::Published,
            ..meeting.clone()
        };
        commit(db, async |conn| update_meeting(conn, &again).await)
            .await
            .unwrap();
        let conn = &mut read(db).await;
        assert_eq!(find_withdrawal(conn, meeting.id).await.unwrap(), None);
    });
}

#[test]
fn an_opinion_keeps_its_redactions_and_its_own_policy_to_the_secretariat() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let person = rows.person("冨岡");
        let meeting = rows.meeting_in(&council, MinutesStatus::Published);
        let opinion = Opinion {
            text: "𠮷野さんと話した。".to_owned(),
            speaker_name: Some("冨岡".to_owned()),
            attribution: Attribution::Named,
            person_id: Some(person.id),
            attribution_policy: Some(AttributionPolicy::Anonymous),
            redactions: vec![Redaction {
                start: 0,
                end: 2,
                reason: "個人情報".to_owned(),
            }],
            ..rows.opinion(&meeting, None, 0)
        };
        let item = ActionItem {
            text: "𠮷野さんに聞く".to_owned(),
            owner: Some("𠮷野".to_owned()),
            opinion_ids: vec![opinion.id],
            ..rows.action_item(&council, Some(&meeting))
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_person(conn, &person).await?;
            insert_meeting(conn, &meeting).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let kept = find_opinion(conn, &Viewer::ALL, opinion.id).await.unwrap();
        assert_eq!(kept, Some(opinion.clone()));
        let seen = find_opinion(conn, &Viewer::PUBLIC, opinion.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(seen.text, "〔非公開：個人情報〕さんと話した。");
        assert_eq!(
            (seen.speaker_name, seen.person_id, seen.attribution_policy),
            (None, None, None)
        );
        let of_person = OpinionFilter {
            person_id: Some(person.id),
            ..OpinionFilter::default()
        };
        for (viewer, found) in [(Viewer::PUBLIC, 0), (Viewer::ALL, 1)] {
            let page = list_opinions(conn, &viewer, &of_person, &first(10))
                .await
                .unwrap();
            assert_eq!(page.items.len(), found);
        }
        let items = list_action_items_of_opinion(conn, opinion.id)
            .await
            .unwrap();
        assert_eq!(items, [item.id]);
        let seen = find_action_item(conn, &Viewer::PUBLIC, item.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(seen.text, "〔非公開：個人情報〕さんに聞く");
        assert_eq!(seen.owner.as_deref(), Some("〔非公開：個人情報〕"));
        let kept = find_action_item(conn, &Viewer::ALL, item.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((kept.text, kept.owner), (item.text, item.owner));
        let words = RedactedWords {
            words: "𠮷野".to_owned(),
            reason: "個人情報".to_owned(),
        };
        assert_eq!(kept.redacted, [words]);
    });
}
