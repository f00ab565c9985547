//! What the pages' forms do: register a refused registration as something known, put a job that was
//! given up back to work, or give it up for good.

use crate::access::Endpoint;
use crate::viewer::Viewer;
use nabat_domain::ids::{FunctionId, IncidentId, ServiceId};
use nabat_domain::incident::{Command, Registration};
use nabat_kit::configuration;
use nabat_kit::dead::{self, Because};
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::refused::{settle, waiting};
use nabat_kit::registration::{Mentioned, Payload, is_record, known, scoped};
use nabat_kit::table::{Key, Order as Direction};
use serde_json::Value;

/// What came of "register as…".
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Registered {
    /// It is an incident now.
    Incident(IncidentId),
    /// It waits no more, or the viewer may not register.
    Gone,
    /// The catalogue has no such service or function.
    Unknown,
    /// The registration lacks something else that nobody can choose here.
    Unfit,
}

/// Registers a refused registration as a known service with known functions.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn register_as(
    env: &Env,
    viewer: &Viewer,
    id: &str,
    service: &ServiceId,
    functions: &[FunctionId],
) -> Result<Registered, Fault> {
    let product = &viewer.product;
    let current = configuration::of(env, product).await?;
    if !viewer.may(Endpoint::Refused) {
        return Ok(Registered::Gone);
    }
    // Of what they may see; what follows is done whoever may read it.
    let found = waiting(env, product, usize::MAX).await?.into_iter().find(|refused| refused.id == id);
    let Some(refused) = found else { return Ok(Registered::Gone) };
    let env = &env.whole();
    let chosen = functions.iter().cloned().collect();
    let catalogue = &current.version.catalogue;
    let mentioned = Mentioned { service, functions: &chosen, scope: None };
    if functions.is_empty() || known(catalogue, &mentioned).is_err() {
        return Ok(Registered::Unknown);
    }
    let Value::Object(mut fields) = refused.payload.clone() else { return Ok(Registered::Unfit) };
    fields.insert("service".to_owned(), Value::from(service.as_str()));
    fields.insert("functions".to_owned(), functions.iter().map(FunctionId::as_str).collect());
    let Ok(registration) = Payload::new(&fields, &current.names.contacts).registration() else {
        return Ok(Registered::Unfit);
    };
    if is_record(&registration.desk).is_err() {
        return Ok(Registered::Unfit);
    }
    let registration = Registration { alert: refused.alert, ..scoped(catalogue, registration) };
    let incident = IncidentId::of_desk_record(product, &registration.desk);
    let inbox = Inbox::New { key: keys::desk_delivery(product, &format!("as-{id}")), body_hash: String::new() };
    let command = Command::Register(registration);
    execute(env, Order { product, incident: &incident, command: &command, inbox, spoken: None }).await?;
    settle(env, product, &refused).await?;
    Ok(Registered::Incident(incident))
}

/// Puts a job that was given up back to work; `false` if there is none, or the viewer may not.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn retry(env: &Env, viewer: &Viewer, id: &str) -> Result<bool, Fault> {
    let env = &env.whole();
    let Some(key) = given_up(env, viewer, id).await? else { return Ok(false) };
    dead::retry(env, &key).await?;
    Ok(true)
}

/// Gives a job up for good, with a reason; `false` if there is none, there is no reason, or the viewer may not.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn discard(env: &Env, viewer: &Viewer, id: &str, reason: &str) -> Result<bool, Fault> {
    let env = &env.whole();
    let Some(key) = given_up(env, viewer, id).await? else { return Ok(false) };
    let current = configuration::of(env, &viewer.product).await?;
    let why = Because { by: Some(&viewer.person), reason, at: env.now(), contacts: &current.names.contacts };
    match dead::discard(env.table.as_ref(), &viewer.product, &key, why).await {
        Ok(_) => Ok(true),
        Err(Fault::Permanent(why)) => {
            tracing::warn!(job.id = id, "not discarded: {why}");
            Ok(false)
        }
        Err(fault) => Err(fault),
    }
}

/// The key of a job in the dead list, for whoever may see that.
async fn given_up(env: &Env, viewer: &Viewer, id: &str) -> Result<Option<Key>, Fault> {
    if !viewer.may(Endpoint::Dead) {
        return Ok(None);
    }
    let list = keys::dead_list(&viewer.product);
    let given_up = env.table.list(&list, Direction::Descending, None, 1_000).await?;
    let named = |key: &Key| format!("{}/{}", key.pk, key.sk) == id;
    Ok(given_up.rows.into_iter().map(|row| row.key).find(named))
}
