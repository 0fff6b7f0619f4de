//! Rounds of checks: what members answered, and what they ask to have corrected.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, day, first, read},
    support::databases::{TestDatabase, on_both},
    viewers::{ITS_COUNCIL, ITS_SECRETARIAT, Meetings, WHO_SEES_WHAT, who_sees},
};

/// Minutes with two members: the first said three things, one of them not for members; the second said one.
struct Stage {
    meeting: Meeting,
    members: [Person; 2],
    opinions: [Opinion; 4],
    round: CheckRound,
}

impl Stage {
    async fn store(db: &TestDatabase, rows: &Rows) -> Self {
        let council = rows.council_with("協議会", AttributionPolicy::Anonymous);
        let meeting = rows.meeting_in(&council, MinutesStatus::MemberCheck);
        let members = [rows.person("青木 花子"), rows.person("伊藤 次郎")];
        let said = |position, by: &Person, visibility| Opinion {
            person_id: Some(by.id),
            speaker_name: Some(by.name.clone()),
            attribution: Attribution::Named,
            visibility,
            ..rows.opinion(&meeting, None, position)
        };
        let opinions = [
            said(0, &members[0], Visibility::Public),
            said(1, &members[0], Visibility::Secretariat),
            said(2, &members[1], Visibility::Public),
            said(3, &members[0], Visibility::Council),
        ];
        let nobodys = rows.opinion(&meeting, None, 4);
        let round = rows.check_round(&meeting);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            for member in &members {
                insert_person(conn, member).await?;
            }
            insert_opinions(conn, &opinions).await?;
            insert_opinions(conn, &[nobodys]).await?;
            insert_check_round(conn, &round).await
        })
        .await
        .expect("a round can be stored");
        Self {
            meeting,
            members,
            opinions,
            round,
        }
    }

    fn answer(&self, rows: &Rows, n: usize, by: usize, answer: CheckAnswerKind) -> CheckAnswer {
        CheckAnswer {
            round_id: self.round.id,
            opinion_id: self.opinions[n].id,
            person_id: self.members[by].id,
            answer,
            at: rows.now(),
            token_id: Some(rows.id()),
        }
    }

    async fn answers(&self, db: &TestDatabase) -> Vec<CheckAnswer> {
        let all: Vec<OpinionId> = self.opinions.iter().map(|opinion| opinion.id).collect();
        let found = list_check_answers(&mut read(db).await, self.round.id, &all).await;
        let mut answers = found.expect("answers are read");
        answers.sort_by_key(|answer| all.iter().position(|id| *id == answer.opinion_id));
        answers
    }
}

#[test]
fn a_meeting_has_one_open_round_at_a_time() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let meeting = stage.meeting.id;
        let second = rows.check_round(&stage.meeting);
        let insert =
            async || commit(db, async |conn| insert_check_round(conn, &second).await).await;
        assert_is!(insert().await, Err(StoreError::Duplicate));
        let open = async || find_open_check_round(&mut read(db).await, meeting).await;
        assert_eq!(open().await.unwrap().as_ref(), Some(&stage.round));
        let hold = async |id| commit(db, async |conn| hold_check_round_open(conn, id).await).await;
        assert_is!(hold(stage.round.id).await, Ok(()));
        let closed = CheckRound {
            closed_at: Some(rows.now()),
            deadline: day(2023, 1, 31),
            ..stage.round.clone()
        };
        let update =
            async || commit(db, async |conn| update_check_round(conn, &closed).await).await;
        assert_is!(update().await, Ok(()));
        assert_is!(update().await, Err(StoreError::Stale));
        assert_is!(hold(stage.round.id).await, Err(StoreError::Stale));
        assert_eq!(open().await.unwrap(), None);
        assert_is!(insert().await, Ok(()));
        let listed = list_check_rounds(&mut read(db).await, &Viewer::ALL, meeting).await;
        let closed = CheckRound {
            version: 2,
            ..closed
        };
        assert_eq!(listed.unwrap(), [closed, second]);
    });
}

