//! The lines of an attendance list as pieces: cut at commas and dots outside brackets, each with the lines that it stands on.

use super::super::lines::Line;
use super::super::parsed::Span;
use super::super::people;
use super::super::rows;
use super::ListLine;

/// What parts the people of a list.
pub(super) const COMMAS: [char; 4] = ['、', '，', ',', '､'];

/// Whether a line of a list with commas ends inside a name: not at a comma, and where no label can end.
pub(super) fn is_wrapped(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.rsplit(COMMAS).next().unwrap_or(text);
    let complete = people::take_apart(last).role.is_some() || text.ends_with(['）', ')', '。']);
    // 青木委｜員井上委員: inside the word for a member.
    if text.ends_with("委") || text.ends_with("構成") {
        return true;
    }
    // Without a comma there is no list to go on with.
    text.contains(COMMAS) && !text.ends_with(COMMAS) && !complete
}

/// Whether the line `next` of a list begins another entry, whatever the one before it ends in: with a role or a post set off from a
/// name, or with a full name after a full name.
pub(super) fn begins_anew(before: &str, next: &str) -> bool {
    // （事務局）青木課長: a group in brackets.
    let group = super::super::wording::leading_bracket(next)
        .is_some_and(|(inner, _)| super::groups::standing_of_group(inner).is_some());
    // 町　側　町長、環境課長
    let labelled = super::super::labels::read(next)
        .is_some_and(|found| super::standing(found.label).is_some());
    if group || labelled {
        return true;
    }
    let (first, more) = next.split_once(char::is_whitespace).unwrap_or((next, ""));
    if !more.is_empty()
        && !first.contains(COMMAS)
        && (people::is_role(first) || people::is_post(first))
    {
        return true;
    }
    let letters = |text: Option<&str>| {
        let text = text.unwrap_or_default();
        let name = people::is_name(text) && people::take_apart(text).role.is_none();
        if name {
            text.chars().filter(|c| !c.is_whitespace()).count()
        } else {
            0
        }
    };
    let (last, next) = (
        letters(before.rsplit(COMMAS).next()),
        letters(next.split(COMMAS).next()),
    );
    last >= 3 && next >= 3 && last + next >= 7
}

/// 教育委員会生涯学習部長, with the name of who has the post on the line below, deeper in the page.
pub(super) fn names_below(entry: &ListLine<'_>, next: &ListLine<'_>) -> bool {
    let post = people::take_apart(entry.text).role.is_some_and(|role| {
        !people::is_chair(role) && !people::is_member(role) && !people::is_courtesy(role)
    });
    let alone = !entry
        .text
        .contains(|c: char| c.is_whitespace() || COMMAS.contains(&c))
        && entry.text.chars().nth(4).is_some();
    let letters = next.text.chars().filter(|c| !c.is_whitespace()).count();
    let deeper = !next.line.gap && next.line.indent >= entry.line.indent + DEEPER;
    post && alone
        && deeper
        && (3..=6).contains(&letters)
        && people::is_name(&next.text.replace(char::is_whitespace, ""))
        && people::take_apart(next.text)
            .role
            .is_none_or(people::is_courtesy)
}

/// How much deeper in the page than a post a name stands that belongs to it, in columns.
const DEEPER: usize = 6;

/// What follows a word for the same once more, or stands before it.
pub(super) fn strip_ditto(piece: &str) -> Option<&str> {
    let rule = |c: char| c.is_whitespace() || super::super::labels::is_rule(c);
    let is_ditto = |word: &str| matches!(word, "〃" | "″" | "”" | "同" | "同上" | "々" | "〃〃");
    let piece = piece.trim_matches(rule);
    let (first, rest) = piece.split_once(rule)?;
    if is_ditto(first) {
        return Some(rest.trim_start_matches(rule));
    }
    let (rest, last) = piece.rsplit_once(rule)?;
    is_ditto(last).then(|| rest.trim_end_matches(rule))
}

