//! The wiki: pages by deterministic names, revised as what they tell changes.

use super::{CallError, EffectKey};
use crate::document::Document;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// Names a page for ever: `product/incident`, letters every wiki takes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageName(pub String);

/// What a wiki can do; what it cannot is done another way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WikiCapabilities {
    /// Repeating a publication with the same key makes no second revision. Where it would, the page
    /// is looked at before anything is repeated, and [`PublishedPage::key`] tells.
    pub keyed: bool,
    /// A page has two views with access of their own. Where it has one, that is the redacted one.
    pub two_views: bool,
    /// Its pages are read elsewhere than at Nabat's own address: links to pages of Nabat's own have to be whole.
    pub elsewhere: bool,
}

/// A page to publish: all of it, whatever stood there before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WikiPage {
    /// Its name.
    pub name: PageName,
    /// For those who see incidents; absent where the wiki keeps one view only.
    pub full: Option<Document>,
    /// Without names, typed words and terms of contracts.
    pub redacted: Document,
}

/// A page as the wiki keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PublishedPage {
    /// Where people open it; begins with `/` where it is a page of Nabat's own.
    pub address: String,
    /// Number of its last revision, from 1.
    pub revision: u64,
    /// The key that revision was made with, where the wiki keeps it.
    pub key: Option<String>,
}

/// The wiki.
#[async_trait]
pub trait Wiki: Send + Sync {
    /// What it can do.
    fn capabilities(&self) -> WikiCapabilities;

    /// Makes the page, or a new revision of the one of that name.
    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError>;

    /// Where a page of that name stands, if there is one.
    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError>;
}
