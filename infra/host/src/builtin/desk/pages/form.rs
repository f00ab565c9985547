//! `/desk/new`: the form to register a failure; first the service, then what of it fails.

use super::view;
use super::{Pages, Refusal, ServiceChoice};
use crate::builtin::desk::record::{NewRecord, Purpose};
use crate::builtin::form::is_ours;
use crate::builtin::who::Viewer;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use chrono::{NaiveDateTime, TimeZone as _};
use http::HeaderMap;
use nabat_domain::ids::{FunctionId, OrganisationId};
use nabat_domain::time::At;
use serde::Deserialize;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Chosen {
    /// `product/service`.
    pub(super) of: Option<String>,
}

/// A field may stand several times, so the form is a list of pairs.
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_pairs(body))
    }

    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn optional(&self, name: &str) -> Option<String> {
        Some(self.one(name).to_owned()).filter(|value| !value.is_empty())
    }
}

pub(super) async fn show(
    State(pages): State<Pages>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let choices = pages.estate.services(&viewer);
    if choices.is_empty() {
        return Err(Refusal::NotFound(viewer));
    }
    let now = pages.desk.clock.now();
    Ok(Html(match chosen.of.as_deref().and_then(|of| find(&choices, of)) {
        Some(choice) => view::new_record(&viewer, choice, view::Filled::default(), now),
        None => view::choose_service(&viewer, &choices),
    }))
}

pub(super) async fn register(State(pages): State<Pages>, headers: HeaderMap, body: Bytes) -> Result<Redirect, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let sent = Sent::read(&body);
    if !is_ours(&viewer, &headers, sent.one("csrf")) {
        return Err(Refusal::Forged(viewer));
    }
    let choices = pages.estate.services(&viewer);
    let Some(choice) = find(&choices, sent.one("of")) else { return Err(Refusal::NotFound(viewer)) };
    let facts = match facts(&viewer, choice, &sent) {
        Ok(facts) => facts,
        Err(key) => return Err(Refusal::Lacks(Box::new(viewer), key)),
    };
    let once = sent.optional("once").map(|once| format!("{} {once}", viewer.user()));
    match pages.desk.register_once(facts.clone(), once).await {
        Ok(record) => Ok(Redirect::to(&format!("/desk/{record}"))),
        Err(error) => Err(Refusal::or_again(viewer, error, |viewer, lacks| {
            let filled = view::Filled { record: Some(&facts), lacks: Some(lacks) };
            view::new_record(viewer, choice, filled, pages.desk.clock.now())
        })),
    }
}

/// What the form says, or the key of what it lacks.
pub(super) fn facts(viewer: &Viewer, choice: &ServiceChoice, sent: &Sent) -> Result<NewRecord, &'static str> {
    let known = |id: &&str| choice.functions.iter().any(|(function, _)| function.as_str() == *id);
    let organisation = |id: &&str| choice.organisations.iter().any(|(known, _)| known.as_str() == *id);
    let started_at = moment(viewer, sent.one("started_at")).ok_or("desk-no-start")?;
    let restored_at = match sent.one("restored_at") {
        "" => None,
        text => Some(moment(viewer, text).ok_or("desk-no-start")?),
    };
    Ok(NewRecord {
        product: choice.product.clone(),
        service: choice.service.clone(),
        functions: sent.all("function").filter(known).map(FunctionId::from).collect(),
        summary: sent.one("summary").to_owned(),
        description: sent.optional("description"),
        priority: sent.optional("priority"),
        scope: sent.all("scope").filter(organisation).map(OrganisationId::from).collect(),
        started_at,
        restored_at,
        registered_by: viewer.user().to_owned(),
        purpose: if sent.one("drill").is_empty() { Purpose::Failure } else { Purpose::Drill },
    })
}

pub(super) fn find<'a>(choices: &'a [ServiceChoice], of: &str) -> Option<&'a ServiceChoice> {
    let (product, service) = of.split_once('/')?;
    choices.iter().find(|choice| choice.product.as_str() == product && choice.service.as_str() == service)
}

/// `2026-06-02T14:05` on the viewer's clock; the earlier one where the clock shows it twice.
pub(super) fn moment(viewer: &Viewer, text: &str) -> Option<At> {
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(At(viewer.zone.from_local_datetime(&local).earliest()?.timestamp_millis()))
}

/// The pairs of an `application/x-www-form-urlencoded` body.
fn form_pairs(body: &[u8]) -> Vec<(String, String)> {
    let pairs = body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let end = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            (decoded(&pair[..end]), decoded(pair.get(end + 1..).unwrap_or_default()))
        })
        .collect()
}

fn decoded(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            (byte, _) => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::form_pairs;

    #[test]
    fn pairs_are_read_as_browsers_write_them() {
        let pairs = form_pairs(b"a=1&a=%D0%B0+b%2B&c&=x&d=100%");
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("a", "1"), ("a", "а b+"), ("c", ""), ("", "x"), ("d", "100%")]);
    }
}
