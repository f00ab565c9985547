//! A model of Jira Service Management Data Center, version 9 or 10, with one service project, `OPS`.

mod api;
mod field;
mod jql;
mod people;
mod workflow;

use crate::messengers::server::{Reply, Rules, Served, serve};
use crate::messengers::{Trouble, Written};
use nabat_connectors::desk::Fields;
use nabat_connectors::desk::jira::{Jira, Settings};
use nabat_domain::time::At;
use nabat_kit::port::Clock;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

pub use people::shown;

const TOKEN: &str = "token-of-the-tests";
const SECRET: &str = "webhook-of-the-tests";
const BOT: &str = "nabat";
/// The project's key.
pub const PROJECT: &str = "OPS";

/// What is unlike other Jiras about this one.
#[derive(Clone, Debug, Default)]
pub struct Oddities {
    /// Fields that keep what they had, whatever is written: an automation puts it back.
    pub keeps: BTreeSet<String>,
    /// Fields a screen does not have.
    pub off_screen: BTreeSet<String>,
    /// Fields a screen of creation asks for.
    pub asked: BTreeSet<String>,
    /// Whether closing asks for a resolution.
    pub asks_resolution: bool,
    /// Whether Nabat's user may close anything.
    pub closes_nothing: bool,
    /// Issues of one answer at most.
    pub page: Option<usize>,
    /// The token is none any more.
    pub token_ended: bool,
    /// Anybody may read, and a token that ended is nobody's.
    pub open_to_all: bool,
}

/// The server.
pub struct JiraModel {
    /// Where it is.
    pub base: String,
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    _server: Served,
}

#[derive(Default)]
struct Store {
    issues: BTreeMap<u64, Issue>,
    odd: Oddities,
    made: u64,
    last: i64,
}

struct Issue {
    kind: &'static str,
    status: &'static str,
    fields: Map<String, Value>,
    comments: Vec<Value>,
    links: Vec<(String, bool, u64)>,
    files: Vec<(String, Vec<u8>)>,
    history: Vec<Value>,
    created: At,
    updated: At,
    creator: String,
}

impl Store {
    /// Each moment is later than the one before.
    fn moment(&mut self, now: At) -> At {
        self.last = now.0.max(self.last + 1);
        At(self.last)
    }

    fn issue(&mut self, key: &str) -> Option<&mut Issue> {
        self.issues.get_mut(&number(key)?)
    }
}

fn number(key: &str) -> Option<u64> {
    key.strip_prefix(PROJECT)?.strip_prefix('-')?.parse().ok()
}

fn key(number: u64) -> String {
    format!("{PROJECT}-{number}")
}

/// `2026-11-23T10:00:00.000+0000`, as every moment of the REST API.
fn moment(at: At) -> Value {
    at.in_zone(chrono_tz::UTC).format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string().into()
}

impl JiraModel {
    /// A server with an empty project.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let (store, trouble) = (Arc::<Mutex<Store>>::default(), Arc::<Trouble>::default());
        let (kept, time) = (Arc::clone(&store), Arc::clone(&clock));
        // "Adjusting your code for rate limiting" (adminjiraserver 987143384): 429 with `retry-after`, in seconds.
        let too_many = |seconds: u32| Reply {
            status: 429,
            headers: vec![("retry-after", seconds.to_string()), ("x-ratelimit-remaining", "0".to_owned())],
            body: Vec::new(),
        };
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call, time.now());
        let server = serve(Arc::clone(&trouble), clock, Rules { too_many, limits: super::limits, answer });
        Self { base: server.address.clone(), store, trouble, _server: server }
    }

    /// Nabat's connection to it.
    pub fn desk(&self) -> Jira {
        self.desk_with(fields())
    }

    /// The same with other names of fields.
    ///
    /// # Panics
    /// The machine's TLS cannot be set up.
    pub fn desk_with(&self, fields: Fields) -> Jira {
        Jira::new(self.settings(fields), TOKEN, Some(SECRET)).expect("good settings")
    }

    /// What its administrator and Nabat agreed on.
    pub fn settings(&self, fields: Fields) -> Settings {
        let (bot, project) = (BOT.to_owned(), PROJECT.to_owned());
        Settings { base: self.base.clone(), bot, project, fields, resolution: Some("Done".to_owned()), public: false }
    }

    /// The lines of `connections.yaml` for it, and the secrets they name.
    pub fn configured(&self) -> (String, [(&'static str, &'static str); 2]) {
        let lines = format!(
            "- {{id: desk, kind: jira, address: '{}', private: true, project: {PROJECT}, token: jira-token,\n   \
             callback_token: jira-webhook, fields: {{work_group: Work group, due: Due by, resolution: Done}}}}\n",
            self.base
        );
        (lines, [("JIRA_TOKEN", TOKEN), ("JIRA_WEBHOOK", SECRET)])
    }

    /// From now on it is odd so.
    pub fn is_odd(&self, how: impl FnOnce(&mut Oddities)) {
        how(&mut self.store().odd);
    }

    /// What goes wrong at it.
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// Calls that were written down.
    pub fn written(&self) -> Vec<Written> {
        self.trouble.written()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}

/// What the project calls otherwise.
pub fn fields() -> Fields {
    let named = |name: &str| Some(name.to_owned());
    Fields { work_group: named("Work group"), due: named("Due by"), ..Fields::of_jira() }
}
