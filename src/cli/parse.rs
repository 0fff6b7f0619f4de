//! `giji parse`

use std::io::Read;

use super::{
    arguments::{Parse, ParseFormat},
    failure::Failure,
    output,
};
use crate::minutes::{self, MAX_DOCUMENT_BYTES, ParsedMinutes, Tagger};

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
        ParseFormat::Text => output::print(&describe(&parsed)),
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

/// What was read, for people.
fn describe(parsed: &ParsedMinutes) -> String {
    let mut lines = vec![
        named("会議体", parsed.council.as_deref()),
        named("年度・回", year_and_round(parsed).as_deref()),
        named("日時", day_and_time(parsed).as_deref()),
        named("会場", parsed.venue.as_deref()),
        format!("出席者等　　{} 人", parsed.attendees.len()),
        String::new(),
    ];
    for (index, topic) in parsed.topics.iter().enumerate() {
        let count = parsed
            .opinions
            .iter()
            .filter(|opinion| opinion.topic == Some(index))
            .count();
        let number = topic.number.as_deref().unwrap_or("・");
        lines.push(format!("{number} {}　意見 {count} 件", topic.title));
        for opinion in parsed
            .opinions
            .iter()
            .filter(|opinion| opinion.topic == Some(index))
        {
            let text = opinion.text.replace('\n', " ");
            lines.push(format!(
                "    {:>4}行  {}",
                opinion.source.first_line,
                output::shorten(&text, 64)
            ));
        }
    }
    lines.push(String::new());
    lines.push(format!(
        "意見 {} 件、説明等 {} 件、対応事項の候補 {} 件、割り当てのない行 {} 行",
        parsed.opinions.len(),
        parsed.narratives.len(),
        parsed.action_items.len(),
        parsed.unmapped_lines.len()
    ));
    lines.extend(
        parsed
            .warnings
            .iter()
            .map(|warning| format!("注意：{warning}")),
    );
    lines.join("\n") + "\n"
}

fn named(label: &str, value: Option<&str>) -> String {
    format!(
        "{}{}",
        output::pad(label, 12),
        value.unwrap_or("（読み取れません）")
    )
}

fn year_and_round(parsed: &ParsedMinutes) -> Option<String> {
    let year = parsed.fiscal_year.map(crate::domain::printed_fiscal_year);
    let round = parsed.round.map(|round| format!("第{round}回"));
    match (year, round) {
        (None, None) => None,
        (year, round) => Some(format!(
            "{} {}",
            year.unwrap_or_default(),
            round.unwrap_or_default()
        )),
    }
}

fn day_and_time(parsed: &ParsedMinutes) -> Option<String> {
    let date = parsed.date?;
    let time = match (parsed.start_time, parsed.end_time) {
        (Some(start), Some(end)) => format!(" {start}～{end}"),
        (Some(start), None) => format!(" {start}～"),
        _ => String::new(),
    };
    Some(format!("{date}{time}"))
}
