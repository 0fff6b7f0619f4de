//! The attendance list: the lines under 出席者, 欠席者 and the like → people.
//!
//! A list is read as a row of words, whatever stands between them: marks, commas, columns, table rules. What a word is (a
//! role, an organisation, a name) is told by `people`; who belongs together, by `rows`.
//!
//! Here stands the reader that goes through a list; `extent` tells how far it goes, `pieces` cuts its lines, `groups`, `legend`,
//! `notes` and `brackets` read what is printed beside names.

mod brackets;
mod columns;
mod entering;
mod extent;
mod groups;
mod legend;
mod notes;
mod pieces;
mod whole;

pub(super) use brackets::{is_count, is_count_word};
pub(super) use extent::extent;

use crate::domain::{AttendanceStatus, Capacity};

use columns::Columns;
use groups::{group_alone, group_before_colon, is_office, split_at_groups, standing_of_group};
use notes::is_note;
use pieces::{
    COMMAS, is_wrapped, lists_organizations, refers_elsewhere, source_of, split_outside_brackets,
    without_others,
};

use whole::{has_other_post, pairs_names, role_of_label, set_staff_apart};

use super::cues::Cue;
use super::labels::Label;
use super::lines::Line;
use super::parsed::{ParsedAttendee, Span};
use super::people;
use super::rows::{self, Row};
use super::wording::{inside_brackets, leading_bracket};

/// One line of the list: what is printed beside the label, or a line under it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListLine<'a> {
    /// The text.
    pub text: &'a str,
    /// The physical line.
    pub line: &'a Line<'a>,
}

/// What the people of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether and how they took part.
    pub status: AttendanceStatus,
    /// In which capacity.
    pub capacity: Capacity,
}

/// No piece of a list is longer than this, in bytes; what is longer is prose, and names nobody.
const LONGEST_PIECE: usize = 600;
/// The people that a label announces; `None` where the label is no part of the attendance.
pub(super) fn standing(label: Label) -> Option<Standing> {
    use AttendanceStatus::{Absent, Observer, Present, Proxy};
    let (status, capacity) = match label {
        Label::Present => (Present, Capacity::Member),
        Label::Absent => (Absent, Capacity::Member),
        Label::Proxy => (Proxy, Capacity::Member),
        Label::Observers => (Observer, Capacity::Guest),
        Label::Secretariat => (Present, Capacity::Secretariat),
        _ => return None,
    };
    Some(Standing { status, capacity })
}

