//! The issues that people tag opinions with.

use super::{AppResult, change::Change};
use crate::{
    domain::{Opinion, Tag, TagOrigin},
    store,
};

/// Tags an opinion with an issue on behalf of a person; a tag that is there keeps where it came from.
pub(super) fn with_manual_tag(opinion: &mut Opinion, key: &str) {
    let mut keys: Vec<String> = opinion.issues.iter().map(|tag| tag.key.clone()).collect();
    keys.push(key.to_owned());
    opinion.issues = tags_of(keys, &opinion.issues);
}

/// Tags set by a person, in the order of their keys, each once; one that was there before keeps where it came from.
pub(super) fn tags_of(mut keys: Vec<String>, before: &[Tag]) -> Vec<Tag> {
    keys.sort_unstable();
    keys.dedup();
    let tag = |key: String| match before.iter().find(|old| old.key == key) {
        Some(old) => old.clone(),
        None => Tag {
            key,
            origin: TagOrigin::Manual,
        },
    };
    keys.into_iter().map(tag).collect()
}

/// Those of `keys` that are no issue in use.
pub(super) async fn unknown_issues(
    change: &mut Change<'_>,
    keys: impl Iterator<Item = &str>,
) -> AppResult<Vec<String>> {
    let known = store::list_issues(&mut change.conn, true).await?;
    Ok(keys
        .filter(|key| !known.iter().any(|issue| issue.key == *key))
        .take(5)
        .map(str::to_owned)
        .collect())
}
