//! `giji verify`

use serde_json::json;

use super::{arguments::Verify, failure::Failure, language, open, output};
use crate::{
    app::{Finding, Verification},
    domain::Scrub,
    store::Db,
};

/// Walks the chains of published revisions, with the full rights of the data directory.
pub async fn run(db: &Db, arguments: &Verify) -> Result<(), Failure> {
    let app = open::without_index(db.clone());
    let verification = app.verify(arguments.meeting).await?;
    if arguments.json {
        output::print_json(&as_json(&verification))?;
    } else {
        print(&verification)?;
    }
    match verification.findings.len() {
        0 => Ok(()),
        found => Err(Failure::Tampered(found)),
    }
}

fn as_json(verification: &Verification) -> serde_json::Value {
    json!({
        "ok": verification.findings.is_empty(),
        "meetings": verification.meetings,
        "revisions": verification.revisions,
        "scrubs": verification.scrubs,
        "findings": verification.findings,
    })
}

fn print(verification: &Verification) -> Result<(), Failure> {
    for scrub in &verification.scrubs {
        output::print_line(&scrub_words(scrub))?;
    }
    for finding in &verification.findings {
        output::print_line(&finding_words(finding))?;
    }
    let (meetings, revisions) = (verification.meetings, verification.revisions);
    output::print_line(&language::pick(
        format!("{meetings} 件の会議の {revisions} 版を検証しました"),
        format!("walked {revisions} revision(s) of {meetings} meeting(s)"),
    ))?;
    if verification.findings.is_empty() {
        output::print_line(language::pick("問題はありません", "ok"))?;
    }
    Ok(())
}

fn scrub_words(scrub: &Scrub) -> String {
    let (meeting, kind, subject) = (scrub.meeting_id, scrub.kind, scrub.subject_id);
    let day = scrub.at.format("%Y-%m-%d");
    let reason = &scrub.reason;
    language::pick(
        format!("削除：会議 {meeting} {kind} {subject}（{day}、理由：{reason}）"),
        format!("scrubbed: meeting {meeting} {kind} {subject} ({day}, reason: {reason})"),
    )
}

fn finding_words(finding: &Finding) -> String {
    let mut place = language::pick(
        format!("不一致：会議 {}", finding.meeting_id),
        format!("tampered: meeting {}", finding.meeting_id),
    );
    if let Some(number) = finding.revision {
        place += &language::pick(format!(" 第{number}版"), format!(" revision {number}"));
    }
    place += &format!(" {}", finding.row);
    if let Some(subject) = finding.subject_id {
        place += &format!(" {subject}");
    }
    format!("{place}: {}", finding.problem)
}
