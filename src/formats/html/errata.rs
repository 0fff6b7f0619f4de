//! The 正誤表: what this revision corrects.

use std::collections::HashSet;

use maud::{Markup, html};
use uuid::Uuid;

use crate::{
    domain::{ErratumContent, Part, PartKind, PublishedMinutes},
    formats::{page, words},
};

pub(super) fn errata(minutes: &PublishedMinutes) -> Markup {
    let opinions: HashSet<Uuid> = minutes.opinions.iter().map(|part| part.id).collect();
    let topics: HashSet<Uuid> = minutes.topics.iter().map(|part| part.id).collect();
    let anchor = |erratum: &ErratumContent| match erratum.subject {
        PartKind::Opinion if opinions.contains(&erratum.subject_id) => Some("#o-"),
        PartKind::Topic if topics.contains(&erratum.subject_id) => Some("#t-"),
        _ => None,
    };
    html! {
        @if !minutes.errata.is_empty() {
            section #errata aria-labelledby="errata-title" {
                h2 #errata-title { "正誤表" }
                div .table {
                    table .errata {
                        caption { "第" (minutes.number) "版で訂正した箇所" }
                        thead { tr {
                            th scope="col" { "箇所" }
                            th scope="col" { "項目" }
                            th scope="col" { "誤（訂正前）" }
                            th scope="col" { "正（訂正後）" }
                            th scope="col" { "理由" }
                        } }
                        tbody { @for erratum in &minutes.errata { (row(erratum, &anchor)) } }
                    }
                }
            }
        }
    }
}

fn row(
    erratum: &Part<ErratumContent>,
    anchor: &impl Fn(&ErratumContent) -> Option<&'static str>,
) -> Markup {
    html! {
        tr {
            @match &erratum.content {
                Some(content) => {
                    th scope="row" {
                        @match anchor(content) {
                            Some(anchor) => a href={ (anchor) (content.subject_id) } { (content.place) },
                            None => (content.place),
                        }
                    }
                    td data-label="項目" { (words::field(content.subject, &content.field)) }
                    td data-label="誤（訂正前）" { (side(content, content.before.as_deref())) }
                    td data-label="正（訂正後）" { (side(content, content.after.as_deref())) }
                    td data-label="理由" { (content.reason) }
                }
                None => td colspan="5" { (page::scrubbed(erratum.scrubbed.as_ref())) },
            }
        }
    }
}

fn side(content: &ErratumContent, words: Option<&str>) -> Markup {
    let withheld = content.before.is_none() && content.after.is_none();
    html! {
        @match words {
            Some(words) => span .printed { (words::value(&content.field, words)) },
            None => span .none { (words::none(withheld)) },
        }
    }
}
