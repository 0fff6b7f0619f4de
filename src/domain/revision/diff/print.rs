//! Whether two forms of the same minutes are the same in print.

use uuid::Uuid;

use crate::domain::{PartContent, PartKind};

/// Whether two lists of parts print the same: by kind in the same order, with the same content. Left aside are the tags of
/// opinions and the 正誤表, which are not printed with the minutes, and the numbers of positions, of which only the order shows.
pub fn same_print(a: &[(Uuid, PartContent)], b: &[(Uuid, PartContent)]) -> bool {
    printed(a) == printed(b)
}

fn printed(parts: &[(Uuid, PartContent)]) -> Vec<(Uuid, PartContent)> {
    let mut parts: Vec<(i64, Uuid, PartContent)> = parts
        .iter()
        .filter(|(_, content)| content.kind() != PartKind::Erratum)
        .map(|(id, content)| {
            let mut content = content.clone();
            (take_position(&mut content), *id, content)
        })
        .collect();
    parts.sort_by_key(|(position, id, content)| (content.kind(), *position, *id));
    parts
        .into_iter()
        .map(|(_, id, content)| (id, content))
        .collect()
}

/// Leaves of a content what is printed, and tells where it stood.
fn take_position(content: &mut PartContent) -> i64 {
    let position = match content {
        PartContent::Meeting(_) => return 0,
        PartContent::Attendance(content) => &mut content.position,
        PartContent::Topic(content) => &mut content.position,
        PartContent::Heading(content) => &mut content.position,
        PartContent::Narrative(content) => &mut content.position,
        PartContent::Material(content) => &mut content.position,
        PartContent::Opinion(content) => {
            content.issues.clear();
            &mut content.position
        }
        PartContent::Erratum(content) => &mut content.position,
    };
    std::mem::take(position)
}
