//! The people of the attendance list, as the discussion calls them: by surname, by full name, with or without a role.

use std::collections::{HashMap, HashSet};

use super::parsed::{ParsedAttendee, ParsedSpeaker};
use super::people;

/// The longest label that is looked up, in bytes.
const LONGEST: usize = 240;
/// A name of which only the first characters are printed must have at least this many of them.
const SHORTEST_SURNAME: usize = 2;
/// The longest given name, in characters.
const LONGEST_GIVEN: usize = 4;

/// The people of one attendance list.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// Name and role together, as a label prints them.
    labels: HashMap<String, ParsedSpeaker>,
    /// Names and surnames that stand apart.
    names: HashSet<String>,
    /// What may be the surname in full names in which it does not stand apart.
    surnames: HashSet<String>,
    /// Organisations that people are listed with.
    organizations: HashSet<String>,
}

impl Roster {
    /// The roster of an attendance list.
    pub(super) fn of(attendees: &[ParsedAttendee]) -> Self {
        let mut roster = Self::default();
        for attendee in attendees {
            let name = compact(&attendee.name);
            if let Some(role) = attendee.role.as_deref() {
                let speaker = ParsedSpeaker {
                    name: Some(attendee.name.clone()),
                    role: attendee.role.clone(),
                };
                roster.labels.insert(format!("{name}{role}"), speaker);
            }
            if people::is_organization(&name) {
                roster.organizations.insert(name);
                continue;
            }
            let surname = attendee.name.split_whitespace().next().unwrap_or(&name);
            if surname.chars().count() > 1 && surname.len() < name.len() {
                roster.names.insert(surname.to_owned());
            }
            if !attendee.name.contains(char::is_whitespace) || surname.chars().count() == 1 {
                roster.surnames.extend(surnames(&name));
            }
            roster.names.insert(name);
            if let Some(organization) = &attendee.organization {
                roster.organizations.insert(compact(organization));
            }
        }
        roster
    }

    /// The same with speakers that people confirmed in earlier documents; what this document lists comes first.
    pub(super) fn with(mut self, known: &[ParsedSpeaker]) -> Self {
        for speaker in known {
            let name = compact(speaker.name.as_deref().unwrap_or_default());
            let role = speaker.role.as_deref().unwrap_or_default();
            self.labels
                .entry(format!("{name}{role}"))
                .or_insert_with(|| speaker.clone());
            if name.is_empty() {
                self.organizations.insert(role.to_owned());
            }
        }
        self
    }

    /// The speaker that a label without white space names, if the list has them.
    pub(super) fn find(&self, label: &str) -> Option<ParsedSpeaker> {
        if label.len() > LONGEST {
            return None;
        }
        if self.knows(label) {
            return Some(ParsedSpeaker {
                name: Some(label.to_owned()),
                role: None,
            });
        }
        if self.organizations.contains(label) {
            return Some(ParsedSpeaker {
                name: None,
                role: Some(label.to_owned()),
            });
        }
        if let Some(speaker) = self.labels.get(label) {
            return Some(speaker.clone());
        }
        let person = people::take_apart(label);
        let name = person.name.filter(|name| self.knows(name))?;
        Some(ParsedSpeaker {
            name: Some(name.to_owned()),
            role: Some(person.role?.to_owned()),
        })
    }

    fn knows(&self, name: &str) -> bool {
        self.names.contains(name) || self.surnames.contains(name)
    }

    /// The speaker that a label such as 青木副会長 or 大学病院青木課長 means: the longest entry of the list that the label ends in,
    /// else what the label shows by itself.
    pub(super) fn resolve(&self, label: &str) -> Option<ParsedSpeaker> {
        if label.len() > LONGEST {
            return None;
        }
        let listed = label
            .char_indices()
            .find_map(|(at, _)| self.labels.get(&label[at..]));
        listed.cloned().or_else(|| {
            people::is_speaker(label).then(|| {
                let person = people::take_apart(label);
                ParsedSpeaker {
                    name: person.name.map(str::to_owned),
                    role: person.role.map(str::to_owned),
                }
            })
        })
    }
}

/// Each beginning of a full name that leaves room for a given name.
fn surnames(name: &str) -> impl Iterator<Item = String> {
    let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    let longest = ends.len().saturating_sub(1);
    let shortest = ends
        .len()
        .saturating_sub(LONGEST_GIVEN)
        .max(SHORTEST_SURNAME);
    (shortest..=longest).filter_map(move |count| Some(name[..*ends.get(count)?].to_owned()))
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
