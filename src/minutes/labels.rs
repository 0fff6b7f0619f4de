//! Labels of the header: which field a line names, whatever number, mark, bracket, table rule or spacing it is printed with.
//!
//! A label is a short run of characters before a separator. Where white space alone separates, only whole words count;
//! where a colon, a bracket, a table rule or the end of the line does, the end of a longer wording is enough
//! (`みなと市協議会出席者`).

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

/// Whole words for each label.
const WORDS: [(Label, &[&str]); 16] = [
    (
        Label::Council,
        &[
            "会議名",
            "会議名称",
            "会議の名称",
            "会議の名前",
            "審議会名",
            "審議会等名",
            "審議会等名称",
            "審議会名称",
            "審議会等の名称",
            "附属機関等の会議の名称",
            "附属機関名",
            "協議会名",
            "委員会名",
            "会の名称",
            "附属機関等の名称",
            "附属機関の名称",
            "件名",
            "名称",
        ],
    ),
    (
        Label::When,
        &[
            "開催日時",
            "開催年月日",
            "開催期間",
            "開催日",
            "会議日時",
            "会議開催日時",
            "会議の日時",
            "実施日時",
            "実施期間",
            "招集日時",
            "開催の日時",
            "日時",
            "期日",
            "期間",
            "年月日",
            "開会日時",
            "開催時間",
            "会議時間",
            "開催時刻",
            "時間",
            "とき",
            "日時及び場所",
            "日時・場所",
            "日時、場所",
            "日時場所",
            "開催日時及び場所",
            "開催日時・場所",
            "開催日時及び開催場所",
        ],
    ),
    (
        Label::Opening,
        &["開会", "開会時刻", "開会時間", "開始", "開始時刻", "開議"],
    ),
    (
        Label::Closing,
        &[
            "閉会",
            "閉会時刻",
            "閉会時間",
            "終了",
            "終了時刻",
            "散会",
            "散会時刻",
        ],
    ),
    (
        Label::Venue,
        &[
            "開催場所",
            "開催会場",
            "会議場所",
            "会議の場所",
            "会議開催場所",
            "招集場所",
            "実施場所",
            "会場",
            "場所",
            "ところ",
        ],
    ),
    (
        Label::Mode,
        &[
            "開催方法",
            "開催形式",
            "開催形態",
            "開催方式",
            "実施方法",
            "会議形式",
            "会議方法",
            "会議の形式",
            "方法",
            "形式",
        ],
    ),
    (
        Label::Present,
        &[
            "出席委員",
            "出席構成員",
            "出席部会員",
            "出席議員",
            "出席者名",
            "出席者氏名",
            "出席者等",
            "出席者",
            "参加者",
            "参加者氏名",
            "参加委員",
            "構成員出席者",
            "委員出席者",
            "委員の出席状況",
            "委員出席状況",
            "出席状況",
            "委員出欠",
            "委員の出欠",
            "出席委員の氏名",
            "出席委員氏名",
            "出席者の氏名",
            "会議に出席した委員",
            "出席",
            "出欠",
            "出欠状況",
            "出席した委員",
            "出席委員等",
            "構成員",
            "委員",
            "出席機関",
            "出席団体",
            "出席役員",
            "出席理事",
        ],
    ),
    (
        Label::Absent,
        &[
            "欠席委員",
            "欠席者名",
            "欠席者",
            "欠席構成員",
            "欠席議員",
            "欠席部会員",
            "欠席機関",
            "欠席団体",
            "欠席",
        ],
    ),
    (
        Label::Proxy,
        &["代理出席者", "代理出席", "代理者", "代理出席委員", "代理"],
    ),
    (
        Label::Observers,
        &[
            "オブザーバー",
            "オブザーバ",
            "参考人",
            "説明者",
            "説明員",
            "出席説明員",
            "関係者",
            "関係機関",
            "関係団体",
            "ゲスト",
            "ゲストスピーカー",
            "委員以外の出席者",
            "委員以外出席者",
            "委員外出席者",
            "アドバイザー",
            "その他出席者",
            "その他の出席者",
            "会議に出席したオブザーバー",
            "陪席者",
            "陪席",
        ],
    ),
    (
        Label::Secretariat,
        &[
            "事務局出席者",
            "事務局職員",
            "事務局",
            "関係職員",
            "関係課",
            "出席職員",
            "職員",
            "市職員",
            "町職員",
            "県職員",
            "市側出席者",
            "事務局等",
            "幹事",
            "執行部",
            "市執行部",
            "町執行部",
            "村執行部",
            "県執行部",
            "理事者",
            "理事者側出席者",
            "行政",
            "担当部署",
            "事務局側",
            "議会事務局",
            "市議会事務局",
            "区議会事務局",
            "町議会事務局",
            "県議会事務局",
            "事務局名",
            "出席職員の職・氏名",
            "出席職員の職氏名",
            "会議に出席した事務局職員",
            "出席した職員",
        ],
    ),
    (
        Label::Audience,
        &[
            "傍聴者数",
            "傍聴人数",
            "傍聴者",
            "傍聴人",
            "傍聴",
            "傍聴人の数",
            "傍聴者の数",
            "傍聴の状況",
            "傍聴の有無",
            "傍聴者人数",
            "傍聴の可否",
            "会議を傍聴した人",
        ],
    ),
    (
        Label::Materials,
        &[
            "配布資料",
            "配付資料",
            "配布資料等",
            "会議資料",
            "提出資料",
            "資料一覧",
            "添付資料",
            "当日資料",
            "参考資料",
            "使用資料",
            "会議資料の名称",
            "資料",
            "配布物",
            "資料の名称",
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
            "会議の議事",
            "会議事項",
            "会議の案件",
            "会議に付した事件",
            "会議に付した案件",
            "会議に付した議案",
            "付議事件",
            "付議事項",
            "付議案件",
            "議題等",
            "議題",
            "議案",
            "次第",
            "案件",
            "日程",
            "協議題",
            "付託案件",
            "審査案件",
            "協議事項",
            "報告事項",
            "審議案件",
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
            "議事の経過",
            "議事の経過及び結果",
            "議事経過",
            "議事の結果",
            "議事結果",
            "議事録",
            "議事等",
            "会議の概要",
            "会議概要",
            "会議内容",
            "会議の内容",
            "会議要旨",
            "会議の要旨",
            "会議の経過",
            "会議経過",
            "会議の結果",
            "会議結果",
            "会議録",
            "審議内容",
            "審議の内容",
            "審議経過",
            "審議の経過",
            "審議概要",
            "審議の概要",
            "審議結果",
            "審議事項",
            "協議内容",
            "協議の内容",
            "協議概要",
            "協議経過",
            "発言要旨",
            "発言内容",
            "発言の要旨",
            "発言の内容",
            "主な発言",
            "主な内容",
            "主な意見",
            "会議の模様",
            "議事の模様",
            "会議の状況",
            "会議の記録",
            "質疑応答",
            "質疑応答要旨",
            "討議内容",
            "意見交換",
            "議事",
            "内容",
            "概要",
            "経過",
            "要旨",
            "開催結果",
            "結果",
        ],
    ),
    (
        Label::Aside,
        &[
            "公開",
            "公開の可否",
            "公開・非公開",
            "公開・非公開の別",
            "公開非公開の別",
            "会議の公開",
            "会議の公開・非公開",
            "会議の公開の可否",
            "公開区分",
            "公開・非公開区分",
            "所管部課名",
            "所管部課",
            "担当課名",
            "公開状況",
            "会議公開",
            "公開又は非公開の別",
            "公開または非公開の別",
            "非公開の理由",
            "非公開理由",
            "会議を非公開とした理由",
            "一部非公開の理由",
            "担当",
            "担当課",
            "担当部課",
            "担当課室",
            "所管",
            "所管課",
            "所管部署",
            "主管課",
            "事務局担当課",
            "事務担当課",
            "庶務",
            "問合せ先",
            "問い合わせ先",
            "お問い合わせ先",
            "お問い合わせ",
            "連絡先",
            "電話",
            "次回日程",
            "次回開催予定日",
            "掲載形式",
            "所属名、担当者名",
            "次回開催",
            "次回開催日",
            "次回開催予定",
            "次回の日程",
            "次回の予定",
            "次回会議",
            "次回",
            "今後の予定",
            "今後の日程",
            "会議録署名人",
            "会議録署名委員",
            "会議録署名者",
            "議事録署名人",
            "議事録署名委員",
            "議事録署名者",
            "署名委員",
            "署名人",
            "会議録作成者",
            "議事録作成者",
            "記録者",
            "記録",
            "作成者",
            "作成日",
            "公表日",
            "公開日",
            "掲載日",
            "発行日",
            "作成年月日",
            "会議録の作成方法",
            "議事録の作成方法",
            "会議録の公開",
            "委員定数",
            "委員数",
            "委員総数",
            "定数",
            "定足数",
            "出席者数",
            "出席委員数",
            "欠席者数",
            "備考",
            "その他必要事項",
            "司会",
            "進行",
            "議長",
            "座長",
            "報道関係者",
            "報道",
        ],
    ),
];

