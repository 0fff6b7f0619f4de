//! Printed wording as Markdown that shows the same characters and nothing else (CommonMark 0.31, and GitHub's tables and links).

/// One line of wording, so that it is a text wherever it stands: at the start of a paragraph, in a heading, in a table cell.
pub(super) fn line(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    let mut before = None;
    for (at, character) in text.char_indices() {
        let after = text[at + character.len_utf8()..].chars().next();
        if at < start || at >= end {
            // White space at the ends of a line is cut off, or means code and line breaks.
            space(character, &mut escaped);
        } else if ends_number(&text[start..at], character) || special(character, before, after) {
            escaped.push('\\');
            escaped.push(character);
        } else if character == '\r' || character == '\n' {
            escaped.push_str(&format!("&#{};", u32::from(character)));
        } else {
            escaped.push(character);
        }
        before = Some(character);
    }
    escaped
}

/// Wording of several lines in one cell of a table.
pub(super) fn cell(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("<br>")
}

fn space(character: char, escaped: &mut String) {
    if character.is_ascii_whitespace() {
        escaped.push_str(&format!("&#{};", u32::from(character)));
    } else {
        escaped.push(character);
    }
}

/// `1.` and `2)` at the start of a line begin a list.
fn ends_number(line: &str, character: char) -> bool {
    matches!(character, '.' | ')')
        && !line.is_empty()
        && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a character could be read as markup here. Every ASCII punctuation may be escaped (CommonMark, 2.4).
fn special(character: char, before: Option<char>, after: Option<char>) -> bool {
    let first = before.is_none_or(char::is_whitespace);
    match character {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' => true,
        '#' | '+' | '-' | '=' => first || after.is_none(),
        '!' => after == Some('['),
        // https://… and :smile: where a reader of Markdown makes something of them.
        ':' => after.is_some_and(|c| c == '/' || c.is_ascii_alphabetic()) || first,
        '.' => before.is_some_and(|c| c.eq_ignore_ascii_case(&'w')),
        '@' => before.is_some_and(|c| c.is_ascii_alphanumeric()) || first,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_like_markup_stays_a_text() {
        for (printed, escaped) in [
            ("# 見出し", "\\# 見出し"),
            ("- 箇条書き", "\\- 箇条書き"),
            ("+ 箇条書き", "\\+ 箇条書き"),
            ("* 強調 *", "\\* 強調 \\*"),
            ("1. 番号", "1\\. 番号"),
            ("12) 番号", "12\\) 番号"),
            ("===", "\\==\\="),
            ("---", "\\--\\-"),
            ("<b>太字</b>", "\\<b\\>太字\\</b\\>"),
            ("a | b", "a \\| b"),
            ("`x`", "\\`x\\`"),
            (
                "![絵](https://x.example)",
                "\\!\\[絵\\](https\\://x.example)",
            ),
            ("www.x.example", "www\\.x.example"),
            ("&amp;", "\\&amp;"),
            ("    四文字下げ", "&#32;&#32;&#32;&#32;四文字下げ"),
            ("改行  ", "改行&#32;&#32;"),
            ("　字下げ", "　字下げ"),
            ("18:30から35.5%", "18:30から35.5%"),
            ("﨑 瀨 𠮷 葛\u{e0100}", "﨑 瀨 𠮷 葛\u{e0100}"),
        ] {
            assert_eq!(line(printed), escaped);
        }
    }

    /// What a reader of Markdown makes of escapes and character references.
    fn unescaped(mut markdown: &str) -> String {
        let mut text = String::new();
        while let Some(character) = markdown.chars().next() {
            let reference = markdown
                .strip_prefix("&#")
                .and_then(|rest| rest.split_once(';'));
            if let Some((digits, rest)) = reference {
                text.push(char::from_u32(digits.parse().unwrap()).unwrap());
                markdown = rest;
                continue;
            }
            markdown = &markdown[character.len_utf8()..];
            match (character, markdown.chars().next()) {
                ('\\', Some(next)) if next.is_ascii_punctuation() => {
                    text.push(next);
                    markdown = &markdown[1..];
                }
                _ => text.push(character),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn escapes_read_back_as_the_wording(text in "[-#*+=`_\\[\\]<>|~&;:!.)(0-9a-w \t\r\n　﨑𠮷\\\\]{0,24}") {
            prop_assert_eq!(unescaped(&line(&text)), text);
        }

        #[test]
        fn no_line_begins_like_a_block(text in "[-#*+=`_<>|~:.) 0-9a\t]{1,12}") {
            let escaped = line(&text);
            let first = escaped.chars().next().unwrap();
            prop_assert!(!"#*+-=`_<>|~: \t".contains(first), "{}", escaped);
            let digits = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
            let number = digits.len() < escaped.len();
            prop_assert!(!(number && digits.starts_with(['.', ')'])), "{}", escaped);
        }
    }
}
