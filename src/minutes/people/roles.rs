//! What a role says of whoever has it: whether the council gives it, whether it is a post of an administration, and how many
//! people it stands over.
//!
//! Leaves it to `people` to tell what a role is.

use super::words::COURTESY;

/// Whether `label` is a word of courtesy, which is no role.
pub(in crate::minutes) fn is_courtesy(label: &str) -> bool {
    COURTESY.contains(&label)
}

/// Whether `label` is a role that the council gives: 会長, 副会長, 委員長, 委員.
pub(in crate::minutes) fn is_chair(label: &str) -> bool {
    let plain = label.trim_start_matches('副').trim_end_matches("代理");
    let plain = plain.trim_end_matches("職務");
    [
        "会長",
        "委員長",
        "座長",
        "議長",
        "部会長",
        "分科会長",
        "会",
        "委員",
        "構成員",
        "部会員",
        "教育長",
    ]
    .contains(&plain)
        && plain != "会"
}

/// Whether `role` is that of a member among others.
pub(in crate::minutes) fn is_member(role: &str) -> bool {
    role.ends_with("委員") || matches!(role, "構成員" | "部会員" | "議員")
}

/// Whether a role is a post of an administration: 課長, 主査.
pub(in crate::minutes) fn is_staff_post(role: &str) -> bool {
    [
        "課長",
        "部長",
        "係長",
        "室長",
        "局長",
        "次長",
        "参事",
        "主幹",
        "主査",
        "主任",
        "主事",
        "補佐",
        "班長",
        "主任主事",
        "係員",
        "技師",
        "書記",
    ]
    .iter()
    .any(|post| role.ends_with(post))
}

/// Whether a role stands over several names (委員), where a post (課長) is one person's.
pub(in crate::minutes) fn is_shared_role(role: Option<&str>) -> bool {
    role.is_some_and(|role| {
        [
            "委員",
            "構成員",
            "部会員",
            "議員",
            "幹事",
            "理事",
            "監事",
            "副会長",
            "副委員長",
        ]
        .contains(&role)
            || is_member(role)
    })
}
