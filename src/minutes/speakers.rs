//! Who speaks, as printed at the start of a turn: `○青木委員　…`, `【会長】…`, `会長：…`, a name alone on its line.
//!
//! A line by itself shows only what could be a label, and how sure that is. Which forms of labels a document uses, all its
//! lines decide together (`forms`).

use super::cues::Cue;
use super::labels::is_rule;
use super::parsed::ParsedSpeaker;
use super::people;
use super::roster::Roster;
use super::wording::leading_bracket;
use crate::domain::OpinionKind;

/// The longest label of a speaker, in characters, white space and brackets included.
const LONGEST_LABEL: usize = 34;
/// The longest label without white space and brackets.
const LONGEST_NAME: usize = 20;

/// How a label is set off from what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// By a mark before it.
    Marked(char),
    /// By brackets around it.
    Bracketed,
    /// By a colon or a table's rule after it.
    Separated,
    /// By white space after it.
    Spaced,
    /// By standing alone on its line.
    Alone,
}

/// How sure it is that a label names a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// It could be a name.
    Guessed,
    /// It is printed as speakers are: a role, a name with a role.
    Shaped,
    /// The attendance list has the name.
    Known,
}

/// A line that may open a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn<'a> {
    /// Who speaks; `None` where the label only says what kind of statement follows (Q, A, 意見).
    pub speaker: Option<ParsedSpeaker>,
    /// What kind of statement the label says it is.
    pub kind: Option<OpinionKind>,
    /// What is said on the same line.
    pub rest: &'a str,
    /// How the label is set off.
    pub form: Form,
    /// How sure the label is.
    pub sureness: Sureness,
    /// The label without white space.
    pub label: String,
}

/// What a short word ends in that tells what happens or what follows, and names nobody.
const NO_NAMES: [&str; 24] = [
    "なし", "無し", "省略", "挙手", "拍手", "休憩", "再開", "説明", "退席", "入室", "着席", "報告",
    "承認", "了承", "朗読", "採決", "質疑", "討論", "意見", "議事", "開会", "閉会", "資料", "日程",
];

/// Whether `line` by itself shows a turn.
pub(super) fn shows_turn(line: &str) -> bool {
    read(line, &Roster::default()).is_some_and(|turn| turn.sureness >= Sureness::Shaped)
}

/// The turn that a line may open.
pub(super) fn read<'a>(line: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    let line = line.trim_matches(|c: char| is_rule(c) || c.is_whitespace());
    let cue = Cue::of(line);
    let content = cue.rest(line);
    let turn = bracketed(content, roster).or_else(|| labelled(content, roster))?;
    match cue {
        Cue::None => Some(turn),
        Cue::Bullet { mark, .. } => Some(Turn {
            form: Form::Marked(mark),
            ..turn
        }),
        // 1 会長：…: a numbered turn. A number and a word are a topic.
        Cue::Number { .. } => {
            matches!(turn.form, Form::Bracketed | Form::Separated).then_some(turn)
        }
    }
}

/// 【会長】…, （青木委員・質問）…
fn bracketed<'a>(content: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    let (inner, rest) = leading_bracket(content)?;
    let label = Label::of(inner, roster)?;
    Some(label.turn(after_label(rest), Form::Bracketed))
}

/// A label before a colon, white space, a quotation or the end of the line.
fn labelled<'a>(content: &'a str, roster: &Roster) -> Option<Turn<'a>> {
    let mut found: Option<Turn<'a>> = None;
    for (end, form) in boundaries(content) {
        let printed = &content[..end];
        let grows = found
            .as_ref()
            .is_none_or(|_| form == Form::Separated || people::ends_in_role(printed));
        let grows = grows && (form != Form::Spaced || role_and_name(printed).is_none());
        if !grows {
            continue;
        }
        let sure = found.as_ref().map(|turn| turn.sureness);
        if let Some(label) = Label::of(printed, roster)
            && sure.is_none_or(|sure| label.sureness >= sure)
        {
            found = Some(label.turn(after_label(&content[end..]), form));
        }
    }
    found
}

