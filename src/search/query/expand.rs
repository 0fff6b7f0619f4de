//! Widens a query: what is typed also finds its synonyms and the other names of a year.
//!
//! Only what is asked for positively is widened. A quoted phrase stands for nothing but itself. A negated term neither:
//! leaving out what nobody typed would hide hits without a word.

use super::{Alternative, Atom, Query, era::YearInText};
use crate::{
    domain::text_enum,
    text::{Normalised, fold},
};

/// The most texts that are added for one term.
const MAX_ADDED_PER_TERM: usize = 16;
/// The most texts that are added to one query.
const MAX_ADDED: usize = 64;

text_enum! {
    /// Why something was added to a query.
    ExpansionKind {
        /// It is a synonym.
        Synonym = "synonym",
        /// It is another name of the same year.
        EraYear = "era_year",
    }
}

/// What was added to a query for one term by one group of synonyms, or for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// What was typed.
    pub term: String,
    /// What was added.
    pub added: Vec<String>,
    /// Why.
    pub kind: ExpansionKind,
    /// The id of the group, or `era-2022`: what switches it off.
    pub id: String,
}

/// Words that stand for one another, ready to be looked for in terms.
#[derive(Debug, Clone)]
pub struct Synonyms {
    id: String,
    /// Longest first: 災害時個別避難計画 before 個別避難計画.
    words: Vec<(String, Normalised)>,
}

impl Synonyms {
    /// A group by its id.
    pub fn new(id: impl ToString, words: &[impl AsRef<str>]) -> Self {
        let words = words.iter().map(|word| word.as_ref());
        let mut words: Vec<(String, Normalised)> = words
            .map(|word| (word.to_owned(), Normalised::of(word)))
            .filter(|(_, folded)| !folded.units().is_empty())
            .collect();
        words.sort_by_key(|(_, folded)| std::cmp::Reverse(folded.units().len()));
        Self {
            id: id.to_string(),
            words,
        }
    }

    /// The term with the longest word of the group that it holds replaced by each of the others.
    fn replaced_in(&self, term: &Variant) -> Vec<String> {
        let (text, folded) = (&term.text, &term.folded);
        let held = self
            .words
            .iter()
            .enumerate()
            .find_map(|(index, (_, word))| {
                // A word of one unit is in many others that have nothing to do with it.
                let is_whole = word.units().len() == folded.units().len();
                let may_stand_in =
                    word.units().len() > 1 && word.units().len() < folded.units().len();
                if !is_whole && !may_stand_in {
                    return None;
                }
                let mut places = folded.find(word).into_iter();
                let place = places.find(|place| !is_cut_from_katakana(text, place))?;
                Some((index, place))
            });
        let Some((held, place)) = held else {
            return Vec::new();
        };
        let others = self.words.iter().enumerate();
        others
            .filter(|(index, _)| *index != held)
            .map(|(_, (word, _))| [&text[..place.start], word, &text[place.end..]].concat())
            .collect()
    }
}

/// A term, or what was made of it.
struct Variant {
    text: String,
    folded: Normalised,
}

impl Variant {
    fn of(text: String) -> Self {
        Self {
            folded: Normalised::of(&text),
            text,
        }
    }
}

/// Whether katakana goes on before or after a place that begins or ends in it: ナース is no word in ナースステーション.
fn is_cut_from_katakana(text: &str, place: &std::ops::Range<usize>) -> bool {
    let katakana = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
        })
    };
    let word = &text[place.clone()];
    let cut_before =
        katakana(word.chars().next()) && katakana(text[..place.start].chars().next_back());
    let cut_after =
        katakana(word.chars().next_back()) && katakana(text[place.end..].chars().next());
    cut_before || cut_after
}

impl Query {
    /// Adds what stands for the terms, except what `without` names: the id of an expansion, a term, or one of the words
    /// that would be added. Answers with what was added.
    pub fn expand(&mut self, groups: &[Synonyms], without: &[String]) -> Vec<Expansion> {
        let without = Without::of(without);
        let mut expansions = Vec::new();
        let mut left = MAX_ADDED;
        for clause in &mut self.clauses {
            let mut known: Vec<Normalised> = Vec::new();
            let mut added = Vec::new();
            for alternative in &clause.any {
                let Atom::Text {
                    text,
                    phrase: false,
                } = &alternative.atom
                else {
                    continue;
                };
                known.push(Normalised::of(text));
                if alternative.negated || without.words.contains(&fold(text)) {
                    continue;
                }
                let term = widen(text, groups, &without, left.min(MAX_ADDED_PER_TERM));
                for mut expansion in term {
                    // What holds one of the alternatives is found by that already.
                    expansion.added.retain(|text| {
                        let folded = Normalised::of(text);
                        let is_new = !known.iter().any(|known| folded.contains(known));
                        if is_new {
                            known.push(folded);
                        }
                        is_new
                    });
                    left = left.saturating_sub(expansion.added.len());
                    added.extend(expansion.added.iter().cloned());
                    if !expansion.added.is_empty() {
                        expansions.push(expansion);
                    }
                }
            }
            clause.any.extend(added.into_iter().map(|text| Alternative {
                negated: false,
                expanded: true,
                atom: Atom::Text {
                    text,
                    phrase: false,
                },
            }));
        }
        expansions
    }
}

/// What is switched off.
struct Without<'a> {
    ids: &'a [String],
    words: Vec<String>,
}

impl<'a> Without<'a> {
    fn of(without: &'a [String]) -> Self {
        Self {
            ids: without,
            words: without.iter().map(|word| fold(word)).collect(),
        }
    }

    fn is_off(&self, id: &str) -> bool {
        self.ids.iter().any(|off| off == id)
    }
}

