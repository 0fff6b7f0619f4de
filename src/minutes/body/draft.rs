//! The discussion under construction: what is open (a topic, a heading, a statement, a voice), and how the next thing is put
//! under it.
//!
//! What an entry is taken for, `take` decides.

use super::super::agenda;
use super::super::cues::is_lone_named;
use super::super::entries::{Entry, title_inside};
use super::super::parsed::{
    ParsedHeading, ParsedNarrative, ParsedOpinion, ParsedSpeaker, ParsedTopic, Span,
};
use super::super::wording::{Joint, append};
use super::statements::Statements;
use super::{Body, Known, announce, spoken};
use crate::domain::{Attribution, Certainty, OpinionKind};

/// Whose statements follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice {
    /// Nobody's in particular.
    Nobody,
    /// The meeting's as a whole.
    Collective,
    /// One party's.
    Party(Option<ParsedSpeaker>, OpinionKind),
}

/// The discussion as far as it was read.
pub(super) struct Reader<'a> {
    pub(super) known: Known<'a>,
    body: Body,
    pub(super) statements: Statements,
    pub(super) topic: Option<usize>,
    /// For each topic, whether a line of the discussion opened it.
    opened: Vec<bool>,
    pub(super) heading: Option<usize>,
    /// Whether something was said under the heading.
    heading_used: bool,
    pub(super) voice: Voice,
    /// Whether the open statement is a turn, so that bullets in it are its paragraphs.
    pub(super) in_turn: bool,
    /// The mark that the open turn began with.
    pub(super) turn_mark: Option<char>,
    /// Whether the document prints who speaks, turn by turn.
    pub(super) speaks: bool,
    /// Whether a field stands above, and what is printed under it was not said.
    pub(super) beside: bool,
    /// Whether the open statement is a cell of a table.
    pub(super) in_cell: bool,
}

impl<'a> Reader<'a> {
    /// Nothing read yet. `speaks` says whether the document prints who speaks, turn by turn.
    pub(super) fn new(mut known: Known<'a>, speaks: bool) -> Self {
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
            turn_mark: None,
            speaks,
            beside: false,
            in_cell: false,
        }
    }

    pub(super) fn place(&mut self, entry: &Entry<'_>, field: &str) {
        self.known.ledger.place(entry);
        self.known.fields.insert(field, entry.span());
    }

    pub(super) fn open_topic(&mut self, entries: &[Entry<'_>], listed: Option<usize>) {
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
        let (title, cue) = agenda::numbered_in_bullet(title_inside(&text));
        let topic = agenda::topic(title, cue, source);
        let index = match listed {
            // Its title stands here once more.
            Some(index) if self.opened.get(index) == Some(&true) => {
                self.known.fields.insert("topic", source);
                index
            }
            Some(index) => {
                let known = std::mem::take(&mut self.body.topics[index].title);
                let own = self.body.topics[index].number.take();
                let number = topic.number.or(own);
                // 報告事項　計画について: the group before the title is none of it.
                // 【議案第２号】: a number alone calls the title.
                let title = if topic.title.ends_with(&known) || is_lone_named(&topic.title) {
                    known
                } else {
                    topic.title
                };
                self.body.topics[index] = ParsedTopic {
                    number,
                    title,
                    source,
                };
                index
            }
            None => {
                self.body.topics.push(topic);
                self.body.topics.len() - 1
            }
        };
        self.topic = Some(index);
        self.beside = false;
        self.opened.resize(self.body.topics.len(), false);
        self.opened[index] = true;
        self.heading = None;
        self.voice = Voice::Nobody;
    }

    pub(super) fn open_heading(&mut self, entry: &Entry<'_>, title: &str) {
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

    pub(super) fn open_statement(&mut self, entry: &Entry<'_>, text: &str) {
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

    pub(super) fn opinion(
        &mut self,
        attribution: Attribution,
        certainty: Certainty,
        speaker: Option<ParsedSpeaker>,
    ) -> ParsedOpinion {
        self.heading_used = true;
        self.beside = false;
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

    pub(super) fn note_voice(&mut self, entry: &Entry<'_>, field: &str) {
        self.place(entry, field);
        // A heading that nothing was said under yet is a heading over this; otherwise this stands beside it.
        if self.heading_used {
            self.heading = None;
        }
    }

    pub(super) fn narrate(&mut self, entry: &Entry<'_>) {
        self.close();
        self.known.ledger.place(entry);
        self.body.narratives.push(ParsedNarrative {
            text: entry.text.clone().into_owned(),
            topic: self.topic,
            source: entry.span(),
        });
    }

    pub(super) fn go_on(&mut self, entry: &Entry<'_>) {
        self.known.ledger.place(entry);
        self.statements.go_on(entry, self.known.layout);
    }

    pub(super) fn close(&mut self) {
        (self.in_turn, self.in_cell) = (false, false);
        match self.statements.close(&self.known.roster) {
            // A speaker whose words are not printed.
            Some(opinion) if opinion.text.is_empty() => {
                self.known.fields.insert("speaker", opinion.source);
            }
            opinion => self.body.opinions.extend(opinion),
        }
    }

    pub(super) fn finish(mut self) -> Body {
        self.close();
        if self.body.topics.is_empty() {
            spoken::assign(&mut self.body.topics, &mut self.body.opinions);
        } else {
            announce::assign(&self.body.topics, &self.opened, &mut self.body.opinions);
        }
        self.body
    }
}

/// How a statement of `speaker` is attributed.
pub(super) fn attribution_of(speaker: &ParsedSpeaker) -> Attribution {
    if speaker.name.is_some() {
        Attribution::Named
    } else {
        Attribution::RoleOnly
    }
}
