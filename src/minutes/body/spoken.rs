//! Topics of a meeting whose minutes print no titles at all: whoever leads it names them (「次に、計画の改定について、事務局から説明をお願いします」).
//!
//! Leaves topics that are printed somewhere to `topics` and `announce`.

use super::super::agenda;
use super::super::numerals::{narrow, number};
use super::super::parsed::{ParsedOpinion, ParsedTopic};
use super::super::wording::{leading_quotation, sentences};
use super::announce::{beginning, hands_over, leads};

/// The longest and the shortest title that is taken from what is said, in characters.
const LONGEST: usize = 60;
const SHORTEST: usize = 4;

/// What a sentence may begin with before it names a topic.
const CONNECTIVES: [&str; 24] = [
    "それでは",
    "では",
    "次に",
    "つぎに",
    "続いて",
    "続きまして",
    "つづきまして",
    "引き続き",
    "引き続きまして",
    "まず",
    "まずは",
    "はじめに",
    "初めに",
    "最初に",
    "最後に",
    "早速",
    "早速ですが",
    "本日の",
    "つぎは",
    "次は",
    "次の",
    "ついで",
    "ただいまから",
    "これより",
];
/// Words that number a topic together with a digit.
const NUMBERED: [&str; 18] = [
    "議案",
    "議題",
    "報告事項",
    "協議事項",
    "審議事項",
    "報告",
    "承認",
    "認定",
    "同意",
    "諮問",
    "日程",
    "協議",
    "議事",
    "案件",
    "次第",
    "請願",
    "陳情",
    "付議案件",
];
/// What no title begins with: words for something that was said before, or for the course of the meeting itself.
const NO_TITLES: [&str; 22] = [
    "ただいま",
    "ただ今",
    "今の",
    "この",
    "その",
    "これ",
    "それ",
    "先ほど",
    "先程",
    "本件",
    "質問",
    "ご質問",
    "御質問",
    "ご意見",
    "御意見",
    "意見",
    "資料",
    "配布",
    "配付",
    "会議の公開",
    "傍聴",
    "出席",
];

/// Names the topics that are announced, and gives the statements to them.
pub(super) fn assign(topics: &mut Vec<ParsedTopic>, opinions: &mut [ParsedOpinion]) {
    let mut current = None;
    for opinion in opinions {
        if leads(opinion) || hands_over(opinion) {
            let text = beginning(opinion);
            if let Some(found) = announced(&text) {
                let key = agenda::key(&found.title);
                let known = topics
                    .iter()
                    .position(|topic| agenda::key(&topic.title) == key);
                current = Some(known.unwrap_or_else(|| {
                    topics.push(ParsedTopic {
                        number: found.number,
                        title: found.title,
                        source: opinion.source,
                    });
                    topics.len() - 1
                }));
            }
        }
        opinion.topic = current;
    }
}

/// A topic as it is announced.
#[derive(Debug, PartialEq, Eq)]
struct Announced {
    number: Option<String>,
    title: String,
}

/// The last topic that the sentences of `text` announce.
fn announced(text: &str) -> Option<Announced> {
    let sentences = sentences(text);
    (0..sentences.len()).rev().find_map(|at| {
        let next = sentences.get(at + 1).copied().unwrap_or_default();
        in_sentence(sentences[at], next)
    })
}

