//! `giji import`

use std::path::Path;

use serde_json::json;

use super::{arguments::Import, failure::Failure, language, open, output};
use crate::{
    app::{App, AppError, Call, NewCouncil},
    config::Place,
    domain::{AttributionPolicy, CouncilId, MeetingId},
    minutes::{self, ParsedMinutes, Tagger},
    store::Db,
};

/// What came of one file.
struct Outcome {
    import: crate::domain::Import,
    is_new: bool,
    meeting: MeetingId,
    parsed: ParsedMinutes,
}

/// Imports files, and makes a draft meeting of each.
pub async fn run(place: &Place, db: &Db, arguments: &Import) -> Result<(), Failure> {
    let app = open::without_index(db.clone());
    app.seed_vocabulary().await?;
    let mut failed = 0;
    for file in &arguments.files {
        match import(&app, arguments, file).await {
            Ok(outcome) => match report(file, &outcome, arguments.json) {
                // Whoever read the report has seen enough; the files that are left are imported all the same.
                Ok(()) | Err(Failure::BrokenPipe) => {}
                Err(failure) => return Err(failure),
            },
            Err(failure) => {
                explain(file, &failure);
                failed += 1;
            }
        }
    }
    open::settle(place, db).await?;
    match failed {
        0 => Ok(()),
        failed => Err(Failure::SomeFiles(failed)),
    }
}

/// Says why a file was not imported.
fn explain(file: &Path, failure: &Failure) {
    let words = failure.words(language::of_environment());
    match failure {
        // These name the file themselves.
        Failure::File(..) | Failure::NoCouncilName(_) => output::say(&words),
        _ => output::say(&format!("{}: {words}", file.display())),
    }
}

async fn import(app: &App, arguments: &Import, file: &Path) -> Result<Outcome, Failure> {
    let bytes = read(file)?;
    let council = match arguments.council {
        Some(council) => council,
        None => council_of(app, file, &bytes).await?,
    };
    let filename = file.file_name().unwrap_or_default().to_string_lossy();
    let imported = app
        .create_import(&Call::LOCAL, council, &filename, bytes)
        .await?;
    let meeting = match app.apply_import(&Call::LOCAL, imported.import.id).await {
        Ok(meeting) | Err(AppError::AlreadyApplied(meeting)) => meeting,
        Err(error) => return Err(error.into()),
    };
    let parsed = serde_json::from_value(imported.import.draft.clone())
        .map_err(|error| Failure::Io(error.into()))?;
    Ok(Outcome {
        import: imported.import,
        is_new: imported.is_new,
        meeting,
        parsed,
    })
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::File(file.to_owned(), error);
    let size = std::fs::metadata(file).map_err(failed)?.len();
    // A file that is far over the limit is not read into memory to be refused.
    if size > u64::try_from(minutes::MAX_DOCUMENT_BYTES).unwrap_or(u64::MAX) {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        return Err(Failure::App(minutes::DecodeError::TooLarge { size }.into()));
    }
    std::fs::read(file).map_err(failed)
}

/// The council whose name the file prints; made where there is none.
async fn council_of(app: &App, file: &Path, bytes: &[u8]) -> Result<CouncilId, Failure> {
    let document = minutes::decode(bytes).map_err(|error| Failure::App(error.into()))?;
    let parsed = minutes::parse(&document, &Tagger::new(&[]));
    let name = parsed
        .council
        .ok_or_else(|| Failure::NoCouncilName(file.to_owned()))?;
    if let Some(council) = app.find_council_by_name(&name).await? {
        return Ok(council.id);
    }
    let new = NewCouncil {
        name: name.clone(),
        name_en: None,
        attribution_policy: AttributionPolicy::Named,
    };
    match app.create_council(&Call::LOCAL, new).await {
        Ok(council) => Ok(council.id),
        // Another command made it in the meantime.
        Err(AppError::Duplicate(..)) => {
            let council = app.find_council_by_name(&name).await?;
            council
                .map(|council| council.id)
                .ok_or_else(|| Failure::NoCouncilName(file.to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

fn report(file: &Path, outcome: &Outcome, as_json: bool) -> Result<(), Failure> {
    let parsed = &outcome.parsed;
    if as_json {
        return output::print_json(&json!({
            "file": file.display().to_string(),
            "import_id": outcome.import.id,
            "council_id": outcome.import.council_id,
            "meeting_id": outcome.meeting,
            "status": "applied",
            "new": outcome.is_new,
            "topics": parsed.topics.len(),
            "opinions": parsed.opinions.len(),
            "suggestions": parsed.action_items.len(),
            "unmapped_lines": parsed.unmapped_lines,
            "warnings": parsed.warnings,
        }));
    }
    let state = if outcome.is_new {
        "imported"
    } else {
        "imported before"
    };
    let mut text = format!(
        "{}: {state}\n  meeting     {}\n  council     {} ({})\n  topics      {}\n  opinions    {}\n  suggestions {}\n",
        file.display(),
        outcome.meeting,
        outcome.import.council_id,
        parsed.council.as_deref().unwrap_or("-"),
        parsed.topics.len(),
        parsed.opinions.len(),
        parsed.action_items.len(),
    );
    if !parsed.unmapped_lines.is_empty() {
        let lines: Vec<String> = parsed.unmapped_lines.iter().map(i64::to_string).collect();
        text += &format!("  unmapped    lines {}\n", lines.join(", "));
    }
    for warning in &parsed.warnings {
        text += &format!("  warning     {warning}\n");
    }
    output::print(&text)
}
