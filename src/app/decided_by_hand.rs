//! What a person changes of an opinion by hand is decided: the suggestions about it are settled with it, so that taking the rest
//! of them at once does not undo it.

use super::{App, AppResult, change::Change, decisions::settle};
use crate::{
    domain::{
        MAX_PAGE, Opinion, PageRequest, ReadingMemoryKind, Suggestion, SuggestionKind,
        SuggestionStatus, Viewer,
    },
    store::{self, SuggestionFilter},
};

impl App {
    /// Settles the open suggestions that a change of an opinion decides.
    pub(super) async fn settle_with_opinion(
        &self,
        change: &mut Change<'_>,
        before: &Opinion,
        after: &Opinion,
    ) -> AppResult<()> {
        let filter = SuggestionFilter {
            opinion_id: Some(after.id),
            status: Some(SuggestionStatus::Open),
            ..SuggestionFilter::default()
        };
        let all = PageRequest {
            after: None,
            limit: MAX_PAGE,
        };
        let open = store::list_suggestions(&mut change.conn, &Viewer::ALL, &filter, &all).await?;
        for mut suggestion in open.items {
            let Some(status) = decided_by_hand(&suggestion, before, after) else {
                continue;
            };
            suggestion.status = status;
            if suggestion.kind == SuggestionKind::Issue {
                let key = suggestion.issue_key.clone().unwrap_or_default();
                let wording = (&*suggestion.text, &*key);
                let (council, kind) = (suggestion.council_id, ReadingMemoryKind::IssueAlias);
                self.remember(change, council, kind, wording, false).await?;
            }
            settle(change, &suggestion).await?;
        }
        Ok(())
    }
}

fn decided_by_hand(
    suggestion: &Suggestion,
    before: &Opinion,
    after: &Opinion,
) -> Option<SuggestionStatus> {
    let speaker = |one: &Opinion| {
        let names = (one.speaker_name.clone(), one.speaker_role.clone());
        (one.attribution, names)
    };
    match suggestion.kind {
        SuggestionKind::Speaker if speaker(before) != speaker(after) => {
            Some(SuggestionStatus::Edited)
        }
        SuggestionKind::Speaker if before.certainty != after.certainty => {
            Some(SuggestionStatus::Accepted)
        }
        SuggestionKind::Kind if before.kind != after.kind => Some(SuggestionStatus::Edited),
        SuggestionKind::Issue => {
            let has = |one: &Opinion| {
                let mut keys = one.issues.iter().map(|tag| Some(&tag.key));
                keys.any(|key| key == suggestion.issue_key.as_ref())
            };
            (has(before) && !has(after)).then_some(SuggestionStatus::Rejected)
        }
        _ => None,
    }
}
