//! How the domain's closed sets of words and times of day stand in a column: as their text.

use sqlx::{Database, Decode, Encode, Type, encode::IsNull, error::BoxDynError};

use crate::domain::{
    ActionItemStatus, AttendanceStatus, Attribution, AttributionPolicy, AuditAction, Capacity,
    Certainty, CheckAnswerKind, ClockTime, CorrectionRequestKind, CorrectionRequestStatus,
    EntityKind, ImportStatus, IndexScope, LineSettlement, MeetingMode, MinutesStatus, OpinionKind,
    PartKind, ReadingMemoryKind, Role, Strength, SuggestionKind, SuggestionReason,
    SuggestionStatus, TagOrigin, Visibility,
};

macro_rules! text_column {
    ($($name:ty),+ $(,)?) => {$(
        impl<DB: Database> Type<DB> for $name
        where
            String: Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <String as Type<DB>>::type_info()
            }
            fn compatible(info: &DB::TypeInfo) -> bool {
                <String as Type<DB>>::compatible(info)
            }
        }

        impl<'q, DB: Database> Encode<'q, DB> for $name
        where
            String: Encode<'q, DB>,
        {
            fn encode_by_ref(&self, buffer: &mut <DB as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                <String as Encode<'q, DB>>::encode(self.to_string(), buffer)
            }
        }

        impl<'r, DB: Database> Decode<'r, DB> for $name
        where
            &'r str: Decode<'r, DB>,
        {
            fn decode(value: <DB as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                Ok(<&'r str as Decode<'r, DB>>::decode(value)?.parse()?)
            }
        }
    )+};
}

text_column!(
    ActionItemStatus,
    AttendanceStatus,
    Attribution,
    AttributionPolicy,
    AuditAction,
    Capacity,
    Certainty,
    CheckAnswerKind,
    ClockTime,
    CorrectionRequestKind,
    CorrectionRequestStatus,
    EntityKind,
    ImportStatus,
    IndexScope,
    LineSettlement,
    MeetingMode,
    MinutesStatus,
    OpinionKind,
    PartKind,
    ReadingMemoryKind,
    Role,
    Strength,
    SuggestionKind,
    SuggestionReason,
    SuggestionStatus,
    TagOrigin,
    Visibility,
);
