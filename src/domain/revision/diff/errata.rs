//! The 正誤表 of a revision: what differs from the one before, line by line.

use super::{MinutesDiff, PartChange, PartDiff};
use crate::domain::{ErratumContent, PartKind};

/// One line for each member that changed and each part that came or went. Words that must not be repeated are left out: those of
/// an opinion in which words are redacted, of whatever was scrubbed, and of a part that went: nothing tells here whether it went
/// because it must not be read any more, and what a revision repeats stays for good.
pub fn errata(diff: &MinutesDiff, reason: &str) -> Vec<ErratumContent> {
    let lines = diff.parts.iter().flat_map(|part| {
        lines_of(part)
            .into_iter()
            .map(move |(field, before, after)| (part, field, before, after))
    });
    (0..)
        .zip(lines)
        .map(|(position, (part, field, before, after))| ErratumContent {
            position,
            subject: part.kind,
            subject_id: part.id,
            place: part.place.clone(),
            field: field.to_owned(),
            before,
            after,
            reason: reason.to_owned(),
        })
        .collect()
}

/// The field, what it said before, and what it says now.
type Line<'a> = (&'a str, Option<String>, Option<String>);

fn lines_of(part: &PartDiff) -> Vec<Line<'_>> {
    match part.change {
        PartChange::Added => vec![("added", None, words(part))],
        PartChange::Removed => vec![("removed", None, None)],
        PartChange::Changed => {
            let withheld = part.withheld.then(|| (main_field(part.kind), None, None));
            let fields = part.fields.iter();
            let fields =
                fields.map(|field| (field.field, field.before.clone(), field.after.clone()));
            withheld.into_iter().chain(fields).collect()
        }
    }
}

/// What a new part is known by as a whole: 資料１ 研修の実施状況.
fn words(part: &PartDiff) -> Option<String> {
    let find = |name: &str| {
        let field = part.fields.iter().find(|field| field.field == name)?;
        field.after.as_deref()
    };
    if find("redactions").is_some() {
        return None;
    }
    let main = find(main_field(part.kind))?;
    let beside = match part.kind {
        PartKind::Topic | PartKind::Material => find("number"),
        _ => None,
    };
    let words = match (part.kind, beside, find("role")) {
        (PartKind::Attendance, _, Some(role)) => format!("{main}（{role}）"),
        (_, Some(number), _) if number != main => format!("{number} {main}"),
        _ => main.to_owned(),
    };
    Some(words)
}

/// The member that holds the words that a part is there for.
fn main_field(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Narrative | PartKind::Opinion => "text",
        PartKind::Attendance => "name",
        PartKind::Meeting | PartKind::Topic | PartKind::Heading | PartKind::Material => "title",
        PartKind::Erratum => "place",
    }
}
