//! Pages of a list: keyset pagination, never an offset.

use uuid::Uuid;

/// The largest page that a list answers with.
pub const MAX_PAGE: i64 = 100;
/// The page that a list answers with when nothing else is asked for.
pub const DEFAULT_PAGE: i64 = 50;

/// Which part of a list is wanted. Most lists run by id, oldest first, so that the place of a row is its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest<Place = Uuid> {
    /// Rows after this place; from the start when `None`.
    pub after: Option<Place>,
    /// At most this many rows, 1 to [`MAX_PAGE`].
    pub limit: i64,
}

impl<Place> Default for PageRequest<Place> {
    fn default() -> Self {
        Self {
            after: None,
            limit: DEFAULT_PAGE,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Whether there are rows after these.
    pub more: bool,
}

impl<T> Page<T> {
    /// Makes a page from one row more than `limit`: the extra row only tells that there is a next page.
    pub fn from_rows(mut rows: Vec<T>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self { items: rows, more }
    }

    /// The same page with every row converted.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(convert).collect(),
            more: self.more,
        }
    }
}
