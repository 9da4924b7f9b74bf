//! Points in time, always passed in: nothing in the core reads a clock.
//!
//! By hand, because of all that the crate `time` does this is what is needed,
//! and it was two of the kilobytes that every visitor loads; the tests hold it
//! against that crate.

use std::fmt;
use std::str::FromStr;

/// A day of the proleptic Gregorian calendar, between the years 0 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// `None` if there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let is_leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let n_days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => return None,
        };
        (year <= 9999 && (1..=n_days).contains(&day)).then_some(Date { year, month, day })
    }

    /// Days since 1970-01-01, by Howard Hinnant's `days_from_civil` (chrono-
    /// Compatible Low-Level Date Algorithms).
    fn days(self) -> i64 {
        // The year begins in March, so that the leap day is its last.
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1970-01-01, by `civil_from_days` of the same.
    fn from_days(days: i64) -> Option<Date> {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = (from_march + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Date::new(u16::try_from(year).ok()?, month as u8, day as u8)
    }
}

/// Seconds since 1970-01-01T00:00:00Z, between the years 0 and 9999. Files
/// write it as RFC 3339 in UTC, `2026-11-22T20:13:00Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Seconds in a day.
const DAY: i64 = 86_400;

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
        Date::from_days(seconds.div_euclid(DAY)).map(|_| Timestamp(seconds))
    }
}

/// What was read is no [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a time like 2026-11-22T20:13:00Z, between the years 0 and 9999")]
pub struct NotATimestamp;

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = Date::from_days(self.0.div_euclid(DAY)).ok_or(fmt::Error)?;
        let second = self.0.rem_euclid(DAY);
        let mut written = format_date(date);
        for (mark, number) in [('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
            written.push(mark);
            push_digits(&mut written, number as u16, 2);
        }
        written.push('Z');
        f.write_str(&written)
    }
}

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    /// Reads RFC 3339; a fraction of a second is dropped, another time zone
    /// becomes UTC, a leap second the second before it.
    fn from_str(s: &str) -> Result<Timestamp, NotATimestamp> {
        read_timestamp(s.as_bytes()).ok_or(NotATimestamp)
    }
}

fn read_timestamp(said: &[u8]) -> Option<Timestamp> {
    let (date, rest) = said.split_at_checked(10)?;
    let date = read_date(date)?;
    let (time, rest) = rest.split_at_checked(9)?;
    let [b'T' | b't' | b' ', hour @ .., b':', _, _, b':', _, _] = time else { return None };
    let (hour, minute) = (digits(hour)?, digits(&time[4..6])?);
    let second = digits(&time[7..9])?;
    let zone = match rest {
        [b'.', fraction @ ..] => {
            let n_digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (n_digits > 0).then(|| &fraction[n_digits..])?
        }
        zone => zone,
    };
    let offset = match zone {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] if hours.len() == 2 => {
            let (hours, minutes) = (digits(hours)?, digits(&zone[4..])?);
            let minutes = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
            i64::from(minutes) * if *sign == b'+' { 60 } else { -60 }
        }
        _ => return None,
    };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second.min(59));
    let seconds = date.days() * DAY + of_day - offset;
    if second == 60 {
        // Only the last second of a month, in UTC, can be one.
        let next = Date::from_days((seconds + 1).div_euclid(DAY))?;
        ((seconds + 1) % DAY == 0 && next.day == 1).then_some(())?;
    }
    Timestamp::from_seconds(seconds)
}

/// Reads a date as files and date fields write it, `2024-11-21`.
pub fn parse_date(s: &str) -> Option<Date> {
    read_date(s.as_bytes())
}

fn read_date(said: &[u8]) -> Option<Date> {
    match said {
        [year @ .., b'-', month_0, month_1, b'-', day_0, day_1] if year.len() == 4 => {
            let month = digits(&[*month_0, *month_1])?;
            Date::new(digits(year)?, month as u8, digits(&[*day_0, *day_1])? as u8)
        }
        _ => None,
    }
}

/// Writes a date as [`parse_date`] reads it.
pub fn format_date(date: Date) -> String {
    let mut written = String::with_capacity(20);
    push_digits(&mut written, date.year, 4);
    written.push('-');
    push_digits(&mut written, date.month.into(), 2);
    written.push('-');
    push_digits(&mut written, date.day.into(), 2);
    written
}

/// Up to four decimal digits, and nothing else, as a number.
fn digits(said: &[u8]) -> Option<u16> {
    let mut number = 0;
    for byte in said {
        number = number * 10 + u16::from(byte.checked_sub(b'0').filter(|digit| *digit <= 9)?);
    }
    Some(number)
}

fn push_digits(written: &mut String, number: u16, n_digits: u32) {
    for place in (0..n_digits).rev() {
        written.push(char::from(b'0' + (number / 10_u16.pow(place) % 10) as u8));
    }
}
