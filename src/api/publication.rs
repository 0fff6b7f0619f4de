//! `/meetings/{id}/minutes/…`: what is published. Revisions, their files, corrections, scrubs, and what two revisions differ in.

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{
    Section,
    attendance::AttendanceChangeBody,
    diff::MinutesDiffBody,
    download::{DownloadFile, LatestFile, NumberedFile, Page},
    meetings::MeetingChangeBody,
    opinions::OpinionChangeBody,
    problem::{Editing, Problem, ReadingPublished},
    response::{List, Recorded},
    topics::TopicChangeBody,
    types::{Moment, Round, Text},
};
use crate::{
    app::{
        App, AttendanceCorrection, Call, MinutesCorrection, NewScrub, OpinionCorrection,
        RevisionNumber, TopicCorrection, limits,
    },
    domain::{AttendanceId, MeetingId, OpinionId, PartKind, Revision, Scrub, ScrubId, TopicId},
};

/// An immutable published snapshot of minutes (版).
#[derive(Debug, Object)]
#[oai(rename = "Revision")]
pub struct RevisionBody {
    /// The meeting.
    meeting_id: MeetingId,
    /// 第n版, from 1.
    number: i64,
    /// Whether it is the newest: the one that is in force.
    is_current: bool,
    /// SHA-256 of its manifest.
    hash: String,
    /// The hash of the revision before; `null` before the first.
    previous_hash: Option<String>,
    /// Why it was published; of all but the first.
    reason: Option<String>,
    /// When it was published.
    published_at: Moment,
}

impl RevisionBody {
    fn of(revision: Revision, newest: i64) -> Self {
        Self {
            meeting_id: revision.meeting_id,
            is_current: revision.number == newest,
            number: revision.number,
            hash: revision.hash,
            previous_hash: revision.previous_hash,
            reason: revision.reason,
            published_at: revision.published_at.into(),
        }
    }
}

/// What is to be corrected of published minutes, and why.
#[derive(Debug, Object)]
#[oai(rename = "NewCorrection", deny_unknown_fields)]
pub struct CorrectionBody {
    /// Why, for everybody to read in the errata (正誤).
    reason: Text<{ limits::NOTE }>,
    /// The number of the revision that is corrected: 412 where another one is the newest by now.
    revision: Option<Round>,
    /// What to change of the heading of the document.
    meeting: Option<MeetingChangeBody>,
    /// What to change of opinions: wording, speaker, attribution, redactions, visibility.
    opinions: Option<Vec<OpinionCorrectionBody>>,
    /// What to change of topics.
    topics: Option<Vec<TopicCorrectionBody>>,
    /// What to change of the attendance list.
    attendance: Option<Vec<AttendanceCorrectionBody>>,
}

/// What to change of one opinion.
#[derive(Debug, Object)]
#[oai(rename = "NewOpinionCorrection", deny_unknown_fields)]
pub struct OpinionCorrectionBody {
    /// The opinion.
    id: OpinionId,
    /// What to change; what is left out stays as it is.
    change: OpinionChangeBody,
}

/// What to change of one topic.
#[derive(Debug, Object)]
#[oai(rename = "NewTopicCorrection", deny_unknown_fields)]
pub struct TopicCorrectionBody {
    /// The topic.
    id: TopicId,
    /// What to change; what is left out stays as it is.
    change: TopicChangeBody,
}

/// What to change of one line of the attendance list.
#[derive(Debug, Object)]
#[oai(rename = "NewAttendanceCorrection", deny_unknown_fields)]
pub struct AttendanceCorrectionBody {
    /// The line.
    id: AttendanceId,
    /// What to change; what is left out stays as it is.
    change: AttendanceChangeBody,
}

impl From<CorrectionBody> for MinutesCorrection {
    fn from(body: CorrectionBody) -> Self {
        let opinion = |one: OpinionCorrectionBody| OpinionCorrection {
            id: one.id,
            change: one.change.into(),
        };
        let topic = |one: TopicCorrectionBody| TopicCorrection {
            id: one.id,
            change: one.change.into(),
        };
        let line = |one: AttendanceCorrectionBody| AttendanceCorrection {
            id: one.id,
            change: one.change.into(),
        };
        Self {
            reason: body.reason.into(),
            revision: body.revision.map(Into::into),
            meeting: body.meeting.map(Into::into),
            opinions: body.opinions.into_iter().flatten().map(opinion).collect(),
            topics: body.topics.into_iter().flatten().map(topic).collect(),
            attendance: body.attendance.into_iter().flatten().map(line).collect(),
        }
    }
}

/// Words to be taken out of every revision.
#[derive(Debug, Object)]
#[oai(rename = "NewScrub", deny_unknown_fields)]
pub struct NewScrubBody {
    /// What they are of; `opinion` when left out.
    kind: Option<PartKind>,
    /// The id of that thing.
    subject_id: Uuid,
    /// Why, for everybody to read. It must not repeat the words.
    reason: Text<{ limits::NOTE }>,
}

/// Words that were taken out of every revision, for good.
#[derive(Debug, Object)]
#[oai(rename = "Scrub")]
pub struct ScrubBody {
    id: ScrubId,
    /// The meeting.
    meeting_id: MeetingId,
    /// What they were of.
    kind: PartKind,
    /// The id of that thing.
    subject_id: Uuid,
    /// Why.
    reason: String,
    /// When.
    at: Moment,
}

impl From<Scrub> for ScrubBody {
    fn from(scrub: Scrub) -> Self {
        Self {
            id: scrub.id,
            meeting_id: scrub.meeting_id,
            kind: scrub.kind,
            subject_id: scrub.subject_id,
            reason: scrub.reason,
            at: scrub.at.into(),
        }
    }
}

/// What is published.
pub struct PublicationApi;

