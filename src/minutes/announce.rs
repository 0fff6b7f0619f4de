//! Topics that no line of the discussion opens: whoever leads the meeting announces them (「次に、議題（２）…に移ります」).

use super::agenda;
use super::numerals::narrow;
use super::parsed::{ParsedOpinion, ParsedTopic};
use crate::text::fold;

/// How much of a turn is looked at, in characters: what is announced later is announced for another turn.
const LOOKED_AT: usize = 600;
/// A title shorter than this, in characters, names nothing by itself.
const SHORTEST_TITLE: usize = 4;
/// Roles that lead a meeting, or speak for who does.
const LEADERS: [&str; 9] = [
    "会長",
    "委員長",
    "座長",
    "議長",
    "部会長",
    "教育長",
    "司会",
    "事務局",
    "進行",
];

/// Gives a topic to the statements that have none, from the announcements of topics that no line opened.
/// `opened` says for each topic whether a line of the discussion opens it.
pub(super) fn assign(topics: &[ParsedTopic], opened: &[bool], opinions: &mut [ParsedOpinion]) {
    let waiting: Vec<(usize, Announced)> = topics
        .iter()
        .enumerate()
        .filter(|(index, _)| !opened.get(*index).copied().unwrap_or(false))
        .map(|(index, topic)| (index, Announced::of(topic)))
        .collect();
    if waiting.is_empty() {
        return;
    }
    if let [(only, _)] = waiting.as_slice()
        && topics.len() == 1
    {
        // Where there is one topic, it is what the meeting was about.
        for opinion in opinions {
            opinion.topic = Some(*only);
        }
        return;
    }
    let mut current = None;
    for opinion in opinions {
        if opinion.topic.is_some() {
            current = None;
            continue;
        }
        if leads(opinion) {
            let text: String = opinion.text.chars().take(LOOKED_AT).collect();
            let plain: String = text
                .chars()
                .map(narrow)
                .filter(|c| !c.is_whitespace())
                .collect();
            let folded = fold(&text);
            let next = waiting.iter().find(|(index, announced)| {
                current.is_none_or(|now| *index > now) && announced.is_in(&plain, &folded)
            });
            current = next.map(|(index, _)| *index).or(current);
        }
        opinion.topic = current;
    }
}

fn leads(opinion: &ParsedOpinion) -> bool {
    opinion
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.role.as_deref())
        .is_some_and(|role| LEADERS.iter().any(|leader| role.contains(leader)))
}

/// How a topic is announced: by its number with a word, or by its title.
struct Announced {
    numbers: Vec<String>,
    title: Option<String>,
}

impl Announced {
    fn of(topic: &ParsedTopic) -> Self {
        let title = agenda::key(&topic.title);
        let long = title.chars().count() >= SHORTEST_TITLE;
        Self {
            numbers: topic.number.as_deref().map(numbers).unwrap_or_default(),
            title: long.then_some(title),
        }
    }

    fn is_in(&self, plain: &str, folded: &str) -> bool {
        let by_number = self.numbers.iter().any(|number| {
            plain.match_indices(number.as_str()).any(|(at, _)| {
                !plain[at + number.len()..].starts_with(|c: char| c.is_ascii_digit())
            })
        });
        let by_title = || {
            self.title.as_ref().is_some_and(|title| {
                let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
                letters.contains(title.as_str())
            })
        };
        by_number || by_title()
    }
}

/// The ways to call a number: 議題１, 議題(1), 次第１, 第１号議案.
fn numbers(printed: &str) -> Vec<String> {
    let plain: String = printed
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace())
        .collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    if plain.chars().any(char::is_alphabetic) {
        // 議案第１号 is called as it is printed.
        return vec![plain.trim_matches(|c: char| "().、".contains(c)).to_owned()];
    }
    if digits.is_empty() {
        return Vec::new();
    }
    [
        "議題",
        "議事",
        "次第",
        "案件",
        "議題の",
        "議事の",
        "次第の",
        "項目",
    ]
    .iter()
    .flat_map(|word| [format!("{word}{digits}"), format!("{word}({digits})")])
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_called_with_a_word() {
        assert!(numbers("（２）").contains(&"議題(2)".to_owned()));
        assert!(numbers("２．").contains(&"議題2".to_owned()));
        assert_eq!(numbers("議案第３号"), ["議案第3号"]);
    }
}
