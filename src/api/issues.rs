//! `/issues`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text, texts},
    if_match::expected,
    problem::{Creating, Deleting, Editing, Listing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::{IssueKey, Text},
};
use crate::{
    app::{App, Call, IssueChange, NewIssue, limits},
    domain::Issue,
};

/// An issue (論点) of the vocabulary that opinions are tagged with.
#[derive(Debug, Object)]
#[oai(rename = "Issue")]
pub struct IssueBody {
    /// Its key, never changed.
    key: String,
    /// Its name in Japanese.
    label_ja: String,
    /// Its name in English.
    label_en: String,
    /// Wordings that tag an opinion with it.
    aliases: Vec<String>,
    /// The key of the wider issue.
    broader: Option<String>,
    /// Whether it is no longer used for new tags.
    archived: bool,
}

impl From<Issue> for IssueBody {
    fn from(issue: Issue) -> Self {
        Self {
            key: issue.key,
            label_ja: issue.label_ja,
            label_en: issue.label_en,
            aliases: issue.aliases,
            broader: issue.broader,
            archived: issue.archived_at.is_some(),
        }
    }
}

/// An issue to be added to the vocabulary.
#[derive(Debug, Object)]
#[oai(rename = "NewIssue", deny_unknown_fields)]
pub struct NewIssueBody {
    /// Its key, never changed; no two issues have the same.
    key: IssueKey,
    /// Its name in Japanese.
    label_ja: Text<{ limits::NAME }>,
    /// Its name in English.
    label_en: Text<{ limits::NAME }>,
    /// Wordings that tag an opinion with it.
    aliases: Option<Vec<Text<{ limits::NAME }>>>,
    /// The key of the wider issue.
    broader: Option<IssueKey>,
}

/// What to change of an issue; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "IssueChange", deny_unknown_fields)]
pub struct IssueChangeBody {
    /// Its name in Japanese.
    label_ja: Option<Text<{ limits::NAME }>>,
    /// Its name in English.
    label_en: Option<Text<{ limits::NAME }>>,
    /// Wordings that tag an opinion with it, all of them.
    aliases: Option<Vec<Text<{ limits::NAME }>>>,
    /// The key of the wider issue; `null` is none.
    broader: MaybeUndefined<IssueKey>,
    /// Whether it is no longer used for new tags.
    archived: Option<bool>,
}

/// The vocabulary.
pub struct IssuesApi;

#[OpenApi(tag = "Section::Issues")]
impl IssuesApi {
    /// List issues, all at once
    #[oai(path = "/issues", method = "get", operation_id = "list_issues")]
    async fn list(
        &self,
        app: Data<&App>,
        /// Whether to list also those that are no longer used for new tags.
        archived: Query<Option<bool>>,
    ) -> Result<Json<List<IssueBody>>, Problem<Listing>> {
        let issues = app.list_issues(archived.0.unwrap_or(false)).await?;
        Ok(Json(List::whole(
            issues.into_iter().map(Into::into).collect(),
        )))
    }

    /// Add an issue
    #[oai(path = "/issues", method = "post", operation_id = "create_issue")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewIssueBody>,
    ) -> Result<Created<IssueBody>, Problem<Creating>> {
        let new = NewIssue {
            key: body.0.key.into(),
            label_ja: body.0.label_ja.into(),
            label_en: body.0.label_en.into(),
            aliases: texts(body.0.aliases).unwrap_or_default(),
            broader: text(body.0.broader),
        };
        let issue = app.create_issue(&call, new).await?;
        Ok(Created {
            tag: EntityTag::Version(issue.version),
            location: format!("/api/v1/issues/{}", issue.key),
            body: issue.into(),
        })
    }

    /// Read an issue
    #[oai(path = "/issues/:key", method = "get", operation_id = "get_issue")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        key: Path<IssueKey>,
    ) -> Result<Tagged<IssueBody>, Problem<Reading>> {
        let issue = app.get_issue(&String::from(key.0)).await?;
        Ok(tagged(&call, issue))
    }

    /// Change an issue
    #[oai(path = "/issues/:key", method = "patch", operation_id = "update_issue")]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        key: Path<IssueKey>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<IssueChangeBody>,
    ) -> Result<Tagged<IssueBody>, Problem<Editing>> {
        let change = IssueChange {
            label_ja: text(body.0.label_ja),
            label_en: text(body.0.label_en),
            aliases: texts(body.0.aliases),
            broader: nullable(body.0.broader),
            archived: body.0.archived,
        };
        let key = String::from(key.0);
        let expected = expected(if_match.0.as_deref());
        let issue = app.update_issue(&call, &key, &expected, change).await?;
        Ok(tagged(&call, issue))
    }

    /// Delete an issue, or archive it where something refers to it
    #[oai(
        path = "/issues/:key",
        method = "delete",
        operation_id = "delete_issue"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        key: Path<IssueKey>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_issue(&call, &String::from(key.0), &expected)
            .await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, issue: Issue) -> Tagged<IssueBody> {
    Tagged {
        tag: EntityTag::for_editor(call.caller.is_admin(), issue.version),
        body: issue.into(),
    }
}
