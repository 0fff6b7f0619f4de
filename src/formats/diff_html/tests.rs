use super::*;
use crate::{
    domain::{PublishedMinutes, RedactionMark, diff, example},
    formats::reader::{Page, text_of},
};

fn page(from: &PublishedMinutes, to: &PublishedMinutes) -> String {
    let text = diff_html(&diff(from, to));
    let page = Page::read(&text);
    assert_eq!(
        (page.count("h1"), page.count("main"), page.count("script")),
        (1, 1, 0)
    );
    text
}

#[test]
fn what_went_and_what_came_is_marked_and_announced() {
    let text = page(&example::minutes(), &example::next());
    let heard = |what: &str| format!("<span class=\"heard\">［{what}］</span>");
    for (tag, word, from, to) in [
        ("del", "２", "削除ここから", "削除ここまで"),
        ("ins", "３", "追加ここから", "追加ここまで"),
    ] {
        let marked = format!("年<{tag}>{}{word}{}</{tag}>回、", heard(from), heard(to));
        assert!(text.contains(&marked), "{marked}");
    }
    let words = text_of(&text);
    assert!(words.contains("訂正 2か所、追加 1か所、削除 0か所"));
    assert!(
        words.contains("訂正 議題（２） コーディネーターの養成と配置の状況 ／ 養成研修 ／ 第5発言")
    );
    assert!(words.contains("文言が削除されているため、比べられません。"));
    assert!(!words.contains("要医療児者支援体制加算"));
}

#[test]
fn words_of_closed_sets_are_in_japanese() {
    let from = example::minutes();
    let mut to = from.clone();
    to.opinions[2].content.as_mut().unwrap().kind = crate::domain::OpinionKind::Report;
    to.meeting.content.as_mut().unwrap().date = "2024-06-06".parse().ok();
    let words = text_of(&page(&from, &to))
        .replace("［削除ここから］", "")
        .replace("［追加ここから］", "");
    assert!(words.contains("発言の種別"));
    assert!(words.contains("質問") && words.contains("報告") && !words.contains("report"));
    assert!(words.contains("令和6年6月"));
}

#[test]
fn words_that_must_not_show_are_on_neither_side() {
    let mut from = example::minutes();
    let mut to = from.clone();
    to.number = 2;
    from.opinions[1].content.as_mut().unwrap().text = "秘密の話".to_owned();
    let content = to.opinions[1].content.as_mut().unwrap();
    content.text = "■■の話".to_owned();
    content.redactions = vec![RedactionMark {
        start: 0,
        end: 2,
        reason: "個人情報".to_owned(),
    }];
    for (from, to) in [(&from, &to), (&to, &from)] {
        let words = text_of(&page(from, to));
        assert!(words.contains("（文言は掲載しません）") && !words.contains("秘密"));
    }
}

#[test]
fn what_looks_like_markup_stays_a_text() {
    let from = example::minutes();
    let mut to = from.clone();
    to.opinions[1].content.as_mut().unwrap().text =
        "<script>alert(1)</script> & \"引用\"".to_owned();
    to.topics[0].content.as_mut().unwrap().title = "<b>".to_owned();
    let text = page(&from, &to);
    assert!(text_of(&text).contains("<b>"));
}

#[test]
fn revisions_that_do_not_differ_say_so() {
    let minutes = example::minutes();
    assert!(page(&minutes, &minutes).contains("異なる箇所はありません。"));
}
