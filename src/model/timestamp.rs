//! Points in time, always passed in: nothing in the core reads a clock.

use std::fmt;
use std::str::FromStr;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub use time::Date;

/// Seconds since 1970-01-01T00:00:00Z, between the years 0 and 9999. Files
/// write it as RFC 3339 in UTC, `2026-11-22T20:13:00Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment some milliseconds after 1970-01-01T00:00:00Z. What RFC 3339
    /// can't write (before the year 0, after 9999) becomes 1970.
    pub fn from_millis(millis: u64) -> Timestamp {
        i64::try_from(millis / 1000).ok().and_then(Timestamp::from_seconds).unwrap_or_default()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// `None` for what RFC 3339 can't write.
    fn from_seconds(seconds: i64) -> Option<Timestamp> {
        let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        (0..=9999).contains(&at.year()).then_some(Timestamp(seconds))
    }
}

/// What was read is no [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a time like 2026-11-22T20:13:00Z, between the years 0 and 9999")]
pub struct NotATimestamp;

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = OffsetDateTime::from_unix_timestamp(self.0).map_err(|_| fmt::Error)?;
        f.write_str(&at.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    /// Reads RFC 3339; a fraction of a second is dropped, another time zone
    /// becomes UTC.
    fn from_str(s: &str) -> Result<Timestamp, NotATimestamp> {
        // Not `to_offset(UTC)`: it panics where that leaves the years 0 to 9999.
        let at = OffsetDateTime::parse(s, &Rfc3339).map_err(|_| NotATimestamp)?;
        Timestamp::from_seconds(at.unix_timestamp()).ok_or(NotATimestamp)
    }
}

/// Reads a date as files and date fields write it, `2024-11-21`.
pub fn parse_date(s: &str) -> Option<Date> {
    let mut parts = s.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_digits =
        |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if !(is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2)) {
        return None;
    }
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Writes a date as [`parse_date`] reads it.
pub fn format_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}
