//! Lines that no rule placed, put where a person says that they belong: the same before and after a meeting was made of
//! what was read. Pure: what was read and what a person said come in, what the document then reads as comes out.

use crate::domain::{Attribution, Certainty, LineSettlement, OpinionKind};

use super::cues::Cue;
use super::lines::is_terminated;
use super::parsed::{ParsedHeading, ParsedMinutes, ParsedNarrative, ParsedOpinion, Span};
use super::tags::Tagger;
use super::wording::{Joint, append};
use super::{actions, agenda};

/// A line, and where a person put it.
#[derive(Debug, Clone, Copy)]
pub struct PlacedLine<'a> {
    /// Its number in the file, from 1.
    pub line: i64,
    /// Its text.
    pub text: &'a str,
    /// Where it belongs.
    pub place: LineSettlement,
}

/// What a document reads as, once lines that had no place have one. Lines that are settled without a place stay where they
/// are.
pub fn place_lines(
    mut parsed: ParsedMinutes,
    lines: &[PlacedLine<'_>],
    tagger: &Tagger,
) -> ParsedMinutes {
    let mut lines = lines.to_vec();
    lines.sort_by_key(|line| line.line);
    let mut touched = Vec::new();
    let (after, rest): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .partition(|line| line.place == LineSettlement::OpinionAfter);
    for line in rest {
        touched.extend(place(&mut parsed, line));
    }
    // From the last on, so that several lines before one opinion keep their order.
    for line in after.into_iter().rev() {
        touched.extend(place(&mut parsed, line));
    }
    if touched.is_empty() {
        return parsed;
    }
    for opinion in &mut parsed.opinions {
        let first = opinion.source.first_line;
        if touched
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&first))
        {
            opinion.issues = tagger.tags(opinion.heading.as_deref(), &opinion.text);
        }
    }
    parsed.action_items = actions::suggest(&parsed.opinions);
    parsed
}

/// Places one line; gives the lines between which opinions that begin there read otherwise now.
fn place(parsed: &mut ParsedMinutes, line: PlacedLine<'_>) -> Option<(i64, i64)> {
    let text = line.text.trim();
    let span = Span {
        first_line: line.line,
        last_line: line.line,
        page: None,
    };
    let changed = match line.place {
        LineSettlement::Ignored | LineSettlement::Entered => return None,
        LineSettlement::Furniture => {
            parsed.furniture_lines.push(line.line);
            parsed.furniture_lines.sort_unstable();
            (0, 0)
        }
        LineSettlement::OpinionBefore => extend_before(parsed, text, line.line)?,
        LineSettlement::OpinionAfter => extend_after(parsed, text, line.line)?,
        LineSettlement::Opinion => insert_opinion(parsed, text, span),
        LineSettlement::Narrative => {
            let at = parsed
                .narratives
                .partition_point(|one| one.source.first_line < line.line);
            let narrative = ParsedNarrative {
                text: text.to_owned(),
                topic: topic_above(parsed, line.line),
                source: span,
            };
            parsed.narratives.insert(at, narrative);
            (0, 0)
        }
        LineSettlement::Heading => insert_heading(parsed, text, span),
        LineSettlement::Topic => insert_topic(parsed, text, span),
    };
    parsed.unmapped_lines.retain(|number| *number != line.line);
    Some(changed)
}

/// How two lines join that nothing was known about: a sentence that has ended is a paragraph.
fn join(text: &mut String, line: &str) {
    let joint = if is_terminated(text) {
        Joint::Paragraph
    } else {
        Joint::Wrapped
    };
    append(text, line, joint);
}

fn extend_before(parsed: &mut ParsedMinutes, text: &str, line: i64) -> Option<(i64, i64)> {
    let above = |one: &&mut ParsedOpinion| one.source.first_line < line;
    let opinion = parsed
        .opinions
        .iter_mut()
        .filter(above)
        .max_by_key(|one| one.source.first_line)?;
    join(&mut opinion.text, text);
    opinion.source.last_line = opinion.source.last_line.max(line);
    let first = opinion.source.first_line;
    Some((first, first))
}

fn extend_after(parsed: &mut ParsedMinutes, text: &str, line: i64) -> Option<(i64, i64)> {
    let below = |one: &&mut ParsedOpinion| one.source.first_line > line;
    let opinion = parsed
        .opinions
        .iter_mut()
        .filter(below)
        .min_by_key(|one| one.source.first_line)?;
    let mut whole = Cue::of(text).rest(text).to_owned();
    join(&mut whole, &opinion.text);
    opinion.text = whole;
    opinion.source.first_line = line;
    Some((line, line))
}

