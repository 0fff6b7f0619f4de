//! Time and ids, handed in so that tests are repeatable.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use uuid::Uuid;

/// Where time and ids come from.
pub trait Clock: Send + Sync {
    /// The time, in whole microseconds: PostgreSQL keeps no more.
    fn now(&self) -> DateTime<Utc>;

    /// A new UUIDv7; later ids sort after earlier ones of the same clock.
    fn new_id(&self) -> Uuid;

    /// Today in Japan (UTC+9, no summer time), where councils have their due dates.
    fn today(&self) -> NaiveDate {
        self.now().with_timezone(&japan()).date_naive()
    }
}

/// The moment at which `day` is over in Japan.
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    let next = day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN);
    let end = next.and_local_timezone(japan()).single();
    end.expect("each moment is one, where clocks are never changed")
        .with_timezone(&Utc)
}

fn japan() -> FixedOffset {
    FixedOffset::east_opt(9 * 3600).expect("nine hours is a valid offset")
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the machine"
    )]
    fn now(&self) -> DateTime<Utc> {
        truncate_to_microseconds(Utc::now())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that makes ids"
    )]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

fn truncate_to_microseconds(time: DateTime<Utc>) -> DateTime<Utc> {
    Utc.timestamp_micros(time.timestamp_micros())
        .single()
        .expect("a time that chrono gave has microseconds that chrono takes")
}

/// A clock for tests: starts at a given time, and each look at it or id from it moves it one millisecond on.
#[derive(Debug)]
pub struct TestClock {
    start_millis: i64,
    ticks: AtomicU64,
}

impl TestClock {
    /// A clock that starts at `start`.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self {
            start_millis: start.timestamp_millis(),
            ticks: AtomicU64::new(0),
        }
    }

    fn tick(&self) -> (i64, u64) {
        let tick = self.ticks.fetch_add(1, Ordering::Relaxed);
        let offset = i64::try_from(tick).expect("a test makes fewer than 2^63 ticks");
        (self.start_millis + offset, tick)
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        let (millis, _) = self.tick();
        Utc.timestamp_millis_opt(millis)
            .single()
            .expect("a test clock stays within the calendar")
    }

    fn new_id(&self) -> Uuid {
        let (millis, tick) = self.tick();
        let mut random = [0; 10];
        random[2..].copy_from_slice(&tick.to_be_bytes());
        let millis = u64::try_from(millis).expect("a test clock starts after 1970");
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