/// Where a label at the start of `content` may end, and what sets it off there.
fn boundaries(content: &str) -> Vec<(usize, Form)> {
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    for (count, (at, c)) in content.char_indices().enumerate() {
        if count > LONGEST_LABEL {
            return ends;
        }
        match c {
            '（' | '(' | '〔' | '［' => depth += 1,
            // 青木委員）始めます。
            '）' | ')' if depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '）' | ')' | '〕' | '］' => {
                depth = depth.saturating_sub(1);
                let end = at + c.len_utf8();
                let next = content[end..].chars().next();
                if depth == 0 && next.is_some_and(|c| !is_separator(c)) {
                    ends.push((end, Form::Spaced));
                }
            }
            ':' | '：' if depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '\t' if depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            c if is_rule(c) && depth == 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            // 委員・・・視察に行った
            '…' | '‥' if depth == 0 && at > 0 => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '・' if depth == 0 && at > 0 && content[at..].starts_with("・・") => {
                ends.push((at, Form::Separated));
                return ends;
            }
            '「' if depth == 0 => {
                ends.push((at, Form::Spaced));
                return ends;
            }
            '。' | '、' | '，' | '」' | '？' | '！' => return ends,
            c if c.is_whitespace() && depth == 0 => ends.push((at, Form::Spaced)),
            _ => {}
        }
    }
    ends.push((content.len(), Form::Alone));
    ends
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_rule(c) || matches!(c, ':' | '：' | '）' | ')')
}

/// What follows a label, without what sets it off.
fn without_dots(rest: &str) -> &str {
    let dots = rest.trim_start_matches(['・', '…', '‥']);
    if rest.starts_with(['…', '‥']) || rest.starts_with("・・") {
        dots
    } else {
        rest
    }
}

fn after_label(rest: &str) -> &str {
    without_dots(rest.trim_start_matches(is_separator)).trim_start_matches(is_separator)
}

/// What a label says.
struct Label {
    speaker: Option<ParsedSpeaker>,
    kind: Option<OpinionKind>,
    sureness: Sureness,
    compact: String,
}

impl Label {
    fn of(printed: &str, roster: &Roster) -> Option<Self> {
        let compact: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
        let compact = compact.trim_end_matches([':', '：']).to_owned();
        let count = compact.chars().count();
        if count == 0 || count > LONGEST_LABEL {
            return None;
        }
        if let Some(speaker) = role_and_name(printed) {
            return Some(Self {
                speaker: Some(speaker),
                kind: None,
                sureness: Sureness::Shaped,
                compact,
            });
        }
        let (speaker, kind, sureness) = kind_alone(&compact)
            .map(|(kind, sureness)| (None, Some(kind), sureness))
            .or_else(|| with_kind(&compact, roster))
            .or_else(|| {
                speaker(&compact, roster).map(|(speaker, sure)| (Some(speaker), None, sure))
            })?;
        Some(Self {
            speaker,
            kind,
            sureness,
            compact,
        })
    }

    fn turn(self, rest: &str, form: Form) -> Turn<'_> {
        Turn {
            speaker: self.speaker,
            kind: self.kind,
            rest,
            form,
            sureness: self.sureness,
            label: self.compact,
        }
    }
}

/// 事務局 青木: a role and a name with white space between them.
fn role_and_name(printed: &str) -> Option<ParsedSpeaker> {
    let (role, name) = printed.trim().split_once(char::is_whitespace)?;
    let name = name.trim_end_matches([':', '：']).trim();
    let short = (1..=4).contains(&name.chars().filter(|c| !c.is_whitespace()).count());
    let leads = role == "事務局" || people::is_chair(role);
    (leads && short && people::is_name(name) && !people::ends_in_role(name)).then(|| {
        ParsedSpeaker {
            name: Some(name.to_owned()),
            role: Some(role.to_owned()),
        }
    })
}

/// Q, 問１, 回答, 【意見】: a label for the kind of what follows.
fn kind_alone(label: &str) -> Option<(OpinionKind, Sureness)> {
    let word = label.trim_end_matches(|c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || ".．-－".contains(c)
    });
    let kind = match word {
        "Q" | "Ｑ" | "問" | "質問" | "質疑" | "委員からの質問" => {
            OpinionKind::Question
        }
        "答" | "回答" | "答弁" | "事務局回答" | "事務局の回答" => {
            OpinionKind::Answer
        }
        "意見" | "ご意見" | "御意見" | "委員意見" | "委員からの意見" => {
            OpinionKind::Opinion
        }
        // Also the name of somebody who is not to be named.
        "A" | "Ａ" => return Some((OpinionKind::Answer, Sureness::Guessed)),
        _ => return None,
    };
    Some((kind, Sureness::Shaped))
}

