//! Reading what the pages of refused registrations show.

use super::nearest::nearest;
use super::reason::{is_registration, reason};
use super::view::{Chosen, Content, Cure, Field, Refusal, RefusedList, RegisterForm, Trouble};
use super::{refused_list, register_form};
use crate::access::Endpoint;
use crate::pages::counters::{MOST, count};
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::refused::{Refused, looked_at, waiting};
use serde_json::Value;

/// The page of all refused registrations; `None` for those who may not see them.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Option<Markup>, Fault> {
    let Some((current, eyes)) = opened(env, viewer).await? else { return Ok(None) };
    let refusals = refusals(env, viewer, &current, &eyes).await?;
    let view = RefusedList { refusals, services: services(&current.version.catalogue) };
    framed(env, viewer, &eyes, "pages-refused-title", &refused_list(&eyes, &view)).await.map(Some)
}

/// The form that registers the refused registration `id`, with a service chosen or not; `None` if
/// it waits no more, and for those who may not see it.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load_form(
    env: &Env,
    viewer: &Viewer,
    id: &str,
    service: Option<&ServiceId>,
    trouble: Option<Trouble>,
) -> Result<Option<Markup>, Fault> {
    let Some((current, eyes)) = opened(env, viewer).await? else { return Ok(None) };
    let catalogue = &current.version.catalogue;
    let waiting = waiting(env, &viewer.product, usize::MAX).await?;
    let Some(refused) = waiting.iter().find(|refused| refused.id == id) else { return Ok(None) };
    looked_at(env, &viewer.product, std::slice::from_ref(refused)).await?;
    let chosen = service.and_then(|service| chosen(catalogue, service, refused));
    let unknown = (service.is_some() && chosen.is_none()).then_some(Trouble::UnknownService);
    let view = RegisterForm {
        refusal: refusal(&eyes, catalogue, refused),
        services: services(catalogue),
        chosen,
        trouble: trouble.or(unknown),
        csrf: viewer.csrf.clone(),
    };
    framed(env, viewer, &eyes, "pages-register-title", &register_form(&eyes, &view)).await.map(Some)
}

async fn opened(env: &Env, viewer: &Viewer) -> Result<Option<(Current, Eyes)>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !viewer.may(Endpoint::Refused) {
        return Ok(None);
    }
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    Ok(Some((current, eyes)))
}

async fn framed(env: &Env, viewer: &Viewer, eyes: &Eyes, title: &str, body: &Markup) -> Result<Markup, Fault> {
    let counters = count(env, viewer).await?;
    let (title, refresh) = (eyes.say(title, &[]), Refresh::Off);
    let frame = Frame::of(viewer, eyes, Here::Refused, &title, counters, refresh);
    Ok(page(&frame, body))
}

/// Refused registrations that wait, newest first.
pub(in crate::pages) async fn refusals(
    env: &Env,
    viewer: &Viewer,
    current: &Current,
    eyes: &Eyes,
) -> Result<Vec<Refusal>, Fault> {
    let waiting = waiting(env, &viewer.product, MOST + 1).await?;
    looked_at(env, &viewer.product, &waiting).await?;
    Ok(waiting.iter().map(|refused| refusal(eyes, &current.version.catalogue, refused)).collect())
}

fn refusal(eyes: &Eyes, catalogue: &Catalogue, refused: &Refused) -> Refusal {
    let text = |field: &str| refused.payload[field].as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let cure = if is_registration(refused) {
        Cure::RegisterAs(text("service").and_then(|sent| nearest(catalogue, &sent)))
    } else {
        Cure::RegisterInDesk
    };
    Refusal {
        id: refused.id.clone(),
        at: refused.at,
        desk: text("id"),
        summary: text("summary"),
        reason: reason(eyes, catalogue, refused),
        fields: fields(&refused.payload),
        cure,
    }
}

fn fields(payload: &Value) -> Vec<Field> {
    let one = |(name, value): (&String, &Value)| Field { name: name.clone(), value: content(name, value) };
    payload.as_object().into_iter().flatten().map(one).collect()
}

fn content(name: &str, value: &Value) -> Content {
    let block = || Content::Block(serde_json::to_string_pretty(value).unwrap_or_default());
    match value {
        Value::Null => Content::Line("—".to_owned()),
        Value::Bool(_) | Value::Number(_) => Content::Line(value.to_string()),
        Value::String(text) if name.ends_with("_at") => {
            At::from_rfc3339(text).map_or_else(|| Content::Line(text.clone()), Content::Moment)
        }
        Value::String(text) => Content::Line(text.clone()),
        Value::Array(items) => {
            let lines: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            lines.map_or_else(block, |lines| Content::Line(lines.join(", ")))
        }
        Value::Object(_) => block(),
    }
}

fn services(catalogue: &Catalogue) -> Vec<(ServiceId, String)> {
    let mut services: Vec<_> =
        catalogue.services.values().map(|service| (service.id.clone(), service.name.clone())).collect();
    services.sort_by_key(|(_, name)| name.to_lowercase());
    services
}

fn chosen(catalogue: &Catalogue, service: &ServiceId, refused: &Refused) -> Option<Chosen> {
    let service = catalogue.service(service)?;
    let sent: Vec<&str> =
        refused.payload["functions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let functions = service.functions.iter().map(|function| {
        let named = sent.contains(&function.id.as_str()) || sent.contains(&function.name.as_str());
        (function.id.clone(), function.name.clone(), named)
    });
    Some(Chosen { service: service.id.clone(), name: service.name.clone(), functions: functions.collect() })
}
