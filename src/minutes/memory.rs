//! What is known of a council's documents before one is read: lines that people took for page furniture, and labels of
//! speakers that they confirmed. Where it comes from, and when it counts, is `app`'s.

use std::collections::HashSet;

use super::parsed::ParsedSpeaker;
use super::tags::Tagger;
use crate::text::fold;

/// What is known of a council's documents.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The folded texts of lines that belong to the page.
    furniture: HashSet<String>,
    /// The longest of them, in bytes, so that a long line need not be folded.
    longest: usize,
    speakers: Vec<ParsedSpeaker>,
}

/// What a document is read with.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The vocabulary.
    pub tagger: Tagger,
    /// What is known of the council's documents.
    pub memory: Memory,
}

impl Memory {
    /// A memory of lines that belong to the page, as printed, and of speakers.
    pub fn new<'a>(
        furniture: impl IntoIterator<Item = &'a str>,
        speakers: Vec<ParsedSpeaker>,
    ) -> Self {
        let mut memory = Self {
            speakers,
            ..Self::default()
        };
        for line in furniture {
            let folded = fold(line);
            // What folds to nothing would take every rule and every blank for itself.
            if !folded.is_empty() {
                memory.longest = memory.longest.max(line.len());
                memory.furniture.insert(folded);
            }
        }
        memory
    }

    /// Whether people took a line like this for page furniture.
    pub fn is_furniture(&self, line: &str) -> bool {
        // A variant of a character takes at most a few bytes more than another.
        line.len() <= self.longest * 2 && self.furniture.contains(&fold(line))
    }

    /// The speakers that people confirmed.
    pub fn speakers(&self) -> &[ParsedSpeaker] {
        &self.speakers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_in_any_of_its_forms_and_only_as_a_whole() {
        let memory = Memory::new(["みなと協議会　議事録（案）", " "], Vec::new());
        assert!(memory.is_furniture("みなと協議会 議事録(案)"));
        for other in ["みなと協議会", "みなと協議会　議事録（案）について", ""]
        {
            assert!(!memory.is_furniture(other), "{other}");
        }
        assert!(!Memory::default().is_furniture("みなと協議会"));
    }
}
