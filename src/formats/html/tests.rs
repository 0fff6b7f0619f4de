use std::collections::HashSet;

use proptest::prelude::*;

use super::html;
use crate::{
    domain::{MeetingMode, PartKind, PublishedMinutes, example},
    formats::reader::{Page, text_of},
};

/// What stands in the first `<p class="text">` after an opinion's anchor, paragraph by paragraph.
fn wording(page: &str, minutes: &PublishedMinutes, index: usize) -> Vec<String> {
    let anchor = format!(
        "<article class=\"opinion\" id=\"o-{}\">",
        minutes.opinions[index].id
    );
    let (_, rest) = page.split_once(&anchor).unwrap();
    let (article, _) = rest.split_once("</article>").unwrap();
    let paragraphs = article.split("<p class=\"text\">").skip(1);
    paragraphs
        .map(|paragraph| text_of(paragraph.split_once("</p>").unwrap().0))
        .collect()
}

#[test]
fn a_page_is_whole_and_stands_by_itself() {
    for minutes in [example::bare(), example::minutes(), example::next()] {
        let text = html(&minutes);
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"ja\">"));
        let page = Page::read(&text);
        assert_eq!(page.count("h1"), 1);
        assert_eq!(page.count("main"), 1);
        for tag in ["script", "img", "link", "iframe", "object", "base", "form"] {
            assert_eq!(page.count(tag), 0, "{tag}");
        }
        for (tag, name, value) in page.attributes() {
            assert!(
                !name.starts_with("on") && name != "src" && name != "style",
                "{tag} {name}"
            );
            assert!(
                !(name == "href" && value.starts_with("javascript")),
                "{value}"
            );
        }
        assert!(!text.contains("url(") && !text.contains("@import"));
    }
}

#[test]
fn headings_follow_each_other_and_every_link_inside_arrives() {
    let page = html(&example::next());
    let page = Page::read(&page);
    let mut level = 0;
    for tag in page
        .tags()
        .filter(|tag| ["h1", "h2", "h3", "h4"].contains(tag))
    {
        let next = usize::from(tag.as_bytes()[1] - b'0');
        assert!(next <= level + 1, "{tag} after h{level}");
        level = next;
    }
    let ids: Vec<&str> = page.values("id").collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id is there once");
    for name in ["href", "aria-labelledby"] {
        for value in page.values(name) {
            let target = value.strip_prefix('#').unwrap_or(value);
            let inside = name != "href" || value.starts_with('#');
            assert!(!inside || known.contains(target), "{name} {value}");
        }
    }
    assert_eq!(page.count("table"), page.count("caption"));
    assert!(page.tags().filter(|tag| *tag == "th").count() <= page.values("scope").count());
}

