//! A revision as an HTML page by itself.
//!
//! The page of a numbered revision never changes, so nothing in it depends on other revisions: the link to the newest one is the
//! same in all of them. Links work under both names that a page is sent by, `latest.html` and its number.

mod attendance;
mod body;
mod errata;
mod header;
mod notes;

use maud::{Markup, html};

use super::{
    outline::{Section, common_materials, outline},
    page, words,
};
use crate::domain::{Part, PublishedMinutes, TopicContent};

/// A page with everything that the revision says.
pub fn html(minutes: &PublishedMinutes) -> String {
    let sections = outline(minutes);
    let common = common_materials(minutes);
    let body = html! {
        (header::header(minutes))
        (contents(minutes, &sections, !common.is_empty()))
        main #main tabindex="-1" {
            (attendance::attendance(&minutes.attendance))
            @if !common.is_empty() {
                section #materials aria-labelledby="materials-title" {
                    h2 #materials-title { "会議資料" }
                    (body::materials(&common))
                }
            }
            @for section in &sections { (body::section(section, minutes.topics.is_empty())) }
            (errata::errata(minutes))
        }
        (notes::footer(minutes))
    };
    page::page(&header::page_title(minutes), &body)
}

/// The navigation: the sections of the page.
fn contents(minutes: &PublishedMinutes, sections: &[Section<'_>], materials: bool) -> Markup {
    let silent = minutes.topics.is_empty();
    html! {
        nav .contents aria-labelledby="contents-title" {
            h2 #contents-title { "目次" }
            ul {
                @if !minutes.attendance.is_empty() { li { a href="#attendance" { "出欠" } } }
                @if materials { li { a href="#materials" { "会議資料" } } }
                @for section in sections.iter().filter(|section| !section.continued) {
                    @match section.topic {
                        Some(topic) => li { a href={ "#t-" (topic.id) } { (title(topic)) } },
                        None => li { a href={ "#" (body::outside_id(section)) } { (words::outside(silent)) } },
                    }
                }
                @if !minutes.errata.is_empty() { li { a href="#errata" { "正誤表" } } }
                li { a href="#about" { "この版について" } }
            }
        }
    }
}

/// Number and title of a topic.
fn title(topic: &Part<TopicContent>) -> Markup {
    html! {
        @match &topic.content {
            Some(content) => {
                @if let Some(number) = &content.number { (number) " " }
                (content.title)
            }
            None => (page::scrubbed(topic.scrubbed.as_ref())),
        }
    }
}

#[cfg(test)]
#[path = "html/tests.rs"]
mod tests;
