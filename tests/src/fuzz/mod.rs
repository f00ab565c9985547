//! Everything that reads what others wrote, as functions of bytes: each gives the words it answers with, never
//! panics, never hangs. Run by proptest in `scripts/test`, by libFuzzer or a bare loop in `scripts/soak`.

mod alerts;
mod answers;
mod backup;
mod caldav;
mod calendars;
mod calls;
mod chats;
mod configuration;
mod desk;
mod desks;
mod files;
mod monitors;
mod mutation;
mod partner;
mod providers;
mod signatures;

pub use mutation::{Change, mutated};

use std::time::Duration;

/// A reader.
pub struct Target {
    /// What it reads.
    pub name: &'static str,
    /// Good examples to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads, and gives every word somebody would be shown.
    pub read: fn(&[u8]) -> Vec<String>,
}

/// All of them.
pub const TARGETS: [Target; 38] = [
    Target { name: "signature", seeds: signatures::seeds, read: signatures::read },
    Target { name: "builtin", seeds: chats::builtin_seeds, read: chats::builtin },
    Target { name: "slack", seeds: chats::slack_seeds, read: chats::slack },
    Target { name: "mattermost", seeds: chats::mattermost_seeds, read: chats::mattermost },
    Target { name: "telegram", seeds: chats::telegram_seeds, read: chats::telegram },
    Target { name: "express", seeds: chats::express_seeds, read: chats::express },
    Target { name: "matrix", seeds: chats::matrix_seeds, read: chats::matrix },
    Target { name: "desk", seeds: desk::seeds, read: desk::read },
    Target { name: "alerts", seeds: alerts::seeds, read: alerts::read },
    Target { name: "jira", seeds: desks::jira_seeds, read: desks::jira },
    Target { name: "rt", seeds: desks::rt_seeds, read: desks::rt },
    Target { name: "roundup", seeds: desks::roundup_seeds, read: desks::roundup },
    Target { name: "calls", seeds: calls::seeds, read: calls::read },
    Target { name: "prometheus", seeds: monitors::prometheus_seeds, read: monitors::prometheus },
    Target { name: "zabbix", seeds: monitors::zabbix_seeds, read: monitors::zabbix },
    Target { name: "provider", seeds: providers::token_seeds, read: providers::token },
    Target { name: "claims", seeds: providers::claims_seeds, read: providers::claims },
    Target { name: "answers", seeds: answers::seeds, read: answers::read },
    Target { name: "procedure", seeds: configuration::procedure_seeds, read: configuration::procedure },
    Target { name: "catalogue", seeds: configuration::services_seeds, read: configuration::services },
    Target { name: "duty", seeds: configuration::duty_seeds, read: configuration::duty },
    Target { name: "connections", seeds: configuration::connections_seeds, read: configuration::connections },
    Target { name: "product", seeds: configuration::product_seeds, read: configuration::product },
    Target { name: "people", seeds: configuration::people_seeds, read: configuration::people },
    Target { name: "contracts", seeds: configuration::contracts_seeds, read: configuration::contracts },
    Target { name: "organisations", seeds: configuration::organisations_seeds, read: configuration::organisations },
    Target { name: "notices", seeds: configuration::notices_seeds, read: configuration::notices },
    Target { name: "webhooks", seeds: configuration::webhooks_seeds, read: configuration::webhooks },
    Target { name: "actions", seeds: configuration::actions_seeds, read: configuration::actions },
    Target { name: "table", seeds: configuration::table_seeds, read: configuration::table },
    Target { name: "calendar", seeds: calendars::seeds, read: calendars::read },
    Target { name: "caldav", seeds: caldav::seeds, read: caldav::read },
    Target { name: "history", seeds: files::history_seeds, read: files::history },
    Target { name: "recording", seeds: files::recording_seeds, read: files::recording },
    Target { name: "mapping", seeds: files::mapping_seeds, read: files::mapping },
    Target { name: "backup", seeds: backup::seeds, read: backup::read },
    Target { name: "pack", seeds: files::pack_seeds, read: files::pack },
    Target { name: "posted", seeds: files::posted_seeds, read: files::posted },
];

/// So much of the processor's time may an input of some kilobytes take in a build for tests.
pub const LONGEST: Duration = Duration::from_secs(4);

/// The target of that name.
///
/// # Panics
/// There is none.
pub fn target(name: &str) -> &'static Target {
    static ALL: [Target; 38] = TARGETS;
    ALL.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target is named {name}"))
}

/// Reads once and holds the reader to what is promised of all.
///
/// # Panics
/// It took too long, or what it says is no sentence for people.
pub fn hold(target: &Target, bytes: &[u8]) {
    let begun = on_processor();
    let said = (target.read)(bytes);
    let taken = on_processor().saturating_sub(begun);
    assert!(taken <= LONGEST, "{}: {taken:?} for {} bytes", target.name, bytes.len());
    let input = String::from_utf8_lossy(bytes);
    for words in said {
        assert!(!words.trim().is_empty(), "{}: refused without a word", target.name);
        let leaked = DEBUG.iter().find(|mark| words.contains(**mark) && !input.contains(**mark));
        assert_eq!(leaked, None, "{}: {words}", target.name);
    }
}

/// What only a value's own notation has.
const DEBUG: [&str; 7] = ["Some(", "None)", "Ok(", "Err(", "Error(", "Error {", "PoisonError"];

/// Time this thread had a processor, where the system tells it: neighbours do not count.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split_whitespace().next().and_then(|nanos| nanos.parse().ok()).unwrap_or_default())
}
