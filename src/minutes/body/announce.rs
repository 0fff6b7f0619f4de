//! Topics that no line of the discussion opens: whoever leads the meeting announces them (「次に、議題（２）…に移ります」).

use std::collections::{BTreeSet, HashMap};

use super::super::agenda;
use super::super::cues::{Cue, NumberStyle};
use super::super::numerals::narrow;
use super::super::parsed::{ParsedOpinion, ParsedTopic};
use super::super::people;
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
    let waiting: Vec<usize> = (0..topics.len())
        .filter(|index| !opened.get(*index).copied().unwrap_or(false))
        .collect();
    if waiting.is_empty() {
        return;
    }
    let announcements = Announcements::of(topics, &waiting);
    if topics.len() == 1 {
        // Where there is one topic, it is what the meeting was about, from where it is announced on.
        let from = opinions
            .iter()
            .position(|opinion| {
                (leads(opinion) || hands_over(opinion))
                    && announcements.first_in(&beginning(opinion), None).is_some()
            })
            .unwrap_or(0);
        for opinion in &mut opinions[from..] {
            opinion.topic = Some(0);
        }
        return;
    }
    let mut current = None;
    for opinion in opinions {
        if opinion.topic.is_some() {
            current = None;
            continue;
        }
        if leads(opinion) || hands_over(opinion) {
            let text = beginning(opinion);
            let other = announcements
                .other
                .filter(|other| current.is_none_or(|now| now < *other) && announces_other(&text));
            current = announcements.first_in(&text, current).or(other).or(current);
        }
        opinion.topic = current;
    }
}

/// その他、何かありますか: a sentence of the chair that begins with it.
fn announces_other(text: &str) -> bool {
    let mut sentences = text.split(['。', '\n', '」', '「']).map(str::trim_start);
    sentences.any(|sentence| {
        // （２）その他について、何かありますか。
        let sentence = Cue::of(sentence).rest(sentence);
        let rest = ["次に", "続いて", "続きまして", "最後に", "それでは", "では"]
            .iter()
            .find_map(|word| sentence.strip_prefix(word))
            .unwrap_or(sentence);
        rest.trim_start_matches(['、', '，', ',', ' ', '\u{3000}'])
            .starts_with("その他")
    })
}

pub(super) fn beginning(opinion: &ParsedOpinion) -> String {
    opinion.text.chars().take(LOOKED_AT).collect()
}

/// 次に、議題の(2)に移ります: what nobody but the chair says, where the chair is called by name alone.
pub(super) fn hands_over(opinion: &ParsedOpinion) -> bool {
    let by_name = opinion
        .speaker
        .as_ref()
        .is_some_and(|speaker| speaker.name.is_some() && speaker.role.is_none());
    // 議題の（１）に入らせていただきます: of the staff who run a meeting until it has a chair.
    let by_staff = opinion
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.role.as_deref())
        .is_some_and(people::is_staff_post)
        && ["に入ら", "に入り", "に移ら", "に移り"]
            .iter()
            .any(|word| beginning(opinion).contains(word));
    by_staff
        || by_name
            && [
                "入り",
                "入ら",
                "移り",
                "移ら",
                "次に",
                "続きまして",
                "続いて",
            ]
            .iter()
            .any(|word| {
                opinion
                    .text
                    .chars()
                    .take(80)
                    .collect::<String>()
                    .contains(word)
            })
}

pub(super) fn leads(opinion: &ParsedOpinion) -> bool {
    opinion
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.role.as_deref())
        .is_some_and(|role| LEADERS.iter().any(|leader| role.contains(leader)))
}

/// How topics are announced: by a number with a word, or by a title.
struct Announcements {
    numbers: Wordings,
    titles: Wordings,
    /// その他, where it is a topic.
    other: Option<usize>,
}

