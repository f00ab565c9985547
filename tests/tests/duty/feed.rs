//! Calendars by their address and in files: read once, asked again, and everything that is no calendar.

use crate::server::Server;
use crate::{told, window};
use anyhow::{bail, ensure};
use nabat_connectors::duty::feed::{Feed, File};
use nabat_domain::time::Length;
use nabat_kit::port::{CalendarError, CalendarFault, CalendarNews, CalendarRead, DutyCalendar};
use nabat_tests::folder::Folder;

/// Nightly 22:00–08:00 in Berlin across the last Sunday of March, one night swapped, one left out.
const NIGHTS: &str = "BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//tests//EN\r
BEGIN:VEVENT\r
UID:nights\r
DTSTAMP:20260101T000000Z\r
DTSTART;TZID=Europe/Berlin:20260301T220000\r
DTEND;TZID=Europe/Berlin:20260302T080000\r
RRULE:FREQ=DAILY\r
EXDATE;TZID=Europe/Berlin:20260330T220000\r
SUMMARY:anna\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:nights\r
SEQUENCE:1\r
RECURRENCE-ID;TZID=Europe/Berlin:20260329T220000\r
DTSTART;TZID=Europe/Berlin:20260329T230000\r
DTEND;TZID=Europe/Berlin:20260330T080000\r
SUMMARY:bob\r
END:VEVENT\r
END:VCALENDAR\r
";

async fn read(calendar: &dyn DutyCalendar, from: &str, days: i64) -> anyhow::Result<CalendarRead> {
    match calendar.read(window(from, days), None).await? {
        CalendarNews::Read(read) => Ok(read),
        CalendarNews::Unchanged => bail!("nothing was known"),
    }
}

