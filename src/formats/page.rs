//! What both HTML pages have in common: head, style, and words for those who hear the page.
//!
//! A page is one file: no script, nothing fetched from elsewhere. Made for JIS X 8341-3:2016 AA and WCAG 2.2 AA: one `h1`, headings
//! without gaps, landmarks with names, tables with captions and scopes, a way past the navigation (2.4.1), contrast of at least
//! 4.5:1 for text in both schemes (1.4.3), nothing told by colour alone (1.4.1), reflow at 320 pixels (1.4.10).

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::dates;
use crate::domain::{MeetingId, Scrubbed};

/// Inside `style` the text is not escaped: the file is our own and holds no `</`.
const STYLE: &str = include_str!("page.css");

/// A page: title, and what stands in `body` behind the skip link.
pub(super) fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="ja" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="giji";
                meta name="color-scheme" content="light dark";
                meta name="format-detection" content="telephone=no";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a .skip href="#main" { "本文へ移動" }
                (body)
            }
        }
    };
    page.into_string()
}

/// Where a file of published minutes is: without a host, so that it is on whichever server the page came from.
pub(super) fn address(meeting: MeetingId, file: &str) -> String {
    format!("/api/v1/meetings/{meeting}/minutes/{file}")
}

/// Words for those who hear the page; those who see it see the same by its form.
pub(super) fn heard(words: &str) -> Markup {
    html! { span .heard { (words) } }
}

/// What stands where words were taken out: 〔2025年4月1日削除：個人情報〕.
pub(super) fn scrubbed(scrubbed: Option<&Scrubbed>) -> Markup {
    html! { span .scrubbed {
        @if let Some(Scrubbed { at, reason }) = scrubbed {
            "〔" time datetime=(dates::machine_moment(*at)) { (scrub_day(*at)) } "削除：" (reason) "〕"
        } @else {
            "〔削除〕"
        }
    } }
}

fn scrub_day(at: chrono::DateTime<chrono::Utc>) -> String {
    dates::western(dates::in_japan(at).date_naive())
}

/// The same as plain text.
pub(super) fn scrubbed_words(scrubbed: Option<&Scrubbed>) -> String {
    match scrubbed {
        Some(Scrubbed { at, reason }) => format!("〔{}削除：{reason}〕", scrub_day(*at)),
        None => "〔削除〕".to_owned(),
    }
}

/// A moment, readable by people and by machines.
pub(super) fn moment(at: chrono::DateTime<chrono::Utc>) -> Markup {
    html! { time datetime=(dates::machine_moment(at)) { (dates::moment(at)) } }
}

/// A link where the address is one of the web, else the text alone: a printed `javascript:` stays a text.
pub(super) fn link(address: &str, text: &str) -> Markup {
    let web = ["https://", "http://"];
    let safe = web.iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    html! {
        @if safe { a href=(address) { (text) } } @else { (text) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::STYLE;

    /// The colours of a block of the style, by name.
    fn colours(block: &str) -> HashMap<&str, [f64; 3]> {
        let block = block.split_once(":root {").unwrap().1;
        let block = block.split_once('}').unwrap().0;
        block.split(';').filter_map(colour).collect()
    }

    fn colour(declaration: &str) -> Option<(&str, [f64; 3])> {
        let (name, value) = declaration.trim().split_once(": #")?;
        let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(16)).collect();
        let channel = |n: usize| match digits.len() {
            3 => digits[n] * 17,
            _ => digits[2 * n] * 16 + digits[2 * n + 1],
        };
        Some((name, [0, 1, 2].map(|n| f64::from(channel(n)))))
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(colour: [f64; 3]) -> f64 {
        let [r, g, b] = colour.map(|channel| match channel / 255.0 {
            c if c <= 0.04045 => c / 12.92,
            c => ((c + 0.055) / 1.055).powf(2.4),
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_has_the_contrast_of_aa_in_every_scheme() {
        let (light, rest) = STYLE
            .split_once("@media (prefers-color-scheme: dark)")
            .unwrap();
        let (dark, print) = rest.split_once("@media print").unwrap();
        for (scheme, block) in [("light", light), ("dark", dark), ("print", print)] {
            let colours = colours(block);
            assert_eq!(colours.len(), 14, "{scheme}");
            for (text, ground) in [
                ("--ink", "--paper"),
                ("--ink", "--ground"),
                ("--ink", "--mark"),
                ("--ink", "--warm"),
                ("--ink", "--ins"),
                ("--ink", "--del"),
                ("--quiet", "--paper"),
                ("--quiet", "--ground"),
                ("--quiet", "--warm"),
                ("--link", "--paper"),
                ("--link", "--ground"),
                ("--paper", "--rule"),
            ] {
                let contrast = contrast(colours[text], colours[ground]);
                assert!(contrast >= 4.5, "{scheme}: {text} on {ground} {contrast}");
            }
            for line in ["--rule", "--warm-line", "--ins-line", "--del-line"] {
                assert!(
                    contrast(colours[line], colours["--paper"]) >= 3.0,
                    "{scheme}: {line}"
                );
            }
        }
    }

    #[test]
    fn the_style_fetches_nothing_and_cannot_end_its_element() {
        for text in ["</", "url(", "@import"] {
            assert!(!STYLE.contains(text), "{text}");
        }
    }
}
