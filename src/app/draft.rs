//! From what an import read to the rows of a meeting.

use std::collections::{HashMap, HashSet};

use super::{
    App, AppError, AppResult,
    change::Change,
    draft_rows::{DraftRows, Known},
    meetings::{MeetingFacts, NewMeeting, title_of},
    people::{People, PrintedName},
    proposals::Proposed,
};
use crate::{
    domain::{
        Attendance, AttendanceId, Heading, HeadingId, Import, Material, MaterialId, Meeting,
        MeetingId, Narrative, NarrativeId, Opinion, OpinionId, PersonId, Suggestion, Topic,
        TopicId, Visibility,
    },
    minutes::{ParsedMinutes, ParsedOpinion, Span},
    store,
};

/// What the importer read, as it is stored with the import.
pub(super) fn parsed_of(import: &Import) -> AppResult<ParsedMinutes> {
    serde_json::from_value(import.draft.clone())
        .map_err(|error| AppError::Internal(error.to_string()))
}

impl App {
    /// Stores everything that an import read as a meeting with draft minutes, and what is uncertain about it.
    pub(super) async fn insert_draft(
        &self,
        change: &mut Change<'_>,
        import: &Import,
        parsed: &ParsedMinutes,
    ) -> AppResult<MeetingId> {
        let conn = &mut change.conn;
        let known = Known::of(conn, import.council_id, parsed.date).await?;
        let rows = self.rows_of(import, parsed, &known, None);
        store::insert_meeting(conn, &rows.meeting).await?;
        store::insert_attendances(conn, &rows.attendances).await?;
        store::insert_topics(conn, &rows.topics).await?;
        store::insert_headings(conn, &rows.headings).await?;
        store::insert_narratives(conn, &rows.narratives).await?;
        store::insert_materials(conn, &rows.materials).await?;
        store::insert_opinions(conn, &rows.opinions).await?;
        let suggestions = self.suggestions_of(import, parsed, &rows, &known);
        store::insert_suggestions(conn, &suggestions).await?;
        Ok(rows.meeting.id)
    }

    /// The rows of a meeting as an import reads it: of a new one, or of the one with this id.
    pub(super) fn rows_of(
        &self,
        import: &Import,
        parsed: &ParsedMinutes,
        known: &Known,
        id: Option<MeetingId>,
    ) -> DraftRows {
        let mut meeting = self.meeting_of(import, parsed);
        meeting.id = id.unwrap_or(meeting.id);
        let attendances = self.attendance_of(&meeting, parsed, &known.people());
        let topics = self.topics_of(&meeting, parsed);
        let headings = self.headings_of(&meeting, parsed, &topics);
        let mut opinions = self.opinions_of(&meeting, parsed, &topics, &headings, known);
        let people = known.people();
        // A name is looked for once, however often its bearer speaks.
        let mut behind = HashMap::new();
        for opinion in &mut opinions {
            // As they are stored and read.
            opinion.issues.sort_by(|a, b| a.key.cmp(&b.key));
            if let Some(name) = &opinion.speaker_name {
                let name = PrintedName::of(name, opinion.speaker_role.as_deref(), &attendances);
                opinion.person_id = match behind.get(&name) {
                    Some(person) => *person,
                    None => *behind
                        .entry(name.clone())
                        .or_insert_with(|| linked(&name, &people)),
                };
            }
        }
        DraftRows {
            narratives: self.narratives_of(&meeting, parsed, &topics),
            materials: self.materials_of(&meeting, parsed, &topics),
            meeting,
            attendances,
            topics,
            headings,
            opinions,
        }
    }

    fn suggestions_of(
        &self,
        import: &Import,
        parsed: &ParsedMinutes,
        rows: &DraftRows,
        known: &Known,
    ) -> Vec<Suggestion> {
        let asked = parsed
            .action_items
            .iter()
            .filter_map(|item| Some((rows.opinions.get(item.opinion)?, item)));
        self.suggestions_for(&Proposed {
            import,
            meeting: rows.meeting.id,
            attendances: &rows.attendances,
            headings: &rows.headings,
            opinions: &rows.opinions,
            kinds_by_hand: HashSet::new(),
            asked: asked.collect(),
            people: known.people(),
            vocabulary: known.vocabulary(),
        })
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
            person_id: None,
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
        let mut list: Vec<Attendance> = (0..).zip(&parsed.attendees).map(row).collect();
        let linked: Vec<_> = list
            .iter()
            .map(|line| {
                linked(
                    &PrintedName::of(&line.name, line.role.as_deref(), &list),
                    people,
                )
            })
            .collect();
        for (line, person) in list.iter_mut().zip(linked) {
            line.person_id = person;
        }
        list
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
        known: &Known,
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
                person_id: None,
                visibility: Visibility::Public,
                attribution_policy: None,
                redactions: Vec::new(),
                first_line: Some(opinion.source.first_line),
                last_line: Some(opinion.source.last_line),
                issues: opinion
                    .issues
                    .iter()
                    .filter(|tag| known.issues.contains(&tag.key))
                    .cloned()
                    .collect(),
                version: 1,
                created_at: now,
                updated_at: now,
            }
        };
        (0..).zip(&parsed.opinions).map(row).collect()
    }
}

/// The person whom a printed name is linked with right away: the one who is printed so, unless somebody else in the same list
/// is too.
fn linked(name: &PrintedName, people: &People<'_>) -> Option<PersonId> {
    (!name.is_shared())
        .then(|| people.printed_as(&name.name))
        .flatten()
}

fn topic_id(topics: &[Topic], index: Option<usize>) -> Option<TopicId> {
    topics.get(index?).map(|topic| topic.id)
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
