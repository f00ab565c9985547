//! Lists and single pages: records and problems; closing a record by hand.

use super::view::{self, Opened};
use super::{Pages, Refusal};
use crate::builtin::desk::store::{self, Record};
use crate::builtin::form::is_ours;
use crate::builtin::who::Viewer;
use axum::extract::{Form, Path, State};
use axum::response::{Html, Redirect};
use http::HeaderMap;
use nabat_domain::ids::{DeskId, ProblemId};
use serde::Deserialize;

/// The form that closes a record.
#[derive(Deserialize)]
pub(super) struct Closing {
    csrf: String,
    text: String,
}

pub(super) async fn list(State(pages): State<Pages>, headers: HeaderMap) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let (records, problems) = pages.desk.database.read(|read| Ok((store::list(read)?, store::problems(read)?))).await?;
    let records: Vec<Record> = records.into_iter().filter(|record| sees(&pages, &viewer, record)).collect();
    let problems = if pages.estate.sees(&viewer, None) { problems } else { Vec::new() };
    let may_register = !pages.estate.services(&viewer).is_empty();
    Ok(Html(view::list(&viewer, &records, &problems, may_register)))
}

pub(super) async fn one(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let id = DeskId::new(id);
    let found = pages
        .desk
        .database
        .read(move |read| {
            let Some(record) = store::find(read, &id)? else { return Ok(None) };
            let (notes, links) = (store::notes(read, &id)?, store::links(read, &id)?);
            Ok(Some(Opened { notes, links, assigned: store::find_assigned(read, &id)?, record }))
        })
        .await?;
    let Some(opened) = found.filter(|opened| sees(&pages, &viewer, &opened.record)) else {
        return Err(Refusal::NotFound(viewer));
    };
    let may_close = opened.record.product.as_ref().is_some_and(|product| pages.may_register(&viewer, product));
    Ok(Html(view::record(&viewer, pages.who.as_ref(), &opened, may_close)))
}

pub(super) async fn close(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Closing>,
) -> Result<Redirect, Refusal> {
    let viewer = pages.viewer(&headers)?;
    if !is_ours(&viewer, &headers, &form.csrf) {
        return Err(Refusal::Forged(viewer));
    }
    let id = DeskId::new(id);
    let asked = id.clone();
    let record = pages.desk.database.read(move |read| store::find(read, &asked)).await?;
    let product = record.and_then(|record| record.product);
    if !product.is_some_and(|product| pages.may_register(&viewer, &product)) {
        return Err(Refusal::NotFound(viewer));
    }
    match pages.desk.close(&id, viewer.user(), form.text.trim()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/{id}"))),
        Err(error) => Err(Refusal::of(viewer, error)),
    }
}

pub(super) async fn problem(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let id = ProblemId::new(id);
    let found = pages
        .desk
        .database
        .read(move |read| {
            let Some(problem) = store::find_problem(read, &id)? else { return Ok(None) };
            Ok(Some((problem, store::records_of_problem(read, &id)?)))
        })
        .await?;
    let Some((problem, records)) = found else { return Err(Refusal::NotFound(viewer)) };
    let seen: Vec<Record> = records.into_iter().filter(|record| sees(&pages, &viewer, record)).collect();
    // A problem is shown to those who see it as such, or one of the records it came from.
    if seen.is_empty() && !pages.estate.sees(&viewer, None) {
        return Err(Refusal::NotFound(viewer));
    }
    Ok(Html(view::problem(&viewer, &problem, &seen)))
}

fn sees(pages: &Pages, viewer: &Viewer, record: &Record) -> bool {
    pages.estate.sees(viewer, record.product.as_ref())
}
