//! `/tokens`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Section,
    paging::{Cursor, PageLimit, page_request},
    problem::{Creating, Problem, Restricted},
    response::{Created, Done, EntityTag, List},
    types::{Moment, Text},
};
use crate::{
    app::{App, Call, NewToken, limits},
    domain::{CouncilId, PersonId, Role, Token, TokenId},
};

/// An access token, without its secret.
#[derive(Debug, Object)]
#[oai(rename = "Token")]
pub struct TokenBody {
    id: TokenId,
    /// What it is for.
    name: String,
    /// What its bearer may do.
    role: Role,
    /// The council it is for; `null` is all councils.
    council_id: Option<CouncilId>,
    /// The person a member's token is tied to.
    person_id: Option<PersonId>,
    created_at: Moment,
    /// From when on it is refused.
    expires_at: Option<Moment>,
    /// When it was revoked.
    revoked_at: Option<Moment>,
}

impl From<Token> for TokenBody {
    fn from(token: Token) -> Self {
        Self {
            id: token.id,
            name: token.name,
            role: token.role,
            council_id: token.council_id,
            person_id: token.person_id,
            created_at: token.created_at.into(),
            expires_at: token.expires_at.map(Into::into),
            revoked_at: token.revoked_at.map(Into::into),
        }
    }
}

/// A token that was just made.
#[derive(Debug, Object)]
pub struct MadeToken {
    /// The token.
    token: TokenBody,
    /// What its bearer sends; this is the only time that it is shown.
    secret: String,
}

/// A token to be made.
#[derive(Debug, Object)]
#[oai(rename = "NewToken", deny_unknown_fields)]
pub struct NewTokenBody {
    /// What it is for.
    name: Text<{ limits::NAME }>,
    /// What its bearer may do.
    role: Role,
    /// The council it is for; all councils when left out. A member's token needs one.
    council_id: Option<CouncilId>,
    /// The person a member's token is tied to, and needs.
    person_id: Option<PersonId>,
    /// From when on it is refused; never when left out.
    expires_at: Option<Moment>,
}

/// The tokens.
pub struct TokensApi;

#[OpenApi(tag = "Section::Administration")]
impl TokensApi {
    /// List tokens, without their secrets
    #[oai(path = "/tokens", method = "get", operation_id = "list_tokens")]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'t'>>>,
    ) -> Result<Json<List<TokenBody>>, Problem<Restricted>> {
        let page = page_request(limit.0, cursor.0);
        let tokens = app.list_tokens(&call, &page).await?;
        Ok(Json(List::of::<'t', _>(
            tokens,
            |token| token.id.0,
            TokenBody::from,
        )))
    }

    /// Make a token
    #[oai(path = "/tokens", method = "post", operation_id = "create_token")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewTokenBody>,
    ) -> Result<Created<MadeToken>, Problem<Creating>> {
        let new = NewToken {
            name: body.0.name.into(),
            role: body.0.role,
            council_id: body.0.council_id,
            person_id: body.0.person_id,
            expires_at: body.0.expires_at.map(|at| at.0),
        };
        let made = app.create_token(&call, new).await?;
        Ok(Created {
            tag: EntityTag::Version(1),
            location: format!("/api/v1/tokens/{}", made.token.id),
            body: MadeToken {
                token: made.token.into(),
                secret: made.secret,
            },
        })
    }

    /// Read a token, without its secret
    #[oai(path = "/tokens/:id", method = "get", operation_id = "get_token")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<TokenId>,
    ) -> Result<Json<TokenBody>, Problem<Restricted>> {
        Ok(Json(app.get_token(&call, id.0).await?.into()))
    }

    /// Revoke a token
    #[oai(path = "/tokens/:id", method = "delete", operation_id = "revoke_token")]
    async fn revoke(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<TokenId>,
    ) -> Result<Done, Problem<Restricted>> {
        app.revoke_token(&call, id.0).await?;
        Ok(Done)
    }
}
