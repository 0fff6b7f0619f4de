//! Which versions of Meilisearch are spoken to.

/// The oldest version of the server that can do all that is asked of it.
pub(super) const OLDEST: (u64, u64) = (1, 50);

pub(super) fn is_supported(version: &str) -> bool {
    let mut numbers = version.split('.').map(|number| number.parse::<u64>().ok());
    let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    (major, minor) >= OLDEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_from_1_50_on_will_do() {
        for (version, will_do) in [
            ("1.50.0", true),
            ("1.51.2", true),
            ("2.0.0", true),
            ("1.49.9", false),
            ("0.99.0", false),
            ("nightly", false),
        ] {
            assert_eq!(is_supported(version), will_do, "{version}");
        }
    }
}
