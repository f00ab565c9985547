//! Lists and single pages of records; problems in the list.

use super::view::{self, Filters, Listed, Opened};
use super::{Pages, Refusal, ServiceChoice};
use crate::builtin::desk::NewRecord;
use crate::builtin::desk::store::{self, Assigned, Record};
use crate::builtin::saved::saved;
use crate::builtin::who::Viewer;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use http::HeaderMap;
use nabat_domain::ids::DeskId;
use serde::Deserialize;

/// Records shown at once.
const SHOWN: usize = 200;

/// Which records are looked for.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// `open` or `closed`; anything else is both.
    #[serde(default)]
    state: String,
    /// A service's id; nothing is all.
    #[serde(default)]
    service: String,
    /// Words in the number, the summary, the group or the description.
    #[serde(default)]
    words: String,
}

impl Asked {
    /// What the filter form shows.
    fn filters(&self, services: Vec<(String, String)>) -> Filters {
        Filters { state: self.state.clone(), service: self.service.clone(), words: self.words.clone(), services }
    }

    fn wants(&self, row: &Listed) -> bool {
        let record = &row.record;
        let state = !matches!(self.state.as_str(), "open" | "closed") || record.state.as_str() == self.state;
        let facts = record.facts.as_ref();
        let service = self.service.is_empty() || facts.is_some_and(|facts| facts.service.as_str() == self.service);
        state && service && self.has_words(row)
    }

    fn has_words(&self, row: &Listed) -> bool {
        let words = self.words.trim().to_lowercase();
        let facts = row.record.facts.iter();
        let registered = facts.flat_map(|facts| [Some(&facts.summary), facts.description.as_ref()]).flatten();
        let given = row.assigned.iter().flat_map(|given| [&given.title, &given.work_group, &given.text]);
        let mut texts = registered.chain(given).map(|text| text.to_lowercase());
        row.record.id.as_str().to_lowercase().contains(&words) || texts.any(|text| text.contains(&words))
    }
}

pub(super) async fn list(
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let (rows, problems) = pages
        .desk
        .database
        .read(|read| {
            let row = |record: Record| {
                Ok(Listed { assigned: store::find_assigned(read, &record.id)?, record, service: None })
            };
            let rows: rusqlite::Result<Vec<Listed>> = store::list(read)?.into_iter().map(row).collect();
            Ok((rows?, store::problems(read)?))
        })
        .await?;
    let wanted = |row: &Listed| asked.wants(row) && sees(&pages, &viewer, &row.record);
    let mut rows: Vec<Listed> = rows.into_iter().filter(wanted).take(SHOWN).collect();
    named(&pages, &mut rows);
    let mut problems = problems;
    problems.retain(|problem| pages.sees(&viewer, problem.product.as_ref(), problem.id.as_str()));
    let services = pages.estate.services(&viewer);
    let choices = services.iter().map(|choice| (choice.service.to_string(), choice.name.clone())).collect();
    let shown = view::Shown {
        filters: asked.filters(choices),
        rows: &rows,
        problems: &problems,
        may_register: !services.is_empty(),
        now: pages.desk.clock.now(),
    };
    Ok(Html(view::list(&viewer, &shown)))
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
            let (assigned, files) = (store::find_assigned(read, &id)?, store::files(read, &id)?);
            Ok(Some(Opened { notes, links, assigned, files, record }))
        })
        .await?;
    let Some(opened) = found.filter(|opened| sees(&pages, &viewer, &opened.record)) else {
        return Err(Refusal::NotFound(viewer));
    };
    let may_change = may_change(&pages, &viewer, &opened.record, opened.assigned.as_ref());
    let names = opened.record.facts.as_ref().and_then(|facts| pages.names_of(facts));
    let (who, now) = (pages.who.as_ref(), pages.desk.clock.now());
    let looked = view::Looked { viewer: &viewer, who, now, may_change, names: names.as_ref() };
    Ok(Html(view::record(&looked, &opened)))
}

/// A file of a record: saved, never shown as a page of ours, whatever is in it.
pub(super) async fn file(
    State(pages): State<Pages>,
    Path((id, number)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let id = DeskId::new(id);
    let found = pages
        .desk
        .database
        .read(move |read| {
            let Some(record) = store::find(read, &id)? else { return Ok(None) };
            Ok(store::file(read, &id, number)?.map(|file| (record, file)))
        })
        .await?;
    let Some((_, (name, kind, content))) = found.filter(|(record, _)| sees(&pages, &viewer, record)) else {
        return Err(Refusal::NotFound(viewer));
    };
    Ok(saved(&name, &kind, content))
}

pub(super) fn sees(pages: &Pages, viewer: &Viewer, record: &Record) -> bool {
    pages.sees(viewer, record.product.as_ref(), record.number().as_str())
}

/// Whether the viewer may change a record: what was registered elsewhere is changed there.
pub(super) fn may_change(pages: &Pages, viewer: &Viewer, record: &Record, assigned: Option<&Assigned>) -> bool {
    let ours = record.facts.is_some() || assigned.is_some();
    ours && record.product.as_ref().is_some_and(|product| pages.may_register(viewer, product))
}

/// Gives each row the name of its service, while the catalogue has it.
pub(super) fn named(pages: &Pages, rows: &mut [Listed]) {
    let all = pages.estate.all();
    for row in rows {
        let of = |one: &&ServiceChoice, facts: &NewRecord| one.product == facts.product && one.service == facts.service;
        let found = row.record.facts.as_ref().and_then(|facts| all.iter().find(|one| of(one, facts)));
        row.service = found.map(|one| one.name.clone());
    }
}