#[test]
fn a_round_is_the_councils_as_long_as_it_sees_the_minutes() {
    on_both(async |db| {
        let rows = Rows::new();
        let meetings = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        for (status, seers) in WHO_SEES_WHAT {
            let meeting = meetings.in_state(status);
            let round = rows.check_round(meeting);
            commit(db, async |conn| insert_check_round(conn, &round).await)
                .await
                .unwrap();
            let expected = match status {
                MinutesStatus::Published => ITS_COUNCIL,
                _ => seers[0],
            };
            let viewers = meetings.viewers();
            let found = who_sees(&viewers, async |viewer| {
                let found = find_check_round(&mut read(db).await, viewer, round.id).await;
                found.unwrap().is_some()
            });
            assert_eq!(found.await, expected, "{status}");
            let listed = who_sees(&viewers, async |viewer| {
                let listed = list_check_rounds(&mut read(db).await, viewer, meeting.id).await;
                !listed.unwrap().is_empty()
            });
            assert_eq!(listed.await, expected, "{status}");
        }
    });
}

#[test]
fn members_are_asked_about_what_they_said_and_may_see_in_its_public_form() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let list = async |filter: CheckedOpinionFilter, after: Option<&Opinion>, limit| {
            let page = PageRequest {
                after: after.map(|opinion| OpinionPlace {
                    position: Some(opinion.position),
                    id: opinion.id,
                }),
                limit,
            };
            let conn = &mut read(db).await;
            list_opinions_in_check(conn, stage.meeting.id, &filter, &page)
                .await
                .unwrap()
        };
        let all = CheckedOpinionFilter::default;
        let shown = |n: usize, by: usize| OpinionInCheck {
            person_id: stage.members[by].id,
            opinion: stage.opinions[n]
                .clone()
                .into_public_form(AttributionPolicy::Anonymous),
        };
        let page = list(all(), None, 10).await;
        assert_eq!(page.items, [shown(0, 0), shown(2, 1), shown(3, 0)]);
        assert_eq!(page.items[0].opinion.speaker_name, None);
        let page = list(all(), Some(&stage.opinions[0]), 1).await;
        assert_eq!((page.items, page.more), (vec![shown(2, 1)], true));
        let own = CheckedOpinionFilter {
            person_id: Some(stage.members[0].id),
            ids: None,
        };
        assert_eq!(
            list(own.clone(), None, 10).await.items,
            [shown(0, 0), shown(3, 0)]
        );
        let some = CheckedOpinionFilter {
            ids: Some(vec![stage.opinions[2].id, stage.opinions[3].id]),
            ..own
        };
        assert_eq!(list(some, None, 10).await.items, [shown(3, 0)]);
    });
}

#[test]
fn an_answer_takes_the_place_of_another_and_silence_fills_the_rest() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let unanswered = async |by: usize| {
            let person = stage.members[by].id;
            let conn = &mut read(db).await;
            list_unanswered_opinions(conn, &stage.round, person)
                .await
                .unwrap()
        };
        let [one, _, others, two] = stage.opinions.clone();
        assert_eq!(unanswered(0).await, [one.id, two.id]);
        let asked = stage.answer(&rows, 0, 0, CheckAnswerKind::CorrectionRequested);
        let confirmed = stage.answer(&rows, 0, 0, CheckAnswerKind::Confirmed);
        // Somebody who is not said to have said it any more.
        let foreign = stage.answer(&rows, 3, 1, CheckAnswerKind::Confirmed);
        for answers in [vec![], vec![asked], vec![confirmed.clone(), foreign]] {
            commit(db, async |conn| put_check_answers(conn, &answers).await)
                .await
                .unwrap();
        }
        assert_eq!(unanswered(0).await, [two.id]);
        assert_eq!(unanswered(1).await, [others.id]);

        let at = rows.now();
        let silent = commit(db, async |conn| {
            insert_silence(conn, &stage.round, at).await
        })
        .await;
        assert_eq!(silent.unwrap(), 2);
        let silence = |n: usize, by: usize| CheckAnswer {
            at,
            token_id: None,
            ..stage.answer(&rows, n, by, CheckAnswerKind::Silent)
        };
        assert_eq!(
            stage.answers(db).await,
            [confirmed, silence(2, 1), silence(3, 0)],
            "of what members may not see nobody was silent"
        );
        let again = commit(db, async |conn| {
            insert_silence(conn, &stage.round, at).await
        })
        .await;
        assert_eq!(again.unwrap(), 0);
    });
}

