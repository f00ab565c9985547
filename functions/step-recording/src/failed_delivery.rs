//! A delivery that could not be worked on: it waits its turn and delays nobody, and is given up in
//! the end.

use nabat_domain::ids::ProductId;
use nabat_kit::chat::RoomRow;
use nabat_kit::configuration;
use nabat_kit::dead::{self, Notices, notices};
use nabat_kit::env::Env;
use nabat_kit::execute::InboxRecord;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::patience::{ATTEMPTS, wait};
use nabat_kit::table::{Action, Condition, Due, Key, Row};

pub(crate) async fn failed(env: &Env, key: &Key, fault: &Fault) -> Result<(), Fault> {
    let Some(row) = env.table.get(key).await?.filter(|row| row.due.is_some()) else { return Ok(()) };
    let Ok(mut record) = serde_json::from_str::<InboxRecord>(&row.body) else {
        return give_up(env, row, fault).await;
    };
    record.attempts += 1;
    record.last_error = Some(fault.to_string());
    let over = record.attempts >= ATTEMPTS || matches!(fault, Fault::Permanent(_));
    let body = serde_json::to_string(&record).expect("a record has only string keys");
    let row = Row { body, ..row };
    if over {
        return give_up(env, row, fault).await;
    }
    tracing::warn!(delivery = %key.sk, attempts = record.attempts, "delivery waits: {fault}");
    let at = env.now().plus(wait(record.attempts)).0;
    let due = row.due.map(|due| Due { at, ..due });
    let version = row.version;
    let waits = Action::Put(Row { version: version + 1, due, ..row }, Condition::Version(version));
    Notices::default().with(env, vec![waits]).await
}

/// It is due no more, and seen by those whose messenger it came from.
async fn give_up(env: &Env, row: Row, fault: &Fault) -> Result<(), Fault> {
    tracing::error!(delivery = %row.key.sk, "delivery given up: {fault}");
    let product = product(env, &row).await?;
    let listed = product.as_ref().map(|product| dead::listed(product, &row.key, env.now()));
    let told = match &product {
        Some(product) => notices(env, product, None, "delivery").await,
        None => Notices::default(),
    };
    let version = row.version;
    let dead = Row { version: version + 1, due: None, listed, ..row };
    told.with(env, vec![Action::Put(dead, Condition::Version(version))]).await
}

/// The product of the room, else the first that speaks through the messenger.
async fn product(env: &Env, row: &Row) -> Result<Option<ProductId>, Fault> {
    let connection = keys::delivered_by(&row.key);
    let record = serde_json::from_str::<InboxRecord>(&row.body).ok().and_then(|record| record.waiting);
    let room = record.as_ref().and_then(|waiting| waiting["delivery"]["room"].as_str());
    if let Some(room) = room
        && let Some(row) = env.table.get(&keys::room(&connection, &room.into())).await?
        && let Ok(room) = serde_json::from_str::<RoomRow>(&row.body)
    {
        return Ok(Some(room.product));
    }
    for (product, _) in configuration::products(env).await? {
        let current = configuration::current(env, &product).await?;
        if current.is_some_and(|current| current.version.catalogue.product.speaks_through(&connection)) {
            return Ok(Some(product));
        }
    }
    Ok(None)
}