/// Reads the list under one label.
/// `label` is the line that the label stands on.
pub(super) fn read(label: &str, list: &[ListLine<'_>], standing: Standing) -> Vec<ParsedAttendee> {
    let mut reader = Reader {
        standing,
        role: role_of_label(label),
        legend: legend::read(label, list),
        people: Vec::new(),
        pairs: pairs_names(list),
        organizations: lists_organizations(list),
        members_listed: false,
        members: 0,
        carried: None,
        role_of_group: false,
        several: false,
        columns: None,
    };
    let has_commas = list.iter().any(|entry| entry.text.contains(COMMAS));
    let mut at = 0;
    let mut open = String::new();
    // Where each line of what is open begins in it.
    let mut starts: Vec<(usize, &Line<'_>)> = Vec::new();
    while at < list.len() {
        let entry = &list[at];
        if is_note(entry.text) {
            let end = notes::end(list, at);
            reader.people.extend(notes::read(&list[at..end]));
            at = end;
            continue;
        }
        if legend::is_alone(entry.text) {
            at += 1;
            continue;
        }
        starts.push((open.len(), entry.line));
        open.push_str(entry.text);
        if list
            .get(at + 1)
            .is_some_and(|next| pieces::names_below(entry, next))
        {
            open.push('\u{3000}');
            at += 1;
            continue;
        }
        let cut_off = open.ends_with('委');
        let wrapped = (has_commas || cut_off) && open.len() < LONGEST_PIECE && is_wrapped(&open);
        let goes_on = list.get(at + 1).is_some_and(|next| {
            !is_note(next.text)
                && !next.line.gap
                && group_alone(next.text).is_none()
                && !pieces::begins_anew(&open, next.text)
        });
        if !(wrapped && goes_on) {
            reader.take(&open, &starts);
            open.clear();
            starts.clear();
        }
        at += 1;
    }
    set_staff_apart(&mut reader.people);
    reader.people
}

struct Reader {
    standing: Standing,
    /// The role that is printed over several names.
    role: Option<String>,
    legend: Vec<(char, String)>,
    people: Vec<ParsedAttendee>,
    pairs: bool,
    /// Whether organisations stand in the list in the place of people.
    organizations: bool,
    /// Whether a group of members was there.
    members_listed: bool,
    /// How many people with a role that the council gives were listed.
    members: usize,
    /// The role before the first of several names that commas part: 委員 青木 花子、井上 薫.
    carried: Option<String>,
    /// Whether `role` is that of the group that was entered, and not of the label.
    role_of_group: bool,
    /// Whether the line lists several, parted by commas.
    several: bool,
    /// The columns of a table with heads.
    columns: Option<Columns>,
}

impl Reader {
    /// Reads one line of the list, or several that a name was wrapped over.
    fn take(&mut self, text: &str, starts: &[(usize, &Line<'_>)]) {
        if pieces::heads_columns(text) {
            self.columns = Columns::of(text);
            return;
        }
        if text.len() > LONGEST_PIECE * 8 || refers_elsewhere(text) || self.take_row(text, starts) {
            return;
        }
        // 審議対象期間　令和３年１月１日～: a day is nobody's.
        if super::dates::of(text).is_some() {
            return;
        }
        // （欠席：青木委員）, on a line of its own.
        if let Some(names) = inside_brackets(text.trim()).and_then(brackets::absent)
            && let Some(source) = source_of(starts, 0, text.len())
        {
            self.add_absent(names, source);
            return;
        }
        let text = self.enter_bracketed_list(text);
        if let Some(group) = group_alone(text) {
            self.enter(group);
            return;
        }
        // A role that everybody has stands once over a column of names; the role of a few ends with its line.
        self.carried = self.carried.take().filter(|role| people::is_member(role));
        for part in split_at_groups(text) {
            let pieces = split_outside_brackets(part);
            self.several = pieces.len() > 1;
            for piece in pieces {
                let from = piece.as_ptr() as usize - text.as_ptr() as usize;
                let source = source_of(starts, from, from + piece.len());
                if let Some(source) = source.filter(|_| piece.len() <= LONGEST_PIECE) {
                    self.take_piece(piece, source);
                }
            }
        }
    }

    /// Reads a row of a table by the heads of its columns, if it is one.
    fn take_row(&mut self, text: &str, starts: &[(usize, &Line<'_>)]) -> bool {
        let row = self.columns.as_ref().and_then(|columns| columns.row(text));
        let (Some(row), Some(source)) = (row, source_of(starts, 0, text.len())) else {
            return false;
        };
        let before = self.standing;
        if let Some(group) = &row.group {
            self.enter(group);
        }
        let mut found = row.found;
        let above = self.people.last().filter(|_| row.same_role);
        found.role = found
            .role
            .or_else(|| above.and_then(|one| one.role.clone()))
            .or_else(|| self.role.clone());
        self.add(found, source);
        self.standing = before;
        true
    }

    /// 評価委員（青木委員、井上委員）, （青木館長、上田）: what stands before a bracket with a list in it is its group.
    fn enter_bracketed_list<'t>(&mut self, text: &'t str) -> &'t str {
        let trimmed = text.trim();
        let Some(at) = trimmed.find(['（', '(']) else {
            return text;
        };
        let group = trimmed[..at].trim();
        let list = inside_brackets(&trimmed[at..]).filter(|inner| inner.contains(COMMAS));
        let names_group = !group.contains(COMMAS)
            && (group.is_empty()
                || standing_of_group(group).is_some()
                || people::is_organization(group)
                || is_count_word(group)
                || group.ends_with("委員"));
        match list {
            Some(inner) if names_group => {
                self.enter(group);
                inner
            }
            _ => text,
        }
    }

    fn take_piece(&mut self, piece: &str, source: Span) {
        let mut piece = piece;
        if let Some((group, rest)) = piece.split_once(char::is_whitespace)
            && (groups::INLINE.contains(&group) || groups::is_authority(group))
        {
            self.enter(group);
            piece = rest.trim_start();
        }
        if let Some((inner, rest)) = leading_bracket(piece) {
            match brackets::absent(inner) {
                Some(names) => self.add_absent(names, source),
                None => self.enter(inner),
            }
            piece = rest;
        }
        // 青木委員は欠席
        if let Some(names) = piece
            .ends_with("は欠席")
            .then(|| brackets::absent(piece))
            .flatten()
        {
            self.add_absent(names, source);
            return;
        }
        // 青木 花子（みなと病院）※代理出席: a note on one person.
        let (piece_alone, note) = piece
            .split_once('※')
            .map_or((piece, None), |(piece, note)| {
                (piece.trim_end(), Some(note.trim()))
            });
        piece = piece_alone;
        if let numbered @ Cue::Number { .. } = Cue::of(piece) {
            piece = numbered.rest(piece);
        }
        let (mark_role, unmarked) = self.strip_mark(piece);
        piece = unmarked;
        // 〃　青木 花子: the role of the row above.
        let ditto = pieces::strip_ditto(piece).map(|rest| {
            piece = rest;
            self.people.last().and_then(|last| last.role.clone())
        });
        if let Some((group, rest)) = group_before_colon(piece)
            && (standing_of_group(group).is_some()
                || people::is_role(group)
                || is_office(group)
                || people::is_organization(group))
        {
            self.enter(group);
            piece = rest;
        }
        let piece = without_others(piece);
        let piece = piece
            .trim_end_matches("の各委員")
            .trim_end_matches("各委員");
        let row = Row {
            role: ditto
                .flatten()
                .or_else(|| self.carried.clone())
                .or_else(|| self.role.clone()),
            pairs: self.pairs,
            organizations: self.organizations,
        };
        let mut people = rows::read(piece, &row);
        if people.is_empty() && self.several && pieces::is_office_alone(piece) {
            // 市長、総務課長、同係長: nobody is named, and the office is what is printed.
            people.push(rows::Found {
                name: piece.to_owned(),
                role: Some(piece.to_owned()),
                ..rows::Found::default()
            });
        }
        self.carry(piece, &people);
        if let Some(role) = self.role.as_ref().filter(|_| self.role_of_group) {
            // 【委員】 みなと病院長 青木 花子: the group says who they are here, the post where they come from.
            for person in people.iter_mut().filter(|one| has_other_post(one, piece)) {
                let post = person.role.replace(role.clone());
                person.organization = person.organization.take().or(post);
            }
        }
        // ◎青木 花子　井上 薫: the mark is that of the first.
        if let (Some(role), Some(first)) = (mark_role, people.first_mut()) {
            first.role = Some(role);
        }
        if let (Some(note), Some(last)) = (note, people.last_mut()) {
            last.brackets.push(note.to_owned());
        }
        for person in people {
            self.add(person, source);
        }
    }

    /// Keeps the role that a piece begins with for the names after it, until another role stands before one.
    fn carry(&mut self, piece: &str, people: &[rows::Found]) {
        let Some(role) = people.last().and_then(|person| person.role.as_deref()) else {
            return;
        };
        if self.carried.as_deref() == Some(role) {
            return;
        }
        let compact = |text: &str| text.split_whitespace().collect::<String>();
        let piece = compact(piece);
        let name = people
            .last()
            .map_or(String::new(), |person| compact(&person.name));
        let before = piece
            .rfind(&name)
            .is_some_and(|at| piece[..at].ends_with(role) || at > 0 && piece.starts_with(role));
        self.carried = (people::is_shared_role(Some(role)) && before).then(|| role.to_owned());
    }

    /// A mark before a name, and the role that the legend gives it.
    fn strip_mark<'a>(&self, piece: &'a str) -> (Option<String>, &'a str) {
        let piece = piece.trim();
        let Some(mark) = piece.chars().next() else {
            return (None, piece);
        };
        let role = self
            .legend
            .iter()
            .find(|(known, _)| legend::same_mark(*known, mark))
            .map(|(_, role)| role.clone());
        let bullets = "・･○〇◯◎●◇◆□■☆★△▲-－";
        // ○○委員 is a name that is not printed.
        let doubled = piece.chars().nth(1) == Some(mark);
        if role.is_some() || (bullets.contains(mark) && !doubled) {
            (role, piece[mark.len_utf8()..].trim_start())
        } else {
            (None, piece)
        }
    }
}
