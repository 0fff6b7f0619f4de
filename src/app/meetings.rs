//! Meetings: the secretariat enters and changes them; who reads them hangs on the state of their minutes.

use chrono::NaiveDate;
use serde_json::json;

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    publication::unseen_meeting,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, ClockTime, Council, CouncilId, EntityKind, IndexScope, Meeting, MeetingId,
        MeetingMode, MinutesStatus, Page, fiscal_year_of, printed_fiscal_year,
    },
    store::{self, MeetingFilter, MeetingPosition, StoreError},
};

/// A meeting to be entered by hand.
#[derive(Debug, Clone, Default)]
pub struct NewMeeting {
    /// Its title; made of year and round, or the day, where `None`.
    pub title: Option<String>,
    /// What is known of it.
    pub facts: MeetingFacts,
}

/// What is known of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingFacts {
    /// 年度; that of the day, where `None`.
    pub fiscal_year: Option<i64>,
    /// 第n回.
    pub round: Option<i64>,
    /// The day, or the first day.
    pub date: Option<NaiveDate>,
    /// The last day, where it is another.
    pub end_date: Option<NaiveDate>,
    /// When it began.
    pub start_time: Option<ClockTime>,
    /// When it ended.
    pub end_time: Option<ClockTime>,
    /// Where.
    pub venue: Option<String>,
    /// How it was held.
    pub mode: Option<MeetingMode>,
}

/// What to change of a meeting; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct MeetingChange {
    /// Its title.
    pub title: Option<String>,
    /// 年度.
    pub fiscal_year: Option<Option<i64>>,
    /// 第n回.
    pub round: Option<Option<i64>>,
    /// The day, or the first day.
    pub date: Option<Option<NaiveDate>>,
    /// The last day, where it is another.
    pub end_date: Option<Option<NaiveDate>>,
    /// When it began.
    pub start_time: Option<Option<ClockTime>>,
    /// When it ended.
    pub end_time: Option<Option<ClockTime>>,
    /// Where.
    pub venue: Option<Option<String>>,
    /// How it was held.
    pub mode: Option<Option<MeetingMode>>,
}

impl App {
    /// Enters a meeting of `council` with draft minutes.
    pub async fn create_meeting(
        &self,
        call: &Call,
        council: CouncilId,
        new: NewMeeting,
    ) -> AppResult<Meeting> {
        let mut change = self.change(call).await?;
        open_council(&mut change, call, council).await?;
        let meeting = self.draft_meeting(council, new);
        validate(&meeting)?;
        store::insert_meeting(&mut change.conn, &meeting).await?;
        change
            .record(
                AuditAction::Create,
                EntityKind::Meeting,
                meeting.id,
                Some(council),
                json!({}),
            )
            .await?;
        change
            .enqueue(IndexScope::Meeting, meeting.id.0, Some(council))
            .await?;
        change.commit().await?;
        Ok(meeting)
    }

