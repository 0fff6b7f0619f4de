//! What a word of a row is by itself: a role, a name with its role, an organisation, a name, or nothing of the kind.

use super::super::attendance::is_count_word;
use super::super::people;
use super::words::{Word, slice};

/// What a word, or several that belong together, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A role or a post alone.
    Role,
    /// A name with its role.
    Named,
    /// An organisation.
    Organization,
    /// A name, or a part of one.
    Name,
    /// A count, なし, or anything that names nobody.
    Nothing,
}

/// A word or several, and what they are together.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Columns of white space before it.
    pub gap: usize,
    /// Brackets right after it.
    pub brackets: Vec<&'a str>,
    /// Whether it is printed letter by letter.
    pub spaced: bool,
}

impl<'a> Part<'a> {
    /// `words` of `text` as one part.
    pub(super) fn of(text: &'a str, words: &[Word<'a>], kind: Kind) -> Self {
        Self {
            kind,
            text: slice(text, words),
            gap: words.first().map_or(0, |word| word.gap),
            brackets: words
                .last()
                .map(|word| word.brackets.clone())
                .unwrap_or_default(),
            spaced: words.len() > 1,
        }
    }

    /// The brackets after it, as text of their own.
    pub(super) fn owned_brackets(&self) -> Vec<String> {
        self.brackets.iter().map(|one| (*one).to_owned()).collect()
    }
}

/// 同課, 同: the organisation that is printed above.
pub(super) fn is_same(word: &str) -> bool {
    matches!(
        word,
        "同" | "同課" | "同部" | "同局" | "同室" | "同係" | "同所" | "同館" | "同会"
    )
}

/// A word beside a name that says that somebody was not there.
pub(super) fn is_absence(word: &str) -> bool {
    matches!(word, "×" | "✕" | "欠" | "欠席")
}

/// What `word` is.
pub(super) fn of(word: &str) -> Kind {
    let seat = word.trim_end_matches('番').chars().all(char::is_numeric);
    if is_absence(word)
        || seat
        || people::is_courtesy(word)
        || matches!(word, "○" | "〇" | "◯" | "出" | "出席" | "名" | "人")
    {
        return Kind::Nothing;
    }
    // しおと: no particle of a sentence, but a given name.
    let syllables =
        (2..=4).contains(&word.chars().count()) && word.chars().all(|c| matches!(c, 'ぁ'..='ゖ'));
    if syllables && names_somebody(word) {
        return Kind::Name;
    }
    if is_count_word(word) || !names_somebody(word) {
        Kind::Nothing
    } else if people::is_of_kind(word) || is_same(word) {
        Kind::Organization
    } else if people::is_role(word)
        || people::is_post(word)
        || word.strip_prefix('同').is_some_and(people::is_role)
    {
        Kind::Role
    } else if people::is_named(word) {
        if people::names_body(word) {
            Kind::Role
        } else {
            Kind::Named
        }
    } else if people::is_organization(word) {
        Kind::Organization
    } else if people::is_name(word) {
        Kind::Name
    } else {
        Kind::Organization
    }
}

/// なし, a count and a full sentence name nobody.
pub(super) fn names_somebody(name: &str) -> bool {
    let compact: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let nobody = matches!(
        compact.as_str(),
        "" | "なし"
            | "無し"
            | "無"
            | "有"
            | "該当なし"
            | "該当者なし"
            | "ほか"
            | "他"
            | "外"
            | "以上"
            | "計"
            | "合計"
            | "敬称略"
            | "順不同"
            | "－"
            | "-"
            | "公募"
            | "市民"
            | "五十音順"
            | "全員"
            | "全委員"
            | "及び"
            | "並びに"
    );
    let elsewhere = compact.ends_with("のとおり") || compact.ends_with("参照");
    !nobody && !elsewhere && compact.chars().count() <= 40 && !compact.contains('。')
}
