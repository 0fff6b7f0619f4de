//! Roles, organisations and names of a row in their order → people.

use super::super::people;
use super::kinds::{self, Kind, Part, is_absence, names_somebody};
use super::{Found, Row, compact};

/// Puts roles and organisations to names. In a row whose first role stands before the first name every role does.
pub(super) fn assemble(parts: &[Part<'_>], row: &Row) -> Vec<Found> {
    let parts = posts(parts);
    let first = |kind: Kind| parts.iter().position(|part| part.kind == kind);
    let role_first = match (first(Kind::Role), first(Kind::Name)) {
        (Some(role), Some(name)) => role < name,
        _ => true,
    };
    let mut assembly = Assembly {
        row,
        role_first,
        found: Vec::new(),
        role: None,
        organization: None,
        open: false,
    };
    for (at, part) in parts.iter().enumerate() {
        let name_follows = parts
            .get(at + 1)
            .is_some_and(|next| next.kind == Kind::Name);
        assembly.take(part, name_follows);
    }
    assembly.found.retain(|person| names_somebody(&person.name));
    assembly.found
}

/// The people of a row so far, and what still waits for a name.
struct Assembly<'r> {
    row: &'r Row,
    /// Whether roles stand before names.
    role_first: bool,
    found: Vec<Found>,
    role: Option<String>,
    organization: Option<String>,
    /// Whether the last person may still take what follows.
    open: bool,
}

impl Assembly<'_> {
    fn take(&mut self, part: &Part<'_>, name_follows: bool) {
        match part.kind {
            Kind::Nothing => {
                if let Some(last) = self.found.last_mut().filter(|_| is_absence(part.text)) {
                    last.brackets.push("欠席".to_owned());
                }
            }
            Kind::Organization => self.take_organization(part),
            Kind::Role => self.take_role(part, name_follows),
            Kind::Named => self.take_named(part),
            Kind::Name => self.take_name(part),
        }
    }

    fn take_organization(&mut self, part: &Part<'_>) {
        match self.found.last_mut() {
            Some(last) if self.open && last.organization.is_none() && self.role_first => {
                last.organization = Some(part.text.to_owned());
                last.brackets.extend(part.owned_brackets());
                self.open = false;
            }
            _ => self.organization = Some(part.text.to_owned()),
        }
    }

    fn take_role(&mut self, part: &Part<'_>, name_follows: bool) {
        if let Some(last) = self.found.last_mut()
            && self.open
            && !self.role_first
        {
            last.role = Some(part.text.to_owned());
            last.brackets.extend(part.owned_brackets());
            return;
        }
        // 学識経験者 会長 青木: what stands before a role and is a role too is where it is held.
        if let Some(before) = self.role.take_if(|before| *before != compact(part.text)) {
            self.organization.get_or_insert(before);
        }
        self.role = Some(compact(part.text));
        self.open = false;
        // 議事課主任（青木花子); in 理事（総務）　青木 the name follows.
        if let [only] = part.brackets.as_slice()
            && !name_follows
            && people::is_name(only)
            && (2..=6).contains(&only.chars().count())
            && kinds::of(only) == Kind::Name
        {
            self.found.push(Found {
                name: (*only).to_owned(),
                role: self.role.take(),
                organization: self.organization.take(),
                brackets: Vec::new(),
            });
        }
    }

    fn take_named(&mut self, part: &Part<'_>) {
        let person = people::take_apart(part.text);
        let name = person.name.unwrap_or_default();
        // 青木、井上の各委員
        let name = name.strip_suffix("の各").unwrap_or(name);
        // 委員長　青木 花子君: a courtesy stands beside the role that is printed before the name.
        let role = person
            .role
            .filter(|role| !people::is_courtesy(role))
            .map(str::to_owned);
        let named_apart = role.is_none();
        let role = role
            .or_else(|| self.role.clone())
            .or_else(|| self.row.role.clone());
        if named_apart && !people::is_shared_role(self.role.as_deref()) {
            self.role = None;
        }
        self.found.push(Found {
            name: name.to_owned(),
            role,
            organization: person
                .organization
                .map(str::to_owned)
                .or_else(|| self.organization.take())
                .or_else(|| self.role.take_if(|_| !named_apart)),
            brackets: part.owned_brackets(),
        });
        self.open = true;
    }

    fn take_name(&mut self, part: &Part<'_>) {
        self.found.push(Found {
            name: part.text.to_owned(),
            role: self.role.clone().or_else(|| self.row.role.clone()),
            organization: self.organization.take(),
            brackets: part.owned_brackets(),
        });
        // A post is one person's; 委員 stands over several names.
        if !people::is_shared_role(self.role.as_deref()) {
            self.role = None;
        }
        self.open = true;
    }
}

/// 北部建設事務所長　青木 花子, みなと市長 青木 花子: what looks like a name with a post is a post where a full name follows.
fn posts<'a>(parts: &[Part<'a>]) -> Vec<Part<'a>> {
    let mut parts = parts.to_vec();
    for at in 1..parts.len() {
        let (before, next) = (&parts[at - 1], &parts[at]);
        let person = people::take_apart(before.text);
        let role = person.role.unwrap_or_default();
        let long = person.name.is_some_and(|name| name.chars().count() >= 4);
        let full = next.spaced || next.text.contains(char::is_whitespace);
        let follows = match next.kind {
            Kind::Name => long || full,
            // 公益代表　青木委員: whom they are there for.
            Kind::Named => full || role.ends_with("代表"),
            _ => false,
        };
        // 婦人会長　青木花子, alone on its row: no name, but the head of a body.
        let letters = next.text.chars().filter(|c| !c.is_whitespace()).count();
        let heads_body = parts.len() == 2 && next.kind == Kind::Name && (full || letters >= 3);
        let is_post = before.kind == Kind::Named
            && !before.text.contains(char::is_whitespace)
            && (!people::is_chair(role) || heads_body && !people::is_member(role))
            && !people::is_courtesy(role);
        if is_post && (follows || heads_body) {
            parts[at - 1].kind = Kind::Role;
        }
    }
    // 青木 花子　みなと市税務課長: behind a full name at the end of a row it is a post as well.
    if let [.., before, last] = parts.as_mut_slice() {
        let person = people::take_apart(last.text);
        let role = person.role.unwrap_or_default();
        let full = before.spaced || before.text.contains(char::is_whitespace);
        let long = person.name.is_some_and(|name| name.chars().count() >= 4);
        let ends =
            last.kind == Kind::Named && !people::is_chair(role) && !people::is_courtesy(role);
        if before.kind == Kind::Name
            && ends
            && (full || long)
            && !last.text.contains(char::is_whitespace)
        {
            last.kind = Kind::Role;
        }
    }
    parts
}
