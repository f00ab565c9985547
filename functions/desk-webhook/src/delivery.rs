//! One delivery of a desk: by its webhook-id, answered once and then always the same.

use http::StatusCode;
use nabat_domain::ids::ProductId;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, InboxRecord};
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::keys;
use nabat_kit::table::Key;

/// A delivery, before anything was done with it.
pub(crate) struct Delivery {
    pub(crate) product: ProductId,
    pub(crate) key: Key,
    pub(crate) body_hash: String,
}

/// A delivery that came before.
pub(crate) enum Seen {
    /// With the same body: the same answer, byte for byte.
    Same(Answer),
    /// With another body.
    OtherBody,
}

impl Delivery {
    pub(crate) fn new(env: &Env, product: &ProductId, id: &str, body: &[u8]) -> Self {
        let key = keys::desk_delivery(product, id);
        Self { product: product.clone(), key, body_hash: env.secrets.body_hash(body) }
    }

    pub(crate) fn inbox(&self) -> Inbox {
        Inbox::New { key: self.key.clone(), body_hash: self.body_hash.clone() }
    }

    pub(crate) async fn seen(&self, env: &Env) -> Result<Option<Seen>, Fault> {
        let Some(row) = env.table.get(&self.key).await? else { return Ok(None) };
        let record: InboxRecord =
            serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("inbox record", error))?;
        if record.body_hash != self.body_hash {
            return Ok(Some(Seen::OtherBody));
        }
        let status = StatusCode::from_u16(record.status).unwrap_or(StatusCode::ACCEPTED);
        Ok(Some(Seen::Same(json_answer(status, &record.answer))))
    }
}
