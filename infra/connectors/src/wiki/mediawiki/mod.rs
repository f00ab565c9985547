//! MediaWiki: pages by the action API as one bot, MediaWiki 1.39 and later.
//!
//! A page's key stands in its own section's mark, so a publication repeated is seen. Two who write at once are told
//! apart by `baserevid`: the page is read and merged again. A page people moved is followed by its redirect or the
//! log of moves; one they deleted is not made again, for there may have been a reason.

mod api;
mod markup;
mod page;

use super::drawing::{Picture, pictures};
use super::section::next_revision;
use crate::http::said;
use api::{Api, Refusal};
use async_trait::async_trait;
use nabat_kit::document::Document;
use nabat_kit::messages::say;
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};
use page::{MARKS, Page, Standing, standing};

/// Others may write at the same moment, but hardly so often.
const ATTEMPTS: usize = 5;
/// Codes that say somebody else was quicker: they wrote, made the page, moved or removed it.
const CONFLICT: [&str; 6] =
    ["editconflict", "articleexists", "missingtitle", "nosuchpageid", "pagedeleted", "edit-gone-missing"];
/// Characters of an edit's summary at most (`CommentStore::COMMENT_CHARACTER_LIMIT` is 500).
const LONGEST_SUMMARY: usize = 400;

/// A wiki, as one bot.
pub struct MediaWiki {
    api: Api,
    parent: String,
}

/// What the wiki's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// What stands before `/api.php`: `https://wiki.example.org/w`.
    pub base: String,
    /// The bot's login, such as `Nabat@nabat`.
    pub bot: String,
    /// The page below which reports stand, such as `Incidents`.
    pub parent: String,
}

impl MediaWiki {
    /// A connection by a bot password; nothing is called yet.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: &Settings, password: &str) -> Result<Self, CallError> {
        let api = Api::new(&settings.base, &settings.bot, password)?;
        Ok(Self { api, parent: settings.parent.trim_end_matches('/').to_owned() })
    }

    fn title(&self, name: &PageName) -> String {
        format!("{}/{}", self.parent, name.0)
    }

    /// Writes the section once; `None` where somebody else was quicker.
    async fn write(&self, title: &str, old: Option<&Page>, text: &str, summary: &str) -> Result<Option<()>, CallError> {
        let mut form = vec![("action", "edit"), ("text", text), ("summary", summary), ("bot", "1")];
        let numbers = old.map(|page| (page.id.to_string(), page.revision.to_string()));
        match (old, &numbers) {
            (Some(page), Some((id, revision))) => {
                form.extend([("pageid", id.as_str()), ("baserevid", revision), ("nocreate", "1")]);
                form.push(("starttimestamp", &page.read_at));
            }
            _ => form.extend([("title", title), ("createonly", "1")]),
        }
        match self.api.call(&form).await {
            Ok(answer) if answer["edit"]["result"] == "Success" => Ok(Some(())),
            Ok(answer) => Err(CallError::Permanent(format!(
                "MediaWiki did not take the page: {}",
                said(&answer["edit"].to_string())
            ))),
            Err(refusal) if refusal.is(&CONFLICT) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Puts a chart into the wiki; a wiki that takes none gets the page without.
    async fn put(&self, picture: Picture) -> Result<Option<Picture>, CallError> {
        let form = [("action", "upload"), ("filename", picture.name.as_str()), ("ignorewarnings", "1")];
        match self.api.upload(&form, (&picture.name, &picture.content)).await {
            Ok(answer) if answer["upload"]["result"] == "Success" => Ok(Some(picture)),
            Err(refusal) if refusal.is(&["fileexists-no-change"]) => Ok(Some(picture)),
            Err(Refusal::Call(error)) => Err(error),
            other => {
                let why = other.map(|answer| said(&answer["upload"].to_string())).map_err(CallError::from);
                let why = why.unwrap_or_else(|error| error.to_string());
                tracing::warn!("`{}` is not taken, the page stands without it: {why}", picture.name);
                Ok(None)
            }
        }
    }
}

fn removed(title: &str, told: &str) -> CallError {
    let cure = "restore it there and put the job back to work, or discard the job";
    CallError::Permanent(format!("the page {title} was deleted by hand {told}: {cure}"))
}

/// What the history of the page says of a revision.
fn summary(document: &Document) -> String {
    let words = if document.changes.is_empty() { document.title.clone() } else { document.changes.join("; ") };
    words.chars().take(LONGEST_SUMMARY).collect()
}

#[async_trait]
impl Wiki for MediaWiki {
    fn capabilities(&self) -> WikiCapabilities {
        WikiCapabilities { keyed: true, two_views: false, elsewhere: true }
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        let (title, document) = (self.title(&page.name), &page.redacted);
        let mut body = None;
        for _ in 0..ATTEMPTS {
            let old = match standing(&self.api, &title).await? {
                Standing::Is(page) => Some(page),
                Standing::Never => None,
                Standing::Removed(told) => return Err(removed(&title, &told)),
            };
            let published = old.as_ref().and_then(Page::published);
            if let Some(done) = published.clone().filter(|done| done.key.as_ref() == Some(&key.0)) {
                return Ok(done);
            }
            // Charts before the text: a page is kept with whatever stood there when it was first shown.
            if body.is_none() {
                let mut put = Vec::new();
                for picture in pictures(&page.name, document).await? {
                    put.push(self.put(picture).await?);
                }
                let told = say(document.language, "wiki-section", &[]);
                body = Some(format!("<!-- {told} -->\n{}", markup::wikitext(document, &put)));
            }
            let revision = next_revision(published.as_ref());
            let before = old.as_ref().map_or("", |page| page.text.as_str());
            let text = MARKS.merged(before, key, revision, body.as_deref().unwrap_or_default());
            if self.write(&title, old.as_ref(), &text, &summary(document)).await?.is_some() {
                let made = self.find(&page.name).await?;
                return made
                    .ok_or_else(|| CallError::Transient(format!("the page {title} was written and is not there")));
            }
        }
        Err(CallError::Transient(format!("the page {title} is being written by others")))
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        match standing(&self.api, &self.title(name)).await? {
            Standing::Is(page) => Ok(page.published()),
            Standing::Never | Standing::Removed(_) => Ok(None),
        }
    }
}
