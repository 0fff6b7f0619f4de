//! Rows as the search index and a search answer need them.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, commit, day, read},
    support::databases::{TestDatabase, on_both},
};

/// A stored meeting with all that can stand around an opinion.
pub struct Stage {
    pub council: Council,
    pub meeting: Meeting,
    pub topic: Topic,
    pub heading: Heading,
    pub person: Person,
    pub opinion: Opinion,
    pub item: ActionItem,
}

impl Stage {
    /// Stores it.
    pub async fn store(
        db: &TestDatabase,
        rows: &Rows,
        name: &str,
        policy: AttributionPolicy,
    ) -> Self {
        let council = rows.council_with(name, policy);
        let meeting = Meeting {
            title: "令和４年度第２回".to_owned(),
            date: Some(day(2022, 12, 21)),
            fiscal_year: Some(2022),
            ..rows.meeting_in(&council, MinutesStatus::Published)
        };
        let topic = rows.topic(&meeting, 2);
        let heading = rows.heading(&meeting, Some(&topic), 0);
        let person = Person {
            reading: Some("とみた かずこ".to_owned()),
            ..rows.person("冨岡 和子")
        };
        let issue = rows.issue(&format!("issue_{}", council.id.0.simple()));
        let opinion = Opinion {
            heading_id: Some(heading.id),
            attribution: Attribution::Named,
            speaker_name: Some("冨岡".to_owned()),
            person_id: Some(person.id),
            issues: vec![Tag {
                key: issue.key.clone(),
                origin: TagOrigin::Heading,
            }],
            ..rows.opinion(&meeting, Some(&topic), 0)
        };
        let item = ActionItem {
            issues: vec![issue.key.clone()],
            ..rows.action_item(&council, Some(&meeting))
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_issue(conn, &issue).await?;
            insert_person(conn, &person).await?;
            insert_meeting(conn, &meeting).await?;
            insert_topic(conn, &topic).await?;
            insert_heading(conn, &heading).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .expect("a meeting can be stored");
        Self {
            council,
            meeting,
            topic,
            heading,
            person,
            opinion,
            item,
        }
    }

    fn around(&self) -> Surroundings {
        Surroundings {
            council_id: self.council.id,
            council_policy: self.council.attribution_policy,
            meeting_id: Some(self.meeting.id),
            meeting_title: Some(self.meeting.title.clone()),
            meeting_date: self.meeting.date,
            fiscal_year: self.meeting.fiscal_year,
            minutes_status: Some(self.meeting.minutes_status),
            topic_title: Some(self.topic.title.clone()),
            topic_visibility: Some(self.topic.visibility),
        }
    }
}

#[test]
fn the_index_gets_everything_in_its_internal_form_with_what_stands_around_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Stage::store(db, &rows, "協議会", AttributionPolicy::Anonymous).await;
        let conn = &mut read(db).await;
        let opinions = list_opinion_documents(conn, None, DocumentScope::Everything, None, 10)
            .await
            .unwrap();
        let opinion = OpinionDocument {
            opinion: stage.opinion.clone(),
            around: stage.around(),
            heading_title: Some(stage.heading.title.clone()),
            person_reading: stage.person.reading.clone(),
            person_name: Some(stage.person.name.clone()),
            person_other_names: Some(stage.person.other_names.clone()),
            action_item_seen_from: None,
        };
        assert_eq!(opinions, [opinion]);
        let topics = list_topic_documents(conn, None, DocumentScope::Everything, None, 10)
            .await
            .unwrap();
        assert_eq!(
            topics,
            [TopicDocument {
                topic: stage.topic.clone(),
                around: stage.around()
            }]
        );
        let items = list_action_item_documents(conn, None, DocumentScope::Everything, None, 10)
            .await
            .unwrap();
        let around = Surroundings {
            topic_title: None,
            topic_visibility: None,
            ..stage.around()
        };
        assert_eq!(
            items,
            [ActionItemDocument {
                item: stage.item.clone(),
                around
            }]
        );
    });
}

