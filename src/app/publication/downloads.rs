//! Published minutes as files, and the list of their revisions.

use std::sync::Arc;

use super::{Issued, tombstone::unseen_meeting};
use crate::{
    app::{App, AppError, AppResult, Call, recent_downloads::DownloadKey},
    domain::{
        EntityKind, Meeting, MeetingId, MinutesDiff, MinutesStatus, PartContent, Revision, Scrub,
        diff,
    },
    formats,
    store::{self, Conn},
};

/// Which revision is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevisionNumber {
    /// The newest.
    Latest,
    /// 第n版.
    Number(i64),
}

/// The format of a file of published minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DownloadFormat {
    /// The manifest with its snapshot: what can be verified.
    Json,
    /// A page by itself.
    Html,
    /// Markdown.
    Markdown,
    /// A table of what was said, for a spreadsheet.
    Csv,
}

impl DownloadFormat {
    /// What a file name ends with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
        }
    }

    /// The format of an ending of a file name.
    pub fn of_extension(extension: &str) -> Option<Self> {
        [Self::Json, Self::Html, Self::Markdown, Self::Csv]
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// A file of published minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Its format.
    pub format: DownloadFormat,
    /// What tells it from any other content of the same address, without quotation marks.
    pub tag: String,
    /// A name for it that people can read, without the ending.
    pub name: String,
    /// The number of the revision.
    pub number: i64,
    /// Whether everybody may read it; the secretariat also reads what was withdrawn.
    pub is_public: bool,
}

impl App {
    /// The revisions of a meeting's minutes, oldest first.
    pub async fn list_revisions(&self, call: &Call, id: MeetingId) -> AppResult<Vec<Revision>> {
        let conn = &mut self.snapshot().await?;
        readable(conn, call, id).await?;
        Ok(store::list_revisions(conn, id).await?)
    }

    /// What was scrubbed from the revisions of a meeting, oldest first.
    pub async fn list_scrubs(&self, call: &Call, id: MeetingId) -> AppResult<Vec<Scrub>> {
        let conn = &mut self.snapshot().await?;
        readable(conn, call, id).await?;
        Ok(store::list_scrubs(conn, id).await?)
    }

    /// Published minutes as a file.
    pub async fn download_minutes(
        &self,
        call: &Call,
        id: MeetingId,
        number: RevisionNumber,
        format: DownloadFormat,
    ) -> AppResult<Arc<Download>> {
        let key = DownloadKey {
            meeting: id,
            number,
            format,
            viewer: call.viewer(),
        };
        let recent = self.recent_downloads.as_deref();
        let state = recent.and_then(|recent| recent.state());
        if let (Some(recent), Some(state)) = (recent, state)
            && let Some(download) = recent.get(state, &key)
        {
            return Ok(download);
        }
        let (meeting, issued, scrubs) = {
            let conn = &mut self.snapshot().await?;
            let meeting = readable(conn, call, id).await?;
            let issued = issued(conn, id, number).await?;
            (meeting, issued, store::list_scrubs(conn, id).await?)
        };
        let download = Arc::new(written(&meeting, &issued, &scrubs, format)?);
        if let (Some(recent), Some(state)) = (recent, state) {
            recent.keep(state, key, &download);
        }
        Ok(download)
    }

    /// What two revisions of a meeting's minutes differ in; without `from`, what the second one changed.
    pub async fn diff_revisions(
        &self,
        call: &Call,
        id: MeetingId,
        from: Option<RevisionNumber>,
        to: RevisionNumber,
    ) -> AppResult<MinutesDiff> {
        let conn = &mut self.snapshot().await?;
        readable(conn, call, id).await?;
        let scrubs = store::list_scrubs(conn, id).await?;
        let to = issued(conn, id, to).await?.minutes(&scrubs)?;
        // Of the first revision nothing was changed.
        let before = RevisionNumber::Number((to.number - 1).max(1));
        let from = issued(conn, id, from.unwrap_or(before)).await?;
        Ok(diff(&from.minutes(&scrubs)?, &to))
    }

    /// The same as a page for people.
    pub async fn diff_page(
        &self,
        call: &Call,
        id: MeetingId,
        from: Option<RevisionNumber>,
        to: RevisionNumber,
    ) -> AppResult<String> {
        let diff = self.diff_revisions(call, id, from, to).await?;
        Ok(formats::diff_html(&diff))
    }
}

/// The meeting, where the caller may read its revisions: everybody while it is published, its secretariat always.
async fn readable(conn: &mut Conn, call: &Call, id: MeetingId) -> AppResult<Meeting> {
    let Some(meeting) = store::find_meeting(conn, &call.viewer(), id).await? else {
        return Err(unseen_meeting(conn, id).await?);
    };
    if meeting.minutes_status == MinutesStatus::Published
        || call.caller.is_secretariat_of(meeting.council_id)
    {
        return Ok(meeting);
    }
    match unseen_meeting(conn, id).await? {
        AppError::NotFound(_) => Err(AppError::NotFound(EntityKind::Revision)),
        withdrawn => Err(withdrawn),
    }
}

async fn issued(conn: &mut Conn, id: MeetingId, number: RevisionNumber) -> AppResult<Issued> {
    let revision = match number {
        RevisionNumber::Latest => store::find_latest_revision(conn, id).await?,
        RevisionNumber::Number(number) => store::find_revision(conn, id, number).await?,
    };
    let revision = revision.ok_or(AppError::NotFound(EntityKind::Revision))?;
    let parts = store::list_revision_parts(conn, revision.id).await?;
    Ok(Issued { revision, parts })
}

fn written(
    meeting: &Meeting,
    issued: &Issued,
    scrubs: &[Scrub],
    format: DownloadFormat,
) -> AppResult<Download> {
    let minutes = || issued.minutes(scrubs);
    let bytes: Vec<u8> = match format {
        DownloadFormat::Json => formats::json(&issued.revision, &issued.parts, scrubs)
            .map_err(|error| AppError::Internal(format!("a revision cannot be written: {error}")))?
            .into_bytes(),
        DownloadFormat::Html => formats::html(&minutes()?).into_bytes(),
        DownloadFormat::Markdown => formats::markdown(&minutes()?).into_bytes(),
        DownloadFormat::Csv => formats::csv(&minutes()?),
    };
    let revision = &issued.revision;
    let scrubbed = issued
        .parts
        .iter()
        .filter(|part| part.content.is_none())
        .count();
    Ok(Download {
        bytes: bytes.into(),
        format,
        // Nothing of a numbered revision ever changes but what is scrubbed from it.
        tag: format!("{}-{scrubbed}-{}", &revision.hash[..32], format.extension()),
        name: name_of(meeting, issued),
        number: revision.number,
        is_public: meeting.minutes_status == MinutesStatus::Published,
    })
}

/// 会議体_令和5年度第2回_第1版: what the revision itself prints, as far as it is still there.
fn name_of(meeting: &Meeting, issued: &Issued) -> String {
    let printed = issued.parts.iter().find_map(|part| {
        let content: PartContent = serde_json::from_str(part.content.as_deref()?).ok()?;
        match content {
            PartContent::Meeting(meeting) => Some(format!("{}_{}", meeting.council, meeting.title)),
            _ => None,
        }
    });
    let named = printed.unwrap_or_else(|| meeting.id.to_string());
    format!("{named}_第{}版", issued.revision.number)
}
