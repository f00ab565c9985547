//! One problem, and what people do with it on its page: write, close, open again, change its line.

use super::form::Sent;
use super::records::{named, sees};
use super::view::{self, Listed};
use super::{Pages, Refusal};
use crate::builtin::desk::RegisterError;
use crate::builtin::desk::store::{self, Record};
use crate::builtin::form::is_ours;
use crate::builtin::who::Viewer;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use http::HeaderMap;
use nabat_domain::ids::ProblemId;

/// A problem the viewer sees, with what they see of it.
struct Seen {
    opened: view::OpenedProblem,
    records: Vec<Record>,
    may_change: bool,
}

async fn seen(pages: &Pages, viewer: &Viewer, id: &ProblemId) -> Result<Option<Seen>, Refusal> {
    let asked = id.clone();
    let found = pages
        .desk
        .database
        .read(move |read| {
            let Some(problem) = store::find_problem(read, &asked)? else { return Ok(None) };
            let opened = view::OpenedProblem { notes: store::problem_notes(read, &asked)?, problem };
            Ok(Some((opened, store::records_of_problem(read, &asked)?)))
        })
        .await?;
    let Some((opened, records)) = found else { return Ok(None) };
    let product = opened.problem.product.clone();
    if !pages.sees(viewer, product.as_ref(), id.as_str()) {
        return Ok(None);
    }
    let records: Vec<Record> = records.into_iter().filter(|record| sees(pages, viewer, record)).collect();
    let may_change = product.is_some_and(|product| pages.may_register(viewer, &product));
    Ok(Some(Seen { opened, records, may_change }))
}

pub(super) async fn show(
    State(pages): State<Pages>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let Some(seen) = seen(&pages, &viewer, &ProblemId::new(id)).await? else { return Err(Refusal::NotFound(viewer)) };
    let row = |record| Listed { record, assigned: None, service: None };
    let mut rows: Vec<Listed> = seen.records.into_iter().map(row).collect();
    named(&pages, &mut rows);
    let (now, may_change) = (pages.desk.clock.now(), seen.may_change);
    let looked = view::Looked { viewer: &viewer, who: pages.who.as_ref(), now, may_change, names: None };
    Ok(Html(view::problem(&looked, &seen.opened, &rows)))
}

pub(super) async fn act(
    State(pages): State<Pages>,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let (sent, id) = (Sent::read(&body), ProblemId::new(id));
    if !is_ours(&viewer, &headers, sent.one("csrf")) {
        return Err(Refusal::Forged(viewer));
    }
    if !seen(&pages, &viewer, &id).await?.is_some_and(|seen| seen.may_change) {
        return Err(Refusal::NotFound(viewer));
    }
    let (desk, by, text) = (&pages.desk, viewer.user(), sent.one("text"));
    let done = match act.as_str() {
        "comment" => desk.comment_problem(&id, by, text).await,
        "close" => desk.close_problem(&id, by, text).await,
        "reopen" => desk.reopen_problem(&id, by, text).await,
        "edit" => desk.rename_problem(&id, text).await,
        _ => Err(RegisterError::NoSuchRecord),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/desk/problems/{id}"))),
        Err(error) => Err(Refusal::of(viewer, error)),
    }
}
