//! A product's configuration: immutable versions behind one pointer, names of people beside.

use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::messages;
use crate::table::{Action, Condition, Key, Query, Row, Table};
use nabat_domain::catalogue::{Catalogue, Contact, PeopleNames, PersonName};
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use nabat_domain::journal::{canonical, sha256_hex};
use nabat_domain::masking::normalise_contact;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// Longest chunk of a version, bytes.
const CHUNK: usize = 300_000;

/// Versions read so far, so that each is read once.
#[derive(Default)]
pub struct Configurations {
    /// Which of them holds is looked up anew after this long.
    kept: Length,
    pointers: Mutex<BTreeMap<ProductId, (At, Pointer)>>,
    versions: Mutex<BTreeMap<(ProductId, String), Arc<Version>>>,
    names: Mutex<BTreeMap<(ProductId, String), Arc<Names>>>,
    contacts: Mutex<BTreeMap<ConnectionId, ContactsRead>>,
}

/// Work contacts, and when they were read.
type ContactsRead = (At, Arc<BTreeSet<String>>);

/// Work contacts of a connection are looked up anew after this long.
const CONTACTS_KEPT: Length = Length::minutes(1);

impl Configurations {
    /// Whoever pays for each look at the table looks no more often than this; else at every command.
    pub fn looked_up_every(length: Length) -> Self {
        Self { kept: length, ..Self::default() }
    }
}

/// One version of a catalogue.
#[derive(Debug)]
pub struct Version {
    /// Its hash.
    pub id: String,
    /// The catalogue.
    pub catalogue: Catalogue,
}

/// Names of a product's people, and the words people use for things.
#[derive(Debug)]
pub struct Names {
    /// Names by person.
    pub people: PeopleNames,
    /// Work contacts, never masked.
    pub contacts: BTreeSet<String>,
    /// Words people use for persons, roles, steps, choices.
    pub words: Vec<(String, Vec<String>)>,
}

/// The pointer of a product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Pointer {
    version: String,
    chunks: usize,
    names: String,
}

/// What stands in the table for a person.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum NameRow {
    /// Their name and contacts.
    Known(PersonName),
    /// Nothing any more.
    Erased {
        /// Since when.
        erased_at: At,
    },
}

fn name_row(row: &Row) -> Result<NameRow, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("name", error))
}

/// What holds now for a product.
#[derive(Clone, Debug)]
pub struct Current {
    /// The catalogue in force.
    pub version: Arc<Version>,
    /// Names.
    pub names: Arc<Names>,
}

/// Stores a version and points to it. Pushing the same again changes nothing.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn push(table: &dyn Table, catalogue: &Catalogue, names: &PeopleNames) -> Result<String, Fault> {
    let product = &catalogue.product.id;
    let text = canonical(&serde_json::to_value(catalogue).map_err(|error| Fault::unreadable("catalogue", error))?);
    let version = sha256_hex(text.as_bytes())[..16].to_owned();
    let chunks: Vec<&str> = split(&text);
    for (number, chunk) in chunks.iter().enumerate() {
        put(table, chunk_key(product, &version, number), (*chunk).to_owned()).await?;
    }
    let erased = erased(table, product).await?;
    let names: PeopleNames = names
        .iter()
        .filter(|(person, _)| !erased.contains(*person))
        .map(|(id, name)| (id.clone(), name.clone()))
        .collect();
    for (person, name) in &names {
        put(table, Key::new(keys::people(product), person.as_str()), json(name)?).await?;
    }
    let names = sha256_hex(json(&(names, erased))?.as_bytes())[..16].to_owned();
    let pointer = Pointer { version: version.clone(), chunks: chunks.len(), names };
    put(table, Key::new(keys::configuration(product), "POINTER"), json(&pointer)?).await?;
    put(table, Key::new(keys::PRODUCTS, product.as_str()), json(&catalogue.product.name)?).await?;
    Ok(version)
}