#[test]
fn what_stands_nowhere_has_no_surroundings_but_its_council() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        let (opinion, item) = (
            rows.opinion(&meeting, None, 0),
            rows.action_item(&council, None),
        );
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let opinions = list_opinion_documents(conn, None, DocumentScope::Everything, None, 10)
            .await
            .unwrap();
        assert_eq!((opinions.len(), &opinions[0].opinion), (1, &opinion));
        let around = &opinions[0].around;
        assert_eq!(
            (
                &around.topic_title,
                around.topic_visibility,
                &opinions[0].heading_title
            ),
            (&None, None, &None)
        );
        let items = list_action_item_documents(conn, None, DocumentScope::Everything, None, 10)
            .await
            .unwrap();
        assert_eq!((items.len(), &items[0].item), (1, &item));
        let around = &items[0].around;
        assert_eq!(
            (
                around.meeting_id,
                &around.meeting_title,
                around.minutes_status
            ),
            (None, &None, None)
        );
    });
}

#[test]
fn a_scope_chooses_what_belongs_to_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let one = Stage::store(db, &rows, "一", AttributionPolicy::Named).await;
        let two = Stage::store(db, &rows, "二", AttributionPolicy::Named).await;
        // The ids of opinions, topics and action items in a scope.
        let ids = async |scope: DocumentScope<'_>| {
            let conn = &mut read(db).await;
            let opinions = list_opinion_documents(conn, None, scope, None, 10)
                .await
                .unwrap();
            let topics = list_topic_documents(conn, None, scope, None, 10)
                .await
                .unwrap();
            let items = list_action_item_documents(conn, None, scope, None, 10)
                .await
                .unwrap();
            (
                opinions
                    .iter()
                    .map(|row| row.opinion.id)
                    .collect::<Vec<_>>(),
                topics.iter().map(|row| row.topic.id).collect::<Vec<_>>(),
                items.iter().map(|row| row.item.id).collect::<Vec<_>>(),
            )
        };
        let of_two = (vec![two.opinion.id], vec![two.topic.id], vec![two.item.id]);
        assert_eq!(ids(DocumentScope::Meeting(two.meeting.id.0)).await, of_two);
        assert_eq!(ids(DocumentScope::Council(two.council.id.0)).await, of_two);
        let in_topic = (vec![two.opinion.id], vec![two.topic.id], vec![]);
        assert_eq!(ids(DocumentScope::Topic(two.topic.id.0)).await, in_topic);
        let chosen = [two.opinion.id.0, one.topic.id.0, two.item.id.0, rows.id()];
        assert_eq!(
            ids(DocumentScope::Ids(&chosen)).await,
            (vec![two.opinion.id], vec![one.topic.id], vec![two.item.id])
        );
        assert_eq!(
            ids(DocumentScope::Ids(&[])).await,
            (vec![], vec![], vec![]),
            "no ids, no rows"
        );
        let everything = (
            vec![one.opinion.id, two.opinion.id],
            vec![one.topic.id, two.topic.id],
            vec![one.item.id, two.item.id],
        );
        assert_eq!(ids(DocumentScope::Everything).await, everything);
    });
}

#[test]
fn documents_are_read_in_batches_by_id() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        let topics: Vec<Topic> = (0..5)
            .map(|place| rows.topic(&meeting, 9 - place))
            .collect();
        let opinions: Vec<Opinion> = topics
            .iter()
            .map(|topic| rows.opinion(&meeting, Some(topic), 0))
            .collect();
        let items: Vec<ActionItem> = topics
            .iter()
            .map(|_| rows.action_item(&council, Some(&meeting)))
            .collect();
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_topics(conn, &topics).await?;
            insert_opinions(conn, &opinions).await?;
            for item in &items {
                insert_action_item(conn, item).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let scope = DocumentScope::Everything;
        let conn = &mut read(db).await;
        let batch = list_opinion_documents(conn, None, scope, Some(opinions[1].id.0), 2)
            .await
            .unwrap();
        assert_eq!(
            batch.into_iter().map(|row| row.opinion).collect::<Vec<_>>(),
            opinions[2..4]
        );
        let batch = list_topic_documents(conn, None, scope, Some(topics[1].id.0), 2)
            .await
            .unwrap();
        assert_eq!(
            batch.into_iter().map(|row| row.topic).collect::<Vec<_>>(),
            topics[2..4]
        );
        let batch = list_action_item_documents(conn, None, scope, Some(items[3].id.0), 2)
            .await
            .unwrap();
        assert_eq!(
            batch.into_iter().map(|row| row.item).collect::<Vec<_>>(),
            items[4..]
        );
        let first = list_opinion_documents(conn, None, scope, None, 2)
            .await
            .unwrap();
        assert_eq!(
            first.into_iter().map(|row| row.opinion).collect::<Vec<_>>(),
            opinions[..2]
        );
    });
}
