//! What the rig's desk says when it is asked what changed.

use super::Rig;
use async_trait::async_trait;
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, DeskListener, DeskNews};

struct Told(DeskNews);

#[async_trait]
impl DeskListener for Told {
    async fn changed(&self, _: At) -> Result<Vec<DeskNews>, CallError> {
        Ok(vec![self.0.clone()])
    }
}

impl Rig {
    /// The desk is asked, and this is all that changed.
    ///
    /// # Panics
    /// It cannot be taken.
    pub async fn reconciled(&self, news: DeskNews) {
        let connection = ConnectionId::from("builtin");
        let since = self.env.now();
        nabat_desk_webhook::reconcile(&self.env, &connection, &Told(news), since).await.expect("it is taken");
        self.pump().await;
    }
}
