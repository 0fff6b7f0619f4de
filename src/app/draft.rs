//! From what an import read to the rows of a meeting.

use std::collections::{HashMap, HashSet};

use super::{
    App, AppError, AppResult,
    change::Change,
    meetings::{MeetingFacts, NewMeeting, title_of},
};
use crate::{
    domain::{
        Attendance, AttendanceId, Heading, HeadingId, Import, Material, MaterialId, Meeting,
        MeetingId, Narrative, NarrativeId, Opinion, OpinionId, Person, PersonId, Suggestion,
        SuggestionId, SuggestionStatus, Topic, TopicId, Visibility,
    },
    minutes::{ParsedMinutes, ParsedOpinion, Span},
    store,
};

impl App {
    /// Stores everything that an import read as a meeting with draft minutes.
    pub(super) async fn insert_draft(
        &self,
        change: &mut Change<'_>,
        import: &Import,
    ) -> AppResult<MeetingId> {
        let parsed: ParsedMinutes = serde_json::from_value(import.draft.clone())
            .map_err(|error| AppError::Internal(error.to_string()))?;
        let conn = &mut change.conn;
        let members: Vec<Person> = store::list_members_on(conn, import.council_id, parsed.date)
            .await?
            .into_iter()
            .map(|(_, person)| person)
            .collect();
        // An issue may have been deleted since the file was read.
        let issues: HashSet<String> = store::list_issues(conn, true)
            .await?
            .into_iter()
            .map(|issue| issue.key)
            .collect();

        let meeting = self.meeting_of(import, &parsed);
        store::insert_meeting(conn, &meeting).await?;
        let people = People { members: &members };
        store::insert_attendances(conn, &self.attendance_of(&meeting, &parsed, &people)).await?;
        let topics = self.topics_of(&meeting, &parsed);
        store::insert_topics(conn, &topics).await?;
        let headings = self.headings_of(&meeting, &parsed, &topics);
        store::insert_headings(conn, &headings).await?;
        store::insert_narratives(conn, &self.narratives_of(&meeting, &parsed, &topics)).await?;
        store::insert_materials(conn, &self.materials_of(&meeting, &parsed, &topics)).await?;
        let opinions = self.opinions_of(&meeting, &parsed, &topics, &headings, &people, &issues);
        store::insert_opinions(conn, &opinions).await?;
        let suggestions = self.suggestions_of(import, &meeting, &parsed, &opinions);
        store::insert_suggestions(conn, &suggestions).await?;
        Ok(meeting.id)
    }

    fn meeting_of(&self, import: &Import, parsed: &ParsedMinutes) -> Meeting {
        let known = parsed.date.is_some() || parsed.round.is_some() || parsed.fiscal_year.is_some();
        let title = if known {
            title_of(parsed.fiscal_year, parsed.round, parsed.date)
        } else {
            import.filename.clone()
        };
        let facts = MeetingFacts {
            fiscal_year: parsed.fiscal_year,
            round: parsed.round,
            date: parsed.date,
            end_date: parsed.end_date,
            start_time: parsed.start_time,
            end_time: parsed.end_time,
            venue: parsed.venue.clone(),
            mode: parsed.mode,
        };
        let new = NewMeeting {
            title: Some(title),
            facts,
        };
        Meeting {
            source_id: Some(import.source_id),
            ..self.draft_meeting(import.council_id, new)
        }
    }

    fn attendance_of(
        &self,
        meeting: &Meeting,
        parsed: &ParsedMinutes,
        people: &People<'_>,
    ) -> Vec<Attendance> {
        let row = |(position, attendee): (i64, &crate::minutes::ParsedAttendee)| Attendance {
            id: AttendanceId(self.clock.new_id()),
            meeting_id: meeting.id,
            position,
            person_id: people.printed_as(&attendee.name),
            name: attendee.name.clone(),
            role: attendee.role.clone(),
            status: attendee.status,
            capacity: attendee.capacity,
            organization: attendee.organization.clone(),
            note: attendee.note.clone(),
            first_line: Some(attendee.source.first_line),
            last_line: Some(attendee.source.last_line),
            version: 1,
        };
        (0..).zip(&parsed.attendees).map(row).collect()
    }

    fn topics_of(&self, meeting: &Meeting, parsed: &ParsedMinutes) -> Vec<Topic> {
        (0..)
            .zip(&parsed.topics)
            .map(|(position, topic)| Topic {
                id: TopicId(self.clock.new_id()),
                meeting_id: meeting.id,
                position,
                number: topic.number.clone(),
                title: topic.title.clone(),
                visibility: Visibility::Public,
                first_line: Some(topic.source.first_line),
                last_line: Some(topic.source.last_line),
                version: 1,
            })
            .collect()
    }

    fn headings_of(
        &self,
        meeting: &Meeting,
        parsed: &ParsedMinutes,
        topics: &[Topic],
    ) -> Vec<Heading> {
        (0..)
            .zip(&parsed.headings)
            .map(|(position, heading)| Heading {
                id: HeadingId(self.clock.new_id()),
                meeting_id: meeting.id,
                topic_id: topic_id(topics, heading.topic),
                position,
                title: heading.title.clone(),
                first_line: Some(heading.source.first_line),
                last_line: Some(heading.source.last_line),
            })
            .collect()
    }

