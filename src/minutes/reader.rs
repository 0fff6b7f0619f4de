//! The whole way from a document to what it was read as.

use super::files::Document;
use super::ledger::Ledger;
use super::lines::{self, Layout, Line};
use super::memory::{Memory, Reading};
use super::parsed::ParsedMinutes;
use super::roster::Roster;
use super::tags::Tagger;
use super::{
    actions, body, boxes, closing, first_words, furniture, header, limits, materials, run_on,
    tables, warnings,
};

/// Reads minutes. Never fails: what cannot be read is empty, with a warning, and a line that nothing accounts for is in
/// [`ParsedMinutes::unmapped_lines`].
pub fn parse(document: &Document, tagger: &Tagger) -> ParsedMinutes {
    read(document, tagger, &Memory::default())
}

/// The same, with what is known of the council's documents.
pub fn parse_with(document: &Document, reading: &Reading) -> ParsedMinutes {
    read(document, &reading.tagger, &reading.memory)
}

fn read(document: &Document, tagger: &Tagger, memory: &Memory) -> ParsedMinutes {
    let all = lines::of(document);
    let layout = Layout::of(&all);
    let all = boxes::unfold(all);
    let is_furniture = furniture::find(&all)
        .into_iter()
        .zip(&all)
        .map(|(is, line)| is || memory.is_furniture(line.text));
    let (furniture, lines): (Vec<_>, Vec<_>) =
        all.iter().zip(is_furniture).partition(|(_, is)| *is);
    let lines: Vec<Line<'_>> = lines.into_iter().map(|(line, _)| *line).collect();
    let kept = lines.clone();
    let limits = limits::find(&lines);
    let lines = tables::cut(without(lines, &limits), document);
    let lines = run_on::cut(&lines);

    let mut lines = lines;
    let closing = closing::list(&lines).map(|at| lines.split_off(at));
    let mut header = header::read(&lines);
    if let Some(list) = &closing {
        header.add_closing_list(list);
    }
    header.limit(&kept, &limits);
    let mut ledger = Ledger::new(document.lines().len());
    for span in header.fields.spans() {
        ledger.place_span(*span);
    }
    let body = body::read(
        &lines[header.body..],
        body::Known {
            agenda: std::mem::take(&mut header.agenda),
            label_style: header.label_style,
            roster: Roster::of(&header.attendees).with(memory.speakers()),
            layout,
            fields: &mut header.fields,
            ledger: &mut ledger,
        },
    );
    if (header.council.is_none() || header.round.is_none())
        && let Some((named, opinion)) = first_words::of(&body.opinions)
    {
        header.name_by(named, opinion.source);
    }
    let mut furniture_lines: Vec<i64> = furniture.iter().map(|(line, _)| line.number).collect();
    furniture_lines.dedup();
    let end_unread = header.end_unread;
    let mut parsed = ParsedMinutes {
        council: header.council,
        fiscal_year: header.fiscal_year,
        round: header.round,
        date: header.date,
        start_time: header.start_time,
        end_time: header.end_time,
        end_date: header.end_date,
        venue: header.venue,
        mode: header.mode,
        online: header.mode.map(crate::domain::MeetingMode::is_online),
        attendees: header.attendees,
        topics: body.topics,
        headings: body.headings,
        narratives: body.narratives,
        opinions: body.opinions,
        action_items: Vec::new(),
        materials: Vec::new(),
        fields: header.fields.into_spans(),
        furniture_lines,
        unmapped_lines: ledger.unplaced(&kept),
        warnings: Vec::new(),
    };
    for opinion in &mut parsed.opinions {
        opinion.issues = tagger.tags(opinion.heading.as_deref(), &opinion.text);
    }
    parsed.materials = materials::find(&kept, &parsed);
    parsed.action_items = actions::suggest(&parsed.opinions);
    parsed.warnings = warnings::of(&parsed, end_unread);
    parsed
}

/// The lines without those that only note when the meeting was opened and closed; what follows one is set apart.
fn without<'a>(lines: Vec<Line<'a>>, limits: &limits::Limits) -> Vec<Line<'a>> {
    let mut gap = false;
    let mut left = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        if limits.lines.binary_search(&index).is_ok() {
            gap = true;
            continue;
        }
        left.push(Line {
            gap: line.gap || gap,
            ..line
        });
        gap = false;
    }
    left
}
