//! `giji actions`

use serde_json::json;

use super::{arguments::Actions, failure::Failure, open, output};
use crate::{
    api,
    app::{App, Call},
    domain::{ActionItem, MAX_PAGE, PageRequest},
    store::{ActionItemFilter, Db},
};

/// How wide the list is where the terminal does not say.
const WIDTH: usize = 100;
/// The columns before the text: state, due day, owner.
const STATUS: usize = 12;
const DUE: usize = 12;
const OWNER: usize = 18;

/// Lists action items with the full rights of the data directory.
pub async fn run(db: &Db, arguments: &Actions) -> Result<(), Failure> {
    let app = open::without_index(db.clone());
    let today = app.clock().today();
    let filter = ActionItemFilter {
        council_id: arguments.council,
        statuses: arguments.status.clone(),
        issue: arguments.issue.clone(),
        overdue_on: arguments.overdue.then_some(today),
        ..ActionItemFilter::default()
    };
    let items = list(&app, &filter).await?;
    if arguments.json {
        let items: Vec<_> = items
            .into_iter()
            .map(|item| api::action_item_to_json(item, today))
            .collect();
        return output::print_json(&json!({ "items": items }));
    }
    let width = output::terminal_width().unwrap_or(WIDTH);
    for item in &items {
        output::print_line(&describe(item, item.is_overdue(today), width))?;
    }
    Ok(())
}

async fn list(app: &App, filter: &ActionItemFilter) -> Result<Vec<ActionItem>, Failure> {
    let mut page = PageRequest {
        after: None,
        limit: MAX_PAGE,
    };
    let mut items = Vec::new();
    loop {
        let found = app.list_action_items(&Call::LOCAL, filter, &page).await?;
        page.after = found.items.last().map(|item| item.id.0);
        items.extend(found.items);
        if !found.more {
            return Ok(items);
        }
    }
}

/// One line: state, when it is due, who should do it, what is to be done.
fn describe(item: &ActionItem, overdue: bool, width: usize) -> String {
    let due = match (item.due_on, &item.due_text) {
        (Some(day), _) if overdue => format!("{day}!"),
        (Some(day), _) => day.to_string(),
        (None, Some(text)) => text.clone(),
        (None, None) => "-".to_owned(),
    };
    let owner = item.owner.as_deref().unwrap_or("-");
    let cell = |text: &str, width: usize| output::pad(&output::shorten(text, width), width + 1);
    let status = item.status.to_string();
    let text = item.text.replace('\n', " ");
    let rest = width.saturating_sub(STATUS + DUE + OWNER + 3).max(20);
    format!(
        "{}{}{}{}",
        cell(&status, STATUS),
        cell(&due, DUE),
        cell(owner, OWNER),
        output::shorten(&text, rest)
    )
}
