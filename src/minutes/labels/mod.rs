//! Labels of the header: which field a line names, whatever number, mark, bracket, table rule or spacing it is printed with.
//!
//! A label is a short run of characters before a separator. Where white space alone separates, only whole words count;
//! where a colon, a bracket, a table rule or the end of the line does, the end of a longer wording is enough
//! (`みなと市協議会出席者`).

mod words;

use super::cues::Cue;
use super::wording::leading_bracket;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// 会議名.
    Council,
    /// 日時.
    When,
    /// 開会, with a time.
    Opening,
    /// 閉会, with a time.
    Closing,
    /// 会場.
    Venue,
    /// 開催方法.
    Mode,
    /// 出席者.
    Present,
    /// 欠席者.
    Absent,
    /// 代理出席.
    Proxy,
    /// オブザーバー.
    Observers,
    /// 事務局.
    Secretariat,
    /// 傍聴者: counted, never named.
    Audience,
    /// 配布資料.
    Materials,
    /// 議題: the list, or the discussion itself.
    Agenda,
    /// 議事概要: the discussion itself.
    Body,
    /// 公開の可否, 担当課, 次回日程: of the meeting, but no field of ours.
    Aside,
}

/// The longest label, in characters without white space.
const LONGEST: usize = 24;

/// A label and what is printed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Labelled<'a> {
    /// Which field it names.
    pub label: Label,
    /// What follows it on the line.
    pub value: &'a str,
    /// The number or mark before it.
    pub cue: Cue,
    /// The label as printed, without its number or mark.
    pub printed: &'a str,
}

/// The label that `line` starts with.
pub(super) fn read(line: &str) -> Option<Labelled<'_>> {
    let line = line.trim_matches(is_rule);
    let line = line.trim().trim_start_matches(['＊', '*', '▼', '☆']);
    // 議題は次のとおり may be said; who was there is listed.
    read_words(line).or_else(|| {
        let found = read_words(without_reference(line)?)?;
        super::attendance::standing(found.label).map(|_| found)
    })
}

fn read_words(line: &str) -> Option<Labelled<'_>> {
    let cue = Cue::of(line);
    let text = cue.rest(line);
    let numbered = matches!(cue, Cue::Number { .. });
    let (label, printed, value) = bracketed(text)
        .or_else(|| plain(text))
        .or_else(|| numbered.then(|| glued(text)).flatten())?;
    // 事務局　資料１を御覧ください。: somebody speaks.
    let spoken = value.contains('。') && is_speaker_word(printed);
    // ○議長（青木太郎）: somebody who speaks.
    let speaks = label == Label::Aside && value.starts_with(['（', '(']) && is_role_word(printed);
    // 会議次第（PDF：40KB）: a file.
    let file = value.starts_with(['（', '(', '[', '［'])
        && ["PDF", "ＰＤＦ", "KB", "MB", "ワード", "エクセル"]
            .iter()
            .any(|word| value.contains(word));
    (!spoken && !speaks && !file).then_some(Labelled {
        label,
        value,
        cue,
        printed,
    })
}

/// 出席者は左のとおり。, 出席者は次のとおりである。: the label of the list that follows.
fn without_reference(line: &str) -> Option<&str> {
    let text = line.trim_end_matches('。');
    let text = ["である", "です", "でした", "であった", "あります", "で"]
        .iter()
        .find_map(|word| text.strip_suffix(word))
        .unwrap_or(text);
    ["のとおり", "の通り"]
        .iter()
        .find_map(|word| text.strip_suffix(word))
        .and_then(|text| {
            text.strip_suffix("次")
                .or_else(|| text.strip_suffix("左"))
                .or_else(|| text.strip_suffix("以下"))
                .or_else(|| text.strip_suffix("下記"))
        })
        .and_then(|text| {
            let text = text.trim_end_matches(['、', '，']);
            text.strip_suffix('は')
                .filter(|label| label.chars().count() <= LONGEST)
        })
}

/// Whether a line is nothing but a label that could also name who speaks.
pub(super) fn names_speaker(line: &str) -> bool {
    read(line).is_some_and(|found| found.value.is_empty() && is_speaker_word(found.printed))
}