fn insert_opinion(parsed: &mut ParsedMinutes, text: &str, span: Span) -> (i64, i64) {
    let line = span.first_line;
    let topic = topic_above(parsed, line);
    let heading = parsed
        .headings
        .iter()
        .filter(|heading| heading.topic == topic && heading.source.first_line < line)
        .max_by_key(|heading| heading.source.first_line)
        .map(|heading| heading.title.clone());
    let at = parsed
        .opinions
        .partition_point(|one| one.source.first_line < line);
    // 主な意見等 holds for what stands between its opinions too; else nobody is printed, and nobody is made up.
    let collective = at.checked_sub(1).is_some_and(|before| {
        let before = &parsed.opinions[before];
        before.topic == topic && before.attribution == Attribution::Collective
    });
    let opinion = ParsedOpinion {
        text: Cue::of(text).rest(text).to_owned(),
        topic,
        heading,
        kind: OpinionKind::Opinion,
        attribution: if collective {
            Attribution::Collective
        } else {
            Attribution::Unattributed
        },
        certainty: Certainty::Printed,
        speaker: None,
        issues: Vec::new(),
        source: span,
    };
    parsed.opinions.insert(at, opinion);
    (line, line)
}

/// A heading holds for what stands under it, up to the next heading of its topic.
fn insert_heading(parsed: &mut ParsedMinutes, text: &str, span: Span) -> (i64, i64) {
    let line = span.first_line;
    let topic = topic_above(parsed, line);
    let title = Cue::of(text).rest(text).to_owned();
    let next = parsed
        .headings
        .iter()
        .filter(|one| one.topic == topic && one.source.first_line > line)
        .map(|one| one.source.first_line)
        .min()
        .unwrap_or(i64::MAX);
    for opinion in &mut parsed.opinions {
        let first = opinion.source.first_line;
        if opinion.topic == topic && first > line && first < next {
            opinion.heading = Some(title.clone());
        }
    }
    let at = parsed
        .headings
        .partition_point(|one| one.source.first_line < line);
    let heading = ParsedHeading {
        title,
        topic,
        source: span,
    };
    parsed.headings.insert(at, heading);
    (line, next)
}

/// A topic takes what stood under the topic above it and stands below its title.
fn insert_topic(parsed: &mut ParsedMinutes, text: &str, span: Span) -> (i64, i64) {
    let line = span.first_line;
    let above = topic_above(parsed, line);
    let at = parsed
        .topics
        .iter()
        .filter(|topic| topic.source.first_line < line)
        .count();
    let at = above.map_or(at, |above| above + 1);
    parsed
        .topics
        .insert(at, agenda::topic(text, Cue::of(text), span));
    let moved = |topic: Option<usize>, first: i64| {
        if topic == above && first > line {
            Some(at)
        } else {
            topic.map(|index| if index >= at { index + 1 } else { index })
        }
    };
    for heading in &mut parsed.headings {
        heading.topic = moved(heading.topic, heading.source.first_line);
    }
    for narrative in &mut parsed.narratives {
        narrative.topic = moved(narrative.topic, narrative.source.first_line);
    }
    for material in &mut parsed.materials {
        material.topic = moved(material.topic, material.source.first_line);
    }
    for opinion in &mut parsed.opinions {
        let before = opinion.topic;
        opinion.topic = moved(before, opinion.source.first_line);
        // A heading of the topic above ends with it.
        let left = opinion.topic == Some(at) && opinion.source.first_line > line;
        let under = |one: &ParsedHeading| {
            one.topic == Some(at) && Some(&one.title) == opinion.heading.as_ref()
        };
        if left && !parsed.headings.iter().any(under) {
            opinion.heading = None;
        }
    }
    (line, i64::MAX)
}

