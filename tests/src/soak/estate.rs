//! An estate of three hundred services: the example's clinics, each copy with its own graph, contracts and duty.

use nabat::configuration::{Configured, Estate};
use nabat_domain::catalogue::{Catalogue, Service};
use nabat_domain::ids::{ProductId, ServiceId};
use std::collections::BTreeSet;

/// Services of the estate.
pub const SERVICES: usize = 300;

/// A zone whose clocks are set back in the night of 25 October 2026.
const ZONE: &str = "Europe/Berlin";

/// The product.
pub fn product() -> ProductId {
    ProductId::from("clinics")
}

/// The estate.
pub fn estate() -> Estate {
    let mut estate = nabat::example::read().expect("the example has no faults").estate;
    estate.products.retain(|id, _| *id == product());
    let clinics = estate.products.get_mut(&product()).expect("the example has clinics");
    grow(clinics);
    estate
}

fn grow(clinics: &mut Configured) {
    let catalogue = &mut clinics.catalogue;
    catalogue.product.zone = ZONE.to_owned();
    let pattern: Vec<Service> = catalogue.services.values().cloned().collect();
    let copies = SERVICES.div_ceil(pattern.len());
    for copy in 2..=copies {
        for service in &pattern {
            if catalogue.services.len() < SERVICES {
                let new = copied(service, copy);
                catalogue.services.insert(new.id.clone(), new);
            }
        }
    }
    let known: BTreeSet<ServiceId> = catalogue.services.keys().cloned().collect();
    for service in catalogue.services.values_mut() {
        service.suppliers.retain(|link| known.contains(&link.id));
    }
    cover(catalogue, copies, &known);
}

fn copied(service: &Service, copy: usize) -> Service {
    let mut new = service.clone();
    new.id = renamed(&service.id, copy);
    new.name = format!("{} {copy}", service.name);
    new.aliases.clear();
    for link in &mut new.suppliers {
        link.id = renamed(&link.id, copy);
    }
    new
}

fn renamed(id: &ServiceId, copy: usize) -> ServiceId {
    ServiceId::new(format!("{id}-{copy}"))
}

/// Who answers for a service answers for its copies.
fn cover(catalogue: &mut Catalogue, copies: usize, known: &BTreeSet<ServiceId>) {
    let widened = |services: &BTreeSet<ServiceId>| -> BTreeSet<ServiceId> {
        let copied = services.iter().flat_map(|id| (2..=copies).map(|copy| renamed(id, copy)));
        services.iter().cloned().chain(copied).filter(|id| known.contains(id)).collect()
    };
    for contract in catalogue.contracts.values_mut() {
        contract.services = widened(&contract.services);
    }
    for rota in &mut catalogue.rotas {
        rota.services = widened(&rota.services);
    }
}
