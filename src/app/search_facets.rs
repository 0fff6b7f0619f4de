//! The facets of a search answer, with their values in words.

use std::collections::HashMap;

use super::{AppResult, LabelledCount, Language};
use crate::{
    domain::{CouncilId, Issue, OpinionKind, TextEnum, printed_fiscal_year},
    search::{DocumentType, Facet, FacetCount, Facets},
    store::{self, Conn},
};

/// The facets by name, each value with its label in `language`.
pub(super) async fn label_facets(
    conn: &mut Conn,
    mut facets: Facets,
    issues: &[Issue],
    language: Language,
) -> AppResult<Vec<(&'static str, Vec<LabelledCount>)>> {
    let as_is = |value: &str| value.to_owned();
    let mut council_names = HashMap::new();
    for count in facets.get(&Facet::Council).into_iter().flatten() {
        if let Ok(id) = count.value.parse::<CouncilId>()
            && let Some(council) = store::find_council(conn, id).await?
        {
            council_names.insert(count.value.clone(), council.name);
        }
    }
    let issue_label = |key: &str| {
        issues.iter().find(|issue| issue.key == key).map_or_else(
            || key.to_owned(),
            |issue| language.pick(&issue.label_ja, &issue.label_en).clone(),
        )
    };
    let council_label = |id: &str| {
        council_names
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.to_owned())
    };
    let year_label = |year: &str| {
        year.parse()
            .map_or_else(|_| year.to_owned(), printed_fiscal_year)
    };
    let kind_label = |kind: &str| {
        OpinionKind::from_text(kind).map_or_else(
            || kind.to_owned(),
            |kind| kind_words(kind, language).to_owned(),
        )
    };
    let type_label = |kind: &str| {
        DocumentType::from_text(kind).map_or_else(
            || kind.to_owned(),
            |kind| type_words(kind, language).to_owned(),
        )
    };
    let mut taken = |facet| facets.remove(&facet).unwrap_or_default();
    Ok(vec![
        ("type", labelled(taken(Facet::Type), type_label)),
        ("issue", labelled(taken(Facet::Issue), issue_label)),
        ("council", labelled(taken(Facet::Council), council_label)),
        ("speaker", labelled(taken(Facet::Speaker), as_is)),
        ("kind", labelled(taken(Facet::Kind), kind_label)),
        (
            "fiscal_year",
            labelled(taken(Facet::FiscalYear), year_label),
        ),
    ])
}

fn labelled(counts: Vec<FacetCount>, label: impl Fn(&str) -> String) -> Vec<LabelledCount> {
    counts
        .into_iter()
        .map(|count| LabelledCount {
            label: label(&count.value),
            value: count.value,
            count: count.count,
        })
        .collect()
}

fn kind_words(kind: OpinionKind, language: Language) -> &'static str {
    let (japanese, english) = match kind {
        OpinionKind::Opinion => ("意見", "Opinion"),
        OpinionKind::Explanation => ("説明", "Explanation"),
        OpinionKind::Report => ("報告", "Report"),
        OpinionKind::Supplement => ("補足", "Supplement"),
        OpinionKind::Question => ("質問", "Question"),
        OpinionKind::Answer => ("回答", "Answer"),
        OpinionKind::Decision => ("決定", "Decision"),
        OpinionKind::Procedural => ("進行", "Procedural"),
    };
    language.pick(japanese, english)
}

/// A kind of document, in words.
pub fn type_words(kind: DocumentType, language: Language) -> &'static str {
    let (japanese, english) = match kind {
        DocumentType::Opinion => ("意見・発言", "Opinion"),
        DocumentType::Topic => ("議題", "Topic"),
        DocumentType::ActionItem => ("対応事項", "Action item"),
    };
    language.pick(japanese, english)
}
