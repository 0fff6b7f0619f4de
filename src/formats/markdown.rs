//! A revision as Markdown: the same content as the page, for people who read or compare texts.
//!
//! Each paragraph stands between blank lines, each opinion under a heading of its own with an anchor, stage directions are quoted, and all
//! wording is escaped.

mod escape;

use std::fmt::Write as _;

use self::escape::{cell, line};
use super::{
    dates,
    marks::{Stretch, paragraphs, untold_reasons},
    outline::{Group, Numbered, Section, common_materials, outline},
    page::{self, scrubbed_words},
    words,
};
use crate::domain::{
    AttendanceContent, AttendanceStatus, Capacity, ErratumContent, MaterialContent, MeetingContent,
    MeetingMode, Part, PublishedMinutes, Scrubbed, TextEnum, printed_fiscal_year,
};

/// Everything that the revision says, as Markdown.
pub fn markdown(minutes: &PublishedMinutes) -> String {
    let mut text = Text(String::new());
    text.header(minutes);
    text.attendance(&minutes.attendance);
    let common = common_materials(minutes);
    if !common.is_empty() {
        text.block("## 会議資料");
        text.materials(&common);
    }
    for section in outline(minutes) {
        text.section(&section, minutes.topics.is_empty());
    }
    text.errata(minutes);
    text.footer(minutes);
    text.0
}

/// The document while it is written: blocks with a blank line between them.
struct Text(String);

impl Text {
    fn block(&mut self, block: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(block);
        self.0.push('\n');
    }

    fn scrubbed(&mut self, scrubbed: Option<&Scrubbed>) {
        self.block(&removed(scrubbed));
    }

    fn header(&mut self, minutes: &PublishedMinutes) {
        match &minutes.meeting.content {
            Some(meeting) => {
                self.block(&format!("# {} 議事要旨", line(&meeting.title)));
                self.edition(minutes);
                self.list(&meeting_fields(meeting));
            }
            None => {
                self.block("# 議事要旨");
                self.scrubbed(minutes.meeting.scrubbed.as_ref());
                self.edition(minutes);
            }
        }
    }

    fn edition(&mut self, minutes: &PublishedMinutes) {
        let at = dates::moment(minutes.published_at);
        self.block(&format!("第{}版・{at} 発行", minutes.number));
    }

    fn list(&mut self, items: &[(&str, String)]) {
        let items: Vec<String> = items
            .iter()
            .map(|(name, words)| format!("- {name}：{words}"))
            .collect();
        if !items.is_empty() {
            self.block(&items.join("\n"));
        }
    }

    fn attendance(&mut self, lines: &[Part<AttendanceContent>]) {
        if lines.is_empty() {
            return;
        }
        self.block("## 出欠");
        for status in AttendanceStatus::ALL {
            for capacity in Capacity::ALL {
                let contents = lines.iter().filter_map(|line| line.content.as_ref());
                let rows: Vec<String> = contents
                    .filter(|line| line.status == *status && line.capacity == *capacity)
                    .map(attendance_row)
                    .collect();
                if !rows.is_empty() {
                    let (status, capacity) = (words::status(*status), words::capacity(*capacity));
                    self.block(&format!("### {status}（{capacity}）"));
                    let head = "| 氏名 | 役職 | 所属 | 備考 |\n| --- | --- | --- | --- |";
                    self.block(&format!("{head}\n{}", rows.join("\n")));
                }
            }
        }
        for line in lines.iter().filter(|line| line.content.is_none()) {
            self.scrubbed(line.scrubbed.as_ref());
        }
    }

    fn materials(&mut self, materials: &[&Part<MaterialContent>]) {
        let item = |material: &&Part<MaterialContent>| {
            let words = match &material.content {
                Some(content) => material_words(content),
                None => removed(material.scrubbed.as_ref()),
            };
            format!("- {words}")
        };
        let items: Vec<String> = materials.iter().map(item).collect();
        if !items.is_empty() {
            self.block(&items.join("\n"));
        }
    }

    fn section(&mut self, section: &Section<'_>, no_topics: bool) {
        let again = if section.continued {
            "（続き）"
        } else {
            ""
        };
        let title = match section.topic {
            None => words::outside(no_topics).to_owned(),
            Some(topic) => match &topic.content {
                Some(content) => {
                    let number = content.number.iter().map(|number| line(number) + " ");
                    number.collect::<String>() + &line(&content.title)
                }
                None => removed(topic.scrubbed.as_ref()),
            },
        };
        let anchor = section.topic.filter(|_| !section.continued);
        let anchor = anchor.map(|topic| anchor_of('t', topic.id));
        self.block(&format!("## {}{title}{again}", anchor.unwrap_or_default()));
        self.materials(&section.materials);
        for narrative in &section.narratives {
            match &narrative.content {
                Some(content) => {
                    for paragraph in content.text.split('\n') {
                        self.block(&format!("> {}", line(paragraph)));
                    }
                }
                None => self.scrubbed(narrative.scrubbed.as_ref()),
            }
        }
        for group in &section.groups {
            self.group(group);
        }
    }

    fn group(&mut self, group: &Group<'_>) {
        if let Some(heading) = group.heading {
            let title = match &heading.content {
                Some(content) => line(&content.title),
                None => removed(heading.scrubbed.as_ref()),
            };
            let again = if group.continued { "（続き）" } else { "" };
            self.block(&format!("### {title}{again}"));
        }
        for numbered in &group.opinions {
            self.opinion(*numbered);
        }
    }

