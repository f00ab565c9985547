//! What people do with a record on its page: write, close, open again, give to a work group, link.

use super::form::{Sent, moment};
use super::records::{may_change, sees};
use super::{Pages, Refusal};
use crate::builtin::desk::RegisterError;
use crate::builtin::desk::store::{self, Record};
use crate::builtin::form::is_ours;
use crate::builtin::who::Viewer;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Redirect;
use http::HeaderMap;
use nabat_domain::ids::DeskId;
use rusqlite::Connection;

/// Somebody who may change the record, and what they sent.
struct Act {
    viewer: Viewer,
    record: DeskId,
    sent: Sent,
}

impl Act {
    /// Reads a form sent from our own page by somebody who may register failures of the record's product.
    async fn read(pages: &Pages, id: String, headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let viewer = pages.viewer(headers)?;
        let sent = Sent::read(body);
        if !is_ours(&viewer, headers, sent.one("csrf")) {
            return Err(Refusal::Forged(viewer));
        }
        let record = DeskId::new(id);
        let asked = record.clone();
        let look = move |read: &Connection| Ok((store::find(read, &asked)?, store::find_assigned(read, &asked)?));
        let (found, assigned) = pages.desk.database.read(look).await?;
        let may = |record: &Record| may_change(pages, &viewer, record, assigned.as_ref());
        if !found.as_ref().is_some_and(|record| sees(pages, &viewer, record) && may(record)) {
            return Err(Refusal::NotFound(viewer));
        }
        Ok(Self { viewer, record, sent })
    }

    fn back(self, done: Result<(), RegisterError>) -> Result<Redirect, Refusal> {
        match done {
            Ok(()) => Ok(Redirect::to(&format!("/desk/{}", self.record))),
            Err(error) => Err(Refusal::of(self.viewer, error)),
        }
    }
}

type Of = Path<String>;

pub(super) async fn close(
    State(pages): State<Pages>,
    Path(id): Of,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let act = Act::read(&pages, id, &headers, &body).await?;
    let done = pages.desk.close(&act.record, act.viewer.user(), act.sent.one("text")).await;
    act.back(done)
}

pub(super) async fn reopen(
    State(pages): State<Pages>,
    Path(id): Of,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let act = Act::read(&pages, id, &headers, &body).await?;
    let done = pages.desk.reopen(&act.record, act.viewer.user(), act.sent.one("text")).await;
    act.back(done)
}

pub(super) async fn comment(
    State(pages): State<Pages>,
    Path(id): Of,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let act = Act::read(&pages, id, &headers, &body).await?;
    let done = pages.desk.comment(&act.record, act.viewer.user(), act.sent.one("text")).await;
    act.back(done)
}

pub(super) async fn assign(
    State(pages): State<Pages>,
    Path(id): Of,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let act = Act::read(&pages, id, &headers, &body).await?;
    let Some(due) = moment(&act.viewer, act.sent.one("due")) else {
        return Err(Refusal::Lacks(Box::new(act.viewer), "desk-no-start"));
    };
    let done = pages.desk.reassign(&act.record, act.sent.one("work_group"), due).await;
    act.back(done)
}

pub(super) async fn link(
    State(pages): State<Pages>,
    Path(id): Of,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Redirect, Refusal> {
    let act = Act::read(&pages, id, &headers, &body).await?;
    let to = DeskId::from(act.sent.one("to"));
    let asked = to.clone();
    let other = pages.desk.database.read(move |read| store::find(read, &asked)).await?;
    // Nobody learns by a link that a record they may not see is there.
    if !other.is_some_and(|other| to != act.record && sees(&pages, &act.viewer, &other)) {
        return Err(Refusal::Lacks(Box::new(act.viewer), "desk-no-record"));
    }
    let done = pages.desk.link(&act.record, &to).await;
    act.back(done)
}
