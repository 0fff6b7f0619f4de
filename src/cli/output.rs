//! Results on stdout, messages on stderr. A reader that went away ends the command quietly.

use std::io::{self, Write};

use super::failure::Failure;

/// Writes `text` as it is.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(())
}

/// Writes a line.
pub fn print_line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}

/// Writes a value as JSON on one line.
pub fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print_line(&value.to_string())
}

/// How many columns the terminal has, where stdout is one.
pub fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Says something to whoever runs the command, if anybody still reads it.
pub fn say(words: &str) {
    let _ = writeln!(io::stderr().lock(), "giji: {words}");
}

/// Tells the operator: in the log of a server, on stderr of a command.
pub fn notice(words: &str) {
    if tracing::dispatcher::has_been_set() {
        tracing::warn!("{words}");
    } else {
        say(words);
    }
}

/// How many columns of a terminal a text takes: two for each full-width character.
pub fn columns(text: &str) -> usize {
    text.chars().map(column_count).sum()
}

/// As much of `text` as fits `width` columns, with … at the end where some is left out.
pub fn shorten(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut used = 0;
    let mut shortened = String::new();
    for c in text.chars() {
        used += column_count(c);
        if used + 2 > width {
            break;
        }
        shortened.push(c);
    }
    shortened.push('…');
    shortened
}

/// Fills `text` up with spaces to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let spaces = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(spaces))
}

/// Puts spaces before `text` up to `width` columns.
pub fn pad_left(text: &str, width: usize) -> String {
    let spaces = width.saturating_sub(columns(text));
    format!("{}{text}", " ".repeat(spaces))
}

/// East Asian Width (UAX 11), with what is ambiguous (①, ○, …) as wide as Japanese terminals draw it.
fn column_count(c: char) -> usize {
    unicode_width::UnicodeWidthChar::width_cjk(c).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_text_takes_two_columns_a_character() {
        assert_eq!(columns("研修a"), 5);
        assert_eq!(shorten("研修養成", 7), "研修…");
        assert_eq!(shorten("研修", 4), "研修");
        assert_eq!(pad("研", 4), "研  ");
        assert_eq!(pad_left("研", 4), "  研");
        assert_eq!(columns("①ｶﾅか\u{3099}"), 6);
    }
}
