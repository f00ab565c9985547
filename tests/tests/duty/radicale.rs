//! A real Radicale: CalDAV and the calendar as one file, what changes there, what it refuses, an incident by it.

use crate::{python, told, window};
use anyhow::{bail, ensure};
use nabat_connectors::duty::caldav::CalDav;
use nabat_connectors::duty::feed::Feed;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::ConnectionId;
use nabat_kit::port::{CalendarError, CalendarNews, DutyCalendar};
use nabat_tests::peer::{Peer, until};
use nabat_tests::rig::{BEGINS, KeepShifts, ModelCalendar, Rig};
use reqwest::Method;
use std::collections::BTreeMap;
use std::sync::Arc;

const SERIES: &str = "BEGIN:VEVENT
UID:week@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20261019T090000
DTEND;TZID=Europe/Berlin:20261026T090000
RRULE:FREQ=WEEKLY
EXDATE;TZID=Europe/Berlin:20261116T090000
SUMMARY:e2016
CATEGORIES:primary
ATTENDEE;CN=Engineer:mailto:e2016@yasnorechensk-clinics.example
END:VEVENT";

const SWAP: &str = "BEGIN:VEVENT
UID:week@example.org
DTSTAMP:20260101T000000Z
SEQUENCE:1
RECURRENCE-ID;TZID=Europe/Berlin:20261123T090000
DTSTART;TZID=Europe/Berlin:20261123T090000
DTEND;TZID=Europe/Berlin:20261130T090000
SUMMARY:e2110
END:VEVENT";

/// Over before anybody looks: the server leaves it out.
const OVER: &str = "BEGIN:VEVENT
UID:over@example.org
DTSTAMP:20260101T000000Z
DTSTART:20200101T090000Z
DTEND:20200102T090000Z
SUMMARY:e2052
END:VEVENT";

/// The server, and whoever keeps the calendar there.
pub struct Stage {
    pub peer: Peer,
    client: reqwest::Client,
}

impl Stage {
    /// With an empty calendar.
    pub async fn start() -> anyhow::Result<Self> {
        let peer = Peer::start("radicale.sh", &[&python()?])?;
        let stage = Self { peer, client: nabat_connectors::http::loopback().build()? };
        stage.call("MKCALENDAR", "", "").await?;
        Ok(stage)
    }

    /// The calendar's address.
    pub fn address(&self) -> String {
        format!("{}/nabat/oncall/", self.peer.base())
    }

    async fn call(&self, method: &str, path: &str, body: &str) -> anyhow::Result<()> {
        let method = Method::from_bytes(method.as_bytes())?;
        let request = self.client.request(method, format!("{}{path}", self.address()));
        let request = request.basic_auth("nabat", Some("nabat-pass")).header("content-type", "text/calendar");
        let answer = request.body(body.to_owned()).send().await?;
        let status = answer.status();
        ensure!(status.is_success(), "{status}: {}", answer.text().await?);
        Ok(())
    }

    /// Puts an object of these components there.
    pub async fn put(&self, name: &str, components: &[&str]) -> anyhow::Result<()> {
        let inner = components.join("\n").replace('\n', "\r\n");
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n{inner}\r\nEND:VCALENDAR\r\n");
        self.call("PUT", &format!("{name}.ics"), &text).await
    }

    fn caldav(&self) -> anyhow::Result<CalDav> {
        CalDav::new(&self.address(), "nabat", "nabat-pass")
    }

    fn feed(&self) -> anyhow::Result<Feed> {
        Feed::new(&self.address(), Some(("nabat".to_owned(), "nabat-pass".to_owned())))
    }
}

