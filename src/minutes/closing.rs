//! The list of people that some print under the discussion instead of above it.

use super::attendance;
use super::labels;
use super::lines::Line;
use super::speakers;

/// The longest such list, in lines.
const LONGEST: usize = 120;

/// Index of the line that labels a list of people at the end of `lines`, where nothing else follows it.
pub(super) fn list(lines: &[Line<'_>]) -> Option<usize> {
    let tail = lines.len().saturating_sub(LONGEST).max(1);
    let names_people = |line: &Line<'_>| {
        let sentence = line.text.contains('。');
        let turn = speakers::shows_turn(line.text) && line.text.contains(['「', '？', '！']);
        !sentence && !turn && line.text.chars().count() <= LONGEST_ROW
    };
    // From the end up to the first line that says something.
    let from = (tail..lines.len())
        .rev()
        .take_while(|at| names_people(&lines[*at]))
        .last()?;
    (from..lines.len().saturating_sub(1)).find(|at| {
        let line = &lines[*at];
        line.gap
            && labels::read(line.text).is_some_and(|found| {
                let list = attendance::standing(found.label).is_some();
                list && found.value.is_empty() && !labels::names_speaker(line.text)
            })
    })
}

/// No row of such a list is longer, in characters.
const LONGEST_ROW: usize = 80;