/// Ａ委員・質問: a speaker and a kind.
fn with_kind(
    label: &str,
    roster: &Roster,
) -> Option<(Option<ParsedSpeaker>, Option<OpinionKind>, Sureness)> {
    let (who, kind) = label.rsplit_once(['・', '／', '/'])?;
    let (kind, _) = kind_alone(kind)?;
    let (speaker, sureness) = speaker(who, roster)?;
    Some((Some(speaker), Some(kind), sureness))
}

/// The speaker that a label without white space names.
fn speaker(label: &str, roster: &Roster) -> Option<(ParsedSpeaker, Sureness)> {
    if let Some(speaker) = roster.find(label) {
        return Some((speaker, Sureness::Known));
    }
    if let Some(speaker) = with_initial(label) {
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
        let narrow = super::numerals::narrow(c);
        narrow.is_ascii_alphanumeric() || matches!(u32::from(c), 0x2460..=0x2473)
    });
    let letters = label[role.len()..].chars().count();
    ((1..=2).contains(&letters) && people::is_role(role)).then(|| role_only(label))
}

/// Parties that speak as such.
pub(super) fn names_party(label: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read_alone(text: &str) -> Option<(Option<String>, Option<String>, &str)> {
        let turn = read(text, &Roster::default())?;
        if turn.sureness < Sureness::Shaped {
            return None;
        }
        let speaker = turn.speaker?;
        Some((speaker.name, speaker.role, turn.rest))
    }

    #[test]
    fn a_turn_is_recognised_by_its_mark_bracket_colon_or_space() {
        let some = |text: &str| Some(text.to_owned());
        for (text, name, role, rest) in [
            (
                "○青木委員　賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            ("○青木委員", some("青木"), some("委員"), ""),
            ("【会長】 始めます。", None, some("会長"), "始めます。"),
            ("会長：始めます。", None, some("会長"), "始めます。"),
            ("議 長：始めます。", None, some("議長"), "始めます。"),
            ("会　長　　始めます。", None, some("会長"), "始めます。"),
            ("会長\t始めます。", None, some("会長"), "始めます。"),
            (
                "（青木委員）賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            (
                "○会長（青木）　始めます。",
                some("青木"),
                some("会長"),
                "始めます。",
            ),
            (
                "○委員（青木花子君）始めます。",
                some("青木花子"),
                some("委員"),
                "始めます。",
            ),
            (
                "３番（青木委員）　賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            (
                "○青木委員「賛成です。」",
                some("青木"),
                some("委員"),
                "「賛成です。」",
            ),
            (
                "青木 花子 委員　賛成です。",
                some("青木花子"),
                some("委員"),
                "賛成です。",
            ),
            ("委員Ａ：賛成です。", None, some("委員Ａ"), "賛成です。"),
            (
                "学校教育課長　二件です。",
                None,
                some("学校教育課長"),
                "二件です。",
            ),
            ("市：検討します。", None, some("市"), "検討します。"),
        ] {
            assert_eq!(read_alone(text), Some((name, role, rest)), "{text}");
        }
        for text in [
            "・青木委員の意見に賛成です。",
            "目的：支援",
            "○養成研修",
            "会長それでは始めます。",
        ] {
            assert_eq!(read_alone(text), None, "{text}");
        }
    }

    #[test]
    fn a_label_may_tell_the_kind_and_no_speaker() {
        let turn = read("Q　窓口は増えるか。", &Roster::default()).unwrap();
        assert_eq!(
            (turn.speaker, turn.kind),
            (None, Some(OpinionKind::Question))
        );
        let turn = read("（Ａ委員・質問）窓口は増えるか。", &Roster::default()).unwrap();
        assert_eq!(turn.kind, Some(OpinionKind::Question));
        assert_eq!(turn.speaker.unwrap().name.as_deref(), Some("Ａ"));
    }
}
