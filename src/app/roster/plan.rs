//! What a roster changes: each row with the seat that it speaks of, or without one.
//!
//! A member is known by the letters of the name and by the reading, exactly as printed (DESIGN.md, rule 2). A name that
//! differs in variants alone is told of, and is another person until a person says otherwise: by a merge, after which the row of
//! who was merged is the kept member's.

use std::collections::HashSet;

use super::{known::Known, rows::RosterRow};
use crate::domain::{Membership, MembershipId, Person, RosterLine, RosterOutcome};

/// The role of a member of whom the roster says no more: everybody in it is one.
const PLAIN_ROLE: &str = "委員";

/// A row and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedRow {
    pub line: RosterLine,
    /// The member as the row has it; `None` where a person is to be made.
    pub person: Option<Person>,
    /// The seat as the row has it; `None` where one is to be made.
    pub seat: Option<Membership>,
    /// Whether the person's reading was missing and comes from the row.
    pub reading_added: bool,
    /// Several members have this name, and nothing in the row tells which is meant.
    pub is_ambiguous: bool,
}

/// Plans every row; `merged` are those who turned out to be one of the members.
pub(super) fn plan(
    rows: &[RosterRow],
    members: &[(Membership, Person)],
    merged: &[Person],
) -> Vec<PlannedRow> {
    let known = Known::of(rows, members, merged);
    let mut taken = HashSet::new();
    let mut with_reading = HashSet::new();
    rows.iter()
        .map(|row| {
            let own = known.members_of(row);
            let mut planned = plan_row(row, &own, &taken);
            taken.extend(planned.seat.as_ref().map(|seat| seat.id));
            // A member with two terms gets the reading once.
            if planned.reading_added && !with_reading.insert(planned.line.person_id) {
                planned.reading_added = false;
                planned.line.changes.retain(|name| *name != "reading");
            }
            planned.line.similar = known.similar(row, planned.person.as_ref());
            planned
        })
        .collect()
}

fn plan_row(
    row: &RosterRow,
    own: &[&(Membership, Person)],
    taken: &HashSet<MembershipId>,
) -> PlannedRow {
    let seats = || own.iter().map(|(seat, _)| seat);
    let free = || seats().filter(|seat| !taken.contains(&seat.id));
    // Of two of one name, the one whose seat the row says in full: what went out comes in again.
    let in_full = free()
        .find(|seat| says_in_full(row, seat))
        .map(|seat| seat.person_id);
    let meant = own.iter().find(|(seat, _)| Some(seat.person_id) == in_full);
    let person = meant.or(own.first()).map(|(_, person)| person.clone());
    let is_ambiguous = meant.is_none()
        && person
            .as_ref()
            .is_some_and(|person| own.iter().any(|(seat, _)| seat.person_id != person.id));
    let seat = person.as_ref().and_then(|person| {
        let free = || free().filter(|seat| seat.person_id == person.id);
        free()
            .find(|seat| changed_seat(seat, row, &mut Vec::new()) == **seat)
            .or_else(|| {
                free().find(|seat| seat.starts_on == row.starts_on && seat.ends_on == row.ends_on)
            })
            .or_else(|| free().find(|seat| seat.starts_on == row.starts_on))
            .or_else(|| free().rfind(|seat| !is_over_before(seat, row)))
    });
    let mut line = RosterLine {
        row: row.number,
        name: row.name.clone(),
        outcome: match (&person, seat) {
            (None, _) => RosterOutcome::Create,
            (Some(_), None) => RosterOutcome::Reappoint,
            (Some(_), Some(_)) => RosterOutcome::Unchanged,
        },
        changes: Vec::new(),
        person_id: person.as_ref().map(|person| person.id),
        membership_id: seat.map(|seat| seat.id),
        similar: Vec::new(),
        unexplained_mark: row.unexplained_mark,
    };
    let mut person = person;
    let reading_added = match &mut person {
        Some(person) if person.reading.is_none() && row.reading.is_some() => {
            person.reading.clone_from(&row.reading);
            line.changes.push("reading");
            true
        }
        _ => false,
    };
    let seat = seat.map(|seat| changed_seat(seat, row, &mut line.changes));
    if line.outcome == RosterOutcome::Unchanged && !line.changes.is_empty() {
        line.outcome = RosterOutcome::Update;
    }
    PlannedRow {
        line,
        person,
        seat,
        reading_added,
        is_ambiguous,
    }
}

fn is_over_before(seat: &Membership, row: &RosterRow) -> bool {
    matches!((seat.ends_on, row.starts_on), (Some(last), Some(first)) if last < first)
}

/// Whether a row says all of a seat, and nothing else.
fn says_in_full(row: &RosterRow, seat: &Membership) -> bool {
    row.role.as_ref() == Some(&seat.role)
        && row.organization == seat.organization
        && (row.starts_on, row.ends_on) == (seat.starts_on, seat.ends_on)
}

/// The seat with what the row says; what it does not say stays.
fn changed_seat(seat: &Membership, row: &RosterRow, changes: &mut Vec<&'static str>) -> Membership {
    let mut changed = seat.clone();
    if let Some(role) = &row.role {
        changed.role.clone_from(role);
    }
    if row.organization.is_some() {
        changed.organization.clone_from(&row.organization);
    }
    changed.starts_on = row.starts_on.or(seat.starts_on);
    changed.ends_on = row.ends_on.or(seat.ends_on);
    let fields = [
        ("role", changed.role != seat.role),
        ("organization", changed.organization != seat.organization),
        ("starts_on", changed.starts_on != seat.starts_on),
        ("ends_on", changed.ends_on != seat.ends_on),
    ];
    changes.extend(fields.iter().filter(|(_, is)| *is).map(|(name, _)| name));
    changed
}

