//! What whoever opens the meeting says of it: `ただいまから第３回みなと市協議会を開会いたします`. Only what the header does not say is taken
//! from there.

use super::parsed::ParsedOpinion;
use super::wording::sentences;

/// How many statements are looked at, and how many sentences of each.
const STATEMENTS: usize = 3;
const SENTENCES: usize = 8;
/// The longest sentence that is looked at, in bytes.
const LONGEST: usize = 600;
/// What is done with a meeting when it begins.
const OPENS: [&str; 8] = [
    "を開会",
    "を開催",
    "を始め",
    "を開き",
    "を開始",
    "を再開",
    "をはじめ",
    "の開会",
];
/// What stands before the name of the meeting.
const BEFORE: [&str; 12] = [
    "ただいまより",
    "ただいまから",
    "ただ今より",
    "ただ今から",
    "只今より",
    "只今から",
    "これより",
    "これから",
    "それでは",
    "本日の",
    "から",
    "より",
];

/// The words that name the meeting in the first statements, and the statement they stand in.
pub(super) fn of(opinions: &[ParsedOpinion]) -> Option<(&str, &ParsedOpinion)> {
    opinions.iter().take(STATEMENTS).find_map(|opinion| {
        let end = opinion.text.floor_char_boundary(LONGEST * SENTENCES);
        let named = sentences(&opinion.text[..end])
            .into_iter()
            .take(SENTENCES)
            .find_map(named_in)?;
        Some((named, opinion))
    })
}

fn named_in(sentence: &str) -> Option<&str> {
    if sentence.len() > LONGEST {
        return None;
    }
    let end = OPENS.iter().filter_map(|word| sentence.find(word)).min()?;
    let before = &sentence[..end];
    let start = BEFORE
        .iter()
        .filter_map(|word| before.rfind(word).map(|at| at + word.len()))
        .chain(
            before
                .rfind(['、', '，', '。'])
                .map(|at| at + '、'.len_utf8()),
        )
        .max()
        .unwrap_or(0);
    let named = before[start..]
        .trim()
        .trim_start_matches("の")
        .trim_matches(['「', '」', '『', '』']);
    // 本委員会, この会議: a name that names nothing.
    let deictic = ["本", "当", "この", "同", "今回"]
        .iter()
        .any(|word| named.starts_with(word));
    (!deictic && !named.is_empty()).then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meeting_is_named_before_it_is_opened() {
        for (sentence, named) in [
            (
                "ただいまから、第３回みなと市協議会を開会いたします。",
                Some("第３回みなと市協議会"),
            ),
            (
                "定刻となりましたので、ただいまより令和５年度第２回環境審議会を開催します。",
                Some("令和５年度第２回環境審議会"),
            ),
            ("本委員会を開会いたします。", None),
            ("よろしくお願いします。", None),
        ] {
            assert_eq!(named_in(sentence), named, "{sentence}");
        }
    }
}
