//! A model of a wiki: pages by name with all their revisions; it can be down for as long as a test wants.

use super::crash::Crashes;
use async_trait::async_trait;
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Whether the wiki answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Health {
    /// It answers.
    #[default]
    Up,
    /// Every call fails.
    Down,
}

#[derive(Clone, Default)]
struct Pages {
    revisions: BTreeMap<PageName, Vec<(EffectKey, WikiPage)>>,
    health: Health,
    refused: u64,
}

/// The model. It knows keys, or does not and has to be looked at, as it is made.
pub struct ModelWiki {
    pages: Mutex<Pages>,
    can: WikiCapabilities,
}

impl Default for ModelWiki {
    fn default() -> Self {
        Self { pages: Mutex::default(), can: WikiCapabilities { keyed: true, two_views: true, elsewhere: false } }
    }
}

impl ModelWiki {
    /// A copy.
    pub fn fork(&self) -> Self {
        Self { pages: Mutex::new(self.pages().clone()), can: self.can }
    }

    /// A wiki that makes a second revision of a repeated publication and keeps one view only.
    pub fn simple() -> Self {
        Self { can: WikiCapabilities { keyed: false, two_views: false, elsewhere: true }, ..Self::default() }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().expect("nothing panics while holding it")
    }

    /// From now on it answers, or does not.
    pub fn becomes(&self, health: Health) {
        self.pages().health = health;
    }

    /// Calls that were not answered.
    pub fn refused(&self) -> u64 {
        self.pages().refused
    }

    /// Names of all pages.
    pub fn names(&self) -> Vec<PageName> {
        self.pages().revisions.keys().cloned().collect()
    }

    /// Revisions of a page with the keys they were made with, the first one first.
    pub fn revisions(&self, name: &PageName) -> Vec<(EffectKey, WikiPage)> {
        self.pages().revisions.get(name).cloned().unwrap_or_default()
    }

    fn call<T>(&self, work: impl FnOnce(&mut Pages) -> T) -> Result<T, CallError> {
        let mut pages = self.pages();
        match pages.health {
            Health::Up => Ok(work(&mut pages)),
            Health::Down => {
                pages.refused += 1;
                Err(CallError::Transient("the wiki is down".to_owned()))
            }
        }
    }
}

impl Pages {
    fn at(&self, name: &PageName, index: usize) -> Option<PublishedPage> {
        let (key, _) = self.revisions.get(name)?.get(index)?;
        let revision = index as u64 + 1;
        Some(PublishedPage { address: format!("/wiki/{}", name.0), revision, key: Some(key.0.clone()) })
    }
}

/// The wiki as a mortal process reaches it.
#[derive(Clone)]
pub struct WikiPort {
    wiki: Arc<ModelWiki>,
    crashes: Crashes,
}

impl WikiPort {
    /// A port to a wiki.
    pub fn new(wiki: ModelWiki, crashes: Crashes) -> Self {
        Self { wiki: Arc::new(wiki), crashes }
    }

    /// The wiki itself.
    pub fn plain(&self) -> &ModelWiki {
        &self.wiki
    }

    async fn call<T>(&self, work: impl FnOnce(&mut Pages) -> T) -> Result<T, CallError> {
        self.crashes.call(async { self.wiki.call(work) }).await
    }
}

#[async_trait]
impl Wiki for WikiPort {
    fn capabilities(&self) -> WikiCapabilities {
        self.wiki.can
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        let keyed = self.wiki.can.keyed;
        self.crashes.next_is_at_wiki();
        let work = |pages: &mut Pages| {
            let revisions = pages.revisions.entry(page.name.clone()).or_default();
            let known = revisions.iter().position(|(made_with, _)| keyed && made_with == key);
            let index = known.unwrap_or_else(|| {
                revisions.push((key.clone(), page.clone()));
                revisions.len() - 1
            });
            pages.at(&page.name, index).expect("the revision was just found or made")
        };
        let what = format!("wiki: publish {}", page.name.0);
        self.crashes.effect(key, what, async { self.wiki.call(work) }).await
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        self.call(|pages| {
            let last = pages.revisions.get(name).map_or(0, Vec::len);
            last.checked_sub(1).and_then(|last| pages.at(name, last))
        })
        .await
    }
}
