//! A model of a service desk: records by id with what was done to them, problems by number.

use super::crash::Crashes;
use async_trait::async_trait;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::incident::DeskAct;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskProblem, DeskProblemChange, DeskRecord, DeskRecordChange, EffectKey, Lacking,
    NewDeskIncident, NewDeskProblem, NewDeskRecord,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

#[derive(Clone, Default)]
struct Records {
    changes: Vec<(EffectKey, DeskId, DeskRecordChange)>,
    problems: BTreeMap<ProblemId, DeskProblem>,
    opened: BTreeMap<EffectKey, ProblemId>,
    problem_changes: Vec<(EffectKey, ProblemId, DeskProblemChange)>,
    given: BTreeMap<EffectKey, (DeskId, NewDeskRecord)>,
    incidents: BTreeMap<EffectKey, (DeskId, NewDeskIncident)>,
    files: Vec<(EffectKey, DeskId, DeskFile)>,
    faults: VecDeque<CallError>,
    /// What it does is not heard of.
    unheard: bool,
}

/// The model.
#[derive(Default)]
pub struct ModelDesk(Mutex<Records>);

impl ModelDesk {
    /// A copy.
    pub fn fork(&self) -> Self {
        Self(Mutex::new(self.records().clone()))
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().expect("nothing panics while holding it")
    }

    /// The next calls fail so.
    pub fn fail(&self, times: usize, fault: &CallError) {
        self.records().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    /// From now on it does what it is asked to, and its answers are lost.
    pub fn lose_answers(&self) {
        self.records().unheard = true;
    }

    /// It is up again.
    pub fn mend(&self) {
        let mut records = self.records();
        records.faults.clear();
        records.unheard = false;
    }

    /// What was done to a record, in order.
    pub fn changes(&self, record: &str) -> Vec<DeskRecordChange> {
        let records = self.records();
        records.changes.iter().filter(|(_, id, _)| id.as_str() == record).map(|(_, _, change)| change.clone()).collect()
    }

    /// Records opened on a work group, by number.
    pub fn given(&self) -> BTreeMap<DeskId, NewDeskRecord> {
        self.records().given.values().cloned().collect()
    }

    /// Records opened of incidents, by number.
    pub fn incidents(&self) -> BTreeMap<DeskId, NewDeskIncident> {
        self.records().incidents.values().cloned().collect()
    }

    /// Files on a record, in order.
    pub fn files(&self, record: &str) -> Vec<DeskFile> {
        let records = self.records();
        let of = records.files.iter().filter(|(_, id, _)| id.as_str() == record);
        of.map(|(_, _, file)| file.clone()).collect()
    }

    /// Problems the desk has.
    pub fn problems(&self) -> Vec<DeskProblem> {
        self.records().problems.values().cloned().collect()
    }

    /// What was done to a problem's record, in order.
    pub fn problem_changes(&self, problem: &str) -> Vec<DeskProblemChange> {
        let records = self.records();
        let of = records.problem_changes.iter().filter(|(_, id, _)| id.as_str() == problem);
        of.map(|(_, _, change)| change.clone()).collect()
    }

    /// A problem somebody opened in the desk by hand.
    pub fn has_problem(&self, id: &str, state: &str) {
        let id = ProblemId::from(id);
        let problem = DeskProblem { url: format!("/problems/{id}"), id: id.clone(), state: state.to_owned() };
        self.records().problems.insert(id, problem);
    }

    fn call<T>(&self, work: impl FnOnce(&mut Records) -> Result<T, CallError>) -> Result<T, CallError> {
        let mut records = self.records();
        match records.faults.pop_front() {
            Some(fault) => Err(fault),
            None => {
                let done = work(&mut records)?;
                if records.unheard { Err(CallError::Transient("its answer is lost".to_owned())) } else { Ok(done) }
            }
        }
    }
}

/// The desk as a mortal process reaches it.
#[derive(Clone)]
pub struct DeskPort {
    desk: Arc<ModelDesk>,
    crashes: Crashes,
}

impl DeskPort {
    /// A port to a desk.
    pub fn new(desk: ModelDesk, crashes: Crashes) -> Self {
        Self { desk: Arc::new(desk), crashes }
    }

    /// The desk itself.
    pub fn plain(&self) -> &ModelDesk {
        &self.desk
    }

