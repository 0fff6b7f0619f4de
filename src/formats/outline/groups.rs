//! The opinions of a section, in groups by heading.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Group, Numbered, Section};
use crate::domain::{HeadingContent, Part, PublishedMinutes};

/// Cuts the opinions of each section into groups by heading, and puts in the headings under which nothing was said.
pub(super) fn group_all<'a>(
    minutes: &'a PublishedMinutes,
    topics: &[Option<Uuid>],
    first: &HashMap<Option<Uuid>, usize>,
    sections: &mut [Section<'a>],
) {
    let index = |(index, heading): (usize, &Part<HeadingContent>)| (heading.id, index);
    let indexes: HashMap<Uuid, usize> = minutes.headings.iter().enumerate().map(index).collect();
    let mut spoken_under = vec![false; minutes.headings.len()];
    for content in minutes.opinions.iter().filter_map(|o| o.content.as_ref()) {
        if let Some(index) = content.heading_id.and_then(|id| indexes.get(&id.0)) {
            spoken_under[*index] = true;
        }
    }
    let mut silent: Vec<Vec<usize>> = vec![Vec::new(); sections.len()];
    for (index, topic) in topics.iter().enumerate() {
        if !spoken_under[index] {
            silent[first[topic]].push(index);
        }
    }
    let mut begun = vec![false; minutes.headings.len()];
    for (section, silent) in sections.iter_mut().zip(silent) {
        let opinions = std::mem::take(&mut section.groups);
        let opinions = opinions.into_iter().flat_map(|group| group.opinions);
        section.groups = grouped(minutes, opinions, &indexes, silent, &mut begun);
    }
}

fn grouped<'a>(
    minutes: &'a PublishedMinutes,
    opinions: impl Iterator<Item = Numbered<'a>>,
    indexes: &HashMap<Uuid, usize>,
    silent: Vec<usize>,
    begun: &mut [bool],
) -> Vec<Group<'a>> {
    let mut silent = silent.into_iter().peekable();
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut now = None;
    for numbered in opinions {
        let heading = match &numbered.opinion.content {
            Some(content) => content
                .heading_id
                .and_then(|id| indexes.get(&id.0).copied()),
            None => now,
        };
        if groups.is_empty() || heading != now {
            while let Some(before) = silent.next_if(|&index| Some(index) < heading) {
                groups.push(Group::of(
                    Some(&minutes.headings[before]),
                    false,
                    Vec::new(),
                ));
            }
            let continued = heading.is_some_and(|h| std::mem::replace(&mut begun[h], true));
            let heading = heading.map(|h| &minutes.headings[h]);
            groups.push(Group::of(heading, continued, Vec::new()));
            now = numbered_heading(heading, indexes);
        }
        if let Some(group) = groups.last_mut() {
            group.opinions.push(numbered);
        }
    }
    groups.extend(silent.map(|h| Group::of(Some(&minutes.headings[h]), false, Vec::new())));
    groups
}

fn numbered_heading(
    heading: Option<&Part<HeadingContent>>,
    indexes: &HashMap<Uuid, usize>,
) -> Option<usize> {
    indexes.get(&heading?.id).copied()
}
