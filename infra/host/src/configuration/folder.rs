//! A product's folder: which files it has, read into one piece.

use super::fault::Fault;
use super::files::{ConnectionEntry, ProcedureFile, ProductFiles, Written};
use super::nearest::nearest;
use super::read::{read_list, read_one};
use super::source::Source;
use super::wrong::{What, Wrong};
use nabat_domain::ids::ProductId;
use nabat_domain::procedure::{DEFAULT_DRILL, DEFAULT_INCIDENT, DEFAULT_PROBLEM};
use std::fs;
use std::path::{Path, PathBuf};

/// Beside the products' folders.
const CONNECTIONS: &str = "connections.yaml";

const PRODUCT: &str = "product.yaml";
const SERVICES: &str = "services.yaml";
const ORGANISATIONS: &str = "organisations.yaml";
const PEOPLE: &str = "people.yaml";
const CONTRACTS: &str = "contracts.yaml";
const DUTY: &str = "duty.yaml";
const NOTICES: &str = "notices.yaml";
const WEBHOOKS: &str = "webhooks.yaml";
const ACTIONS: &str = "actions.yaml";
const PROCEDURE: &str = "procedure.yaml";
const DRILL: &str = "drill.yaml";
const PROBLEM: &str = "problem.yaml";
const ALL: [&str; 12] =
    [PRODUCT, SERVICES, ORGANISATIONS, PEOPLE, CONTRACTS, DUTY, NOTICES, WEBHOOKS, ACTIONS, PROCEDURE, DRILL, PROBLEM];

/// The products' folders, by name. Hidden ones and plain files are none of them.
pub fn product_folders(dir: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = entries(dir, faults).into_iter().filter(|path| path.is_dir()).collect();
    folders.retain(|path| !name_of(path).starts_with('.'));
    folders.sort();
    if folders.is_empty() && faults.is_empty() {
        faults.push(Fault::of(dir, Wrong::NoProduct));
    }
    folders
}

/// The connections all products share; there may be none.
pub fn read_connections(dir: &Path, faults: &mut Vec<Fault>) -> Option<Written<Vec<ConnectionEntry>>> {
    optional(dir, CONNECTIONS, read_list, faults)
}

/// Reads every file of a product; nothing if any of them has a fault.
pub fn read_product(folder: &Path, faults: &mut Vec<Fault>) -> Option<ProductFiles> {
    let id = name_of(folder);
    if !super::check::is_id(&id) {
        faults.push(Fault::of(folder, Wrong::BadId { what: What::Product, id: id.clone() }));
    }
    refuse_stray_files(folder, faults);
    // Read all of them before giving up on any: every file's faults are wanted.
    let product = required(folder, PRODUCT, read_one, faults);
    let services = required(folder, SERVICES, read_list, faults);
    let organisations = optional(folder, ORGANISATIONS, read_list, faults);
    let people = required(folder, PEOPLE, read_list, faults);
    let contracts = required(folder, CONTRACTS, read_list, faults);
    let duty = required(folder, DUTY, read_list, faults);
    let notices = optional(folder, NOTICES, read_one, faults);
    let webhooks = optional(folder, WEBHOOKS, read_list, faults);
    let actions = optional(folder, ACTIONS, read_list, faults);
    let incident = procedure(folder, PROCEDURE, "incident", DEFAULT_INCIDENT, faults);
    let drill = procedure(folder, DRILL, "drill", DEFAULT_DRILL, faults);
    let problem = procedure(folder, PROBLEM, "problem", DEFAULT_PROBLEM, faults);
    Some(ProductFiles {
        id: ProductId::new(id),
        product: product?,
        services: services?,
        organisations: organisations?,
        people: people?,
        contracts: contracts?,
        duty: duty?,
        notices: notices?,
        webhooks: webhooks?,
        actions: actions?,
        procedures: vec![incident?, drill?, problem?],
    })
}

fn required<T>(
    folder: &Path,
    file: &'static str,
    read: fn(&Source, &mut Vec<Fault>) -> Option<T>,
    faults: &mut Vec<Fault>,
) -> Option<Written<T>> {
    let path = folder.join(file);
    if !path.exists() {
        faults.push(Fault::of(folder, Wrong::NoFile { file }));
        return None;
    }
    let source = open(&path, faults)?;
    let value = read(&source, faults)?;
    Some(Written { source, value })
}

/// A file a product can do without.
fn optional<T: Default>(
    folder: &Path,
    file: &'static str,
    read: fn(&Source, &mut Vec<Fault>) -> Option<T>,
    faults: &mut Vec<Fault>,
) -> Option<Written<T>> {
    let path = folder.join(file);
    if path.exists() {
        return required(folder, file, read, faults);
    }
    Some(Written { source: Source::new(path.display().to_string(), String::new()), value: T::default() })
}

fn procedure(
    folder: &Path,
    file: &str,
    expected: &'static str,
    default: &str,
    faults: &mut Vec<Fault>,
) -> Option<ProcedureFile> {
    let path = folder.join(file);
    let source = if path.exists() {
        open(&path, faults)?
    } else {
        Source::new(format!("the built-in procedure `{expected}`"), default.to_owned())
    };
    let procedure = read_one(&source, faults)?;
    let outline = read_one(&source, faults)?;
    Some(ProcedureFile { expected, source, procedure, outline })
}

fn refuse_stray_files(folder: &Path, faults: &mut Vec<Fault>) {
    for path in entries(folder, faults) {
        let file = name_of(&path);
        let is_yaml = file.ends_with(".yaml") || file.ends_with(".yml");
        if is_yaml && !file.starts_with('.') && !ALL.contains(&file.as_str()) {
            let near = nearest(&file, ALL);
            faults.push(Fault::of(folder, Wrong::StrayFile { file, near }));
        }
    }
}

fn open(path: &Path, faults: &mut Vec<Fault>) -> Option<Source> {
    match fs::read_to_string(path) {
        Ok(text) => Some(Source::new(path.display().to_string(), text)),
        Err(error) => {
            faults.push(Fault::of(path, Wrong::Unreadable { why: error.to_string() }));
            None
        }
    }
}

fn entries(dir: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let read = fs::read_dir(dir).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
    read.unwrap_or_else(|error: std::io::Error| {
        faults.push(Fault::of(dir, Wrong::Unreadable { why: error.to_string() }));
        Vec::new()
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
