//! The hits of a search: which the engine found, what the database says of them, and whether the two agree.

use std::collections::HashMap;

use uuid::Uuid;

use super::{AppResult, Correction, Hit, HitMeeting, search_documents::speaker_label};
use crate::{
    domain::{IndexScope, OutboxEntry, TextEnum, Viewer},
    search::{DocumentType, EngineAnswer, EngineHit, Highlighter, first_like},
    store::{self, Conn, DocumentScope, Surroundings},
};

/// What the engine found, and what the database says of it.
pub(super) struct Found {
    /// Of the engine.
    pub answer: EngineAnswer,
    /// What the viewer may see of the hits, by id.
    pub rows: HashMap<Uuid, Row>,
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
            .filter(|hit| !self.rows.contains_key(&hit.id));
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
    pub fn take_hits(&mut self) -> Vec<Hit> {
        let (hits, rows) = (&self.answer.hits, &mut self.rows);
        hits.iter()
            .filter_map(|hit| Some(hit_of(hit, rows.remove(&hit.id)?, &self.highlighter)))
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
    text: String,
    heading: Option<String>,
    speaker: Option<String>,
    issues: Vec<String>,
    around: Option<Surroundings>,
}

/// What the viewer may see of these hits, by id.
pub(super) async fn hydrate(
    conn: &mut Conn,
    viewer: &Viewer,
    hits: &[EngineHit],
) -> AppResult<HashMap<Uuid, Row>> {
    let mut found = HashMap::new();
    for kind in DocumentType::ALL {
        let ids: Vec<Uuid> = hits
            .iter()
            .filter(|hit| hit.kind == *kind)
            .map(|hit| hit.id)
            .collect();
        if ids.is_empty() {
            continue;
        }
        let scope = DocumentScope::Ids(&ids);
        let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        match kind {
            DocumentType::Opinion => {
                for row in
                    store::list_opinion_documents(conn, Some(viewer), scope, None, limit).await?
                {
                    let opinion = row.opinion;
                    let of = Row {
                        speaker: speaker_label(
                            opinion.speaker_name.as_deref(),
                            opinion.speaker_role.as_deref(),
                        ),
                        text: opinion.text,
                        heading: row.heading_title,
                        issues: opinion.issues.into_iter().map(|tag| tag.key).collect(),
                        around: Some(row.around),
                    };
                    found.insert(opinion.id.0, of);
                }
            }
            DocumentType::Topic => {
                for row in
                    store::list_topic_documents(conn, Some(viewer), scope, None, limit).await?
                {
                    found.insert(
                        row.topic.id.0,
                        plain(row.topic.title, Vec::new(), Some(row.around)),
                    );
                }
            }
            DocumentType::ActionItem => {
                for row in store::list_action_item_documents(conn, Some(viewer), scope, None, limit)
                    .await?
                {
                    found.insert(
                        row.item.id.0,
                        plain(row.item.text, row.item.issues, Some(row.around)),
                    );
                }
            }
            DocumentType::Meeting => {
                for row in
                    store::list_meeting_documents(conn, Some(viewer), scope, None, limit).await?
                {
                    let title = row.around.meeting_title.clone().unwrap_or_default();
                    found.insert(row.id.0, plain(title, Vec::new(), Some(row.around)));
                }
            }
            DocumentType::Person => {
                for row in
                    store::list_person_documents(conn, Some(viewer), scope, None, limit).await?
                {
                    found.insert(row.person.id.0, plain(row.person.name, Vec::new(), None));
                }
            }
        }
    }
    Ok(found)
}

fn plain(text: String, issues: Vec<String>, around: Option<Surroundings>) -> Row {
    Row {
        text,
        heading: None,
        speaker: None,
        issues,
        around,
    }
}

fn hit_of(hit: &EngineHit, found: Row, highlighter: &Highlighter) -> Hit {
    let marked = highlighter.mark(&found.text);
    let (meeting, topic) = found.around.map_or((None, None), |around| {
        let meeting = around.meeting_id.zip(around.meeting_title);
        let meeting = meeting.map(|(id, title)| HitMeeting {
            id,
            title,
            date: around.meeting_date,
        });
        (meeting, around.topic_title)
    });
    let is_topic = hit.kind == DocumentType::Topic;
    Hit {
        kind: hit.kind,
        id: hit.id,
        text: found.text,
        html: marked.html,
        ranges: marked.ranges,
        passage: marked.passage,
        passage_html: marked.passage_html,
        meeting,
        topic: topic.filter(|_| !is_topic),
        heading: found.heading,
        speaker: found.speaker,
        issues: found.issues,
        score: hit.score,
    }
}
