//! The rows of a meeting as an import reads it, and what is known of a council when they are made.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{
    AppResult,
    people::People,
    reading::{CouncilMemory, CouncilVocabulary},
};
use crate::{
    domain::{
        Attendance, CouncilId, Heading, Material, Meeting, Narrative, Opinion, Person, Topic,
        Viewer,
    },
    store::{self, Conn},
};

/// What is known of a council when a meeting is made of an import.
pub(super) struct Known {
    members: Vec<Person>,
    memory: CouncilMemory,
    vocabulary: CouncilVocabulary,
    /// The keys of all issues: one may have been deleted since the file was read.
    pub issues: HashSet<String>,
}

/// The rows of a meeting, as an import reads it.
#[derive(Debug)]
pub(super) struct DraftRows {
    pub meeting: Meeting,
    pub attendances: Vec<Attendance>,
    pub topics: Vec<Topic>,
    pub headings: Vec<Heading>,
    pub narratives: Vec<Narrative>,
    pub materials: Vec<Material>,
    pub opinions: Vec<Opinion>,
}

impl DraftRows {
    /// No rows but the meeting's own.
    pub(super) fn none(meeting: Meeting) -> Self {
        Self {
            meeting,
            attendances: Vec::new(),
            topics: Vec::new(),
            headings: Vec::new(),
            narratives: Vec::new(),
            materials: Vec::new(),
            opinions: Vec::new(),
        }
    }

    /// The rows of a meeting as they are.
    pub(super) async fn stored(conn: &mut Conn, meeting: &Meeting) -> AppResult<Self> {
        let (viewer, id) = (&Viewer::ALL, meeting.id);
        Ok(Self {
            meeting: meeting.clone(),
            attendances: store::list_attendances(conn, viewer, id).await?,
            topics: store::list_topics(conn, viewer, id).await?,
            headings: store::list_headings(conn, viewer, id).await?,
            narratives: store::list_narratives(conn, viewer, id).await?,
            materials: store::list_materials(conn, viewer, id).await?,
            opinions: store::list_opinions_of_meeting(conn, viewer, id).await?,
        })
    }
}

impl Known {
    /// What is known of a council on the day of a meeting.
    pub(super) async fn of(
        conn: &mut Conn,
        council: CouncilId,
        day: Option<NaiveDate>,
    ) -> AppResult<Self> {
        let members = store::list_members_on(conn, council, day).await?;
        let memory = CouncilMemory::of(conn, council).await?;
        let issues = store::list_issues(conn, true).await?;
        Ok(Self {
            members: members.into_iter().map(|(_, person)| person).collect(),
            vocabulary: memory.vocabulary(&issues),
            issues: issues.into_iter().map(|issue| issue.key).collect(),
            memory,
        })
    }

    /// The people that printed names may mean.
    pub(super) fn people(&self) -> People<'_> {
        People {
            members: &self.members,
            memory: &self.memory,
        }
    }

    /// The wordings that name issues.
    pub(super) fn vocabulary(&self) -> &CouncilVocabulary {
        &self.vocabulary
    }
}