/// 役職　氏名　出欠: the heads of the columns of a list.
pub(super) fn heads_columns(text: &str) -> bool {
    let heads = [
        "役職",
        "役職名",
        "職名",
        "職",
        "氏名",
        "名前",
        "委員名",
        "委員氏名",
        "出欠",
        "出席",
        "欠席",
        "備考",
        "所属",
        "所属等",
        "所属団体",
        "団体名",
        "選出区分",
        "区分",
        "番号",
        "No",
        "No.",
        "№",
        "役割",
        "性別",
        "摘要",
        "出欠席",
        "所属・役職",
        "職業",
        "現職",
        "肩書",
        "ふりがな",
        "よみがな",
        "議席番号",
        "団体・役職名",
        "所属団体等",
        "所属・職名",
    ];
    let rule = |c: char| c.is_whitespace() || super::super::labels::is_rule(c);
    let words = || text.split(rule).filter(|word| !word.is_empty());
    words().nth(1).is_some() && words().all(|word| heads.contains(&word))
}

/// Whether most entries of a list with commas are organisations.
pub(super) fn lists_organizations(list: &[ListLine<'_>]) -> bool {
    let text: String = list.iter().map(|entry| entry.text).collect();
    let pieces = split_outside_brackets(&text);
    let of = pieces
        .iter()
        .filter(|piece| people::is_organization(piece))
        .count();
    pieces.len() >= 2 && of * 2 > pieces.len()
}

pub(super) fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut dots_part = None;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '・' if depth == 0 && *dots_part.get_or_insert_with(|| parts_people(text)) => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            '、' | '，' | ',' | '､' | '／' | '；' | ';' if depth == 0 => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            // ◎青木委員　○井上委員: a mark begins another entry.
            '◎' | '○' | '〇' | '●'
                if depth == 0
                    && text[..at].ends_with(char::is_whitespace)
                    && text[at + c.len_utf8()..].starts_with(is_name_start) =>
            {
                pieces.push(&text[start..at]);
                start = at;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

fn is_name_start(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '◎' | '○' | '〇' | '●')
}

/// Whether the middle dots of `text` part people: 青木委員・井上委員.
fn parts_people(text: &str) -> bool {
    let pieces = || text.split(['・', '、']);
    let names_one = |piece: &str| {
        let office = || {
            let bare = piece.split(['（', '(']).next().unwrap_or(piece);
            bare.chars().nth(1).is_some() && is_office_alone(bare)
        };
        // 乙部・丙川: surnames alone.
        let surname = || {
            let kanji = |c: char| matches!(u32::from(c), 0x3400..=0x9fff);
            (2..=3).contains(&piece.chars().count())
                && piece.chars().all(kanji)
                && people::is_name(piece)
        };
        people::is_named(piece)
            || office()
            || surname()
            || rows::short_names(piece).is_some_and(|names| names == 2)
    };
    pieces().count() > 1 && pieces().all(|piece| names_one(piece.trim()))
}

/// 総務課長, 同係長: an office with nobody's name beside it.
pub(super) fn is_office_alone(piece: &str) -> bool {
    let same = piece.strip_prefix('同').is_some_and(people::is_role);
    same || piece != "事務局"
        && !people::is_member(piece)
        && (people::is_role(piece) || people::is_post(piece))
}

/// 青木課長他11名, 井上係長ほか: those who are not named.
pub(super) fn without_others(piece: &str) -> &str {
    let piece = piece.trim_end();
    let counted = piece.strip_suffix(['名', '人']).map_or(piece, |rest| {
        rest.trim_end_matches(char::is_numeric).trim_end()
    });
    ["ほか", "他", "外"]
        .iter()
        .find_map(|word| counted.strip_suffix(word))
        .filter(|rest| !rest.is_empty())
        .map_or(piece, str::trim_end)
}

/// ３ 出席者 別紙のとおり: the people are listed elsewhere.
pub(super) fn refers_elsewhere(text: &str) -> bool {
    let text = text.trim_end_matches('。');
    text.ends_with("のとおり") || text.ends_with("の通り") || text.ends_with("参照")
}

/// The lines that the bytes `from..to` of joined lines stand on.
pub(super) fn source_of(starts: &[(usize, &Line<'_>)], from: usize, to: usize) -> Option<Span> {
    let first = starts.iter().rev().find(|(start, _)| *start <= from)?;
    let last = starts.iter().rev().find(|(start, _)| *start < to)?;
    Some(span(first.1, last.1))
}

pub(super) fn span(first: &Line<'_>, last: &Line<'_>) -> Span {
    Span {
        first_line: first.number,
        last_line: last.number,
        page: first.page,
    }
}