    async fn effect<T>(
        &self,
        key: &EffectKey,
        what: String,
        work: impl FnOnce(&mut Records) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        self.crashes.effect(key, what, async { self.desk.call(work) }).await
    }
}

#[async_trait]
impl Desk for DeskPort {
    async fn change(
        &self,
        key: &EffectKey,
        _: &ProductId,
        record: &DeskId,
        change: &DeskRecordChange,
    ) -> Result<(), CallError> {
        self.effect(key, format!("desk: change {record}"), |records| {
            if !records.changes.iter().any(|(done, _, _)| done == key) {
                records.changes.push((key.clone(), record.clone(), change.clone()));
            }
            Ok(())
        })
        .await
    }

    async fn attach(&self, key: &EffectKey, _: &ProductId, record: &DeskId, file: &DeskFile) -> Result<(), CallError> {
        self.effect(key, format!("desk: attach to {record}"), |records| {
            if !records.files.iter().any(|(done, _, _)| done == key) {
                records.files.push((key.clone(), record.clone(), file.clone()));
            }
            Ok(())
        })
        .await
    }

    async fn open_incident(&self, key: &EffectKey, incident: &NewDeskIncident) -> Result<DeskRecord, CallError> {
        self.effect(key, "desk: open an incident".to_owned(), |records| {
            let next = DeskId::new(format!("OPS-{:04}", records.incidents.len() + 1));
            let made = records.incidents.entry(key.clone()).or_insert_with(|| (next, incident.clone()));
            Ok(DeskRecord { url: format!("/records/{}", made.0), id: made.0.clone() })
        })
        .await
    }

    async fn open_record(&self, key: &EffectKey, record: &NewDeskRecord) -> Result<DeskRecord, CallError> {
        self.effect(key, "desk: open a record".to_owned(), |records| {
            let next = DeskId::new(format!("ON-{:04}", records.given.len() + 1));
            let id = records.given.entry(key.clone()).or_insert_with(|| (next, record.clone())).0.clone();
            Ok(DeskRecord { url: format!("/records/{id}"), id })
        })
        .await
    }

    async fn open_problem(&self, key: &EffectKey, _: &NewDeskProblem) -> Result<DeskProblem, CallError> {
        self.effect(key, "desk: open a problem".to_owned(), |records| {
            let next = ProblemId::new(format!("PRB-{:04}", records.problems.len() + 1));
            let id = records.opened.entry(key.clone()).or_insert(next).clone();
            let made = DeskProblem { url: format!("/problems/{id}"), id: id.clone(), state: "open".to_owned() };
            Ok(records.problems.entry(id).or_insert(made).clone())
        })
        .await
    }

    async fn change_problem(
        &self,
        key: &EffectKey,
        problem: &ProblemId,
        change: &DeskProblemChange,
    ) -> Result<(), CallError> {
        self.effect(key, format!("desk: change {problem}"), |records| {
            let found = records.problems.get_mut(problem);
            let found = found.ok_or_else(|| CallError::Permanent(format!("no problem {problem}")))?;
            if records.problem_changes.iter().any(|(done, _, _)| done == key) {
                return Ok(());
            }
            match change.act {
                DeskAct::Comment => {}
                DeskAct::Close => "closed".clone_into(&mut found.state),
                DeskAct::Reopen => "open".clone_into(&mut found.state),
            }
            records.problem_changes.push((key.clone(), problem.clone(), change.clone()));
            Ok(())
        })
        .await
    }

    async fn link_problem(
        &self,
        key: &EffectKey,
        _: &ProductId,
        _: &DeskId,
        problem: &ProblemId,
    ) -> Result<DeskProblem, CallError> {
        self.effect(key, format!("desk: link {problem}"), |records| {
            let found = records.problems.get_mut(problem);
            let found = found.ok_or_else(|| CallError::Permanent(format!("no problem {problem}")))?;
            "open".clone_into(&mut found.state);
            Ok(found.clone())
        })
        .await
    }

    async fn problem(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        self.crashes.call(async { self.desk.call(|records| Ok(records.problems.get(problem).cloned())) }).await
    }

    async fn lacking(&self) -> Result<Option<Vec<Lacking>>, CallError> {
        Ok(Some(Vec::new()))
    }
}
