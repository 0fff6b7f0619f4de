//! Single rules.

use super::*;

fn number_of(text: &str) -> Option<(NumberStyle, u32, &str)> {
    match Cue::of(text) {
        Cue::Number {
            style,
            value,
            printed,
            ..
        } => Some((style, value, &text[..printed])),
        _ => None,
    }
}

#[test]
fn numbers_are_told_apart_by_their_style() {
    use NumberStyle::*;
    for (text, style, value, printed) in [
        ("（１） 現状", Parenthesised, 1, "（１）"),
        ("(12)報告", Parenthesised, 12, "(12)"),
        ("１．議題", Dotted, 1, "１．"),
        ("3.日時", Dotted, 3, "3."),
        ("２、その他", Comma, 2, "２、"),
        ("１ 日  時", Bare, 1, "１"),
        ("③ 養成", Circled, 3, "③"),
        ("Ⅱ 議事", Roman, 2, "Ⅱ"),
        ("議題１「計画」", Named, 1, "議題１"),
        ("報告事項（２） 状況", Named, 2, "報告事項（２）"),
        ("次第２ 挨拶", Named, 2, "次第２"),
        ("一、開会", Comma, 1, "一、"),
    ] {
        assert_eq!(number_of(text), Some((style, value, printed)), "{text}");
    }
}

#[test]
fn a_quantity_at_the_start_of_a_wrapped_line_is_no_number() {
    for text in [
        "12 月 21 日",
        "３割ほどになる",
        "15校では",
        "２．５倍に",
        "第２回協議会",
        "４",
        "2022年度",
    ] {
        assert_eq!(Cue::of(text), Cue::None, "{text}");
    }
}

#[test]
fn look_alikes_of_a_mark_are_one_mark() {
    for (text, mark) in [
        ("〇養成", '○'),
        ("○養成", '○'),
        ("◯　養成", '○'),
        ("･意見", '・'),
        ("• 意見", '・'),
        ("- 意見", '-'),
    ] {
        assert_eq!(Cue::of(text).mark(), Some(mark), "{text}");
    }
    for text in ["○○市の取組", "-5度", "・"] {
        assert_eq!(Cue::of(text).mark(), None, "{text}");
    }
}
