//! A time of day as minutes print it.

use std::{fmt, str::FromStr};

/// A time of day to the minute, 00:00 to 23:59, in the council's own time zone; written `18:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    minutes: u16,
}

/// A text that is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time of day like 18:30")]
pub struct NotAClockTime(String);

impl ClockTime {
    /// `None` unless `hour` is 0–23 and `minute` is 0–59.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then(|| Self {
            minutes: hour * 60 + minute,
        })
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl FromStr for ClockTime {
    type Err = NotAClockTime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (hour, minute) = text.split_once(':')?;
            let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            if !digits(hour) || !digits(minute) {
                return None;
            }
            Self::new(hour.parse().ok()?, minute.parse().ok()?)
        };
        parse().ok_or_else(|| NotAClockTime(text.to_owned()))
    }
}

impl serde::Serialize for ClockTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for ClockTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_digit_times_of_a_day_parse() {
        assert_eq!("18:30".parse(), Ok(ClockTime { minutes: 1110 }));
        for text in [
            "24:00", "18:60", "8:30", "18:3", "18：30", "", "+1:00", "18:30:00",
        ] {
            assert!(text.parse::<ClockTime>().is_err(), "{text}");
        }
    }
}
