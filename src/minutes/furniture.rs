//! Lines that belong to the page and not to the minutes: page numbers, rules, running heads, 以上.

use std::collections::{HashMap, HashSet};

use super::lines::Line;
use super::numerals::narrow;

/// How often a line must head a page to be a running head.
const RUNNING: usize = 3;

/// For each line, whether it is furniture.
pub(super) fn find(lines: &[Line<'_>]) -> Vec<bool> {
    let heads = running_heads(lines);
    let mut counted = counted_heads(lines);
    counted.extend(bare_numbers(lines));
    counted.extend(heads_beside(lines, &counted));
    (0..lines.len())
        .map(|at| {
            let line = &lines[at];
            is_rule(line.text)
                || is_end(line.text)
                || is_page_number(lines, at)
                || counted.contains(&at)
                || (starts_page(lines, at)
                    && at > 0
                    && heads.get(line.text).is_some_and(|n| *n >= RUNNING))
        })
        .collect()
}

fn starts_page(lines: &[Line<'_>], at: usize) -> bool {
    at == 0 || lines[at].page != lines[at - 1].page
}

fn running_heads<'a>(lines: &[Line<'a>]) -> HashMap<&'a str, usize> {
    let mut heads = HashMap::new();
    for at in (0..lines.len()).filter(|at| lines[*at].page.is_some() && starts_page(lines, *at)) {
        *heads.entry(lines[at].text).or_default() += 1;
    }
    heads
}

/// みなと市　1, みなと市　2: lines that are the same but for a number that counts up, one on each page.
fn counted_heads(lines: &[Line<'_>]) -> HashSet<usize> {
    let mut by_frame: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if line.text.chars().nth(LONGEST_HEAD).is_some() {
            continue;
        }
        let text: String = line.text.chars().map(narrow).collect();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let run = text.trim_matches(|c: char| !c.is_ascii_digit());
        let Ok(number) = run.parse::<u32>() else {
            continue;
        };
        let words = text.chars().any(char::is_alphabetic);
        if words && digits == run.len() && (text.ends_with(run) || text.starts_with(run)) {
            by_frame
                .entry(text.replacen(run, "", 1))
                .or_default()
                .push((at, number));
        }
    }
    by_frame
        .into_values()
        .filter(|found| found.len() >= 2 && is_count(found, lines))
        .flat_map(|found| found.into_iter().map(|(at, _)| at))
        .collect()
}

/// Page numbers that nothing sets apart: bare numbers on lines of their own that count up, a page apart.
fn bare_numbers(lines: &[Line<'_>]) -> Vec<usize> {
    let found: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.text.len() <= 9)
        .filter_map(|(at, line)| {
            let text: String = line.text.chars().map(narrow).collect();
            Some((at, text.parse().ok()?))
        })
        .collect();
    let counts = found
        .windows(2)
        .all(|pair| pair[1].1 == pair[0].1 + 1 && pair[1].0 >= pair[0].0 + SHORTEST_PAGE);
    if found.len() >= 2 && counts {
        found.into_iter().map(|(at, _)| at).collect()
    } else {
        Vec::new()
    }
}

/// Lines right beside page numbers that are the same on every page but perhaps one.
fn heads_beside(lines: &[Line<'_>], numbers: &HashSet<usize>) -> Vec<usize> {
    let numbers: Vec<usize> = (0..lines.len())
        .filter(|at| numbers.contains(at) || is_page_number(lines, *at))
        .collect();
    let mut beside: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in &numbers {
        for near in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
            if let Some(line) = lines.get(near)
                && line.text.chars().nth(LONGEST_HEAD).is_none()
            {
                beside.entry(line.text).or_default().push(near);
            }
        }
    }
    beside
        .into_values()
        .filter(|found| found.len() >= 2 && found.len() + 1 >= numbers.len())
        .flatten()
        .collect()
}

/// The longest such line, in characters.
const LONGEST_HEAD: usize = 40;
/// How many lines stand on a page at least.
const SHORTEST_PAGE: usize = 8;

fn is_count(found: &[(usize, u32)], lines: &[Line<'_>]) -> bool {
    found
        .windows(2)
        .all(|pair| pair[1].1 == pair[0].1 + 1 && pair[1].0 >= pair[0].0 + SHORTEST_PAGE)
        && found
            .iter()
            .all(|(at, _)| lines[*at].gap || lines.get(at + 1).is_none_or(|next| next.gap))
}

fn is_rule(text: &str) -> bool {
    text.chars().all(|c| {
        "|-─━—―=＝_＿*＊…‥~～〜－┄┈◇◆・ 　".contains(c) || ('\u{2500}'..='\u{257f}').contains(&c)
    }) && text.chars().nth(2).is_some()
}

fn is_end(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let word: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !"（）()。".contains(*c))
        .collect();
    word == "以上"
}

/// A page number stands alone between gaps, bare or dressed (`4/10`, `4ページ`, `P.4`); between dashes (`- 4 -`) it is one
/// wherever it stands, for nothing else is printed so.
fn is_page_number(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    if line.text.len() > 30 {
        return false;
    }
    let text: String = line
        .text
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace())
        .collect();
    let dressed = text
        .trim_start_matches(['-', '―', '─'])
        .trim_end_matches(['-', '―', '─'])
        .trim_start_matches("P.")
        .trim_start_matches("p.")
        .trim_start_matches(['P', 'p'])
        .trim_end_matches("ページ")
        .trim_end_matches('頁');
    let is_number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_count = dressed
        .split_once('/')
        .is_some_and(|(page, of)| is_number(page) && is_number(of));
    let is_bare = is_number(&text);
    let dash = ['-', '―', '─'];
    let between_dashes =
        text.starts_with(dash) && text.ends_with(dash) && is_number(text.trim_matches(dash));
    let apart = line.gap || lines.get(at + 1).is_none_or(|next| next.gap);
    between_dashes
        || apart && (is_bare || is_count || (is_number(dressed) && dressed.len() < text.len()))
}

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    fn furniture(text: &str) -> Vec<i64> {
        let document = decode(text.as_bytes()).unwrap();
        let lines = lines::of(&document);
        let found = find(&lines);
        lines
            .iter()
            .zip(found)
            .filter(|(_, is)| *is)
            .map(|(line, _)| line.number)
            .collect()
    }

    #[test]
    fn a_page_number_stands_alone() {
        for number in ["4", "４", "- 4 -", "－４－", "4/12", "4ページ", "P.4"] {
            assert_eq!(
                furniture(&format!("本文である\n\n{number}\n\n本文")),
                [3],
                "{number}"
            );
        }
        assert_eq!(furniture("本文が\n- 4 -\n続く"), [2]);
        assert_eq!(furniture("本文が\n－ ４ －\n続く"), [2]);
        assert!(furniture("本文\n4\n本文").is_empty());
        assert!(furniture("本文\n\n2022年度\n\n本文").is_empty());
    }

    #[test]
    fn rules_and_the_word_for_the_end_are_furniture() {
        assert_eq!(furniture("本文\n--------\n　以　上\n（以上）"), [2, 3, 4]);
    }

    #[test]
    fn a_line_that_heads_three_pages_is_a_running_head() {
        assert_eq!(
            furniture("協議会\n一\n\u{c}協議会\n二\n\u{c}協議会\n三"),
            [3, 5]
        );
    }
}