#[tokio::test]
async fn a_night_shift_keeps_its_hours_when_the_clock_is_changed() -> anyhow::Result<()> {
    let server = Server::start().await?;
    server.answers(200, &[], NIGHTS);
    let read = read(&Feed::new(&server.address, None)?, "2026-03-28T12:00:00Z", 4).await?;
    // On 29 March at 02:00 the clock becomes 03:00: the night is nine hours long, and ends at 08:00 all the same.
    let expected = [
        "2026-03-28T21:00:00Z 2026-03-29T06:00:00Z anna",
        "2026-03-29T21:00:00Z 2026-03-30T06:00:00Z bob",
        "2026-03-31T20:00:00Z 2026-04-01T06:00:00Z anna",
    ];
    assert_eq!(told(&read.occurrences), expected);
    ensure!(read.faults.is_empty(), "{:?}", read.faults);
    Ok(())
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() -> anyhow::Result<()> {
    let server = Server::start().await?;
    let feed = Feed::new(&server.address, Some(("nabat".to_owned(), "word".to_owned())))?;
    let window = window("2026-03-28T12:00:00Z", 4);
    for (header, value, asked) in
        [("etag", "\"one\"", "if-none-match"), ("last-modified", "Wed, 25 Mar 2026 10:00:00 GMT", "if-modified-since")]
    {
        server.answers(200, &[(header, value)], NIGHTS);
        let CalendarNews::Read(read) = feed.read(window, None).await? else { bail!("nothing was known") };
        assert_eq!(feed.read(window, read.tag.as_deref()).await?, CalendarNews::Unchanged);
        assert_eq!(server.asked(asked).as_deref(), Some(value));
        server.answers(200, &[(header, "\"two\"")], NIGHTS);
        ensure!(matches!(feed.read(window, read.tag.as_deref()).await?, CalendarNews::Read(_)), "it changed");
    }
    // nabat:word
    assert_eq!(server.asked("authorization").as_deref(), Some("Basic bmFiYXQ6d29yZA=="));
    Ok(())
}

#[tokio::test]
async fn whatever_is_no_calendar_is_told_apart() -> anyhow::Result<()> {
    let server = Server::start().await?;
    let feed = Feed::new(&server.address, None)?;
    let at = window("2026-03-28T12:00:00Z", 4);
    let half = &NIGHTS[..NIGHTS.len() / 2];
    for (status, headers, body, expected) in [
        (401, &[][..], "", "it does not let Nabat in: 401 Unauthorized"),
        (403, &[], "", "it does not let Nabat in: 403 Forbidden"),
        (404, &[], "", "nothing is there: 404 Not Found"),
        (302, &[("location", "/login")], "", "what is there is no calendar: 302 Found, it leads elsewhere"),
        (502, &[], "<html>", "it does not answer: 502 Bad Gateway"),
        (503, &[("retry-after", "120")], "", "it asks to wait"),
        (
            200,
            &[],
            "<html><title>Sign in</title>",
            "what is there is no calendar: it begins `<html><title>Sign in</title>`",
        ),
        (200, &[], "", "what is there is no calendar: it is empty"),
        (200, &[], half, "what is there is no calendar: it ends before its end, END:VCALENDAR"),
    ] {
        server.answers(status, headers, body);
        let error = feed.read(at, None).await.expect_err("no calendar");
        assert_eq!(error.to_string(), expected);
    }
    server.answers(503, &[("retry-after", "120")], "");
    let busy = feed.read(at, None).await;
    assert_eq!(busy, Err(CalendarError::Busy { retry_after: Some(Length::seconds(120)) }));
    server.answers(200, &[], vec![b' '; 5_000_001]);
    assert_eq!(feed.read(at, None).await, Err(CalendarError::TooLong { most: 5_000_000 }));
    let gone = Feed::new("http://127.0.0.1:9/duty.ics", None)?.read(at, None).await;
    ensure!(matches!(gone, Err(CalendarError::Unreachable(_))), "{gone:?}");
    Ok(())
}

/// Five megabytes of series, each of years, among them a broken rule in a zone nobody knows, rules that never come
/// round, and one of every second: read within bounds, told, and the rest counts.
#[tokio::test]
async fn five_megabytes_with_a_broken_rule_in_an_unknown_zone_are_read_within_bounds() -> anyhow::Result<()> {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n".to_owned();
    let mut event = |uid: &str, start: &str, rule: &str| {
        text += &format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART{start}\r\nDURATION:PT1H\r\nRRULE:{rule}\r\nSUMMARY:anna\r\n"
        );
        text += &format!("DESCRIPTION:{}\r\nEND:VEVENT\r\n", "words ".repeat(40));
    };
    event("broken", ";TZID=Mars/Olympus:20260329T100000", "FREQ=SOMETIMES;BYDAY=XX");
    event("seconds", ":19700101T000000Z", "FREQ=SECONDLY");
    for number in 0..20 {
        event(&format!("never{number}"), ":20200101T000000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
    }
    event("fine", ";TZID=Europe/Moscow:20200101T090000", "FREQ=DAILY");
    // Over years ago: none of them is worked out.
    for number in 0..12_750 {
        event(&format!("old{number}"), ":20100101T000000Z", "FREQ=DAILY;UNTIL=20120101T000000Z");
    }
    text += "END:VCALENDAR\r\n";
    ensure!((4_900_000..=5_000_000).contains(&text.len()), "{}", text.len());
    let server = Server::start().await?;
    server.answers(200, &[], text);
    let feed = Feed::new(&server.address, None)?;
    let read = read(&feed, "2026-03-28T12:00:00Z", 45).await?;
    let fine = read.occurrences.iter().filter(|one| one.event == "fine").count();
    assert_eq!(fine, 45);
    let broken = |event: &str| CalendarFault::BrokenRule { event: event.to_owned() };
    ensure!(read.faults.contains(&CalendarFault::UnknownZone { zone: "Mars/Olympus".to_owned() }), "{:?}", read.faults);
    ensure!(read.faults.contains(&broken("broken")) && read.faults.contains(&broken("seconds")), "{:?}", read.faults);
    // The broken one counts once, by the product's clock: 10:00 in Moscow.
    let first = read.occurrences.iter().find(|one| one.event == "broken").map(|one| one.from.to_rfc3339());
    assert_eq!(first.as_deref(), Some("2026-03-29T07:00:00Z"));
    Ok(())
}

#[tokio::test]
async fn a_file_is_read_when_it_changed() -> anyhow::Result<()> {
    let folder = Folder::new();
    let path = folder.path().join("duty.ics");
    let file = File::new(path.clone());
    let at = window("2026-03-28T12:00:00Z", 4);
    ensure!(matches!(file.read(at, None).await, Err(CalendarError::Missing(_))), "there is none");
    std::fs::write(&path, NIGHTS)?;
    let CalendarNews::Read(first) = file.read(at, None).await? else { bail!("nothing was known") };
    assert_eq!(first.occurrences.len(), 3);
    assert_eq!(file.read(at, first.tag.as_deref()).await?, CalendarNews::Unchanged);
    std::fs::write(&path, NIGHTS.replace("SUMMARY:bob", "SUMMARY:carol"))?;
    ensure!(matches!(file.read(at, first.tag.as_deref()).await?, CalendarNews::Read(_)), "it changed");
    Ok(())
}

/// A zone the calendar defines itself, as Outlook does; a move of one turn and all after it; a whole day.
const ODD: &str = "BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:Customized Time Zone\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:own\r
DTSTART;TZID=\"Customized Time Zone\":20260323T090000\r
DTEND;TZID=\"Customized Time Zone\":20260323T170000\r
RRULE:FREQ=WEEKLY\r
SUMMARY:own\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:later\r
DTSTART;TZID=Russian Standard Time:20260323T090000\r
DURATION:PT1H\r
RRULE:FREQ=WEEKLY\r
SUMMARY:early\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:later\r
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Moscow:20260330T090000\r
DTSTART;TZID=/example.org/Europe/Moscow:20260330T110000\r
DTEND;TZID=/example.org/Europe/Moscow:20260330T130000\r
SUMMARY:late\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:day\r
DTSTART;VALUE=DATE:20260405\r
SUMMARY:day\r
END:VEVENT\r
END:VCALENDAR\r
";

#[tokio::test]
async fn zones_of_its_own_windows_names_moves_of_all_that_follow_and_whole_days() -> anyhow::Result<()> {
    let server = Server::start().await?;
    server.answers(200, &[], ODD);
    let read = read(&Feed::new(&server.address, None)?, "2026-03-23T00:00:00Z", 15).await?;
    let expected = [
        "2026-03-23T06:00:00Z 2026-03-23T07:00:00Z early",
        "2026-03-23T08:00:00Z 2026-03-23T16:00:00Z own",
        "2026-03-30T07:00:00Z 2026-03-30T15:00:00Z own",
        "2026-03-30T08:00:00Z 2026-03-30T10:00:00Z late",
        "2026-04-04T21:00:00Z 2026-04-05T21:00:00Z day",
        "2026-04-06T07:00:00Z 2026-04-06T15:00:00Z own",
        "2026-04-06T08:00:00Z 2026-04-06T10:00:00Z late",
    ];
    assert_eq!(told(&read.occurrences), expected);
    ensure!(read.faults.is_empty(), "{:?}", read.faults);
    Ok(())
}
