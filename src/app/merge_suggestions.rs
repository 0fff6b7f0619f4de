//! What becomes of the suggestions about a meeting when its file reads otherwise: what people decided stays, what is open follows
//! the words that are printed now.

use std::collections::{HashMap, HashSet};

use super::{
    App, AppResult,
    change::Change,
    draft_rows::Known,
    merge::Plan,
    merge_rows::{ReadAs, rows_after},
    proposals::Proposed,
};
use crate::{
    domain::{Meeting, Opinion, PageRequest, Suggestion, SuggestionKind, SuggestionStatus, Viewer},
    store::{self, Conn, SuggestionFilter},
};

/// Everything of one meeting.
const EVERYTHING: PageRequest = PageRequest {
    after: None,
    limit: 1_000_000,
};

impl App {
    /// What people made of suggestions stays; what is uncertain now is proposed, unless it was before.
    pub(super) async fn follow_with_suggestions(
        &self,
        change: &mut Change<'_>,
        plan: &Plan,
        known: &Known,
        (import, parsed): ReadAs<'_>,
    ) -> AppResult<()> {
        let meeting = &plan.meeting.1;
        let before = suggestions_of(&mut change.conn, meeting).await?;
        let rows = rows_after(plan);
        let by_id: HashMap<_, &Opinion> = rows.opinions.iter().map(|row| (row.id, row)).collect();
        let asked = parsed.action_items.iter().filter_map(|item| {
            let id = plan.opinions_of_file.get(item.opinion)?;
            Some((*by_id.get(id)?, item))
        });
        let mut kinds_by_hand = plan.kinds_by_hand.clone();
        for one in before.iter().filter(|one| is_open(one)) {
            if let (SuggestionKind::Kind, Some(opinion)) = (one.kind, one.opinion_id) {
                // A person who says the kind settles it.
                kinds_by_hand.remove(&opinion);
            }
        }
        let proposed = self.suggestions_for(&Proposed {
            import,
            meeting: meeting.id,
            attendances: &rows.attendances,
            headings: &rows.headings,
            opinions: &rows.opinions,
            kinds_by_hand,
            asked: asked.collect(),
            people: known.people(),
            vocabulary: known.vocabulary(),
        });
        let following = following(before, proposed);
        let conn = &mut change.conn;
        for one in &following.gone {
            store::delete_suggestion(conn, one.id).await?;
        }
        for one in &following.stay {
            let row = one.opinion_id.and_then(|id| by_id.get(&id));
            let lines = match row {
                Some(row) => (row.first_line, row.last_line),
                None => (one.first_line, one.last_line),
            };
            store::move_suggestion(conn, one.id, import.id, lines).await?;
        }
        Ok(store::insert_suggestions(conn, &following.new).await?)
    }
}

pub(super) async fn suggestions_of(
    conn: &mut Conn,
    meeting: &Meeting,
) -> AppResult<Vec<Suggestion>> {
    let filter = SuggestionFilter {
        meeting_id: Some(meeting.id),
        ..SuggestionFilter::default()
    };
    let page = store::list_suggestions(conn, &Viewer::ALL, &filter, &EVERYTHING).await?;
    Ok(page.items)
}

/// What becomes of suggestions.
#[derive(Default)]
struct Following {
    stay: Vec<Suggestion>,
    gone: Vec<Suggestion>,
    new: Vec<Suggestion>,
}

/// Holds the suggestions that are there against those that the file makes now. About one thing there is one.
fn following(mut before: Vec<Suggestion>, proposed: Vec<Suggestion>) -> Following {
    // What was decided comes first: nothing that it is about is asked again.
    before.sort_by_key(is_open);
    let mut following = Following::default();
    let mut now: HashMap<_, &Suggestion> = HashMap::new();
    for one in &proposed {
        now.entry(key_of(one)).or_insert(one);
    }
    let mut there = HashSet::new();
    for one in before {
        let key = key_of(&one);
        let is_asked_so = || now.get(&key).is_some_and(|now| asks_as(&one, now));
        if is_open(&one) && (there.contains(&key) || !is_asked_so()) {
            following.gone.push(one);
        } else {
            there.insert(key);
            following.stay.push(one);
        }
    }
    let is_new = |one: &Suggestion| there.insert(key_of(one));
    following.new = proposed.into_iter().filter(is_new).collect();
    following
}

fn is_open(one: &Suggestion) -> bool {
    one.status == SuggestionStatus::Open
}

/// Whether two suggestions about the same thing propose the same in the same words.
fn asks_as(one: &Suggestion, other: &Suggestion) -> bool {
    one.text == other.text
        && one.reason == other.reason
        && one.strength == other.strength
        && one.opinion_kind == other.opinion_kind
        && one.person_id == other.person_id
        && one.alternatives == other.alternatives
}

/// What a suggestion is about.
fn key_of(one: &Suggestion) -> (SuggestionKind, String) {
    let about = match one.kind {
        SuggestionKind::Person => {
            format!("{} {:?} {:?}", one.text, one.attendance_id, one.opinion_id)
        }
        _ => format!(
            "{:?} {}",
            one.opinion_id,
            one.issue_key.as_deref().unwrap_or_default()
        ),
    };
    (one.kind, about)
}
