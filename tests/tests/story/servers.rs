//! The real servers of the story, started side by side.

use crate::calendar::Calendar;
use crate::desk::Desk;
use crate::estate::{self, SERVICE};
use anyhow::Context as _;
use nabat_kit::port::Clock as _;
use nabat_tests::folder::Folder;
use nabat_tests::homeserver::Homeserver;
use nabat_tests::peer::Peer;
use nabat_tests::port::free_port;
use std::fmt::Write as _;

/// Everything outside Nabat, and the configuration that names it.
pub struct Servers {
    /// Radicale.
    pub calendar: Calendar,
    /// Roundup.
    pub desk: Desk,
    /// MediaWiki.
    pub wiki: Peer,
    /// Prometheus with a failure in it.
    pub monitoring: Peer,
    /// Synapse.
    pub homeserver: Homeserver,
    /// Where Nabat is to listen: the homeserver pushes there.
    pub port: u16,
    /// The configuration is in `estate`, the data come to stand beside it.
    pub folder: Folder,
}

impl Servers {
    /// Starts all of them and writes the configuration.
    pub async fn start() -> anyhow::Result<Self> {
        let (folder, port) = (Folder::new(), free_port()?);
        let people = estate::written(&folder.path().join("estate"))?;
        let history = folder.path().join("history.om");
        std::fs::write(&history, open_metrics()?)?;
        let history = history.to_str().context("temporary folders are text")?.to_owned();
        let callback = format!("http://127.0.0.1:{port}/chat/matrix");
        let (calendar, desk, wiki, monitoring, homeserver) = tokio::try_join!(
            beside(Calendar::start),
            beside(Desk::start),
            beside(|| Peer::start("mediawiki.sh", &[])),
            beside(move || Peer::start("prometheus.sh", &[&history])),
            beside(move || Homeserver::start(&callback, &people)),
        )?;
        let servers = Self { calendar, desk, wiki, monitoring, homeserver, port, folder };
        servers.calendar.written().await?;
        estate::connected(&servers)?;
        Ok(servers)
    }
}

/// Starting waits for a process: on a thread of its own.
async fn beside<T: Send + 'static>(start: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(start).await?
}

/// The hours before now and the same a day and a week ago: errors of the failing service rise ten minutes ago.
fn open_metrics() -> anyhow::Result<String> {
    const SINCE: i64 = 10;
    let now = nabat::clocks::MachineClock.now().0.div_euclid(1_000);
    let mut text = String::new();
    for (metric, usual, failing) in [("errors_per_minute", 20, 900), ("crews_assigned_per_minute", 60, 0)] {
        writeln!(text, "# TYPE {metric} gauge")?;
        for service in [SERVICE, "call-taking"] {
            for days in [7, 1, 0] {
                for minute in (0..300).rev() {
                    let fails = service == SERVICE && days == 0 && minute < SINCE;
                    let value = if fails { failing } else { usual } + minute * 37 % 11;
                    writeln!(text, "{metric}{{service=\"{service}\"}} {value} {}", now - days * 86_400 - minute * 60)?;
                }
            }
        }
    }
    text.push_str("# EOF\n");
    Ok(text)
}
