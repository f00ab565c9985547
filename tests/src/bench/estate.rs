//! Failures that have nothing to do with each other: no two of one round are neighbours.

use nabat::configuration::Estate;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::{FunctionId, ProductId, ServiceId};
use nabat_domain::time::{At, Length};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A service that fails, with the function that is lost.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its product.
    pub product: ProductId,
    /// The service.
    pub service: ServiceId,
    /// Its first function.
    pub function: FunctionId,
}

impl Failure {
    /// What the desk sends for it: high priority, so that it gets a chat.
    pub fn registration(&self, desk: &str, now: At) -> Value {
        json!({
            "type": "incident.registered",
            "id": desk,
            "service": self.service,
            "functions": [self.function],
            "summary": "Не открывается карта пациента, очередь в регистратуре",
            "priority": "P1",
            "started_at": now.minus(Length::minutes(10)).to_rfc3339(),
            "registered_by": "first line",
        })
    }
}

/// The failures of one round. Every service begins some round, so hubs come up as well as leaves.
pub fn round(estate: &Estate, number: usize) -> Vec<Failure> {
    estate.products.values().flat_map(|product| apart(&product.catalogue, number)).collect()
}

/// Services of a catalogue of which none is another's neighbour, beginning with the `first`th.
fn apart(catalogue: &Catalogue, first: usize) -> Vec<Failure> {
    let services: Vec<&ServiceId> = catalogue.services.keys().collect();
    let begin = first % services.len();
    let mut beside: BTreeSet<ServiceId> = BTreeSet::new();
    let mut chosen = Vec::new();
    for service in services[begin..].iter().chain(&services[..begin]) {
        if beside.contains(*service) {
            continue;
        }
        beside.extend(catalogue.neighbours_of(service).into_iter().map(|neighbour| neighbour.id));
        chosen.push(Failure {
            product: catalogue.product.id.clone(),
            service: (*service).clone(),
            function: catalogue.services[*service].functions[0].id.clone(),
        });
    }
    chosen
}
