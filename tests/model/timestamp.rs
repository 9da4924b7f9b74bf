//! Points in time and dates, as files write them.

use crate::support::arbitrary::{arb_date, arb_timestamp};
use proptest::prelude::*;
use time::format_description::well_known::Rfc3339;
use time::{Month, OffsetDateTime};
use verbatim::model::timestamp::{Timestamp, format_date, parse_date};

#[test]
fn what_files_say_becomes_utc_without_fractions() {
    let cases = [
        ("2026-11-22T20:13:00Z", "2026-11-22T20:13:00Z"),
        ("2026-11-22T20:13:00.999Z", "2026-11-22T20:13:00Z"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
        ("2026-11-22T20:13:00+08:00", "2026-11-22T12:13:00Z"),
        ("2026-11-22t20:13:00z", "2026-11-22T20:13:00Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ];
    for (said, written) in cases {
        assert_eq!(said.parse::<Timestamp>().unwrap().to_string(), written, "{said}");
    }
}

#[test]
fn what_is_no_time_is_refused() {
    let cases = [
        "",
        "now",
        "2026-11-22",
        "2026-11-22T20:13:00",
        "2026-02-30T00:00:00Z",
        "2026-11-22T24:00:00Z",
        "+12026-11-22T20:13:00Z",
        "-0001-11-22T20:13:00Z",
        // In UTC these lie outside the years that RFC 3339 can write.
        "0000-01-01T00:00:00+00:01",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-00:01",
        "9999-12-31T23:59:59-23:59",
    ];
    for said in cases {
        assert!(said.parse::<Timestamp>().is_err(), "{said}");
    }
}

#[test]
fn any_clock_gives_a_time_that_can_be_written() {
    let cases = [
        (0, "1970-01-01T00:00:00Z"),
        (999, "1970-01-01T00:00:00Z"),
        (1_795_378_380_000, "2026-11-22T20:13:00Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59Z"),
        (253_402_300_800_000, "1970-01-01T00:00:00Z"),
        (u64::MAX, "1970-01-01T00:00:00Z"),
    ];
    for (millis, written) in cases {
        assert_eq!(Timestamp::from_millis(millis).to_string(), written, "{millis}");
    }
}

#[test]
fn a_date_has_one_spelling() {
    for date in ["2024-11-21", "2024-02-29", "0000-01-01", "9999-12-31"] {
        assert_eq!(format_date(parse_date(date).unwrap()), date);
    }
    let wrong = [
        "",
        "2024",
        "2024-11",
        "2024-11-21-",
        "2024-11-2",
        "2024-1-21",
        "24-11-21",
        "2024/11/21",
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-00-01",
        "2024-01-00",
        "+024-11-21",
        "2024-11-21 ",
        " 2024-11-21",
        "２０２４-11-21",
        "-2024-11-21",
        "2024-+1-21",
        "2024-11-21T00:00:00Z",
    ];
    for date in wrong {
        assert_eq!(parse_date(date), None, "{date}");
    }
}

/// What the crate `time` reads, in seconds since 1970, if RFC 3339 can write it
/// in UTC.
fn reference(said: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(said, &Rfc3339).ok()?.unix_timestamp();
    let year = OffsetDateTime::from_unix_timestamp(at).ok()?.year();
    (0..=9999).contains(&year).then_some(at)
}

fn seconds(said: &str) -> Option<i64> {
    said.parse().ok().map(Timestamp::seconds)
}

#[test]
fn every_day_is_the_day_it_is() {
    // Each day of the years 0 to 9999, and what follows it.
    let mut day = time::Date::from_calendar_date(0, Month::January, 1).unwrap();
    for days in -719_528_i64..=2_932_896 {
        let spelled = format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day());
        let at = format!("{spelled}T00:00:00Z");
        assert_eq!(seconds(&at), Some(days * 86_400), "{spelled}");
        if let Some(next) = day.next_day() {
            day = next;
        }
        if days % 97 == 0 {
            assert_eq!(at.parse::<Timestamp>().unwrap().to_string(), at);
        }
    }
}

#[test]
fn leap_seconds_are_read_where_there_can_be_one() {
    for said in [
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:59:60.5Z",
        "2017-01-01T07:59:60+08:00",
        "2016-12-30T23:59:60Z",
        "2016-12-31T23:58:60Z",
        "2016-12-31T23:59:61Z",
    ] {
        assert_eq!(seconds(said), reference(said), "{said}");
    }
}

proptest! {
    #[test]
    fn times_are_read_as_the_reference_reads_them(
        said in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,3})?(Z|z|[+-][0-2][0-9]:[0-6][0-9]|)",
    ) {
        prop_assert_eq!(seconds(&said), reference(&said), "{}", said);
    }

    #[test]
    fn no_text_makes_it_panic(said in "\\PC*", at in 0..30_usize, sign in any::<char>()) {
        let _any = said.parse::<Timestamp>();
        let mut said: Vec<char> = "2026-11-22T20:13:00.5+08:00".chars().collect();
        if let Some(place) = said.get_mut(at) {
            *place = sign;
        }
        // The reference takes any sign between date and time.
        prop_assume!(at != 10 || matches!(sign, 'T' | 't' | ' '));
        let said: String = said.into_iter().collect();
        prop_assert_eq!(seconds(&said), reference(&said), "{}", said);
    }

    #[test]
    fn a_time_is_read_as_it_was_written(at in arb_timestamp()) {
        prop_assert_eq!(at.to_string().parse::<Timestamp>(), Ok(at));
    }

    #[test]
    fn a_date_is_read_as_it_was_written(date in arb_date()) {
        prop_assert_eq!(parse_date(&format_date(date)), Some(date));
    }

    #[test]
    fn what_looks_like_a_time_is_one_or_refused(
        date in "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        time in "[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,3})?",
        zone in "Z|[+-][0-2][0-9]:[0-6][0-9]",
    ) {
        let said = format!("{date}T{time}{zone}");
        if let Ok(at) = said.parse::<Timestamp>() {
            prop_assert_eq!(at.to_string().parse::<Timestamp>(), Ok(at));
        }
    }
}