#[tokio::test]
async fn caldav_and_the_file_say_the_same_and_only_what_changed_is_read_again() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    stage.put("week", &[SERIES, SWAP]).await?;
    stage.put("over", &[OVER]).await?;
    let at = window("2026-11-01T00:00:00Z", 45);
    let expected = [
        // 09:00 in Berlin, whose clock went back on 25 October.
        "2026-10-26T08:00:00Z 2026-11-02T08:00:00Z e2016",
        "2026-11-02T08:00:00Z 2026-11-09T08:00:00Z e2016",
        "2026-11-09T08:00:00Z 2026-11-16T08:00:00Z e2016",
        "2026-11-23T08:00:00Z 2026-11-30T08:00:00Z e2110",
        "2026-11-30T08:00:00Z 2026-12-07T08:00:00Z e2016",
        "2026-12-07T08:00:00Z 2026-12-14T08:00:00Z e2016",
        "2026-12-14T08:00:00Z 2026-12-21T08:00:00Z e2016",
    ];
    let calendars: [Box<dyn DutyCalendar>; 2] = [Box::new(stage.caldav()?), Box::new(stage.feed()?)];
    let mut tags = Vec::new();
    for calendar in &calendars {
        let CalendarNews::Read(read) = calendar.read(at, None).await? else { bail!("nothing was known") };
        assert_eq!(told(&read.occurrences), expected);
        ensure!(read.faults.is_empty(), "{:?}", read.faults);
        assert_eq!(read.occurrences[0].categories, ["primary"]);
        let attendee = &read.occurrences[0].attendees[0];
        assert_eq!(attendee.address.as_deref(), Some("e2016@yasnorechensk-clinics.example"));
        assert_eq!(calendar.read(at, read.tag.as_deref()).await?, CalendarNews::Unchanged);
        tags.push(read.tag);
    }
    stage.put("week", &[SERIES]).await?;
    for (calendar, tag) in calendars.iter().zip(&tags) {
        let CalendarNews::Read(read) = calendar.read(at, tag.as_deref()).await? else { bail!("it changed") };
        ensure!(read.occurrences.iter().all(|one| one.title == "e2016"), "the swap was taken back");
        ensure!(read.tag != *tag, "a state of its own");
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_another_place_and_a_server_that_is_away_are_told_apart() -> anyhow::Result<()> {
    let mut stage = Stage::start().await?;
    stage.put("week", &[SERIES]).await?;
    let at = window("2026-11-01T00:00:00Z", 45);
    let wrong = CalDav::new(&stage.address(), "nabat", "another")?.read(at, None).await;
    ensure!(matches!(wrong, Err(CalendarError::Refused(_))), "{wrong:?}");
    let nowhere = CalDav::new(&format!("{}/nabat/nothing/", stage.peer.base()), "nabat", "nabat-pass")?;
    let nowhere = nowhere.read(at, None).await;
    ensure!(matches!(nowhere, Err(CalendarError::Missing(_))), "{nowhere:?}");
    let principal = CalDav::new(&format!("{}/nabat/", stage.peer.base()), "nabat", "nabat-pass")?.read(at, None).await;
    ensure!(matches!(principal, Err(CalendarError::NotCalendar(_))), "{principal:?}");
    let page = Feed::new(&format!("{}/.web/", stage.peer.base()), None)?.read(at, None).await;
    ensure!(matches!(page, Err(CalendarError::NotCalendar(_))), "{page:?}");
    stage.peer.stop();
    let away = stage.caldav()?.read(at, None).await;
    ensure!(matches!(away, Err(CalendarError::Unreachable(_))), "{away:?}");
    stage.peer.run()?;
    ensure!(matches!(stage.caldav()?.read(at, None).await?, CalendarNews::Read(_)), "it is back");
    Ok(())
}

#[tokio::test]
async fn an_incident_is_led_by_whom_radicale_names_also_when_it_is_away() -> anyhow::Result<()> {
    let mut stage = Stage::start().await?;
    stage.put("week", &[SERIES, SWAP]).await?;
    let nothing = ModelCalendar::default();
    let mut rig = Rig::by_calendar(BEGINS, Role::DutyEngineer, KeepShifts::No, &nothing).await;
    let port = Arc::new(stage.caldav()?) as Arc<dyn DutyCalendar>;
    rig.env.calendars = Arc::new(BTreeMap::from([(ConnectionId::from("oncall"), port)]));
    until(async || {
        rig.read_calendars().await;
        let read = nabat_kit::duty::rows(rig.outside.table.plain(), &rig.product).await?;
        ensure!(read.iter().any(|(row, _)| !row.known.turns.is_empty()), "it is not read yet");
        Ok(())
    })
    .await?;
    let incident = rig.register("SD-1042", "appointments").await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, "e2110".into(), "the one of the swap");
    stage.peer.stop();
    rig.minutes(6).await;
    rig.read_calendars().await;
    let other = rig.register("SD-1043", "identity").await;
    assert_eq!(rig.holder(&other, Role::DutyEngineer).await, "e2110".into(), "as it was read last");
    let old = rig.state(&other).await.people.calendars[&Role::DutyEngineer].old;
    assert_eq!(old, Some(BEGINS), "and that is said");
    Ok(())
}
