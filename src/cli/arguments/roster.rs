//! `giji roster`

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::{
    app::{RosterEncoding, RosterFormat},
    domain::CouncilId,
};

/// `giji roster`
#[derive(Debug, Subcommand)]
pub enum Roster {
    /// Bring in the member roster of a council, all of it or nothing
    #[command(after_help = "\
Columns are known by their titles, in any order: 氏名, よみ (ふりがな), 所属, 役職 (区分), 任期 or 就任日 and 退任日.
A row changes the seat of the member with exactly this name and reading; where there is none, it makes a person and a
seat. 齋藤 and 斎藤 are two people; such pairs are told of.

Examples:
  giji roster import 委員名簿.xlsx --council ID --dry-run
  giji roster import roster.csv --council ID")]
    Import(RosterImport),
    /// Write the member roster of a council as a file
    #[command(after_help = "\
Examples:
  giji roster export --council ID > 委員名簿.csv
  giji roster export --council ID --encoding cp932 > 委員名簿.csv
  giji roster export --council ID --format xlsx --output 委員名簿.xlsx")]
    Export(RosterExportArguments),
}

/// `giji roster import`
#[derive(Debug, Args)]
pub struct RosterImport {
    /// The file: CSV in UTF-8 or CP932, or .xlsx; - is standard input
    pub file: PathBuf,

    /// The council that it is the roster of
    #[arg(long, value_name = "ID")]
    pub council: CouncilId,

    /// Change nothing, and tell row by row what would change
    #[arg(long)]
    pub dry_run: bool,

    /// Print the JSON object that POST /api/v1/councils/ID/roster answers
    #[arg(long)]
    pub json: bool,
}

/// `giji roster export`
#[derive(Debug, Args)]
pub struct RosterExportArguments {
    /// The council
    #[arg(long, value_name = "ID")]
    pub council: CouncilId,

    /// csv or xlsx
    #[arg(long, default_value_t)]
    pub format: RosterFormat,

    /// utf-8 (with a byte order mark) or cp932, for csv
    #[arg(long, default_value_t)]
    pub encoding: RosterEncoding,

    /// Only members on this day, such as 2024-04-01
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,

    /// The file to write; standard output when left out
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
