//! Materials (会議資料): those that the header lists, and those that a title or a statement names in brackets
//! (【資料１】, （資料２－１）). A material that a topic names is that topic's.

use std::collections::{HashMap, HashSet};

use super::cues::Cue;
use super::lines::Line;
use super::numerals::narrow;
use super::parsed::{ParsedMaterial, ParsedMinutes, Span};
use super::wording::leading_bracket;
use crate::text::fold;

/// Words that a material is numbered with, longest first.
const WORDS: [&str; 8] = [
    "参考資料",
    "当日資料",
    "追加資料",
    "机上資料",
    "配布資料",
    "資料",
    "別紙",
    "別添",
];
/// The longest number, in characters.
const LONGEST_NUMBER: usize = 6;

/// The materials of a document, in the order in which they are first named.
pub(super) fn find(lines: &[Line<'_>], parsed: &ParsedMinutes) -> Vec<ParsedMaterial> {
    let mut found = Found::default();
    let listed = listed(parsed);
    for line in lines.iter().filter(|line| listed.contains(&line.number)) {
        let text = Cue::of(line.text).rest(line.text);
        if let Some((number, rest)) = numbered(text) {
            let source = Span {
                first_line: line.number,
                last_line: line.number,
                page: line.page,
            };
            found.add(number, title(rest), None, source);
        }
    }
    for (index, topic) in parsed.topics.iter().enumerate() {
        found.add_all(&topic.title, Some(index), topic.source);
    }
    for narrative in &parsed.narratives {
        found.add_all(&narrative.text, narrative.topic, narrative.source);
    }
    for opinion in &parsed.opinions {
        found.add_all(&opinion.text, opinion.topic, opinion.source);
    }
    found.materials
}

/// The numbers of the lines that the lists of materials of the header take.
fn listed(parsed: &ParsedMinutes) -> HashSet<i64> {
    parsed
        .fields
        .iter()
        .filter(|(name, _)| name.starts_with("materials"))
        .flat_map(|(_, span)| span.first_line..=span.last_line)
        .collect()
}

#[derive(Default)]
struct Found {
    materials: Vec<ParsedMaterial>,
    /// Where each number stands in the list.
    by_number: HashMap<String, usize>,
}

impl Found {
    fn add(&mut self, number: &str, title: Option<&str>, topic: Option<usize>, source: Span) {
        let key = fold(number);
        if let Some(at) = self.by_number.get(&key) {
            let known = &mut self.materials[*at];
            known.topic = known.topic.or(topic);
            return;
        }
        self.by_number.insert(key, self.materials.len());
        self.materials.push(ParsedMaterial {
            number: number.to_owned(),
            title: title.map(str::to_owned),
            topic,
            source,
        });
    }

    /// Adds what `text` names in brackets.
    fn add_all(&mut self, text: &str, topic: Option<usize>, source: Span) {
        for (at, _) in text.match_indices(['【', '（', '(', '［']) {
            let end = text.floor_char_boundary((at + LONGEST_BRACKET).min(text.len()));
            let Some((inner, _)) = leading_bracket(&text[at..end]) else {
                continue;
            };
            for part in inner.split(['、', '，', '・', ',']) {
                if let Some((number, rest)) = numbered(part.trim())
                    && rest.is_empty()
                {
                    self.add(number, None, topic, source);
                }
            }
        }
    }
}

/// The longest bracket that is looked into, in bytes.
const LONGEST_BRACKET: usize = 240;

/// 資料２－１ 計画の概要: the number as printed, and what follows it.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    let rest = &text[word.len()..];
    let spaces = rest.len() - rest.trim_start().len();
    let digits: usize = rest
        .trim_start()
        .chars()
        .take(LONGEST_NUMBER)
        .take_while(|c| {
            let c = narrow(*c);
            c.is_ascii_digit() || matches!(c, '-' | '~') || matches!(u32::from(c), 0x2460..=0x2473)
        })
        .map(char::len_utf8)
        .sum();
    if digits == 0 {
        return None;
    }
    let end = word.len() + spaces + digits;
    let ends = text[end..].chars().next().is_none_or(|c| {
        c.is_whitespace() || "：:．.「『（(】)）、".contains(c) || !c.is_alphanumeric()
    });
    let name = text[..end].trim_end_matches(['-', '－', '−', '~', '～']);
    (ends || spaces == 0).then(|| (name, text[end..].trim_start()))
}

/// The title behind a number, without what sets it off.
fn title(rest: &str) -> Option<&str> {
    let title = rest.trim_start_matches(|c: char| c.is_whitespace() || ":：．.".contains(c));
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_material_has_a_number_and_perhaps_a_title() {
        for (text, number, rest) in [
            ("資料１　計画の概要", "資料１", "計画の概要"),
            ("資料２－１：名簿", "資料２－１", "：名簿"),
            ("参考資料3", "参考資料3", ""),
            ("資料 4 予算", "資料 4", "予算"),
        ] {
            assert_eq!(numbered(text), Some((number, rest)), "{text}");
        }
        for text in ["資料説明", "資料の確認", "計画の概要"] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
