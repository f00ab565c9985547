//! The duty calendar, a real Radicale: who is on duty today is what its people wrote there.

use anyhow::{Context as _, ensure};
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock as _;
use nabat_tests::peer::Peer;
use reqwest::Method;

/// On duty by the calendar alone: the rota calls this engineer only when nobody else answers, and for other services.
pub const ON_DUTY: &str = "e2204";

/// Nabat's user there.
const USER: (&str, &str) = ("nabat", "nabat-pass");

/// A server with one calendar.
pub struct Calendar {
    peer: Peer,
}

impl Calendar {
    /// A server with nothing in it.
    pub fn start() -> anyhow::Result<Self> {
        let python = std::env::var("NABAT_RADICALE");
        let python =
            python.context("NABAT_RADICALE names a Python with tests/peers/radicale.txt: scripts/test story")?;
        Ok(Self { peer: Peer::start("radicale.sh", &[&python])? })
    }

    /// The collection's address.
    pub fn address(&self) -> String {
        format!("{}/nabat/duty/", self.peer.base())
    }

    /// Somebody writes in: a week of duty that began yesterday, every week.
    pub async fn written(&self) -> anyhow::Result<()> {
        let began = nabat::clocks::MachineClock.now().minus(Length::hours(24));
        // iCalendar knows no parts of a second.
        let began = At(began.0.div_euclid(1_000) * 1_000);
        let stamp: String = began.to_rfc3339().chars().filter(|c| !matches!(c, '-' | ':')).collect();
        let event = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//duty//EN\r\nBEGIN:VEVENT\r\nUID:duty@tests\r\n\
             DTSTAMP:{stamp}\r\nDTSTART:{stamp}\r\nDURATION:P7D\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:On call\r\n\
             ATTENDEE;CN=Stanislav Gromov:mailto:{ON_DUTY}@yasnorechensk-emergency.example\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        self.put("MKCALENDAR", "", String::new()).await?;
        self.put("PUT", "duty.ics", event).await
    }

    async fn put(&self, method: &str, name: &str, body: String) -> anyhow::Result<()> {
        let client = nabat_connectors::http::loopback().build()?;
        let request = client.request(Method::from_bytes(method.as_bytes())?, format!("{}{name}", self.address()));
        let request = request.basic_auth(USER.0, Some(USER.1)).header("content-type", "text/calendar; charset=utf-8");
        let answer = request.body(body).send().await?;
        ensure!(answer.status().is_success(), "{method} {name}: {}", answer.status());
        Ok(())
    }
}