#[test]
fn an_answer_is_taken_back_by_whoever_gave_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let [one, _, _, two] = stage.opinions.clone();
        let confirmed = stage.answer(&rows, 0, 0, CheckAnswerKind::Confirmed);
        let asked = stage.answer(&rows, 3, 0, CheckAnswerKind::CorrectionRequested);
        commit(db, async |conn| {
            put_check_answers(conn, &[confirmed.clone(), asked.clone()]).await
        })
        .await
        .unwrap();
        let delete = async |opinion: &Opinion, by: usize| {
            commit(db, async |conn| {
                delete_check_answer(conn, stage.round.id, opinion.id, stage.members[by].id).await
            })
            .await
            .unwrap()
        };
        assert!(!delete(&two, 1).await);
        assert!(delete(&two, 0).await);
        assert!(!delete(&two, 0).await);
        commit(db, async |conn| {
            put_check_answers(conn, std::slice::from_ref(&asked)).await
        })
        .await
        .unwrap();
        let unconfirm = async |opinion: &Opinion| {
            commit(db, async |conn| {
                delete_open_confirmation(conn, opinion.id).await
            })
            .await
            .unwrap()
        };
        assert!(!unconfirm(&two).await, "it was not confirmed");
        assert!(unconfirm(&one).await);
        assert_eq!(stage.answers(db).await, [asked]);
        let closed = CheckRound {
            closed_at: Some(rows.now()),
            ..stage.round.clone()
        };
        commit(db, async |conn| {
            put_check_answers(conn, &[confirmed]).await?;
            update_check_round(conn, &closed).await
        })
        .await
        .unwrap();
        assert!(!unconfirm(&one).await, "what is closed is history");
    });
}

#[test]
fn progress_is_of_what_is_to_be_checked_and_then_of_what_is_on_record() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let of = async |round: &CheckRound, person: Option<&Person>, late_from| {
            let person = person.map(|person| person.id);
            list_check_progress(&mut read(db).await, round, person, late_from)
                .await
                .unwrap()
        };
        let none = |by: usize| CheckProgress {
            person_id: stage.members[by].id,
            name: stage.members[by].name.clone(),
            opinions: 0,
            confirmed: 0,
            correction_requested: 0,
            silent: 0,
            unanswered: 0,
            late: 0,
        };
        let confirmed = stage.answer(&rows, 0, 0, CheckAnswerKind::Confirmed);
        let late_from = rows.now();
        let asked = stage.answer(&rows, 2, 1, CheckAnswerKind::CorrectionRequested);
        commit(db, async |conn| {
            put_check_answers(conn, &[confirmed, asked]).await
        })
        .await
        .unwrap();
        let aoki = CheckProgress {
            opinions: 2,
            confirmed: 1,
            unanswered: 1,
            ..none(0)
        };
        let ito = CheckProgress {
            opinions: 1,
            correction_requested: 1,
            late: 1,
            ..none(1)
        };
        assert_eq!(
            of(&stage.round, None, late_from).await,
            [aoki.clone(), ito.clone()]
        );
        assert_eq!(
            of(&stage.round, Some(&stage.members[1]), late_from).await,
            std::slice::from_ref(&ito)
        );
        let deadline = stage.round.deadline;
        assert!(aoki.is_overdue(deadline, deadline.succ_opt().unwrap()));
        assert!(!aoki.is_overdue(deadline, deadline));
        assert!(!ito.is_overdue(deadline, deadline.succ_opt().unwrap()));

        let closed = CheckRound {
            closed_at: Some(rows.now()),
            ..stage.round.clone()
        };
        let at = rows.now();
        commit(db, async |conn| insert_silence(conn, &closed, at).await)
            .await
            .unwrap();
        let aoki = CheckProgress {
            unanswered: 0,
            silent: 1,
            ..aoki
        };
        assert_eq!(of(&closed, None, late_from).await, [aoki, ito]);
    });
}

