//! Words that are redacted after they were published are taken out of the revisions that held them.

use super::{Change, scrubs::ScrubOf};
use crate::{
    app::AppResult,
    domain::{Meeting, PartContent, PartKind, Revision, RevisionPart, Viewer, redacted_words},
    store,
};

impl Change<'_> {
    /// Takes the words that opinions leave out now out of all revisions before `newest`, and out of its errata.
    pub(super) async fn take_redacted_words_out(
        &mut self,
        meeting: &Meeting,
        newest: &Revision,
    ) -> AppResult<()> {
        let opinions =
            store::list_opinions_of_meeting(&mut self.conn, &Viewer::ALL, meeting.id).await?;
        for opinion in opinions.iter().filter(|it| !it.redactions.is_empty()) {
            let words = redacted_words(&opinion.text, &opinion.redactions);
            let parts = store::list_parts_about(&mut self.conn, meeting.id, opinion.id.0).await?;
            let marks = opinion.redactions.len();
            let holds = |part: &RevisionPart| {
                // The newest revision leaves the words out itself, in its errata too.
                let is_of_now = part.revision_id == newest.id;
                // The words may have been others there: where less was left out than now, nothing of it stays.
                !is_of_now && (holds_any(part, &words) || marks_in(part) < marks)
            };
            let parts: Vec<RevisionPart> = parts.into_iter().filter(holds).collect();
            if parts.is_empty() {
                continue;
            }
            let scrub = ScrubOf {
                kind: PartKind::Opinion,
                subject_id: opinion.id.0,
                reason: newest.reason.clone().unwrap_or_default(),
            };
            self.scrub(meeting, scrub, &parts).await?;
        }
        Ok(())
    }
}

/// How many marks stand in a part for words that are left out. An erratum may repeat any of its wording, and has none; one that
/// repeats nothing counts as all.
fn marks_in(part: &RevisionPart) -> usize {
    let content = part.content.as_deref();
    match content.and_then(|content| serde_json::from_str(content).ok()) {
        Some(PartContent::Opinion(opinion)) => opinion.redactions.len(),
        Some(PartContent::Erratum(erratum))
            if erratum.before.is_some() || erratum.after.is_some() =>
        {
            0
        }
        _ => usize::MAX,
    }
}

/// Whether a part says any of these words. Its content is JSON, in which a word may be escaped: it is compared as it is escaped.
fn holds_any(part: &RevisionPart, words: &[String]) -> bool {
    let Some(content) = &part.content else {
        return false;
    };
    words.iter().any(|word| {
        let quoted = serde_json::Value::from(word.as_str()).to_string();
        content.contains(&quoted[1..quoted.len() - 1])
    })
}
