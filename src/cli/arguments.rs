//! What can be written on the command line.

mod import;
mod roster;
mod token;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{failure::Failure, open};
use crate::{
    config::{DatabaseUrl, MeiliPlace, Place},
    domain::{ActionItemStatus, CouncilId, MeetingId},
};

pub use import::Import;
pub use roster::{Roster, RosterExportArguments, RosterImport};
pub use token::{Token, TokenCreate};

/// Deliberations of public councils: minutes in, searched and tracked.
///
/// 審議会・協議会の議事要旨を取り込み、意見を論点ごとに検索し、対応事項を会議をまたいで追います。
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    after_help = "\
Examples:
  giji serve --demo                       a made-up council in a running service
  giji import minutes.txt                 minutes in; a draft meeting comes of it
  giji search '\"養成研修\" 受講要件'         search with the full rights of the data directory
  giji actions --status open --json       what is to be done, for programs"
)]
pub struct Arguments {
    /// The directory of the search index and, unless a server keeps it, of the database
    #[arg(
        long,
        global = true,
        env = "GIJI_DATA_DIR",
        default_value = "giji-data",
        value_name = "DIR"
    )]
    data_dir: PathBuf,

    /// The database: postgres://… or sqlite://…; SQLite in the data directory when left out
    ///
    /// sqlite://FILE?max_page_count=N lets the file grow to N pages of 4096 bytes and no further.
    #[arg(
        long,
        global = true,
        env = "GIJI_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        conflicts_with = "database_url_file"
    )]
    database_url: Option<String>,

    /// A file that holds the database's URL, so that a password stands in no process list
    #[arg(
        long,
        global = true,
        env = "GIJI_DATABASE_URL_FILE",
        value_name = "FILE"
    )]
    database_url_file: Option<PathBuf>,

    /// The engine that searches
    #[arg(
        long,
        global = true,
        env = "GIJI_SEARCH",
        value_enum,
        default_value_t = Engine::Embedded,
        value_name = "ENGINE"
    )]
    search: Engine,

    /// The address of the Meilisearch server: http://… or https://…
    #[arg(long, global = true, env = "GIJI_MEILI_URL", value_name = "URL")]
    meili_url: Option<String>,

    /// The key of the Meilisearch server; of a master key giji makes one of its own that may do less
    #[arg(
        long,
        global = true,
        env = "GIJI_MEILI_KEY",
        hide_env_values = true,
        value_name = "KEY",
        conflicts_with = "meili_key_file"
    )]
    meili_key: Option<String>,

    /// A file that holds the key, so that it stands in no process list
    #[arg(long, global = true, env = "GIJI_MEILI_KEY_FILE", value_name = "FILE")]
    meili_key_file: Option<PathBuf>,

    /// The name of the index on the Meilisearch server: one for each database
    #[arg(
        long,
        global = true,
        env = "GIJI_MEILI_INDEX",
        default_value = "giji",
        value_name = "NAME"
    )]
    meili_index: String,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The one inside giji.
    Embedded,
    /// A Meilisearch server.
    Meilisearch,
}

impl Arguments {
    /// The Meilisearch server, if that is what searches.
    fn meili(&self) -> Result<Option<MeiliPlace>, Failure> {
        if self.search == Engine::Embedded {
            return Ok(None);
        }
        let key = match &self.meili_key_file {
            Some(file) if self.meili_key.is_none() => Some(
                std::fs::read_to_string(file)
                    .map_err(|error| Failure::File(file.clone(), error))?,
            ),
            _ => self.meili_key.clone(),
        };
        let place = MeiliPlace {
            url: self.meili_url.clone().unwrap_or_default(),
            key,
            index: self.meili_index.clone(),
        };
        // Whether that is an address is told before anything is opened.
        open::meili_config(&place)?;
        Ok(Some(place))
    }

    /// Where the data is.
    pub fn place(&self) -> Result<Place, Failure> {
        let database_url = match (&self.database_url, &self.database_url_file) {
            (Some(url), _) => Some(DatabaseUrl::new(url).ok_or(Failure::UnknownDatabase)?),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|error| Failure::File(file.clone(), error))?;
                Some(DatabaseUrl::new(&text).ok_or(Failure::UnknownDatabase)?)
            }
            (None, None) => None,
        };
        Ok(Place {
            data_dir: self.data_dir.clone(),
            database_url,
            meili: self.meili()?,
        })
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API until SIGTERM or Ctrl-C
    Serve(Serve),
    /// Read a file of minutes and print what was read; touches no database
    Parse(Parse),
    /// Import files of minutes; a draft meeting comes of each
    Import(Import),
    /// Search opinions, topics, action items, meetings and persons
    Search(Search),
    /// List action items
    Actions(Actions),
    /// Bring in the member roster of a council, or write it as a file
    #[command(
        subcommand,
        after_help = "\
Examples:
  giji roster import 委員名簿.xlsx --council ID --dry-run
  giji roster export --council ID > 委員名簿.csv"
    )]
    Roster(Roster),
    /// Build the search index anew from the database
    #[command(after_help = "\
The old index serves until the new one takes its place. Where a server runs, it does the work.

Examples:
  giji reindex
  giji reindex --data-dir /var/lib/giji")]
    Reindex,
    /// Print the OpenAPI document
    #[command(after_help = "\
