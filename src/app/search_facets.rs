//! The facets of a search answer, with their values in words.

use std::collections::HashMap;

use uuid::Uuid;

use super::{AppResult, LabelledCount, Language, search_moment::Moment, search_query::Asked};
use crate::{
    domain::{Attribution, CouncilId, OpinionKind, TextEnum, Viewer, printed_fiscal_year},
    search::{DocumentType, Facet, FacetCount, Facets},
    store::{self, DocumentScope},
};

/// The facets that were asked for, in the order of the port, each value with its label in `language`.
pub(super) async fn label_facets(
    moment: &mut Moment<'_>,
    facets: Facets,
    asked: &Asked,
    language: Language,
) -> AppResult<Vec<(Facet, Vec<LabelledCount>)>> {
    let mut labelled = Vec::with_capacity(asked.request.facets.len());
    for facet in Facet::ALL {
        if !asked.request.facets.contains(facet) {
            continue;
        }
        let counts = facets.get(facet).map(Vec::as_slice).unwrap_or_default();
        let names = match facet {
            Facet::Council => council_names(moment, counts).await?,
            Facet::Meeting => meeting_titles(moment, &asked.request.viewer, counts).await?,
            Facet::Issue => issue_labels(asked, language),
            _ => HashMap::new(),
        };
        let label = |count: &FacetCount| match names.get(&count.value) {
            Some(name) => name.clone(),
            None => word(*facet, &count.value, language).unwrap_or_else(|| count.value.clone()),
        };
        let counts = counts.iter().map(|count| LabelledCount {
            label: label(count),
            value: count.value.clone(),
            count: count.count,
        });
        labelled.push((*facet, counts.collect()));
    }
    Ok(labelled)
}

fn issue_labels(asked: &Asked, language: Language) -> HashMap<String, String> {
    let labels = asked.basis.issues.iter().map(|issue| {
        let label = language.pick(&issue.label_ja, &issue.label_en);
        (issue.key.clone(), label.clone())
    });
    labels.collect()
}

async fn council_names(
    moment: &mut Moment<'_>,
    counts: &[FacetCount],
) -> AppResult<HashMap<String, String>> {
    let ids: Vec<CouncilId> = counts
        .iter()
        .filter_map(|count| count.value.parse().ok())
        .collect();
    let names = match moment.council_names(&ids) {
        Some(names) => names,
        None => {
            let names = store::list_council_names(moment.conn().await?, &ids).await?;
            moment.keep_council_names(&names);
            names
        }
    };
    Ok(names
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect())
}

/// Titles are the meetings' own, so that they are read as the viewer may read them.
async fn meeting_titles(
    moment: &mut Moment<'_>,
    viewer: &Viewer,
    counts: &[FacetCount],
) -> AppResult<HashMap<String, String>> {
    let ids: Vec<Uuid> = counts
        .iter()
        .filter_map(|count| count.value.parse().ok())
        .collect();
    let titles = match moment.meeting_titles(viewer, &ids) {
        Some(titles) => titles,
        None => read_titles(moment, viewer, &ids).await?,
    };
    let titles = titles
        .into_iter()
        .map(|(id, title)| (id.to_string(), title));
    Ok(titles.collect())
}

async fn read_titles(
    moment: &mut Moment<'_>,
    viewer: &Viewer,
    ids: &[Uuid],
) -> AppResult<Vec<(Uuid, String)>> {
    let scope = DocumentScope::Ids(ids);
    let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let conn = moment.conn().await?;
    let rows = store::list_meeting_documents(conn, Some(viewer), scope, None, limit).await?;
    let titles = rows.into_iter().map(|row| {
        let title = row.around.meeting_title.unwrap_or_default();
        (row.id.0, title)
    });
    let titles: Vec<(Uuid, String)> = titles.collect();
    moment.keep_meeting_titles(viewer, &titles);
    Ok(titles)
}

/// The words for a value of a closed set, or for a year.
fn word(facet: Facet, value: &str, language: Language) -> Option<String> {
    let word = match facet {
        Facet::FiscalYear => return value.parse().ok().map(printed_fiscal_year),
        Facet::Kind => kind_words(OpinionKind::from_text(value)?, language),
        Facet::Type => type_words(DocumentType::from_text(value)?, language),
        Facet::Attribution => attribution_words(Attribution::from_text(value)?, language),
        Facet::HasActionItem if value == "true" => {
            language.pick("対応事項あり", "With an action item")
        }
        Facet::HasActionItem => language.pick("対応事項なし", "Without an action item"),
        _ => return None,
    };
    Some(word.to_owned())
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

fn attribution_words(attribution: Attribution, language: Language) -> &'static str {
    let (japanese, english) = match attribution {
        Attribution::Named => ("氏名あり", "By name"),
        Attribution::RoleOnly => ("役職のみ", "By role alone"),
        Attribution::Collective => ("会議全体（主な意見等）", "The meeting as a whole"),
        Attribution::Unattributed => ("発言者の記載なし", "Nobody named"),
    };
    language.pick(japanese, english)
}

/// A kind of document, in words.
pub fn type_words(kind: DocumentType, language: Language) -> &'static str {
    let (japanese, english) = match kind {
        DocumentType::Opinion => ("意見・発言", "Opinion"),
        DocumentType::Topic => ("議題", "Topic"),
        DocumentType::ActionItem => ("対応事項", "Action item"),
        DocumentType::Meeting => ("会議", "Meeting"),
        DocumentType::Person => ("人", "Person"),
    };
    language.pick(japanese, english)
}