#[OpenApi(tag = "Section::Publication")]
impl PublicationApi {
    /// Read the newest revision of published minutes as a file
    ///
    /// `json` holds the manifest with its snapshot and can be verified (its schema is at `/schemas/revision.json`), `html` is a page by itself, `md` Markdown, `csv` a table of
    /// what was said. The header `Link` names the address of this very revision.
    #[oai(
        path = "/meetings/:id/minutes/:file",
        method = "get",
        operation_id = "download_latest_minutes"
    )]
    async fn latest(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        /// `latest.json`, `latest.html`, `latest.md` or `latest.csv`.
        file: Path<LatestFile>,
    ) -> Result<DownloadFile, Problem<ReadingPublished>> {
        let number = RevisionNumber::Latest;
        let download = app.download_minutes(&call, id.0, number, file.0.0).await?;
        Ok(DownloadFile::latest(id.0, download))
    }

    /// Read a revision of published minutes as a file
    ///
    /// The same bytes for ever, but for words that are scrubbed. The header `Link` names the address of the newest revision.
    #[oai(
        path = "/meetings/:id/minutes/revisions/:file",
        method = "get",
        operation_id = "download_revision"
    )]
    async fn numbered(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        /// The number and the format: `1.json`, `2.html`, `2.md`, `3.csv`.
        file: Path<NumberedFile>,
    ) -> Result<DownloadFile, Problem<ReadingPublished>> {
        let number = RevisionNumber::Number(file.0.number);
        let download = app
            .download_minutes(&call, id.0, number, file.0.format)
            .await?;
        Ok(DownloadFile::numbered(id.0, download))
    }

    /// List the revisions of published minutes, oldest first
    #[oai(
        path = "/meetings/:id/minutes/revisions",
        method = "get",
        operation_id = "list_revisions"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<RevisionBody>>, Problem<ReadingPublished>> {
        let revisions = app.list_revisions(&call, id.0).await?;
        let newest = revisions.last().map_or(0, |revision| revision.number);
        let body = |revision| RevisionBody::of(revision, newest);
        Ok(Json(List::whole(revisions.into_iter().map(body).collect())))
    }

    /// Compare two revisions of published minutes, opinion by opinion
    #[oai(
        path = "/meetings/:id/minutes/diff",
        method = "get",
        operation_id = "diff_revisions"
    )]
    async fn diff(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        /// The number of the first revision; the one before the second when left out.
        from: Query<Option<Round>>,
        /// The number of the second; the newest when left out.
        to: Query<Option<Round>>,
    ) -> Result<Json<MinutesDiffBody>, Problem<ReadingPublished>> {
        let (from, to) = numbers(from.0, to.0);
        Ok(Json(
            app.diff_revisions(&call, id.0, from, to).await?.into(),
        ))
    }

    /// Compare two revisions of published minutes as a page for people
    #[oai(
        path = "/meetings/:id/minutes/diff.html",
        method = "get",
        operation_id = "diff_revisions_as_page"
    )]
    async fn diff_page(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        /// The number of the first revision; the one before the second when left out.
        from: Query<Option<Round>>,
        /// The number of the second; the newest when left out.
        to: Query<Option<Round>>,
    ) -> Result<Page, Problem<ReadingPublished>> {
        let (from, to) = numbers(from.0, to.0);
        Ok(Page(app.diff_page(&call, id.0, from, to).await?))
    }

    /// Correct published minutes
    ///
    /// All changes together are the next revision, with an erratum (正誤) for each: where, before, after, why. Words that are
    /// redacted by it are scrubbed from the revisions before.
    #[oai(
        path = "/meetings/:id/minutes/corrections",
        method = "post",
        operation_id = "correct_minutes"
    )]
    async fn correct(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<CorrectionBody>,
    ) -> Result<Recorded<RevisionBody>, Problem<Editing>> {
        let revision = app.correct_minutes(&call, id.0, body.0.into()).await?;
        let number = revision.number;
        Ok(Recorded {
            location: format!("/api/v1/meetings/{}/minutes/revisions/{number}.json", id.0),
            body: RevisionBody::of(revision, number),
        })
    }

    /// List what was scrubbed from the revisions of published minutes, oldest first
    #[oai(
        path = "/meetings/:id/minutes/scrubs",
        method = "get",
        operation_id = "list_scrubs"
    )]
    async fn list_scrubs(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<ScrubBody>>, Problem<ReadingPublished>> {
        let scrubs = app.list_scrubs(&call, id.0).await?;
        Ok(Json(List::whole(
            scrubs.into_iter().map(Into::into).collect(),
        )))
    }

    /// Take words that were published by mistake out of every revision, for good
    ///
    /// Text and salt are deleted; digests and hashes stay, so that every chain still verifies. An opinion that is still published
    /// is left out in public from now on, in a revision that says so; anything else is corrected first.
    #[oai(
        path = "/meetings/:id/minutes/scrubs",
        method = "post",
        operation_id = "create_scrub"
    )]
    async fn scrub(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<NewScrubBody>,
    ) -> Result<Recorded<ScrubBody>, Problem<Editing>> {
        let new = NewScrub {
            kind: body.0.kind.unwrap_or(PartKind::Opinion),
            subject_id: body.0.subject_id,
            reason: body.0.reason.into(),
        };
        let scrub = app.scrub(&call, id.0, new).await?;
        Ok(Recorded {
            location: format!("/api/v1/meetings/{}/minutes/scrubs", id.0),
            body: scrub.into(),
        })
    }
}

fn numbers(from: Option<Round>, to: Option<Round>) -> (Option<RevisionNumber>, RevisionNumber) {
    let number = |round: Round| RevisionNumber::Number(round.into());
    (from.map(number), to.map_or(RevisionNumber::Latest, number))
}
