//! Lines that say what happens next, rather than what was said: stage directions, and the words that announce whose
//! statements follow.

use crate::domain::OpinionKind;

use super::wording::inside_brackets;

/// What a line announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction<'a> {
    /// （主な意見等）: statements of the meeting as a whole follow.
    Collective,
    /// …から…について補足: statements of one party follow, or the line stands for what the party did.
    Party {
        /// Who, as printed.
        party: &'a str,
        /// What the statements are.
        kind: OpinionKind,
        /// Whether the line can only stand for itself.
        stands_alone: bool,
    },
    /// （資料説明）: something happened, and nobody is named.
    Event,
    /// （…について）: a line in brackets that is none of these, so perhaps a heading.
    Bracketed(&'a str),
}

/// What a party is said to do, by the word that the line ends in.
const DEEDS: [(&str, OpinionKind); 11] = [
    ("補足説明", OpinionKind::Supplement),
    ("補足", OpinionKind::Supplement),
    ("説明", OpinionKind::Explanation),
    ("報告", OpinionKind::Report),
    ("質問", OpinionKind::Question),
    ("回答", OpinionKind::Answer),
    ("意見", OpinionKind::Opinion),
    ("発言", OpinionKind::Opinion),
    ("コメント", OpinionKind::Opinion),
    ("紹介", OpinionKind::Procedural),
    ("挨拶", OpinionKind::Procedural),
];
/// How such a line may end after that word.
const ENDINGS: [&str; 14] = [
    "があった",
    "がなされた",
    "があり",
    "を行った",
    "を実施",
    "を行う",
    "した",
    "する",
    "あり",
    "がされた",
    "を受けた",
    "が行われた",
    "（要旨）",
    "（概要）",
];
/// What a line for statements of the meeting as a whole ends in.
const COLLECTIVE: [&str; 11] = [
    "意見",
    "意見等",
    "ご意見",
    "発言",
    "発言等",
    "質疑",
    "質疑応答",
    "意見交換",
    "質疑等",
    "意見・質疑",
    "議論",
];
/// What a line for something that happened ends in.
const EVENTS: [&str; 9] = [
    "資料説明",
    "の声あり",
    "異議なし",
    "拍手",
    "休憩",
    "再開",
    "挙手",
    "配布",
    "投影",
];
/// No line of this kind is longer, in bytes.
const LONGEST: usize = 240;

/// Reads a whole line.
pub(super) fn read(line: &str) -> Option<Direction<'_>> {
    if line.len() > LONGEST {
        return None;
    }
    let inner = inside_brackets(line);
    let text = inner
        .unwrap_or(line)
        .trim_end_matches([':', '：'])
        .trim_end();
    if is_collective(text) {
        return Some(Direction::Collective);
    }
    if let Some(direction) = party(text, inner.is_some()) {
        return Some(direction);
    }
    let short = text.chars().count() <= 20;
    let nothing = matches!(text, "なし" | "特になし" | "意見なし" | "質疑なし");
    if nothing || short && EVENTS.iter().any(|word| text.ends_with(word)) {
        return Some(Direction::Event);
    }
    inner.map(Direction::Bracketed)
}

/// Whether a line announces whose statements follow.
pub(super) fn announces_voice(line: &str) -> bool {
    matches!(
        read(line),
        Some(Direction::Party { .. } | Direction::Collective)
    )
}

/// ※可決, ※全会一致で承認: a remark on what came of it.
pub(super) fn is_remark(line: &str) -> bool {
    let set_apart = line.starts_with('※')
        || (line.starts_with(['=', '＝', '-', '－', '―', '─'])
            && line.ends_with(['=', '＝', '-', '－', '―', '─']));
    set_apart && line.len() <= LONGEST || is_recess(line) || is_omission(line)
}

/// ～ 中略 ～, （省略）
fn is_omission(line: &str) -> bool {
    let text: String = line.chars().filter(|c| c.is_alphabetic()).take(4).collect();
    line.chars().count() <= 30
        && matches!(
            text.as_str(),
            "中略" | "省略" | "前略" | "後略" | "以下略" | "以下省略"
        )
}

