//! Suggestions: what the importer proposes, and a person accepts, edits or rejects.

use chrono::NaiveDate;

use super::{
    App, AppError, AppResult, Call,
    change::Change,
    decisions::Decision,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        ActionItem, EntityKind, ImportId, OpinionKind, Page, PageRequest, PersonId, Suggestion,
        SuggestionId, SuggestionKind, SuggestionStatus, Viewer, Visibility,
    },
    store::{self, SuggestionFilter},
};

/// How a suggestion is accepted: as it is, or with other values. What is not known stays empty.
#[derive(Debug, Clone, Default)]
pub struct Acceptance {
    /// What is to be done; the suggested wording where `None`. Of an action item, like those that follow.
    pub text: Option<String>,
    /// Who should do it.
    pub owner: Option<String>,
    /// Who should do it, where that is a person known here.
    pub owner_person_id: Option<PersonId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// By when, in the words that are printed.
    pub due_text: Option<String>,
    /// Whom it is meant for; the council where `None`.
    pub visibility: Option<Visibility>,
    /// Another speaker's name as printed; of a speaker, like the role.
    pub speaker_name: Option<String>,
    /// Another speaker's role as printed.
    pub speaker_role: Option<String>,
    /// Another kind of statement; of a kind.
    pub kind: Option<OpinionKind>,
    /// The key of another issue; of an issue.
    pub issue: Option<String>,
    /// Another person; of a person. Has to be said where several may be meant.
    pub person_id: Option<PersonId>,
}

/// What came of accepting a suggestion.
#[derive(Debug, Clone)]
pub enum Accepted {
    /// An action item.
    Item(Box<ActionItem>),
    /// Nothing new: what was read is now decided.
    Settled(Box<Suggestion>),
}

/// What came of settling many suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettledSuggestions {
    /// How many were settled.
    pub settled: i64,
    /// How many of this kind are open still.
    pub open: i64,
}

impl Acceptance {
    /// Refuses values that a suggestion of this kind has no use for.
    pub(super) fn check_fits(&self, kind: SuggestionKind) -> AppResult<()> {
        use SuggestionKind as Kind;
        let given = [
            ("text", Kind::ActionItem, self.text.is_some()),
            ("owner", Kind::ActionItem, self.owner.is_some()),
            (
                "owner_person_id",
                Kind::ActionItem,
                self.owner_person_id.is_some(),
            ),
            ("due_on", Kind::ActionItem, self.due_on.is_some()),
            ("due_text", Kind::ActionItem, self.due_text.is_some()),
            ("visibility", Kind::ActionItem, self.visibility.is_some()),
            ("speaker_name", Kind::Speaker, self.speaker_name.is_some()),
            ("speaker_role", Kind::Speaker, self.speaker_role.is_some()),
            ("kind", Kind::Kind, self.kind.is_some()),
            ("issue", Kind::Issue, self.issue.is_some()),
            ("person_id", Kind::Person, self.person_id.is_some()),
        ];
        let mut validation = Validation::default();
        for (field, of, is_given) in given {
            validation.check(
                !is_given || of == kind,
                field,
                format!("{of} の候補にだけ使えます"),
                format!("is for a suggestion of the kind {of}"),
            );
        }
        validation.finish()
    }
}

impl App {
    /// The suggestions that the caller may see.
    pub async fn list_suggestions(
        &self,
        call: &Call,
        filter: &SuggestionFilter,
        page: &PageRequest,
    ) -> AppResult<Page<Suggestion>> {
        call.require(call.caller.role.is_some())?;
        Ok(store::list_suggestions(&mut self.read().await?, &call.viewer(), filter, page).await?)
    }

    /// The suggestion with this id, if the caller may see it.
    pub async fn get_suggestion(&self, call: &Call, id: SuggestionId) -> AppResult<Suggestion> {
        call.require(call.caller.role.is_some())?;
        store::find_suggestion(&mut self.read().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Suggestion))
    }

    /// Takes a suggestion, as it is or with other values, once.
    pub async fn accept_suggestion(
        &self,
        call: &Call,
        id: SuggestionId,
        how: Acceptance,
    ) -> AppResult<Accepted> {
        let mut change = self.change(call).await?;
        let mut suggestion = open_suggestion(&mut change, call, id).await?;
        let decision = Decision::Accept(Box::new(how));
        let item = self
            .decide(&mut change, call, &mut suggestion, decision)
            .await?;
        change.commit().await?;
        Ok(match item {
            Some(item) => Accepted::Item(Box::new(item)),
            None => Accepted::Settled(Box::new(suggestion)),
        })
    }

    /// Does not take a suggestion: what it was about is taken back, and nothing comes of it.
    pub async fn reject_suggestion(&self, call: &Call, id: SuggestionId) -> AppResult<Suggestion> {
        let mut change = self.change(call).await?;
        let mut suggestion = open_suggestion(&mut change, call, id).await?;
        self.decide(&mut change, call, &mut suggestion, Decision::Reject)
            .await?;
        change.commit().await?;
        Ok(suggestion)
    }

    /// Takes, or does not take, the open suggestions of one kind of an import, at most [`limits::LIST`] at a time. Those that
    /// leave open which of several persons is meant are not taken: each of them asks something.
    pub async fn settle_suggestions(
        &self,
        call: &Call,
        import: ImportId,
        kind: SuggestionKind,
        accept: bool,
    ) -> AppResult<SettledSuggestions> {
        let mut change = self.change(call).await?;
        let found = store::find_import(&mut change.conn, &call.viewer(), import).await?;
        let import = self.known_import(call, found)?;
        call.require_secretariat(import.council_id)?;
        let filter = SuggestionFilter {
            import_id: Some(import.id),
            kind: Some(kind),
            status: Some(SuggestionStatus::Open),
            definite: accept,
            ..SuggestionFilter::default()
        };
        let page = PageRequest {
            after: None,
            limit: i64::try_from(limits::LIST).unwrap_or(i64::MAX),
        };
        let open = store::list_suggestions(&mut change.conn, &Viewer::ALL, &filter, &page).await?;
        let mut settled = 0;
        for mut suggestion in open.items {
            let decision = if accept {
                Decision::Accept(Box::default())
            } else {
                Decision::Reject
            };
            self.decide(&mut change, call, &mut suggestion, decision)
                .await?;
            settled += 1;
        }
        let open = match import.meeting_id {
            Some(meeting) => store::count_open_suggestions(&mut change.conn, meeting).await?,
            None => Vec::new(),
        };
        change.commit().await?;
        let left = open.into_iter().find(|(open, _)| *open == kind);
        Ok(SettledSuggestions {
            settled,
            open: left.map_or(0, |(_, count)| count),
        })
    }
}

async fn open_suggestion(
    change: &mut Change<'_>,
    call: &Call,
    id: SuggestionId,
) -> AppResult<Suggestion> {
    call.require(call.caller.role.is_some())?;
    let suggestion = store::find_suggestion(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Suggestion))?;
    call.require_secretariat(suggestion.council_id)?;
    if suggestion.status != SuggestionStatus::Open {
        return Err(AppError::AlreadySettled);
    }
    Ok(suggestion)
}
