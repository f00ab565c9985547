//! One suite for every wiki: the model with and without keys, and the built-in one over its file.

use nabat::builtin::wiki::BuiltinWiki;
use nabat::clocks::MachineClock;
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};
use nabat_tests::folder::Folder;
use nabat_tests::rig::{Crashes, ModelWiki, WikiPort};
use std::sync::Arc;

fn model(wiki: ModelWiki) -> Box<dyn Wiki> {
    Box::new(WikiPort::new(wiki, Crashes::default()))
}

/// The built-in wiki with its folder.
struct Kept {
    wiki: BuiltinWiki,
    _folder: Folder,
}

#[async_trait::async_trait]
impl Wiki for Kept {
    fn capabilities(&self) -> WikiCapabilities {
        self.wiki.capabilities()
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        self.wiki.publish(key, page).await
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        self.wiki.find(name).await
    }
}

fn builtin() -> Box<dyn Wiki> {
    let folder = Folder::new();
    let wiki = BuiltinWiki::open(&folder.path().join("wiki.db"), Arc::new(MachineClock)).expect("a fresh file");
    Box::new(Kept { wiki, _folder: folder })
}

mod keyed {
    nabat_tests::wiki_suite!(super::model(super::ModelWiki::default()));
}

mod looked_at {
    nabat_tests::wiki_suite!(super::model(super::ModelWiki::simple()));
}

mod kept {
    nabat_tests::wiki_suite!(super::builtin());
}
