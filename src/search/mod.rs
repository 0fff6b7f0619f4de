//! Full-text search: the port that an engine implements, the query language, the highlighter.
//!
//! An engine answers with ids, order, totals and facets. It never answers with wording: `app` takes that from the
//! database, which also decides once more what the caller may see (DESIGN.md, rules 5 and 8).

mod highlight;
mod meili;
mod none;
mod passage;
mod port;
mod query;
mod similar;
mod synonyms;
mod tantivy;
mod tolerant;
mod words;

pub use self::meili::{MeiliConfig, MeiliIndex, MeiliKey, MeiliLimits};
pub use self::tantivy::EmbeddedIndex;
pub use highlight::{Highlighted, Highlighter};
pub use none::NoIndex;
pub use passage::MAX_PASSAGE;
pub use port::*;
pub use query::{
    Alternative, Atom, Clause, Expansion, ExpansionKind, MAX_QUERY_CHARS, MAX_QUERY_TERMS, Query,
    Synonyms,
};
pub use similar::first_like;
pub use synonyms::DEFAULT_SYNONYMS;
pub use tolerant::{TolerantAnswer, search_tolerantly};
pub use words::telling_words;