/// What stands for one term: each group, and the year, is applied to all that was found before.
fn widen(term: &str, groups: &[Synonyms], without: &Without<'_>, most: usize) -> Vec<Expansion> {
    let mut variants = vec![Variant::of(term.to_owned())];
    let mut expansions = Vec::new();
    let mut apply = |kind, id: String, replaced: &dyn Fn(&Variant) -> Vec<String>| {
        if without.is_off(&id) {
            return;
        }
        let mut added: Vec<String> = Vec::new();
        for text in variants.iter().flat_map(replaced) {
            let off = || without.words.contains(&fold(&text));
            let known = variants.iter().any(|variant| variant.text == text);
            if !known && !added.contains(&text) && !off() {
                added.push(text);
            }
        }
        added.truncate((most + 1).saturating_sub(variants.len()));
        variants.extend(added.iter().cloned().map(Variant::of));
        if !added.is_empty() {
            let term = term.to_owned();
            expansions.push(Expansion {
                term,
                added,
                kind,
                id,
            });
        }
    };
    if let Some(found) = YearInText::find(term) {
        let id = format!("era-{}", found.year);
        apply(ExpansionKind::EraYear, id, &|term| other_years(&term.text));
    }
    for group in groups {
        apply(ExpansionKind::Synonym, group.id.clone(), &|term| {
            group.replaced_in(term)
        });
    }
    expansions
}

fn other_years(text: &str) -> Vec<String> {
    let Some(found) = YearInText::find(text) else {
        return Vec::new();
    };
    let (before, after) = (&text[..found.place.start], &text[found.place.end..]);
    let names = found.other_names().into_iter();
    names.map(|name| [before, &name, after].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::DEFAULT_SYNONYMS;

    fn defaults() -> Vec<Synonyms> {
        let groups = DEFAULT_SYNONYMS.iter().enumerate();
        groups
            .map(|(index, words)| Synonyms::new(index, words))
            .collect()
    }

    fn added(query: &str, without: &[&str]) -> Vec<String> {
        let mut query = Query::parse(query);
        let without: Vec<String> = without.iter().map(|&word| word.to_owned()).collect();
        let expansions = query.expand(&defaults(), &without);
        let told: Vec<String> = expansions
            .into_iter()
            .flat_map(|expansion| expansion.added)
            .collect();
        let alternatives = query.clauses.iter().flat_map(|clause| &clause.any);
        let added: Vec<String> = alternatives
            .filter(|alternative| alternative.expanded)
            .map(|alternative| match &alternative.atom {
                Atom::Text { text, .. } => text.clone(),
                other => panic!("{other:?} was added"),
            })
            .collect();
        assert_eq!(told, added, "what is told is what was added");
        added
    }

    #[test]
    fn a_term_finds_its_synonyms() {
        assert_eq!(added("ナース", &[]), ["看護師"]);
        assert_eq!(added("ﾅｰｽ", &[]), ["看護師"]);
        assert_eq!(
            added("短期入所 OR 看護師", &[]),
            ["ショートステイ", "ナース"]
        );
        assert_eq!(added("象", &[]), Vec::<String>::new());
    }

    #[test]
    fn a_synonym_inside_a_term_keeps_the_rest() {
        assert!(added("医ケア児支援", &[]).contains(&"医療的ケア児支援".to_owned()));
        assert!(added("医療的ケア児", &[]).contains(&"医ケア児".to_owned()));
        assert_eq!(added("障害者", &[]), ["障がい者", "障碍者"]);
        assert_eq!(added("ナースステーション", &[]), Vec::<String>::new());
    }

    #[test]
    fn what_holds_the_term_is_not_added() {
        assert_eq!(added("個別避難計画", &[]), Vec::<String>::new());
        assert_eq!(added("災害時個別避難計画", &[]), ["個別避難計画"]);
    }

    #[test]
    fn years_have_their_other_names() {
        assert_eq!(added("令和4年度", &[]), ["2022年度", "R4", "令和四年度"]);
        assert_eq!(added("R4", &[]), ["2022年", "令和4"]);
        assert!(added("令和４年度予算", &[]).contains(&"2022年度予算".to_owned()));
        assert!(added("令和４年度予算", &[]).contains(&"R4年度予算".to_owned()));
    }

    #[test]
    fn phrases_and_negated_terms_stand_for_themselves() {
        assert_eq!(added("\"ナース\"", &[]), Vec::<String>::new());
        assert_eq!(added("-ナース", &[]), Vec::<String>::new());
        assert_eq!(added("speaker:ナース", &[]), Vec::<String>::new());
    }

    #[test]
    fn each_can_be_switched_off() {
        let mut query = Query::parse("障害 令和4年度");
        let expansions = query.expand(&defaults(), &[]);
        let ids: Vec<&str> = expansions
            .iter()
            .map(|expansion| expansion.id.as_str())
            .collect();
        assert_eq!(ids.len(), 2);
        for (index, id) in ids.iter().enumerate() {
            let mut query = Query::parse("障害 令和4年度");
            let left = query.expand(&defaults(), &[(*id).to_owned()]);
            assert_eq!(left, [expansions[1 - index].clone()]);
        }
        assert_eq!(added("障害", &["障がい"]), ["障碍"]);
        assert_eq!(added("障害", &["障害"]), Vec::<String>::new());
        assert_eq!(added("令和4年度", &["era-2022"]), Vec::<String>::new());
    }

    #[test]
    fn a_query_grows_only_so_far() {
        let term = "医ケア児子ども障害短期入所看護師保育所就学前令和4年度";
        assert!(added(term, &[]).len() <= MAX_ADDED_PER_TERM);
        let many = [term; 20].join("x ");
        assert!(added(&many, &[]).len() <= MAX_ADDED);
    }
}