    /// A meeting with draft minutes, not stored yet.
    pub(super) fn draft_meeting(&self, council: CouncilId, new: NewMeeting) -> Meeting {
        let now = self.clock.now();
        let facts = new.facts;
        let fiscal_year = facts.fiscal_year.or(facts.date.map(fiscal_year_of));
        Meeting {
            id: MeetingId(self.clock.new_id()),
            council_id: council,
            title: new
                .title
                .unwrap_or_else(|| title_of(fiscal_year, facts.round, facts.date)),
            fiscal_year,
            round: facts.round,
            date: facts.date,
            end_date: facts.end_date,
            start_time: facts.start_time,
            end_time: facts.end_time,
            venue: facts.venue,
            mode: facts.mode,
            source_id: None,
            minutes_status: MinutesStatus::Draft,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// The meeting with this id, if the caller may see it.
    pub async fn get_meeting(&self, call: &Call, id: MeetingId) -> AppResult<Meeting> {
        let conn = &mut self.read().await?;
        match store::find_meeting(conn, &call.viewer(), id).await? {
            Some(meeting) => Ok(meeting),
            None => Err(unseen_meeting(conn, id).await?),
        }
    }

    /// The meetings that the caller may see, newest day first.
    pub async fn list_meetings(
        &self,
        call: &Call,
        filter: &MeetingFilter,
        after: Option<MeetingPosition>,
        limit: i64,
    ) -> AppResult<Page<Meeting>> {
        let mut conn = self.read().await?;
        Ok(store::list_meetings(&mut conn, &call.viewer(), filter, after, limit).await?)
    }

    /// Changes a meeting.
    pub async fn update_meeting(
        &self,
        call: &Call,
        id: MeetingId,
        expected: &Expected,
        new: MeetingChange,
    ) -> AppResult<Meeting> {
        let mut change = self.change(call).await?;
        let before = editable_meeting(&mut change, call, id).await?;
        expected.check(before.version)?;
        let meeting = self.amend_meeting(&mut change, before, new).await?;
        change.commit().await?;
        Ok(meeting)
    }

    /// Changes a meeting within a change that does more.
    pub(super) async fn amend_meeting(
        &self,
        change: &mut Change<'_>,
        before: Meeting,
        new: MeetingChange,
    ) -> AppResult<Meeting> {
        let id = before.id;
        let mut meeting = before.clone();
        apply(&mut meeting, new);
        if meeting == before {
            return Ok(before);
        }
        meeting.updated_at = self.clock.now();
        validate(&meeting)?;
        store::update_meeting(&mut change.conn, &meeting).await?;
        meeting.version += 1;
        let fields = changed_fields(&[
            ("title", meeting.title != before.title),
            ("fiscal_year", meeting.fiscal_year != before.fiscal_year),
            ("round", meeting.round != before.round),
            ("date", meeting.date != before.date),
            ("end_date", meeting.end_date != before.end_date),
            ("start_time", meeting.start_time != before.start_time),
            ("end_time", meeting.end_time != before.end_time),
            ("venue", meeting.venue != before.venue),
            ("mode", meeting.mode != before.mode),
        ]);
        let council = Some(meeting.council_id);
        change
            .record(
                AuditAction::Update,
                EntityKind::Meeting,
                id,
                council,
                fields,
            )
            .await?;
        change.enqueue(IndexScope::Meeting, id.0, council).await?;
        Ok(meeting)
    }

    /// Deletes a meeting whose minutes are a draft and to which no action item refers.
    pub async fn delete_meeting(
        &self,
        call: &Call,
        id: MeetingId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, id).await?;
        expected.check(meeting.version)?;
        let published = store::list_transitions(&mut change.conn, id)
            .await?
            .iter()
            .any(|transition| transition.to_status == MinutesStatus::Published);
        if published || meeting.minutes_status != MinutesStatus::Draft {
            // What was shown to anybody stays on record: it is withdrawn, not deleted.
            return Err(AppError::InUse(EntityKind::Meeting));
        }
        store::delete_meeting(&mut change.conn, id, meeting.version)
            .await
            .map_err(|error| match error {
                StoreError::Reference => AppError::InUse(EntityKind::Meeting),
                other => other.into(),
            })?;
        let council = Some(meeting.council_id);
        change
            .record(
                AuditAction::Delete,
                EntityKind::Meeting,
                id,
                council,
                json!({}),
            )
            .await?;
        change.enqueue(IndexScope::Meeting, id.0, council).await?;
        change.commit().await
    }
}

/// The meeting, if the caller may see it and may change what belongs to the secretariat.
pub(super) async fn editable_meeting(
    change: &mut Change<'_>,
    call: &Call,
    id: MeetingId,
) -> AppResult<Meeting> {
    let meeting = store::find_meeting(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Meeting))?;
    call.require_secretariat(meeting.council_id)?;
    change.touch(id);
    Ok(meeting)
}

/// The council, if it takes new records and the caller is its secretariat.
pub(super) async fn open_council(
    change: &mut Change<'_>,
    call: &Call,
    id: CouncilId,
) -> AppResult<Council> {
    let council = store::find_council(&mut change.conn, id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Council))?;
    call.require_secretariat(id)?;
    if council.archived_at.is_some() {
        return Err(AppError::Archived(EntityKind::Council));
    }
    Ok(council)
}

/// 令和4年度 第2回, or as much of it as is known.
pub(super) fn title_of(
    fiscal_year: Option<i64>,
    round: Option<i64>,
    date: Option<NaiveDate>,
) -> String {
    let year = fiscal_year.map(printed_fiscal_year);
    let round = round.map(|round| format!("第{round}回"));
    match (year, round, date) {
        (Some(year), Some(round), _) => format!("{year} {round}"),
        (None, Some(round), _) => round,
        (_, None, Some(date)) => date.to_string(),
        (Some(year), None, None) => year,
        (None, None, None) => "（日付不明）".to_owned(),
    }
}

fn apply(meeting: &mut Meeting, new: MeetingChange) {
    set(&mut meeting.title, new.title);
    set(&mut meeting.fiscal_year, new.fiscal_year);
    set(&mut meeting.round, new.round);
    set(&mut meeting.date, new.date);
    set(&mut meeting.end_date, new.end_date);
    set(&mut meeting.start_time, new.start_time);
    set(&mut meeting.end_time, new.end_time);
    set(&mut meeting.venue, new.venue);
    set(&mut meeting.mode, new.mode);
}

fn validate(meeting: &Meeting) -> AppResult<()> {
    let in_order = match (meeting.date, meeting.end_date) {
        (Some(first), Some(last)) => first <= last,
        (None, Some(_)) => false,
        _ => true,
    };
    let years = limits::FIRST_FISCAL_YEAR..=limits::LAST_FISCAL_YEAR;
    Validation::default()
        .required("title", &meeting.title, limits::NAME)
        .optional("venue", meeting.venue.as_deref(), limits::NAME)
        .check(
            in_order,
            "end_date",
            "date 以後の日付にしてください",
            "must not be before date",
        )
        .check(
            meeting.fiscal_year.is_none_or(|year| years.contains(&year)),
            "fiscal_year",
            "西暦の年度を入れてください",
            "must be a year between 1868 and 9999",
        )
        .check(
            meeting
                .round
                .is_none_or(|round| (1..=limits::ROUND).contains(&round)),
            "round",
            "1 以上にしてください",
            "must be between 1 and 100000",
        )
        .finish()
}
