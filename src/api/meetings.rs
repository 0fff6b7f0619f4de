//! `/meetings`

use chrono::NaiveDate;
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text},
    if_match::expected,
    paging::{MeetingCursor, PageLimit},
    problem::{Creating, Deleting, Editing, Listing, Problem, ReadingPublished},
    response::{Created, Done, EntityTag, List, Tagged},
    types::{Date, FiscalYear, Round, Text},
};
use crate::{
    app::{
        App, Call, MeetingChange, MeetingFacts, MeetingFilter, MeetingPosition, NewMeeting, limits,
    },
    domain::{ClockTime, CouncilId, Meeting, MeetingId, MeetingMode, MinutesStatus},
};

/// A meeting (会議).
#[derive(Debug, Object)]
#[oai(rename = "Meeting")]
pub struct MeetingBody {
    id: MeetingId,
    /// The council that met.
    council_id: CouncilId,
    /// Its title as a list shows it.
    title: String,
    /// 年度, named by the year in which it begins.
    fiscal_year: Option<i64>,
    /// 第n回.
    round: Option<i64>,
    /// The day, or the first day.
    date: Option<NaiveDate>,
    /// The last day, where it is another.
    end_date: Option<NaiveDate>,
    /// When it began.
    start_time: Option<ClockTime>,
    /// When it ended.
    end_time: Option<ClockTime>,
    /// Where, as printed.
    venue: Option<String>,
    /// How it was held.
    mode: Option<MeetingMode>,
    /// Whether some or all took part online; `null` where the mode is unknown.
    online: Option<bool>,
    /// The state of its minutes.
    minutes_status: MinutesStatus,
}

impl From<Meeting> for MeetingBody {
    fn from(meeting: Meeting) -> Self {
        Self {
            id: meeting.id,
            council_id: meeting.council_id,
            title: meeting.title,
            fiscal_year: meeting.fiscal_year,
            round: meeting.round,
            date: meeting.date,
            end_date: meeting.end_date,
            start_time: meeting.start_time,
            end_time: meeting.end_time,
            venue: meeting.venue,
            mode: meeting.mode,
            online: meeting.mode.map(MeetingMode::is_online),
            minutes_status: meeting.minutes_status,
        }
    }
}

/// A meeting to be entered. What is not known is left out.
#[derive(Debug, Object)]
#[oai(rename = "NewMeeting", deny_unknown_fields)]
pub struct NewMeetingBody {
    /// The council that met.
    council_id: CouncilId,
    /// Its title; made of fiscal year and round, or of the day, when left out.
    title: Option<Text<{ limits::NAME }>>,
    /// 年度, named by the year in which it begins; that of `date` when left out.
    fiscal_year: Option<FiscalYear>,
    /// 第n回.
    round: Option<Round>,
    /// The day, or the first day.
    date: Option<Date>,
    /// The last day, where it is another.
    end_date: Option<Date>,
    /// When it began.
    start_time: Option<ClockTime>,
    /// When it ended.
    end_time: Option<ClockTime>,
    /// Where, as printed.
    venue: Option<Text<{ limits::NAME }>>,
    /// How it was held.
    mode: Option<MeetingMode>,
}

impl From<NewMeetingBody> for NewMeeting {
    fn from(body: NewMeetingBody) -> Self {
        Self {
            title: text(body.title),
            facts: MeetingFacts {
                fiscal_year: body.fiscal_year.map(Into::into),
                round: body.round.map(Into::into),
                date: body.date.map(Into::into),
                end_date: body.end_date.map(Into::into),
                start_time: body.start_time,
                end_time: body.end_time,
                venue: text(body.venue),
                mode: body.mode,
            },
        }
    }
}

/// What to change of a meeting; what is left out stays as it is, `null` empties a field. The state of its minutes is
/// changed by `POST /meetings/{id}/minutes/transitions`.
#[derive(Debug, Object)]
#[oai(rename = "MeetingChange", deny_unknown_fields)]
pub struct MeetingChangeBody {
    /// Its title as a list shows it.
    title: Option<Text<{ limits::NAME }>>,
    /// 年度, named by the year in which it begins.
    fiscal_year: MaybeUndefined<FiscalYear>,
    /// 第n回.
    round: MaybeUndefined<Round>,
    /// The day, or the first day.
    date: MaybeUndefined<Date>,
    /// The last day, where it is another.
    end_date: MaybeUndefined<Date>,
    /// When it began.
    start_time: MaybeUndefined<ClockTime>,
    /// When it ended.
    end_time: MaybeUndefined<ClockTime>,
    /// Where, as printed.
    venue: MaybeUndefined<Text<{ limits::NAME }>>,
    /// How it was held.
    mode: MaybeUndefined<MeetingMode>,
}

