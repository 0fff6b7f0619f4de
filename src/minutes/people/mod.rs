//! A printed label of a person → organisation, name and role.
//!
//! Works on the shape of the label alone: a role is what it ends in, an organisation is what ends in the word for one.
//! The words themselves stand in `words`; what a role says of whoever has it, in `roles`.

mod affixes;
mod roles;
mod words;

pub(super) use roles::{is_chair, is_courtesy, is_member, is_shared_role, is_staff_post};

use words::{
    COURTESY, COURTESY_ENDS, DEPARTMENTS, ORGANIZATION_WORDS, ORGANIZATIONS, ROLE_PREFIXES, ROLES,
    TRADES,
};

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

/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 8;

/// Takes `label` apart.
pub(super) fn take_apart(label: &str) -> Person<'_> {
    let label = label.trim();
    let (before, role) = split_role(label);
    let (before, role) = with_bu(label, before, role);
    if before.is_empty() || role.is_some_and(|role| leads_committee(before, role)) {
        return Person {
            role: Some(label).filter(|_| role.is_some()),
            ..Person::default()
        };
    }
    let (organization, name) = split_organization(before);
    // 学校教育課長: what begins with a department has no name before it.
    let starts_department = DEPARTMENTS.begin(before) && !role.is_some_and(is_chair);
    if role.is_some() && organization.is_none() && starts_department && !is_spoken(before) {
        return Person {
            role: Some(label),
            ..Person::default()
        };
    }
    match role.and_then(|_| split_department(name)) {
        Some((short, at)) => Person {
            organization,
            name: Some(short),
            role: Some(label[label.len() - before_end(label, name, at)..].trim()),
        },
        None => Person {
            organization,
            name: Some(name),
            role,
        },
    }
}

/// 総務常任委員長: the chair of a committee, and no name with a role.
fn leads_committee(before: &str, role: &str) -> bool {
    let of = ["常任", "特別", "運営", "予算", "決算", "審査", "調査"];
    role.ends_with("委員長")
        && (3..=14).contains(&before.chars().count())
        && before.chars().all(is_name_character)
        && of.iter().any(|word| before.ends_with(word))
}

/// 阿部会長 is 阿部, not 阿: what surnames begin with that end in 部.
const BEFORE_BU: [&str; 12] = [
    "阿", "岡", "渡", "服", "矢", "磯", "園", "軽", "安", "刑", "建", "綾",
];

fn with_bu<'a>(
    label: &'a str,
    before: &'a str,
    role: Option<&'a str>,
) -> (&'a str, Option<&'a str>) {
    let shorter = role.and_then(|role| role.strip_prefix('部'));
    match shorter {
        Some(rest) if BEFORE_BU.contains(&before) && rest.starts_with("会") => {
            (&label[..before.len() + '部'.len_utf8()], Some(rest))
        }
        _ => (before, role),
    }
}

/// How many bytes of `label` follow byte `at` of `name`, which is a part of it.
fn before_end(label: &str, name: &str, at: usize) -> usize {
    label.len() - (name.as_ptr() as usize - label.as_ptr() as usize + at)
}

/// 青木都市整備(部長): the name before a department, and where the department begins.
fn split_department(name: &str) -> Option<(&str, usize)> {
    let begins = |(at, _): &(usize, char)| DEPARTMENTS.begin(&name[*at..]);
    let mut ends = name.char_indices().skip(1).take(4);
    let first = ends.find(begins)?;
    // 仁科学校教育(課長) is 仁科, where the department could begin one letter earlier as well (科学).
    let later = (name[..first.0].chars().count() == 1).then(|| ends.next());
    later
        .flatten()
        .filter(begins)
        .or(Some(first))
        .filter(|(at, _)| is_name(&name[..*at]))
        .map(|(at, _)| (&name[..at], at))
}

