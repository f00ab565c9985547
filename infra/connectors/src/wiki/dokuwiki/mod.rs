//! DokuWiki: pages by XML-RPC as one user, the releases since 2018.
//!
//! It has no revisions to write upon, only locks: the page is locked, read, merged, written, unlocked, and while
//! somebody has it open the report waits. A page's key stands in its section's mark, which readers see as a small
//! line: there are no comments. A page removed by hand is not made again, for there may have been a reason.

mod markup;
mod rpc;

use super::drawing::{Picture, pictures};
use super::section::{Marks, next_revision};
use async_trait::async_trait;
use nabat_kit::messages::say;
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};
use reqwest::Url;
use rpc::{Refusal, Rpc, Value};

const MARKS: Marks = Marks { begin: "<sub>%%[nabat:begin ", begun: "]%%</sub>", end: "<sub>%%[nabat:end]%%</sub>" };

/// There is no such page (`RemoteException` codes of `inc/Remote/ApiCore.php`).
const NO_PAGE: i64 = 121;
/// Somebody has it open.
const LOCKED: i64 = 133;
/// Releases on PHP 8 answer a refused call with an empty structure and status 200, the reason is lost (2022-07-31b).
const SILENT: &str = "DokuWiki refused it and did not say why; its log of errors may";
/// Characters of a summary at most.
const LONGEST_SUMMARY: usize = 200;

/// A wiki, as one user.
pub struct DokuWiki {
    rpc: Rpc,
    base: Url,
    namespace: String,
}

/// What the wiki's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// What stands before `/doku.php`: `https://wiki.example.org`.
    pub base: String,
    /// The user.
    pub bot: String,
    /// The namespace in which reports stand, such as `incidents`.
    pub namespace: String,
}

/// A page as it stands.
enum Standing {
    Is(String),
    Never,
    /// By hand: by whom, with which words.
    Removed(String),
}

