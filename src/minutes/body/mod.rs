//! The discussion: entries, taken in order, become topics, headings, narratives and statements.
//!
//! The document as a whole is asked first: which entries open turns (`forms`), topics (`topics`, `lists`) and headings (`headings`). Then
//! each entry is taken in order (`take`) and put under what is open (`draft`, `statements`); topics that no line opened are found
//! at last (`announce`, `spoken`).

mod announce;
mod draft;
mod forms;
mod headings;
mod lists;
mod numbering;
mod spoken;
mod statements;
mod take;
mod topics;

use super::cues::{Cue, NumberStyle};
use super::directions;
use super::entries::{self, Entry};
use super::fields::Fields;
use super::ledger::Ledger;
use super::lines::{Layout, Line};
use super::parsed::{ParsedHeading, ParsedNarrative, ParsedOpinion, ParsedTopic};
use super::roster::Roster;
use super::signature;
use draft::Reader;
use take::Role;
use topics::Opening;

/// What the discussion holds.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub topics: Vec<ParsedTopic>,
    pub headings: Vec<ParsedHeading>,
    pub narratives: Vec<ParsedNarrative>,
    pub opinions: Vec<ParsedOpinion>,
}

/// What the header knows that the discussion is read with.
pub(super) struct Known<'a> {
    /// The topics listed before the discussion.
    pub agenda: Vec<ParsedTopic>,
    /// The numbering of the discussion.
    pub label_style: Option<NumberStyle>,
    /// The people of the attendance list.
    pub roster: Roster,
    /// How lines are wrapped.
    pub layout: Layout,
    /// Where the places of labels are noted.
    pub fields: &'a mut Fields,
    /// Where lines are noted as placed.
    pub ledger: &'a mut Ledger,
}

/// Reads the lines of a discussion.
pub(super) fn read(lines: &[Line<'_>], known: Known<'_>) -> Body {
    let entries = entries::of(lines);
    let turns = forms::turns(&entries, &known.roster, known.layout);
    // A cell of a table of questions and answers stands for a turn.
    let is_turn: Vec<bool> = turns
        .iter()
        .zip(&entries)
        .map(|(turn, entry)| turn.is_some() || entry.first.cell.is_some())
        .collect();
    let openings = topics::openings(
        &entries,
        &is_turn,
        &topics::Known {
            agenda: &known.agenda,
            label_style: known.label_style,
            layout: known.layout,
        },
    );
    let sections = sections(&openings);
    let is_heading = headings::of(&entries, &is_turn, &sections, known.layout);
    let signed_from = signature::start(&entries, &is_turn);
    let mut reader = Reader::new(known, is_turn.contains(&true));
    let mut turns = turns.into_iter();
    let mut at = 0;
    while at < entries.len() {
        let turn = turns.next().flatten();
        if at >= signed_from {
            reader.sign(&entries[at]);
            at += 1;
            continue;
        }
        let speech_follows = at + 1 < signed_from
            && entries.get(at + 1).is_some_and(is_plain_speech)
            && openings[at + 1] == Opening::Nothing
            && !is_turn[at + 1]
            && !is_heading[at + 1];
        let role = Role {
            opening: openings[at].clone(),
            heading: is_heading[at],
            turn,
            speech_follows,
        };
        let taken = reader.take(&entries[at..], role);
        for _ in 1..taken {
            turns.next();
        }
        at += taken;
    }
    reader.finish()
}

/// Whether nothing sets `entry` apart from what is said above it.
fn is_plain_speech(entry: &Entry<'_>) -> bool {
    entry.cue == Cue::None
        && !entry.first.gap
        && !directions::is_bracketed_event(&entry.text)
        && !directions::is_remark(&entry.text)
}

/// The section of each entry: a topic is a section of its own.
fn sections(openings: &[Opening]) -> Vec<usize> {
    let mut section = 0;
    openings
        .iter()
        .map(|opening| {
            section += usize::from(*opening != Opening::Nothing);
            section
        })
        .collect()
}
