//! Which person of a council may stand behind a printed name. Variants (齋 and 斎) are proposed, never taken: they fold
//! for matching, not for identity (DESIGN.md, rule 2).

use super::reading::CouncilMemory;
use crate::{
    domain::{Attendance, Opinion, Person, PersonId, SuggestionReason},
    text::fold,
};

/// The people of a council on the day of a meeting, and what was said before about their printed names.
pub(super) struct People<'a> {
    /// Who has a seat.
    pub members: &'a [Person],
    /// What is remembered.
    pub memory: &'a CouncilMemory,
}

/// Who may stand behind a printed name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidates {
    /// The one who is meant, where one stands out.
    pub person: Option<PersonId>,
    /// Who else may be meant.
    pub alternatives: Vec<PersonId>,
    /// Why; `None` where people confirmed it before, so that nothing is left to decide.
    pub reason: Option<SuggestionReason>,
}

impl People<'_> {
    /// Who may stand behind a name; `None` where nobody does.
    pub(super) fn behind(&self, name: &str) -> Option<Candidates> {
        let known = self.memory.persons_named(name);
        if let [person] = known[..]
            && self.members.iter().any(|member| member.id == person)
        {
            return Some(Candidates {
                person: Some(person),
                alternatives: Vec::new(),
                reason: None,
            });
        }
        let folded = fold(name);
        let (mut same, mut variants) = (Vec::new(), Vec::new());
        for member in self.members {
            let taken = same.contains(&member.id) || variants.contains(&member.id);
            if taken || self.memory.refuses_person(name, member.id) {
                continue;
            }
            if member.is_printed_as(name) {
                same.push(member.id);
            } else if is_variant(member, &folded) {
                variants.push(member.id);
            }
        }
        let (person, alternatives, reason) = match (&same[..], &variants[..]) {
            ([], []) => return None,
            ([one], _) => (Some(*one), variants, SuggestionReason::SameName),
            ([], [one]) => (Some(*one), Vec::new(), SuggestionReason::VariantName),
            _ => {
                same.extend(variants);
                (None, same, SuggestionReason::SeveralNames)
            }
        };
        Some(Candidates {
            person,
            alternatives,
            reason: Some(reason),
        })
    }

    /// The one member that a name is printed for, to the letter or as people confirmed before; nobody where none is, or
    /// more than one could be (DESIGN.md, rules 2 and 3).
    pub(super) fn printed_as(&self, name: &str) -> Option<PersonId> {
        let candidates = self.behind(name)?;
        let is_variant = candidates.reason == Some(SuggestionReason::VariantName);
        candidates.person.filter(|_| !is_variant)
    }
}

fn is_variant(person: &Person, folded: &str) -> bool {
    let family = person.name.split_whitespace().next().unwrap_or_default();
    [person.name.as_str(), family]
        .into_iter()
        .chain(person.other_names.iter().map(String::as_str))
        .any(|name| fold(name) == folded)
}

/// A name as it stands in one meeting. Where the attendance list has it once, it means the same person wherever it is
/// printed; where it has it twice, the role beside it tells them apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PrintedName {
    /// The name.
    pub name: String,
    role: Option<Option<String>>,
}

impl PrintedName {
    /// A name with the role beside it, in a meeting with this attendance list.
    pub(super) fn of(name: &str, role: Option<&str>, list: &[Attendance]) -> Self {
        let is_shared = list
            .iter()
            .filter(|line| line.name == name)
            .nth(1)
            .is_some();
        Self {
            name: name.to_owned(),
            role: is_shared.then(|| role.map(str::to_owned)),
        }
    }

    /// Whether only the role tells whom it means.
    pub(super) fn is_shared(&self) -> bool {
        self.role.is_some()
    }

    fn fits(&self, name: &str, role: Option<&str>) -> bool {
        self.name == name && self.role.as_ref().is_none_or(|own| own.as_deref() == role)
    }

    /// Whether a line of the attendance list has it.
    pub(super) fn is_of(&self, line: &Attendance) -> bool {
        self.fits(&line.name, line.role.as_deref())
    }

    /// Whether it is printed as the speaker of an opinion.
    pub(super) fn is_speaker_of(&self, opinion: &Opinion) -> bool {
        opinion
            .speaker_name
            .as_deref()
            .is_some_and(|name| self.fits(name, opinion.speaker_role.as_deref()))
    }
}
