//! Page numbers, by their form and by how they count up through the document.

use std::collections::HashMap;

use super::lines::{Line, is_terminated};
use super::numerals::narrow;

/// How many lines stand on a page at least.
pub(super) const SHORTEST: usize = 8;
/// How many at least where the number stands in the middle of a sentence.
const SHORTEST_CUT: usize = 3;
/// A line with fewer characters need not be a sentence.
const SHORTEST_SENTENCE: usize = 15;

/// Whether the line `at` is a page number: bare or with a mark (`4`, `P4`) between gaps; in a form that hardly anything else
/// has (`4/10`, `4ページ`, `P.4`, `- 4 -`) wherever it stands.
pub(super) fn is_number(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    match form(line.text) {
        Some((_, Form::Sure)) => true,
        Some((_, Form::Bare | Form::Dressed)) => {
            line.gap || lines.get(at + 1).is_none_or(|next| next.gap)
        }
        None => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `4`
    Bare,
    /// `P4`, `-4`, `4/2`: perhaps a page.
    Dressed,
    /// A page and hardly anything else.
    Sure,
}

/// The number of the page that `text` prints, and how.
fn form(text: &str) -> Option<(u32, Form)> {
    if text.len() > 40 {
        return None;
    }
    let text: String = text
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace())
        .collect();
    if let Some(number) = digits(&text) {
        return Some((number, Form::Bare));
    }
    let dash = ['-', '―', '─'];
    let inner = text.trim_matches(dash);
    let between_dashes = text.starts_with(dash) && text.ends_with(dash);
    let (named, inner) = without_name(inner);
    let count = ["/", "of"].iter().find_map(|mark| {
        let (page, of) = inner.split_once(mark)?;
        Some((digits(page)?, digits(of)?))
    });
    if let Some((page, of)) = count {
        let sure = page > 0 && page <= of;
        return Some((page, if sure { Form::Sure } else { Form::Dressed }));
    }
    let number = digits(inner)?;
    let sure = between_dashes || named;
    Some((number, if sure { Form::Sure } else { Form::Dressed }))
}

/// `text` without the word for a page, and whether it has one that stands for nothing else.
fn without_name(text: &str) -> (bool, &str) {
    for word in ["Page", "page", "PAGE", "P.", "p."] {
        if let Some(rest) = text.strip_prefix(word) {
            return (true, rest);
        }
    }
    for word in ["ページ", "頁"] {
        if let Some(rest) = text.strip_suffix(word) {
            return (true, rest);
        }
    }
    (false, text.trim_start_matches(['P', 'p']))
}

fn digits(text: &str) -> Option<u32> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Page numbers that nothing sets apart: bare numbers on lines of their own that count up, a page apart, perhaps from a number
/// in another form on.
pub(super) fn counted(lines: &[Line<'_>]) -> Vec<usize> {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    // The chain that ends with each number.
    let mut ending: HashMap<u32, usize> = HashMap::new();
    let mut found = 0;
    for at in 0..lines.len() {
        let Some((number, form)) = form(lines[at].text) else {
            continue;
        };
        if form == Form::Dressed {
            continue;
        }
        found += 1;
        let before = number.checked_sub(1).and_then(|one| ending.get(&one));
        let chain = before.copied().filter(|chain| {
            let last = chains[*chain].last().copied().unwrap_or_default();
            let needed = if cuts(lines, at) {
                SHORTEST_CUT
            } else {
                SHORTEST
            };
            at >= last + needed
        });
        let chain = chain.unwrap_or_else(|| {
            chains.push(Vec::new());
            chains.len() - 1
        });
        chains[chain].push(at);
        ending.insert(number, chain);
    }
    // Among other numbers, two that follow each other may do so by chance.
    chains
        .into_iter()
        .filter(|chain| chain.len() >= 2 && chain.len() == found || chain.len() >= 3)
        .flatten()
        .collect()
}

/// Whether the line `at` stands in the middle of a sentence.
fn cuts(lines: &[Line<'_>], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|above| {
        let text = lines[above].text;
        text.chars().nth(SHORTEST_SENTENCE).is_some() && !is_terminated(text)
    })
}
