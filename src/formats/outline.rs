//! How the parts of minutes lie below each other in a document: sections by topic, in them groups by heading, in these opinions.
//!
//! Opinions stand in their order, whatever happens: where a topic or heading comes back after another one, it is continued. In a section
//! materials and stage directions come first, since nothing tells between which opinions they stood. A part whose words were
//! taken out has lost its topic too; it stays where its neighbours are.

mod groups;

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::domain::{
    HeadingContent, MaterialContent, NarrativeContent, OpinionContent, Part, PublishedMinutes,
    TopicContent,
};

/// A part of the document under one topic, or under none.
pub(super) struct Section<'a> {
    /// The topic; none for what stands outside the agenda.
    pub topic: Option<&'a Part<TopicContent>>,
    /// Whether the topic began in a section before.
    pub continued: bool,
    pub materials: Vec<&'a Part<MaterialContent>>,
    pub narratives: Vec<&'a Part<NarrativeContent>>,
    pub groups: Vec<Group<'a>>,
}

/// Opinions under one heading, or under none.
pub(super) struct Group<'a> {
    pub heading: Option<&'a Part<HeadingContent>>,
    /// Whether the heading began in a group before.
    pub continued: bool,
    pub opinions: Vec<Numbered<'a>>,
}

/// An opinion and its place in the meeting.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'a> {
    /// From 1, over the whole meeting.
    pub number: usize,
    pub opinion: &'a Part<OpinionContent>,
}

/// The sections of minutes in the order of the document. Materials of the whole meeting are in none.
pub(super) fn outline(minutes: &PublishedMinutes) -> Vec<Section<'_>> {
    let known: HashSet<Uuid> = minutes.topics.iter().map(|topic| topic.id).collect();
    let mut sections = Sections::new(minutes, &known).sections;
    add_parts(minutes, &known, &mut sections);
    sections
}

/// The materials that belong to no topic.
pub(super) fn common_materials(minutes: &PublishedMinutes) -> Vec<&Part<MaterialContent>> {
    let known: HashSet<Uuid> = minutes.topics.iter().map(|topic| topic.id).collect();
    let topics = topics_of(&minutes.materials, &known, |content| {
        content.topic_id.map(|id| id.0)
    });
    let materials = minutes.materials.iter().zip(topics);
    materials
        .filter_map(|(material, topic)| topic.is_none().then_some(material))
        .collect()
}

/// The topic of each part: its own where that is a topic of these minutes, its neighbour's where its words were taken out.
fn topics_of<T>(
    parts: &[Part<T>],
    known: &HashSet<Uuid>,
    topic: impl Fn(&T) -> Option<Uuid>,
) -> Vec<Option<Uuid>> {
    let own = |part: &Part<T>| {
        let content = part.content.as_ref()?;
        Some(topic(content).filter(|id| known.contains(id)))
    };
    let mut last = parts.iter().find_map(own).flatten();
    parts
        .iter()
        .map(|part| {
            last = own(part).unwrap_or(last);
            last
        })
        .collect()
}

/// Sections while the opinions are walked through.
struct Sections<'a> {
    minutes: &'a PublishedMinutes,
    indexes: HashMap<Uuid, usize>,
    /// Which topics have a section, by index.
    begun: Vec<bool>,
    sections: Vec<Section<'a>>,
}

impl<'a> Sections<'a> {
    fn new(minutes: &'a PublishedMinutes, known: &HashSet<Uuid>) -> Self {
        let index = |(index, topic): (usize, &Part<TopicContent>)| (topic.id, index);
        let mut sections = Self {
            minutes,
            indexes: minutes.topics.iter().enumerate().map(index).collect(),
            begun: vec![false; minutes.topics.len()],
            sections: Vec::new(),
        };
        let topics = topics_of(&minutes.opinions, known, |content| {
            content.topic_id.map(|id| id.0)
        });
        let spoken_of: HashSet<Uuid> = topics.iter().copied().flatten().collect();
        let mut now = None;
        for (index, (opinion, topic)) in minutes.opinions.iter().zip(topics).enumerate() {
            if index == 0 || topic != now {
                sections.begin(topic, &spoken_of);
                now = topic;
            }
            let number = index + 1;
            sections.add(Numbered { number, opinion });
        }
        sections.begin_silent(minutes.topics.len(), &HashSet::new());
        sections
    }

