//! Confluence Data Center: pages of one space by its REST API with a personal access token, versions 7.9 and later.
//!
//! A page is written upon the version that was read; where somebody was quicker Confluence answers 409, and the page is
//! read and merged again. A page is known by its label, so it is followed where people rename or move it; one they
//! deleted is not made again, for there may have been a reason.

mod api;
mod markup;
mod page;
mod section;

use super::drawing::{Picture, pictures};
use super::section::next_revision;
use crate::own;
use api::{Api, Refusal};
use async_trait::async_trait;
use nabat_kit::document::Document;
use nabat_kit::messages::say;
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};
use page::{Page, Standing, label};
use reqwest::Method;
use serde_json::json;

/// Others may write at the same moment, but hardly so often.
const ATTEMPTS: usize = 5;
/// Characters of a version's comment at most.
const LONGEST_SUMMARY: usize = 200;

/// A space, as one user.
pub struct Confluence {
    api: Api,
    space: String,
    parent: String,
}

/// What the wiki's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// What stands before `/rest/api`: `https://wiki.example.org/confluence`.
    pub base: String,
    /// The space's key.
    pub space: String,
    /// The title of the page below which reports stand, such as `Incidents`.
    pub parent: String,
}

impl Confluence {
    /// A connection by a token; nothing is called yet.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: &Settings, token: &str) -> Result<Self, CallError> {
        let api = Api::new(&settings.base, token)?;
        Ok(Self { api, space: settings.space.clone(), parent: settings.parent.clone() })
    }

    /// The title a page is made with.
    fn title(&self, name: &PageName) -> String {
        name.0.clone()
    }

    /// Makes the page; `None` where somebody was quicker.
    async fn make(&self, name: &PageName, text: &str) -> Result<Option<Page>, CallError> {
        let mut body = json!({
            "type": "page", "title": self.title(name), "space": { "key": self.space },
            "body": { "storage": { "value": text, "representation": "storage" } },
        });
        match self.titled(&self.parent).await? {
            Some(parent) => body["ancestors"] = json!([{ "id": parent.id }]),
            None => tracing::warn!("{} has no page `{}`: reports stand at its top", self.space, self.parent),
        }
        match self.api.call(Method::POST, &["content"], &body).await {
            Ok(made) => {
                own::text(&made, "id")?;
                self.titled(&self.title(name)).await
            }
            Err(Refusal::Conflict) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Writes the page upon the version that was read; `None` where somebody was quicker.
    async fn write(&self, page: &Page, text: &str, document: &Document) -> Result<Option<()>, CallError> {
        // The title and the place people gave it stay.
        let body = json!({
            "id": page.id, "type": "page", "status": "current", "title": page.title,
            "version": { "number": page.version.saturating_add(1), "message": summary(document) },
            "body": { "storage": { "value": text, "representation": "storage" } },
        });
        match self.api.call(Method::PUT, &["content", &page.id], &body).await {
            Ok(written) => own::only_if(written["id"] == page.id.as_str(), "the page", &written).map(Some),
            // Deleted since it was read.
            Err(Refusal::Conflict | Refusal::Absent) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Lets the page be found whatever it is called.
    async fn mark(&self, page: &Page, label: &str) -> Result<(), CallError> {
        if page.has(label) {
            return Ok(());
        }
        let labels = json!([{ "prefix": "global", "name": label }]);
        let told = self.api.call(Method::POST, &["content", &page.id, "label"], &labels).await?;
        own::list(&told, "results").map(|_| ())
    }

    /// Puts a chart to the page; a wiki that takes none gets the page without.
    async fn put(&self, page: &Page, picture: Picture) -> Result<Option<Picture>, CallError> {
        let asked = [("filename", picture.name.as_str())];
        let there = self.api.get(&["content", &page.id, "child", "attachment"], &asked).await?;
        // A picture's name says what is in it.
        if !own::list(&there, "results")?.is_empty() {
            return Ok(Some(picture));
        }
        match self.api.attach(&page.id, &picture.name, &picture.content).await {
            Ok(told) => own::list(&told, "results").map(|_| Some(picture)),
            Err(Refusal::Call(error)) => Err(error),
            Err(refusal) => {
                let why = CallError::from(refusal);
                tracing::warn!("`{}` is not taken, the page stands without it: {why}", picture.name);
                Ok(None)
            }
        }
    }

    /// Publishes once upon the page as it stands; `None` where somebody was quicker.
    async fn publish_once(&self, key: &EffectKey, page: &WikiPage) -> Result<Option<PublishedPage>, CallError> {
        let (name, document) = (&page.name, &page.redacted);
        let told = say(document.language, "wiki-section", &[]);
        let old = match self.standing(name).await? {
            Standing::Is(page) => page,
            Standing::Trashed => return Err(removed(&self.title(name), &self.space)),
            // A chart is attached to a page, so the page comes first, with the section in it and nothing said yet.
            Standing::Never => {
                match self.make(name, &section::merged("", None, &markup::begun(document, &told))).await? {
                    Some(made) => made,
                    None => return Ok(None),
                }
            }
        };
        self.mark(&old, &label(name)).await?;
        let published = self.published(&old);
        if let Some(done) = published.clone().filter(|done| done.key.as_ref() == Some(&key.0)) {
            return Ok(Some(done));
        }
        // Charts before the text that shows them.
        let mut put = Vec::new();
        for picture in pictures(name, document).await? {
            put.push(self.put(&old, picture).await?);
        }
        let revision = next_revision(published.as_ref());
        let text = section::merged(&old.text, Some((key, revision)), &markup::storage(document, &told, &put));
        let written = self.write(&old, &text, document).await?;
        let done = || PublishedPage { address: self.api.page(&old.id), revision, key: Some(key.0.clone()) };
        Ok(written.map(|()| done()))
    }
}

fn removed(title: &str, space: &str) -> CallError {
    let cure = "restore it there and put the job back to work, or discard the job";
    CallError::Permanent(format!(
        "the page made as {title} was deleted by hand and lies in the trash of {space}: {cure}"
    ))
}

/// What the history of the page says of a version.
fn summary(document: &Document) -> String {
    let words = if document.changes.is_empty() { document.title.clone() } else { document.changes.join("; ") };
    words.chars().take(LONGEST_SUMMARY).collect()
}

#[async_trait]
impl Wiki for Confluence {
    fn capabilities(&self) -> WikiCapabilities {
        WikiCapabilities { keyed: true, two_views: false, elsewhere: true }
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        for _ in 0..ATTEMPTS {
            if let Some(done) = self.publish_once(key, page).await? {
                return Ok(done);
            }
        }
        Err(CallError::Transient(format!("the page {} is being written by others", self.title(&page.name))))
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        match self.standing(name).await? {
            Standing::Is(page) => Ok(self.published(&page)),
            Standing::Never | Standing::Trashed => Ok(None),
        }
    }
}
