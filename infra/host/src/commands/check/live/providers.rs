//! Where people sign in, as it is now: whether it can be asked, and is whom it is taken for.

use super::Told;
use crate::web::Provider;
use nabat_connectors::connections::Connections;
use std::sync::Arc;

/// Each provider by its id, with why it cannot be asked.
pub(super) async fn asked(connections: &Connections) -> Vec<(String, Option<String>)> {
    let mut asked = Vec::new();
    for (id, sign_in) in &connections.sign_ins {
        // Nobody comes back from here, so where to does not matter.
        let provider = Provider::new(Arc::clone(sign_in), "", id);
        asked.push((id.to_string(), provider.ask().await.err().map(|trouble| trouble.to_string())));
    }
    asked
}

impl Told<'_> {
    pub(super) fn providers(&mut self, asked: &[(String, Option<String>)]) {
        for (provider, why) in asked {
            match why {
                None => self.well("live-provider", &[("provider", provider)]),
                Some(why) => self.ill("live-provider-silent", &[("provider", provider), ("why", why)]),
            }
        }
    }
}
