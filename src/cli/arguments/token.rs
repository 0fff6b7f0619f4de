//! `giji token`

use clap::{Args, Subcommand};

use crate::domain::{CouncilId, PersonId, Role, TokenId};

/// `giji token`
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token; it is shown this once
    #[command(after_help = "\
Examples:
  giji token create --role admin
  giji token create --role member --council ID --person ID --name '委員用'")]
    Create(TokenCreate),
    /// List tokens, without their secrets
    #[command(after_help = "\
Examples:
  giji token list
  giji token list --json | jq '.items[] | select(.revoked_at == null) | .name'")]
    List {
        /// Print {"items": […]}
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token: from now on it is refused
    #[command(after_help = "\
Examples:
  giji token revoke 0198c0de-0000-7000-8000-000000000000")]
    Revoke {
        /// Its id, as `giji token list` prints it
        id: TokenId,
    },
}

/// `giji token create`
#[derive(Debug, Args)]
pub struct TokenCreate {
    /// What its bearer may do: member, staff, secretariat or admin
    #[arg(long)]
    pub role: Role,

    /// The council it is for; all councils when left out. A member's token needs one
    #[arg(long, value_name = "ID")]
    pub council: Option<CouncilId>,

    /// The person that a member's token is tied to, and needs
    #[arg(long, value_name = "ID")]
    pub person: Option<PersonId>,

    /// What it is for
    #[arg(long)]
    pub name: Option<String>,

    /// Print {"id", "role", "council_id", "person_id", "token"}
    #[arg(long)]
    pub json: bool,
}

impl TokenCreate {
    pub(super) fn lacks_member(&self) -> bool {
        self.role == Role::Member && (self.council.is_none() || self.person.is_none())
    }
}