/// 正午　休憩, 午後１時００分　再開, 休　憩
fn is_recess(line: &str) -> bool {
    let text: String = line
        .chars()
        .filter(|c| !c.is_whitespace() && !"（）()―－-〔〕".contains(*c))
        .collect();
    text.chars().count() <= 24
        && !text.contains(['。', '、'])
        && ["休憩", "再開", "暫時休憩", "開議"]
            .iter()
            .any(|word| text.ends_with(word))
}

/// （異議なし）, （「なし」の声あり）, （全員挙手）, （休憩）: between turns a line in brackets tells what happened.
pub(super) fn is_bracketed_event(line: &str) -> bool {
    line.len() <= LONGEST
        && line.starts_with(['（', '(', '〔', '［', '＜', '〈', '《'])
        && inside_brackets(line).is_some()
}

/// 発言者　発言内容: the heads of the columns of a table of turns.
pub(super) fn heads_columns(line: &str) -> bool {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || super::labels::is_rule(c))
        .filter(|word| !word.is_empty())
        .collect();
    let heads = [
        "項目",
        "発言者",
        "発言内容",
        "発言要旨",
        "発言の要旨",
        "発言",
        "内容",
        "氏名",
        "議事",
        "議題",
        "要旨",
        "発言者名",
        "発言等",
    ];
    words.len() >= 2
        && (words[0].starts_with("発言") || words[0] == "項目")
        && words.iter().all(|word| heads.contains(word))
}

/// What a sentence ends in that tells what a meeting did, rather than what somebody said.
const OUTCOMES: [&str; 35] = [
    "質疑応答があった",
    "質疑応答を行った",
    "質疑があった",
    "質疑を行った",
    "意見交換を行った",
    "説明があった",
    "報告があった",
    "審議を行った",
    "協議を行った",
    "承認された",
    "了承された",
    "選出された",
    "決定された",
    "可決された",
    "採択された",
    "確認された",
    "承認した",
    "了承した",
    "決定した",
    "選出した",
    "承認する",
    "可決",
    "承認",
    "了承",
    "指名された",
    "説明した",
    "報告した",
    "選任された",
    "互選された",
    "議決した",
    "質疑なし",
    "指名した",
    "審議した",
    "協議した",
    "確認した",
];

/// 次回は２月に開催する予定。: when the next meeting will be.
pub(super) fn tells_of_next(line: &str) -> bool {
    line.len() <= LONGEST && line.starts_with("次回")
}

/// Whether a line tells what the meeting decided, or how it voted (`賛成 11名　反対 1名`).
pub(super) fn tells_outcome(line: &str) -> bool {
    let text = line.trim_end_matches('。');
    let votes = text.starts_with("賛成") && text.contains(['名', '人', '票'])
        || super::agenda::counts_votes(super::cues::Cue::of(text).rest(text));
    let heads = matches!(text, "議決結果" | "採決結果" | "審議結果" | "採決" | "表決");
    line.len() <= LONGEST && (heads || votes || OUTCOMES.iter().any(|word| text.ends_with(word)))
}

/// 採決の結果、全員賛成により原案どおり決定した。: what a meeting decided, told by whoever keeps the minutes.
pub(super) fn tells_ruling(line: &str) -> bool {
    let told = [
        "採決の結果",
        "採決した結果",
        "表決の結果",
        "審議の結果",
        "挙手採決の結果",
        "採点の結果",
        "審査の結果",
        "投票の結果",
    ];
    let told = told.iter().any(|word| line.starts_with(word));
    let ends = ["した。", "された。"].iter().any(|end| line.ends_with(end));
    let ends = ends && tells_outcome(line) || line.ends_with("となった。");
    told && ends && line.matches('。').count() == 1
}

/// 【採決】全会一致で可決すべきものと決した。: what came of it, under a label of its own.
pub(super) fn is_labelled_outcome(line: &str) -> bool {
    super::wording::leading_bracket(line).is_some_and(|(inner, rest)| {
        let label: String = inner.split_whitespace().take(4).collect();
        !rest.is_empty()
            && matches!(
                label.as_str(),
                "採決"
                    | "表決"
                    | "採決結果"
                    | "審査結果"
                    | "審議結果"
                    | "議決結果"
                    | "結果"
                    | "結論"
                    | "決定事項"
                    | "会議結果"
            )
    })
}

