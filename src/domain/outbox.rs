//! What the search index still has to be told.

use uuid::Uuid;

use super::{CouncilId, text_enum::text_enum};

text_enum! {
    /// Which documents of the index a change concerns.
    IndexScope {
        /// One opinion.
        Opinion = "opinion",
        /// One topic and all below it.
        Topic = "topic",
        /// One action item.
        ActionItem = "action_item",
        /// One person; not what was said by them.
        Person = "person",
        /// Everything of one meeting.
        Meeting = "meeting",
        /// Everything of one council.
        Council = "council",
        /// The whole index: build it anew.
        Everything = "everything",
    }
}

/// A pending change of the index, written in the transaction of the change itself.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OutboxEntry {
    /// Rises with each entry.
    pub seq: i64,
    /// Which documents it concerns.
    pub scope: IndexScope,
    /// The id of the opinion, topic, action item, person, meeting or council; nil for everything.
    pub entity_id: Uuid,
    /// The council that it belongs to.
    pub council_id: Option<CouncilId>,
}
