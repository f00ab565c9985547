//! The ledger balanced: what the desk was promised is there, once; what was done outside was done once; nothing waits.

use super::outside::Outside;
use clap::Parser as _;
use nabat::sqlite::SqliteTable;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Event, Standing, State, read, replay};
use nabat_domain::journal::Sealed;
use nabat_domain::time::At;
use nabat_kit::incident::{journal, of_key};
use nabat_kit::table::{Key, Table as _};
use rusqlite::{Connection, OpenFlags, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

/// What stands at the end.
#[derive(Default, Debug)]
pub struct Balance {
    /// Deliveries, and those refused to the desk.
    pub deliveries: usize,
    pub refused: usize,
    /// Incidents: closed, still open, left to the desk or part of another; and problems.
    pub incidents: usize,
    pub closed: usize,
    pub open: usize,
    pub beside: usize,
    pub problems: usize,
    /// Events of all journals.
    pub events: i64,
    /// What every open one of them waits for.
    pub waits_for: Vec<String>,
    /// Reports published, each a page of the wiki.
    pub reports: i64,
    /// What was given up and is seen in the dead list, with the reason.
    pub dead: Vec<String>,
    /// Jobs whose moment has not come.
    pub waiting: i64,
}

/// Balances it.
///
/// # Panics
/// Something was lost, or was done twice, or waits though its moment has come.
pub fn balance(outside: &Outside) -> Balance {
    let data = outside.data.path().join("data");
    let files = Files::open(&data);
    let states = states(&data);
    let mut found = Balance { events: files.count("nabat", "rows WHERE sk LIKE 'E#%'"), ..Balance::default() };
    deliveries(outside, &states, &mut found);
    for state in states.values() {
        match &state.head.standing {
            _ if state.head.as_problem.is_some() => found.problems += 1,
            Standing::Open => {
                found.open += 1;
                found.waits_for.push(waits_for(state));
            }
            Standing::Closed => found.closed += 1,
            _ => found.beside += 1,
        }
        files.is_closed_once(state);
        found.reports += i64::from(state.head.report.is_some());
    }
    assert_eq!(files.count("wiki", "page"), found.reports, "each report published is a page of the wiki");
    found.incidents = states.len() - found.problems;
    files.nothing_waits(outside.now(), &mut found);
    files.nothing_stands_twice();
    holds(&["nabat", "journal", "verify", "--data"], &data);
    holds(&["nabat", "rebuild", "outages", "--check", "--data"], &data);
    found
}

/// Where an open incident stands, and what nobody has answered there.
fn waits_for(state: &State) -> String {
    let asked: Vec<&str> = state.steps.open.values().map(|prompt| prompt.id.as_str()).collect();
    format!("{} at {}: {asked:?}", state.head.id, state.head.stage)
}

/// Every delivery is answered, and what was taken is an incident of its own.
fn deliveries(outside: &Outside, states: &BTreeMap<IncidentId, State>, found: &mut Balance) {
    for delivery in outside.ledger.all() {
        found.deliveries += 1;
        let answer = delivery.answer.as_ref();
        let answer = answer.unwrap_or_else(|| panic!("{} was never answered", delivery.record));
        if answer.status == 422 {
            found.refused += 1;
            continue;
        }
        let incident = answer.text("incident").unwrap_or_else(|| panic!("{} names no incident", delivery.record));
        let state = states.get(&IncidentId::from(incident.as_str()));
        let state = state.unwrap_or_else(|| panic!("{} is lost: there is no {incident}", delivery.record));
        assert_eq!(state.head.desk.as_str(), delivery.record, "{incident}");
    }
    let mut of_record: BTreeMap<&str, usize> = BTreeMap::new();
    for state in states.values().filter(|state| state.head.as_problem.is_none()) {
        *of_record.entry(state.head.desk.as_str()).or_default() += 1;
    }
    let twice: Vec<_> = of_record.into_iter().filter(|(_, times)| *times > 1).collect();
    assert!(twice.is_empty(), "records with two incidents: {twice:?}");
}

/// A command of the program that has to end well.
fn holds(command: &[&str], data: &Path) {
    let arguments = command.iter().map(std::ffi::OsString::from).chain([data.into()]);
    let ended = nabat::commands::run(nabat::commands::Command::parse_from(arguments));
    assert_eq!(ended, ExitCode::SUCCESS, "{}", command.join(" "));
}

/// Every incident and problem as its journal leads to it, listed or not.
fn states(data: &Path) -> BTreeMap<IncidentId, State> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let table = SqliteTable::open_beside(&data.join("nabat.db")).expect("the file is there");
        let mut states = BTreeMap::new();
        for partition in table.partitions("E#").await.expect("it can be read") {
            let (product, incident) = of_key(&Key::new(partition, "E#")).expect("events belong to incidents");
            let events = journal(&table, &product, &incident).await.expect("the journal can be read");
            fired_once(&incident, &events);
            let state = replay(&events, &incident, &product).unwrap_or_else(|breach| panic!("{incident}: {breach}"));
            states.insert(incident, state.expect("a journal begins with a registration"));
        }
        states
    })
}

