//! The hits of a search: which the engine found, what the database says of them, and whether the two agree.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use uuid::Uuid;

use super::{
    AppResult, Correction, Hit, HitMeeting, search_documents::speaker_label, search_moment::Moment,
};
use crate::{
    domain::{IndexScope, OutboxEntry, TextEnum, Viewer},
    search::{DocumentType, EngineAnswer, EngineHit, Highlighter, first_like},
    store::{
        self, ActionItemDocument, Conn, DocumentScope, MeetingDocument, OpinionDocument,
        PersonDocument, Surroundings, TopicDocument,
    },
    text::Normalised,
};

/// Rows by what they are of.
pub(super) type Rows = HashMap<(DocumentType, Uuid), Arc<Row>>;

/// What the engine found, and what the database says of it.
pub(super) struct Found {
    /// Of the engine.
    pub answer: EngineAnswer,
    /// What the viewer may see of the hits.
    pub rows: Rows,
    /// Marks what was found.
    pub highlighter: Highlighter,
    /// The terms in whose place something like them was searched for.
    pub misspelt: Vec<String>,
}

impl Found {
    /// Whether the viewer may see every hit. If not, the engine's counts count what the viewer may not see.
    pub fn is_whole(&self) -> bool {
        self.answer.hits.len() == self.rows.len()
    }

    /// What the database does not show, to be left out of another search.
    pub fn missing(&self) -> Vec<OutboxEntry> {
        let missing = self
            .answer
            .hits
            .iter()
            .filter(|hit| !self.rows.contains_key(&(hit.kind, hit.id)));
        missing
            .map(|hit| OutboxEntry {
                seq: 0,
                scope: match hit.kind {
                    DocumentType::Opinion => IndexScope::Opinion,
                    DocumentType::Topic => IndexScope::Topic,
                    DocumentType::ActionItem => IndexScope::ActionItem,
                    // Of a meeting that is not seen nothing is.
                    DocumentType::Meeting => IndexScope::Meeting,
                    DocumentType::Person => IndexScope::Person,
                },
                entity_id: hit.id,
                council_id: None,
            })
            .collect()
    }

    /// The hits that the viewer may see, in the engine's order.
    pub fn hits(&self) -> Vec<Hit> {
        let hits = self.answer.hits.iter();
        hits.filter_map(|hit| {
            let row = self.rows.get(&(hit.kind, hit.id))?;
            Some(hit_of(hit, row, &self.highlighter))
        })
        .collect()
    }

    /// The terms in whose place something like them was searched for, and what the best of these hits has.
    pub fn corrections(&self, hits: &[Hit]) -> Vec<Correction> {
        let corrections = self.misspelt.iter().map(|from| Correction {
            from: from.clone(),
            to: hits.iter().find_map(|hit| first_like(&hit.text, from)),
        });
        corrections.collect()
    }
}

/// What the database says of a hit.
pub(super) struct Row {
    /// The wording.
    pub text: String,
    heading: Option<String>,
    speaker: Option<String>,
    issues: Vec<String>,
    around: Option<Surroundings>,
    /// The wording as it is matched, once somebody wanted it.
    folded: OnceLock<Normalised>,
}

/// What the viewer may see of these hits.
pub(super) async fn hydrate(
    moment: &mut Moment<'_>,
    viewer: &Viewer,
    hits: &[EngineHit],
) -> AppResult<Rows> {
    let mut found = HashMap::with_capacity(hits.len());
    let mut missing = Vec::new();
    for (hit, row) in hits.iter().zip(moment.rows(viewer, hits)) {
        match row {
            Some(row) => {
                found.insert((hit.kind, hit.id), row);
            }
            None => missing.push((hit.kind, hit.id)),
        }
    }
    if !missing.is_empty() {
        let conn = moment.conn().await?;
        let mut read = HashMap::with_capacity(missing.len());
        for &kind in DocumentType::ALL {
            let of_kind = missing.iter().filter(|(of, _)| *of == kind);
            let ids: Vec<Uuid> = of_kind.map(|(_, id)| *id).collect();
            if !ids.is_empty() {
                let rows = read_rows(conn, viewer, kind, &ids).await?;
                read.extend(
                    rows.into_iter()
                        .map(|(id, row)| ((kind, id), Arc::new(row))),
                );
            }
        }
        moment.keep_rows(viewer, &read);
        found.extend(read);
    }
    Ok(found)
}