/// The topic under which a line stands.
fn topic_above(parsed: &ParsedMinutes, line: i64) -> Option<usize> {
    let above = parsed
        .topics
        .iter()
        .enumerate()
        .filter(|(_, topic)| topic.source.first_line < line);
    above
        .max_by_key(|(_, topic)| topic.source.first_line)
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::super::parsed::ParsedTopic;
    use super::*;

    fn at(line: i64) -> Span {
        Span {
            first_line: line,
            last_line: line,
            page: None,
        }
    }

    fn opinion(text: &str, topic: usize, heading: Option<&str>, line: i64) -> ParsedOpinion {
        ParsedOpinion {
            text: text.to_owned(),
            topic: Some(topic),
            heading: heading.map(str::to_owned),
            kind: OpinionKind::Opinion,
            attribution: Attribution::Collective,
            certainty: Certainty::Printed,
            speaker: None,
            issues: Vec::new(),
            source: at(line),
        }
    }

    /// Two topics, the first with a heading and two opinions; lines 8, 11 and 12 have no place.
    fn read() -> ParsedMinutes {
        let topic = |number: &str, title: &str, line| ParsedTopic {
            number: Some(number.to_owned()),
            title: title.to_owned(),
            source: at(line),
        };
        ParsedMinutes {
            topics: vec![topic("（１）", "窓口", 4), topic("（２）", "学校", 10)],
            headings: vec![ParsedHeading {
                title: "広さ".to_owned(),
                topic: Some(0),
                source: at(6),
            }],
            opinions: vec![
                opinion("窓口が遠い。", 0, Some("広さ"), 7),
                opinion("研修が足りない。", 0, Some("広さ"), 9),
                opinion("教員が足りない。", 1, None, 13),
            ],
            unmapped_lines: vec![8, 11, 12],
            ..ParsedMinutes::default()
        }
    }

    fn placed(lines: &[(i64, &str, LineSettlement)]) -> ParsedMinutes {
        let tagger = Tagger::new(&[super::super::IssueAliases {
            key: "training".into(),
            aliases: vec!["研修".into()],
        }]);
        let lines: Vec<_> = lines
            .iter()
            .map(|(line, text, place)| PlacedLine {
                line: *line,
                text,
                place: *place,
            })
            .collect();
        place_lines(read(), &lines, &tagger)
    }

    fn texts(parsed: &ParsedMinutes) -> Vec<&str> {
        parsed.opinions.iter().map(|one| &*one.text).collect()
    }

    #[test]
    fn a_line_goes_on_with_an_opinion_or_begins_one() {
        let parsed = placed(&[
            (8, "駅からも。", LineSettlement::OpinionBefore),
            (11, "また、", LineSettlement::OpinionAfter),
            (12, "なお、", LineSettlement::OpinionAfter),
        ]);
        assert_eq!(parsed.opinions[0].text, "窓口が遠い。\n駅からも。");
        assert_eq!(parsed.opinions[0].source.last_line, 8);
        assert_eq!(parsed.opinions[2].text, "また、なお、教員が足りない。");
        assert_eq!(parsed.opinions[2].source.first_line, 11);
    }

    #[test]
    fn a_line_becomes_an_opinion_where_it_stands_and_is_tagged() {
        let parsed = placed(&[(8, "・研修を増やすべき。", LineSettlement::Opinion)]);
        assert_eq!(texts(&parsed)[..2], ["窓口が遠い。", "研修を増やすべき。"]);
        let new = &parsed.opinions[1];
        assert_eq!((new.topic, new.heading.as_deref()), (Some(0), Some("広さ")));
        assert_eq!(new.attribution, Attribution::Collective);
        assert_eq!(new.issues[0].key, "training");
        assert!(parsed.action_items.iter().any(|item| item.opinion == 1));
    }

    #[test]
    fn a_topic_takes_what_stands_below_it() {
        let parsed = placed(&[(8, "（３） 研修", LineSettlement::Topic)]);
        let titles: Vec<_> = parsed.topics.iter().map(|topic| &*topic.title).collect();
        assert_eq!(titles, ["窓口", "研修", "学校"]);
        assert_eq!(parsed.topics[1].number.as_deref(), Some("（３）"));
        let topics: Vec<_> = parsed.opinions.iter().map(|one| one.topic).collect();
        assert_eq!(topics, [Some(0), Some(1), Some(2)]);
        assert_eq!(parsed.opinions[1].heading, None);
    }

    #[test]
    fn a_heading_tags_what_stands_below_it() {
        let parsed = placed(&[(8, "〇養成研修", LineSettlement::Heading)]);
        assert_eq!(parsed.opinions[0].heading.as_deref(), Some("広さ"));
        assert_eq!(parsed.opinions[1].heading.as_deref(), Some("養成研修"));
        assert_eq!(parsed.opinions[2].heading, None);
        assert_eq!(
            parsed.opinions[1].issues[0].origin,
            crate::domain::TagOrigin::Heading
        );
    }

    #[test]
    fn a_line_that_is_settled_without_a_place_changes_nothing() {
        let lines = [
            (8, "あ", LineSettlement::Ignored),
            (11, "い", LineSettlement::Entered),
        ];
        assert_eq!(placed(&lines), placed(&[]));
    }
}
