//! Where a page stands now: under its name, or wherever people moved it; or who removed it.

use super::api::{Api, Refusal};
use crate::http::said;
use crate::own;
use crate::wiki::section::Marks;
use nabat_kit::port::{CallError, PublishedPage};
use serde_json::Value;

/// Comments in the source, seen by nobody who reads.
pub(super) const MARKS: Marks = Marks { begin: "<!-- nabat:begin ", begun: " -->", end: "<!-- nabat:end -->" };

/// A page may be moved again and again.
const MOVES: usize = 8;

/// A page as it stands.
pub(super) struct Page {
    pub(super) id: i64,
    pub(super) revision: i64,
    pub(super) address: String,
    pub(super) text: String,
    /// The wiki's clock when it was read: what happens later is a conflict.
    pub(super) read_at: String,
}

/// What became of a page.
pub(super) enum Standing {
    Is(Page),
    /// Nobody ever made it.
    Never,
    /// Removed by hand: by whom, when, with which words.
    Removed(String),
}

impl Page {
    /// What Nabat published there, if its marks stand.
    pub(super) fn published(&self) -> Option<PublishedPage> {
        let section = MARKS.find(&self.text)?;
        Some(PublishedPage { address: self.address.clone(), revision: section.revision, key: Some(section.key) })
    }
}

/// Looks for a page by its first name.
pub(super) async fn standing(api: &Api, name: &str) -> Result<Standing, CallError> {
    let mut title = name.to_owned();
    for _ in 0..MOVES {
        if let Some(page) = read(api, &title).await? {
            return Ok(Standing::Is(page));
        }
        match fate(api, &title).await? {
            Fate::None => return Ok(Standing::Never),
            Fate::Moved(to) => title = to,
            Fate::Removed(told) => return Ok(Standing::Removed(told)),
        }
    }
    Err(CallError::Permanent(format!("the page {name} was moved more than {MOVES} times, or in a circle")))
}

/// A page of that title, a redirect followed.
async fn read(api: &Api, title: &str) -> Result<Option<Page>, CallError> {
    let form = [
        ("action", "query"),
        ("prop", "revisions|info"),
        ("rvprop", "ids|content"),
        ("rvslots", "main"),
        ("inprop", "url"),
        ("redirects", "1"),
        ("curtimestamp", "1"),
        ("titles", title),
    ];
    let answer = api.call(&form).await?;
    let page = &answer["query"]["pages"][0];
    if let Some(reason) = page["invalidreason"].as_str() {
        return Err(CallError::Permanent(format!("MediaWiki takes no page `{title}`: {}", said(reason))));
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let made = || {
        let revision = &page["revisions"][0];
        Some(Page {
            id: page["pageid"].as_i64()?,
            revision: revision["revid"].as_i64()?,
            address: text(&page["fullurl"])?,
            text: text(&revision["slots"]["main"]["content"])?,
            read_at: text(&answer["curtimestamp"])?,
        })
    };
    match page["missing"] == true {
        true => Ok(None),
        false => made()
            .map(Some)
            .ok_or_else(|| CallError::Permanent(format!("no page is told of `{title}`: {}", said(&page.to_string())))),
    }
}

enum Fate {
    None,
    Moved(String),
    Removed(String),
}

/// What the log says of a page that is not there.
async fn fate(api: &Api, title: &str) -> Result<Fate, Refusal> {
    let form = [
        ("action", "query"),
        ("list", "logevents"),
        ("letitle", title),
        ("lelimit", "50"),
        ("leprop", "type|user|timestamp|comment|details"),
    ];
    let answer = api.call(&form).await?;
    for event in own::list(&answer["query"], "logevents")? {
        let word = |field: &str| event[field].as_str().unwrap_or_default();
        if let ("move", Some(to)) = (word("type"), event["params"]["target_title"].as_str()) {
            return Ok(Fate::Moved(to.to_owned()));
        }
        if (word("type"), word("action")) == ("delete", "delete") {
            let told = format!("by {} at {} (\"{}\")", word("user"), word("timestamp"), word("comment"));
            return Ok(Fate::Removed(told));
        }
    }
    Ok(Fate::None)
}
