//! What can be the title of a topic, and what the words of one say: that it only frames or groups, that somebody is welcomed,
//! what came of it.

use super::super::wording::leading_bracket;
use crate::text::fold;

/// The longest title of a topic, in characters.
const LONGEST_TITLE: usize = 90;

/// 支援に｜ついて: whether a title cannot end where its line does, or the next line cannot begin one.
pub(in crate::minutes) fn is_unfinished(title: &str, next: &str) -> bool {
    let particle = title.ends_with([
        'に', 'の', 'と', 'を', 'が', 'は', 'へ', '、', '，', '・', '及',
    ]) && !title.ends_with("こと")
        || title.ends_with("及び")
        || title.ends_with("並びに");
    let tail = [
        "ついて",
        "について",
        "に関する",
        "に係る",
        "に対する",
        "に伴う",
        "における",
        "の策定",
        "の一部",
        "のあり方",
    ];
    particle || tail.iter().any(|word| next.starts_with(word))
}

/// 計画について（可決）: what came of a topic is printed beside its title and no part of it.
pub(super) fn without_outcome(title: &str) -> &str {
    let end = title.trim_end();
    // 計画について　　　承認14名
    if let Some((before, after)) = end
        .rsplit_once("\u{3000}\u{3000}")
        .or_else(|| end.rsplit_once("   "))
        && (counts_votes(after.trim_start()) || OUTCOMES.contains(&compact(after).as_str()))
    {
        return before.trim_end();
    }
    let Some(at) = end.rfind(['（', '(', '【']) else {
        return title;
    };
    let outcome = leading_bracket(&end[at..]).is_some_and(|(inner, rest)| {
        rest.is_empty() && OUTCOMES.contains(&compact(inner).as_str())
    });
    if outcome { end[..at].trim_end() } else { title }
}

/// What came of a topic, or how it came up.
const OUTCOMES: [&str; 22] = [
    "可決",
    "原案可決",
    "承認",
    "了承",
    "否決",
    "採択",
    "不採択",
    "趣旨採択",
    "継続",
    "継続審査",
    "継続審議",
    "新規",
    "同意",
    "認定",
    "原案同意",
    "原案承認",
    "議決",
    "修正可決",
    "取下げ",
    "報告済",
    "一括",
    "一括議題",
];

/// 議題１「計画について」: the quotation marks around a whole title are print.
pub(super) fn unquoted(title: &str) -> &str {
    let inner = title
        .strip_prefix('「')
        .and_then(|rest| rest.strip_suffix('」'))
        .filter(|inner| !inner.contains(['「', '」']));
    inner.unwrap_or(title)
}

/// What stands in a bracket after a title and is no part of it.
const BESIDE_TITLES: [&str; 11] = [
    "新規", "継続", "資料", "別紙", "公開", "報告", "協議", "審議", "承認", "可決", "説明",
];

/// What two printings of one title share: folded, without the material it names, quotation marks and について.
pub(in crate::minutes) fn key(title: &str) -> String {
    let mut title = title.trim();
    while let Some(at) = title.rfind(['【', '（', '(', '［']) {
        let names_material = leading_bracket(&title[at..]).is_some_and(|(inner, rest)| {
            rest.is_empty() && BESIDE_TITLES.iter().any(|word| inner.contains(word))
        });
        if !names_material {
            break;
        }
        title = title[..at].trim_end();
    }
    let folded = fold(title);
    let plain: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    plain
        .strip_suffix(fold("について").as_str())
        .unwrap_or(&plain)
        .to_owned()
}

/// The title without a bracket at its end, where it has one: 計画の変更について（市決定）.
pub(in crate::minutes) fn without_bracket(title: &str) -> Option<&str> {
    let title = title.trim_end();
    let at = title.rfind(['（', '(', '【', '［', '〔'])?;
    let closed = leading_bracket(&title[at..]).is_some_and(|(_, rest)| rest.is_empty());
    (closed && at > 0).then(|| title[..at].trim_end())
}

/// Whether the text of a line can be a title: short, and no sentence.
pub(in crate::minutes) fn is_title(text: &str) -> bool {
    let votes = counts_votes(text);
    // 議事日程に同じ
    let elsewhere =
        text.ends_with("に同じ") || text.ends_with("と同じ") || text.ends_with("のとおり");
    !elsewhere
        && !text.ends_with(['。', '、', '，'])
        && !text.contains('。')
        && !votes
        && text.chars().nth(LONGEST_TITLE).is_none()
}

