//! Connections to systems of others: addresses and tokens from the environment, never from the table.
//!
//! A product names a connection; `NABAT_MONITORING_NAME_URL` says where it is (`_TOKEN`, `_LABELS`
//! besides), or `NABAT_MONITORING_NAME_RECORDING` which file of recordings stands for it. The name is
//! in capitals, with `_` in place of `-`.

use crate::configuration::Estate;
use crate::host::BUILTIN;
use anyhow::{Context as _, bail};
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_connectors::monitoring::recording::Recording;
use nabat_domain::ids::ConnectionId;
use nabat_kit::port::Monitoring;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Monitoring systems by connection.
pub type Monitors = BTreeMap<ConnectionId, Arc<dyn Monitoring>>;

/// The monitoring systems the products name, but the built-in one.
///
/// # Errors
/// One that is named and of which the environment says nothing, or nothing that can be used.
pub fn monitoring(estate: &Estate, variable: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<Monitors> {
    let mut monitors = Monitors::new();
    for (id, product) in &estate.products {
        let Some(connection) = &product.catalogue.product.monitoring else { continue };
        if connection.as_str() == BUILTIN || monitors.contains_key(connection) {
            continue;
        }
        let monitor = one(connection, variable);
        let monitor = monitor.with_context(|| format!("monitoring `{connection}` of product `{id}`"))?;
        monitors.insert(connection.clone(), monitor);
    }
    Ok(monitors)
}

fn one(connection: &ConnectionId, variable: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<Arc<dyn Monitoring>> {
    let name = format!("NABAT_MONITORING_{}", connection.as_str().to_uppercase().replace('-', "_"));
    let said = |what: &str| variable(&format!("{name}_{what}")).filter(|text| !text.trim().is_empty());
    if let Some(file) = said("RECORDING") {
        return Ok(Arc::new(Recording::new(file.into())));
    }
    let Some(address) = said("URL") else {
        bail!("say where it is: {name}_URL=http://…, or {name}_RECORDING=file.csv");
    };
    let labels = said("LABELS").map(|list| list.split(',').map(|label| label.trim().to_owned()).collect());
    let conventions = labels.map_or_else(Conventions::default, Conventions::of_labels);
    Ok(Arc::new(Prometheus::new(&address, said("TOKEN"), conventions)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connected(said: &[(&str, &str)]) -> anyhow::Result<Arc<dyn Monitoring>> {
        let of = |name: &str| said.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        one(&ConnectionId::from("main-prom"), &of)
    }

    #[test]
    fn an_address_or_a_recording_is_said_in_the_environment() {
        assert!(connected(&[("NABAT_MONITORING_MAIN_PROM_URL", "http://127.0.0.1:9090")]).is_ok());
        assert!(connected(&[("NABAT_MONITORING_MAIN_PROM_RECORDING", "night.csv")]).is_ok());
    }

    #[test]
    fn what_is_not_said_or_cannot_be_used_is_told() {
        let told = |said: &[(&str, &str)]| connected(said).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(told(&[]).contains("NABAT_MONITORING_MAIN_PROM_URL"), "{}", told(&[]));
        assert!(told(&[("NABAT_MONITORING_MAIN_PROM_URL", "here")]).contains("no address"));
    }
}
