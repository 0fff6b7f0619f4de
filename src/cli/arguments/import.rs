//! `giji import`

use std::path::PathBuf;

use clap::Args;

use crate::domain::CouncilId;

/// `giji import`
#[derive(Debug, Args)]
#[command(after_help = "\
A file is a Word document (.docx), a PDF with text in it, or text in UTF-8, UTF-16, Shift_JIS (CP932) or EUC-JP.
Without --council the council is the one whose name the file prints; it is made where there is none.
Of a folder, all files below it that end in .txt, .text, .docx or .pdf are imported, in the order of their names; nothing
hidden. The same file again changes nothing and is not read again. Another file of a meeting that is there is kept and
changes nothing either: it needs review, and --update lets the meeting follow it. Where one file fails, the others are
still imported; the exit code is then 1. After Ctrl-C the same command does what is left. Many files end with a table of what was read, what needs review and what failed.

Examples:
  giji import r04-1.docx r04-2.pdf r04-3.txt
  giji import 議事要旨/ --council 0198c0de-0000-7000-8000-000000000000
  giji import r04-2-corrected.docx --update
  giji import 議事要旨/ --json | jq 'select(.unmapped_lines != [])'")]
#[cfg_attr(test, derive(Default))]
pub struct Import {
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// What standard input is called
    #[arg(long, value_name = "NAME", default_value = "stdin.txt")]
    pub filename: String,

    /// The council that the minutes are of
    #[arg(long, value_name = "ID", conflicts_with = "create_council")]
    pub council: Option<CouncilId>,

    /// Make the council whose name the file prints, where there is none
    #[arg(long)]
    pub create_council: bool,

    /// Let the meeting that is there already follow the file; what people decided stays
    #[arg(long, conflicts_with = "as_new")]
    pub update: bool,

    /// Make another meeting, though one of the same round or day is there
    #[arg(long)]
    pub as_new: bool,

    /// Print one JSON object a line for each file
    #[arg(long)]
    pub json: bool,

    /// Say only what failed, and which files wait for a person
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
}
