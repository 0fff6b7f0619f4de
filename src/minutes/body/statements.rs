//! The statement that is being read: its wording grows line by line until something else begins.

use crate::domain::{Attribution, Certainty};

use super::super::entries::Entry;
use super::super::lines::{Layout, Line, columns, is_terminated};
use super::super::parsed::ParsedOpinion;
use super::super::roster::Roster;
use super::super::speakers::{self, Form, Sureness, Turn};
use super::super::wording::{Joint, append, inside_brackets};

/// At most one open statement.
#[derive(Debug, Default)]
pub(super) struct Statements {
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    opinion: ParsedOpinion,
    /// The column at which the text of the last line starts.
    column: usize,
    /// Whether the last line reaches the margin.
    width: usize,
}

impl Statements {
    /// Whether a statement is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens a statement that begins with `text`, the content of `entry`.
    pub(super) fn open(&mut self, mut opinion: ParsedOpinion, text: &str, entry: &Entry<'_>) {
        opinion.source = entry.span();
        append(&mut opinion.text, text, Joint::Wrapped);
        let before = entry.first.text.find(text).unwrap_or(0);
        let mark = columns(&entry.first.text[..before]);
        self.open = Some(Open {
            opinion,
            column: entry.first.indent + mark,
            width: entry.last.width,
        });
    }

    /// Whether the sentence of the open statement has not ended and its last line reaches the margin: whatever comes
    /// next, short of a mark, is its continuation.
    pub(super) fn is_unfinished(&self, layout: Layout) -> bool {
        self.open.as_ref().is_some_and(|open| {
            layout.is_full_width(open.width) && !is_terminated(&open.opinion.text)
        })
    }

    /// Adds a line that carries no mark.
    pub(super) fn go_on(&mut self, entry: &Entry<'_>, layout: Layout) {
        let Some(open) = &mut self.open else {
            return;
        };
        let joint = open.joint(&entry.first, layout);
        open.add(&entry.text, entry, joint);
        open.column = entry.first.indent;
    }

    /// Adds a paragraph of its own.
    pub(super) fn add_paragraph(&mut self, text: &str, entry: &Entry<'_>) {
        if let Some(open) = &mut self.open {
            open.add(text, entry, Joint::Paragraph);
            open.column = entry.first.indent;
        }
    }

    /// Puts the speaker that is printed in brackets on the line under a statement to it.
    pub(super) fn add_speaker(&mut self, turn: &Turn<'_>, entry: &Entry<'_>) {
        let Some(open) = &mut self.open else {
            return;
        };
        if let Some(speaker) = &turn.speaker {
            open.opinion.attribution = if speaker.name.is_some() {
                Attribution::Named
            } else {
                Attribution::RoleOnly
            };
            open.opinion.speaker = Some(speaker.clone());
        }
        if let Some(kind) = turn.kind {
            open.opinion.kind = kind;
        }
        open.opinion.certainty = Certainty::Printed;
        open.opinion.source.last_line = entry.last.number;
        open.width = 0;
    }

    /// Closes the open statement; `roster` knows the names that may stand at its end without an office.
    pub(super) fn close(&mut self, roster: &Roster) -> Option<ParsedOpinion> {
        let mut opinion = self.open.take()?.opinion;
        // A speaker that is printed with the words goes before one that is printed over them.
        if opinion.speaker.is_none() || opinion.certainty == Certainty::Inherited {
            take_speaker_at_end(&mut opinion, roster);
        }
        Some(opinion)
    }
}

impl Open {
    fn add(&mut self, text: &str, entry: &Entry<'_>, joint: Joint) {
        append(&mut self.opinion.text, text, joint);
        self.opinion.source.last_line = entry.last.number;
        self.width = entry.last.width;
    }

    /// How `line` joins what is there. A new paragraph begins where the line before ended a sentence and could have held
    /// more, or where the line is indented or set apart after the end of a sentence.
    fn joint(&self, line: &Line<'_>, layout: Layout) -> Joint {
        let full = layout.is_full_width(self.width);
        let ended = self.opinion.text.ends_with(['。', '．', '！', '？'])
            || (!full && is_terminated(&self.opinion.text));
        let set_apart = line.gap || line.indent >= self.column + 2;
        if (ended && (set_apart || !full)) || (line.gap && !full) {
            Joint::Paragraph
        } else {
            Joint::Wrapped
        }
    }
}

/// …である。（青木委員）: the speaker at the end of a statement is printed beside the wording and no part of it.
fn take_speaker_at_end(opinion: &mut ParsedOpinion, roster: &Roster) {
    let tail = opinion.text.len().saturating_sub(120);
    let tail = opinion.text.ceil_char_boundary(tail);
    let found = opinion.text[tail..]
        .rfind(['（', '('])
        .map(|at| tail + at)
        .filter(|at| *at > 0 && inside_brackets(&opinion.text[*at..]).is_some())
        .and_then(|at| Some((at, speaker_in(&opinion.text[at..], roster)?)));
    let Some((at, turn)) = found else {
        return;
    };
    let Some(speaker) = turn.speaker else {
        return;
    };
    opinion.kind = turn.kind.unwrap_or(opinion.kind);
    opinion.attribution = if speaker.name.is_some() {
        Attribution::Named
    } else {
        Attribution::RoleOnly
    };
    opinion.speaker = Some(speaker);
    opinion.certainty = Certainty::Printed;
    opinion.text.truncate(at);
    opinion.text.truncate(opinion.text.trim_end().len());
}

/// The speaker in a bracket: as printed anywhere, or a name of the attendance list.
fn speaker_in<'a>(bracket: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    let shaped = speakers::read(bracket, &Roster::default())
        .filter(|turn| turn.sureness >= Sureness::Shaped);
    let known = || {
        speakers::read(bracket, roster).filter(|turn| {
            let named = turn.speaker.as_ref().is_some_and(|one| one.name.is_some());
            turn.sureness == Sureness::Known && named
        })
    };
    shaped
        .or_else(known)
        .filter(|turn| turn.form == Form::Bracketed)
}
