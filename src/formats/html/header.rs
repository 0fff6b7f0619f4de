//! The heading of the document: council, title, and when, where and how it met.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::{
    domain::{ClockTime, MeetingContent, MeetingMode, PublishedMinutes, printed_fiscal_year},
    formats::{dates, page, words},
};

/// What a window or a bookmark is called.
pub(super) fn page_title(minutes: &PublishedMinutes) -> String {
    let number = minutes.number;
    match &minutes.meeting.content {
        Some(meeting) => format!("{} 議事要旨（第{number}版）", meeting.title),
        None => format!("議事要旨（第{number}版）"),
    }
}

pub(super) fn header(minutes: &PublishedMinutes) -> Markup {
    html! {
        header .document {
            @match &minutes.meeting.content {
                Some(meeting) => {
                    @if !meeting.title.contains(&meeting.council) {
                        p .council { (meeting.council) }
                    }
                    h1 { (meeting.title) " " span .what { "議事要旨" } }
                }
                None => h1 { (page::scrubbed(minutes.meeting.scrubbed.as_ref())) " " span .what { "議事要旨" } },
            }
            p .edition {
                "第" (minutes.number) "版" span .dot { "・" } (page::moment(minutes.published_at)) " 発行"
            }
            @if let Some(meeting) = &minutes.meeting.content { (fields(meeting)) }
        }
    }
}

/// What is known of the meeting; what is not known has no line.
fn fields(meeting: &MeetingContent) -> Markup {
    let year = meeting.fiscal_year.map(printed_fiscal_year);
    let round = meeting.round.map(|round| format!("第{round}回"));
    let which: Vec<String> = year.into_iter().chain(round).collect();
    let when = meeting.date.is_some() || meeting.end_date.is_some() || times(meeting);
    let council = meeting.title.contains(&meeting.council);
    html! {
        dl .fields {
            @if council { div { dt { "会議体" } dd { (meeting.council) } } }
            @if !which.is_empty() { div { dt { "年度・回" } dd { (which.join(" ")) } } }
            @if when { div {
                dt { @if meeting.mode == Some(MeetingMode::Written) { "期間" } @else { "日時" } }
                dd { (days(meeting)) (hours(meeting)) }
            } }
            @if let Some(venue) = &meeting.venue { div { dt { "会場" } dd { (venue) } } }
            @if let Some(mode) = meeting.mode { div { dt { "開催方法" } dd { (words::mode(mode)) } } }
        }
    }
}

fn times(meeting: &MeetingContent) -> bool {
    meeting.start_time.is_some() || meeting.end_time.is_some()
}

fn days(meeting: &MeetingContent) -> Markup {
    let last = meeting.end_date.filter(|end| Some(*end) != meeting.date);
    html! {
        @if let Some(date) = meeting.date { (day(date)) }
        @if let Some(last) = last {
            @if meeting.date.is_some() { "から" }
            (day(last)) "まで"
        }
    }
}

fn day(date: NaiveDate) -> Markup {
    html! { time datetime=(date) { (dates::wareki_with_weekday(date)) } }
}

fn hours(meeting: &MeetingContent) -> Markup {
    let (start, end) = (meeting.start_time, meeting.end_time);
    // Of several days nothing says on which of them it began or ended.
    let date = meeting.date.filter(|_| meeting.end_date.is_none());
    html! {
        @if times(meeting) && meeting.date.or(meeting.end_date).is_some() { " " }
        @if let Some(start) = start { (hour(start, date)) "から" }
        @if let Some(end) = end { (hour(end, date)) "まで" }
    }
}

/// The datetime is that of Japan (UTC+9, no summer time), where the councils are.
fn hour(time: ClockTime, date: Option<NaiveDate>) -> Markup {
    html! {
        @match date {
            Some(date) => time datetime={ (date) "T" (time) "+09:00" } { (dates::clock(time)) },
            None => time datetime=(time) { (dates::clock(time)) },
        }
    }
}
