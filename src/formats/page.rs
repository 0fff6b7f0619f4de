//! What both HTML pages have in common: head, style, and words for those who hear the page.
//!
//! A page is one file: no script, nothing fetched from elsewhere. Made for JIS X 8341-3:2016 AA and WCAG 2.2 AA: one `h1`, headings
//! without gaps, landmarks with names, tables with captions and scopes, a way past the navigation (2.4.1), contrast of at least
//! 4.5:1 for text in both schemes (1.4.3), nothing told by colour alone (1.4.1), reflow at 320 pixels (1.4.10).

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::dates;
use crate::domain::Scrubbed;

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