/// The topic that a sentence names, where it or the one after it asks for the matter to be explained or takes it up.
fn in_sentence(sentence: &str, next: &str) -> Option<Announced> {
    let (number, rest) = without_numbers(without_connectives(sentence));
    let (title, after) = match leading_quotation(rest) {
        Some((inner, after)) => (inner, after),
        None => title_of(rest)?,
    };
    let count = title.chars().count();
    let fits = (SHORTEST..=LONGEST).contains(&count)
        && agenda::is_title(title)
        && !title.contains(['、', '，', '「', '」'])
        && !NO_TITLES.iter().any(|word| title.starts_with(word))
        && !agenda::is_group(title);
    let takes_up = ["を議題", "の件を議題", "についてを議題", "を上程", "を付議"]
        .iter()
        .any(|words| after.contains(words))
        || number.is_some() && after.starts_with(['に', 'で', 'を', 'の', '、', '，']);
    let asks = |text: &str| {
        ["説明", "報告", "提案"]
            .iter()
            .any(|deed| text.contains(deed))
            && [
                "お願い",
                "願いま",
                "求めま",
                "ください",
                "いたします",
                "いただ",
            ]
            .iter()
            .any(|word| text.contains(word))
    };
    let names = after.starts_with(['、', '，', 'で', 'に', 'を', 'の'])
        || after.is_empty()
        || after.starts_with("事務局");
    (fits && names && (takes_up || asks(after) || after.contains("お願い") || asks(next))).then(
        || Announced {
            number,
            title: title.to_owned(),
        },
    )
}

fn without_connectives(sentence: &str) -> &str {
    let mut rest = sentence.trim_start();
    while let Some(after) = CONNECTIVES
        .iter()
        .filter_map(|word| rest.strip_prefix(word))
        .min_by_key(|rest| rest.len())
    {
        rest = after.trim_start_matches(['、', '，', ',', ' ', '\u{3000}']);
    }
    rest
}

/// 日程第２、議案第15号「…: the last of the numbers that a topic is called by, and what follows it.
fn without_numbers(text: &str) -> (Option<String>, &str) {
    let mut rest = text;
    let mut found = None;
    while let Some(end) = number_end(rest) {
        found = Some(rest[..end].to_owned());
        rest = rest[end..].trim_start_matches(['、', '，', ',', ' ', '\u{3000}', 'の']);
    }
    (found, rest)
}

/// Where the number ends that `text` begins with: 議案第15号, 議題（２）.
fn number_end(text: &str) -> Option<usize> {
    let word = NUMBERED
        .iter()
        .filter(|word| text.starts_with(**word))
        .max_by_key(|word| word.len())?;
    let chars: Vec<char> = text.chars().take(24).map(narrow).collect();
    let mut at = word.chars().count();
    let is = |at: usize, c: char| chars.get(at) == Some(&c);
    at += usize::from(is(at, 'の'));
    at += usize::from(is(at, '第'));
    let bracket = is(at, '(');
    at += usize::from(bracket);
    let (_, mut end) = number(&chars, at)?;
    end += usize::from(bracket && is(end, ')'));
    end += usize::from(is(end, '号'));
    (!is(end, '回') && !is(end, '期')).then(|| {
        text.char_indices()
            .nth(end)
            .map_or(text.len(), |(at, _)| at)
    })
}

/// A title without quotation marks and what follows it: it ends in について or の件, or is what is taken up.
fn title_of(text: &str) -> Option<(&str, &str)> {
    let end = ["について", "の件"]
        .iter()
        .filter_map(|word| text.find(word).map(|at| at + word.len()))
        .chain(
            ["を議題", "を上程"]
                .iter()
                .filter_map(|word| text.find(word)),
        )
        .min()?;
    Some(text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_what_is_taken_up_or_asked_to_be_explained() {
        let some = |number: &str, title: &str| {
            Some(Announced {
                number: (!number.is_empty()).then(|| number.to_owned()),
                title: title.to_owned(),
            })
        };
        for (text, expected) in [
            (
                "続きまして、計画の改定について、事務局から説明をお願いします。",
                some("", "計画の改定について"),
            ),
            (
                "日程第２、議案第15号「学校規則の改正について」を議題といたします。",
                some("議案第15号", "学校規則の改正について"),
            ),
            (
                "異議なしと認めます。次に議案第２号、訓練の実施についてを議題とします。",
                some("議案第２号", "訓練の実施について"),
            ),
            (
                "では次です。登録基準の見直しについてです。事務局から説明をお願いします。",
                some("", "登録基準の見直しについて"),
            ),
            ("ただいまの説明について、質問をお願いします。", None),
            ("計画の改定については、皆さんの意見を聞きたい。", None),
        ] {
            assert_eq!(announced(text), expected, "{text}");
        }
    }
}
