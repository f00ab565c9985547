//! The products' configuration: a folder of YAML files, read, checked, made into catalogues.
//!
//! Every fault is gathered and told with file, line and cure; a folder with any error gives no
//! estate at all.

mod check;
mod connection;
mod cure;
mod fault;
mod files;
mod folder;
pub mod import;
mod nearest;
mod opaque;
mod read;
#[cfg(test)]
mod schema;
mod source;
mod wrong;

#[cfg(test)]
mod tests;

pub use check::is_id;
pub use fault::{Fault, Faults};

use chrono::NaiveDate;
use files::ProductFiles;
use nabat_connectors::connections::Connection;
use nabat_domain::catalogue::{Catalogue, Language, PeopleNames};
use nabat_domain::ids::{ConnectionId, ProductId};
use std::collections::BTreeMap;
use std::path::Path;

/// The products of a configuration folder.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Estate {
    /// By id: the folder's name.
    pub products: BTreeMap<ProductId, Configured>,
    /// Other people's systems the products name.
    pub connections: BTreeMap<ConnectionId, Connection>,
}

/// One product as configured.
#[derive(Clone, PartialEq, Debug)]
pub struct Configured {
    /// The immutable part.
    pub catalogue: Catalogue,
    /// The erasable part.
    pub names: PeopleNames,
}

/// An estate without errors, and what should be looked at all the same.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The products.
    pub estate: Estate,
    /// Warnings only.
    pub warnings: Faults,
}

/// What the checks need from outside the folder.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Day the checks are made on: assessments and contracts expire, rotas are looked at from here.
    pub today: NaiveDate,
    /// Languages in which a step, by its id, has no wording.
    pub missing_wording: &'a dyn Fn(&str) -> Vec<Language>,
}

/// Reads and checks `dir`, in which each folder is a product.
///
/// # Errors
/// All faults found, warnings among them, if any one of them is an error.
pub fn read_estate(dir: &Path, surroundings: Surroundings<'_>) -> Result<Checked, Faults> {
    let mut found = Vec::new();
    let mut estate = Estate::default();
    let connections = folder::read_connections(dir, &mut found);
    if let Some(connections) = &connections {
        check::check_connections(dir, connections, &mut found);
        estate.connections = connections.value.iter().map(|entry| connection::configured(dir, entry)).collect();
    }
    let folders = folder::product_folders(dir, &mut found);
    let products: Vec<ProductFiles> =
        folders.iter().filter_map(|folder| folder::read_product(folder, &mut found)).collect();
    for files in &products {
        check::check(files, surroundings, &mut found);
        if let Some(connections) = &connections {
            check::check_named(files, &connections.value, &mut found);
        }
        estate.products.insert(files.id.clone(), configured(files));
    }
    check::check_shared(&products, &mut found);
    let found = Faults::gathered(found);
    if found.errors() > 0 { Err(found) } else { Ok(Checked { estate, warnings: found }) }
}

fn configured(files: &ProductFiles) -> Configured {
    let services = files.services.value.iter().map(|entry| entry.service());
    let organisations = files.organisations.value.iter().map(|entry| entry.organisation());
    let people = files.people.value.iter().map(|entry| entry.person());
    let contracts = files.contracts.value.iter().map(|entry| entry.contract());
    let procedures = files.procedures.iter().map(|file| &file.procedure);
    let catalogue = Catalogue {
        product: files.product.value.product(&files.id),
        services: services.map(|service| (service.id.clone(), service)).collect(),
        organisations: organisations.map(|known| (known.id.clone(), known)).collect(),
        people: people.map(|person| (person.id.clone(), person)).collect(),
        contracts: contracts.map(|contract| (contract.id.clone(), contract)).collect(),
        rotas: files.duty.value.iter().map(|entry| entry.rota()).collect(),
        notices: files.notices.value.notices(),
        webhooks: files.webhooks.value.iter().map(|entry| (entry.id.value.clone(), entry.webhook())).collect(),
        actions: files
            .actions
            .value
            .iter()
            .filter_map(|entry| Some((entry.id.value.clone(), entry.action()?)))
            .collect(),
        procedures: procedures.map(|procedure| (procedure.id.clone(), procedure.clone())).collect(),
    };
    let names = files.people.value.iter().map(|entry| (entry.id.value.clone(), entry.person_name())).collect();
    Configured { catalogue, names }
}
