//! `GET /api/{product}/catalogue`: services with their functions and neighbours, organisations.

use http::StatusCode;
use nabat_domain::catalogue::{Catalogue, Service};
use nabat_kit::configuration::Current;
use nabat_kit::http::{Answer, json_answer};
use serde_json::{Value, json};

pub(super) fn show(current: &Current) -> Answer {
    let catalogue = &current.version.catalogue;
    let services: Vec<Value> = catalogue.services.values().map(|found| service(catalogue, found)).collect();
    let organisations: Vec<Value> =
        catalogue.organisations.values().map(|known| json!({ "id": known.id, "name": known.name })).collect();
    let shown = json!({ "version": current.version.id, "services": services, "organisations": organisations });
    json_answer(StatusCode::OK, &shown)
}

fn service(catalogue: &Catalogue, service: &Service) -> Value {
    let functions: Vec<Value> =
        service.functions.iter().map(|function| json!({ "id": function.id, "name": function.name })).collect();
    let neighbours = catalogue
        .neighbours_of(&service.id)
        .into_iter()
        .map(|neighbour| json!({ "id": neighbour.id, "direction": neighbour.direction, "hard": neighbour.hard }));
    json!({
        "id": service.id,
        "name": service.name,
        "criticality": catalogue.criticality_of(&service.id),
        "functions": functions,
        "neighbours": neighbours.collect::<Vec<_>>(),
    })
}
