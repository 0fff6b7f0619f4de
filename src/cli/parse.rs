//! `giji parse`

mod lines;

use std::io::{IsTerminal, Read};

use super::{
    arguments::{Parse, ParseFormat},
    failure::Failure,
    language, output,
};
use crate::{
    app::Language,
    minutes::{self, Document, MAX_DOCUMENT_BYTES, ParsedMinutes, ParsedOpinion, Tagger},
};

/// Reads a file and prints what was read.
pub fn run(arguments: &Parse) -> Result<(), Failure> {
    let bytes = read(arguments)?;
    let document = minutes::decode(&bytes).map_err(|error| Failure::App(error.into()))?;
    let tagger = Tagger::new(&minutes::default_vocabulary());
    let parsed = minutes::parse(&document, &tagger);
    match arguments.format {
        ParseFormat::Json => {
            let json =
                serde_json::to_string_pretty(&parsed).map_err(|error| Failure::Io(error.into()))?;
            output::print_line(&json)
        }
        ParseFormat::Text => {
            output::print(&describe(&document, &parsed, language::of_environment()))
        }
    }
}

fn read(arguments: &Parse) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::File(arguments.file.clone(), error);
    // One byte more than the limit tells that a file is over it, without reading all of it.
    let limit = u64::try_from(MAX_DOCUMENT_BYTES).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    if arguments.file.as_os_str() == "-" {
        std::io::stdin()
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    } else {
        let file = std::fs::File::open(&arguments.file).map_err(failed)?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

/// What was read, for people: every line with what it became, then the whole in short.
fn describe(document: &Document, parsed: &ParsedMinutes, language: Language) -> String {
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = std::io::stdout().is_terminal() && !no_colour;
    lines::describe(document, parsed, language, colour) + "\n" + &summary(parsed, language)
}

fn summary(parsed: &ParsedMinutes, language: Language) -> String {
    let pick = |japanese, english| language.pick(japanese, english);
    let year = parsed.fiscal_year.map(|year| match language {
        Language::Japanese => crate::domain::printed_fiscal_year(year),
        Language::English => format!("fiscal year {year}"),
    });
    let round = parsed.round.map(|round| match language {
        Language::Japanese => format!("第{round}回"),
        Language::English => format!("round {round}"),
    });
    let meeting: Vec<String> = year.into_iter().chain(round).collect();
    let meeting = (!meeting.is_empty()).then(|| meeting.join(pick(" ", ", ")));
    let attendees = parsed.attendees.len();
    let mut text = String::new();
    for (label, value) in [
        (pick("会議体", "council"), parsed.council.clone()),
        (pick("年度・回", "meeting"), meeting),
        (pick("日時", "date"), day_and_time(parsed)),
        (pick("会場", "venue"), parsed.venue.clone()),
        (pick("出席者等", "attendance"), Some(attendees.to_string())),
    ] {
        let unknown = || pick("（読み取れません）", "(not found)").to_owned();
        text += &format!(
            "{} {}\n",
            output::pad(label, 11),
            value.unwrap_or_else(unknown)
        );
    }
    for (index, topic) in parsed.topics.iter().enumerate() {
        let of_topic = |opinion: &&ParsedOpinion| opinion.topic == Some(index);
        let count = parsed.opinions.iter().filter(of_topic).count();
        let label = language.pick(
            format!("議題 {}", index + 1),
            format!("topic {}", index + 1),
        );
        let number = topic.number.as_deref().unwrap_or_default();
        let opinions = language.pick(format!("意見 {count} 件"), format!("{count} opinions"));
        text += &format!(
            "{} {number} {}  {opinions}\n",
            output::pad(&label, 11),
            topic.title
        );
    }
    for warning in &parsed.warnings {
        let words = language.pick(warning.clone(), minutes::warning_in_english(warning));
        text += &format!("{} {words}\n", output::pad(pick("注意", "warning"), 11));
    }
    let (opinions, narratives) = (parsed.opinions.len(), parsed.narratives.len());
    let (items, unmapped) = (parsed.action_items.len(), parsed.unmapped_lines.len());
    text + &language.pick(
        format!(
            "意見 {opinions} 件、説明等 {narratives} 件、対応事項の候補 {items} 件、割り当てのない行 {unmapped} 行\n"
        ),
        format!(
            "{opinions} opinions, {narratives} narratives, {items} suggested action items, {unmapped} unmapped lines\n"
        ),
    )
}

fn day_and_time(parsed: &ParsedMinutes) -> Option<String> {
    let date = parsed.date?;
    let until = parsed.end_date.map(|date| format!("～{date}"));
    let time = match (parsed.start_time, parsed.end_time) {
        (Some(start), Some(end)) => format!(" {start}～{end}"),
        (Some(start), None) => format!(" {start}～"),
        _ => String::new(),
    };
    Some(format!("{date}{}{time}", until.unwrap_or_default()))
}
