//! What the label of a turn says: who speaks, what kind of statement follows, and how sure that is.

use super::super::parsed::ParsedSpeaker;
use super::super::people;
use super::super::roster::Roster;
use super::Sureness;
use super::names::speaker;
use crate::domain::OpinionKind;

/// The longest label of a speaker, in characters, white space and brackets included.
pub(super) const LONGEST_LABEL: usize = 34;

/// What a label says.
pub(super) struct Label {
    pub speaker: Option<ParsedSpeaker>,
    pub kind: Option<OpinionKind>,
    pub sureness: Sureness,
    /// The label without white space.
    pub compact: String,
}

impl Label {
    pub(super) fn of(printed: &str, roster: &Roster) -> Option<Self> {
        let compact: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
        let compact = compact.trim_end_matches([':', '：']).to_owned();
        let count = compact.chars().count();
        if count == 0 || count > LONGEST_LABEL {
            return None;
        }
        if let Some(speaker) = role_and_name(printed) {
            return Some(Self {
                speaker: Some(speaker),
                kind: None,
                sureness: Sureness::Shaped,
                compact,
            });
        }
        let (speaker, kind, sureness) = kind_alone(&compact)
            .map(|(kind, sureness)| (None, Some(kind), sureness))
            .or_else(|| with_kind(&compact, roster))
            .or_else(|| {
                speaker(&compact, roster).map(|(speaker, sure)| (Some(speaker), None, sure))
            })?;
        Some(Self {
            speaker,
            kind,
            sureness,
            compact,
        })
    }
}

/// 事務局 青木: a role and a name with white space between them.
pub(super) fn role_and_name(printed: &str) -> Option<ParsedSpeaker> {
    let (role, name) = printed.trim().split_once(char::is_whitespace)?;
    let name = name.trim_end_matches([':', '：']).trim();
    let short = (1..=4).contains(&name.chars().filter(|c| !c.is_whitespace()).count());
    let leads = role == "事務局" || people::is_chair(role);
    (leads && short && people::is_name(name) && !people::ends_in_role(name)).then(|| {
        ParsedSpeaker {
            name: Some(name.to_owned()),
            role: Some(role.to_owned()),
        }
    })
}

/// Q, 問１, 回答, 【意見】: a label for the kind of what follows.
fn kind_alone(label: &str) -> Option<(OpinionKind, Sureness)> {
    let word = label.trim_end_matches(|c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || ".．-－".contains(c)
    });
    let kind = match word {
        "Q" | "Ｑ" | "問" | "質問" | "質疑" | "委員からの質問" => {
            OpinionKind::Question
        }
        "答" | "回答" | "答弁" | "事務局回答" | "事務局の回答" => {
            OpinionKind::Answer
        }
        "意見" | "ご意見" | "御意見" | "委員意見" | "委員からの意見" => {
            OpinionKind::Opinion
        }
        // Also the name of somebody who is not to be named.
        "A" | "Ａ" => return Some((OpinionKind::Answer, Sureness::Guessed)),
        _ => return None,
    };
    Some((kind, Sureness::Shaped))
}

/// Ａ委員・質問: a speaker and a kind.
fn with_kind(
    label: &str,
    roster: &Roster,
) -> Option<(Option<ParsedSpeaker>, Option<OpinionKind>, Sureness)> {
    let (who, kind) = label.rsplit_once(['・', '／', '/'])?;
    let (kind, _) = kind_alone(kind)?;
    let (speaker, sureness) = speaker(who, roster)?;
    Some((Some(speaker), Some(kind), sureness))
}