/// Whether a label is the word for a member, which may also stand before a name.
pub(super) fn is_member_word(printed: &str) -> bool {
    compact(printed).is_some_and(|word| word == "委員" || word == "構成員")
}

/// Whether a label is a role: 議長.
pub(super) fn is_role_word(printed: &str) -> bool {
    compact(printed).is_some_and(|word| super::people::is_role(&word))
}

fn is_speaker_word(printed: &str) -> bool {
    let word: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    super::people::is_role(&word) || super::speakers::names_party(&word)
}

/// 会　長：青木 花子: a row of people without the label of a list.
pub(super) fn chair(line: &str) -> Option<Labelled<'_>> {
    let cue = Cue::of(line);
    let text = cue.rest(line);
    let (role, name) = text.split_once([':', '：'])?;
    let compact = compact(role)?;
    let is_name = !name.is_empty()
        && super::agenda::welcomes(name).is_none()
        && name.chars().count() <= 24
        && !name.contains(['。', '？']);
    (super::people::is_chair(&compact) && is_name).then_some(Labelled {
        label: Label::Present,
        value: text,
        cue,
        printed: role,
    })
}

/// 【場所】, ＜出席者＞: a label in brackets, and what follows.
fn bracketed(text: &str) -> Option<(Label, &str, &str)> {
    let (inner, rest) = leading_bracket(text)?;
    // （座長）: a speaker, whose words follow.
    let names_speaker = is_speaker_word(inner)
        && (text.starts_with(['（', '('])
            || of_words(&compact(inner)?, true) == Some(Label::Aside));
    if names_speaker {
        return None;
    }
    let label = of_words(&compact(inner)?, true)?;
    let value = count_in_brackets(rest).unwrap_or(rest);
    Some((label, inner, value.trim_start_matches(is_separator)))
}

