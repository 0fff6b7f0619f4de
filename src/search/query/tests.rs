use super::*;
use proptest::prelude::*;

fn text(text: &str) -> Atom {
    Atom::Text {
        text: text.to_owned(),
        phrase: false,
    }
}

fn phrase(text: &str) -> Atom {
    Atom::Text {
        text: text.to_owned(),
        phrase: true,
    }
}

fn read(query: &str) -> Vec<Vec<(bool, Atom)>> {
    let clauses = Query::parse(query).clauses;
    let alternatives = |clause: Clause| {
        clause
            .any
            .into_iter()
            .map(|a| (a.negated, a.atom))
            .collect()
    };
    clauses.into_iter().map(alternatives).collect()
}

#[test]
fn terms_are_separated_by_spaces_of_any_width() {
    let expected = vec![vec![(false, text("研修"))], vec![(false, text("報酬"))]];
    assert_eq!(read("研修 報酬"), expected);
    assert_eq!(read("　研修　報酬\n"), expected);
}

#[test]
fn quotes_of_any_width_make_a_phrase() {
    let expected = vec![vec![(false, phrase("研修 計画"))]];
    for query in [
        "\"研修 計画\"",
        "＂研修 計画＂",
        "“研修 計画”",
        "”研修 計画”",
        "「研修 計画」",
    ] {
        assert_eq!(read(query), expected, "{query}");
    }
    let after_a_word = vec![
        vec![(false, text("養成"))],
        vec![(false, phrase("研修 計画"))],
    ];
    assert_eq!(read("養成\"研修 計画\""), after_a_word);
}

#[test]
fn corner_brackets_inside_pasted_wording_are_no_operator() {
    assert_eq!(
        read("「研修」について"),
        vec![vec![(false, text("「研修」について"))]]
    );
}

#[test]
fn a_minus_sign_negates_and_or_joins() {
    let expected = vec![
        vec![(false, text("研修"))],
        vec![(false, text("報酬")), (true, phrase("加算"))],
        vec![(true, text("夜間"))],
    ];
    assert_eq!(read("研修 報酬 OR -\"加算\" −夜間"), expected);
}

#[test]
fn what_is_no_operator_is_searched_for() {
    let mut literals = vec![];
    for query in [
        "OR",
        "OR 研修",
        "研修 OR",
        "\"研修",
        "foo:bar",
        "year:いつか",
        "kind:雑談",
        "issue:",
        "--研修",
    ] {
        let atoms = read(query).into_iter().flatten();
        literals.push(atoms.collect::<Vec<_>>());
    }
    assert!(literals.iter().all(|atoms| !atoms.is_empty()));
    let mut atoms = literals.into_iter().flatten();
    assert!(
        atoms.all(|(negated, atom)| !negated && matches!(atom, Atom::Text { phrase: false, .. }))
    );
}

#[test]
fn fields_are_known_by_both_names() {
    let speaker = Atom::Speaker("冨岡副会長".to_owned());
    assert_eq!(
        read("発言者：冨岡副会長"),
        vec![vec![(false, speaker.clone())]]
    );
    assert_eq!(read("-speaker:\"冨岡副会長\""), vec![vec![(true, speaker)]]);
    assert_eq!(
        read("年度:２０２２年度"),
        vec![vec![(false, Atom::Year(2022))]]
    );
    let kinds = vec![vec![
        (false, Atom::Kind(OpinionKind::Question)),
        (false, Atom::Kind(OpinionKind::Answer)),
    ]];
    assert_eq!(read("kind:question OR 種別:回答"), kinds);
}

#[test]
fn names_are_resolved_and_keys_stay() {
    let council = CouncilId(uuid::Uuid::from_u128(7));
    let mut query = Query::parse(&format!(
        "論点:研修 issue:fees 協議会:ケア児協議会 council:{council}"
    ));
    query.resolve(
        |name| {
            if name == "研修" {
                vec!["training".to_owned()]
            } else {
                vec![]
            }
        },
        |name| {
            if name == "ケア児協議会" {
                vec![CouncilId(uuid::Uuid::from_u128(9))]
            } else {
                vec![]
            }
        },
    );
    let atoms: Vec<Atom> = query
        .clauses
        .into_iter()
        .flat_map(|c| c.any)
        .map(|a| a.atom)
        .collect();
    assert!(matches!(&atoms[0], Atom::Issue { keys, .. } if keys == &["training"]));
    assert!(matches!(&atoms[1], Atom::Issue { keys, .. } if keys == &["fees"]));
    assert!(matches!(&atoms[2], Atom::Council { ids, .. } if ids[0].0.as_u128() == 9));
    assert!(matches!(&atoms[3], Atom::Council { ids, .. } if ids == &[council]));
}

#[test]
fn an_empty_query_differs_from_one_that_nothing_matches() {
    assert!(Query::parse(" 　").is_empty());
    let query = Query::default();
    assert!(query.is_empty() && !query.matches_nothing());
}

#[test]
fn what_is_over_the_bounds_is_left_out_and_said() {
    let long = Query::parse(&"研".repeat(MAX_QUERY_CHARS + 1));
    assert!(long.truncated());
    let many = Query::parse(&"研 ".repeat(MAX_QUERY_TERMS + 1));
    assert!(many.truncated());
    assert_eq!(many.clauses().len(), MAX_QUERY_TERMS);
    assert!(!Query::parse(&"研 ".repeat(MAX_QUERY_TERMS)).truncated());
}

proptest! {
    #[test]
    fn no_query_panics(query in ".*") {
        Query::parse(&query);
    }

    #[test]
    fn no_mix_of_operators_panics_or_loses_its_words(
        query in "(研修|OR|-|\"|“|」|「|:|：|year|発言者:|issue:| |　|12){0,24}"
    ) {
        let read = Query::parse(&query);
        prop_assert!(read.clauses().iter().all(|clause| !clause.any.is_empty()));
        prop_assert_eq!(query.contains("研修") && read.is_empty(), false);
    }
}
