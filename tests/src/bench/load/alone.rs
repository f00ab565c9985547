//! Services that have nothing to do with each other: every failure is an incident with a chat of its own.

use crate::bench::estate::Failure;
use nabat::configuration::Estate;
use nabat_domain::catalogue::Service;
use nabat_domain::ids::{ProductId, ServiceId};

/// The example's clinics with so many services more, and their failures.
pub fn estate(services: usize) -> (Estate, Vec<Failure>) {
    let mut estate = nabat::example::read().expect("the example can be read").estate;
    let product = ProductId::from("clinics");
    estate.products.retain(|id, _| *id == product);
    let clinics = estate.products.get_mut(&product).expect("the example has clinics");
    let pattern = clinics.catalogue.services[&ServiceId::from("kiosk")].clone();
    let function = pattern.functions[0].id.clone();
    let mut failures = Vec::with_capacity(services);
    for number in 1..=services {
        let name = format!("alone-{number:04}");
        let service = ServiceId::from(name.as_str());
        let new = Service { id: service.clone(), name, aliases: Vec::new(), suppliers: Vec::new(), ..pattern.clone() };
        clinics.catalogue.services.insert(service.clone(), new);
        failures.push(Failure { product: product.clone(), service, function: function.clone() });
    }
    (estate, failures)
}
