//! The topics and what was said about them.

use maud::{Markup, html};

use super::title;
use crate::{
    domain::{HeadingContent, MaterialContent, NarrativeContent, OpinionContent, Part},
    formats::{
        marks::{Stretch, paragraphs, untold_reasons},
        outline::{Group, Numbered, Section},
        page, words,
    },
};

pub(super) fn section(section: &Section<'_>, no_topics: bool) -> Markup {
    let id = match section.topic {
        Some(topic) if section.continued => format!("t-{}-{}", topic.id, first_number(section)),
        Some(topic) => format!("t-{}", topic.id),
        None => outside_id(section),
    };
    html! {
        section .topic id=(id) aria-labelledby={ (id) "-title" } {
            h2 id={ (id) "-title" } {
                @match section.topic {
                    Some(topic) => (title(topic)),
                    None => (words::outside(no_topics)),
                }
                @if section.continued { "（続き）" }
            }
            @if !section.materials.is_empty() { (materials(&section.materials)) }
            @for narrative in &section.narratives { (self::narrative(narrative)) }
            @for group in &section.groups { (self::group(group)) }
        }
    }
}

/// The anchor of a section without a topic: there may be several, each with other opinions.
pub(super) fn outside_id(section: &Section<'_>) -> String {
    format!("outside-{}", first_number(section))
}

fn first_number(section: &Section<'_>) -> usize {
    let groups = section.groups.iter();
    let mut opinions = groups.flat_map(|group| &group.opinions);
    opinions.next().map_or(0, |opinion| opinion.number)
}

pub(super) fn materials(materials: &[&Part<MaterialContent>]) -> Markup {
    html! {
        ul .materials aria-label="資料" {
            @for material in materials {
                li id={ "m-" (material.id) } {
                    @match &material.content {
                        Some(content) => (self::material(content)),
                        None => (page::scrubbed(material.scrubbed.as_ref())),
                    }
                }
            }
        }
    }
}

fn material(content: &MaterialContent) -> Markup {
    // Where no title is printed, the number is all that it is called by.
    let number = content.number.as_ref();
    let number = number.filter(|number| **number != content.title);
    html! {
        @if let Some(number) = number { span .number { (number) } " " }
        @match &content.url {
            Some(url) => (page::link(url, &content.title)),
            None => (content.title),
        }
    }
}

fn narrative(narrative: &Part<NarrativeContent>) -> Markup {
    html! {
        p .narrative id={ "n-" (narrative.id) } {
            @match &narrative.content {
                Some(content) => (content.text),
                None => (page::scrubbed(narrative.scrubbed.as_ref())),
            }
        }
    }
}

fn group(group: &Group<'_>) -> Markup {
    html! {
        @match group.heading {
            Some(heading) => section .heading aria-labelledby=(heading_id(heading, group)) {
                h3 id=(heading_id(heading, group)) {
                    @match &heading.content {
                        Some(content) => (content.title),
                        None => (page::scrubbed(heading.scrubbed.as_ref())),
                    }
                    @if group.continued { "（続き）" }
                }
                @for numbered in &group.opinions { (opinion(*numbered)) }
            },
            None => @for numbered in &group.opinions { (opinion(*numbered)) },
        }
    }
}

fn heading_id(heading: &Part<HeadingContent>, group: &Group<'_>) -> String {
    match group.opinions.first() {
        Some(first) if group.continued => format!("h-{}-{}", heading.id, first.number),
        _ => format!("h-{}", heading.id),
    }
}

fn opinion(Numbered { number, opinion }: Numbered<'_>) -> Markup {
    let id = opinion.id;
    html! {
        article .opinion id={ "o-" (id) } {
            p .who {
                a .permalink href={ "#o-" (id) } aria-label={ "第" (number) "発言へのリンク" } { (number) }
                @if let Some(content) = &opinion.content {
                    " " span .speaker { (words::speaker(content)) }
                    " " span .kind { (words::kind(content.kind)) }
                }
            }
            @match &opinion.content {
                Some(content) => (wording(content)),
                None => p .text { (page::scrubbed(opinion.scrubbed.as_ref())) },
            }
        }
    }
}

fn wording(content: &OpinionContent) -> Markup {
    let untold = untold_reasons(content);
    html! {
        @for paragraph in paragraphs(content) {
            p .text { @for stretch in paragraph {
                @match stretch {
                    Stretch::Words(words) => (words),
                    Stretch::Mark { text, reason } => span .redacted {
                        (text)
                        @if !text.contains(reason) { (page::heard(&format!("（非公開の理由：{reason}）"))) }
                    },
                }
            } }
        }
        @if !untold.is_empty() {
            p .reason { "非公開の理由：" (untold.join("、")) }
        }
    }
}
