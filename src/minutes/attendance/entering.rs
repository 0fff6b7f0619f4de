//! What a list takes in: groups, and people.

use super::{
    Reader, Standing, brackets,
    groups::{is_office, standing_of_group},
    whole::FEWEST_MEMBERS,
};
use crate::{
    domain::{AttendanceStatus, Capacity},
    minutes::{
        parsed::{ParsedAttendee, Span},
        people, rows,
    },
};

impl Reader {
    /// Enters a group of the list: another standing, or a role over several names. What else groups are called
    /// (学識経験者, みなと市) says nothing of a person's part in the meeting.
    pub(super) fn enter(&mut self, group: &str) {
        let group: String = group.chars().filter(|c| !c.is_whitespace()).collect();
        let group = group.trim_end_matches([':', '：']);
        if standing_of_group(group).is_some() || people::is_role(group) || is_office(group) {
            self.carried = None;
            self.role_of_group = false;
        }
        if let Some(standing) = standing_of_group(group) {
            self.standing = Standing {
                status: standing.status.unwrap_or(self.standing.status),
                capacity: standing.capacity.unwrap_or(self.standing.capacity),
            };
            self.role = None;
        }
        if people::is_role(group) && group != "事務局" {
            self.role = Some(group.to_owned());
            self.role_of_group = people::is_chair(group);
            self.members_listed |= people::is_chair(group);
        } else if (self.members_listed || self.members >= FEWEST_MEMBERS)
            && (is_office(group) || people::is_organization(group))
        {
            // After the members come those whose office runs the council.
            self.standing.capacity = Capacity::Secretariat;
            self.role = None;
        }
    }

    pub(super) fn add(&mut self, found: rows::Found, source: Span) {
        let mut attendee = ParsedAttendee {
            name: found.name,
            role: found.role.filter(|role| !people::is_courtesy(role)),
            status: self.standing.status,
            capacity: self.standing.capacity,
            organization: found.organization,
            note: None,
            source,
        };
        let mut absent = Vec::new();
        for note in found.brackets {
            match brackets::absent(&note) {
                Some(names) => absent.extend(names),
                None => brackets::apply(&mut attendee, &note),
            }
        }
        let is_proxy = attendee
            .role
            .as_deref()
            .is_some_and(|role| role.contains("委員代理") || role == "代理");
        if is_proxy && attendee.status == AttendanceStatus::Present {
            attendee.status = AttendanceStatus::Proxy;
        }
        self.members += usize::from(attendee.role.as_deref().is_some_and(people::is_chair));
        self.people.push(attendee);
        self.add_absent(absent, source);
    }

    pub(super) fn add_absent(&mut self, names: Vec<String>, source: Span) {
        let (role, capacity) = (self.role.clone(), self.standing.capacity);
        self.people
            .extend(names.into_iter().map(|name| ParsedAttendee {
                name,
                role: role.clone(),
                status: AttendanceStatus::Absent,
                capacity,
                organization: None,
                note: None,
                source,
            }));
    }
}