/// 承認７　不承認０, 賛成 11名　反対 1名: how a meeting voted.
pub(in crate::minutes) fn counts_votes(text: &str) -> bool {
    let counted = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            text[at + word.len()..]
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '：' | '者' | '…')
                })
                .starts_with(char::is_numeric)
        })
    };
    // 計画について　承認７　不承認０
    let both = ["不承認", "反対", "不同意", "否決"]
        .iter()
        .any(|word| counted(word));
    if both
        && ["賛成", "承認", "可決", "同意"]
            .iter()
            .any(|word| counted(word))
    {
        return true;
    }
    let begins = ["賛成", "承認", "可決", "同意"]
        .iter()
        .find(|word| text.starts_with(**word));
    begins.is_some_and(|word| counted(word) || text.contains(['名', '票']))
}

/// Whether a title only frames the meeting (開会, 閉会) or the agenda (議題): nothing is discussed under it.
pub(in crate::minutes) fn is_frame(title: &str) -> bool {
    // 議事（２議案）, 開会（総務課長）
    let counted = title
        .find(['（', '('])
        .filter(|at| *at > 0 && title.ends_with(['）', ')']));
    let title = compact(&title[..counted.unwrap_or(title.len())]);
    // 開会　総務課長: who opens the meeting.
    let title = ["開会", "閉会"]
        .iter()
        .find(|word| {
            let who = title.strip_prefix(**word);
            who.is_some_and(|who| {
                super::super::people::is_role(who) || super::super::people::is_post(who)
            })
        })
        .map_or(title, |word| (*word).to_owned());
    matches!(
        title.as_str(),
        "開会"
            | "閉会"
            | "散会"
            | "開議"
            | "議題"
            | "議事"
            | "次第"
            | "挨拶"
            | "あいさつ"
            | "開会挨拶"
            | "閉会挨拶"
            | "開会の辞"
            | "閉会の辞"
            | "開会宣言"
            | "閉会宣言"
    ) || greets(&title)
}

/// Whether a title is that of the end of the meeting.
pub(in crate::minutes) fn closes(title: &str) -> bool {
    matches!(
        compact(title).as_str(),
        "閉会" | "散会" | "閉会の辞" | "閉会挨拶" | "閉会あいさつ" | "閉会宣言"
    )
}

/// 会長挨拶, 町長 あいさつ: who speaks words of welcome, as printed.
pub(in crate::minutes) fn welcomes(title: &str) -> Option<&str> {
    ["御挨拶", "ご挨拶", "挨拶", "ごあいさつ", "あいさつ"]
        .iter()
        .find_map(|word| title.trim_end().strip_suffix(word))
        .map(|who| who.trim_end().trim_end_matches('の'))
}

/// 会長挨拶, 主催者あいさつ: words of welcome, by nobody who would have come for them alone.
fn greets(title: &str) -> bool {
    welcomes(title).is_some_and(|who| {
        who.is_empty()
            || matches!(who, "開会" | "閉会" | "主催者")
            || super::super::people::is_chair(who)
    })
}

/// Whether a title names a group of topics and no topic.
pub(in crate::minutes) fn is_group(title: &str) -> bool {
    let title = compact(title);
    let short = title.chars().count() <= 8 && title.ends_with("事項");
    short
        || matches!(
            title.as_str(),
            "議題"
                | "議事"
                | "議案"
                | "執行部報告"
                | "審議案件"
                | "報告案件"
                | "報告"
                | "協議"
                | "審議"
                | "報告事項"
                | "協議事項"
                | "審議事項"
                | "検討事項"
                | "説明事項"
                | "議事事項"
                | "案件"
                | "内容"
                | "議事（議題）"
                | "報告・協議事項"
                | "協議・報告事項"
                | "協議・調整事項"
                | "報告・連絡事項"
                | "意見交換"
        )
}

/// Whether a line names a part of the meeting (第１部　審議) in which the topics are counted anew.
pub(in crate::minutes) fn is_part(text: &str) -> bool {
    let chars: Vec<char> = text
        .chars()
        .take(5)
        .map(super::super::numerals::narrow)
        .collect();
    chars.first() == Some(&'第')
        && super::super::numerals::number(&chars, 1)
            .is_some_and(|(_, end)| matches!(chars.get(end), Some('部')))
        && is_title(text)
        && text.chars().count() <= 30
}

fn compact(title: &str) -> String {
    title
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(14)
        .collect()
}
