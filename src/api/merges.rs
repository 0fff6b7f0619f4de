//! `/persons/{id}/merge` and its way back.

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Section,
    convert::text,
    if_match::expected,
    problem::{Editing, Problem},
    response::{EntityTag, Tagged},
    types::{Moment, Text},
};
use crate::{
    app::{App, Call, MergeOutcome, MergeRequest, limits},
    domain::{MovedRows, PersonId, PersonMergeId},
};

/// That a person turned out to be another one.
#[derive(Debug, Object)]
#[oai(rename = "MergeRequest", deny_unknown_fields)]
pub struct MergeRequestBody {
    /// The person that is kept.
    into: PersonId,
    /// Why.
    reason: Option<Text<{ limits::NOTE }>>,
}

/// That a merge is taken back.
#[derive(Debug, Object)]
#[oai(rename = "UnmergeRequest", deny_unknown_fields)]
pub struct UnmergeRequestBody {
    /// Why.
    reason: Option<Text<{ limits::NOTE }>>,
}

/// A merge (統合) that was done, or taken back. The ETag is that of the merged person.
#[derive(Debug, Object)]
#[oai(rename = "PersonMerge")]
pub struct PersonMergeBody {
    id: PersonMergeId,
    /// Who was merged. This id stays valid, and answers with `merged_into`.
    merged_id: PersonId,
    /// Who was kept.
    kept_id: PersonId,
    /// The other names that the kept person got by it.
    names: Vec<String>,
    /// Why, in the words of whoever decided it.
    reason: Option<String>,
    merged_at: Moment,
    /// When it was taken back.
    undone_at: Option<Moment>,
    /// What was moved, or brought back.
    moved: MovedRowsBody,
}

/// How many rows a merge moved, or brought back.
#[derive(Debug, Object)]
#[oai(rename = "MovedRows")]
pub struct MovedRowsBody {
    /// Seats.
    memberships: u64,
    /// Entries of attendance lists.
    attendances: u64,
    /// Opinions.
    opinions: u64,
    /// Action items.
    action_items: u64,
    /// Suggestions that a printed name is this person.
    suggestions: u64,
    /// Answers in rounds of checks.
    check_answers: u64,
    /// Correction requests.
    correction_requests: u64,
    /// Tokens.
    tokens: u64,
    /// Persons who were merged before, into the one that is merged now.
    persons: u64,
}

/// The merges of persons.
pub struct MergesApi;

#[OpenApi(tag = "Section::Persons")]
impl MergesApi {
    /// Merge a person into another one, who turned out to be the same
    ///
    /// Seats, attendance, opinions, action items and tokens of this person become those of the other, and the names of this
    /// one other names of that one. Open to admins, and to a secretariat where everything that names either of the two is its
    /// own council's.
    #[oai(
        path = "/persons/:id/merge",
        method = "post",
        operation_id = "merge_person"
    )]
    async fn merge(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// The person that is merged.
        id: Path<PersonId>,
        /// The ETag of the person that is merged.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<MergeRequestBody>,
    ) -> Result<Tagged<PersonMergeBody>, Problem<Editing>> {
        let request = MergeRequest {
            into: body.0.into,
            reason: text(body.0.reason),
        };
        let expected = expected(if_match.0.as_deref());
        let outcome = app.merge_person(&call, id.0, &expected, request).await?;
        Ok(tagged(outcome))
    }

    /// Take a merge back
    ///
    /// What the merge moved names the merged person again, except for what was deleted or given to somebody else since. A merge
    /// into a person who was merged since is taken back after that one.
    #[oai(
        path = "/persons/:id/unmerge",
        method = "post",
        operation_id = "unmerge_person"
    )]
    async fn unmerge(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// The person that was merged.
        id: Path<PersonId>,
        /// The ETag of the person that was merged.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<UnmergeRequestBody>,
    ) -> Result<Tagged<PersonMergeBody>, Problem<Editing>> {
        let reason = text(body.0.reason);
        let expected = expected(if_match.0.as_deref());
        let outcome = app.unmerge_person(&call, id.0, &expected, reason).await?;
        Ok(tagged(outcome))
    }
}

fn tagged(outcome: MergeOutcome) -> Tagged<PersonMergeBody> {
    let MergeOutcome {
        merge,
        person,
        moved,
    } = outcome;
    Tagged {
        tag: EntityTag::Version(person.version),
        body: PersonMergeBody {
            id: merge.id,
            merged_id: merge.merged_id,
            kept_id: merge.kept_id,
            names: merge.names,
            reason: merge.reason,
            merged_at: merge.merged_at.into(),
            undone_at: merge.undone_at.map(Into::into),
            moved: moved.into(),
        },
    }
}

impl From<MovedRows> for MovedRowsBody {
    fn from(moved: MovedRows) -> Self {
        Self {
            memberships: moved.memberships,
            attendances: moved.attendances,
            opinions: moved.opinions,
            action_items: moved.action_items,
            suggestions: moved.suggestions,
            check_answers: moved.check_answers,
            correction_requests: moved.correction_requests,
            tokens: moved.tokens,
            persons: moved.persons,
        }
    }
}