/// 委員長青木, 総務部長青木: where the role ends that a word begins with, where a name follows.
pub(super) fn leading_role(word: &str) -> Option<usize> {
    let long = word.chars().nth(LONGEST_GLUED).is_some();
    if long
        || word.chars().nth(2).is_none()
        || is_role(word)
        || split_role(word).1.is_some_and(|role| !is_courtesy(role))
    {
        return None;
    }
    let ends = word
        .char_indices()
        .filter(|(_, c)| matches!(c, '長' | '員' | '事' | '監' | '官'))
        .map(|(at, c)| at + c.len_utf8());
    ends.rev().find(|end| {
        let (role, name) = word.split_at(*end);
        // 委員長服部ゆくお君
        let name = name.strip_suffix(['君', '氏', '様']).unwrap_or(name);
        let count = name.chars().count();
        let longest = if name.contains(|c| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ')) {
            6
        } else {
            5
        };
        // 法務部長中村 ends as a village does.
        let place = count == 2 && name.ends_with(['村', '町', '市', '所', '園', '院']);
        // 副委員長橘: a surname of one letter, where nothing else can stand.
        let single =
            count == 1 && (is_chair(role) || role == "理事") && !name.ends_with(NO_SURNAMES);
        role.chars().nth(1).is_some()
            && (is_role(role) || is_post(role))
            && (single || (2..=longest).contains(&count))
            && is_name(name)
            && !name.starts_with(['会', '長', '補', '代', '職', '名', '及', '兼', '等', '側'])
            && !ORGANIZATIONS.end(name)
            && (place || !is_organization(word))
    })
}

/// What a letter behind a role is, if it is no surname.
const NO_SURNAMES: [char; 25] = [
    '席', '室', '級', '会', '名', '職', '代', '等', '側', '者', '団', '長', '員', '部', '課', '局',
    '係', '班', '案', '用', '制', '印', '殿', '君', '様',
];

/// The longest word in which a role and a name are printed together, in characters.
const LONGEST_GLUED: usize = 30;

/// Whether `label` is a post without a name: 都市整備部長, 政策室長.
pub(super) fn is_post(label: &str) -> bool {
    let label = label.trim();
    let (before, role) = split_role(label);
    let role = role.unwrap_or_default();
    let department = DEPARTMENTS.begin(before) && !is_chair(role);
    let is_long = before.chars().count() >= 4;
    let of_organization =
        is_long && ORGANIZATIONS.end(before) && split_department(before).is_none();
    // 同課係長: of the department that stands above.
    let same = before.starts_with('同')
        && before.chars().nth(1).is_some()
        && before.ends_with(['課', '部', '局', '室', '係', '所', '館', 'ー', '署', '会']);
    if same && !role.is_empty() {
        return true;
    }
    !role.is_empty()
        && !COURTESY.contains(&role)
        && (department || of_organization)
        && !is_spoken(before)
        && split_organization(before).0.is_none()
}

/// みなと大学法学部教授, みなと市景観審議委員: whether what stands before the role names a body and no person.
pub(super) fn names_body(label: &str) -> bool {
    let person = take_apart(label);
    let name = person.name.unwrap_or_default();
    let plain = person.role.is_some_and(is_chair);
    let count = name.chars().count();
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    count >= 3 && ends(&["学部", "学科", "研究科"])
        || !plain && count >= 3 && ends(&["市", "県", "都", "府"])
        || !plain && count >= 4 && is_organization(name)
}

/// 学識経験者, 被保険者代表, 町議会議員: what kind of members somebody is one of, rather than a name with a role.
pub(super) fn is_of_kind(label: &str) -> bool {
    let count = label.chars().count();
    let of = |words: &[&str]| words.iter().any(|word| label.ends_with(word));
    count >= 4
        && of(&[
            "経験者",
            "有識者",
            "関係者",
            "代表者",
            "従事者",
            "事業者",
            "利用者",
            "行政機関",
            "関係機関",
            "関係団体",
            "住民代表",
            "市民代表",
            "町民代表",
            "村民代表",
            "区民代表",
        ])
        || (4..=8).contains(&count)
            && label.ends_with("代表")
            && is_organization_of(label.trim_end_matches("代表"))
        || (4..=6).contains(&count)
            && [
                "市議会議員",
                "町議会議員",
                "村議会議員",
                "区議会議員",
                "県議会議員",
                "府議会議員",
                "道議会議員",
                "都議会議員",
            ]
            .contains(&label)
}

