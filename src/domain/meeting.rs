//! Meetings, who attended them, and what they were given to read.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    AttendanceId, ClockTime, CouncilId, MaterialId, MeetingId, MinutesStatus, PersonId, SourceId,
    TopicId, text_enum::text_enum,
};

text_enum! {
    /// How a meeting was held.
    MeetingMode {
        /// In one room.
        InPerson = "in_person",
        /// オンライン開催.
        Online = "online",
        /// In a room and online at once.
        Hybrid = "hybrid",
        /// 書面開催.
        Written = "written",
    }
}

impl MeetingMode {
    /// Whether some or all took part online.
    pub fn is_online(self) -> bool {
        matches!(self, Self::Online | Self::Hybrid)
    }
}

text_enum! {
    /// How somebody took part.
    AttendanceStatus {
        /// 出席.
        Present = "present",
        /// 代理出席.
        Proxy = "proxy",
        /// 欠席.
        Absent = "absent",
        /// Present without being a member: reporting, listening.
        Observer = "observer",
    }
}

text_enum! {
    /// In which capacity somebody is on the attendance list.
    Capacity {
        /// A member of the council.
        Member = "member",
        /// Somebody from outside.
        Guest = "guest",
        /// 事務局.
        Secretariat = "secretariat",
    }
}

/// A meeting (会議). OParl: Meeting.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// The council that met.
    pub council_id: CouncilId,
    /// Its title as a list shows it.
    pub title: String,
    /// 年度, named by the year in which it begins.
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
    /// Where, as printed.
    pub venue: Option<String>,
    /// How it was held.
    pub mode: Option<MeetingMode>,
    /// The file that it was imported from.
    pub source_id: Option<SourceId>,
    /// The state of its minutes.
    pub minutes_status: MinutesStatus,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// One line of the attendance list (出欠): a person, or only the label as printed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Attendance {
    /// Its id.
    pub id: AttendanceId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// Its place in the list, from 0.
    pub position: i64,
    /// Who it is, where that is known.
    pub person_id: Option<PersonId>,
    /// The name as printed, without the role.
    pub name: String,
    /// The role as printed.
    pub role: Option<String>,
    /// Whether and how the person took part.
    pub status: AttendanceStatus,
    /// In which capacity.
    pub capacity: Capacity,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// What is printed beside the name.
    pub note: Option<String>,
    /// First line in the source, from 1.
    pub first_line: Option<i64>,
    /// Last line in the source, from 1.
    pub last_line: Option<i64>,
    /// Rises by one with each change.
    pub version: i64,
}

/// A material (会議資料) of a meeting or of one topic. OParl: File.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Material {
    /// Its id.
    pub id: MaterialId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The topic, where it belongs to one.
    pub topic_id: Option<TopicId>,
    /// Its place in the list, from 0.
    pub position: i64,
    /// The number as printed (資料1).
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// Rises by one with each change.
    pub version: i64,
}