    fn narratives_of(
        &self,
        meeting: &Meeting,
        parsed: &ParsedMinutes,
        topics: &[Topic],
    ) -> Vec<Narrative> {
        (0..)
            .zip(&parsed.narratives)
            .map(|(position, narrative)| Narrative {
                id: NarrativeId(self.clock.new_id()),
                meeting_id: meeting.id,
                topic_id: topic_id(topics, narrative.topic),
                position,
                text: narrative.text.clone(),
                first_line: Some(narrative.source.first_line),
                last_line: Some(narrative.source.last_line),
            })
            .collect()
    }

    fn materials_of(
        &self,
        meeting: &Meeting,
        parsed: &ParsedMinutes,
        topics: &[Topic],
    ) -> Vec<Material> {
        (0..)
            .zip(&parsed.materials)
            .map(|(position, material)| Material {
                id: MaterialId(self.clock.new_id()),
                meeting_id: meeting.id,
                topic_id: topic_id(topics, material.topic),
                position,
                number: Some(material.number.clone()),
                // Where no title is printed, the number is all that it is called by.
                title: material
                    .title
                    .clone()
                    .unwrap_or_else(|| material.number.clone()),
                url: None,
                version: 1,
            })
            .collect()
    }

    fn opinions_of(
        &self,
        meeting: &Meeting,
        parsed: &ParsedMinutes,
        topics: &[Topic],
        headings: &[Heading],
        people: &People<'_>,
        issues: &HashSet<String>,
    ) -> Vec<Opinion> {
        let now = self.clock.now();
        let above = HeadingsAbove::of(headings);
        let row = |(position, opinion): (i64, &ParsedOpinion)| {
            let speaker = opinion.speaker.as_ref();
            let topic_id = topic_id(topics, opinion.topic);
            Opinion {
                id: OpinionId(self.clock.new_id()),
                council_id: meeting.council_id,
                meeting_id: meeting.id,
                topic_id,
                heading_id: above.find(topic_id, opinion.heading.as_deref(), &opinion.source),
                position,
                text: opinion.text.clone(),
                kind: opinion.kind,
                attribution: opinion.attribution,
                certainty: opinion.certainty,
                speaker_name: speaker.and_then(|speaker| speaker.name.clone()),
                speaker_role: speaker.and_then(|speaker| speaker.role.clone()),
                person_id: speaker
                    .and_then(|speaker| speaker.name.as_deref())
                    .and_then(|name| people.printed_as(name)),
                visibility: Visibility::Public,
                first_line: Some(opinion.source.first_line),
                last_line: Some(opinion.source.last_line),
                issues: opinion
                    .issues
                    .iter()
                    .filter(|tag| issues.contains(&tag.key))
                    .cloned()
                    .collect(),
                version: 1,
                created_at: now,
                updated_at: now,
            }
        };
        (0..).zip(&parsed.opinions).map(row).collect()
    }

    fn suggestions_of(
        &self,
        import: &Import,
        meeting: &Meeting,
        parsed: &ParsedMinutes,
        opinions: &[Opinion],
    ) -> Vec<Suggestion> {
        let now = self.clock.now();
        parsed
            .action_items
            .iter()
            .filter_map(|item| {
                Some(Suggestion {
                    id: SuggestionId(self.clock.new_id()),
                    import_id: import.id,
                    council_id: meeting.council_id,
                    meeting_id: meeting.id,
                    opinion_id: opinions.get(item.opinion)?.id,
                    text: item.text.clone(),
                    strength: item.strength,
                    status: SuggestionStatus::Open,
                    action_item_id: None,
                    created_at: now,
                })
            })
            .collect()
    }
}

fn topic_id(topics: &[Topic], index: Option<usize>) -> Option<TopicId> {
    topics.get(index?).map(|topic| topic.id)
}

/// The members of a council on the day of a meeting.
struct People<'a> {
    members: &'a [Person],
}

impl People<'_> {
    /// The one member that a name is printed for; nobody where none is, or more than one could be (DESIGN.md, rules 2
    /// and 3).
    fn printed_as(&self, name: &str) -> Option<PersonId> {
        let mut found = self
            .members
            .iter()
            .filter(|person| person.is_printed_as(name))
            .map(|person| person.id);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }
}

/// Headings by topic and title, in the order in which they stand.
struct HeadingsAbove<'a> {
    by_title: HashMap<(Option<TopicId>, &'a str), Vec<&'a Heading>>,
}

impl<'a> HeadingsAbove<'a> {
    fn of(headings: &'a [Heading]) -> Self {
        let mut by_title: HashMap<_, Vec<&Heading>> = HashMap::new();
        for heading in headings {
            by_title
                .entry((heading.topic_id, heading.title.as_str()))
                .or_default()
                .push(heading);
        }
        Self { by_title }
    }

    /// The last heading with this title in this topic that stands above a statement.
    fn find(
        &self,
        topic: Option<TopicId>,
        title: Option<&str>,
        source: &Span,
    ) -> Option<HeadingId> {
        self.by_title
            .get(&(topic, title?))?
            .iter()
            .rev()
            .find(|heading| heading.first_line <= Some(source.first_line))
            .map(|heading| heading.id)
    }
}
