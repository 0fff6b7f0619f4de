//! The foot of the page: which revision it is, where the newest one is, and how to verify it.

use maud::{Markup, html};

use crate::{domain::PublishedMinutes, formats::page};

pub(super) fn footer(minutes: &PublishedMinutes) -> Markup {
    let number = minutes.number;
    let this = |extension: &str| {
        page::address(
            minutes.meeting_id,
            &format!("revisions/{number}.{extension}"),
        )
    };
    html! {
        footer #about aria-labelledby="about-title" {
            h2 #about-title { "この版について" }
            dl .fields {
                div { dt { "版" } dd { "第" (number) "版" } }
                div { dt { "発行日時" } dd { (page::moment(minutes.published_at)) } }
                @if let Some(reason) = &minutes.reason { div { dt { "発行の理由" } dd { (reason) } } }
                div { dt { "ハッシュ値" } dd { code { (minutes.hash) } " " span .note { "（SHA-256）" } } }
            }
            ul .links {
                li { a href=(page::address(minutes.meeting_id, "latest.html")) rel="latest-version" { "最新版" } }
                li { a href=(this("json")) type="application/json" { "この版のデータ（JSON）" } }
                li { a href=(this("csv")) type="text/csv" { "発言の一覧（CSV）" } }
                li { a href=(this("md")) type="text/markdown" { "文章のみ（Markdown）" } }
            }
            p .note {
                "この版の内容は発行後に変わりません。訂正は新しい版と正誤表で行い、文言を削除したときは、その箇所に削除の日と理由を示します。"
                "内容が発行時のままであることは、データ（JSON）で誰でも確かめられます。"
            }
            ol .note {
                li { "manifest を RFC 8785 の正規形にし、その SHA-256 が上のハッシュ値と一致すること。" }
                li { "parts の各項目について、salt の文字列に content の正規形を続けたものの SHA-256 が、manifest にある digest と一致すること。" }
                li { "manifest の previous_hash が、前の版のハッシュ値と一致すること。" }
            }
        }
    }
}
