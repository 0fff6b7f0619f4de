//! `giji token`

use serde_json::{Value, json};

use super::{
    arguments::{Token, TokenCreate},
    failure::Failure,
    language, open, output,
};
use crate::{
    app::{App, Call, NewToken},
    domain::{self, MAX_PAGE, PageRequest},
    store::Db,
};

/// How wide the column of the state is.
const STATE: usize = 7;

/// Makes, lists and revokes access tokens.
pub async fn run(db: &Db, command: Token) -> Result<(), Failure> {
    let app = open::without_index(db.clone());
    match command {
        Token::Create(create) => make(&app, create).await,
        Token::List { json } => list(&app, json).await,
        Token::Revoke { id } => {
            app.revoke_token(&Call::LOCAL, id).await?;
            output::print_line(&language::pick(
                format!("{id} を失効させました"),
                format!("revoked {id}"),
            ))
        }
    }
}

async fn make(app: &App, create: TokenCreate) -> Result<(), Failure> {
    let new = NewToken {
        name: create.name.unwrap_or_else(|| create.role.to_string()),
        role: create.role,
        council_id: create.council,
        person_id: create.person,
        expires_at: None,
    };
    let made = app.create_token(&Call::LOCAL, new).await?;
    if create.json {
        return output::print_json(&json!({
            "id": made.token.id,
            "role": made.token.role,
            "council_id": made.token.council_id,
            "person_id": made.token.person_id,
            "token": made.secret,
        }));
    }
    let (id, role) = (made.token.id, made.token.role);
    output::say(&language::of_environment().pick(
        format!("{role} のトークン {id} です。表示は今回限りです。"),
        format!("token {id} for {role}; it is shown this once"),
    ));
    output::print_line(&made.secret)
}

async fn list(app: &App, as_json: bool) -> Result<(), Failure> {
    let mut page = PageRequest {
        after: None,
        limit: MAX_PAGE,
    };
    let mut tokens = Vec::new();
    loop {
        let found = app.list_tokens(&Call::LOCAL, &page).await?;
        page.after = found.items.last().map(|token| token.id.0);
        tokens.extend(found.items);
        if !found.more {
            break;
        }
    }
    if as_json {
        let items: Vec<Value> = tokens.iter().map(to_json).collect();
        return output::print_json(&json!({ "items": items }));
    }
    for token in tokens {
        let state = if token.revoked_at.is_some() {
            language::pick("失効", "revoked")
        } else {
            language::pick("有効", "valid")
        };
        let council = token
            .council_id
            .map_or_else(|| "-".to_owned(), |id| id.to_string());
        output::print_line(&format!(
            "{} {:<11} {} {council:<36} {}",
            token.id,
            token.role,
            output::pad(state, STATE),
            token.name
        ))?;
    }
    Ok(())
}

fn to_json(token: &domain::Token) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "council_id": token.council_id,
        "person_id": token.person_id,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    })
}