/// The role of a new seat.
pub(super) fn role_of(row: &RosterRow) -> String {
    row.role.clone().unwrap_or_else(|| PLAIN_ROLE.to_owned())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::domain::{CouncilId, PersonId};

    fn member(
        id: u128,
        name: &str,
        reading: Option<&str>,
        term: [&str; 2],
    ) -> (Membership, Person) {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let person = Person {
            id: PersonId(Uuid::from_u128(id)),
            name: name.to_owned(),
            reading: reading.map(str::to_owned),
            other_names: Vec::new(),
            archived_at: None,
            merged_into: None,
            version: 1,
            created_at: at,
            updated_at: at,
        };
        let seat = Membership {
            id: MembershipId(Uuid::from_u128(id * 100 + u128::from(term[0].len() as u64))),
            council_id: CouncilId(Uuid::from_u128(1)),
            person_id: person.id,
            role: "委員".to_owned(),
            organization: Some("緑地協会".to_owned()),
            starts_on: day(term[0]),
            ends_on: day(term[1]),
            version: 1,
            created_at: at,
            updated_at: at,
        };
        (seat, person)
    }

    fn day(text: &str) -> Option<NaiveDate> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    fn row(number: u64, name: &str, reading: Option<&str>, term: [&str; 2]) -> RosterRow {
        RosterRow {
            number,
            name: name.to_owned(),
            reading: reading.map(str::to_owned),
            organization: None,
            role: None,
            starts_on: day(term[0]),
            ends_on: day(term[1]),
            unexplained_mark: false,
            repeats: None,
        }
    }

    const NO_TERM: [&str; 2] = ["", ""];

    #[test]
    fn a_member_is_known_by_letters_and_reading() {
        let members = [member(1, "山田 太郎", Some("やまだ たろう"), NO_TERM)];
        let outcome = |row| plan(&[row], &members, &[])[0].line.clone();
        let same = outcome(row(2, "山田太郎", None, NO_TERM));
        assert_eq!(same.outcome, RosterOutcome::Unchanged);
        assert_eq!(same.similar, []);
        let moved = RosterRow {
            role: Some("会長".to_owned()),
            organization: Some("公募".to_owned()),
            ..row(2, "山田　太郎", Some("やまだたろう"), ["2024-04-01", ""])
        };
        let moved = outcome(moved);
        assert_eq!(moved.outcome, RosterOutcome::Update);
        assert_eq!(moved.changes, ["role", "organization", "starts_on"]);
        let other = outcome(row(2, "山田 太郎", Some("さんだ たろう"), NO_TERM));
        assert_eq!(other.outcome, RosterOutcome::Create);
        assert_eq!(other.similar[0].person_id, Some(members[0].1.id));
    }

    #[test]
    fn a_variant_is_told_of_and_never_merged() {
        let members = [member(1, "齋藤 一", None, NO_TERM)];
        let rows = [
            row(2, "斎藤 一", None, NO_TERM),
            row(3, "斉藤 一", None, NO_TERM),
        ];
        let planned = plan(&rows, &members, &[]);
        for planned in &planned {
            assert_eq!(planned.line.outcome, RosterOutcome::Create);
            assert_eq!(planned.line.similar.len(), 2, "{planned:?}");
            assert_eq!(planned.line.similar[0].name, "齋藤 一");
        }
        assert_eq!(planned[0].line.similar[1].name, "斉藤 一");
    }

    #[test]
    fn a_term_after_the_last_one_is_a_further_seat() {
        let members = [member(1, "青木 一", None, ["2022-04-01", "2024-03-31"])];
        let again = [row(
            2,
            "青木 一",
            Some("あおき はじめ"),
            ["2024-04-01", "2026-03-31"],
        )];
        let planned = plan(&again, &members, &[]);
        assert_eq!(planned[0].line.outcome, RosterOutcome::Reappoint);
        assert_eq!(planned[0].line.changes, ["reading"]);
        assert_eq!(planned[0].seat, None);
        let both = [
            row(2, "青木 一", None, ["2022-04-01", "2024-03-31"]),
            row(3, "青木 一", None, ["2024-04-01", "2026-03-31"]),
        ];
        let outcomes = plan(&both, &members, &[])
            .into_iter()
            .map(|planned| planned.line.outcome);
        assert!(outcomes.eq([RosterOutcome::Unchanged, RosterOutcome::Reappoint]));
    }

    #[test]
    fn a_name_that_two_members_have_needs_its_reading() {
        let members = [
            member(1, "青木 一", Some("あおき はじめ"), NO_TERM),
            member(2, "青木 一", Some("あおき いち"), NO_TERM),
        ];
        assert!(plan(&[row(2, "青木 一", None, NO_TERM)], &members, &[])[0].is_ambiguous);
        let told = plan(
            &[row(2, "青木 一", Some("あおき いち"), NO_TERM)],
            &members,
            &[],
        );
        assert!(!told[0].is_ambiguous);
        assert_eq!(told[0].line.person_id, Some(members[1].1.id));
    }
}
