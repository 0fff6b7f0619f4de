//! Which forms of speakers' labels a document uses. A form is used where several of its lines name speakers; one line by
//! itself could be anything.

use std::collections::HashMap;

use super::super::entries::Entry;
use super::super::lines::Layout;
use super::super::roster::Roster;
use super::super::speakers::{self, Form, Sureness, Turn};

/// A form without mark, bracket or colon is used where it names this many speakers.
const FEWEST_BARE: usize = 2;
/// A label that is only guessed is one where it comes back.
const FEWEST_GUESSED: usize = 2;
/// What is said beside a label that only white space sets off has at least this many characters, or a full stop.
const SHORTEST_SPEECH: usize = 12;

/// For each entry, the turn that it opens.
pub(super) fn turns<'e>(
    entries: &'e [Entry<'_>],
    roster: &Roster,
    layout: Layout,
) -> Vec<Option<Turn<'e>>> {
    let mut found: Vec<Option<Turn<'e>>> = entries
        .iter()
        .map(|entry| speakers::read(&entry.text, roster))
        .collect();
    let is_shaped: Vec<bool> = found
        .iter()
        .map(|turn| {
            turn.as_ref()
                .is_some_and(|turn| turn.sureness >= Sureness::Shaped)
        })
        .collect();
    for (at, turn) in found.iter_mut().enumerate() {
        // Something has to follow that opens no turn itself.
        let text_follows = is_shaped.get(at + 1) == Some(&false);
        turn.take_if(|turn| !speaks(turn, &entries[at], text_follows, layout));
    }
    let forms = Forms::of(entries, &found);
    found
        .into_iter()
        .map(|turn| turn.filter(|turn| forms.uses(turn)))
        .collect()
}

/// Whether something is said after the label: beside it, or on the lines under it.
fn speaks(turn: &Turn<'_>, entry: &Entry<'_>, text_follows: bool, layout: Layout) -> bool {
    match turn.form {
        Form::Spaced => {
            let long = turn.rest.chars().count() >= SHORTEST_SPEECH || turn.rest.contains('。');
            let ends = turn.rest.ends_with(['。', '？', '！', '」', '）', ')']);
            long || ends || layout.is_full(&entry.last)
        }
        Form::Alone => text_follows,
        _ => true,
    }
}

struct Forms {
    sure: HashMap<Form, usize>,
    marks: HashMap<char, usize>,
    guessed: HashMap<(Form, String), usize>,
    /// How many labels of a form are only guessed.
    guesses: HashMap<Form, usize>,
    /// How many sure labels have a mark, a bracket or a colon.
    dressed: usize,
    /// Whether a label asks (Q, 問).
    asks: bool,
}

impl Forms {
    fn of(entries: &[Entry<'_>], turns: &[Option<Turn<'_>>]) -> Self {
        let mut forms = Self {
            sure: HashMap::new(),
            marks: HashMap::new(),
            guessed: HashMap::new(),
            guesses: HashMap::new(),
            dressed: 0,
            asks: false,
        };
        for (entry, turn) in entries.iter().zip(turns) {
            if let Some(mark) = entry.cue.mark() {
                *forms.marks.entry(mark).or_default() += 1;
            }
            let Some(turn) = turn else { continue };
            if turn.sureness >= Sureness::Shaped {
                *forms.sure.entry(turn.form).or_default() += 1;
                forms.dressed += usize::from(!matches!(turn.form, Form::Spaced | Form::Alone));
                forms.asks |= matches!(turn.label.chars().next(), Some('Q' | 'Ｑ'));
            } else {
                *forms.guesses.entry(turn.form).or_default() += 1;
                *forms
                    .guessed
                    .entry((turn.form, turn.label.clone()))
                    .or_default() += 1;
            }
        }
        forms
    }

    fn sure(&self, form: Form) -> usize {
        self.sure.get(&form).copied().unwrap_or(0)
    }

    /// Whether the document uses the form of `turn` for speakers.
    fn uses(&self, turn: &Turn<'_>) -> bool {
        let sure = self.sure(turn.form);
        let by_form = match turn.form {
            // A mark opens turns where a good part of its lines name a speaker.
            Form::Marked(mark) => sure * 3 >= self.marks.get(&mark).copied().unwrap_or(0),
            Form::Bracketed | Form::Separated => true,
            Form::Spaced | Form::Alone => {
                let bare = self.sure(Form::Spaced) + self.sure(Form::Alone);
                // One name alone on its line is enough where nothing else names speakers.
                let only = turn.form == Form::Alone && self.dressed == 0;
                bare >= self.dressed && (bare >= FEWEST_BARE || only)
            }
        };
        by_form && (turn.sureness >= Sureness::Shaped || self.trusts(turn, sure))
    }

    /// Whether a label that is only guessed is one: it comes back, in a form that names speakers.
    fn trusts(&self, turn: &Turn<'_>, sure: usize) -> bool {
        if turn.speaker.is_none() {
            return self.asks;
        }
        let again = self
            .guessed
            .get(&(turn.form, turn.label.clone()))
            .copied()
            .unwrap_or(0);
        let of_form = self.guesses.get(&turn.form).copied().unwrap_or(0);
        match turn.form {
            Form::Marked(_) => sure > 0 && again >= FEWEST_GUESSED,
            Form::Bracketed | Form::Separated => {
                sure > 0
                    && (again >= FEWEST_GUESSED || turn.form == Form::Bracketed && sure >= of_form)
                    || again >= FEWEST_GUESSED && of_form >= 2 * FEWEST_GUESSED
            }
            Form::Spaced | Form::Alone => false,
        }
    }
}
