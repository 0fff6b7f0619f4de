//! The discussion: entries, taken in order, become topics, headings, narratives and statements.
//!
//! Each entry is taken for the first thing that it can be; what it cannot be any of stays unplaced, and so unmapped.

use crate::domain::{Attribution, Certainty, OpinionKind};

use super::agenda;
use super::announce;
use super::cues::{Cue, NumberStyle};
use super::directions::{self, Direction};
use super::entries::{self, Entry};
use super::fields::Fields;
use super::forms;
use super::headings;
use super::ledger::Ledger;
use super::lines::{Layout, Line};
use super::parsed::{
    ParsedHeading, ParsedNarrative, ParsedOpinion, ParsedSpeaker, ParsedTopic, Span,
};
use super::roster::Roster;
use super::speakers::{Form, Turn};
use super::statements::Statements;
use super::topics::{self, Opening};
use super::wording::{Joint, append};

/// Whose statements follow.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Voice {
    /// Nobody's in particular.
    Nobody,
    /// The meeting's as a whole.
    Collective,
    /// One party's.
    Party(Option<ParsedSpeaker>, OpinionKind),
}

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
    let is_turn: Vec<bool> = turns.iter().map(Option::is_some).collect();
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
    let is_heading = headings::of(&entries, &sections, known.layout);
    let signed_from = directions::signature(&entries, &is_turn);
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
        let speech = entries.get(at + 1).is_some_and(|next| {
            openings[at + 1] == Opening::Nothing
                && !is_turn[at + 1]
                && next.cue == Cue::None
                && !next.first.gap
                && !is_heading[at + 1]
                && !directions::is_bracketed_event(&next.text)
                && !directions::is_remark(&next.text)
                && at + 1 < signed_from
        });
        let role = Role {
            opening: openings[at].clone(),
            heading: is_heading[at],
            turn,
            speech_follows: speech,
        };
        let taken = reader.take(&entries[at..], role);
        for _ in 1..taken {
            turns.next();
        }
        at += taken;
    }
    reader.finish()
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

/// What the document as a whole shows of an entry.
#[derive(Debug)]
struct Role<'e> {
    opening: Opening,
    heading: bool,
    turn: Option<Turn<'e>>,
    /// Whether plain text follows.
    speech_follows: bool,
}

struct Reader<'a> {
    known: Known<'a>,
    body: Body,
    statements: Statements,
    topic: Option<usize>,
    /// For each topic, whether a line of the discussion opened it.
    opened: Vec<bool>,
    heading: Option<usize>,
    /// Whether something was said under the heading.
    heading_used: bool,
    voice: Voice,
    /// Whether the open statement is a turn, so that bullets in it are its paragraphs.
    in_turn: bool,
    /// Whether the document prints who speaks, turn by turn.
    speaks: bool,
}

impl<'a> Reader<'a> {
    fn new(mut known: Known<'a>, speaks: bool) -> Self {
        let topics = std::mem::take(&mut known.agenda);
        Self {
            known,
            body: Body {
                topics,
                ..Body::default()
            },
            statements: Statements::default(),
            topic: None,
            opened: Vec::new(),
            heading: None,
            heading_used: false,
            voice: Voice::Nobody,
            in_turn: false,
            speaks,
        }
    }

