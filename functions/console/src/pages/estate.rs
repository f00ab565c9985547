//! A small invented estate in memory, for the tests of the pages: a catalogue, and an environment
//! whose ports lead nowhere.

use async_trait::async_trait;
use nabat_domain::catalogue::{Catalogue, PeopleNames, PersonName};
use nabat_domain::ids::PersonId;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::push;
use nabat_kit::env::{Env, Secrets};
use nabat_kit::port::{Bell, Chance, Clock, Doorbell};
use nabat_kit::table::memory::MemoryTable;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

/// The catalogue.
pub(crate) fn catalogue() -> Catalogue {
    serde_json::from_value(json!({
        "product": {
            "id": "clinics", "name": "City clinics", "zone": "Europe/Moscow", "language": "en",
            "messenger": "builtin", "desk": "builtin", "fallback": ["e1"],
            "timing": { "mission_critical": {
                "stages": { "detection": 10, "assembly": 5, "diagnosis": 20, "closure": 60 },
                "incident": 60, "accept": 5, "remind": 10, "rhythm": 15,
            } },
        },
        "services": {
            "emr": service("emr", "Patient record", &[("open", "Open a record"), ("sign", "Sign a record")], &["lab"]),
            "lab": service("lab", "Laboratory", &[("results", "See results")], &[]),
        },
        "people": { "e1": person("e1", &["duty_engineer", "first_line"]), "e2": person("e2", &["shift_head"]) },
        "contracts": {},
        "rotas": [rota("duty_engineer", "e1"), rota("first_line", "e1"), rota("shift_head", "e2")],
        "procedures": { "incident": procedure() },
    }))
    .expect("a catalogue")
}

fn service(id: &str, name: &str, functions: &[(&str, &str)], suppliers: &[&str]) -> Value {
    let functions: Vec<Value> = functions.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
    let suppliers: Vec<Value> = suppliers.iter().map(|id| json!({ "id": id, "hard": true })).collect();
    json!({
        "id": id, "name": name, "owners": ["e2"], "functions": functions, "suppliers": suppliers,
        "assessment": {
            "scores": { "people": 3, "harm": 3, "workaround": 3, "hours": 3, "money": 3, "dependants": 3 },
            "approved_by": "committee", "valid_until": "2030-01-01",
        },
    })
}

fn person(id: &str, roles: &[&str]) -> Value {
    json!({ "id": id, "roles": roles })
}

fn rota(role: &str, person: &str) -> Value {
    json!({ "role": role, "shifts": [{ "from": "00:00:00", "to": "00:00:00", "people": [person], "since": "2026-01-01" }] })
}

fn procedure() -> Value {
    json!({
        "id": "incident", "version": 1, "approved_by": "methodologist", "approved_on": "2026-11-01",
        "stages": [
            { "id": "detection", "ends": "registered" },
            { "id": "assembly", "ends": { "answered": ["accept"] } },
            { "id": "diagnosis", "ends": { "answered": ["located"] } },
            { "id": "closure", "ends": { "answered": ["decision"] } },
        ],
        "steps": [
            { "id": "accept", "stage": "assembly", "role": "duty_engineer", "kind": "accept" },
            { "id": "located", "stage": "diagnosis", "role": "duty_engineer", "kind": "fault" },
            { "id": "decision", "stage": "closure", "role": "shift_head", "kind": "decision", "choices": ["no_problem"] },
        ],
    })
}

/// A clock the test moves.
pub(crate) struct Hand(AtomicI64);

impl Hand {
    /// Moves the clock on.
    pub(crate) fn pass(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }
}

#[async_trait::async_trait]
impl Clock for Hand {
    fn now(&self) -> At {
        At(self.0.load(Ordering::Relaxed))
    }

    async fn sleep(&self, length: Length) {
        self.0.fetch_add(length.0.max(0), Ordering::Relaxed);
    }
}

struct Counting(AtomicU8);

impl Chance for Counting {
    fn bytes(&self) -> [u8; 16] {
        [self.0.fetch_add(1, Ordering::Relaxed); 16]
    }
}

struct Deaf;

#[async_trait]
impl Doorbell for Deaf {
    async fn ring(&self, _: Bell) {}
}

/// An environment with the catalogue pushed, and its clock.
pub(crate) async fn environment() -> (Env, Arc<Hand>) {
    let table = Arc::new(MemoryTable::new());
    let names: PeopleNames = [("e1", "Petrov Igor"), ("e2", "Smirnova Anna")]
        .map(|(id, name)| (PersonId::from(id), PersonName { name: name.to_owned(), contacts: Vec::new() }))
        .into();
    push(table.as_ref(), &catalogue(), &names).await.expect("memory takes a catalogue");
    let clock = Arc::new(Hand(AtomicI64::new(super::example::now().0)));
    let env = Env {
        table,
        doorbell: Arc::new(Deaf),
        clock: clock.clone(),
        chance: Arc::new(Counting(AtomicU8::new(1))),
        messengers: Arc::new(BTreeMap::new()),
        sources: Arc::new(BTreeMap::new()),
        desks: Arc::new(BTreeMap::new()),
        wikis: Arc::new(BTreeMap::new()),
        outward: nabat_kit::port::Outward::none(),
        copies: Arc::new(nabat_kit::port::NoCopies),
        monitoring: Arc::new(BTreeMap::new()),
        calendars: Arc::default(),
        unopened: Arc::default(),
        secrets: Arc::new(Secrets { desk: Vec::new(), desks: BTreeMap::new(), body_key: [7; 32], signing: None }),
        configurations: Arc::default(),
        books: Arc::default(),
        base: Arc::from("http://localhost"),
        until: None,
    };
    (env, clock)
}