#[test]
fn dates_are_in_the_japanese_calendar_and_readable_by_machines() {
    let text = text_of(&html(&example::minutes()));
    for words in [
        "令和6年6月5日（水曜日） 18時30分から20時25分まで",
        "令和6年度 第1回",
        "対面及びオンライン開催",
        "第1版・令和6年6月20日（木曜日） 10時05分 発行",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let page = html(&example::minutes());
    assert!(page.contains("<time datetime=\"2024-06-05\">"));
    assert!(page.contains("<time datetime=\"2024-06-05T18:30+09:00\">"));
    assert!(page.contains("<time datetime=\"2024-06-20T10:05:00+09:00\">"));
}

#[test]
fn a_meeting_in_writing_has_a_period() {
    let mut minutes = example::bare();
    let meeting = minutes.meeting.content.as_mut().unwrap();
    meeting.mode = Some(MeetingMode::Written);
    meeting.date = "2019-04-22".parse().ok();
    meeting.end_date = "2019-05-10".parse().ok();
    let text = text_of(&html(&minutes));
    assert!(text.contains("期間平成31年4月22日（月曜日）から令和元年5月10日（金曜日）まで"));
    assert!(text.contains("開催方法書面開催"));
}

#[test]
fn what_is_not_known_has_no_line() {
    let page = html(&example::bare());
    for words in [
        "日時",
        "期間",
        "会場",
        "開催方法",
        "年度・回",
        "出欠",
        "正誤表",
        "会議資料",
    ] {
        assert!(!page.contains(&format!(">{words}<")), "{words}");
    }
}

#[test]
fn words_left_out_are_announced_with_their_reason() {
    let minutes = example::minutes();
    let page = html(&minutes);
    assert_eq!(
        wording(&page, &minutes, 4),
        [
            "退院前から関わったのは、例えば〔非公開：個人情報〕さんの家庭である。契約の前は報酬が発生しない。"
        ]
    );
    assert!(page.contains("<span class=\"redacted\">〔非公開：個人情報〕</span>"));
    assert!(!page.contains("class=\"reason\""));
    // A mark that does not tell its reason.
    let mut minutes = minutes;
    let content = minutes.opinions[4].content.as_mut().unwrap();
    content.redactions[0].reason = "捜査中のため".to_owned();
    let page = html(&minutes);
    assert!(page.contains(
        "〔非公開：個人情報〕<span class=\"heard\">（非公開の理由：捜査中のため）</span>"
    ));
    assert!(page.contains("<p class=\"reason\">非公開の理由：捜査中のため</p>"));
}

#[test]
fn scrubbed_parts_say_when_and_why() {
    let mut minutes = example::next();
    example::scrub(&mut minutes.meeting);
    example::scrub(&mut minutes.attendance[0]);
    example::scrub(&mut minutes.topics[1]);
    example::scrub(&mut minutes.headings[0]);
    example::scrub(&mut minutes.narratives[1]);
    example::scrub(&mut minutes.materials[1]);
    example::scrub(&mut minutes.errata[0]);
    let text = html(&minutes);
    let page = Page::read(&text);
    assert_eq!(page.count("h1"), 1);
    let notice = "〔2025年4月1日削除：個人情報を誤って掲載したため〕";
    // Eight of them, and the title of the topic once more in the list of contents.
    assert_eq!(text_of(&text).matches(notice).count(), 9);
    assert!(text.contains("<time datetime=\"2025-04-01T00:30:00+09:00\">2025年4月1日</time>"));
    // What was said under the topic and the heading is still under them.
    let topic = format!("id=\"t-{}\"", minutes.topics[1].id);
    let (_, below) = text.split_once(&topic).unwrap();
    assert!(below.contains("小田切課長"));
}

#[test]
fn a_printed_address_that_is_none_of_the_web_is_no_link() {
    let mut minutes = example::minutes();
    for (url, linked) in [
        ("javascript:alert(1)", false),
        ("HTTPS://x.example/", true),
        ("庁内", false),
    ] {
        minutes.materials[1].content.as_mut().unwrap().url = Some(url.to_owned());
        assert_eq!(
            html(&minutes).contains(&format!("href=\"{url}\"")),
            linked,
            "{url}"
        );
    }
}

#[test]
fn a_page_of_two_thousand_opinions_has_them_all() {
    let mut minutes = example::minutes();
    minutes.opinions = (0..2_000)
        .map(|n| {
            let mut content = example::opinion(&format!("{n}番目の意見である。"));
            content.topic_id = Some(minutes.topics[n % 3].id.into());
            example::part(PartKind::Opinion, n, content)
        })
        .collect();
    let text = html(&minutes);
    let page = Page::read(&text);
    assert_eq!(page.count("article"), 2_000);
    assert_eq!(wording(&text, &minutes, 1_999), ["1999番目の意見である。"]);
    let ids: Vec<&str> = page.values("id").collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    assert!(text.contains("その他（続き）"));
}

proptest! {
    #[test]
    fn the_wording_reads_back(text in "[<>&\"'a-c/=!#\n 　﨑瀨𠮷\u{e0100}]{0,24}") {
        let mut minutes = example::minutes();
        let content = minutes.opinions[2].content.as_mut().unwrap();
        content.text = text.clone();
        content.speaker_name = Some(text.replace('\n', ""));
        minutes.topics[1].content.as_mut().unwrap().title = text.replace('\n', "");
        minutes.materials[1].content.as_mut().unwrap().url = Some(format!("https://{}", text.replace('\n', "")));
        let page = html(&minutes);
        // Nothing of it became a tag: the page is as well formed as before.
        prop_assert_eq!(Page::read(&page).count("article"), 7);
        prop_assert_eq!(wording(&page, &minutes, 2).join("\n"), text);
        prop_assert_eq!(page, html(&minutes.clone()));
    }
}
