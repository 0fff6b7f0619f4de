//! Where a part stands, in words that a person finds it by.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::domain::{HeadingContent, HeadingId, Part, PublishedMinutes, TopicContent, TopicId};

/// What stands where words were taken out.
const SCRUBBED: &str = "〔削除〕";

/// Between the steps from the agenda down to an opinion.
pub(super) const STEP: &str = " ／ ";

/// The titles of a revision's topics and headings.
pub(super) struct Places<'a> {
    topics: HashMap<Uuid, Option<&'a TopicContent>>,
    headings: HashMap<Uuid, Option<&'a HeadingContent>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(minutes: &'a PublishedMinutes) -> Self {
        Self {
            topics: contents(&minutes.topics, None),
            headings: contents(&minutes.headings, None),
        }
    }

    /// Without the titles that the newer revision has no more: they may have gone for a reason, and are not to come back in a place.
    pub(super) fn of_older(minutes: &'a PublishedMinutes, newer: &PublishedMinutes) -> Self {
        Self {
            topics: contents(&minutes.topics, Some(&ids(&newer.topics))),
            headings: contents(&minutes.headings, Some(&ids(&newer.headings))),
        }
    }

    /// The number and title of a topic; none where there is no such topic.
    pub(super) fn topic(&self, id: Option<TopicId>) -> Option<String> {
        let content = self.topics.get(&id?.0)?;
        Some(content.map_or_else(|| SCRUBBED.to_owned(), topic_label))
    }

    /// The title of a heading; none where there is no such heading.
    pub(super) fn heading(&self, id: Option<HeadingId>) -> Option<String> {
        let content = self.headings.get(&id?.0)?;
        Some(
            content
                .map_or(SCRUBBED, |heading| &heading.title)
                .to_owned(),
        )
    }

    /// The steps down to something in a topic: `last` names the thing itself.
    pub(super) fn below(
        &self,
        topic: Option<TopicId>,
        heading: Option<HeadingId>,
        last: String,
    ) -> String {
        let topic = topic.and_then(|id| self.topics.get(&id.0));
        let topic = topic.map(|content| topic_place(*content));
        let steps: Vec<String> = [topic, self.heading(heading), Some(last)]
            .into_iter()
            .flatten()
            .collect();
        steps.join(STEP)
    }
}

fn ids<T>(parts: &[Part<T>]) -> HashSet<Uuid> {
    parts.iter().map(|part| part.id).collect()
}

fn contents<'a, T>(
    parts: &'a [Part<T>],
    known: Option<&HashSet<Uuid>>,
) -> HashMap<Uuid, Option<&'a T>> {
    let words = |part: &'a Part<T>| {
        let content = part.content.as_ref();
        content.filter(|_| known.is_none_or(|known| known.contains(&part.id)))
    };
    parts.iter().map(|part| (part.id, words(part))).collect()
}

/// （２） 養成研修.
fn topic_label(topic: &TopicContent) -> String {
    match &topic.number {
        Some(number) => format!("{number} {}", topic.title),
        None => topic.title.clone(),
    }
}

/// 議題（２） 養成研修; a number that says itself what it is (報告事項１, 次第２) stands alone.
pub(super) fn topic_place(topic: Option<&TopicContent>) -> String {
    let Some(topic) = topic else {
        return format!("議題{SCRUBBED}");
    };
    match &topic.number {
        Some(number) if says_what_it_is(number) => topic_label(topic),
        Some(_) => format!("議題{}", topic_label(topic)),
        None => format!("議題 {}", topic.title),
    }
}

fn says_what_it_is(number: &str) -> bool {
    let kanji = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    number
        .chars()
        .any(|c| kanji(c) && !"〇一二三四五六七八九十百".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(number: Option<&str>) -> String {
        topic_place(Some(&TopicContent {
            position: 0,
            number: number.map(str::to_owned),
            title: "養成研修".to_owned(),
        }))
    }

    #[test]
    fn a_topic_is_called_as_printed() {
        assert_eq!(topic(Some("（２）")), "議題（２） 養成研修");
        assert_eq!(topic(Some("（二）")), "議題（二） 養成研修");
        assert_eq!(topic(Some("報告事項１")), "報告事項１ 養成研修");
        assert_eq!(topic(Some("議題１")), "議題１ 養成研修");
        assert_eq!(topic(None), "議題 養成研修");
        assert_eq!(topic_place(None), "議題〔削除〕");
    }
}
