//! Single rules.

use super::*;

#[test]
fn a_title_gives_year_round_and_council() {
    for line in [
        "令和４年度 第２回 みなと市こども支援協議会",
        "令和４年度第２回みなと市こども支援協議会議事要旨",
        "みなと市こども支援協議会（令和4年度 第2回）会議録",
        "第２回 みなと市こども支援協議会の開催結果（令和４年度）について",
    ] {
        let title = read(line);
        assert_eq!(title.round, Some(2), "{line}");
        assert_eq!(
            title.council.as_deref(),
            Some("みなと市こども支援協議会"),
            "{line}"
        );
    }
    assert_eq!(read("令和元年度第１回").fiscal_year, Some(2019));
    assert!(read("   議 事 要 旨 ").names_document);
    assert_eq!(read("本日は雨である。"), TitleLine::default());
}
