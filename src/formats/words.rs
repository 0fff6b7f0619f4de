//! The words of closed sets and the names of fields, as the documents print them. The documents are in Japanese, as the minutes are.

use std::borrow::Cow;

use super::dates;
use crate::domain::{
    AttendanceStatus, Attribution, Capacity, MeetingMode, OpinionContent, OpinionKind, PartChange,
    PartKind, TextEnum, printed_fiscal_year,
};

pub(super) fn kind(kind: OpinionKind) -> &'static str {
    match kind {
        OpinionKind::Opinion => "意見",
        OpinionKind::Explanation => "説明",
        OpinionKind::Report => "報告",
        OpinionKind::Supplement => "補足",
        OpinionKind::Question => "質問",
        OpinionKind::Answer => "回答",
        OpinionKind::Decision => "決定",
        OpinionKind::Procedural => "進行",
    }
}

pub(super) fn attribution(attribution: Attribution) -> &'static str {
    match attribution {
        Attribution::Named => "氏名",
        Attribution::RoleOnly => "役職のみ",
        Attribution::Collective => "主な意見",
        Attribution::Unattributed => "発言者の記載なし",
    }
}

pub(super) fn mode(mode: MeetingMode) -> &'static str {
    match mode {
        MeetingMode::InPerson => "対面開催",
        MeetingMode::Online => "オンライン開催",
        MeetingMode::Hybrid => "対面及びオンライン開催",
        MeetingMode::Written => "書面開催",
    }
}

pub(super) fn status(status: AttendanceStatus) -> &'static str {
    match status {
        AttendanceStatus::Present => "出席",
        AttendanceStatus::Proxy => "代理出席",
        AttendanceStatus::Absent => "欠席",
        AttendanceStatus::Observer => "オブザーバー",
    }
}

pub(super) fn capacity(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Member => "委員",
        Capacity::Guest => "委員以外の出席者",
        Capacity::Secretariat => "事務局",
    }
}

pub(super) fn change(change: PartChange) -> &'static str {
    match change {
        PartChange::Added => "追加",
        PartChange::Removed => "削除",
        PartChange::Changed => "訂正",
    }
}

/// What stands above opinions that belong to no topic.
pub(super) fn outside(no_topics: bool) -> &'static str {
    if no_topics {
        "議事"
    } else {
        "議題外の記載"
    }
}

/// Who said it, as minutes name somebody: 冨田副会長, 会長, 主な意見.
pub(super) fn speaker(opinion: &OpinionContent) -> String {
    let name = opinion.speaker_name.as_deref().unwrap_or_default();
    let role = opinion.speaker_role.as_deref().unwrap_or_default();
    if name.is_empty() && role.is_empty() {
        let without = match opinion.attribution {
            Attribution::Collective => Attribution::Collective,
            _ => Attribution::Unattributed,
        };
        return attribution(without).to_owned();
    }
    format!("{name}{role}")
}

/// The name of a field, as a table of corrections calls it.
pub(super) fn field(subject: PartKind, field: &str) -> &str {
    match (subject, field) {
        (_, "added") => "追加",
        (_, "removed") => "削除",
        (PartKind::Meeting, "council") => "会議体の名称",
        (PartKind::Meeting, "title") => "会議名",
        (PartKind::Topic, "title") => "議題名",
        (PartKind::Heading, "title") => "小見出し",
        (PartKind::Material, "title") => "資料名",
        (PartKind::Opinion, "text") => "発言",
        (PartKind::Opinion, "kind") => "発言の種別",
        (_, "text") => "記載",
        (_, "title") => "名称",
        (_, "fiscal_year") => "年度",
        (_, "round") => "開催回",
        (_, "date") => "開催日",
        (_, "end_date") => "終了日",
        (_, "start_time") => "開会時刻",
        (_, "end_time") => "閉会時刻",
        (_, "venue") => "会場",
        (_, "mode") => "開催方法",
        (_, "name") => "氏名",
        (_, "role") => "役職",
        (_, "status") => "出欠",
        (_, "capacity") => "区分",
        (_, "organization") => "所属",
        (_, "note") => "備考",
        (_, "number") => "番号",
        (_, "url") => "掲載先",
        (_, "topic_id") => "議題",
        (_, "heading_id") => "小見出し",
        (_, "attribution") => "発言者の示し方",
        (_, "speaker_name") => "発言者の氏名",
        (_, "speaker_role") => "発言者の役職",
        (_, "redactions") => "非公開の理由",
        (_, "position") => "順序",
        _ => field,
    }
}

/// What a field says, in words; as it is where it is printed wording.
pub(super) fn value<'a>(field: &str, value: &'a str) -> Cow<'a, str> {
    let words = match field {
        "kind" => OpinionKind::from_text(value).map(|word| kind(word).to_owned()),
        "attribution" => Attribution::from_text(value).map(|word| attribution(word).to_owned()),
        "mode" => MeetingMode::from_text(value).map(|word| mode(word).to_owned()),
        "status" => AttendanceStatus::from_text(value).map(|word| status(word).to_owned()),
        "capacity" => Capacity::from_text(value).map(|word| capacity(word).to_owned()),
        "fiscal_year" => value.parse().ok().map(printed_fiscal_year),
        "round" => Some(format!("第{value}回")),
        "position" => Some(format!("{value}番目")),
        "date" | "end_date" => value.parse().ok().map(dates::wareki_with_weekday),
        "start_time" | "end_time" => value.parse().ok().map(dates::clock),
        _ => None,
    };
    words.map_or(Cow::Borrowed(value), Cow::Owned)
}

/// What stands in a table where there are no words: nothing was there, or they are not repeated.
pub(super) fn none(withheld: bool) -> &'static str {
    if withheld {
        "（文言は掲載しません）"
    } else {
        "（なし）"
    }
}