    /// Takes the first of `entries`, and those that belong to it; returns how many.
    fn take(&mut self, entries: &[Entry<'_>], role: Role<'_>) -> usize {
        let entry = &entries[0];
        let next = entries.get(1);
        let unfinished = self.statements.is_unfinished(self.known.layout);
        let numbered = matches!(entry.cue, Cue::Number { .. });
        match role.opening {
            Opening::Topic {
                listed,
                entries: count,
            } => {
                self.open_topic(&entries[..count], listed);
                return count;
            }
            Opening::Frame => {
                self.close();
                self.place(entry, "frame");
                (self.topic, self.heading, self.voice) = (None, None, Voice::Nobody);
                return 1;
            }
            Opening::Listed => {
                self.close();
                self.place(entry, "agenda");
                return 1;
            }
            Opening::Nothing => {}
        }
        let outcome = directions::tells_outcome(&entry.text) && !entry.text.ends_with('。');
        if outcome && role.turn.is_none() && !unfinished && entry.cue == Cue::None {
            self.narrate(entry);
            return 1;
        }
        if directions::heads_columns(&entry.text) {
            self.close();
            self.place(entry, "columns");
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
            self.open_heading(entry, entry.content());
        } else if entry.cue != Cue::None {
            self.take_marked(entry);
        } else if self.is_spoken(entry) || !self.follow_direction(entry, next) {
            self.take_plain(entry, next);
        }
        1
    }

    /// Takes a line of a signature block, or of what else follows the end of the minutes.
    fn sign(&mut self, entry: &Entry<'_>) {
        self.close();
        self.place(entry, "signature");
    }

    fn place(&mut self, entry: &Entry<'_>, field: &str) {
        self.known.ledger.place(entry);
        self.known.fields.insert(field, entry.span());
    }

    fn open_topic(&mut self, entries: &[Entry<'_>], listed: Option<usize>) {
        self.close();
        let mut text = String::new();
        for entry in entries {
            append(&mut text, &entry.text, Joint::Wrapped);
            self.known.ledger.place(entry);
        }
        let source = Span {
            last_line: entries.last().unwrap_or(&entries[0]).last.number,
            ..entries[0].span()
        };
        let topic = agenda::topic(&text, entries[0].cue, source);
        let index = match listed {
            // Its title stands here once more.
            Some(index) if self.opened.get(index) == Some(&true) => {
                self.known.fields.insert("topic", source);
                index
            }
            Some(index) => {
                let number = topic.number.or(self.body.topics[index].number.take());
                self.body.topics[index] = ParsedTopic { number, ..topic };
                index
            }
            None => {
                self.body.topics.push(topic);
                self.body.topics.len() - 1
            }
        };
        self.topic = Some(index);
        self.opened.resize(self.body.topics.len(), false);
        self.opened[index] = true;
        self.heading = None;
        self.voice = Voice::Nobody;
    }

    fn open_heading(&mut self, entry: &Entry<'_>, title: &str) {
        self.close();
        self.known.ledger.place(entry);
        self.body.headings.push(ParsedHeading {
            title: title.to_owned(),
            topic: self.topic,
            source: entry.span(),
        });
        self.heading = Some(self.body.headings.len() - 1);
        self.heading_used = false;
        // What a party says ends at the next heading; 主な意見等 holds for the whole topic.
        if matches!(self.voice, Voice::Party(..)) {
            self.voice = Voice::Nobody;
        }
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
        self.statements.open(opinion, turn.rest, entry);
    }

    /// A bullet or a number that is neither topic nor heading: a statement, or a paragraph of the open turn.
    fn take_marked(&mut self, entry: &Entry<'_>) {
        self.known.ledger.place(entry);
        if self.in_turn && self.statements.is_open() {
            // A mark or a number inside a speech is a part of its wording.
            self.statements.add_paragraph(&entry.text, entry);
        } else {
            self.open_statement(entry, entry.content());
        }
    }

    fn open_statement(&mut self, entry: &Entry<'_>, text: &str) {
        self.close();
        let (attribution, certainty, speaker, kind) = match &self.voice {
            Voice::Nobody => (
                Attribution::Unattributed,
                Certainty::Printed,
                None,
                OpinionKind::Opinion,
            ),
            Voice::Collective => (
                Attribution::Collective,
                Certainty::Printed,
                None,
                OpinionKind::Opinion,
            ),
            Voice::Party(None, kind) => {
                (Attribution::Unattributed, Certainty::Printed, None, *kind)
            }
            Voice::Party(Some(speaker), kind) => (
                attribution_of(speaker),
                Certainty::Inherited,
                Some(speaker.clone()),
                *kind,
            ),
        };
        let answers = entry.cue.mark() == Some('→');
        let mut opinion = self.opinion(attribution, certainty, speaker);
        opinion.kind = if answers { OpinionKind::Answer } else { kind };
        self.statements.open(opinion, text, entry);
        self.in_turn = false;
    }

    fn opinion(
        &mut self,
        attribution: Attribution,
        certainty: Certainty,
        speaker: Option<ParsedSpeaker>,
    ) -> ParsedOpinion {
        self.heading_used = true;
        ParsedOpinion {
            text: String::new(),
            topic: self.topic,
            heading: self.heading.map(|at| self.body.headings[at].title.clone()),
            kind: OpinionKind::Opinion,
            attribution,
            certainty,
            speaker,
            issues: Vec::new(),
            source: Span {
                first_line: 0,
                last_line: 0,
                page: None,
            },
        }
    }

    /// Whether `entry` stands beside what is said: a remark on what happened, in brackets or after ※.
    fn is_aside(&self, entry: &Entry<'_>) -> bool {
        directions::is_remark(&entry.text)
            || (self.speaks && directions::is_bracketed_event(&entry.text))
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
                if statements_follow && headings::is_heading_text(title) =>
            {
                self.open_heading(entry, title);
            }
            _ => return false,
        }
        true
    }

    fn note_voice(&mut self, entry: &Entry<'_>, field: &str) {
        self.place(entry, field);
        // A heading that nothing was said under yet is a heading over this; otherwise this stands beside it.
        if self.heading_used {
            self.heading = None;
        }
    }

    fn narrate(&mut self, entry: &Entry<'_>) {
        self.close();
        self.known.ledger.place(entry);
        self.body.narratives.push(ParsedNarrative {
            text: entry.text.clone().into_owned(),
            topic: self.topic,
            source: entry.span(),
        });
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
        } else if self.statements.is_open() {
            self.go_on(entry);
        } else if announced {
            self.known.ledger.place(entry);
            self.open_statement(entry, &entry.text);
        } else if directions::tells_outcome(&entry.text) {
            self.narrate(entry);
        }
    }

    fn go_on(&mut self, entry: &Entry<'_>) {
        self.known.ledger.place(entry);
        self.statements.go_on(entry, self.known.layout);
    }

    fn close(&mut self) {
        self.in_turn = false;
        self.body.opinions.extend(self.statements.close());
    }

    fn finish(mut self) -> Body {
        self.close();
        announce::assign(&self.body.topics, &self.opened, &mut self.body.opinions);
        self.body
    }
}

fn attribution_of(speaker: &ParsedSpeaker) -> Attribution {
    if speaker.name.is_some() {
        Attribution::Named
    } else {
        Attribution::RoleOnly
    }
}
