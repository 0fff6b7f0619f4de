use proptest::prelude::*;

use super::*;
use crate::domain::{PartKind, example};

/// Minutes of three topics and two headings in the second, whose opinions stand under these.
fn minutes(places: &[(Option<usize>, Option<usize>)]) -> PublishedMinutes {
    let mut minutes = example::minutes();
    let opinion = |(n, (topic, heading)): (usize, &(Option<usize>, Option<usize>))| {
        let mut content = example::opinion("意見");
        content.topic_id = topic.map(|n| example::id(PartKind::Topic, n).into());
        content.heading_id = heading.map(|n| example::id(PartKind::Heading, n).into());
        example::part(PartKind::Opinion, n, content)
    };
    minutes.opinions = places.iter().enumerate().map(opinion).collect();
    minutes
}

/// 1[heading 1 2] for a topic, its headings and the numbers of the opinions; + where it is continued.
fn drawn(minutes: &PublishedMinutes) -> Vec<String> {
    let again = |continued| if continued { "+" } else { "" };
    let index = |id: Uuid| id.as_u128() & 0xff;
    let group = |group: &Group<'_>| {
        let name = match group.heading {
            Some(heading) => format!("h{}{}", index(heading.id), again(group.continued)),
            None => "-".to_owned(),
        };
        let numbers: Vec<String> = group
            .opinions
            .iter()
            .map(|o| o.number.to_string())
            .collect();
        format!("[{name}:{}]", numbers.join(" "))
    };
    let section = |section: Section<'_>| {
        let name = match section.topic {
            Some(topic) => format!("t{}{}", index(topic.id), again(section.continued)),
            None => "-".to_owned(),
        };
        name + &section.groups.iter().map(group).collect::<String>()
    };
    outline(minutes).into_iter().map(section).collect()
}

#[test]
fn opinions_stand_under_topic_and_heading() {
    assert_eq!(
        drawn(&example::minutes()),
        ["-[-:1]", "t0", "t1[h0:2 3 4][h1:5 6]", "t2[-:7]"]
    );
}

#[test]
fn a_topic_and_a_heading_that_come_back_are_continued() {
    let one = Some(1);
    assert_eq!(
        drawn(&minutes(&[
            (one, Some(0)),
            (one, Some(1)),
            (one, Some(0)),
            (one, None),
            (Some(2), None),
            (one, Some(1)),
            (None, None),
        ])),
        [
            "t0",
            "t1[h0:1][h1:2][h0+:3][-:4]",
            "t2[-:5]",
            "t1+[h1+:6]",
            "-[-:7]"
        ]
    );
}

#[test]
fn topics_and_headings_of_which_nothing_was_said_keep_their_place() {
    assert_eq!(drawn(&minutes(&[])), ["t0", "t1[h0:][h1:]", "t2"]);
    assert_eq!(
        drawn(&minutes(&[(Some(1), Some(1)), (Some(2), None)])),
        ["t0", "t1[h0:][h1:1]", "t2[-:2]"]
    );
    assert_eq!(
        drawn(&minutes(&[(Some(2), None)])),
        ["t0", "t1[h0:][h1:]", "t2[-:1]"]
    );
}

#[test]
fn what_lost_its_words_stays_with_its_neighbours() {
    let mut minutes = example::minutes();
    example::scrub(&mut minutes.opinions[3]);
    example::scrub(&mut minutes.headings[1]);
    example::scrub(&mut minutes.narratives[1]);
    assert_eq!(drawn(&minutes)[2], "t1[h0:2 3 4][h1:5 6]");
    let sections = outline(&minutes);
    assert_eq!(sections[1].narratives.len(), 2);
    minutes.opinions.drain(..3);
    assert_eq!(drawn(&minutes)[1], "t1[-:1][h0:][h1:2 3]");
}

#[test]
fn a_topic_that_is_not_published_is_none() {
    let mut minutes = minutes(&[(Some(0), None), (Some(1), Some(0))]);
    minutes.topics.remove(1);
    assert_eq!(drawn(&minutes), ["t0[-:1]", "-[h0:2][h1:]", "t2"]);
}

proptest! {
    #[test]
    fn nothing_is_lost_and_opinions_keep_their_order(
        places in prop::collection::vec(
            (prop::option::of(0..4usize), prop::option::of(0..3usize), prop::bool::weighted(0.2)),
            0..12,
        ),
        scrubbed in prop::collection::vec(any::<bool>(), 8),
    ) {
        let named: Vec<_> = places.iter().map(|(topic, heading, _)| (*topic, *heading)).collect();
        let mut minutes = minutes(&named);
        for (part, (_, _, gone)) in minutes.opinions.iter_mut().zip(&places) {
            if *gone {
                example::scrub(part);
            }
        }
        let mut scrubbed = scrubbed.into_iter();
        let mut gone = || scrubbed.next() == Some(true);
        minutes.topics.iter_mut().filter(|_| gone()).for_each(example::scrub);
        minutes.headings.iter_mut().filter(|_| gone()).for_each(example::scrub);
        minutes.narratives.iter_mut().filter(|_| gone()).for_each(example::scrub);
        let sections = outline(&minutes);
        let groups = || sections.iter().flat_map(|section| &section.groups);
        let numbers: Vec<usize> = groups().flat_map(|g| &g.opinions).map(|o| o.number).collect();
        prop_assert_eq!(numbers, (1..=places.len()).collect::<Vec<_>>());
        let topics = sections.iter().filter(|section| !section.continued && section.topic.is_some());
        prop_assert_eq!(topics.count(), minutes.topics.len());
        let headings = groups().filter(|group| !group.continued && group.heading.is_some());
        prop_assert_eq!(headings.count(), minutes.headings.len());
        let narratives: usize = sections.iter().map(|section| section.narratives.len()).sum();
        prop_assert_eq!(narratives, minutes.narratives.len());
        let materials: usize = sections.iter().map(|section| section.materials.len()).sum();
        prop_assert_eq!(materials + common_materials(&minutes).len(), minutes.materials.len());
    }
}