/// A label at the start of a line: the longest run of characters, white space inside left out of account, that is one.
fn plain(text: &str) -> Option<(Label, &str, &str)> {
    let mut word = String::new();
    let mut found = None;
    for (at, c) in text.char_indices() {
        if word.chars().nth(LONGEST).is_some() || matches!(c, '。' | '、') {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        word.push(c);
        let end = at + c.len_utf8();
        let rest = &text[end..];
        // A longer ending would take the value beside a label for a part of it.
        let closed = boundary(rest).map(|closed| closed && found.is_none());
        if let Some(closed) = closed
            && let Some(label) = of_words(&word, closed)
        {
            found = Some((label, &text[..end], rest));
        }
        if rest.starts_with([':', '：', '|', '｜', '│', '\t']) {
            break;
        }
    }
    let (label, printed, rest) = found?;
    if spells_role(printed, rest) {
        return None;
    }
    let value = count_in_brackets(rest).unwrap_or(rest);
    Some((label, printed, value.trim_start_matches(is_separator)))
}

/// 事 務 局 長　青 木, 議 事 係 長　青 木: the label is only the beginning of a role that is printed letter by letter.
fn spells_role(printed: &str, rest: &str) -> bool {
    let mut spelled: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    printed.contains(char::is_whitespace)
        && rest
            .split_whitespace()
            .take(4)
            .take_while(|word| word.chars().nth(1).is_none())
            .any(|letter| {
                spelled.push_str(letter);
                super::people::is_role(&spelled) || super::people::is_post(&spelled)
            })
}

/// ２ 場所市役所５階: behind its number a label needs nothing after it.
fn glued(text: &str) -> Option<(Label, &str, &str)> {
    [
        (Label::When, "日時"),
        (Label::Venue, "場所"),
        (Label::Venue, "会場"),
        (Label::Present, "出席者"),
        (Label::Absent, "欠席者"),
        (Label::Audience, "傍聴者"),
    ]
    .into_iter()
    .find_map(|(label, word)| {
        let value = text.strip_prefix(word)?;
        let names_value = !value.starts_with(['の', 'は', 'に', 'を', 'か', 'へ', '・', '及']);
        (names_value && !value.contains('。')).then_some((label, word, value))
    })
}

/// Whether a label may end before `rest`, and whether more than white space says so.
fn boundary(rest: &str) -> Option<bool> {
    match rest.chars().next() {
        None | Some(':' | '：' | '|' | '｜' | '│' | '\t') => Some(true),
        Some('…' | '‥') => Some(true),
        Some('（' | '(' | '【' | '〔' | '［' | '[') => {
            count_in_brackets(rest).map(|_| true).or(Some(false))
        }
        Some(c) if c.is_whitespace() => {
            let gap = &rest[..rest.len() - rest.trim_start().len()];
            Some(super::lines::columns(gap) >= 4)
        }
        _ => None,
    }
}

/// Characters of a table's rules.
pub(super) fn is_rule(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃' | '║')
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_rule(c) || matches!(c, ':' | '：' | '…' | '‥')
}

fn compact(text: &str) -> Option<String> {
    let word: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(LONGEST + 1)
        .collect();
    (word.chars().nth(LONGEST).is_none() && !word.is_empty()).then_some(word)
}

/// The label that `word` is or, where more than white space closes it, ends in.
fn of_words(word: &str, closed: bool) -> Option<Label> {
    let read =
        |word: &str| words::of_whole(word).or_else(|| closed.then(|| of_ending(word)).flatten());
    // 出席者の職・氏名, 欠席者氏名: what is listed of them.
    let of_people = || {
        ["職・氏名", "職氏名", "役職氏名", "氏名", "名簿"]
            .iter()
            .find_map(|what| word.strip_suffix(what))
            .and_then(|rest| read(rest.trim_end_matches('の')))
            .filter(|label| super::attendance::standing(*label).is_some())
    };
    read(word).or_else(of_people)
}

fn of_ending(word: &str) -> Option<Label> {
    let word = word.trim_end_matches(['等', '名']);
    // 公開又は非公開の別 is no sentence.
    if word.replace("又は", "").contains(['（', '(', '「', 'は']) {
        return None;
    }
    // 地方自治法第121条による出席者, 欠席理事者
    let plain = !word.contains([':', '：', '、']) && word.chars().nth(8).is_none();
    if plain && word.starts_with("欠席") && word.ends_with(['者', '員']) {
        return Some(Label::Absent);
    }
    if word.contains("地方自治法") && word.contains("出席") {
        return Some(Label::Observers);
    }
    // 出席小委員
    let attended = plain && word.starts_with("出席") && word.ends_with("委員");
    words::of_ending(word).or_else(|| attended.then_some(Label::Present))
}

/// 出席委員（14名）, 出席者（敬称略）: a remark on the list, in brackets beside the label.
fn count_in_brackets(rest: &str) -> Option<&str> {
    let (inner, value) = leading_bracket(rest.trim_start())?;
    let counts = inner.ends_with(['名', '人'])
        || inner.ends_with("敬称略")
        || inner.contains("順")
        || inner.contains("略")
        || inner.contains('◎')
        || inner.contains('○')
        || (inner.ends_with('等') && inner.contains("会長"));
    counts.then(|| value.trim_start_matches(is_separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_with_any_number_mark_bracket_or_spacing() {
        for (line, label, value) in [
            ("１ 日  時 令和４年", Label::When, "令和４年"),
            ("日時：令和４年", Label::When, "令和４年"),
            ("1.日時　令和４年", Label::When, "令和４年"),
            ("■開催日 令和４年", Label::When, "令和４年"),
            ("○日時　令和４年", Label::When, "令和４年"),
            ("３ 出 席 者 青木委員", Label::Present, "青木委員"),
            ("（欠席）青木委員", Label::Absent, "青木委員"),
            ("【場所】", Label::Venue, ""),
            ("出席委員（14名）　青木", Label::Present, "青木"),
            ("会　場｜第一会議室", Label::Venue, "第一会議室"),
            ("│会議名│みなと市協議会│", Label::Council, "みなと市協議会"),
            ("みなと市協議会出席者", Label::Present, ""),
            ("説明のため出席した者", Label::Observers, ""),
            ("４ 議事概要", Label::Body, ""),
        ] {
            let read = read(line).map(|found| (found.label, found.value));
            assert_eq!(read, Some((label, value)), "{line}");
        }
        for line in [
            "内容を確認した。",
            "時間的な余裕がない",
            "事務局が説明した。",
            "議題は次のとおり",
            "会長　青木 花子",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