/// People whose names were erased and stay so, whatever the files say: who comes back gets another id.
async fn erased(table: &dyn Table, product: &ProductId) -> Result<BTreeSet<PersonId>, Fault> {
    let mut erased = BTreeSet::new();
    for row in table.query(&Query::prefix(keys::people(product), "")).await? {
        if let NameRow::Erased { .. } = name_row(&row)? {
            erased.insert(PersonId::new(row.key.sk));
        }
    }
    Ok(erased)
}

/// Erases a person's name and contacts for good; `false` if the product knows no such name. A host that
/// runs beside sees it at its next look: the pointer names what is known of people.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn erase_person(table: &dyn Table, product: &ProductId, person: &PersonId, at: At) -> Result<bool, Fault> {
    let key = Key::new(keys::people(product), person.as_str());
    let Some(row) = table.get(&key).await? else { return Ok(false) };
    if let NameRow::Erased { .. } = name_row(&row)? {
        return Ok(true);
    }
    let pointer_key = Key::new(keys::configuration(product), "POINTER");
    let mut actions = vec![Action::Put(Row { body: json(&NameRow::Erased { erased_at: at })?, ..row }, Condition::Any)];
    if let Some(row) = table.get(&pointer_key).await? {
        let mut pointer: Pointer =
            serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("pointer", error))?;
        pointer.names = sha256_hex(format!("{}-{person}", pointer.names).as_bytes())[..16].to_owned();
        let (body, version) = (json(&pointer)?, row.version);
        actions.push(Action::Put(Row { body, ..row }, Condition::Version(version)));
    }
    table.write(&actions).await?;
    Ok(true)
}

/// What holds now for a product; `None` if there is no such product.
///
/// # Errors
/// The table's, or a version this program cannot read.
#[crate::boxed]
pub async fn current(env: &Env, product: &ProductId) -> Result<Option<Current>, Fault> {
    let Some(pointer) = pointer(env, product).await? else { return Ok(None) };
    let version = version(env, product, &pointer.version).await?;
    let names = names(env, &pointer.names, &version).await?;
    Ok(Some(Current { version, names }))
}

async fn pointer(env: &Env, product: &ProductId) -> Result<Option<Pointer>, Fault> {
    let (now, configurations) = (env.now(), &env.configurations);
    let known = configurations.pointers.lock().expect("nothing panics while holding it").get(product).cloned();
    if let Some((read_at, pointer)) = known
        && now.since(read_at) < configurations.kept
    {
        return Ok(Some(pointer));
    }
    let Some(row) = env.table.get(&Key::new(keys::configuration(product), "POINTER")).await? else { return Ok(None) };
    let pointer: Pointer = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("pointer", error))?;
    let kept = (now, pointer.clone());
    configurations.pointers.lock().expect("nothing panics while holding it").insert(product.clone(), kept);
    Ok(Some(pointer))
}

/// The catalogue in force, without names and without a host; `None` if there is no such product.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn catalogue(table: &dyn Table, product: &ProductId) -> Result<Option<Catalogue>, Fault> {
    let Some(row) = table.get(&Key::new(keys::configuration(product), "POINTER")).await? else { return Ok(None) };
    let pointer: Pointer = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("pointer", error))?;
    let chunks = Query::prefix(keys::configuration(product), &format!("V#{}#", pointer.version));
    let text: String = table.query(&chunks).await?.into_iter().map(|row| row.body).collect();
    serde_json::from_str(&text).map(Some).map_err(|error| Fault::unreadable("configuration", error))
}

/// What holds now for a product that is known to exist.
///
/// # Errors
/// As [`current`], and where the product is not served.
#[crate::boxed]
pub async fn of(env: &Env, product: &ProductId) -> Result<Current, Fault> {
    let found = current(env, product).await?;
    found.ok_or_else(|| Fault::Permanent(format!("product `{product}` has no configuration in the table")))
}

/// Products that are served, with their names.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn products(env: &Env) -> Result<Vec<(ProductId, String)>, Fault> {
    let rows = env.table.query(&Query::prefix(keys::PRODUCTS, "")).await?;
    let named = |row: Row| (ProductId::new(row.key.sk), serde_json::from_str(&row.body).unwrap_or_default());
    Ok(rows.into_iter().map(named).collect())
}

