//! What stands under minutes: the sentence that they are signed under, names, a day, fields of the document.

use super::dates;
use super::entries::Entry;
use super::labels::{self, Label};

/// Index of the first entry of the signature block: the sentence that minutes are signed under, and whatever follows.
pub(super) fn start(entries: &[Entry<'_>], is_turn: &[bool]) -> usize {
    let tail = entries.len().saturating_sub(LONGEST_SIGNATURE);
    let signed = (tail..entries.len()).find(|at| is_signed(&entries[*at].text));
    // 次回：…, 問い合わせ先：… and names under a date, after the last that was said.
    let after = is_turn
        .iter()
        .rposition(|turn| *turn)
        .map_or(0, |at| at + 1)
        .max(tail);
    let closing = (after..entries.len()).find(|at| {
        closes(&entries[*at].text)
            && entries[*at..]
                .iter()
                .all(|entry| entry.cue.mark().is_none() && !entry.text.contains('。'))
    });
    signed
        .into_iter()
        .chain(closing)
        .min()
        .unwrap_or(entries.len())
}

/// Whether a line belongs to what stands under minutes: a field of the document, or a day alone.
fn closes(text: &str) -> bool {
    // （文責：事務局）
    let text = super::wording::inside_brackets(text).unwrap_or(text);
    let field = labels::read(text)
        .is_some_and(|found| found.label == Label::Aside && found.value.chars().count() < 60);
    let day = dates::of(text).is_some() && text.chars().count() <= 16;
    // 会　長　　　　　　　印
    let sealed = text.ends_with(['印', '㊞']) && text.chars().count() <= 40;
    field || day || sealed
}

/// How many entries a signature block takes at most.
const LONGEST_SIGNATURE: usize = 16;

fn is_signed(text: &str) -> bool {
    let signs = [
        "署名する",
        "署名いたします",
        "署名します",
        "署名押印",
        "記名押印",
        "ここに署名",
    ];
    let witnesses =
        text.contains("相違ない") || text.contains("証する") || text.contains("証するため");
    text.len() <= LONGEST_SENTENCE
        && (witnesses
            || signs.iter().any(|word| text.contains(word))
                && ["会議録", "議事録", "の規定により"]
                    .iter()
                    .any(|record| text.contains(record)))
}

/// The longest sentence that minutes are signed under, in bytes.
const LONGEST_SENTENCE: usize = 240;