/// What the viewer may see of these things of one kind.
async fn read_rows(
    conn: &mut Conn,
    viewer: &Viewer,
    kind: DocumentType,
    ids: &[Uuid],
) -> AppResult<Vec<(Uuid, Row)>> {
    let (scope, viewer) = (DocumentScope::Ids(ids), Some(viewer));
    let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Ok(match kind {
        DocumentType::Opinion => {
            let rows = store::list_opinion_documents(conn, viewer, scope, None, limit).await?;
            rows.into_iter().map(of_opinion).collect()
        }
        DocumentType::Topic => {
            let rows = store::list_topic_documents(conn, viewer, scope, None, limit).await?;
            let of_topic = |row: TopicDocument| {
                let topic = row.topic;
                (topic.id.0, plain(topic.title, Vec::new(), Some(row.around)))
            };
            rows.into_iter().map(of_topic).collect()
        }
        DocumentType::ActionItem => {
            let rows = store::list_action_item_documents(conn, viewer, scope, None, limit).await?;
            let of_item = |row: ActionItemDocument| {
                let item = row.item;
                (item.id.0, plain(item.text, item.issues, Some(row.around)))
            };
            rows.into_iter().map(of_item).collect()
        }
        DocumentType::Meeting => {
            let rows = store::list_meeting_documents(conn, viewer, scope, None, limit).await?;
            let of_meeting = |row: MeetingDocument| {
                let title = row.around.meeting_title.clone().unwrap_or_default();
                (row.id.0, plain(title, Vec::new(), Some(row.around)))
            };
            rows.into_iter().map(of_meeting).collect()
        }
        DocumentType::Person => {
            let rows = store::list_person_documents(conn, viewer, scope, None, limit).await?;
            let of_person = |row: PersonDocument| {
                let person = row.person;
                (person.id.0, plain(person.name, Vec::new(), None))
            };
            rows.into_iter().map(of_person).collect()
        }
    })
}

fn of_opinion(row: OpinionDocument) -> (Uuid, Row) {
    let opinion = row.opinion;
    let speaker = speaker_label(
        opinion.speaker_name.as_deref(),
        opinion.speaker_role.as_deref(),
    );
    let issues = opinion.issues.into_iter().map(|tag| tag.key).collect();
    let of = Row {
        heading: row.heading_title,
        speaker,
        ..plain(opinion.text, issues, Some(row.around))
    };
    (opinion.id.0, of)
}

fn plain(text: String, issues: Vec<String>, around: Option<Surroundings>) -> Row {
    Row {
        text,
        heading: None,
        speaker: None,
        issues,
        around,
        folded: OnceLock::new(),
    }
}

fn hit_of(hit: &EngineHit, found: &Row, highlighter: &Highlighter) -> Hit {
    let folded = || found.folded.get_or_init(|| Normalised::of(&found.text));
    let marked = highlighter.mark_folded(&found.text, folded);
    let (meeting, topic) = found.around.as_ref().map_or((None, None), |around| {
        let meeting = around.meeting_id.zip(around.meeting_title.clone());
        let meeting = meeting.map(|(id, title)| HitMeeting {
            id,
            title,
            date: around.meeting_date,
        });
        (meeting, around.topic_title.clone())
    });
    let is_topic = hit.kind == DocumentType::Topic;
    Hit {
        kind: hit.kind,
        id: hit.id,
        text: found.text.clone(),
        html: marked.html,
        ranges: marked.ranges,
        passage: marked.passage,
        passage_html: marked.passage_html,
        meeting,
        topic: topic.filter(|_| !is_topic),
        heading: found.heading.clone(),
        speaker: found.speaker.clone(),
        issues: found.issues.clone(),
        score: hit.score,
    }
}
