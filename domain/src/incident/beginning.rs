//! The state a registration leads to.

use super::event::Facts;
use super::outage::Outage;
use super::state::{Head, Neighbours, Parts, People, State, Steps};
use crate::ids::{FunctionId, IncidentId, ProductId, ServiceId, StageId};
use crate::journal::NOTHING_BEFORE;
use crate::time::At;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn registered(facts: &Facts, incident: &IncidentId, product: &ProductId, now: At) -> State {
    let head = Head {
        schema: facts.schema,
        id: incident.clone(),
        product: product.clone(),
        desk: facts.desk.clone(),
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
        criticality: facts.criticality,
        priority: facts.priority,
        registered_at: now,
        began: facts.began,
        outages: outages(&facts.service, &facts.functions, facts.began, facts.restored),
        ends: BTreeMap::new(),
        room: None,
        called_at: None,
        desk_closed: false,
        closed_at: None,
        decided: None,
        decided_by: None,
        problem: None,
        report: None,
        catalogue: facts.catalogue.clone(),
        procedure: facts.procedure.clone(),
        next_due: None,
        parts: Parts::default(),
    };
    State { head, people: People::default(), steps: Steps::default(), neighbours: Neighbours::default() }
}

fn outages(service: &ServiceId, functions: &BTreeSet<FunctionId>, began: At, restored: Option<At>) -> Vec<Outage> {
    let outage =
        |function: &FunctionId| Outage { service: service.clone(), function: function.clone(), began, restored };
    functions.iter().map(outage).collect()
}
