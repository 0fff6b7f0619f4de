//! Ends and beginnings of words, found without walking through all the words that are known.

use std::collections::HashMap;

/// Words that a text may end in.
pub(super) struct Endings {
    by_last: HashMap<char, Vec<&'static str>>,
}

impl Endings {
    pub(super) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut by_last: HashMap<char, Vec<&'static str>> = HashMap::new();
        for word in words {
            if let Some(last) = word.chars().next_back() {
                by_last.entry(last).or_default().push(word);
            }
        }
        Self { by_last }
    }

    /// Whether `text` ends in one of the words.
    pub(super) fn end(&self, text: &str) -> bool {
        self.strip(text).is_some()
    }

    /// `text` without the longest of the words that it ends in.
    pub(super) fn strip<'t>(&self, text: &'t str) -> Option<&'t str> {
        let words = self.by_last.get(&text.chars().next_back()?)?;
        words
            .iter()
            .filter_map(|word| text.strip_suffix(word))
            .min_by_key(|rest| rest.len())
    }
}

/// Words that a text may begin with.
pub(super) struct Beginnings {
    by_first: HashMap<char, Vec<&'static str>>,
}

impl Beginnings {
    pub(super) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut by_first: HashMap<char, Vec<&'static str>> = HashMap::new();
        for word in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push(word);
            }
        }
        Self { by_first }
    }

    /// Whether `text` begins with one of the words.
    pub(super) fn begin(&self, text: &str) -> bool {
        text.chars()
            .next()
            .and_then(|first| self.by_first.get(&first))
            .is_some_and(|words| words.iter().any(|word| text.starts_with(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_end_is_stripped() {
        let endings = Endings::of(["長", "課長", "委員"].into_iter());
        assert_eq!(endings.strip("福祉課長"), Some("福祉"));
        assert_eq!(endings.strip("青木"), None);
        assert!(!endings.end(""));
    }

    #[test]
    fn a_text_begins_with_a_whole_word() {
        let beginnings = Beginnings::of(["都市", "町民"].into_iter());
        assert!(beginnings.begin("都市整備"));
        assert!(!beginnings.begin("都"));
        assert!(!beginnings.begin(""));
    }
}
