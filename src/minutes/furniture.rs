//! Lines that belong to the page and not to the minutes: page numbers, rules, running heads, 以上.

use std::collections::{HashMap, HashSet};

use super::cues::Cue;
use super::lines::Line;
use super::numerals::narrow;
use super::pages;

/// How often a line must head a page to be a running head.
const RUNNING: usize = 3;

/// For each line, whether it is furniture.
pub(super) fn find(lines: &[Line<'_>]) -> Vec<bool> {
    let heads = running_heads(lines);
    let mut counted = counted_heads(lines);
    counted.extend(pages::counted(lines));
    counted.extend(heads_beside(lines, &counted));
    (0..lines.len())
        .map(|at| {
            let line = &lines[at];
            is_rule(line.text)
                || is_end(line.text)
                || is_empty_bullet(line.text)
                || pages::is_number(lines, at)
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

/// Lines right beside page numbers that are the same on every page but perhaps one.
fn heads_beside(lines: &[Line<'_>], numbers: &HashSet<usize>) -> Vec<usize> {
    let numbers: Vec<usize> = (0..lines.len())
        .filter(|at| numbers.contains(at) || pages::is_number(lines, *at))
        .collect();
    let mut beside: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in &numbers {
        for near in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
            if let Some(line) = lines.get(near)
                && line.text.chars().nth(LONGEST_HEAD).is_none()
                && Cue::of(line.text).mark().is_none()
                && !line.text.ends_with('。')
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

fn is_count(found: &[(usize, u32)], lines: &[Line<'_>]) -> bool {
    found
        .windows(2)
        .all(|pair| pair[1].1 == pair[0].1 + 1 && pair[1].0 >= pair[0].0 + pages::SHORTEST)
        && found
            .iter()
            .all(|(at, _)| lines[*at].gap || lines.get(at + 1).is_none_or(|next| next.gap))
}

fn is_rule(text: &str) -> bool {
    text.chars().all(|c| {
        "|-─━—―=＝_＿*＊…‥~～〜－┄┈◇◆・ 　".contains(c) || ('\u{2500}'..='\u{257f}').contains(&c)
    }) && text.chars().nth(2).is_some()
}

/// The mark of a list with nothing after it. ○ and ● are left out: alone they are what a table says of somebody.
fn is_empty_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let mark = chars
        .next()
        .is_some_and(|c| "・･•∙·‧◇◆■▪▶►".contains(c) || ('\u{f06c}'..='\u{f0d8}').contains(&c));
    mark && chars.next().is_none()
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
    fn what_is_hardly_anything_else_is_a_page_number_wherever_it_stands() {
        for number in [
            "2 / 5",
            "2/5",
            "２／５",
            "3ページ",
            "３頁",
            "-3-",
            "P.2",
            "p. 2",
            "p. 2 of 5",
            "Page 2 of 5",
            "2/5ページ",
        ] {
            let text = format!("・緑地を守るには計画が\n{number}\n必要である。");
            assert_eq!(furniture(&text), [2], "{number}");
        }
        for words in ["5/2", "0/5", "3", "P2", "第2", "2/5/1", "2022/3"] {
            let text = format!("・緑地を守るには計画が\n{words}\n必要である。");
            assert!(furniture(&text).is_empty(), "{words}");
        }
    }

    #[test]
    fn bare_numbers_that_count_up_are_page_numbers() {
        let page = |number: &str| {
            let line = "・緑地を守るには、市民とともに考える計画が\n必要である。\n";
            format!(
                "{}・木を植えるには、場所を選ぶ必要があるので\n{number}\n早く決める。\n",
                line.repeat(2)
            )
        };
        let pages = |numbers: &[&str]| {
            furniture(
                &numbers
                    .iter()
                    .map(|number| page(number))
                    .collect::<String>(),
            )
        };
        assert_eq!(pages(&["1", "2", "3"]), [6, 13, 20]);
        assert_eq!(pages(&["- 1 -", "2", "３"]), [6, 13, 20]);
        assert_eq!(pages(&["1", "2", "3", "40"]), [6, 13, 20]);
        assert!(pages(&["1"]).is_empty());
        assert!(pages(&["3", "2", "7"]).is_empty());
        assert!(furniture("予算\n1\n決算\n2\n監査\n3\n繰越").is_empty());
    }

    #[test]
    fn what_is_said_beside_two_page_numbers_is_no_running_head() {
        let text =
            "・緑地が少ない。\n・異議なし。\n1/2\n・花が多い。\n・異議なし。\n2/2\n・以下同じ。";
        assert_eq!(furniture(text), [3, 6]);
    }

    #[test]
    fn a_mark_with_nothing_after_it_is_furniture() {
        assert_eq!(furniture("・緑地が少な\nい\n・\n・花が多い"), [3]);
        assert!(furniture("青木\n○\n井上\n●").is_empty());
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
