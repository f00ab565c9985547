//! What an Alertmanager sends: a proposal to first line, or an incident at once where the product's policy says so.
//!
//! One message is one group, and one group is one proposal however often it fires, is resolved and fires again: until
//! it has been quiet for so long, or while its incident is open. Alertmanager sends again after 5xx alone.

mod group;

use crate::delivery::Delivery;
use crate::{refusal, refuse, registered, visible};
use group::Group;
use http::StatusCode;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{DeskId, IncidentId, ProductId};
use nabat_domain::incident::Registration;
use nabat_domain::time::{At, Length};
use nabat_kit::access::token;
use nabat_kit::configuration::{Current, current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, header, json_answer};
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::registration::{Mentioned, Payload, Unknown, known};
use nabat_kit::table::{Action, Condition, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Largest group taken, bytes: in a mass failure it is large, and a group refused is not sent again.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// A group that has been quiet for so long is news when it fires again.
const QUIET: Length = Length::hours(1);

/// Which proposal a group made last.
#[derive(Serialize, Deserialize)]
struct Proposed {
    desk: DeskId,
    /// When it was last heard of, firing or resolved.
    heard: At,
}

/// Answers `POST /alerts/{product}`.
pub async fn handle(env: &Env, product: &ProductId, request: Request) -> Answer {
    match answer(env, product, &request).await {
        Ok(answer) => answer,
        Err(fault) => {
            tracing::error!(product = %product, "alerts not taken: {fault}");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "desk-error-later", &[])
        }
    }
}

async fn answer(env: &Env, product: &ProductId, request: &Request) -> Result<Answer, Fault> {
    if request.body().len() > LARGEST {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "desk-error-size", &[]));
    }
    let secret = header(request, "authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let sender = token(env, secret.trim()).await?.filter(|sender| sender.product == *product);
    if !sender.is_some_and(|sender| matches!(sender.role, Role::FirstLine | Role::Admin)) {
        return Ok(refuse(StatusCode::UNAUTHORIZED, "alerts-error-token", &[]));
    }
    let Some(configured) = current(env, product).await? else {
        return Ok(refuse(StatusCode::NOT_FOUND, "desk-error-unknown-product", &[("product", product.as_str())]));
    };
    let Some(group) = Group::read(request.body()) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "alerts-error-body", &[]));
    };
    take(env, &configured, product, &group).await
}

async fn take(env: &Env, configured: &Current, product: &ProductId, group: &Group) -> Result<Answer, Fault> {
    let now = env.now();
    let key = keys::alert_group(product, &group.key);
    let row = env.table.get(&key).await?;
    let last: Option<Proposed> = row
        .as_ref()
        .map(|row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("alert group", error)))
        .transpose()?;
    let known_as = match last {
        Some(last) if now.since(last.heard) < QUIET || is_open(env, product, &last.desk).await? => Some(last.desk),
        _ => None,
    };
    let (desk, outcome) = match (known_as, group.began()) {
        (Some(desk), _) => (desk, "known"),
        // It is over, and nobody heard that it had begun.
        (None, None) => return Ok(json_answer(StatusCode::OK, &json!({ "outcome": "over" }))),
        (None, Some(began)) => {
            let desk = group.desk(began);
            let outcome = propose(env, configured, product, group, &desk, began).await?;
            (desk, outcome)
        }
    };
    let body = serde_json::to_string(&Proposed { desk: desk.clone(), heard: now }).expect("only string keys");
    let version = row.as_ref().map_or(1, |row| row.version + 1);
    let condition = row.as_ref().map_or(Condition::Absent, |row| Condition::Version(row.version));
    let heard = Row { key, body, version, due: None, listed: None, expires: Some(now.plus(Length::hours(7 * 24)).0) };
    env.table.write(&[Action::Put(heard, condition)]).await?;
    Ok(json_answer(StatusCode::OK, &json!({ "outcome": outcome, "record": desk })))
}

async fn is_open(env: &Env, product: &ProductId, desk: &DeskId) -> Result<bool, Fault> {
    let incident = IncidentId::of_desk_record(product, desk);
    let state = load(env.table.as_ref(), product, &incident).await?;
    Ok(state.is_some_and(|state| state.head.closed_at.is_none()))
}

/// A group nobody heard of: an incident where the policy says so and the catalogue knows what fails, else a proposal.
async fn propose(
    env: &Env,
    configured: &Current,
    product: &ProductId,
    group: &Group,
    desk: &DeskId,
    began: At,
) -> Result<&'static str, Fault> {
    let fields = fields(group, desk, began);
    let body = serde_json::to_vec(&fields).map_err(|error| Fault::unreadable("alerts", error))?;
    let delivery = Delivery::new(env, product, &format!("alerts.{desk}"), &body);
    if delivery.seen(env).await?.is_some() {
        return Ok("known");
    }
    let policy = &configured.version.catalogue.product.policy.registered_alerts;
    let at_once = !policy.is_empty() && group.has(policy);
    if at_once && let Ok(registration) = Payload::new(&fields, &configured.names.contacts).registration() {
        let mentioned = Mentioned { service: &registration.service, functions: &registration.functions, scope: None };
        if known(&configured.version.catalogue, &mentioned).is_ok() {
            let registration = Registration { alert: true, ..registration };
            registered(env, configured, &delivery, &fields, registration).await?;
            return Ok("registered");
        }
    }
    refusal::keep(env, configured, &delivery, &fields, &Unknown::proposed(&group.name())).await?;
    Ok("proposed")
}

/// The group in the fields of the generic webhook: one that is proposed is registered from these.
fn fields(group: &Group, desk: &DeskId, began: At) -> Map<String, Value> {
    let told = json!({
        "type": "incident.registered",
        "id": desk,
        "service": group.common("service").unwrap_or_default(),
        "functions": group.common("function").into_iter().collect::<Vec<_>>(),
        "summary": group.summary(),
        "description": group.description(),
        "started_at": began.to_rfc3339(),
        "registered_by": "Alertmanager",
        "url": group.address(),
    });
    match visible(told) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
