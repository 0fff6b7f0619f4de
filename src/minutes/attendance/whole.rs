//! What an attendance list shows as a whole: the role that its label gives, how its names are printed, whose posts are those of staff.

use crate::domain::{AttendanceStatus, Capacity};

use super::super::parsed::ParsedAttendee;
use super::super::{labels, people, rows};
use super::ListLine;

/// How many members a list needs before posts after them are those of staff.
pub(super) const FEWEST_MEMBERS: usize = 3;

/// Those with a post in the administration who are listed after the last of the members are staff.
pub(super) fn set_staff_apart(people: &mut [ParsedAttendee]) {
    let is_member = |one: &ParsedAttendee| one.role.as_deref().is_some_and(people::is_chair);
    let members = people.iter().filter(|one| is_member(one)).count();
    let Some(last) = people.iter().rposition(is_member) else {
        return;
    };
    if members < FEWEST_MEMBERS {
        return;
    }
    for one in &mut people[last + 1..] {
        let post = one.role.as_deref().is_some_and(people::is_staff_post);
        if post && one.capacity == Capacity::Member && one.status == AttendanceStatus::Present {
            one.capacity = Capacity::Secretariat;
        }
    }
}

/// 出席委員: the label says what role everybody under it has who is printed with none.
pub(super) fn role_of_label(line: &str) -> Option<String> {
    let printed: String = labels::read(line)?
        .printed
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    ["委員", "構成員", "部会員", "議員"]
        .iter()
        .find(|role| {
            printed.contains(*role)
                && !printed.contains(&format!("{role}外"))
                && !printed.contains(&format!("{role}以外"))
        })
        .map(|role| (*role).to_owned())
}

/// Whether the list prints surname and given name apart, so that two words are one name: more than half of its rows of names
/// are pairs, and several rows show it.
pub(super) fn pairs_names(list: &[ListLine<'_>]) -> bool {
    if list.iter().any(|entry| rows::alternates(entry.text)) {
        return true;
    }
    let rows: Vec<usize> = list
        .iter()
        .filter_map(|entry| rows::short_names(entry.text))
        .collect();
    let even = rows.iter().filter(|count| *count % 2 == 0).count();
    let pairs = rows.iter().filter(|count| **count == 2).count();
    even * 2 > rows.len() && (pairs > 0 || even >= 3)
}

/// Whether a post that is no role of a council stands before the name of `one`.
pub(super) fn has_other_post(one: &rows::Found, piece: &str) -> bool {
    let at = |text: &str| piece.find(text);
    one.role.as_deref().is_some_and(|role| {
        !people::is_chair(role) && !people::is_member(role) && at(role) < at(&one.name)
    })
}