/// What timers say is said once, however clocks were set: each call of a chain, each share of the incident's budget, each
/// question asked again in one moment.
fn fired_once(incident: &IncidentId, events: &[Sealed]) {
    let mut said = BTreeSet::new();
    for sealed in events {
        let what = match read(sealed).unwrap_or_else(|unreadable| panic!("{incident}: {unreadable}")) {
            Event::Escalated { prompt, level, .. } => format!("{prompt} escalated to {level}"),
            Event::BudgetSpent { stage: None, percent, .. } => format!("{percent} per cent of the budget"),
            Event::Reminded { prompts, .. } => {
                prompts.iter().map(|prompt| format!("{prompt} at {}", sealed.at.0)).collect()
            }
            _ => continue,
        };
        assert!(said.insert(what.clone()), "{incident}: {what} twice");
    }
}

struct Files(BTreeMap<&'static str, Connection>);

impl Files {
    fn open(data: &Path) -> Self {
        let open = |name| {
            let file = data.join(format!("{name}.db"));
            let opened = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY);
            (name, opened.expect("the file is there"))
        };
        Self(["nabat", "messenger", "desk", "wiki"].map(open).into())
    }

    fn count(&self, file: &str, of: &str) -> i64 {
        let counted = self.0[file].query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0));
        counted.expect("it can be counted")
    }

    /// The desk's record of a closed incident was closed once, however often it was tried.
    fn is_closed_once(&self, state: &State) {
        let head = &state.head;
        if head.as_problem.is_some() || head.standing != Standing::Closed {
            return;
        }
        let sql = "SELECT count(*) FROM note WHERE record = ?1 AND kind = 'closed' AND author IS NULL";
        let closed: i64 =
            self.0["desk"].query_row(sql, params![head.desk.as_str()], |row| row.get(0)).expect("a count");
        assert_eq!(closed, 1, "{} of {} was closed {closed} times in the desk", head.desk, head.id);
    }

    /// No job waits whose moment has come; those given up are in the dead list.
    fn nothing_waits(&self, now: At, found: &mut Balance) {
        let jobs = "rows WHERE (sk LIKE 'J#%' OR sk LIKE 'P#%')";
        let unlisted = self.count("nabat", "rows WHERE sk LIKE 'X#%' AND list IS NULL");
        assert_eq!(unlisted, 0, "what was given up stands in the dead list");
        found.dead = self.given_up();
        found.waiting = self.count("nabat", &format!("{jobs} AND list IS NULL"));
        let forgotten = "due_at IS NULL AND list IS NULL AND sk LIKE 'J#%'";
        let overdue = format!("{jobs} AND ({forgotten} OR due_at <= {})", now.0);
        let overdue = self.count("nabat", &overdue);
        assert_eq!(overdue, 0, "jobs wait though their moment has come");
    }

    /// What stands in the dead list, whatever it was, with how it failed last.
    fn given_up(&self) -> Vec<String> {
        let sql = "SELECT sk, body FROM rows WHERE list = ?1 ORDER BY list_order";
        let mut asked = self.0["nabat"].prepare(sql).expect("the table is there");
        let list = nabat_kit::keys::dead_list(&super::estate::product());
        let told = asked.query_map([list], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let told = told.expect("it can be asked").map(|row| row.expect("it can be read"));
        told.map(|(key, body)| format!("{key}: {}", last_error(&body))).collect()
    }

    /// In the messenger every incident has one room, and a prompt stands in it once.
    fn nothing_stands_twice(&self) {
        let twice = "(SELECT 1 FROM message WHERE prompt IS NOT NULL AND author IS NULL
            GROUP BY room, prompt HAVING count(*) > 1)";
        assert_eq!(self.count("messenger", twice), 0, "a prompt was posted twice");
        let rooms = "(SELECT 1 FROM room GROUP BY name HAVING count(*) > 1)";
        assert_eq!(self.count("messenger", rooms), 0, "an incident has two rooms");
        assert!(self.count("messenger", "room WHERE kind = 'room'") > 0, "rooms were made");
    }
}

fn last_error(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    body["last_error"].as_str().unwrap_or("it says no reason").to_owned()
}
