//! A printed label of a person → organisation, name and role.
//!
//! Works on the shape of the label alone: a role is what it ends in, an organisation is what ends in the word for one.

/// A label taken apart. Every part is a part of the label as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Person<'a> {
    /// What stands before the name.
    pub organization: Option<&'a str>,
    /// The name; `None` where a role stands alone.
    pub name: Option<&'a str>,
    /// The role.
    pub role: Option<&'a str>,
}

/// Words that a role ends in or is put together from, as in 統括・課長・代理.
const ROLES: [&str; 80] = [
    "委員長",
    "委員",
    "会長",
    "座長",
    "議長",
    "部会長",
    "分科会長",
    "構成員",
    "専門員",
    "相談員",
    "支援員",
    "課長",
    "部長",
    "局長",
    "室長",
    "係長",
    "班長",
    "次長",
    "所長",
    "院長",
    "園長",
    "校長",
    "センター長",
    "施設長",
    "理事長",
    "理事",
    "准教授",
    "教授",
    "講師",
    "助教",
    "医師",
    "看護師",
    "保健師",
    "医長",
    "師長",
    "科長",
    "主任",
    "主査",
    "主事",
    "主幹",
    "参事",
    "技監",
    "補佐",
    "代理",
    "代行",
    "統括",
    "総括",
    "担当",
    "職務",
    "町長",
    "市長",
    "区長",
    "村長",
    "知事",
    "教育長",
    "弁護士",
    "社長",
    "代表",
    "幹事",
    "監事",
    "顧問",
    "アドバイザー",
    "オブザーバー",
    "スーパーバイザー",
    "コーディネーター",
    "事務局長",
    "事務局",
    "専務",
    "常務",
    "参与",
    "教諭",
    "部会員",
    "館長",
    "本部長",
    "支部長",
    "住職",
    "監査",
    "司会",
    "進行",
    "会計",
];
/// Courtesy words: they show that a person is named, and stand in the place of a role.
const COURTESY: [&str; 4] = ["氏", "様", "さん", "先生"];
/// Words before a role that belong to it.
const ROLE_PREFIXES: [&str; 6] = ["副", "前", "元", "主", "新", "各"];
/// Words that the name of an organisation ends in.
const ORGANIZATIONS: [&str; 44] = [
    "センター",
    "病院",
    "クリニック",
    "医院",
    "診療所",
    "ステーション",
    "事業所",
    "事務所",
    "支援学校",
    "学校",
    "大学",
    "学院",
    "学園",
    "幼稚園",
    "保育園",
    "こども園",
    "保健所",
    "研究所",
    "協会",
    "協議会",
    "連合会",
    "連盟",
    "組合",
    "法人",
    "財団",
    "機構",
    "会社",
    "社協",
    "医師会",
    "看護協会",
    "の会",
    "親の会",
    "部会",
    "委員会",
    "児童相談所",
    "福祉局",
    "保健局",
    "教育庁",
    "省",
    "庁",
    "局",
    "課",
    "室",
    "グループ",
];
/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 8;

/// Takes `label` apart.
pub(super) fn take_apart(label: &str) -> Person<'_> {
    let label = label.trim();
    let (before, role) = split_role(label);
    if before.is_empty() {
        return Person {
            role,
            ..Person::default()
        };
    }
    let (organization, name) = split_organization(before);
    Person {
        organization,
        name: Some(name),
        role,
    }
}

/// Whether `label` can only be a role (会長, 事務局, 統括課長代理).
pub(super) fn is_role(label: &str) -> bool {
    matches!(split_role(label.trim()), ("", Some(_)))
}

/// Words for a trade. They stand beside a name in a list, but `学校・看護師` at the start of a line is what is talked about.
const TRADES: [&str; 12] = [
    "専門員",
    "相談員",
    "支援員",
    "医師",
    "看護師",
    "保健師",
    "弁護士",
    "教諭",
    "コーディネーター",
    "講師",
    "統括",
    "担当",
];

