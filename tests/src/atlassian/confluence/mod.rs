//! A model of Confluence Data Center, versions 7.9 and later, with one space, `OPS`, and its page `Incidents`.

mod api;
mod people;
mod storage;

use crate::messengers::Trouble;
use crate::messengers::server::{Reply, Rules, Served, serve};
use nabat_connectors::wiki::confluence::{Confluence, Settings};
use nabat_kit::port::Clock;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

const TOKEN: &str = "token-of-the-tests";
/// The space's key.
pub const SPACE: &str = "OPS";

/// What is done before a page is written.
type Deed = Box<dyn FnOnce(&mut Store) + Send>;

/// The server.
pub struct ConfluenceModel {
    /// Where it is.
    pub base: String,
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    _server: Served,
}

/// What the server keeps.
#[derive(Default)]
pub struct Store {
    pages: BTreeMap<u64, Page>,
    made: u64,
    /// Somebody is quicker than the next writing.
    quicker: Option<Deed>,
    /// Every call is answered so.
    down: Option<u16>,
    token_ended: bool,
    takes_no_files: bool,
    /// Calls that changed something, in order.
    done: Vec<String>,
}

#[derive(Clone, Default)]
struct Page {
    title: String,
    parent: Option<u64>,
    text: String,
    version: u64,
    messages: Vec<String>,
    labels: BTreeSet<String>,
    files: BTreeMap<String, Vec<u8>>,
    trashed: bool,
}

impl ConfluenceModel {
    /// A server whose space has one page.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let incidents = Page { title: "Incidents".to_owned(), text: "<p/>".to_owned(), version: 1, ..Page::default() };
        let first = Store { pages: BTreeMap::from([(1, incidents)]), made: 1, ..Store::default() };
        let (store, trouble) = (Arc::new(Mutex::new(first)), Arc::<Trouble>::default());
        let kept = Arc::clone(&store);
        // "_RateLimiting_HTTPheaders" (doc 992678779): `retry-after`, in seconds.
        let too_many = |seconds: u32| Reply {
            status: 429,
            headers: vec![("retry-after", seconds.to_string())],
            body: b"Too many requests".to_vec(),
        };
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call);
        let server = serve(Arc::clone(&trouble), clock, Rules { too_many, limits: super::limits, answer });
        Self { base: server.address.clone(), store, trouble, _server: server }
    }

    /// Nabat's connection to it.
    ///
    /// # Panics
    /// The machine's TLS cannot be set up.
    pub fn wiki(&self) -> Confluence {
        let settings = Settings { base: self.base.clone(), space: SPACE.to_owned(), parent: "Incidents".to_owned() };
        Confluence::new(&settings, TOKEN).expect("good settings")
    }

    /// The lines of `connections.yaml` for it, and the secret they name.
    pub fn configured(&self) -> (String, (&'static str, &'static str)) {
        let base = &self.base;
        let lines = format!(
            "- {{id: wiki, kind: confluence, address: '{base}', private: true, space: {SPACE}, token: confluence-token}}\n"
        );
        (lines, ("CONFLUENCE_TOKEN", TOKEN))
    }

    /// What goes wrong at it.
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}
