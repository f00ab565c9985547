//! What service desks send: registered, updated, closed; of problems updated, closed, reopened. The answer carries the outcome, so the
//! command is carried through before anything is answered.

pub mod alerts;
mod delivery;
mod followed;
mod own;
mod problem;
mod pushed;
mod reconcile;
mod refusal;
mod standing;

pub use followed::{SHARE, follow, follow_all};
pub use pushed::pushed;

use delivery::{Delivery, Seen};
use http::StatusCode;
use nabat_domain::answer::clean;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{DeskId, IncidentId, ProductId};
use nabat_domain::incident::{Command, Registration};
use nabat_kit::configuration::{self, Current, current};
use nabat_kit::env::Env;
use nabat_kit::execute::{Order, execute};
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, depth, error, json_answer};
use nabat_kit::incident::{description, load, text};
use nabat_kit::messages::say;
use nabat_kit::registration::{BadField, Mentioned, Payload, Unknown, is_record, known, scoped};
use serde_json::{Map, Value};

/// Largest body taken, bytes.
pub const LARGEST: usize = 256 * 1024;

/// Deepest nesting taken.
const DEEPEST: usize = 32;

/// Answers `POST /desk/{product}/generic`.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, product: &ProductId, request: Request) -> Answer {
    match answer(env, product, request).await {
        Ok(answer) => answer,
        Err(fault) => {
            tracing::error!(product = %product, "desk webhook not taken: {fault}");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "desk-error-later", &[])
        }
    }
}

async fn answer(env: &Env, product: &ProductId, request: Request) -> Result<Answer, Fault> {
    if request.body().len() > LARGEST {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "desk-error-size", &[]));
    }
    let header = |name: &str| nabat_kit::http::header(&request, name).map(str::to_owned);
    let Ok(id) = nabat_kit::signature::verify(env.secrets.of_desk(product), &header, request.body(), env.now()) else {
        return Ok(refuse(StatusCode::UNAUTHORIZED, "desk-error-signature", &[]));
    };
    let Some(configured) = current(env, product).await? else {
        return Ok(refuse(StatusCode::NOT_FOUND, "desk-error-unknown-product", &[("product", product.as_str())]));
    };
    let delivery = Delivery::new(env, product, &id, request.body());
    if let Some(answer) = answered(env, &delivery).await? {
        return Ok(answer);
    }
    let Some(fields) = object(request.body()) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "desk-error-json", &[]));
    };
    dispatch(env, &configured, &delivery, &fields).await
}

/// The answer to a delivery that came before: the same one, or that its id was used for another body.
async fn answered(env: &Env, delivery: &Delivery) -> Result<Option<Answer>, Fault> {
    Ok(match delivery.seen(env).await? {
        Some(Seen::Same(answer)) => Some(answer),
        Some(Seen::OtherBody) => Some(refuse(StatusCode::CONFLICT, "desk-error-other-body", &[])),
        None => None,
    })
}