/// 被保険者, 保護者, 公益: for whom a member is there.
fn is_organization_of(word: &str) -> bool {
    word.ends_with(['者', '益']) || is_organization(word)
}

/// Whether `text` has the particles of a sentence, which no post has.
fn is_spoken(text: &str) -> bool {
    text.contains(['を', 'は', 'に', 'で', 'る', 'う', '、'])
}

/// Whether `label` is a name with its role.
pub(super) fn is_named(label: &str) -> bool {
    let person = take_apart(label);
    person.role.is_some() && person.name.map(without_initial).is_some_and(is_name)
}

/// 青木（花）: the surname without the letter of the given name.
fn without_initial(name: &str) -> &str {
    let at = name.find(['（', '(']).unwrap_or(name.len());
    if name[at..].chars().count() <= 4 {
        &name[..at]
    } else {
        name
    }
}

/// Whether `label` is the name of an organisation, or of a part of one.
pub(super) fn is_organization(label: &str) -> bool {
    let label = label.trim();
    let count = label.chars().count();
    let department = || DEPARTMENTS.begin(label);
    let ends = ORGANIZATIONS.end(label)
        // 福祉部, 図書館: too short to be told by their end alone.
        || count >= 3 && department() && label.ends_with(['部', '課', '局', '室', '係', '館'])
        || label.ends_with([
            '部', '係', '班', '市', '町', '村', '県', '会', '院', '園', '校', '店', '所', '館',
            '団',
        ]) && count >= 4;
    ends && (count >= 4 || department())
}

/// Whether `label` ends in a role or in a bracket, as what names somebody does.
pub(super) fn ends_in_role(label: &str) -> bool {
    let label = label.trim_end();
    label.ends_with(['）', ')', '〕', '］']) || split_role(label).1.is_some()
}

/// Whether `label` can only be a role (会長, 事務局, 統括課長代理).
pub(super) fn is_role(label: &str) -> bool {
    match split_role(label.trim()) {
        ("", Some(_)) => true,
        (before, Some(role)) => leads_committee(before, role),
        _ => false,
    }
}

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
        && text.find('兼').is_none_or(|at| at == 0)
        && !text.contains("による")
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
    while let Some(shorter) = ROLES.strip(before) {
        before = shorter.trim_end();
    }
    if before.len() == label.len() {
        // 鵜殿 is a surname.
        let stripped = COURTESY_ENDS.strip(before);
        before = stripped
            .filter(|name| !label.ends_with('殿') || name.chars().nth(1).is_some())
            .unwrap_or(before);
    }
    // 副 is part of 副会長, but alone it is the end of a name.
    while before.len() < label.len() {
        match ROLE_PREFIXES.strip(before) {
            // 江副理事 is 江副: there are deputies of a head, and none of a member.
            Some(shorter)
                if shorter.is_empty()
                    || label[shorter.len()..].starts_with('副')
                        && has_deputy(&label[before.len()..]) =>
            {
                before = shorter.trim_end();
            }
            _ => break,
        }
    }
    let role = label[before.len()..].trim();
    (before, (!role.is_empty()).then_some(role))
}

fn has_deputy(role: &str) -> bool {
    !["理事", "監事", "幹事", "委員", "議員", "構成員"].contains(&role.trim())
}

fn split_organization(text: &str) -> (Option<&str>, &str) {
    let parts = |at: usize| {
        let (organization, name) = text.split_at(at);
        (organization.trim(), name.trim())
    };
    let end = ORGANIZATION_WORDS
        .split_whitespace()
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .filter(|at| {
            let (organization, name) = parts(*at);
            let department = DEPARTMENTS.begin(organization)
                && organization.ends_with(['課', '部', '局', '室', '係', '班']);
            (organization.chars().count() >= 4 || department)
                && is_name(name)
                && !DEPARTMENTS.begin(name)
        })
        .max();
    match end.map(parts) {
        Some((organization, name)) => (Some(organization), name),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests;
