//! What a person decided about the lines of a file holds for the same lines of the file that takes its place.

use std::collections::{BTreeMap, HashSet};

use super::{App, AppResult};
use crate::{
    domain::{Import, LineSettlement, UnmappedLine},
    minutes::ParsedMinutes,
    store::{self, Conn},
    text::fold,
};

impl App {
    /// What an import reads as once it takes the place of `base`, and the lines of it that are settled as they were there.
    pub(super) async fn read_in_place_of(
        &self,
        conn: &mut Conn,
        base: Option<&Import>,
        import: &Import,
    ) -> AppResult<(ParsedMinutes, Vec<UnmappedLine>)> {
        let mut lines = store::list_unmapped_lines(conn, import.id).await?;
        let carried = match base {
            Some(base) => carry(
                &store::list_unmapped_lines(conn, base.id).await?,
                &mut lines,
            ),
            None => HashSet::new(),
        };
        let reading = Self::read_placed(conn, import, &lines).await?;
        // What a line went on with may be gone; then a person is asked again.
        let has_no_place = |line: &UnmappedLine| {
            line.settled_as.is_some_and(LineSettlement::is_a_place)
                && reading.unmapped_lines.contains(&line.line)
        };
        lines.retain(|line| carried.contains(&line.line) && !has_no_place(line));
        Ok((reading, lines))
    }
}

/// Settles each open line as the one with the same words was, in order; says which. Where words stand more or less often than
/// before and were not settled alike, it cannot be told which is which.
fn carry(before: &[UnmappedLine], lines: &mut [UnmappedLine]) -> HashSet<i64> {
    let mut by_words: BTreeMap<String, (Vec<&UnmappedLine>, Vec<&mut UnmappedLine>)> =
        BTreeMap::new();
    for line in before {
        by_words
            .entry(fold(line.text.trim()))
            .or_default()
            .0
            .push(line);
    }
    for line in lines {
        let same = by_words.entry(fold(line.text.trim())).or_default();
        same.1.push(line);
    }
    let mut carried = HashSet::new();
    for (before, lines) in by_words.into_values() {
        let alike = before
            .windows(2)
            .all(|pair| pair[0].settled_as == pair[1].settled_as);
        if before.len() != lines.len() && !alike {
            continue;
        }
        for (before, line) in before.into_iter().zip(lines) {
            if line.settled_as.is_none() && before.settled_as.is_some() {
                line.settled_as = before.settled_as;
                line.settled_at = before.settled_at;
                carried.insert(line.line);
            }
        }
    }
    carried
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ImportId;

    fn lines(lines: &[(&str, Option<LineSettlement>)]) -> Vec<UnmappedLine> {
        let line =
            |(line, (text, settled_as)): (i64, &(&str, Option<LineSettlement>))| UnmappedLine {
                import_id: ImportId(Uuid::from_u128(1)),
                line,
                text: (*text).to_owned(),
                settled_as: *settled_as,
                settled_at: None,
            };
        (1..).zip(lines).map(line).collect()
    }

    #[test]
    fn the_same_words_are_settled_alike_in_order() {
        use LineSettlement::{Ignored, Narrative, Topic};
        let before = lines(&[
            ("甲", Some(Ignored)),
            ("乙", Some(Narrative)),
            ("甲", None),
            ("＊", Some(Ignored)),
            ("＊", Some(Ignored)),
            ("丙", Some(Ignored)),
            ("丙", None),
        ]);
        // 丙 stands once now, and which of the two it is nobody knows.
        let mut after = lines(&[
            ("*", None),
            ("乙 ", None),
            ("甲", None),
            ("甲", None),
            ("丙", None),
            ("丁", None),
        ]);
        assert_eq!(carry(&before, &mut after), HashSet::from([1, 2, 3]));
        let settled: Vec<_> = after.iter().map(|line| line.settled_as).collect();
        let expected = [
            Some(Ignored),
            Some(Narrative),
            Some(Ignored),
            None,
            None,
            None,
        ];
        assert_eq!(settled, expected);
        let mut decided = lines(&[("乙", Some(Topic))]);
        assert_eq!(carry(&before, &mut decided), HashSet::new());
        assert_eq!(decided[0].settled_as, Some(Topic));
    }
}
