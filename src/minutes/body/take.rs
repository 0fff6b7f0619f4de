//! What each entry of the discussion is taken for: the first thing that it can be. What it cannot be any of stays unplaced, and
//! so unmapped.

use super::super::agenda;
use super::super::cues::Cue;
use super::super::directions::{self, Direction};
use super::super::entries::Entry;
use super::super::labels::{self, Label};
use super::super::lines::Cell;
use super::super::speakers::{Form, Turn};
use super::super::wording::inside_brackets;
use super::draft::{Reader, Voice, attribution_of};
use super::headings;
use super::topics::Opening;
use crate::domain::{Attribution, Certainty, OpinionKind};

/// What the document as a whole shows of an entry.
#[derive(Debug)]
pub(super) struct Role<'e> {
    pub opening: Opening,
    pub heading: bool,
    pub turn: Option<Turn<'e>>,
    /// Whether plain text follows.
    pub speech_follows: bool,
}

impl Reader<'_> {
    /// Takes the first of `entries`, and those that belong to it; returns how many.
    pub(super) fn take(&mut self, entries: &[Entry<'_>], role: Role<'_>) -> usize {
        let entry = &entries[0];
        let next = entries.get(1);
        let unfinished = self.statements.is_unfinished(self.known.layout);
        let numbered = matches!(entry.cue, Cue::Number { .. });
        if let Some(taken) = self.take_opening(entries, &role.opening) {
            return taken;
        }
        if let Some(cell) = entry.first.cell.filter(|_| role.turn.is_none()) {
            self.take_cell(entry, cell);
            return 1;
        }
        if self.in_cell && role.turn.is_none() {
            // What is printed across the table is in no cell of it.
            self.close();
        }
        let over_cells = next.is_some_and(|next| matches!(next.first.cell, Some(Cell::Opens(_))));
        if over_cells && role.turn.is_none() && headings::is_heading_text(&entry.text) {
            self.open_heading(entry, entry.content());
            return 1;
        }
        let outcome = directions::tells_outcome(&entry.text) && !entry.text.ends_with('。');
        let unmarked = entry.cue == Cue::None || numbered && agenda::counts_votes(entry.content());
        let labelled = directions::is_labelled_outcome(&entry.text);
        let ruled = directions::tells_ruling(&entry.text);
        if ((outcome || ruled) && !unfinished && unmarked || labelled) && role.turn.is_none() {
            self.narrate(entry);
            return 1;
        }
        if directions::heads_columns(&entry.text) {
            self.close();
            self.place(entry, "columns");
            return 1;
        }
        if role.turn.is_none() && self.take_field(entry) {
            return 1;
        }
        let marked = entry.cue.mark().is_some() && role.turn.is_none();
        if marked && directions::read(entry.content()) == Some(Direction::Collective) {
            // ■主な意見
            self.close();
            self.voice = Voice::Collective;
            self.note_voice(entry, "collective");
            return 1;
        }
        if entry.cue.mark() == Some('→') && directions::tells_outcome(entry.content()) {
            self.narrate(entry);
            return 1;
        }
        if unfinished && role.turn.is_none() && (entry.cue == Cue::None || numbered) {
            self.go_on(entry);
        } else if let Some(turn) = role.turn {
            self.take_turn(entry, next, turn);
        } else if self.is_aside(entry) {
            // What happens in the middle of a speech is printed as a part of it.
            if self.in_turn && self.statements.is_open() && role.speech_follows {
                self.known.ledger.place(entry);
                self.statements.add_paragraph(&entry.text, entry);
            } else {
                self.narrate(entry);
            }
        } else if role.heading {
            let content = entry.content();
            self.open_heading(entry, inside_brackets(content).unwrap_or(content));
        } else if entry.cue != Cue::None {
            self.take_marked(entry);
        } else if self.is_spoken(entry) || !self.follow_direction(entry, next) {
            self.take_plain(entry, next);
        }
        1
    }

    /// Takes the entries of a title or a frame; returns how many.
    fn take_opening(&mut self, entries: &[Entry<'_>], opening: &Opening) -> Option<usize> {
        let entry = &entries[0];
        match opening {
            Opening::Topic {
                listed,
                entries: count,
            } => {
                self.open_topic(&entries[..*count], *listed);
                self.let_speak(entry);
                return Some(*count);
            }
            Opening::Frame => {
                self.close();
                self.place(entry, "frame");
                (self.topic, self.heading, self.voice) = (None, None, Voice::Nobody);
                self.let_speak(entry);
            }
            Opening::Listed => {
                self.close();
                self.place(entry, "agenda");
            }
            Opening::Nothing => return None,
        }
        Some(1)
    }

    /// ２ 会長あいさつ: what is printed under it is said by whom it names.
    fn let_speak(&mut self, entry: &Entry<'_>) {
        let who: Option<String> =
            agenda::welcomes(entry.content()).map(|who| who.split_whitespace().collect());
        if let Some(speaker) = who.and_then(|who| self.known.roster.resolve(&who)) {
            self.voice = Voice::Party(Some(speaker), OpinionKind::Procedural);
        }
    }

    /// ■今後の予定, ◆意見及び事務局の回答: a field of the document among what was said, or what heads a part of that.
    fn take_field(&mut self, entry: &Entry<'_>) -> bool {
        // 次回の日程, apart from what is said above it.
        let apart = entry.first.gap && !self.statements.is_unfinished(self.known.layout);
        let Some(found) = labels::read(&entry.text)
            .filter(|found| found.value.is_empty() && !labels::is_role_word(found.printed))
            .filter(|found| match found.cue {
                Cue::Bullet { .. } => true,
                Cue::None => apart && found.label == Label::Aside && self.in_turn,
                Cue::Number { .. } => false,
            })
        else {
            return false;
        };
        match found.label {
            Label::Body => self.open_heading(entry, entry.content()),
            Label::Aside | Label::Audience | Label::Materials => {
                self.close();
                self.place(entry, "remark");
                (self.topic, self.heading, self.voice) = (None, None, Voice::Nobody);
                self.beside = true;
            }
            _ => return false,
        }
        true
    }

    /// Takes a line of a signature block, or of what else follows the end of the minutes.
    pub(super) fn sign(&mut self, entry: &Entry<'_>) {
        self.close();
        self.place(entry, "signature");
    }

    /// Takes an entry that names who speaks. A name alone on its line speaks for the bullets under it; in brackets under a
    /// bullet it is the speaker of that bullet.
    fn take_turn(&mut self, entry: &Entry<'_>, next: Option<&Entry<'_>>, turn: Turn<'_>) {
        self.known.ledger.place(entry);
        let bare = turn.rest.is_empty();
        let bullets_follow = next.is_some_and(|next| next.cue.mark().is_some());
        let text_follows = next.is_some_and(|next| next.cue == Cue::None);
        if bare
            && turn.form == Form::Bracketed
            && self.statements.is_open()
            && !self.in_turn
            && !text_follows
            && self.voice == Voice::Nobody
        {
            self.statements.add_speaker(&turn, entry);
            return;
        }
        let same_mark = next.is_some_and(|next| entry.cue.mark() == next.cue.mark());
        self.close();
        if bare && bullets_follow && !(same_mark && entry.cue.mark().is_some()) {
            let kind = turn.kind.unwrap_or(OpinionKind::Opinion);
            self.voice = Voice::Party(turn.speaker, kind);
            self.known.fields.insert("speaker", entry.span());
            return;
        }
        let attribution = turn
            .speaker
            .as_ref()
            .map_or(Attribution::Unattributed, attribution_of);
        let mut opinion = self.opinion(attribution, Certainty::Printed, turn.speaker);
        opinion.kind = turn.kind.unwrap_or(OpinionKind::Opinion);
        // What is printed under a label without a speaker (Q, A) is a list as any other.
        self.in_turn = opinion.speaker.is_some();
        self.turn_mark = entry.cue.mark();
        self.statements.open(opinion, turn.rest, entry);
    }

    /// A cell of a table of questions and answers.
    fn take_cell(&mut self, entry: &Entry<'_>, cell: Cell) {
        match cell {
            Cell::Head => {
                self.close();
                self.place(entry, "columns");
            }
            Cell::Opens(_) if says_nothing(&entry.text) => self.narrate(entry),
            Cell::Opens(kind) => {
                self.close();
                self.known.ledger.place(entry);
                let mut opinion = self.opinion(Attribution::Unattributed, Certainty::Printed, None);
                opinion.kind = kind;
                self.statements.open(opinion, entry.content(), entry);
                self.in_cell = true;
            }
            Cell::GoesOn => self.go_on(entry),
        }
    }

    /// A bullet or a number that is neither topic nor heading: a statement, or a paragraph of the open turn.
    fn take_marked(&mut self, entry: &Entry<'_>) {
        self.known.ledger.place(entry);
        // ・青木委員：賛成である。・周知が足りない。: the mark of the turn opens another statement, and → an answer to it.
        let mark = entry.cue.mark();
        // An answer after → ends where another mark begins.
        let answered = self.turn_mark == Some('→');
        let apart = mark.is_some() && (answered || mark == self.turn_mark || mark == Some('→'));
        if self.in_turn && self.statements.is_open() && !apart {
            // A mark or a number inside a speech is a part of its wording.
            self.statements.add_paragraph(&entry.text, entry);
        } else {
            self.open_statement(entry, entry.content());
        }
    }

    /// Whether `entry` stands beside what is said: a remark on what happened, in brackets or after ※.
    fn is_aside(&self, entry: &Entry<'_>) -> bool {
        let announces = directions::read(&entry.text) == Some(Direction::Collective);
        directions::is_remark(&entry.text)
            || (self.speaks && !announces && directions::is_bracketed_event(&entry.text))
    }

    /// Whether `entry` goes on with a turn: its words may sound like a stage direction, but nothing sets it apart.
    fn is_spoken(&self, entry: &Entry<'_>) -> bool {
        let in_brackets = entry
            .text
            .starts_with(['（', '(', '【', '〔', '［', '＜', '〈', '《']);
        self.in_turn && self.statements.is_open() && !entry.first.gap && !in_brackets
    }

    /// Takes `entry` for what it announces, if it announces anything.
    fn follow_direction(&mut self, entry: &Entry<'_>, next: Option<&Entry<'_>>) -> bool {
        let statements_follow = next.is_some_and(|next| next.cue.mark().is_some());
        // 【説明】 over what is told of it.
        let heads_alone =
            next.is_some() && entry.text.starts_with(['【', '＜', '〈', '《', '［', '〔']);
        match directions::read(&entry.text) {
            Some(Direction::Collective) => {
                self.close();
                self.voice = Voice::Collective;
                self.note_voice(entry, "collective");
            }
            Some(Direction::Party {
                party,
                kind,
                stands_alone,
            }) => {
                if stands_alone || !statements_follow {
                    self.narrate(entry);
                } else {
                    self.close();
                    self.voice = Voice::Party(self.known.roster.resolve(party), kind);
                    self.note_voice(entry, "speaker");
                }
            }
            Some(Direction::Event) => self.narrate(entry),
            Some(Direction::Bracketed(title))
                if (statements_follow || heads_alone && !self.statements.is_open())
                    && headings::is_heading_text(title) =>
            {
                self.open_heading(entry, title);
            }
            _ => return false,
        }
        true
    }

    /// Whether `entry` says, apart from what was said, when the next meeting will be.
    fn is_of_next(&self, entry: &Entry<'_>) -> bool {
        entry.first.gap && !self.in_turn && directions::tells_of_next(&entry.text)
    }

    /// Unmarked text: the next line of the open statement, a heading over bullets, or a paragraph under words that
    /// announce statements. Elsewhere it is prose, which nobody said.
    fn take_plain(&mut self, entry: &Entry<'_>, next: Option<&Entry<'_>>) {
        let heads = next.is_some_and(|next| next.cue.mark().is_some())
            && entry.first.gap
            && !self.speaks
            && headings::is_heading_text(&entry.text);
        let announced = self.voice != Voice::Nobody || self.heading.is_some();
        if heads {
            self.open_heading(entry, &entry.text);
        } else if self.statements.is_open() && !self.is_of_next(entry) {
            self.go_on(entry);
        } else if announced && !self.is_of_next(entry) {
            self.known.ledger.place(entry);
            self.open_statement(entry, &entry.text);
        } else if self.beside
            || directions::tells_outcome(&entry.text)
            || directions::tells_of_next(&entry.text)
        {
            self.narrate(entry);
        }
    }
}

/// なし, 別紙のとおり: what a cell holds in which nothing was said.
fn says_nothing(text: &str) -> bool {
    let nothing = directions::read(text) == Some(Direction::Event);
    nothing || text.ends_with("のとおり") || matches!(text, "－" | "-" | "―")
}
