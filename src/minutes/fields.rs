//! The places of named parts of a document.

use std::collections::{BTreeMap, HashMap};

use super::parsed::Span;

/// Spans by name. The first of a name is `name`, the next `name_2`, and so on.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    spans: BTreeMap<String, Span>,
    /// How often each name was given: looking for a free one would take quadratic time.
    uses: HashMap<String, usize>,
}

impl Fields {
    /// Adds a place of `name`.
    pub(super) fn insert(&mut self, name: &str, span: Span) {
        let uses = self.uses.entry(name.to_owned()).or_default();
        *uses += 1;
        let key = match *uses {
            1 => name.to_owned(),
            n => format!("{name}_{n}"),
        };
        self.spans.insert(key, span);
    }

    /// The places, without their names.
    pub(super) fn spans(&self) -> impl Iterator<Item = &Span> {
        self.spans.values()
    }

    /// All places.
    pub(super) fn into_spans(self) -> BTreeMap<String, Span> {
        self.spans
    }
}
