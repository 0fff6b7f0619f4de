//! The members of a council as the rows of a roster look for them.

use std::collections::HashMap;

use super::{
    names::{hiragana, letters},
    rows::RosterRow,
};
use crate::{
    domain::{Membership, Person, PersonId, SimilarMember},
    text,
};

/// How many that could be the same person a row is told of.
const MOST_SIMILAR: usize = 10;

/// Members and rows by their names, so that no row is held against every other.
pub(super) struct Known<'a> {
    /// By the letters of the name.
    members: HashMap<String, Vec<&'a (Membership, Person)>>,
    /// Those who turned out to be a member, by the letters of the name.
    merged: HashMap<String, Vec<&'a Person>>,
    /// By who they are.
    seats: HashMap<PersonId, Vec<&'a (Membership, Person)>>,
    /// By the name without its variants.
    similar_members: HashMap<String, Vec<&'a Person>>,
    /// Those that are no member yet, by the name without its variants.
    similar_rows: HashMap<String, Vec<&'a RosterRow>>,
}

impl<'a> Known<'a> {
    pub fn of(
        rows: &'a [RosterRow],
        members: &'a [(Membership, Person)],
        merged: &'a [Person],
    ) -> Self {
        let mut known = Self {
            members: HashMap::new(),
            merged: HashMap::new(),
            seats: HashMap::new(),
            similar_members: HashMap::new(),
            similar_rows: HashMap::new(),
        };
        for member in members {
            let letters = letters(&member.1.name);
            let similar = known.similar_members.entry(text::fold(&letters));
            similar.or_default().push(&member.1);
            known.members.entry(letters).or_default().push(member);
            let seats = known.seats.entry(member.1.id);
            seats.or_default().push(member);
        }
        for person in merged {
            let same_name = known.merged.entry(letters(&person.name));
            same_name.or_default().push(person);
        }
        for row in rows
            .iter()
            .filter(|row| known.members_of(row).is_empty())
            .collect::<Vec<_>>()
        {
            let folded = text::fold(&letters(&row.name));
            known.similar_rows.entry(folded).or_default().push(row);
        }
        known
    }

    pub fn members_of(&self, row: &RosterRow) -> Vec<&'a (Membership, Person)> {
        let name = letters(&row.name);
        let same_name = self.members.get(&name).into_iter().flatten();
        let mut own: Vec<_> = same_name
            .filter(|(_, person)| is_of(row, person))
            .copied()
            .collect();
        let merged = self.merged.get(&name).into_iter().flatten();
        for person in merged.filter(|person| is_of(row, person)) {
            let kept = person.merged_into.and_then(|kept| self.seats.get(&kept));
            for member in kept.into_iter().flatten() {
                if !own.iter().any(|(seat, _)| seat.id == member.0.id) {
                    own.push(member);
                }
            }
        }
        own
    }

    /// Members, and other rows, with the same name but for variants, or with the same name and another reading.
    pub fn similar(&self, row: &RosterRow, own: Option<&Person>) -> Vec<SimilarMember> {
        let own_letters = letters(&row.name);
        let folded = text::fold(&own_letters);
        let members = self.similar_members.get(&folded).into_iter().flatten();
        let members = members
            .filter(|person| own.is_none_or(|own| own.id != person.id))
            .map(|person| SimilarMember {
                person_id: Some(person.id),
                name: person.name.clone(),
            });
        let rows = self.similar_rows.get(&folded).into_iter().flatten();
        let rows = rows
            .filter(|other| letters(&other.name) != own_letters)
            .map(|other| SimilarMember {
                person_id: None,
                name: other.name.clone(),
            });
        let mut found: Vec<SimilarMember> = Vec::new();
        for similar in members.chain(rows) {
            if found.len() == MOST_SIMILAR {
                break;
            }
            if !found.contains(&similar) {
                found.push(similar);
            }
        }
        found
    }
}

/// The same letters, and the same reading where both say one.
fn is_of(row: &RosterRow, person: &Person) -> bool {
    let same_reading = match (&row.reading, &person.reading) {
        // A person may be entered with a reading in katakana.
        (Some(one), Some(other)) => letters(one) == letters(&hiragana(other)),
        _ => true,
    };
    letters(&row.name) == letters(&person.name) && same_reading
}