Examples:
  giji openapi > openapi.json")]
    Openapi,
    /// Make, list and revoke access tokens
    #[command(
        subcommand,
        after_help = "\
Examples:
  giji token create --role admin
  giji token list
  giji token revoke ID"
    )]
    Token(Token),
    /// Check the database, and the search index against it
    #[command(after_help = "\
The exit code is 1 where something is damaged; stdout says what.

Examples:
  giji check
  giji check --data-dir /var/lib/giji && echo sound")]
    Check,
    /// Walk the chains of published revisions, and say what is not as it was published
    Verify(Verify),
}

impl Command {
    /// Whether it only makes sense on data that is there: it makes none.
    pub fn needs_data(&self) -> bool {
        match self {
            Self::Search(_)
            | Self::Actions(_)
            | Self::Reindex
            | Self::Check
            | Self::Verify(_)
            | Self::Roster(_) => true,
            Self::Token(token) => !matches!(token, Token::Create(_)),
            Self::Serve(_) | Self::Import(_) | Self::Parse(_) | Self::Openapi => false,
        }
    }

    /// Refuses what cannot be meant, before anything is opened.
    pub fn check(&self) -> Result<(), Failure> {
        match self {
            Self::Serve(serve) if !is_address(&serve.listen) => {
                Err(Failure::NoAddress(serve.listen.clone()))
            }
            Self::Token(Token::Create(create)) if create.lacks_member() => {
                Err(Failure::MemberWithoutSeat)
            }
            _ => Ok(()),
        }
    }
}

/// Whether it is a host and a port: `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`.
fn is_address(text: &str) -> bool {
    text.rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

/// `giji verify`
#[derive(Debug, Args)]
#[command(after_help = "\
Computes every digest and hash anew, follows each chain from revision to revision, and compares with the audit trail and with
what is read now. Reports what was scrubbed. The exit code is 1 where anything differs; stdout says what.

Examples:
  giji verify
  giji verify --meeting ID --json")]
pub struct Verify {
    /// Only the minutes of the meeting with this id
    #[arg(long, value_name = "ID")]
    pub meeting: Option<MeetingId>,

    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `giji serve`
#[derive(Debug, Args)]
#[command(after_help = "\
Prints `listening on URL` once it answers. The documentation is at URL/docs.
With --demo, the first start prints a line `ROLE TOKEN` for each role.

Examples:
  giji serve --demo
  giji serve --listen 0.0.0.0:8080 --data-dir /var/lib/giji")]
pub struct Serve {
    /// Import a made-up council with four meetings, unless it is there already
    #[arg(long)]
    pub demo: bool,

    /// The address to serve on; port 0 takes a free one
    #[arg(
        long,
        env = "GIJI_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub listen: String,

    /// What is logged on stderr, such as info or giji=debug,warn
    #[arg(long, env = "GIJI_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
}

/// How `giji parse` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ParseFormat {
    /// For people
    Text,
    /// For programs: the contract that the import works on
    Json,
}

/// `giji parse`
#[derive(Debug, Args)]
#[command(after_help = "\
A file is a Word document (.docx), a PDF with text in it, or text in UTF-8, UTF-16, Shift_JIS (CP932) or EUC-JP. Which it is
is decided by what is in it, not by its name.

As text, every line of the file comes with its number and, at the left, what it became; ✗ marks what no rule places. Then
the whole in short. Colour only on a terminal, and not where NO_COLOR is set.

Examples:
  giji parse minutes.txt
  giji parse minutes.docx
  giji parse minutes.txt | grep ✗
  giji parse minutes.txt --format json | jq '.opinions[] | .text'")]
pub struct Parse {
    /// The file; - is standard input
    pub file: PathBuf,

    /// How to print
    #[arg(long, value_enum, default_value_t = ParseFormat::Text)]
    pub format: ParseFormat,
}

/// `giji search`
#[derive(Debug, Args)]
#[command(after_help = "\
Words are ANDed. \"exact phrase\", -not, OR, and speaker: issue: council: year: kind: before a value.

Examples:
  giji search '研修 issue:training'
  giji search 'レスパイト OR 短期入所 -緊急' --json --limit 5")]
pub struct Search {
    /// The query
    #[arg(required = true, allow_hyphen_values = true)]
    pub query: String,

    /// At most this many hits, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub limit: u16,

    /// Search for nothing but what is typed: no synonyms, no other names of years
    #[arg(long)]
    pub no_expand: bool,

    /// Print the JSON object that GET /api/v1/search answers
    #[arg(long)]
    pub json: bool,
}

/// `giji actions`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  giji actions
  giji actions --status open,in_progress,done_claimed
  giji actions --overdue --json")]
pub struct Actions {
    /// Only items in these states, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "STATUS")]
    pub status: Vec<ActionItemStatus>,

    /// Only items of this council
    #[arg(long, value_name = "ID")]
    pub council: Option<CouncilId>,

    /// Only items with this issue
    #[arg(long, value_name = "KEY")]
    pub issue: Option<String>,

    /// Only items that should have been done by now
    #[arg(long)]
    pub overdue: bool,

    /// Print {"items": […]} with the objects that GET /api/v1/action-items answers
    #[arg(long)]
    pub json: bool,
}
