//! If-Match (RFC 9110, section 13.1.1): which version the caller believes to be changing.

use crate::app::Expected;

/// What an If-Match header says.
pub fn expected(header: Option<&str>) -> Expected {
    let Some(header) = header else {
        return Expected::Unstated;
    };
    if header.trim() == "*" {
        return Expected::Any;
    }
    // A weak tag never matches here, and neither does one that is not ours: both are left out.
    Expected::OneOf(
        header
            .split(',')
            .filter_map(|tag| version(tag.trim()))
            .collect(),
    )
}

fn version(tag: &str) -> Option<i64> {
    let tag = tag.strip_prefix("\"v")?.strip_suffix('"')?;
    tag.strip_suffix("-overdue").unwrap_or(tag).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_strong_tags_of_ours_name_a_version() {
        assert_eq!(expected(None), Expected::Unstated);
        assert_eq!(expected(Some("*")), Expected::Any);
        assert_eq!(
            expected(Some("\"v3\", W/\"v4\", \"v12-overdue\"")),
            Expected::OneOf(vec![3, 12])
        );
        assert_eq!(expected(Some("v3")), Expected::OneOf(vec![]));
    }
}
