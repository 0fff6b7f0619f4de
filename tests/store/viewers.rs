//! Everybody who may look, for the tables of who sees what.

use giji::domain::{Council, Level, Viewer};

/// A viewer by the name that a failure gives it.
pub type Named = (&'static str, Viewer);

/// Every kind of viewer there is, as seen from `own`; `other` is another council.
pub fn viewers(own: &Council, other: &Council) -> Vec<Named> {
    let of = |council: &Council, level| Viewer {
        everywhere: Level::Public,
        council: Some((council.id, level)),
    };
    let everywhere = |level| Viewer {
        everywhere: level,
        council: None,
    };
    vec![
        ("the public", Viewer::PUBLIC),
        ("a member", of(own, Level::Council)),
        ("the secretariat", of(own, Level::Secretariat)),
        ("a member elsewhere", of(other, Level::Council)),
        ("a secretariat elsewhere", of(other, Level::Secretariat)),
        ("a member of all councils", everywhere(Level::Council)),
        ("an admin", Viewer::ALL),
    ]
}

/// Who of the viewers sees something; `see` tells for each.
pub async fn who_sees(viewers: &[Named], see: impl AsyncFn(&Viewer) -> bool) -> Vec<&'static str> {
    let mut seers = Vec::new();
    for (name, viewer) in viewers {
        if see(viewer).await {
            seers.push(*name);
        }
    }
    seers
}

/// Everybody.
pub const EVERYBODY: &[&str] = &[
    "the public",
    "a member",
    "the secretariat",
    "a member elsewhere",
    "a secretariat elsewhere",
    "a member of all councils",
    "an admin",
];

/// Those who belong to the council in some way.
pub const ITS_COUNCIL: &[&str] = &[
    "a member",
    "the secretariat",
    "a member of all councils",
    "an admin",
];

/// Those who see everything of the council.
pub const ITS_SECRETARIAT: &[&str] = &["the secretariat", "an admin"];