/// Ends of longer wordings that name a field, in the order in which they decide.
const ENDS: [(Label, &[&str]); 13] = [
    (
        Label::Absent,
        &["欠席者", "欠席委員", "欠席した委員", "欠席"],
    ),
    (
        Label::Audience,
        &["傍聴者", "傍聴人", "傍聴者数", "傍聴人数", "傍聴者の数"],
    ),
    (Label::Proxy, &["代理出席者", "代理者"]),
    (
        Label::Observers,
        &[
            "オブザーバー",
            "説明員",
            "説明者",
            "委員外の出席者",
            "委員以外の出席者",
            "委員外出席者",
            "説明のため出席した者",
            "関係者",
            "参考人",
        ],
    ),
    (
        Label::Secretariat,
        &[
            "事務局",
            "事務局職員",
            "事務局出席者",
            "関係職員",
            "出席した職員",
            "職務のため出席した者",
            "職員出席者",
            "市側出席者",
            "県側出席者",
            "町側出席者",
            "執行部",
        ],
    ),
    (
        Label::Present,
        &[
            "出席者",
            "出席委員",
            "出席者名簿",
            "参加者",
            "出席者氏名",
            "出席者の氏名",
            "委員の氏名",
            "出席した委員",
        ],
    ),
    (
        Label::When,
        &["日時", "年月日", "開催日", "開催期間", "期日"],
    ),
    (Label::Venue, &["場所", "会場"]),
    (
        Label::Mode,
        &["開催方法", "開催形式", "開催形態", "開催方式"],
    ),
    (
        Label::Materials,
        &[
            "配布資料",
            "配付資料",
            "会議資料",
            "送付資料",
            "当日資料",
            "配布資料一覧",
        ],
    ),
    (
        Label::Aside,
        &[
            "非公開の別",
            "公開の可否",
            "非公開の理由",
            "問い合わせ先",
            "署名委員",
            "署名人",
            "作成方法",
            "委員数",
            "委員定数",
            "作成日",
            "主管課",
        ],
    ),
    (Label::Agenda, &["議題", "次第", "案件", "事件", "付議事項"]),
    (
        Label::Body,
        &[
            "議事概要",
            "議事の概要",
            "会議の概要",
            "議事の経過",
            "議事内容",
            "審議内容",
            "審議経過",
            "発言要旨",
            "発言の要旨",
            "発言内容",
            "主な意見",
            "主な発言",
            "主な意見等",
            "質疑応答",
            "会議の結果",
            "議事要旨",
            "会議録",
            "議事録",
        ],
    ),
];

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
    let line = line.trim();
    let cue = Cue::of(line);
    let text = cue.rest(line);
    let numbered = matches!(cue, Cue::Number { .. });
    let (label, printed, value) = bracketed(text)
        .or_else(|| plain(text))
        .or_else(|| numbered.then(|| glued(text)).flatten())?;
    // 事務局　資料１を御覧ください。: somebody speaks.
    let spoken = value.contains('。') && is_speaker_word(printed);
    (!spoken).then_some(Labelled {
        label,
        value,
        cue,
        printed,
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
    let is_name = !name.is_empty() && name.chars().count() <= 24 && !name.contains(['。', '？']);
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
    let value = count_in_brackets(rest).unwrap_or(rest);
    Some((label, printed, value.trim_start_matches(is_separator)))
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

fn of_words(word: &str, closed: bool) -> Option<Label> {
    let whole = WORDS
        .iter()
        .find(|(_, words)| words.contains(&word))
        .map(|(label, _)| *label);
    whole.or_else(|| closed.then(|| of_ending(word)).flatten())
}

fn of_ending(word: &str) -> Option<Label> {
    let word = word.trim_end_matches(['等', '名']);
    if word.contains(['（', '(', '「']) {
        return None;
    }
    ENDS.iter()
        .find(|(_, ends)| ends.iter().any(|end| word.ends_with(end)))
        .map(|(label, _)| *label)
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
