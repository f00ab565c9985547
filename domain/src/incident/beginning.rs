//! The state a registration leads to.

use super::chat::Moved;
use super::event::Facts;
use super::outage::Outage;
use super::part::Part;
use super::problem::ProblemRecord;
use super::state::{Head, Parts, State};
use crate::ids::{FunctionId, IncidentId, ProductId, StageId};
use crate::journal::NOTHING_BEFORE;
use crate::time::At;
use std::collections::BTreeMap;

pub(super) fn registered(facts: &Facts, incident: &IncidentId, product: &ProductId, now: At) -> State {
    let head = Head {
        schema: facts.schema,
        id: incident.clone(),
        product: product.clone(),
        desk: facts.desk.clone(),
        alert: facts.alert.then(|| facts.desk.clone()),
        url: facts.url.clone(),
        version: 0,
        hash: NOTHING_BEFORE.to_owned(),
        at: now,
        standing: facts.standing.clone(),
        stage: StageId::from("recorded"),
        service: facts.service.clone(),
        functions: facts.functions.clone(),
        scope: facts.scope.clone(),
        summary: facts.summary.clone(),
        description: None,
        drill: facts.drill,
        restricted: facts.restricted,
        criticality: facts.criticality,
        priority: facts.priority,
        registered_at: now,
        began: facts.began,
        outages: outages(facts),
        ends: BTreeMap::new(),
        room: None,
        moved: Moved::default(),
        called_at: None,
        desk_closed: false,
        closed_at: None,
        decided: None,
        decided_by: None,
        problem: None,
        as_problem: as_problem(facts),
        report: None,
        catalogue: facts.catalogue.clone(),
        procedure: facts.procedure.clone(),
        next_due: None,
        parts: Parts::default(),
    };
    State {
        head,
        people: Part::default(),
        steps: Part::default(),
        neighbours: Part::default(),
        contractors: Part::default(),
        findings: Part::default(),
        files: Part::default(),
    }
}

/// What failed; nothing does because of a problem alone.
fn outages(facts: &Facts) -> Vec<Outage> {
    let outage = |function: &FunctionId| Outage {
        service: facts.service.clone(),
        function: function.clone(),
        began: facts.began,
        restored: facts.restored,
    };
    if facts.raised_by.is_some() { Vec::new() } else { facts.functions.iter().map(outage).collect() }
}

fn as_problem(facts: &Facts) -> Option<Box<ProblemRecord>> {
    let raised_by = facts.raised_by.clone()?;
    Some(Box::new(ProblemRecord {
        number: facts.desk.as_str().into(),
        raised_by,
        incidents: BTreeMap::new(),
        returns: 0,
        returned_at: None,
        fixer: None,
        overdue_since: None,
        watched_at: None,
        exit: None,
        decisions: Vec::new(),
    }))
}
