//! What an opinion may be before it is stored.

use super::{
    AppResult, Call,
    change::Change,
    parts::knows_person,
    tags::unknown_issues,
    validate::{Validation, limits},
};
use crate::{
    domain::{Opinion, RedactionFault, Viewer, check_redactions},
    store,
};

/// Whether the values of an opinion can be taken, and what it refers to is there and of the same meeting.
/// The redactions are put in order.
pub(super) async fn check(
    change: &mut Change<'_>,
    call: &Call,
    opinion: &mut Opinion,
) -> AppResult<()> {
    let conn = &mut change.conn;
    let topic_fits = match opinion.topic_id {
        None => true,
        Some(id) => store::find_topic(conn, &Viewer::ALL, id)
            .await?
            .is_some_and(|topic| topic.meeting_id == opinion.meeting_id),
    };
    let heading_fits = match opinion.heading_id {
        None => true,
        Some(id) => store::list_headings(conn, &Viewer::ALL, opinion.meeting_id)
            .await?
            .iter()
            // Under another topic it would be read where it was not said, or name what a hidden topic holds.
            .any(|heading| heading.id == id && heading.topic_id == opinion.topic_id),
    };
    let person_known = knows_person(change, call, opinion.person_id).await?;
    let unknown = unknown_issues(change, opinion.issues.iter().map(|tag| tag.key.as_str())).await?;
    let missing = "この会議にありません";
    let mut validation = Validation::default();
    for redaction in &opinion.redactions {
        validation.required("redactions", &redaction.reason, limits::KEY);
    }
    match check_redactions(&opinion.text, std::mem::take(&mut opinion.redactions)) {
        Ok(redactions) => opinion.redactions = redactions,
        Err(fault) => {
            let (japanese, english) = fault_words(fault);
            validation.refuse("redactions", japanese, english);
        }
    }
    validation
        .required("text", &opinion.text, limits::TEXT)
        .optional(
            "speaker_name",
            opinion.speaker_name.as_deref(),
            limits::NAME,
        )
        .optional(
            "speaker_role",
            opinion.speaker_role.as_deref(),
            limits::NAME,
        )
        .check(
            topic_fits,
            "topic_id",
            missing,
            "is no topic of this meeting",
        )
        .check(
            heading_fits,
            "heading_id",
            "この議題にありません",
            "is no heading of this topic",
        )
        .check(
            person_known,
            "person_id",
            "登録がありません",
            "is no person known here",
        )
        .position(opinion.position)
        .check(
            unknown.is_empty(),
            "issues",
            format!("登録のない論点：{}", unknown.join(", ")),
            format!("no such issue: {}", unknown.join(", ")),
        )
        .finish()
}

pub(super) fn fault_words(fault: RedactionFault) -> (&'static str, &'static str) {
    match fault {
        RedactionFault::Outside => (
            "範囲が本文の中にありません",
            "must be spans of one code point or more within the text",
        ),
        RedactionFault::Overlap => ("範囲が重なっています", "must not overlap"),
        RedactionFault::Repeated => (
            "理由に非公開とする語句が含まれています",
            "must have reasons that do not repeat the words that are left out",
        ),
    }
}