#[test]
fn a_correction_request_is_decided_or_taken_back_once() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let [one, _, others, two] = &stage.opinions;
        let request = |opinion| rows.correction_request(&stage.round, opinion);
        let full = CorrectionRequest {
            proposal: CorrectionProposal {
                text: Some("訂正後の文".to_owned()),
                attribution: Some(Attribution::RoleOnly),
                attribution_policy: Some(AttributionPolicy::Anonymous),
                ..CorrectionProposal::default()
            },
            ..request(one)
        };
        let taken = request(two);
        let replaced = CorrectionRequest {
            kind: CorrectionRequestKind::Attribution,
            ..request(two)
        };
        let foreign = request(others);
        commit(db, async |conn| {
            for request in [&full, &taken, &replaced, &foreign] {
                insert_correction_request(conn, request).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let found = find_correction_request(conn, &Asker::ALL, full.id).await;
        assert_eq!(found.unwrap().as_ref(), Some(&full));
        let count = count_open_correction_requests(conn, stage.meeting.id).await;
        assert_eq!(count.unwrap(), 4);
        let (round, person) = (stage.round.id, stage.members[0].id);
        let has = has_correction_request(conn, round, others.id, person).await;
        assert!(!has.unwrap(), "it is somebody else's");
        let has = has_correction_request(conn, round, two.id, person).await;
        assert!(has.unwrap());

        let ids = [one.id, two.id, others.id];
        let take = async |kind, opinions| {
            let which = TakenBack {
                round_id: round,
                person_id: person,
                opinions,
                kind,
            };
            commit(db, async |conn| {
                delete_open_correction_requests(conn, &which).await
            })
            .await
            .unwrap()
        };
        assert_eq!(take(None, &[]).await, []);
        let attribution = Some(CorrectionRequestKind::Attribution);
        assert_eq!(take(attribution, &ids).await, [replaced.id]);
        let delete =
            async |id| commit(db, async |conn| delete_correction_request(conn, id).await).await;
        assert_is!(delete(taken.id).await, Ok(()));
        assert_is!(delete(taken.id).await, Err(StoreError::Stale));

        let decided = CorrectionRequest {
            status: CorrectionRequestStatus::Declined,
            decision_reason: Some("録音で確認した".to_owned()),
            decided_at: Some(rows.now()),
            decided_by: Some(rows.id()),
            basis: None,
            ..full.clone()
        };
        let decide = async || {
            commit(db, async |conn| {
                decide_correction_request(conn, &decided).await
            })
            .await
        };
        assert_is!(decide().await, Ok(()));
        assert_is!(decide().await, Err(StoreError::Stale));
        assert_is!(delete(full.id).await, Err(StoreError::Stale));
        assert_eq!(take(None, &ids).await, []);
        let conn = &mut read(db).await;
        let count = count_open_correction_requests(conn, stage.meeting.id).await;
        assert_eq!(count.unwrap(), 1);
        let found = find_correction_request(conn, &Asker::ALL, full.id).await;
        let stored = CorrectionRequest {
            version: 2,
            ..decided
        };
        assert_eq!(found.unwrap(), Some(stored));
    });
}

#[test]
fn a_correction_request_outlives_its_opinion() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let opinion = &stage.opinions[0];
        let request = rows.correction_request(&stage.round, opinion);
        let answer = stage.answer(&rows, 0, 0, CheckAnswerKind::CorrectionRequested);
        commit(db, async |conn| {
            insert_correction_request(conn, &request).await?;
            put_check_answers(conn, &[answer]).await?;
            delete_opinion(conn, opinion.id, opinion.version).await
        })
        .await
        .unwrap();
        let found = find_correction_request(&mut read(db).await, &Asker::ALL, request.id).await;
        let left = CorrectionRequest {
            opinion_id: None,
            ..request
        };
        assert_eq!(found.unwrap(), Some(left));
        assert!(stage.answers(db).await.is_empty());
    });
}