/// Work contacts of everybody whose product speaks through a messenger: what a delivery may name
/// unmasked while its product is not known yet. At most a minute old.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn contacts(env: &Env, connection: &ConnectionId) -> Result<Arc<BTreeSet<String>>, Fault> {
    let now = env.now();
    let known = env.configurations.contacts.lock().expect("nothing panics while holding it").get(connection).cloned();
    if let Some((read_at, contacts)) = known
        && now.since(read_at) < CONTACTS_KEPT
    {
        return Ok(contacts);
    }
    let mut contacts = BTreeSet::new();
    for (product, _) in products(env).await? {
        let Some(current) = current(env, &product).await? else { continue };
        if current.version.catalogue.product.speaks_through(connection) {
            contacts.extend(current.names.contacts.iter().cloned());
        }
    }
    let contacts = Arc::new(contacts);
    let kept = (now, Arc::clone(&contacts));
    env.configurations.contacts.lock().expect("nothing panics while holding it").insert(connection.clone(), kept);
    Ok(contacts)
}

/// A version by its hash.
///
/// # Errors
/// The table's, or bytes that are not that version.
#[crate::boxed]
pub async fn version(env: &Env, product: &ProductId, id: &str) -> Result<Arc<Version>, Fault> {
    let at = (product.clone(), id.to_owned());
    let known = env.configurations.versions.lock().expect("nothing panics while holding it").get(&at).cloned();
    if let Some(version) = known {
        return Ok(version);
    }
    let rows = env.table.query(&Query::prefix(keys::configuration(product), &format!("V#{id}#"))).await?;
    let text: String = rows.into_iter().map(|row| row.body).collect();
    if sha256_hex(text.as_bytes())[..16] != *id {
        return Err(Fault::Permanent(format!("configuration {id} of product `{product}` is not whole in the table")));
    }
    let catalogue = serde_json::from_str(&text).map_err(|error| Fault::unreadable("configuration", error))?;
    let version = Arc::new(Version { id: id.to_owned(), catalogue });
    env.configurations.versions.lock().expect("nothing panics while holding it").insert(at, version.clone());
    Ok(version)
}

async fn names(env: &Env, id: &str, version: &Version) -> Result<Arc<Names>, Fault> {
    let product = &version.catalogue.product.id;
    let at = (product.clone(), format!("{id}/{}", version.id));
    let known = env.configurations.names.lock().expect("nothing panics while holding it").get(&at).cloned();
    if let Some(names) = known {
        return Ok(names);
    }
    let mut people = PeopleNames::new();
    for row in env.table.query(&Query::prefix(keys::people(product), "")).await? {
        if let NameRow::Known(name) = name_row(&row)? {
            people.insert(PersonId::new(row.key.sk), name);
        }
    }
    let contacts = people.values().flat_map(|name| name.contacts.iter()).filter_map(work_contact).collect();
    let words = messages::names_for_reading(&version.catalogue, &people);
    let names = Arc::new(Names { people, contacts, words });
    env.configurations.names.lock().expect("nothing panics while holding it").insert(at, names.clone());
    Ok(names)
}

fn work_contact(contact: &Contact) -> Option<String> {
    match contact {
        Contact::Phone(text) | Contact::Email(text) => Some(normalise_contact(text)),
        Contact::Messenger { .. } => None,
    }
}

fn split(text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut rest = text;
    while rest.len() > CHUNK {
        let mut at = CHUNK;
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        let (chunk, tail) = rest.split_at(at);
        chunks.push(chunk);
        rest = tail;
    }
    chunks.push(rest);
    chunks
}

fn chunk_key(product: &ProductId, version: &str, number: usize) -> Key {
    Key::new(keys::configuration(product), format!("V#{version}#{number:04}"))
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::unreadable("configuration", error))
}

async fn put(table: &dyn Table, key: Key, body: String) -> Result<(), Fault> {
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    Ok(table.write(&[Action::Put(row, Condition::Any)]).await?)
}
