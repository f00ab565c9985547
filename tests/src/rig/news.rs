//! What the rig's desk says when it is asked what changed.

use super::Rig;
use async_trait::async_trait;
use nabat_desk_webhook::{SHARE, follow};
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::At;
use nabat_kit::fault::Fault;
use nabat_kit::port::{CallError, Changed, DeskListener, DeskNews};

struct Told(DeskNews);

#[async_trait]
impl DeskListener for Told {
    async fn listed(&self, _: At) -> Result<Vec<Changed>, CallError> {
        Ok(vec![Changed { id: self.0.id.clone(), about: self.0.about, at: self.0.at }])
    }

    async fn read(&self, _: &Changed) -> Result<Option<DeskNews>, CallError> {
        Ok(Some(self.0.clone()))
    }
}

impl Rig {
    /// Its desk is asked what changed there.
    ///
    /// # Errors
    /// As [`follow`].
    #[nabat_kit::boxed]
    pub async fn follows(&self, desk: &dyn DeskListener) -> Result<(), Fault> {
        let followed = follow(&self.env, &ConnectionId::from("builtin"), desk, SHARE).await;
        self.pump().await;
        followed
    }

    /// The desk is asked, and this is all that changed.
    ///
    /// # Panics
    /// It cannot be taken.
    #[nabat_kit::boxed]
    pub async fn reconciled(&self, news: DeskNews) {
        self.follows(&Told(news)).await.expect("it is taken");
    }
}
