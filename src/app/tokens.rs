//! Access tokens: made by admins, shown once, stored hashed.

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{
    App, AppError, AppResult, Call,
    persons::refuse_merged,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, Caller, CouncilId, EntityKind, Page, PageRequest, PersonId, Role, Token,
        TokenId, Viewer,
    },
    store,
};

/// What every token starts with, so that it is recognised where it should not be.
const PREFIX: &str = "giji_";

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// The council it is for; `None` is all councils.
    pub council_id: Option<CouncilId>,
    /// The person a member's token is tied to.
    pub person_id: Option<PersonId>,
    /// From when on it is refused.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token that was just made, with its secret: the only time that it is seen.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// The token as stored.
    pub token: Token,
    /// What its bearer shows.
    pub secret: String,
}

impl App {
    /// Makes a token.
    pub async fn create_token(&self, call: &Call, new: NewToken) -> AppResult<MadeToken> {
        call.require_admin()?;
        validate(&new)?;
        let mut change = self.change(call).await?;
        if let Some(council) = new.council_id {
            store::find_council(&mut change.conn, council)
                .await?
                .ok_or(AppError::NotFound(EntityKind::Council))?;
        }
        if let Some(person) = new.person_id {
            let person = store::find_person(&mut change.conn, &Viewer::ALL, person)
                .await?
                .ok_or(AppError::NotFound(EntityKind::Person))?;
            refuse_merged(&person)?;
        }
        let secret = new_secret()?;
        let token = Token {
            id: TokenId(self.clock.new_id()),
            name: new.name,
            hash: hash(&secret),
            role: new.role,
            council_id: new.council_id,
            person_id: new.person_id,
            created_at: self.clock.now(),
            expires_at: new.expires_at,
            revoked_at: None,
        };
        store::insert_token(&mut change.conn, &token).await?;
        let detail = json!({ "role": token.role, "person_id": token.person_id });
        change
            .record(
                AuditAction::Create,
                EntityKind::Token,
                token.id,
                token.council_id,
                detail,
            )
            .await?;
        change.commit().await?;
        Ok(MadeToken { token, secret })
    }

    /// Who shows this token.
    pub async fn authenticate(&self, secret: &str) -> AppResult<Caller> {
        let hash = hash(secret);
        let token = store::find_token_by_hash(&mut self.read().await?, &hash, self.clock.now())
            .await?
            // The look-up compares hashes, which tell nothing of the secret; this comparison takes the same time for
            // any two of them, so that how much of a hash was right does not show either.
            .filter(|token| bool::from(token.hash.ct_eq(&hash)))
            .ok_or(AppError::TokenInvalid)?;
        Ok(Caller {
            token: Some(token.id),
            role: Some(token.role),
            council: token.council_id,
            person: token.person_id,
        })
    }

    /// The tokens, oldest first, without their secrets.
    pub async fn list_tokens(&self, call: &Call, page: &PageRequest) -> AppResult<Page<Token>> {
        call.require_admin()?;
        Ok(store::list_tokens(&mut self.read().await?, None, page).await?)
    }

    /// The token with this id, without its secret.
    pub async fn get_token(&self, call: &Call, id: TokenId) -> AppResult<Token> {
        call.require_admin()?;
        store::find_token(&mut self.read().await?, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Token))
    }

    /// Revokes a token: from now on it is refused. Revoking it again changes nothing.
    pub async fn revoke_token(&self, call: &Call, id: TokenId) -> AppResult<()> {
        call.require_admin()?;
        let mut change = self.change(call).await?;
        let token = store::find_token(&mut change.conn, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Token))?;
        if store::revoke_token(&mut change.conn, id, self.clock.now()).await? {
            change
                .record(
                    AuditAction::Revoke,
                    EntityKind::Token,
                    id,
                    token.council_id,
                    json!({}),
                )
                .await?;
        }
        change.commit().await
    }
}

fn validate(new: &NewToken) -> AppResult<()> {
    Validation::default()
        .required("name", &new.name, limits::NAME)
        .check(
            new.role != Role::Admin || new.council_id.is_none(),
            "council_id",
            "admin は会議体を限定できません",
            "an admin's token is for all councils",
        )
        .check(
            new.role != Role::Member || new.council_id.is_some(),
            "council_id",
            "member には会議体が必要です",
            "a member's token is for one council",
        )
        .check(
            new.role != Role::Member || new.person_id.is_some(),
            "person_id",
            "member には人が必要です",
            "a member's token is tied to a person",
        )
        .check(
            new.person_id.is_none() || new.role == Role::Member,
            "person_id",
            "人に結び付くのは member だけです",
            "only a member's token is tied to a person",
        )
        .finish()
}

/// 256 random bits: nobody guesses them, so that a plain hash protects them as well as a slow one would.
fn new_secret() -> AppResult<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| AppError::Internal(format!("the system gave no randomness: {error}")))?;
    Ok(format!("{PREFIX}{}", hex::encode(bytes)))
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
