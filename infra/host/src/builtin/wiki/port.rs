//! The wiki port: publications are keyed, one commit each.

use super::BuiltinWiki;
use super::store;
use crate::builtin::database::Failure;
use async_trait::async_trait;
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};

#[async_trait]
impl Wiki for BuiltinWiki {
    fn capabilities(&self) -> WikiCapabilities {
        WikiCapabilities { keyed: true, two_views: true, elsewhere: false }
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        let reply = self.faults.meet().await?;
        let (page, now, by) = (page.clone(), self.clock.now(), key.0.clone());
        let done = self.database.once(key, "publish", move |store| {
            if store::product_of(&page.name).is_none() {
                return Err(Failure::Refused(format!("`{}` is not a page's name: product/incident", page.name.0)));
            }
            let revision = store::revise(store, &page, &by, now)?;
            Ok(PublishedPage { address: address(&page.name), revision: u64::from(revision), key: Some(by) })
        });
        reply.give(done.await?.result())
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        let reply = self.faults.meet().await?;
        let wanted = name.clone();
        let found = self.database.read(move |read| store::last(read, &wanted)).await;
        let found = found.map_err(|error| CallError::Transient(error.to_string()))?;
        let page =
            |(revision, key)| PublishedPage { address: address(name), revision: u64::from(revision), key: Some(key) };
        reply.give(found.map(page))
    }
}

fn address(name: &PageName) -> String {
    format!("/wiki/{}", name.0)
}
