//! The discussion: entries, taken in order, become topics, headings, narratives and statements.
//!
//! Each entry is taken for the first thing that it can be; what it cannot be any of stays unplaced, and so unmapped.

use crate::domain::{Attribution, Certainty, OpinionKind};

use super::agenda::{self, Numbering};
use super::cues::Cue;
use super::directions::{self, Direction};
use super::entries::{self, Entry};
use super::fields::Fields;
use super::ledger::Ledger;
use super::lines::{Layout, Line};
use super::parsed::{ParsedHeading, ParsedNarrative, ParsedOpinion, ParsedSpeaker, ParsedTopic};
use super::roles;
use super::speakers::{self, Roster};
use super::statements::Statements;
use crate::text::fold;

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
    pub label_style: Option<super::cues::NumberStyle>,
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
    let texts = entries.iter().map(|entry| (&*entry.text, entry.cue));
    let mut numbering = Numbering::of(texts, known.label_style);
    let mut opens_topic = Vec::with_capacity(entries.len());
    let mut sections = Vec::with_capacity(entries.len());
    let mut section = 0;
    for (at, entry) in entries.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &entries[before]);
        let wrapped = before.is_some_and(|before| goes_on(before, known.layout));
        let opens = !wrapped && numbering.opens_topic(&entry.text, entry.cue);
        section += usize::from(opens);
        opens_topic.push(opens);
        sections.push(section);
    }
    let is_heading = roles::headings(&entries, &sections, known.layout);
    let is_turn = roles::turns(&entries);
    let mut reader = Reader::new(known);
    for (at, entry) in entries.iter().enumerate() {
        let role = Role {
            topic: opens_topic[at],
            heading: is_heading[at],
            turn: is_turn[at],
        };
        reader.take(entry, entries.get(at + 1), role);
    }
    reader.finish()
}

/// Whether the sentence of `entry` goes on in the next line: it reaches the margin and has not ended.
fn goes_on(entry: &Entry<'_>, layout: Layout) -> bool {
    !super::lines::is_terminated(entry.last.text) && layout.is_full(&entry.last)
}

/// What the document as a whole shows of an entry.
#[derive(Debug, Clone, Copy)]
struct Role {
    topic: bool,
    heading: bool,
    turn: bool,
}

struct Reader<'a> {
    known: Known<'a>,
    body: Body,
    statements: Statements,
    /// The folded titles of the listed topics that were not reached yet.
    listed: std::collections::HashMap<String, usize>,
    topic: Option<usize>,
    heading: Option<usize>,
    /// Whether something was said under the heading.
    heading_used: bool,
    voice: Voice,
    /// Whether the open statement is a turn, so that bullets in it are its paragraphs.
    in_turn: bool,
}

impl<'a> Reader<'a> {
    fn new(mut known: Known<'a>) -> Self {
        let topics = std::mem::take(&mut known.agenda);
        let listed = topics
            .iter()
            .enumerate()
            .map(|(index, topic)| (fold(&topic.title), index))
            .collect();
        Self {
            known,
            body: Body {
                topics,
                ..Body::default()
            },
            statements: Statements::default(),
            listed,
            topic: None,
            heading: None,
            heading_used: false,
            voice: Voice::Nobody,
            in_turn: false,
        }
    }

    fn take(&mut self, entry: &Entry<'_>, next: Option<&Entry<'_>>, role: Role) {
        let unfinished = self.statements.is_unfinished(self.known.layout);
        let numbered = matches!(entry.cue, Cue::Number { .. });
        if role.topic && agenda::is_frame(entry.content()) {
            self.close();
            self.known.ledger.place(entry);
            self.known.fields.insert("frame", entry.span());
            (self.topic, self.heading, self.voice) = (None, None, Voice::Nobody);
        } else if role.topic {
            self.open_topic(entry);
        } else if unfinished && (entry.cue == Cue::None || numbered) {
            self.go_on(entry);
        } else if role.turn && self.open_turn(entry, next) {
        } else if role.heading {
            self.open_heading(entry, entry.content());
        } else if entry.cue != Cue::None {
            self.take_marked(entry);
        } else if !self.follow_direction(entry, next) {
            self.take_plain(entry, next);
        }
    }

    fn open_topic(&mut self, entry: &Entry<'_>) {
        self.close();
        let topic = agenda::topic(&entry.text, entry.cue, entry.span());
        self.known.ledger.place(entry);
        let index = match self.listed.remove(&fold(&topic.title)) {
            Some(index) => {
                self.body.topics[index] = topic;
                index
            }
            None => {
                self.body.topics.push(topic);
                self.body.topics.len() - 1
            }
        };
        self.topic = Some(index);
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

    /// Opens a turn where `entry` names who speaks. A name alone on its line speaks for the bullets under it.
    fn open_turn(&mut self, entry: &Entry<'_>, next: Option<&Entry<'_>>) -> bool {
        let marked = entry.cue.mark().is_some();
        let Some(turn) = speakers::turn(entry.content(), marked) else {
            return false;
        };
        let bullets_follow = next.is_some_and(|next| {
            next.cue.mark().is_some() && speakers::turn(next.content(), true).is_none()
        });
        self.close();
        self.known.ledger.place(entry);
        if turn.rest.is_empty() && bullets_follow {
            self.voice = Voice::Party(Some(turn.speaker), OpinionKind::Opinion);
            self.known.fields.insert("speaker", entry.span());
            return true;
        }
        let attribution = attribution_of(&turn.speaker);
        let opinion = self.opinion(attribution, Certainty::Printed, Some(turn.speaker));
        self.statements.open(opinion, turn.rest, entry);
        self.in_turn = true;
        true
    }

    /// A bullet or a number that is neither topic nor heading: a statement, or a paragraph of the open turn.
    fn take_marked(&mut self, entry: &Entry<'_>) {
        self.known.ledger.place(entry);
        if self.in_turn && self.statements.is_open() {
            // A number in a speech is spoken; a bullet is print.
            let spoken = match entry.cue {
                Cue::Number { .. } => &*entry.text,
                _ => entry.content(),
            };
            self.statements.add_paragraph(spoken, entry);
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
            source: super::parsed::Span {
                first_line: 0,
                last_line: 0,
                page: None,
            },
        }
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
                if statements_follow && roles::is_heading_text(title) =>
            {
                self.open_heading(entry, title);
            }
            _ => return false,
        }
        true
    }

    fn note_voice(&mut self, entry: &Entry<'_>, field: &str) {
        self.known.ledger.place(entry);
        self.known.fields.insert(field, entry.span());
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
            && roles::is_heading_text(&entry.text);
        let announced = self.voice != Voice::Nobody || self.heading.is_some();
        if heads {
            self.open_heading(entry, &entry.text);
        } else if self.statements.is_open() {
            self.go_on(entry);
        } else if announced {
            self.known.ledger.place(entry);
            self.open_statement(entry, &entry.text);
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