    /// A section for a topic, and before it those of the topics before it of which nothing was said.
    fn begin(&mut self, topic: Option<Uuid>, spoken_of: &HashSet<Uuid>) {
        let index = topic.and_then(|id| self.indexes.get(&id).copied());
        let Some(index) = index else {
            self.sections.push(Section::of(None, false));
            return;
        };
        self.begin_silent(index, spoken_of);
        let topic = &self.minutes.topics[index];
        let continued = std::mem::replace(&mut self.begun[index], true);
        self.sections.push(Section::of(Some(topic), continued));
    }

    fn begin_silent(&mut self, before: usize, spoken_of: &HashSet<Uuid>) {
        for index in 0..before {
            let topic = &self.minutes.topics[index];
            if !self.begun[index] && !spoken_of.contains(&topic.id) {
                self.begun[index] = true;
                self.sections.push(Section::of(Some(topic), false));
            }
        }
    }

    /// An opinion into the last section. Its heading is set later, by [`groups::group_all`].
    fn add(&mut self, opinion: Numbered<'a>) {
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        match section.groups.last_mut() {
            Some(group) => group.opinions.push(opinion),
            None => section.groups.push(Group::of(None, false, vec![opinion])),
        }
    }
}

impl<'a> Section<'a> {
    fn of(topic: Option<&'a Part<TopicContent>>, continued: bool) -> Self {
        Self {
            topic,
            continued,
            materials: Vec::new(),
            narratives: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl<'a> Group<'a> {
    fn of(
        heading: Option<&'a Part<HeadingContent>>,
        continued: bool,
        opinions: Vec<Numbered<'a>>,
    ) -> Self {
        Self {
            heading,
            continued,
            opinions,
        }
    }
}

/// Headings, stage directions and materials into the first section of their topic.
fn add_parts<'a>(
    minutes: &'a PublishedMinutes,
    known: &HashSet<Uuid>,
    sections: &mut Vec<Section<'a>>,
) {
    let narratives = topics_of(&minutes.narratives, known, |content| {
        content.topic_id.map(|id| id.0)
    });
    let headings = heading_topics(minutes, known);
    let outside = narratives.iter().chain(&headings).any(Option::is_none);
    if outside && sections.iter().all(|section| section.topic.is_some()) {
        sections.insert(0, Section::of(None, false));
    }
    let mut first: HashMap<Option<Uuid>, usize> = HashMap::new();
    for (index, section) in sections.iter().enumerate() {
        let topic = section.topic.map(|topic| topic.id);
        first.entry(topic).or_insert(index);
    }
    for (narrative, topic) in minutes.narratives.iter().zip(narratives) {
        sections[first[&topic]].narratives.push(narrative);
    }
    let materials = topics_of(&minutes.materials, known, |content| {
        content.topic_id.map(|id| id.0)
    });
    for (material, topic) in minutes.materials.iter().zip(materials) {
        if topic.is_some() {
            sections[first[&topic]].materials.push(material);
        }
    }
    groups::group_all(minutes, &headings, &first, sections);
}

/// The topic of each heading; of one whose words were taken out, that of the opinions under it.
fn heading_topics(minutes: &PublishedMinutes, known: &HashSet<Uuid>) -> Vec<Option<Uuid>> {
    let mut below: HashMap<Uuid, Option<Uuid>> = HashMap::new();
    for content in minutes.opinions.iter().filter_map(|o| o.content.as_ref()) {
        if let Some(heading) = content.heading_id {
            let topic = content.topic_id.map(|id| id.0);
            let topic = topic.filter(|id| known.contains(id));
            below.entry(heading.0).or_insert(topic);
        }
    }
    let near = topics_of(&minutes.headings, known, |content| {
        content.topic_id.map(|id| id.0)
    });
    let headings = minutes.headings.iter().zip(near);
    headings
        .map(|(heading, near)| match heading.content {
            None => below.get(&heading.id).copied().unwrap_or(near),
            Some(_) => near,
        })
        .collect()
}

#[cfg(test)]
#[path = "outline/tests.rs"]
mod tests;
