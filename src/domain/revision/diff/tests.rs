use proptest::prelude::*;

use super::*;
use crate::domain::{Attribution, PartContent, RedactionMark, example};

/// One line for each difference: change, place, and each field with both sides.
fn told(from: &PublishedMinutes, to: &PublishedMinutes) -> Vec<String> {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
    let part = |part: &PartDiff| {
        let fields = part.fields.iter().map(|field| {
            let (before, after) = (side(&field.before), side(&field.after));
            let withheld = if field.withheld { "!" } else { "" };
            format!(" {}{withheld} {before} > {after}", field.field)
        });
        let fields: String = fields.collect();
        let withheld = if part.withheld { "!" } else { "" };
        format!("{}{withheld} {}:{fields}", part.change, part.place)
    };
    diff(from, to).parts.iter().map(part).collect()
}

fn opinion(minutes: &mut PublishedMinutes, index: usize) -> &mut crate::domain::OpinionContent {
    minutes.opinions[index].content.as_mut().unwrap()
}

fn mark(reason: &str) -> RedactionMark {
    RedactionMark {
        start: 0,
        end: 2,
        reason: reason.to_owned(),
    }
}

#[test]
fn minutes_do_not_differ_from_themselves() {
    let minutes = example::next();
    assert!(told(&minutes, &minutes).is_empty());
}

#[test]
fn a_corrected_word_is_told_with_its_place() {
    let from = example::minutes();
    let mut to = from.clone();
    opinion(&mut to, 3).text = "年３回である。".to_owned();
    to.topics[1].content.as_mut().unwrap().title = "養成".to_owned();
    to.meeting.content.as_mut().unwrap().end_time = None;
    assert_eq!(
        told(&from, &to),
        [
            "changed 会議の概要: end_time 20:25 > -",
            "changed 議題（２） 養成: title コーディネーターの養成と配置の状況 > 養成",
            "changed 議題（２） 養成 ／ 養成研修 ／ 第4発言: text 年２回、各回30名を予定している。 > 年３回である。",
        ]
    );
}

#[test]
fn what_only_made_room_is_not_told() {
    let mut from = example::minutes();
    let mut to = from.clone();
    to.opinions.remove(2);
    for (position, part) in to.opinions.iter_mut().enumerate() {
        part.content.as_mut().unwrap().position = position as i64;
    }
    let told_removed = told(&from, &to);
    assert_eq!(told_removed.len(), 1);
    assert!(
        told_removed[0].starts_with(
            "removed 議題（２） コーディネーターの養成と配置の状況 ／ 養成研修 ／ 第3発言: topic_id"
        ),
        "{told_removed:?}"
    );
    from.opinions.truncate(0);
    assert!(
        told(&from, &to)
            .iter()
            .all(|line| line.starts_with("added"))
    );
}

#[test]
fn what_went_elsewhere_is_told_once() {
    let from = example::minutes();
    let mut to = from.clone();
    let last = to.opinions.remove(6);
    to.opinions.insert(0, last);
    assert_eq!(
        told(&from, &to),
        ["changed 議題（３） その他 ／ 第1発言: position 7 > 1"]
    );
}

#[test]
fn tags_and_the_errata_are_not_compared() {
    let from = example::minutes();
    let mut to = from.clone();
    opinion(&mut to, 1).issues = vec!["fees".to_owned()];
    to.errata = example::next().errata;
    assert!(told(&from, &to).is_empty());
}

#[test]
fn words_that_the_newer_side_leaves_out_are_on_neither_side() {
    let mut from = example::minutes();
    opinion(&mut from, 1).text = "秘密の住所".to_owned();
    let mut to = from.clone();
    to.number = 2;
    opinion(&mut to, 1).text = "■■の住所".to_owned();
    opinion(&mut to, 1).redactions = vec![mark("個人情報")];
    for (from, to) in [(&from, &to), (&to, &from)] {
        let told = told(from, to);
        assert!(told[0].contains(" text! - > -"), "{told:?}");
        assert!(!told[0].contains("秘密"), "{told:?}");
    }
    let errata = errata(&diff(&from, &to), "個人情報の保護のため");
    assert!(!format!("{errata:?}").contains("秘密"));
    assert_eq!(errata[0].field, "text");
    assert_eq!(errata[1].after.as_deref(), Some("個人情報"));
}

#[test]
fn a_name_that_is_no_longer_published_is_not_repeated() {
    let from = example::minutes();
    let mut to = from.clone();
    to.number = 2;
    opinion(&mut to, 2).speaker_name = None;
    opinion(&mut to, 2).attribution = Attribution::RoleOnly;
    for (from, to) in [(&from, &to), (&to, &from)] {
        let told = told(from, to);
        assert!(told[0].contains(" speaker_name! - > -"), "{told:?}");
        assert!(!told[0].contains("島﨑"), "{told:?}");
    }
}

#[test]
fn a_side_without_words_is_not_compared() {
    let from = example::minutes();
    let mut to = from.clone();
    example::scrub(&mut to.opinions[1]);
    example::scrub(&mut to.headings[0]);
    let place = "議題（２） コーディネーターの養成と配置の状況";
    assert_eq!(
        told(&from, &to),
        ["changed! 小見出し（1番目）:", "changed! 第2発言:"]
    );
    assert_eq!(
        told(&to, &from)[1],
        format!("changed! {place} ／ 養成研修 ／ 第2発言:")
    );
    assert!(told(&to, &to).is_empty());
    let lines = errata(&diff(&from, &to), "掲載の誤り");
    assert_eq!((lines[1].field.as_str(), &lines[1].before), ("text", &None));
    to.opinions.remove(1);
    assert_eq!(errata(&diff(&from, &to), "x").len(), 2);
}

