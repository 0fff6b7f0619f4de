//! The legend of an attendance list: what a mark before a name means, where the list says so (`◎会長 ○副会長`).

use super::super::people;
use super::ListLine;

/// ◎会長 ○副会長: what a mark before a name means, where the list says so.
pub(super) fn read(label: &str, list: &[ListLine<'_>]) -> Vec<(char, String)> {
    let mut found = Vec::new();
    let texts = || std::iter::once(label).chain(list.iter().map(|entry| entry.line.text));
    for text in texts() {
        for (at, mark) in text.char_indices().filter(|(_, c)| is_legend_mark(*c)) {
            let rest = text[at + mark.len_utf8()..]
                .trim_start_matches(|c: char| c.is_whitespace() || "印は…：:＝=・".contains(c));
            let ends = |c: char| c.is_whitespace() || "、，,）)○◎〇●☆★。".contains(c);
            // A role ends before the next mark, and no role has a mark in it: each part of a line is looked at once.
            let end = rest
                .find(|c: char| ends(c) || is_legend_mark(c))
                .unwrap_or(rest.len());
            if rest[end..].starts_with(|c: char| !ends(c)) {
                continue;
            }
            let role = rest[..end].trim_end_matches("です");
            let deputy = role.ends_with("職務代理者") || role.ends_with("代行");
            if (people::is_chair(role) || deputy) && !found.iter().any(|(known, _)| *known == mark)
            {
                found.push((mark, role.to_owned()));
            }
        }
    }
    // ○会長 青木 names a role beside a name: a legend stands in brackets or in a note, or names nobody else.
    found.retain(|(mark, role)| {
        texts().any(|text| {
            text.contains(*mark)
                && text.contains(role.as_str())
                && (text.contains(['（', '(', '※', '…', '：', ':', '＝', '='])
                    || text.contains("印")
                    || is_alone(text))
        })
    });
    found
}

/// ◎会長　○副会長: whether a line names marks and roles and nobody.
pub(super) fn is_alone(text: &str) -> bool {
    let inner = super::super::wording::inside_brackets(text.trim()).unwrap_or(text);
    let mut parts = inner.split(is_legend_mark);
    let before = parts.next().is_none_or(|before| before.trim().is_empty());
    let mut roles = 0;
    let names_roles = parts.all(|part| {
        let role =
            part.trim_matches(|c: char| c.is_whitespace() || "は…：:＝=・、，,。".contains(c));
        roles += 1;
        people::is_chair(role) || role.ends_with("職務代理者")
    });
    before && names_roles && roles >= 2
}

fn is_legend_mark(c: char) -> bool {
    matches!(
        c,
        '◎' | '○' | '〇' | '◯' | '●' | '☆' | '★' | '△' | '▲' | '□' | '■'
    )
}

pub(super) fn same_mark(one: char, other: char) -> bool {
    let plain = |c| match c {
        '〇' | '◯' => '○',
        c => c,
    };
    plain(one) == plain(other)
}
