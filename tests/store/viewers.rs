//! Everybody who may look, for the tables of who sees what.

use giji::{domain::*, store::*};

use crate::rows::{Rows, commit};

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

/// Every state of minutes, and who sees an item with each visibility (public, council, secretariat) in it. Written out,
/// and not computed by the rules that it checks.
pub const WHO_SEES_WHAT: [(MinutesStatus, [&[&str]; 3]); 5] = [
    (
        MinutesStatus::Draft,
        [ITS_SECRETARIAT, ITS_SECRETARIAT, ITS_SECRETARIAT],
    ),
    (
        MinutesStatus::MemberCheck,
        [ITS_COUNCIL, ITS_COUNCIL, ITS_SECRETARIAT],
    ),
    (
        MinutesStatus::Approved,
        [ITS_COUNCIL, ITS_COUNCIL, ITS_SECRETARIAT],
    ),
    (
        MinutesStatus::Published,
        [EVERYBODY, ITS_COUNCIL, ITS_SECRETARIAT],
    ),
    (
        MinutesStatus::Withdrawn,
        [ITS_SECRETARIAT, ITS_SECRETARIAT, ITS_SECRETARIAT],
    ),
];

/// The visibilities in the order of [`WHO_SEES_WHAT`].
pub const VISIBILITIES: [Visibility; 3] = [
    Visibility::Public,
    Visibility::Council,
    Visibility::Secretariat,
];

/// Two councils, and a meeting of the first in each state of minutes.
pub struct Meetings {
    /// The one that meets.
    pub own: Council,
    /// The one that does not.
    pub other: Council,
    /// By state, in the order of [`WHO_SEES_WHAT`].
    pub meetings: Vec<Meeting>,
}

impl Meetings {
    /// Stores them.
    pub async fn store(db: &Db, rows: &Rows, policy: AttributionPolicy) -> Self {
        let own = rows.council_with(&format!("本協議会（{policy}）"), policy);
        let other = rows.council(&format!("別の協議会（{policy}）"));
        let meetings: Vec<Meeting> = WHO_SEES_WHAT
            .iter()
            .map(|(status, _)| rows.meeting_in(&own, *status))
            .collect();
        commit(db, async |conn| {
            insert_council(conn, &own).await?;
            insert_council(conn, &other).await?;
            for meeting in &meetings {
                insert_meeting(conn, meeting).await?;
            }
            Ok(())
        })
        .await
        .expect("meetings can be stored");
        Self {
            own,
            other,
            meetings,
        }
    }

    /// Everybody who may look.
    pub fn viewers(&self) -> Vec<Named> {
        viewers(&self.own, &self.other)
    }

    /// The meeting in one state.
    pub fn in_state(&self, status: MinutesStatus) -> &Meeting {
        self.meetings
            .iter()
            .find(|meeting| meeting.minutes_status == status)
            .expect("there is a meeting in each state")
    }
}
