//! The speaker that a label names: a person, a role, a seat, a party, an organisation.

use super::super::parsed::ParsedSpeaker;
use super::super::people;
use super::super::roster::Roster;
use super::super::wording::leading_bracket;
use super::Sureness;

/// The longest label without white space and brackets.
const LONGEST_NAME: usize = 20;

/// What a short word ends in that tells what happens or what follows, and names nobody.
const NO_NAMES: [&str; 32] = [
    "等",
    "挨拶",
    "あいさつ",
    "概要",
    "要旨",
    "公開",
    "確認",
    "紹介",
    "なし",
    "無し",
    "省略",
    "挙手",
    "拍手",
    "休憩",
    "再開",
    "説明",
    "退席",
    "入室",
    "着席",
    "報告",
    "承認",
    "了承",
    "朗読",
    "採決",
    "質疑",
    "討論",
    "意見",
    "議事",
    "開会",
    "閉会",
    "資料",
    "日程",
];

/// The speaker that a label without white space names.
pub(super) fn speaker(label: &str, roster: &Roster) -> Option<(ParsedSpeaker, Sureness)> {
    if let Some(speaker) = roster.find(label) {
        return Some((speaker, Sureness::Known));
    }
    if let Some(speaker) = with_initial(label) {
        return Some((speaker, Sureness::Shaped));
    }
    if let Some(speaker) = of_party(label) {
        return Some((speaker, Sureness::Shaped));
    }
    if let Some(speaker) = with_bracket(label) {
        return Some((speaker, Sureness::Shaped));
    }
    if label.chars().count() > LONGEST_NAME || holds_role_inside(label) {
        return None;
    }
    if people::is_speaker(label) {
        return Some((apart(label), Sureness::Shaped));
    }
    if people::is_post(label) || is_numbered_seat(label) || names_party(label) {
        return Some((role_only(label), Sureness::Shaped));
    }
    if let Some(speaker) = unnamed_member(label) {
        return Some((speaker, Sureness::Shaped));
    }
    if people::is_organization(label) {
        return Some((role_only(label), Sureness::Guessed));
    }
    let happens = NO_NAMES.iter().any(|word| label.ends_with(word));
    let could_be = people::is_name(label) && (2..=6).contains(&label.chars().count()) && !happens;
    could_be.then(|| {
        (
            ParsedSpeaker {
                name: Some(label.to_owned()),
                role: None,
            },
            Sureness::Guessed,
        )
    })
}

/// （資料により説明）: a bracket that tells what somebody did.
pub(super) fn tells_deed(rest: &str) -> bool {
    leading_bracket(rest).is_some_and(|(inner, after)| {
        after.is_empty() && NO_NAMES.iter().any(|word| inner.ends_with(word))
    })
}

fn apart(label: &str) -> ParsedSpeaker {
    let person = people::take_apart(label);
    ParsedSpeaker {
        name: person.name.map(str::to_owned),
        role: person.role.map(str::to_owned),
    }
}

fn role_only(label: &str) -> ParsedSpeaker {
    ParsedSpeaker {
        name: None,
        role: Some(label.to_owned()),
    }
}

/// 事務局：青木課長: a party, and who of it.
fn of_party(label: &str) -> Option<ParsedSpeaker> {
    let (party, who) = label.split_once(['：', ':'])?;
    let named = people::is_named(who) && people::is_speaker(who);
    ((party == "事務局" || names_party(party)) && named).then(|| apart(who))
}

/// 会長（青木）, 委員（青木花子君）, ３番（青木委員）: role and name, or name and role, in either order; or a name with the
/// organisation that somebody speaks for.
fn with_bracket(label: &str) -> Option<ParsedSpeaker> {
    let at = label.find(['（', '(', '〔', '［'])?;
    let (inner, rest) = leading_bracket(&label[at..])?;
    let outer = &label[..at];
    if !rest.is_empty() || outer.is_empty() {
        return None;
    }
    let is_office =
        |text: &str| people::is_role(text) || people::is_post(text) || is_numbered_seat(text);
    let (role, name) = if is_office(outer) {
        let person = people::take_apart(inner);
        match (person.name, person.role) {
            // ３番（青木委員）, 事務局（青木課長）: the bracket has name and role.
            (Some(name), Some(own))
                if !people::is_courtesy(own) && (is_numbered_seat(outer) || outer == "事務局") =>
            {
                (own, name)
            }
            (Some(name), _) => (outer, name),
            // 委員（公募）, 事務局（課長）
            (None, _) => return Some(role_only(outer)),
        }
    } else if is_office(inner) {
        let person = people::take_apart(outer);
        (inner, person.name?)
    } else if people::is_speaker(outer) {
        return Some(apart(outer));
    } else {
        return None;
    };
    people::is_name(name).then(|| ParsedSpeaker {
        name: Some(name.to_owned()),
        role: Some(role.to_owned()),
    })
}

/// 青木（花）委員: two of one surname are told apart by a letter of the given name.
fn with_initial(label: &str) -> Option<ParsedSpeaker> {
    let at = label.find(['（', '('])?;
    let (inner, role) = leading_bracket(&label[at..])?;
    let short = (1..=2).contains(&inner.chars().count());
    let name = &label[..label.len() - role.len()];
    (short && people::is_role(role) && people::is_name(&label[..at])).then(|| ParsedSpeaker {
        name: Some(name.to_owned()),
        role: Some(role.to_owned()),
    })
}

/// ３番, ３番委員.
fn is_numbered_seat(label: &str) -> bool {
    let rest = label.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    rest.len() < label.len() && matches!(rest, "番" | "番委員" | "番議員")
}

/// 委員Ａ, 委員１, 事務局Ｂ: a role and a letter in the place of a name.
fn unnamed_member(label: &str) -> Option<ParsedSpeaker> {
    let role = label.trim_end_matches(|c: char| {
        let narrow = super::super::numerals::narrow(c);
        narrow.is_ascii_alphanumeric() || matches!(u32::from(c), 0x2460..=0x2473)
    });
    let letters = label[role.len()..].chars().count();
    ((1..=2).contains(&letters) && people::is_role(role)).then(|| role_only(label))
}

/// Parties that speak as such.
pub(in crate::minutes) fn names_party(label: &str) -> bool {
    matches!(
        label,
        "市" | "県"
            | "町"
            | "村"
            | "都"
            | "区"
            | "国"
            | "府"
            | "道"
            | "当局"
            | "執行部"
            | "行政"
            | "町の考え方"
            | "市の考え方"
            | "県の考え方"
            | "区の考え方"
            | "村の考え方"
            | "市の回答"
            | "町の回答"
            | "県の回答"
            | "市側"
            | "県側"
            | "町側"
            | "教育委員会"
            | "司会者"
            | "参加者"
            | "発表者"
            | "講師"
            | "傍聴者"
            | "説明者"
            | "出席者"
            | "保護者"
            | "市民"
            | "住民"
            | "担当課"
            | "各委員"
            | "全委員"
            | "委員全員"
            | "一同"
            | "指定管理者"
            | "応募者"
            | "応募団体"
            | "申請者"
            | "提案者"
            | "事業者"
            | "実施機関"
            | "審査請求人"
            | "コンサルタント"
            | "受託者"
            | "委託業者"
            | "学校側"
            | "書記"
    )
}

/// 会長それでは…委員: words that hold a role before their end are a sentence.
fn holds_role_inside(label: &str) -> bool {
    ["会長", "委員", "議長", "事務局", "座長"]
        .iter()
        .any(|role| {
            label
                .find(role)
                .is_some_and(|at| at > 0 && label[at + role.len()..].chars().count() > 6)
        })
}