    fn opinion(&mut self, Numbered { number, opinion }: Numbered<'_>) {
        let anchor = anchor_of('o', opinion.id);
        let Some(content) = &opinion.content else {
            self.block(&format!("#### {anchor}第{number}発言"));
            self.scrubbed(opinion.scrubbed.as_ref());
            return;
        };
        let speaker = line(&words::speaker(content));
        let kind = words::kind(content.kind);
        self.block(&format!("#### {anchor}第{number}発言 {speaker}（{kind}）"));
        for paragraph in paragraphs(content) {
            let words = paragraph.into_iter().map(|stretch| match stretch {
                Stretch::Words(text) | Stretch::Mark { text, .. } => text,
            });
            let words: String = words.collect();
            if !words.is_empty() {
                self.block(&line(&words));
            }
        }
        let untold: Vec<String> = untold_reasons(content).into_iter().map(line).collect();
        if !untold.is_empty() {
            self.block(&format!("（非公開の理由：{}）", untold.join("、")));
        }
    }

    fn errata(&mut self, minutes: &PublishedMinutes) {
        if minutes.errata.is_empty() {
            return;
        }
        self.block("## 正誤表");
        let rows: Vec<String> = minutes.errata.iter().map(erratum_row).collect();
        let head =
            "| 箇所 | 項目 | 誤（訂正前） | 正（訂正後） | 理由 |\n| --- | --- | --- | --- | --- |";
        self.block(&format!("{head}\n{}", rows.join("\n")));
    }

    fn footer(&mut self, minutes: &PublishedMinutes) {
        let number = minutes.number;
        let link = |file: &str| {
            let address = page::address(minutes.meeting_id, file);
            format!("[{file}]({address})")
        };
        self.block("## この版について");
        let mut fields = vec![
            ("版", format!("第{number}版")),
            ("発行日時", dates::moment(minutes.published_at)),
        ];
        let reason = minutes.reason.as_deref().map(line);
        fields.extend(reason.map(|reason| ("発行の理由", reason)));
        fields.push(("ハッシュ値（SHA-256）", format!("`{}`", minutes.hash)));
        fields.push(("最新版", link("latest.md")));
        let json = link(&format!("revisions/{number}.json"));
        fields.push(("この版のデータ", json));
        self.list(&fields);
    }
}

fn removed(scrubbed: Option<&Scrubbed>) -> String {
    line(&scrubbed_words(scrubbed))
}

fn anchor_of(kind: char, id: uuid::Uuid) -> String {
    format!("<a id=\"{kind}-{id}\"></a>")
}

fn meeting_fields(meeting: &MeetingContent) -> Vec<(&'static str, String)> {
    let mut fields = vec![("会議体", line(&meeting.council))];
    let year = meeting.fiscal_year.map(printed_fiscal_year);
    let round = meeting.round.map(|round| format!("第{round}回"));
    let which: Vec<String> = year.into_iter().chain(round).collect();
    if !which.is_empty() {
        fields.push(("年度・回", which.join(" ")));
    }
    let when = when(meeting);
    if !when.is_empty() {
        let written = meeting.mode == Some(MeetingMode::Written);
        fields.push((if written { "期間" } else { "日時" }, when));
    }
    fields.extend(meeting.venue.iter().map(|venue| ("会場", line(venue))));
    let mode = meeting.mode.map(words::mode);
    fields.extend(mode.map(|mode| ("開催方法", mode.to_owned())));
    fields
}

fn when(meeting: &MeetingContent) -> String {
    let mut when = meeting
        .date
        .map(dates::wareki_with_weekday)
        .unwrap_or_default();
    if let Some(last) = meeting.end_date.filter(|end| Some(*end) != meeting.date) {
        let from = if when.is_empty() { "" } else { "から" };
        let _ = write!(when, "{from}{}まで", dates::wareki_with_weekday(last));
    }
    if !when.is_empty() && (meeting.start_time.is_some() || meeting.end_time.is_some()) {
        when.push(' ');
    }
    let start = meeting
        .start_time
        .map(|start| format!("{}から", dates::clock(start)));
    let end = meeting
        .end_time
        .map(|end| format!("{}まで", dates::clock(end)));
    when.extend(start.into_iter().chain(end));
    when
}

fn attendance_row(content: &AttendanceContent) -> String {
    let words = |words: &Option<String>| cell(words.as_deref().unwrap_or_default());
    let [role, organization, note] =
        [&content.role, &content.organization, &content.note].map(words);
    format!(
        "| {} | {role} | {organization} | {note} |",
        cell(&content.name)
    )
}

fn material_words(content: &MaterialContent) -> String {
    let number = content.number.as_ref();
    let number = number.filter(|number| **number != content.title);
    let number: String = number.map(|number| line(number) + " ").unwrap_or_default();
    let url = content.url.iter().map(|url| format!("（{}）", line(url)));
    format!(
        "{number}{}{}",
        line(&content.title),
        url.collect::<String>()
    )
}

fn erratum_row(erratum: &Part<ErratumContent>) -> String {
    let Some(content) = &erratum.content else {
        return format!("| {} | | | | |", removed(erratum.scrubbed.as_ref()));
    };
    let withheld = content.before.is_none() && content.after.is_none();
    let side = |words: &Option<String>| match words {
        Some(words) => cell(&words::value(&content.field, words)),
        None => words::none(withheld).to_owned(),
    };
    format!(
        "| {} | {} | {} | {} | {} |",
        cell(&content.place),
        cell(words::field(content.subject, &content.field)),
        side(&content.before),
        side(&content.after),
        cell(&content.reason)
    )
}

#[cfg(test)]
#[path = "markdown/tests.rs"]
mod tests;
