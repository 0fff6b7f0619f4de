//! What differs between two revisions as an HTML page by itself: a 新旧対照表, part by part.
//!
//! What went is `<del>` on the left, what came is `<ins>` on the right, each announced to those who hear the page. Words that a
//! revision no longer shows are on neither side.

use maud::{Markup, html};

use super::{
    page,
    wording::{Budget, Stretch, compare},
    words,
};
use crate::domain::{FieldDiff, MinutesDiff, PartChange, PartDiff, PartKind, RevisionName};

/// A page with everything that differs.
pub fn diff_html(diff: &MinutesDiff) -> String {
    let mut budget = Budget::of_a_page();
    let what = format!(
        "第{}版と第{}版の新旧対照表",
        diff.from.number, diff.to.number
    );
    let title = match &diff.title {
        Some(title) => format!("{title} {what}"),
        None => what.clone(),
    };
    let parts: Vec<Markup> = diff
        .parts
        .iter()
        .map(|part| part_table(part, diff, &mut budget))
        .collect();
    let body = html! {
        header .document {
            @if let Some(title) = &diff.title { p .council { (title) } }
            h1 { (what) }
            p .edition { (summary(diff)) }
            dl .fields { (revision("旧", diff, &diff.from)) (revision("新", diff, &diff.to)) }
        }
        main #main tabindex="-1" {
            h2 { "異なる箇所" }
            @if parts.is_empty() { p { "異なる箇所はありません。" } }
            @for part in &parts { (part) }
        }
    };
    page::page(&title, &body)
}

fn summary(diff: &MinutesDiff) -> String {
    let count = |change| {
        diff.parts
            .iter()
            .filter(|part| part.change == change)
            .count()
    };
    format!(
        "訂正 {}か所、追加 {}か所、削除 {}か所",
        count(PartChange::Changed),
        count(PartChange::Added),
        count(PartChange::Removed)
    )
}

fn revision(side: &str, diff: &MinutesDiff, revision: &RevisionName) -> Markup {
    let file = format!("revisions/{}.html", revision.number);
    html! { div {
        dt { (side) }
        dd {
            a href=(page::address(diff.meeting_id, &file)) { "第" (revision.number) "版" }
            "・" (page::moment(revision.published_at)) " 発行"
            @if let Some(reason) = &revision.reason { br; span .note { "発行の理由：" (reason) } }
        }
    } }
}

fn part_table(part: &PartDiff, diff: &MinutesDiff, budget: &mut Budget) -> Markup {
    let id = format!("{}-{}", anchor(part.kind), part.id);
    let (old, new) = (
        format!("旧（第{}版）", diff.from.number),
        format!("新（第{}版）", diff.to.number),
    );
    let rows: Vec<Markup> = part
        .fields
        .iter()
        .map(|field| row(part, field, (&old, &new), budget))
        .collect();
    html! {
        section id=(id) aria-labelledby={ (id) "-title" } {
            h3 id={ (id) "-title" } { span .change { (words::change(part.change)) } " " (part.place) }
            @if part.withheld { p .note { "文言が削除されているため、比べられません。" } }
            @if !rows.is_empty() {
                table .compare {
                    caption .heard { (part.place) }
                    thead { tr {
                        th scope="col" { "項目" } th scope="col" { (old) } th scope="col" { (new) }
                    } }
                    tbody { @for row in &rows { (row) } }
                }
            }
        }
    }
}

/// The same anchors as on the pages of the revisions.
fn anchor(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Meeting => "meeting",
        PartKind::Attendance => "a",
        PartKind::Topic => "t",
        PartKind::Heading => "h",
        PartKind::Narrative => "n",
        PartKind::Material => "m",
        PartKind::Opinion => "o",
        PartKind::Erratum => "e",
    }
}

fn row(part: &PartDiff, field: &FieldDiff, labels: (&str, &str), budget: &mut Budget) -> Markup {
    let before = field.before.as_deref();
    let after = field.after.as_deref();
    let (before, after) = (
        before.map(|text| words::value(field.field, text)),
        after.map(|text| words::value(field.field, text)),
    );
    let (old, new) = match (&before, &after) {
        (Some(before), Some(after)) => {
            let (old, new) = compare(before, after, budget);
            (side(&old, del), side(&new, ins))
        }
        (before, after) => (
            one(before.as_deref(), del, field.withheld),
            one(after.as_deref(), ins, field.withheld),
        ),
    };
    html! {
        tr {
            th scope="row" { (words::field(part.kind, field.field)) }
            td data-label=(labels.0) { (old) }
            td data-label=(labels.1) { (new) }
        }
    }
}

/// A side that has nothing to be compared with.
fn one(text: Option<&str>, mark: fn(&str) -> Markup, withheld: bool) -> Markup {
    match text {
        Some(text) => side(
            &[Stretch {
                text,
                changed: true,
            }],
            mark,
        ),
        None => html! { span .none { (words::none(withheld)) } },
    }
}

fn side(stretches: &[Stretch<'_>], mark: fn(&str) -> Markup) -> Markup {
    html! { span .printed {
        @for stretch in stretches {
            @if stretch.changed { (mark(stretch.text)) } @else { (stretch.text) }
        }
    } }
}

fn del(text: &str) -> Markup {
    html! { del { (page::heard("［削除ここから］")) (text) (page::heard("［削除ここまで］")) } }
}

fn ins(text: &str) -> Markup {
    html! { ins { (page::heard("［追加ここから］")) (text) (page::heard("［追加ここまで］")) } }
}

#[cfg(test)]
#[path = "diff_html/tests.rs"]
mod tests;
