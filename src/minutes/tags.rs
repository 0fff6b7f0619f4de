//! Issue tags from heading and wording, by the vocabulary that is handed in.

use std::collections::{HashMap, HashSet};

use crate::domain::{Tag, TagOrigin};
use crate::text::Normalised;

/// How much text is folded at once, in bytes: bounds memory on hostile input.
const WINDOW: usize = 64 * 1024;
/// How much of a window the next one repeats, so that no alias is cut in two.
const OVERLAP: usize = 1024;

/// One issue and the wordings that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueAliases {
    /// The key of the issue.
    pub key: String,
    /// The wordings, matched after normalising.
    pub aliases: Vec<String>,
}

/// Finds the issues that a text names.
#[derive(Debug, Clone)]
pub struct Tagger {
    keys: Vec<String>,
    /// By the first unit of an alias: its other units, and the index of its issue.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Tagger {
    /// A tagger for a vocabulary. Tags come in the order of the vocabulary.
    pub fn new(vocabulary: &[IssueAliases]) -> Self {
        let mut by_first: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (issue, entry) in vocabulary.iter().enumerate() {
            for alias in &entry.aliases {
                let mut units = units_of(&Normalised::of(alias)).into_iter();
                if let Some(first) = units.next() {
                    by_first
                        .entry(first)
                        .or_default()
                        .push((units.collect(), issue));
                }
            }
        }
        Self {
            keys: vocabulary.iter().map(|entry| entry.key.clone()).collect(),
            by_first,
        }
    }

    /// The tags of a statement: of its heading first, then of its wording.
    pub fn tags(&self, heading: Option<&str>, text: &str) -> Vec<Tag> {
        let in_heading = heading
            .map(|heading| self.issues(heading))
            .unwrap_or_default();
        let in_text = self.issues(text);
        let tag = |(issue, key): (usize, &String)| {
            let origin = if in_heading.contains(&issue) {
                TagOrigin::Heading
            } else if in_text.contains(&issue) {
                TagOrigin::Keyword
            } else {
                return None;
            };
            Some(Tag {
                key: key.clone(),
                origin,
            })
        };
        self.keys.iter().enumerate().filter_map(tag).collect()
    }

    fn issues(&self, text: &str) -> HashSet<usize> {
        let mut found = HashSet::new();
        let mut start = 0;
        while start < text.len() {
            let end = text.floor_char_boundary((start + WINDOW).min(text.len()));
            self.issues_in(&Normalised::of(&text[start..end]), &mut found);
            if end == text.len() {
                break;
            }
            start = text.floor_char_boundary(end - OVERLAP);
        }
        found
    }

    fn issues_in(&self, text: &Normalised, found: &mut HashSet<usize>) {
        let units = text.units();
        for (at, unit) in units.iter().enumerate() {
            let Some(aliases) = self.by_first.get(text.unit_text(unit)) else {
                continue;
            };
            let follows = |rest: &[String]| {
                rest.iter().zip(1..).all(|(want, next)| {
                    units
                        .get(at + next)
                        .is_some_and(|unit| text.unit_text(unit) == want)
                })
            };
            found.extend(
                aliases
                    .iter()
                    .filter(|(rest, _)| follows(rest))
                    .map(|(_, issue)| *issue),
            );
        }
    }
}

fn units_of(text: &Normalised) -> Vec<String> {
    text.units()
        .iter()
        .map(|unit| text.unit_text(unit).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagger() -> Tagger {
        Tagger::new(&[
            IssueAliases {
                key: "training".into(),
                aliases: vec!["研修".into(), "養成".into()],
            },
            IssueAliases {
                key: "fees".into(),
                aliases: vec!["35単位".into()],
            },
        ])
    }

    #[test]
    fn a_heading_comes_before_the_wording_as_the_origin_of_a_tag() {
        let tags = tagger().tags(Some("養成研修"), "研修を受ける。");
        assert_eq!(
            tags,
            [Tag {
                key: "training".into(),
                origin: TagOrigin::Heading
            }]
        );
        let tags = tagger().tags(Some("その他"), "研修を受ける。");
        assert_eq!(
            tags,
            [Tag {
                key: "training".into(),
                origin: TagOrigin::Keyword
            }]
        );
        assert!(tagger().tags(None, "窓口が遠い。").is_empty());
    }

    #[test]
    fn an_alias_is_found_across_windows() {
        let text = format!("{}研修{}", "あ".repeat(WINDOW / 3 - 1), "い".repeat(WINDOW));
        assert_eq!(tagger().tags(None, &text).len(), 1);
    }
}