fn object(body: &[u8]) -> Option<Map<String, Value>> {
    if depth(body) > DEEPEST {
        return None;
    }
    match serde_json::from_slice(body).ok()? {
        Value::Object(fields) => Some(fields.into_iter().map(|(key, value)| (key, visible(value))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
    }
}

/// Words as people will see them: what turns a line around or hides in it is no part of a record.
fn visible(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean(&text)),
        Value::Array(items) => Value::Array(items.into_iter().map(visible).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(key, value)| (key, visible(value))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// Takes what was sent. What can never be taken is kept for people and refused: answered "later", a desk would send it
/// for ever.
async fn dispatch(
    env: &Env,
    configured: &Current,
    delivery: &Delivery,
    fields: &Map<String, Value>,
) -> Result<Answer, Fault> {
    match taken(env, configured, delivery, fields).await {
        Err(fault @ Fault::Permanent(_)) => {
            tracing::error!(product = %delivery.product, "what the desk sent can never be taken: {fault}");
            let case = own::case(env, &delivery.product, fields).await?;
            refusal::keep(env, configured, delivery, fields, &Unknown::impossible(), case.as_ref()).await
        }
        other => other,
    }
}

async fn taken(
    env: &Env,
    configured: &Current,
    delivery: &Delivery,
    fields: &Map<String, Value>,
) -> Result<Answer, Fault> {
    let payload = Payload::new(fields, &configured.names.contacts);
    let read = async {
        match payload.text("type")?.as_str() {
            "incident.registered" => Ok(Said::Registered(Box::new(payload.registration()?))),
            "incident.updated" => Ok(Said::Updated(DeskId::new(payload.text("id")?))),
            "incident.closed" => Ok(Said::Closed(DeskId::new(payload.text("id")?))),
            "problem.updated" | "problem.closed" | "problem.reopened" => problem::read(&payload).map(Said::Problem),
            _ => Err(BadField { field: "type".to_owned(), reason: say(Language::En, "desk-error-type", &[]) }),
        }
    };
    let read = read.await;
    // A record the desk made for an incident of ours is changed and closed by hand too.
    if let Ok(said) = &read
        && let Some(answer) = own::changed(env, delivery, said).await?
    {
        return Ok(answer);
    }
    match read {
        Err(bad) => Ok(error(StatusCode::BAD_REQUEST, &bad.reason, Some(&bad.field))),
        Ok(Said::Registered(registration)) => registered(env, configured, delivery, fields, *registration).await,
        Ok(Said::Updated(desk)) => match payload.report() {
            Err(bad) => Ok(error(StatusCode::BAD_REQUEST, &bad.reason, Some(&bad.field))),
            Ok(report) => changed(env, configured, delivery, fields, &desk, report).await,
        },
        Ok(Said::Problem(said)) => problem::done(env, delivery, said).await,
        Ok(Said::Closed(desk)) => about(env, configured, delivery, fields, &desk, Command::DeskClosed).await,
    }
}

enum Said {
    Registered(Box<Registration>),
    Updated(DeskId),
    Closed(DeskId),
    Problem(problem::Said),
}

async fn registered(
    env: &Env,
    configured: &Current,
    delivery: &Delivery,
    fields: &Map<String, Value>,
    registration: Registration,
) -> Result<Answer, Fault> {
    let incident = own::incident(env, &delivery.product, &registration.desk).await?;
    let known_already = load(env.table.as_ref(), &delivery.product, &incident).await?.is_some();
    let mentioned = Mentioned {
        service: &registration.service,
        functions: &registration.functions,
        // Unknown organisations hold no registration up: see `scoped`.
        scope: None,
    };
    if !known_already
        && let Err(unknown) =
            is_record(&registration.desk).and_then(|()| known(&configured.version.catalogue, &mentioned))
    {
        return refusal::keep(env, configured, delivery, fields, &unknown, None).await;
    }
    let desk = registration.desk.clone();
    let registration = scoped(&configured.version.catalogue, registration);
    let answer = carry(env, delivery, &incident, &Command::Register(registration)).await?;
    refusal::settle(env, &delivery.product, &desk).await?;
    Ok(answer)
}

async fn changed(
    env: &Env,
    configured: &Current,
    delivery: &Delivery,
    fields: &Map<String, Value>,
    desk: &DeskId,
    mut report: nabat_domain::incident::DeskReport,
) -> Result<Answer, Fault> {
    let incident = own::incident(env, &delivery.product, desk).await?;
    if let Some(state) = load(env.table.as_ref(), &delivery.product, &incident).await? {
        let service = report.service.as_ref().unwrap_or(&state.head.service);
        let functions = report.functions.as_ref().unwrap_or(&state.head.functions);
        // An incident knows what the version it began with knows, and nothing newer.
        let pinned = configuration::version(env, &delivery.product, &state.head.catalogue).await?;
        let mentioned = Mentioned { service, functions, scope: report.scope.as_ref() };
        if let Err(unknown) = known(&pinned.catalogue, &mentioned) {
            return refusal::keep(env, configured, delivery, fields, &unknown, Some(&incident)).await;
        }
        // Words are stored salted: whether they are new is seen here, where they can be read.
        let words = text(env, &delivery.product, &incident, &state.head.summary).await?;
        report.summary = report.summary.filter(|summary| words.as_deref() != Some(summary.as_str()));
        let words = description(env, &delivery.product, &state).await?;
        report.description = report.description.filter(|said| words.as_deref() != Some(said.as_str()));
        if state.head.alert.is_some() {
            // It was written there by Nabat; desks keep no part of a second, and forms of people none of a minute.
            report.began = report.began.filter(|at| at.0 / 60_000 != state.head.began.0 / 60_000);
        }
    }
    about(env, configured, delivery, fields, desk, Command::DeskChanged(report)).await
}

/// A command for a record that has to be known.
async fn about(
    env: &Env,
    configured: &Current,
    delivery: &Delivery,
    fields: &Map<String, Value>,
    desk: &DeskId,
    command: Command,
) -> Result<Answer, Fault> {
    let incident = own::incident(env, &delivery.product, desk).await?;
    if load(env.table.as_ref(), &delivery.product, &incident).await?.is_none() {
        return refusal::keep(env, configured, delivery, fields, &Unknown::record(desk), None).await;
    }
    carry(env, delivery, &incident, &command).await
}

async fn carry(env: &Env, delivery: &Delivery, incident: &IncidentId, command: &Command) -> Result<Answer, Fault> {
    let order = Order { product: &delivery.product, incident, command, inbox: delivery.inbox(), spoken: None };
    let verdict = execute(env, order).await?;
    // Another delivery of this id came at the same moment and was quicker.
    if verdict.seen
        && let Some(answer) = answered(env, delivery).await?
    {
        return Ok(answer);
    }
    Ok(json_answer(StatusCode::ACCEPTED, &verdict.answer))
}

fn refuse(status: StatusCode, key: &str, args: &[(&str, &str)]) -> Answer {
    error(status, &say(Language::En, key, args), None)
}
