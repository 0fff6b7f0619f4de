//! What documents of a council are read with: the vocabulary, and what its people accepted and rejected before.

use std::collections::HashSet;

use super::{App, AppResult, change::Change};
use crate::{
    domain::{CouncilId, Issue, PersonId, ReadingMemory, ReadingMemoryId, ReadingMemoryKind},
    minutes::{IssueAliases, Memory, ParsedSpeaker, Reading, Tagger},
    store::{self, Conn},
    text::fold,
};

/// What the people of a council taught the reader.
#[derive(Debug, Default)]
pub(super) struct CouncilMemory {
    entries: Vec<ReadingMemory>,
}

/// A vocabulary as one council uses it.
#[derive(Debug)]
pub(super) struct CouncilVocabulary {
    /// The issues in use, with the wordings that name them here.
    pub issues: Vec<IssueAliases>,
}

impl CouncilMemory {
    /// Everything that is remembered of a council.
    pub(super) async fn of(conn: &mut Conn, council: CouncilId) -> AppResult<Self> {
        Ok(Self {
            entries: store::list_memory_of_council(conn, council).await?,
        })
    }

    fn holding(&self, kind: ReadingMemoryKind) -> impl Iterator<Item = &ReadingMemory> {
        let of_kind = move |entry: &&ReadingMemory| entry.kind == kind && entry.holds();
        self.entries.iter().filter(of_kind)
    }

    /// The persons that a printed name was confirmed to mean.
    pub(super) fn persons_named(&self, name: &str) -> Vec<PersonId> {
        self.holding(ReadingMemoryKind::Person)
            .filter(|entry| entry.text == name)
            .filter_map(|entry| entry.subject.parse().ok())
            .collect()
    }

    /// Whether people said that a printed name does not mean this person.
    pub(super) fn refuses_person(&self, name: &str, person: PersonId) -> bool {
        self.entries.iter().any(|entry| {
            entry.kind == ReadingMemoryKind::Person
                && entry.is_refused()
                && entry.text == name
                && entry.subject.parse() == Ok(person)
        })
    }

    /// The vocabulary without the wordings that people here refused, and with those that they added.
    pub(super) fn vocabulary(&self, issues: &[Issue]) -> CouncilVocabulary {
        let refused: HashSet<(&str, String)> = self
            .entries
            .iter()
            .filter(|entry| entry.kind == ReadingMemoryKind::IssueAlias && entry.is_refused())
            .map(|entry| (entry.subject.as_str(), fold(&entry.text)))
            .collect();
        let in_use = issues.iter().filter(|issue| issue.archived_at.is_none());
        let issues = in_use.map(|issue| {
            let shipped = issue
                .aliases
                .iter()
                .filter(|alias| !refused.contains(&(issue.key.as_str(), fold(alias))));
            let learnt = self
                .holding(ReadingMemoryKind::IssueAlias)
                .filter(|entry| entry.subject == issue.key)
                .map(|entry| &entry.text);
            IssueAliases {
                key: issue.key.clone(),
                aliases: shipped.chain(learnt).cloned().collect(),
            }
        });
        CouncilVocabulary {
            issues: issues.collect(),
        }
    }

    /// What the reader itself has to know.
    fn for_reader(&self) -> Memory {
        let furniture = self
            .holding(ReadingMemoryKind::Furniture)
            .map(|entry| entry.text.as_str());
        let speakers = self
            .holding(ReadingMemoryKind::Speaker)
            .map(speaker_of)
            .collect();
        Memory::new(furniture, speakers)
    }
}

/// A label is remembered whole, with the name in it as its subject.
fn speaker_of(entry: &ReadingMemory) -> ParsedSpeaker {
    let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let role = entry.text.strip_prefix(&*entry.subject);
    ParsedSpeaker {
        name: part(&entry.subject),
        role: part(role.unwrap_or(&entry.text)),
    }
}

impl CouncilVocabulary {
    /// A tagger for it.
    pub(super) fn tagger(&self) -> Tagger {
        Tagger::new(&self.issues)
    }
}

impl App {
    /// What a document of `council` is read with.
    pub(super) async fn reading(conn: &mut Conn, council: CouncilId) -> AppResult<Reading> {
        let memory = CouncilMemory::of(conn, council).await?;
        let issues = store::list_issues(conn, false).await?;
        Ok(Reading {
            tagger: memory.vocabulary(&issues).tagger(),
            memory: memory.for_reader(),
        })
    }

    /// Remembers what a person made of a wording.
    pub(super) async fn remember(
        &self,
        change: &mut Change<'_>,
        council: CouncilId,
        kind: ReadingMemoryKind,
        wording: (&str, &str),
        accepted: bool,
    ) -> AppResult<()> {
        let counts = (i64::from(accepted), i64::from(!accepted));
        self.remember_counts(change, council, kind, wording, counts)
            .await
    }

    /// Adds to how often a wording was accepted and rejected.
    pub(super) async fn remember_counts(
        &self,
        change: &mut Change<'_>,
        council: CouncilId,
        kind: ReadingMemoryKind,
        (text, subject): (&str, &str),
        (accepted, rejected): (i64, i64),
    ) -> AppResult<()> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let memory = ReadingMemory {
            id: ReadingMemoryId(self.clock.new_id()),
            council_id: council,
            kind,
            text: text.to_owned(),
            subject: subject.to_owned(),
            accepted,
            rejected,
            created_at: now,
            updated_at: now,
        };
        Ok(store::remember_wording(&mut change.conn, &memory).await?)
    }
}