fn is_collective(text: &str) -> bool {
    let refers = text.contains("のとおり") || text.contains("の通り");
    let short = text.chars().count() <= if refers { 28 } else { 20 };
    // 主な意見は以下のとおり。, なお、委員からの主な意見は次のとおりである。
    let text = text.strip_prefix("なお、").unwrap_or(text);
    let sentence = text
        .trim_end_matches('。')
        .trim_end_matches("である")
        .trim_end_matches("です");
    // Without 次のとおり a sentence announces nothing: 新しい意見である。 is one.
    let text = ["のとおり", "の通り"]
        .iter()
        .find_map(|word| sentence.strip_suffix(word))
        .and_then(|text| {
            text.strip_suffix("以下")
                .or_else(|| text.strip_suffix("次"))
        })
        .and_then(|text| text.trim_end_matches('、').strip_suffix('は'))
        .map_or(text, |text| {
            let of = ["の概要", "の要旨", "の内容", "の主なもの"];
            of.iter()
                .find_map(|word| text.strip_suffix(word))
                .unwrap_or(text)
        });
    let words = text
        .trim_start_matches(['【', '＜', '〈', '■', '◆'])
        .trim_end_matches(['】', '＞', '〉']);
    let from_party =
        words.contains("から") && !words.contains("委員から") && !words.contains("構成員から");
    short && !from_party && COLLECTIVE.iter().any(|word| words.ends_with(word))
}

fn party(text: &str, in_brackets: bool) -> Option<Direction<'_>> {
    let text = text.trim_end_matches('。');
    let deed_end = ENDINGS
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    let (word, kind) = DEEDS.iter().find(|(word, _)| deed_end.ends_with(word))?;
    let (before, _) = ["から", "より"]
        .iter()
        .filter_map(|particle| text.split_once(particle))
        .min_by_key(|(before, _)| before.len())?;
    let party = before
        .rsplit_once('、')
        .map_or(before, |(_, party)| party)
        .trim();
    let party = party
        .rsplit_once("について")
        .map_or(party, |(_, party)| party);
    // 24人のうち22人から回答: counted, and nobody in particular.
    let counted = party
        .strip_suffix(['人', '名'])
        .is_some_and(|count| count.ends_with(char::is_numeric));
    (!party.is_empty() && !counted).then_some(())?;
    // 事務局から資料説明: what the materials say follows nowhere. Set off by brackets it heads what was said.
    let of_materials =
        deed_end.ends_with("資料説明") || deed_end.contains("資料") && *word == "説明";
    let tells = matches!(kind, OpinionKind::Explanation | OpinionKind::Report) && !in_brackets;
    Some(Direction::Party {
        party,
        kind: *kind,
        stands_alone: of_materials || tells || *kind == OpinionKind::Procedural,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_told_apart_by_their_words() {
        let party = |party, kind, stands_alone| {
            Some(Direction::Party {
                party,
                kind,
                stands_alone,
            })
        };
        for (line, direction) in [
            ("（主な意見等）", Some(Direction::Collective)),
            ("【主な意見】", Some(Direction::Collective)),
            ("主な発言：", Some(Direction::Collective)),
            ("新しい意見である。", None),
            (
                "事務局から資料説明",
                party("事務局", OpinionKind::Explanation, true),
            ),
            (
                "青木委員から資料説明",
                party("青木委員", OpinionKind::Explanation, true),
            ),
            (
                "資料１について、事務局より説明があった。",
                party("事務局", OpinionKind::Explanation, true),
            ),
            (
                "（青木副会長から窓口（南部）の様子について補足）",
                party("青木副会長", OpinionKind::Supplement, false),
            ),
            ("（資料説明）", Some(Direction::Event)),
            (
                "（窓口（南部）について）",
                Some(Direction::Bracketed("窓口（南部）について")),
            ),
            ("窓口は混み合っている。", None),
        ] {
            assert_eq!(read(line), direction, "{line}");
        }
    }
}
