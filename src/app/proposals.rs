//! What is uncertain about a meeting that was made of an import: each of it becomes a suggestion, with its reason and its
//! place in the source.
//!
//! What is printed is certain and is not asked about: a speaker named with the statement, a plain opinion, a name that
//! people confirmed before.

use std::collections::{HashMap, HashSet};

use super::{
    App,
    people::{People, PrintedName},
    reading::CouncilVocabulary,
};
use crate::{
    domain::{
        Attendance, Certainty, Heading, HeadingId, Import, MeetingId, Opinion, OpinionId,
        OpinionKind, Suggestion, SuggestionId, SuggestionKind, SuggestionReason, SuggestionStatus,
        Tag, TagOrigin,
    },
    minutes::ParsedActionItem,
    text::Normalised,
};

/// How much of a statement a suggestion about the whole of it shows, in characters.
const EXCERPT: usize = 80;

/// A meeting made of an import, with what its suggestions are made from.
pub(super) struct Proposed<'a> {
    pub import: &'a Import,
    pub meeting: MeetingId,
    pub attendances: &'a [Attendance],
    pub headings: &'a [Heading],
    pub opinions: &'a [Opinion],
    /// The opinions of which a person said what kind they are.
    pub kinds_by_hand: HashSet<OpinionId>,
    /// What the wording of opinions asks for.
    pub asked: Vec<(&'a Opinion, &'a ParsedActionItem)>,
    pub people: People<'a>,
    pub vocabulary: &'a CouncilVocabulary,
}

impl App {
    /// The suggestions of a meeting, in the order of the document within each kind.
    pub(super) fn suggestions_for(&self, proposed: &Proposed<'_>) -> Vec<Suggestion> {
        let mut suggestions = Vec::new();
        suggestions.extend(self.speakers(proposed));
        suggestions.extend(self.kinds(proposed));
        suggestions.extend(self.persons(proposed));
        suggestions.extend(self.issues(proposed));
        suggestions.extend(self.action_items(proposed));
        suggestions
    }

    fn suggestion(&self, proposed: &Proposed<'_>, kind: SuggestionKind) -> Suggestion {
        Suggestion {
            id: SuggestionId(self.clock.new_id()),
            import_id: proposed.import.id,
            council_id: proposed.import.council_id,
            meeting_id: proposed.meeting,
            kind,
            reason: SuggestionReason::Wording,
            opinion_id: None,
            attendance_id: None,
            text: String::new(),
            strength: None,
            opinion_kind: None,
            issue_key: None,
            person_id: None,
            alternatives: Vec::new(),
            first_line: None,
            last_line: None,
            status: SuggestionStatus::Open,
            action_item_id: None,
            created_at: self.clock.now(),
        }
    }

    fn about(&self, proposed: &Proposed<'_>, kind: SuggestionKind, of: &Opinion) -> Suggestion {
        Suggestion {
            opinion_id: Some(of.id),
            first_line: of.first_line,
            last_line: of.last_line,
            ..self.suggestion(proposed, kind)
        }
    }

    fn speakers(&self, proposed: &Proposed<'_>) -> Vec<Suggestion> {
        let uncertain = proposed.opinions.iter().filter_map(|opinion| {
            let reason = match opinion.certainty {
                Certainty::Inherited => SuggestionReason::Inherited,
                Certainty::Inferred => SuggestionReason::Inferred,
                Certainty::Printed | Certainty::Confirmed => return None,
            };
            Some(Suggestion {
                reason,
                text: label_of(opinion).unwrap_or_else(|| excerpt(&opinion.text)),
                person_id: opinion.person_id,
                ..self.about(proposed, SuggestionKind::Speaker, opinion)
            })
        });
        uncertain.collect()
    }

    fn kinds(&self, proposed: &Proposed<'_>) -> Vec<Suggestion> {
        let uncertain = proposed
            .opinions
            .iter()
            .filter(|opinion| opinion.kind != OpinionKind::Opinion)
            .filter(|opinion| !proposed.kinds_by_hand.contains(&opinion.id))
            .map(|opinion| Suggestion {
                reason: match opinion.certainty {
                    Certainty::Inherited => SuggestionReason::Inherited,
                    _ => SuggestionReason::Inferred,
                },
                text: excerpt(&opinion.text),
                opinion_kind: Some(opinion.kind),
                ..self.about(proposed, SuggestionKind::Kind, opinion)
            });
        uncertain.collect()
    }