#[test]
fn correction_requests_are_filtered_and_paged() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows).await;
        let one = rows.correction_request(&stage.round, &stage.opinions[0]);
        let two = CorrectionRequest {
            status: CorrectionRequestStatus::Accepted,
            decided_at: Some(rows.now()),
            ..rows.correction_request(&stage.round, &stage.opinions[2])
        };
        commit(db, async |conn| {
            insert_correction_request(conn, &one).await?;
            insert_correction_request(conn, &two).await
        })
        .await
        .unwrap();
        let list = async |filter: CorrectionRequestFilter, page: PageRequest| {
            list_correction_requests(&mut read(db).await, &Asker::ALL, &filter, &page)
                .await
                .unwrap()
        };
        let all = CorrectionRequestFilter::default;
        let page = list(all(), first(1)).await;
        assert_eq!((page.items, page.more), (vec![one.clone()], true));
        let page = list(all(), after(one.id.0, 5)).await;
        assert_eq!((page.items, page.more), (vec![two.clone()], false));
        let status = Some(CorrectionRequestStatus::Accepted);
        let page = list(CorrectionRequestFilter { status, ..all() }, first(5)).await;
        assert_eq!(page.items, std::slice::from_ref(&two));
        for (meeting, expected) in [(stage.meeting.id, 2), (rows.id(), 0)] {
            let meeting_id = Some(meeting);
            let page = list(
                CorrectionRequestFilter {
                    meeting_id,
                    ..all()
                },
                first(5),
            )
            .await;
            assert_eq!(page.items.len(), expected);
        }
    });
}

#[test]
fn a_correction_request_is_seen_by_its_member_and_the_secretariat() {
    on_both(async |db| {
        let rows = Rows::new();
        let meetings = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let (own, other) = (rows.person("青木 花子"), rows.person("伊藤 次郎"));
        commit(db, async |conn| {
            insert_person(conn, &own).await?;
            insert_person(conn, &other).await
        })
        .await
        .unwrap();
        for (status, seers) in WHO_SEES_WHAT {
            let meeting = meetings.in_state(status);
            let round = rows.check_round(meeting);
            for (visibility, public_seers) in [
                (Visibility::Public, seers[0]),
                (Visibility::Council, seers[1]),
                (Visibility::Secretariat, seers[2]),
            ] {
                // What everybody sees of an opinion, only its council sees of what was asked.
                let expected = match status {
                    MinutesStatus::Published if visibility == Visibility::Public => ITS_COUNCIL,
                    _ => public_seers,
                };
                let opinion = Opinion {
                    person_id: Some(own.id),
                    visibility,
                    ..rows.opinion(meeting, None, 0)
                };
                let request = rows.correction_request(&round, &opinion);
                commit(db, async |conn| {
                    if visibility == Visibility::Public {
                        insert_check_round(conn, &round).await?;
                    }
                    insert_opinions(conn, &[opinion]).await?;
                    insert_correction_request(conn, &request).await
                })
                .await
                .unwrap();
                let viewers = meetings.viewers();
                for (person, expected) in [
                    (Some(own.id), expected),
                    (Some(other.id), ITS_SECRETARIAT),
                    (None, ITS_SECRETARIAT),
                ] {
                    let found = who_sees(&viewers, async |viewer| {
                        let asker = Asker {
                            viewer: *viewer,
                            person,
                        };
                        let conn = &mut read(db).await;
                        let found = find_correction_request(conn, &asker, request.id).await;
                        let filter = CorrectionRequestFilter::default();
                        let page = first(100);
                        let listed = list_correction_requests(conn, &asker, &filter, &page).await;
                        let listed = listed.unwrap().items.contains(&request);
                        assert_eq!(found.unwrap().is_some(), listed);
                        listed
                    });
                    assert_eq!(found.await, expected, "{status} {visibility}");
                }
            }
        }
    });
}
