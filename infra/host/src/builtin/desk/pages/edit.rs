//! `/desk/{record}/edit`: another service, other functions, times or words; Nabat is told and follows.

use super::form::{Chosen, Sent, facts, find};
use super::view;
use super::{Pages, Refusal, ServiceChoice};
use crate::builtin::desk::NewRecord;
use crate::builtin::desk::store;
use crate::builtin::form::is_ours;
use crate::builtin::who::Viewer;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use http::HeaderMap;
use nabat_domain::ids::DeskId;

/// What was registered, for somebody who may change it, and the services of its product.
struct Changeable {
    id: DeskId,
    before: NewRecord,
    choices: Vec<ServiceChoice>,
}

async fn changeable(pages: &Pages, viewer: &Viewer, id: String) -> Result<Changeable, Refusal> {
    let id = DeskId::new(id);
    let asked = id.clone();
    let found = pages.desk.database.read(move |read| store::find(read, &asked)).await?;
    let Some(before) = found.and_then(|record| record.facts) else { return Err(Refusal::NotFound(viewer.clone())) };
    let mut choices = pages.estate.services(viewer);
    choices.retain(|choice| choice.product == before.product);
    if choices.is_empty() || pages.estate.withholds(viewer, &before.product, id.as_str()) {
        return Err(Refusal::NotFound(viewer.clone()));
    }
    Ok(Changeable { id, before, choices })
}

pub(super) async fn show(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let Changeable { id, before, choices } = changeable(&pages, &viewer, id).await?;
    let known = |choice: &&ServiceChoice| choice.service == before.service;
    let chosen = chosen.of.as_deref().and_then(|of| find(&choices, of));
    // A service that left the catalogue is chosen anew.
    let choice = chosen.or_else(|| choices.iter().find(known)).unwrap_or(&choices[0]);
    let filled = view::Filled { record: Some(&before), lacks: None };
    Ok(Html(view::edit_record(&viewer, &id, &choices, choice, filled, pages.desk.clock.now())))
}

pub(super) async fn change(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let sent = Sent::read(&body);
    if !is_ours(&viewer, &headers, sent.one("csrf")) {
        return Err(Refusal::Forged(viewer));
    }
    let Changeable { id, before, choices } = changeable(&pages, &viewer, id).await?;
    let Some(choice) = find(&choices, sent.one("of")) else { return Err(Refusal::NotFound(viewer)) };
    let facts = match facts(&viewer, choice, &sent) {
        // Who registered it stays, and so does whether it is a drill.
        Ok(facts) => NewRecord { registered_by: before.registered_by, purpose: before.purpose, ..facts },
        Err(key) => return Err(Refusal::Lacks(Box::new(viewer), key)),
    };
    match pages.desk.update(&id, facts.clone()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/{id}"))),
        Err(error) => Err(Refusal::or_again(viewer, error, |viewer, lacks| {
            let filled = view::Filled { record: Some(&facts), lacks: Some(lacks) };
            view::edit_record(viewer, &id, &choices, choice, filled, pages.desk.clock.now())
        })),
    }
}