    /// One suggestion for each printed name, however often it is printed.
    fn persons(&self, proposed: &Proposed<'_>) -> Vec<Suggestion> {
        let list = proposed.attendances;
        let mut met = HashSet::new();
        let mut suggestions = Vec::new();
        for line in list {
            let name = PrintedName::of(&line.name, line.role.as_deref(), list);
            let place = Suggestion {
                attendance_id: Some(line.id),
                first_line: line.first_line,
                last_line: line.last_line,
                ..self.suggestion(proposed, SuggestionKind::Person)
            };
            suggestions.extend(person_behind(proposed, name, &mut met, place));
        }
        for opinion in proposed.opinions {
            let Some(name) = &opinion.speaker_name else {
                continue;
            };
            let name = PrintedName::of(name, opinion.speaker_role.as_deref(), list);
            let place = self.about(proposed, SuggestionKind::Person, opinion);
            suggestions.extend(person_behind(proposed, name, &mut met, place));
        }
        suggestions
    }

    fn issues(&self, proposed: &Proposed<'_>) -> Vec<Suggestion> {
        let titles: HashMap<HeadingId, &str> = proposed
            .headings
            .iter()
            .map(|heading| (heading.id, heading.title.as_str()))
            .collect();
        let aliases = Aliases::of(proposed.vocabulary);
        let mut suggestions = Vec::new();
        for opinion in proposed.opinions {
            let read = opinion
                .issues
                .iter()
                .filter(|tag| tag.origin != TagOrigin::Manual);
            let heading = opinion.heading_id.and_then(|id| titles.get(&id)).copied();
            for tag in read {
                let (reason, text) = match tag.origin {
                    TagOrigin::Heading => (SuggestionReason::Heading, heading.unwrap_or_default()),
                    _ => (SuggestionReason::Wording, opinion.text.as_str()),
                };
                suggestions.push(Suggestion {
                    reason,
                    text: aliases.found(tag, text),
                    issue_key: Some(tag.key.clone()),
                    ..self.about(proposed, SuggestionKind::Issue, opinion)
                });
            }
        }
        suggestions
    }

    fn action_items(&self, proposed: &Proposed<'_>) -> Vec<Suggestion> {
        let asked = proposed.asked.iter().map(|(opinion, item)| Suggestion {
            text: item.text.clone(),
            strength: Some(item.strength),
            ..self.about(proposed, SuggestionKind::ActionItem, opinion)
        });
        asked.collect()
    }
}

fn person_behind(
    proposed: &Proposed<'_>,
    name: PrintedName,
    met: &mut HashSet<PrintedName>,
    place: Suggestion,
) -> Option<Suggestion> {
    if !met.insert(name.clone()) {
        return None;
    }
    let candidates = proposed.people.behind(&name.name)?;
    Some(Suggestion {
        reason: candidates.reason?,
        text: name.name,
        person_id: candidates.person,
        alternatives: candidates.alternatives,
        ..place
    })
}

/// Name and role of a speaker in one.
pub(super) fn label_of(opinion: &Opinion) -> Option<String> {
    let parts = [&opinion.speaker_name, &opinion.speaker_role];
    let label: String = parts.into_iter().flatten().map(String::as_str).collect();
    (!label.is_empty()).then_some(label)
}

fn excerpt(text: &str) -> String {
    text.chars().take(EXCERPT).collect()
}

/// The wordings that name each issue, folded once.
struct Aliases<'a> {
    by_key: HashMap<&'a str, Vec<(&'a str, Normalised)>>,
}

impl<'a> Aliases<'a> {
    fn of(vocabulary: &'a CouncilVocabulary) -> Self {
        let fold = |alias: &'a String| (alias.as_str(), Normalised::of(alias));
        let by_key = vocabulary.issues.iter().map(|issue| {
            let aliases = issue.aliases.iter().map(fold).collect();
            (issue.key.as_str(), aliases)
        });
        Self {
            by_key: by_key.collect(),
        }
    }

    /// The wording of the vocabulary that `text` holds for a tag; empty where the vocabulary has changed since.
    fn found(&self, tag: &Tag, text: &str) -> String {
        let text = Normalised::of(text);
        let aliases = self.by_key.get(tag.key.as_str());
        aliases
            .into_iter()
            .flatten()
            .find(|(_, alias)| text.contains(alias))
            .map(|(alias, _)| (*alias).to_owned())
            .unwrap_or_default()
    }
}