/// Whether `label` is what minutes print for somebody who speaks: a role, or a short name with a role.
pub(super) fn is_speaker(label: &str) -> bool {
    let person = take_apart(label);
    let Some(role) = person.role else {
        return false;
    };
    if TRADES.contains(&role) {
        return false;
    }
    match person.name {
        None => !matches!(role, "各委員" | "監査" | "会計" | "進行"),
        Some(name) => is_name(name),
    }
}

/// Whether `text` can be the name of a person.
pub(super) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (1..=LONGEST_NAME).contains(&count)
        && text.chars().all(is_name_character)
        && !text.contains('を')
        && !text.ends_with(['・', 'の', 'は', 'が', 'に', 'で', 'と', 'も'])
        && ![
            "各",
            "両",
            "全",
            "他",
            "同",
            "当該",
            "その他",
            "一部",
            "複数",
            "外部",
            "民生",
        ]
        .contains(&text)
}

fn is_name_character(c: char) -> bool {
    let narrow = super::numerals::narrow(c);
    narrow.is_ascii_alphabetic()
        || narrow.is_whitespace()
        || matches!(
            c,
            '々' | '〆' | 'ヶ' | 'ケ' | 'ー' | '・' | '○' | '〇' | '●'
        )
        || matches!(u32::from(c), 0x3041..=0x3096 | 0x30a1..=0x30fa | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

fn split_role(label: &str) -> (&str, Option<&str>) {
    let mut before = label;
    while let Some(shorter) = strip_any(before, &ROLES) {
        before = shorter.trim_end();
    }
    if before.len() == label.len() {
        before = strip_any(before, &COURTESY).unwrap_or(before);
    }
    // 副 is part of 副会長, but alone it is the end of a name.
    while before.len() < label.len() {
        match strip_any(before, &ROLE_PREFIXES) {
            Some(shorter) if shorter.is_empty() || label[shorter.len()..].starts_with('副') => {
                before = shorter.trim_end();
            }
            _ => break,
        }
    }
    let role = label[before.len()..].trim();
    (before, (!role.is_empty()).then_some(role))
}

fn strip_any<'a>(text: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings
        .iter()
        .filter_map(|ending| text.strip_suffix(ending))
        .min_by_key(|rest| rest.len())
}

fn split_organization(text: &str) -> (Option<&str>, &str) {
    let parts = |at: usize| {
        let (organization, name) = text.split_at(at);
        (organization.trim(), name.trim())
    };
    let end = ORGANIZATIONS
        .iter()
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .filter(|at| {
            let (organization, name) = parts(*at);
            organization.chars().count() >= 4 && is_name(name)
        })
        .max();
    match end.map(parts) {
        Some((organization, name)) => (Some(organization), name),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_taken_apart_from_its_end() {
        for (label, organization, name, role) in [
            ("青木委員", None, Some("青木"), Some("委員")),
            ("青木副会長", None, Some("青木"), Some("副会長")),
            ("会長", None, None, Some("会長")),
            ("副座長", None, None, Some("副座長")),
            ("事務局", None, None, Some("事務局")),
            ("Ａ委員", None, Some("Ａ"), Some("委員")),
            ("青木 花子", None, Some("青木 花子"), None),
            (
                "県立みなと病院地域連携センター青木統括課長代理",
                Some("県立みなと病院地域連携センター"),
                Some("青木"),
                Some("統括課長代理"),
            ),
            ("福祉課青木係長", None, Some("福祉課青木"), Some("係長")),
            ("青木氏", None, Some("青木"), Some("氏")),
        ] {
            let expected = Person {
                organization,
                name,
                role,
            };
            assert_eq!(take_apart(label), expected, "{label}");
        }
    }

    #[test]
    fn words_of_a_sentence_are_no_speaker() {
        for label in ["各委員", "本日の議題", "支援を行う事務局", "研修"] {
            assert!(!is_speaker(label), "{label}");
        }
    }
}
