//! What of a document is being read, inside what.

use super::{lines::Line, properties::Properties};

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub text: String,
    pub pages: usize,
    pub properties: Properties,
    /// The lines of the text boxes in it, which follow it.
    pub boxes: Vec<Line>,
}

/// What is being read, inside what.
#[derive(Debug)]
pub(super) enum Frame {
    /// Lines one below the other: the body, a cell, a text box, a note.
    Flow {
        lines: Vec<Line>,
        /// Text of a paragraph whose end was deleted.
        carried: String,
    },
    Paragraph(Paragraph),
    Row {
        cells: Vec<Vec<Line>>,
        is_deleted: bool,
    },
}

/// An element that is open, and what its end means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    Paragraph,
    Row,
    Cell,
    Box,
    Note,
    Run,
    Text { is_preserved: bool },
    Alternatives { has_choice: bool },
    Other,
}

impl Frame {
    /// A flow without a line yet.
    pub(super) fn flow() -> Self {
        Self::Flow {
            lines: Vec::new(),
            carried: String::new(),
        }
    }
}
