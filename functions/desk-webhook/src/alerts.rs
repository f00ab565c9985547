//! What an Alertmanager sends: a proposal to first line, or an incident at once where the product's policy says so.
//!
//! One message is one group, and one group is one proposal however often it fires, is resolved and fires again: until
//! it has been quiet for so long, or while its incident is open. Alertmanager sends again after 5xx alone.

mod group;
mod heard;

use crate::delivery::Delivery;
use crate::{own, refusal, refuse, registered, visible};
use group::Group;
use heard::{Heard, Memory};
use http::StatusCode;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{DeskId, IncidentId, ProductId};
use nabat_domain::incident::Registration;
use nabat_domain::time::At;
use nabat_kit::access::token;
use nabat_kit::configuration::{Current, current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, header, json_answer};
use nabat_kit::incident::load;
use nabat_kit::registration::{Mentioned, Payload, Unknown, known};
use serde_json::{Map, Value, json};

/// Largest group taken, bytes: in a mass failure it is large, and a group refused is not sent again.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// Answers `POST /alerts/{product}`.
#[nabat_kit::boxed]
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

/// Other deliveries of one group in the same moment that are waited for.
const TOGETHER: usize = 4;

async fn take(env: &Env, configured: &Current, product: &ProductId, group: &Group) -> Result<Answer, Fault> {
    for _ in 0..TOGETHER {
        let mut memory = Memory::of(env, product, &group.key).await?;
        let known = match memory.last.clone() {
            Some(last) if last.lasts(env.now()) || is_open(env, product, &last.desk).await? => Some(last),
            _ => None,
        };
        let (desk, outcome) = match (known, group.began()) {
            (Some(Heard { desk, taken: true, .. }), _) => (desk, "known"),
            // It is over, and nobody heard that it had begun.
            (_, None) => return Ok(json_answer(StatusCode::OK, &json!({ "outcome": "over" }))),
            (known, Some(began)) => {
                let is_written = known.is_some();
                let desk = known.map_or_else(|| group.desk(&env.secrets, began), |last| last.desk);
                if !is_written && !memory.note(env, &desk, true, false).await? {
                    continue;
                }
                let outcome = propose(env, configured, product, group, &desk, began).await?;
                (desk, outcome)
            }
        };
        // Where another delivery was faster, it wrote the same.
        memory.note(env, &desk, group.began().is_some(), true).await?;
        return Ok(json_answer(StatusCode::OK, &json!({ "outcome": outcome, "record": desk })));
    }
    Err(Fault::Retry("many deliveries of one group of alerts at once".to_owned()))
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
    let mut case = None;
    if at_once && let Ok(registration) = Payload::new(&fields, &configured.names.contacts).registration() {
        let mentioned = Mentioned { service: &registration.service, functions: &registration.functions, scope: None };
        if known(&configured.version.catalogue, &mentioned).is_ok() {
            let registration = Registration { alert: true, ..registration };
            match registered(env, configured, &delivery, &fields, registration).await {
                Ok(_) => return Ok("registered"),
                // Alertmanager would send it for ever: people hear of it instead.
                Err(fault @ Fault::Permanent(_)) => {
                    tracing::error!(product = %product, "an alert can never be registered, it is proposed: {fault}");
                    case = own::case(env, product, &fields).await?;
                }
                Err(fault) => return Err(fault),
            }
        }
    }
    refusal::keep(env, configured, &delivery, &fields, &Unknown::proposed(&group.name()), case.as_ref()).await?;
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