impl DokuWiki {
    /// A connection by a user's password; nothing is called yet.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: &Settings, password: &str) -> Result<Self, CallError> {
        let rpc = Rpc::new(&settings.base, &settings.bot, password)?;
        let base = Url::parse(&settings.base).map_err(|error| CallError::Permanent(error.to_string()))?;
        Ok(Self { rpc, base, namespace: settings.namespace.trim_matches(':').to_lowercase() })
    }

    /// The page's id: what DokuWiki makes of it anyway (`cleanID`).
    fn id(&self, name: &PageName) -> String {
        let letter = |c: char| if c == '/' { ':' } else { c };
        format!("{}:{}", self.namespace, name.0.to_lowercase().chars().map(letter).collect::<String>())
    }

    fn address(&self, id: &str) -> String {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push("doku.php");
        }
        // Colons are as good in a query as anything: people read this address.
        address.set_query(Some(&format!("id={id}")));
        address.to_string()
    }

    async fn standing(&self, id: &str) -> Result<Standing, CallError> {
        let is_there = match self.rpc.call("wiki.getPageInfo", &[Value::text(id)]).await {
            Ok(told) => told.get("name").is_some(),
            Err(Refusal::Fault(NO_PAGE, _)) => false,
            Err(refusal) => return Err(refusal.into()),
        };
        if is_there {
            let text = self.rpc.call("wiki.getPage", &[Value::text(id)]).await?;
            // Taken for an empty page, the report would be written over what people wrote.
            let text =
                text.as_text().ok_or_else(|| CallError::Permanent(format!("the page {id} is not told: {SILENT}")))?;
            return Ok(Standing::Is(text.to_owned()));
        }
        let versions = self.rpc.call("wiki.getPageVersions", &[Value::text(id), Value::Number(1)]).await?;
        let Some(last) = versions.list().first() else { return Ok(Standing::Never) };
        let word = |field: &str| last.get(field).and_then(Value::as_text).unwrap_or_default().to_owned();
        Ok(Standing::Removed(format!("by {} (\"{}\")", word("user"), word("sum"))))
    }

    fn published(&self, id: &str, text: &str) -> Option<PublishedPage> {
        let section = MARKS.find(text)?;
        Some(PublishedPage { address: self.address(id), revision: section.revision, key: Some(section.key) })
    }

    async fn put(&self, picture: Picture) -> Result<Option<Picture>, CallError> {
        let overwrite = Value::Named(vec![("ow".to_owned(), Value::Flag(true))]);
        let id = Value::Text(format!("{}:{}", self.namespace, picture.name));
        let why =
            match self.rpc.call("wiki.putAttachment", &[id, Value::Bytes(picture.content.clone()), overwrite]).await {
                Ok(Value::Text(_)) => return Ok(Some(picture)),
                Ok(_) => SILENT.to_owned(),
                Err(Refusal::Fault(code, words)) => format!("{code} {words}"),
                Err(Refusal::Call(error)) => return Err(error),
            };
        tracing::warn!("`{}` is not taken, the page stands without it: {why}", picture.name);
        Ok(None)
    }

    /// Locks the page, or unlocks it; whether it is locked for us then.
    async fn lock(&self, id: &str, which: &str) -> Result<bool, CallError> {
        let ids = |wanted: &str| Value::List(if wanted == which { vec![Value::text(id)] } else { Vec::new() });
        let wanted = ["lock", "unlock"].map(|name| (name.to_owned(), ids(name)));
        let answer = self.rpc.call("dokuwiki.setLocks", &[Value::Named(wanted.into())]).await?;
        Ok(answer.get("locked").is_some_and(|locked| !locked.list().is_empty()))
    }

    async fn write(&self, id: &str, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        let old = match self.standing(id).await? {
            Standing::Is(text) => text,
            Standing::Never => String::new(),
            Standing::Removed(told) => return Err(removed(id, &told)),
        };
        let published = self.published(id, &old);
        if let Some(done) = published.clone().filter(|done| done.key.as_ref() == Some(&key.0)) {
            return Ok(done);
        }
        // Charts before the text that shows them.
        let mut put = Vec::new();
        for picture in pictures(&page.name, &page.redacted).await? {
            put.push(self.put(picture).await?);
        }
        let body = markup::text(&page.redacted, &self.namespace, &put);
        let body = format!("<sub>{}</sub>\n\n{body}", say(page.redacted.language, "wiki-section", &[]));
        let revision = next_revision(published.as_ref());
        let text = MARKS.merged(&old, key, revision, &body);
        let summary = Value::Named(vec![("sum".to_owned(), Value::Text(summary(page)))]);
        match self.rpc.call("wiki.putPage", &[Value::text(id), Value::Text(text), summary]).await {
            Ok(Value::Flag(true)) => {}
            Ok(_) => return Err(CallError::Permanent(format!("the page {id} is not taken: {SILENT}"))),
            Err(Refusal::Fault(LOCKED, _)) => return Err(open_elsewhere(id)),
            Err(refusal) => return Err(refusal.into()),
        }
        Ok(PublishedPage { address: self.address(id), revision, key: Some(key.0.clone()) })
    }
}

fn open_elsewhere(id: &str) -> CallError {
    CallError::Transient(format!("somebody has the page {id} open for writing"))
}

fn removed(id: &str, told: &str) -> CallError {
    let cure = "restore it there and put the job back to work, or discard the job";
    CallError::Permanent(format!("the page {id} was deleted or moved by hand {told}: {cure}"))
}

fn summary(page: &WikiPage) -> String {
    let (title, changes) = (&page.redacted.title, &page.redacted.changes);
    let words = if changes.is_empty() { title.clone() } else { changes.join("; ") };
    words.chars().take(LONGEST_SUMMARY).collect()
}

#[async_trait]
impl Wiki for DokuWiki {
    fn capabilities(&self) -> WikiCapabilities {
        WikiCapabilities { keyed: true, two_views: false, elsewhere: true }
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        let id = self.id(&page.name);
        if !self.lock(&id, "lock").await? {
            return Err(open_elsewhere(&id));
        }
        let done = self.write(&id, key, page).await;
        // A lock nobody takes back ends by itself, after a quarter of an hour by default.
        let _ = self.lock(&id, "unlock").await;
        done
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        let id = self.id(name);
        match self.standing(&id).await? {
            Standing::Is(text) => Ok(self.published(&id, &text)),
            Standing::Never | Standing::Removed(_) => Ok(None),
        }
    }
}