impl From<MeetingChangeBody> for MeetingChange {
    fn from(body: MeetingChangeBody) -> Self {
        Self {
            title: text(body.title),
            fiscal_year: nullable(body.fiscal_year),
            round: nullable(body.round),
            date: nullable(body.date),
            end_date: nullable(body.end_date),
            start_time: nullable(body.start_time),
            end_time: nullable(body.end_time),
            venue: nullable(body.venue),
            mode: nullable(body.mode),
        }
    }
}

/// The meetings.
pub struct MeetingsApi;

#[OpenApi(tag = "Section::Meetings")]
impl MeetingsApi {
    /// List meetings, newest day first
    ///
    /// Those without a day come last.
    #[oai(path = "/meetings", method = "get", operation_id = "list_meetings")]
    #[expect(
        clippy::too_many_arguments,
        reason = "each argument is a parameter of the URL"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Of one council.
        council_id: Query<Option<CouncilId>>,
        /// Of one fiscal year, named by the year in which it begins.
        fiscal_year: Query<Option<i64>>,
        /// With minutes in one state.
        status: Query<Option<MinutesStatus>>,
        /// On or after this day.
        from: Query<Option<Date>>,
        /// On or before this day.
        to: Query<Option<Date>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<MeetingCursor>>,
    ) -> Result<Json<List<MeetingBody>>, Problem<Listing>> {
        let filter = MeetingFilter {
            council_id: council_id.0,
            fiscal_year: fiscal_year.0,
            status: status.0,
            from: from.0.map(Into::into),
            to: to.0.map(Into::into),
        };
        let after = cursor.0.map(|cursor| cursor.0);
        let limit = limit.0.unwrap_or_default().0;
        let meetings = app.list_meetings(&call, &filter, after, limit).await?;
        Ok(Json(List::with_cursor(
            meetings,
            |last| MeetingCursor(MeetingPosition::of(last)).to_string(),
            MeetingBody::from,
        )))
    }

    /// Enter a meeting
    ///
    /// Its minutes are a draft.
    #[oai(path = "/meetings", method = "post", operation_id = "create_meeting")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewMeetingBody>,
    ) -> Result<Created<MeetingBody>, Problem<Creating>> {
        let council = body.0.council_id;
        let meeting = app.create_meeting(&call, council, body.0.into()).await?;
        Ok(Created {
            tag: EntityTag::Version(meeting.version),
            location: format!("/api/v1/meetings/{}", meeting.id),
            body: meeting.into(),
        })
    }

    /// Read a meeting
    #[oai(path = "/meetings/:id", method = "get", operation_id = "get_meeting")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Tagged<MeetingBody>, Problem<ReadingPublished>> {
        let meeting = app.get_meeting(&call, id.0).await?;
        Ok(tagged(&call, meeting))
    }

    /// Change a meeting
    #[oai(
        path = "/meetings/:id",
        method = "patch",
        operation_id = "update_meeting"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<MeetingChangeBody>,
    ) -> Result<Tagged<MeetingBody>, Problem<Editing>> {
        let expected = expected(if_match.0.as_deref());
        let change = body.0.into();
        let meeting = app.update_meeting(&call, id.0, &expected, change).await?;
        Ok(tagged(&call, meeting))
    }

    /// Delete a meeting
    ///
    /// Only one whose minutes are a draft, and to which no action item refers. An import that it was made of can be
    /// applied again.
    #[oai(
        path = "/meetings/:id",
        method = "delete",
        operation_id = "delete_meeting"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_meeting(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, meeting: Meeting) -> Tagged<MeetingBody> {
    let may_edit = call.caller.is_secretariat_of(meeting.council_id);
    Tagged {
        tag: EntityTag::for_editor(may_edit, meeting.version),
        body: meeting.into(),
    }
}