impl Announcements {
    fn of(topics: &[ParsedTopic], waiting: &[usize]) -> Self {
        let mut announcements = Self {
            numbers: Wordings::default(),
            titles: Wordings::default(),
            other: waiting
                .iter()
                .rev()
                .find(|index| agenda::key(&topics[**index].title) == agenda::key("その他"))
                .copied(),
        };
        for index in waiting {
            let topic = &topics[*index];
            for number in topic.number.as_deref().map(numbers).unwrap_or_default() {
                announcements.numbers.insert(number, *index);
            }
            // 第２　議案第１号　計画について: the number of the paper is called as well.
            let cue = Cue::of(&topic.title);
            if let Cue::Number {
                style: NumberStyle::Named,
                printed,
                ..
            } = cue
            {
                for number in numbers(&topic.title[..printed]) {
                    announcements.numbers.insert(number, *index);
                }
                let title = agenda::key(cue.rest(&topic.title));
                if title.chars().count() >= SHORTEST_TITLE {
                    announcements.titles.insert(title, *index);
                }
            }
            let mut printed = topic.title.as_str();
            let mut titles = vec![agenda::key(printed)];
            // 法律案（第一号）（衆議院提出）: brackets are not spoken.
            while let Some(short) = agenda::without_bracket(printed) {
                titles.push(agenda::key(short));
                printed = short;
            }
            // 議席について: a word too short to call a topic by itself.
            if titles[0].chars().count() < SHORTEST_TITLE {
                titles.push(
                    fold(&topic.title)
                        .chars()
                        .filter(|c| c.is_alphanumeric())
                        .collect(),
                );
            }
            for title in titles {
                if title.chars().count() >= SHORTEST_TITLE {
                    announcements.titles.insert(title, *index);
                }
            }
        }
        announcements
    }

    /// The first topic after `current` that `text` announces.
    fn first_in(&self, text: &str, current: Option<usize>) -> Option<usize> {
        let plain: String = text
            .chars()
            .map(narrow)
            .filter(|c| !c.is_whitespace())
            .collect();
        let letters: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        // 議題１ does not stand in 議題12.
        let number_ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
        let by_number = self.numbers.first_in(&plain, current, number_ends);
        let by_title = self.titles.first_in(&letters, current, |_| true);
        by_number.into_iter().chain(by_title).min()
    }
}

/// Wordings that call topics. A text is looked through once for all of them, however many topics there are.
#[derive(Default)]
struct Wordings {
    /// The topics that each wording calls, in their order.
    topics: HashMap<String, Vec<usize>>,
    /// The lengths, in bytes, of the wordings that begin with a character.
    lengths: HashMap<char, BTreeSet<usize>>,
}

impl Wordings {
    fn insert(&mut self, wording: String, topic: usize) {
        let Some(first) = wording.chars().next() else {
            return;
        };
        self.lengths.entry(first).or_default().insert(wording.len());
        self.topics.entry(wording).or_default().push(topic);
    }

    /// The first topic after `current` that a wording in `text` calls, where what follows the wording is fit to.
    fn first_in(
        &self,
        text: &str,
        current: Option<usize>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<usize> {
        text.char_indices()
            .filter_map(|(at, c)| Some((&text[at..], self.lengths.get(&c)?)))
            .flat_map(|(rest, lengths)| lengths.iter().map(move |length| (rest, *length)))
            .filter_map(|(rest, length)| {
                let (wording, after) = rest.split_at_checked(length)?;
                let topics = self.topics.get(wording).filter(|_| fits(after))?;
                let next = topics.partition_point(|topic| current.is_some_and(|now| *topic <= now));
                topics.get(next).copied()
            })
            .min()
    }
}

/// The ways to call a number: 議題１, 議題(1), 次第１, 第１号議案.
pub(super) fn numbers(printed: &str) -> Vec<String> {
    let plain: String = printed
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace())
        .collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    if let Some(number) = plain.strip_prefix('第').filter(|rest| *rest == digits) {
        // 第２ of the order of the day is called 日程第２; 第２ alone begins 第２回.
        return vec![format!("日程第{number}"), format!("日程{number}")];
    }
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
