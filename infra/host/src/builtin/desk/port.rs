//! The desk port: every call keyed, one commit each.

use super::BuiltinDesk;
use super::record::{NewRecord, Purpose};
use super::store::{self, Link, NoteKind, Problem, State};
use crate::builtin::database::Failure;
use async_trait::async_trait;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::incident::DeskAct;
use nabat_domain::time::At;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskProblem, DeskProblemChange, DeskRecord, DeskRecordChange, EffectKey, Lacking,
    NewDeskIncident, NewDeskProblem, NewDeskRecord,
};
use rusqlite::Transaction;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[async_trait]
impl Desk for BuiltinDesk {
    /// A record registered elsewhere is known from then on by its number.
    async fn change(
        &self,
        key: &EffectKey,
        product: &ProductId,
        record: &DeskId,
        change: &DeskRecordChange,
    ) -> Result<(), CallError> {
        let (product, number, change, now) = (product.clone(), record.clone(), change.clone(), self.clock.now());
        self.call(key, "change", move |store| Ok(apply(store, &product, &number, &change, now)?)).await
    }

    async fn attach(
        &self,
        key: &EffectKey,
        product: &ProductId,
        record: &DeskId,
        file: &DeskFile,
    ) -> Result<(), CallError> {
        let (product, number, file, now) = (product.clone(), record.clone(), file.clone(), self.clock.now());
        self.call(key, "attach", move |store| {
            let record = store::known_or_elsewhere(store, &product, &number, now)?;
            store::attach(store, &record, &file, now)?;
            Ok(store::note(store, &record, NoteKind::Comment, None, &file.text, now)?)
        })
        .await
    }

    async fn open_incident(&self, key: &EffectKey, incident: &NewDeskIncident) -> Result<DeskRecord, CallError> {
        let (facts, text, now) = (as_registered(incident), incident.text.clone(), self.clock.now());
        self.call(key, "open_incident", move |store| {
            let id = store::insert(store, &facts, None, now)?;
            store::note(store, &id, NoteKind::Comment, None, &text, now)?;
            Ok(DeskRecord { url: format!("/desk/{id}"), id })
        })
        .await
    }

    async fn open_record(&self, key: &EffectKey, record: &NewDeskRecord) -> Result<DeskRecord, CallError> {
        let (new, now) = (record.clone(), self.clock.now());
        self.call(key, "open_record", move |store| {
            let id = store::insert_bare(store, now)?;
            store::open_assigned(store, &id, &new, now)?;
            let from = store::of_number(store, &new.product, &new.from)?.unwrap_or(new.from);
            store::link(store, &id, &Link::Record(from.to_string()))?;
            Ok(DeskRecord { url: format!("/desk/{id}"), id })
        })
        .await
    }

    async fn open_problem(&self, key: &EffectKey, problem: &NewDeskProblem) -> Result<DeskProblem, CallError> {
        let (problem, now) = (problem.clone(), self.clock.now());
        self.call(key, "open_problem", move |store| {
            let id = store::open_problem(store, &problem.title, &problem.text, now)?;
            let from = store::known_or_elsewhere(store, &problem.product, &problem.from, now)?;
            store::set_problem_product(store, &id, &problem.product)?;
            store::link(store, &from, &Link::Problem(id.to_string()))?;
            Ok(as_port(id, State::Open))
        })
        .await
    }

    async fn change_problem(
        &self,
        key: &EffectKey,
        problem: &ProblemId,
        change: &DeskProblemChange,
    ) -> Result<(), CallError> {
        let (id, change, now) = (problem.clone(), change.clone(), self.clock.now());
        self.call(key, "change_problem", move |store| {
            if store::find_problem(store, &id)?.is_none() {
                return Err(Failure::Refused(format!("there is no problem {id}")));
            }
            let kind = match change.act {
                DeskAct::Comment => NoteKind::Comment,
                DeskAct::Close => {
                    store::set_problem_state(store, &id, State::Closed)?;
                    NoteKind::Closed
                }
                DeskAct::Reopen => {
                    store::set_problem_state(store, &id, State::Open)?;
                    NoteKind::Reopened
                }
            };
            Ok(store::note_problem(store, &id, kind, None, &change.text, now)?)
        })
        .await
    }

    async fn link_problem(
        &self,
        key: &EffectKey,
        product: &ProductId,
        record: &DeskId,
        problem: &ProblemId,
    ) -> Result<DeskProblem, CallError> {
        let (product, number, id, now) = (product.clone(), record.clone(), problem.clone(), self.clock.now());
        self.call(key, "link_problem", move |store| {
            // Another product's is as good as none.
            if store::find_problem(store, &id)?.is_none_or(|found| found.product.is_some_and(|of| of != product)) {
                return Err(Failure::Refused(format!("there is no problem {id}")));
            }
            store::set_problem_state(store, &id, State::Open)?;
            let record = store::known_or_elsewhere(store, &product, &number, now)?;
            store::link(store, &record, &Link::Problem(id.to_string()))?;
            Ok(as_port(id, State::Open))
        })
        .await
    }

    async fn problem(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        let reply = self.faults.meet().await?;
        let id = problem.clone();
        let found = self.database.read(move |read| store::find_problem(read, &id)).await;
        let found = found.map_err(|error| CallError::Transient(error.to_string()))?;
        reply.give(found.map(|Problem { id, state, .. }| as_port(id, state)))
    }

    async fn lacking(&self) -> Result<Option<Vec<Lacking>>, CallError> {
        Ok(Some(Vec::new()))
    }
}

impl BuiltinDesk {
    async fn call<T>(
        &self,
        key: &EffectKey,
        call: &str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, CallError>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let reply = self.faults.meet().await?;
        let done = self.database.once(key, call, work).await?;
        reply.give(done.result())
    }
}

fn apply(
    store: &Transaction<'_>,
    product: &ProductId,
    number: &DeskId,
    change: &DeskRecordChange,
    now: At,
) -> rusqlite::Result<()> {
    let record = &store::known_or_elsewhere(store, product, number, now)?;
    match change {
        DeskRecordChange::Comment { text } => store::note(store, record, NoteKind::Comment, None, text, now),
        DeskRecordChange::Close { text } => {
            store::set_state(store, record, State::Closed, now)?;
            store::note(store, record, NoteKind::Closed, None, text, now)
        }
        DeskRecordChange::Reopen { text } => {
            store::set_state(store, record, State::Open, now)?;
            store::note(store, record, NoteKind::Reopened, None, text, now)
        }
        DeskRecordChange::Assign { work_group, due } => store::assign(store, record, work_group, *due),
        DeskRecordChange::Link { to } => {
            let other = store::of_number(store, product, &DeskId::from(to.as_str()))?;
            store::link(store, record, &Link::Record(other.map_or_else(|| to.clone(), |other| other.to_string())))
        }
    }
}

/// As if somebody had registered it here: Nabat did.
fn as_registered(new: &NewDeskIncident) -> NewRecord {
    NewRecord {
        product: new.product.clone(),
        service: new.service.clone(),
        functions: new.functions.iter().cloned().collect(),
        summary: new.title.clone(),
        description: None,
        priority: Some(new.priority.as_str().to_owned()),
        scope: Vec::new(),
        started_at: new.began,
        restored_at: None,
        registered_by: "Nabat".to_owned(),
        purpose: Purpose::Failure,
    }
}

fn as_port(id: ProblemId, state: State) -> DeskProblem {
    DeskProblem { url: format!("/desk/problems/{id}"), state: state.as_str().to_owned(), id }
}
