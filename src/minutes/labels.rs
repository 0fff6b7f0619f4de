//! Labels of the header: which field a line names, whatever number, mark, bracket or spacing it is printed with.

use super::cues::Cue;
use super::wording::leading_bracket;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// 日時.
    When,
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
}

/// The words for each label, longest first where one begins with another.
const WORDS: [(Label, &[&str]); 12] = [
    (
        Label::When,
        &[
            "開催日時",
            "開催年月日",
            "開催期間",
            "開催日",
            "会議日時",
            "実施日時",
            "日時",
            "期日",
            "年月日",
            "開会日時",
            "開催時間",
            "時間",
        ],
    ),
    (
        Label::Venue,
        &["開催場所", "開催会場", "会議場所", "会場", "場所"],
    ),
    (
        Label::Mode,
        &["開催方法", "開催形式", "開催形態", "実施方法", "会議形式"],
    ),
    (
        Label::Present,
        &[
            "出席委員",
            "出席構成員",
            "出席者名",
            "出席者等",
            "出席者",
            "参加者",
            "参加委員",
            "構成員出席者",
            "委員出席者",
            "出席",
        ],
    ),
    (
        Label::Absent,
        &["欠席委員", "欠席者名", "欠席者", "欠席構成員", "欠席"],
    ),
    (Label::Proxy, &["代理出席者", "代理出席", "代理者", "代理"]),
    (
        Label::Observers,
        &[
            "オブザーバー",
            "オブザーバ",
            "参考人",
            "説明者",
            "関係者",
            "関係機関",
            "ゲスト",
        ],
    ),
    (
        Label::Secretariat,
        &[
            "事務局出席者",
            "事務局職員",
            "事務局",
            "関係職員",
            "出席職員",
            "市側出席者",
            "事務局等",
        ],
    ),
    (
        Label::Audience,
        &["傍聴者数", "傍聴人数", "傍聴者", "傍聴人", "傍聴"],
    ),
    (
        Label::Materials,
        &[
            "配布資料",
            "配付資料",
            "会議資料",
            "提出資料",
            "資料一覧",
            "添付資料",
        ],
    ),
    (
        Label::Agenda,
        &[
            "議題及び議事の概要",
            "会議次第",
            "議事次第",
            "議事日程",
            "会議の議題",
            "会議事項",
            "付議事項",
            "議題",
            "次第",
            "案件",
        ],
    ),
    (
        Label::Body,
        &[
            "議事の概要",
            "議事概要",
            "議事要旨",
            "議事内容",
            "議事の内容",
            "議事の要旨",
            "議事録",
            "議事経過",
            "会議の概要",
            "会議概要",
            "会議内容",
            "会議要旨",
            "審議内容",
            "審議経過",
            "審議概要",
            "協議内容",
            "発言要旨",
            "発言内容",
            "主な発言",
            "議事",
            "内容",
            "概要",
        ],
    ),
];

/// A label and what is printed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Labelled<'a> {
    /// Which field it names.
    pub label: Label,
    /// What follows it on the line.
    pub value: &'a str,
    /// The number or mark before it.
    pub cue: Cue,
}

/// The label that `line` starts with.
pub(super) fn read(line: &str) -> Option<Labelled<'_>> {
    let cue = Cue::of(line);
    let text = cue.rest(line);
    if let Some((inner, rest)) = leading_bracket(text) {
        let (label, left) = word(inner)?;
        let value = rest.trim_start_matches([':', '：']).trim_start();
        return left.is_empty().then_some(Labelled { label, value, cue });
    }
    let (label, rest) = word(text)?;
    let separated = rest.is_empty() || rest.starts_with(is_separator);
    let value = rest.trim_start_matches(is_separator);
    let value = count_in_brackets(rest).unwrap_or(value);
    (separated || value.len() < rest.len()).then_some(Labelled { label, value, cue })
}

/// 出席委員（14名）: a count beside the label.
fn count_in_brackets(rest: &str) -> Option<&str> {
    let (inner, value) = leading_bracket(rest)?;
    let counts =
        inner.ends_with(['名', '人']) || inner.ends_with("敬称略") || inner.ends_with("順");
    counts.then(|| value.trim_start_matches(is_separator))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '：' | '|' | '｜' | '…' | '‥')
}

/// The label word at the start of `text`, white space inside it left out of account, and the rest.
fn word(text: &str) -> Option<(Label, &str)> {
    WORDS
        .iter()
        .flat_map(|(label, words)| words.iter().map(|word| (*label, *word)))
        .filter_map(|(label, word)| Some((label, after_spaced(text, word)?)))
        .min_by_key(|(_, rest)| rest.len())
}

/// What follows `word` at the start of `text`, which may be printed with white space between its characters.
pub(super) fn after_spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text;
    for c in word.chars() {
        rest = rest.trim_start().strip_prefix(c)?;
    }
    Some(rest)
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
            ("３ 出 席 者 青木委員", Label::Present, "青木委員"),
            ("（欠席）青木委員", Label::Absent, "青木委員"),
            ("【場所】", Label::Venue, ""),
            ("出席委員（14名）　青木", Label::Present, "青木"),
            ("会　場｜第一会議室", Label::Venue, "第一会議室"),
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
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
