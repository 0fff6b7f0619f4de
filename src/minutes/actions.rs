//! Wording that asks somebody to do something → suggestions for action items.
//!
//! Reads how a sentence ends, because a Japanese sentence says there whether it asks or tells. Never reads an owner or a
//! due date (DESIGN.md, rule 3).

use crate::domain::Strength;

use super::parsed::{ParsedActionItem, ParsedOpinion};
use super::wording::sentences;

/// Endings that ask.
const STRONG: [&str; 17] = [
    "ほしい",
    "欲しい",
    "べき",
    "た方が良い",
    "た方がよい",
    "た方がいい",
    "たほうが良い",
    "たほうがよい",
    "たほうがいい",
    "いただきたい",
    "頂きたい",
    "お願いしたい",
    "願いたい",
    "を求める",
    "を求めたい",
    "を要望する",
    "もらいたい",
];
/// Endings that say that something is needed.
const WEAK: [&str; 22] = [
    "必要",
    "重要",
    "大切",
    "不可欠",
    "望ましい",
    "望まれる",
    "求められる",
    "が課題",
    "期待したい",
    "期待する",
    "検討したい",
    "できれば良い",
    "できればよい",
    "できるとよい",
    "できると良い",
    "と良いかと",
    "ば良いかと",
    "ばよいかと",
    "といいかと",
    "ていきたい",
    "なければならない",
    "ないといけない",
];
/// What may stand between such a word and the end of the sentence, besides hiragana.
const SOFTENERS: &str = "思考感言意見";
/// The longest such rest, in characters.
const LONGEST_SOFTENER: usize = 14;
/// Rests that turn the word into its opposite or into talk about it.
const NOT_ASKED: [&str; 8] = [
    "はない",
    "ではない",
    "ない",
    "がない",
    "とのこと",
    "か分から",
    "なの",
    "なく",
];
/// Bodies that can be asked by name; with として or への they make a need into a request.
const BODIES: [&str; 12] = [
    "都",
    "国",
    "県",
    "府",
    "道",
    "市",
    "区",
    "町",
    "村",
    "事務局",
    "協議会",
    "局",
];
/// The chair running the meeting asks for words, not for deeds.
const PROCEDURAL: [&str; 10] = [
    "ご意見",
    "御意見",
    "ご発言",
    "御発言",
    "ご質問",
    "御質問",
    "ご説明",
    "ご覧",
    "ご報告",
    "ご審議",
];

/// The suggestions for all opinions, in order.
pub(super) fn suggest(opinions: &[ParsedOpinion]) -> Vec<ParsedActionItem> {
    let suggestions = opinions.iter().enumerate().filter_map(|(opinion, found)| {
        let (text, strength) = asked(&found.text)?;
        Some(ParsedActionItem {
            opinion,
            text,
            strength,
        })
    });
    suggestions.collect()
}

/// The sentences of `text` that ask, and how plainly the plainest of them does. Sentences that stand side by side stay so;
/// where others are left out, a new line begins.
fn asked(text: &str) -> Option<(String, Strength)> {
    let mut asking = String::new();
    let mut strength = None;
    let mut last = None;
    for (index, sentence) in sentences(text).into_iter().enumerate() {
        let Some(found) = strength_of(sentence) else {
            continue;
        };
        if last.is_some_and(|last| last + 1 != index) {
            asking.push('\n');
        }
        asking.push_str(sentence);
        last = Some(index);
        if found == Strength::Strong || strength.is_none() {
            strength = Some(found);
        }
    }
    strength.map(|strength| (asking, strength))
}

fn strength_of(sentence: &str) -> Option<Strength> {
    let sentence = sentence.trim_end_matches(['。', '！', '？', '」', '』', '）']);
    let ends = |words: &[&str]| words.iter().any(|word| ends_in(sentence, word));
    let is_procedural = PROCEDURAL.iter().any(|word| sentence.contains(word));
    if is_procedural {
        None
    } else if ends(&STRONG) || is_instruction(sentence) {
        Some(Strength::Strong)
    } else if ends(&WEAK) {
        let asked = names_party(sentence);
        Some(if asked {
            Strength::Strong
        } else {
            Strength::Weak
        })
    } else {
        None
    }
}

/// Whether `sentence` ends in `word`, perhaps softened (…が必要かと思う).
fn ends_in(sentence: &str, word: &str) -> bool {
    let Some(at) = sentence.rfind(word) else {
        return false;
    };
    let rest = &sentence[at + word.len()..];
    let softens = |c: char| matches!(c, 'ぁ'..='ん') || SOFTENERS.contains(c);
    rest.chars().all(softens)
        && rest.chars().nth(LONGEST_SOFTENER).is_none()
        && !NOT_ASKED
            .iter()
            .any(|not| rest.starts_with(not) || (*not == "とのこと" && rest.contains(not)))
}

/// …すること。: a sentence that ends in a verb and こと is an instruction; …とのこと and …ということ only report.
fn is_instruction(sentence: &str) -> bool {
    let Some(before) = sentence.strip_suffix("こと") else {
        return false;
    };
    let is_verb = before.ends_with(['る', 'う', 'く', 'す', 'つ', 'む', 'ぶ', 'ぐ']);
    is_verb && !before.ends_with("という") && !before.ends_with("である")
}

/// 都として…が必要: a body that is asked by name.
fn names_party(sentence: &str) -> bool {
    let mut clauses = sentence.split(['、', '，']);
    clauses.any(|clause| {
        let body = clause
            .strip_suffix("としても")
            .or_else(|| clause.strip_suffix("として"));
        body.is_some_and(|body| BODIES.iter().any(|word| body.ends_with(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_sentence_ends_decides_whether_it_asks() {
        use Strength::*;
        for (sentence, strength) in [
            ("窓口を広げてほしい。", Some(Strong)),
            ("窓口を広げてほしい", Some(Strong)),
            ("役割を明確にすべき。", Some(Strong)),
            ("窓口を増やした方が良い。", Some(Strong)),
            ("窓口を一つにすること。", Some(Strong)),
            ("市として、窓口を設けることが必要。", Some(Strong)),
            ("名簿を更新していただきたい。", Some(Strong)),
            ("体制が必要。", Some(Weak)),
            ("体制が必要かと思う。", Some(Weak)),
            ("見直す必要がある。", Some(Weak)),
            ("名簿も配れれば良いかと思う。", Some(Weak)),
            ("連携が必要ではない。", None),
            ("必要な書類が多い。", None),
            ("手間が増えるとのこと。", None),
            ("やめたほうが、という事業所もある。", None),
            ("誰が運ばなければならないのかが争点だ。", None),
            ("ご意見をいただきたい。", None),
            ("窓口は一つである。", None),
        ] {
            assert_eq!(strength_of(sentence), strength, "{sentence}");
        }
    }

    #[test]
    fn only_the_sentences_that_ask_are_suggested() {
        let (text, strength) =
            asked("窓口が遠い。近くに置いてほしい。人も要る。体制が必要。").unwrap();
        assert_eq!(text, "近くに置いてほしい。\n体制が必要。");
        assert_eq!(strength, Strength::Strong);
    }
}