#[test]
fn errata_tell_what_came_and_went_as_a_whole() {
    let next = example::next();
    let line = |(n, field): (usize, &str)| {
        let line = next.errata[n].content.as_ref().unwrap();
        assert_eq!((line.position, line.field.as_str()), (n as i64, field));
        assert_eq!(line.reason, "聞き取りの誤り");
        (line.before.clone(), line.after.clone())
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        line((0, "added")),
        (None, some("日程は早めに示してほしい。"))
    );
    assert_eq!(
        line((2, "speaker_role")),
        (some("障害福祉課長"), some("課長"))
    );
    assert_eq!(line((3, "text")), (None, None));
    assert_eq!(next.errata.len(), 4);
    let lines = errata(&diff(&example::bare(), &example::minutes()), "x");
    let after: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.after.as_deref())
        .collect();
    for words in [
        "髙橋（会長）",
        "（３） その他",
        "養成研修",
        "資料2 養成研修の実施状況",
        "資料3",
    ] {
        assert!(after.contains(&words), "{words}");
    }
    let added = lines.iter().filter(|line| line.field == "added");
    let without: Vec<&str> = added
        .filter(|line| line.after.is_none())
        .map(|line| line.place.as_str())
        .collect();
    assert_eq!(
        without.len(),
        1,
        "one opinion has words left out: {without:?}"
    );
}

#[test]
fn errata_name_what_went_by_its_number_alone() {
    let mut less = example::minutes();
    less.number = 2;
    less.attendance.remove(0);
    less.topics.pop();
    less.headings.remove(1);
    less.materials.remove(1);
    less.opinions.truncate(5);
    less.opinions.remove(3);
    let from = example::minutes();
    let lines = errata(&diff(&from, &less), "x");
    let removed: Vec<&str> = lines
        .iter()
        .filter(|line| line.field == "removed")
        .map(|line| {
            assert_eq!((&line.before, &line.after), (&None, &None));
            line.place.as_str()
        })
        .collect();
    assert_eq!(
        removed,
        [
            "出欠 ／ 1行目",
            "議題（3番目）",
            "議題（２） コーディネーターの養成と配置の状況 ／ 小見出し（2番目）",
            "会議資料 ／ 2番目",
            "議題（２） コーディネーターの養成と配置の状況 ／ 養成研修 ／ 第4発言",
            "議題（２） コーディネーターの養成と配置の状況 ／ 〔削除〕 ／ 第6発言",
            "議題〔削除〕 ／ 第7発言",
        ]
    );
    let repeated = format!("{lines:?}");
    for words in ["髙橋", "その他", "報酬をめぐる課題", "実施状況", "年２回"] {
        assert!(!repeated.contains(words), "{words}");
    }
    assert!(
        told(&less, &from)
            .iter()
            .all(|line| !line.contains("議題（３） その他 ／"))
    );
}

#[test]
fn two_thousand_opinions_differ_in_one() {
    let mut from = example::bare();
    from.opinions = (0..2_000)
        .map(|n| {
            let content = example::opinion(&format!("{n}番目の意見である。"));
            example::part(PartKind::Opinion, n, content)
        })
        .collect();
    let mut to = from.clone();
    to.opinions.remove(0);
    to.opinions.rotate_left(1);
    assert_eq!(
        told(&from, &to),
        [
            "changed 第1999発言: position 2 > 1999",
            "removed 第1発言: text 0番目の意見である。 > - kind opinion > - attribution unattributed > -"
        ]
    );
}

/// The content of minutes as a list, with numbered positions.
fn contents(minutes: &PublishedMinutes, gap: i64) -> Vec<(Uuid, PartContent)> {
    let topics = (0..).zip(&minutes.topics).map(|(n, part)| {
        let mut content = part.content.clone().unwrap();
        content.position = n * gap;
        (part.id, PartContent::Topic(content))
    });
    let opinions = (0..).zip(&minutes.opinions).map(|(n, part)| {
        let mut content = part.content.clone().unwrap();
        content.position = n * gap;
        (part.id, PartContent::Opinion(content))
    });
    topics.chain(opinions).collect()
}

proptest! {
    /// What prints the same does not differ, and what does not, does.
    #[test]
    fn the_same_print_and_no_difference_are_one(
        order in Just((0..7usize).collect::<Vec<_>>()).prop_shuffle(),
        keep in prop::collection::vec(prop::bool::weighted(0.9), 7),
        change in prop::option::of((0..7usize, 0..6usize)),
    ) {
        let from = example::minutes();
        let mut to = from.clone();
        if let Some((index, what)) = change {
            let content = opinion(&mut to, index);
            match what {
                0 => content.text.push('。'),
                1 => content.issues.clear(),
                2 => content.redactions.push(mark("秘密")),
                3 => content.heading_id = None,
                4 => content.speaker_name = None,
                _ => content.position += 100,
            }
        }
        let opinions = order.iter().filter(|index| keep[**index]);
        to.opinions = opinions.map(|index| to.opinions[*index].clone()).collect();
        let same = same_print(&contents(&from, 1), &contents(&to, 3));
        prop_assert_eq!(same, told(&from, &to).is_empty(), "{:?}", told(&from, &to));
    }
}
