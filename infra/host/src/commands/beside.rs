//! What a command is given that works beside a running host: the table and nothing that reaches outside.

use crate::chance::MachineChance;
use crate::clocks::MachineClock;
use async_trait::async_trait;
use nabat_kit::env::{Env, Secrets};
use nabat_kit::port::{Bell, Chance, Doorbell, NoCopies, Outward};
use nabat_kit::table::Table;
use std::sync::Arc;

/// Rings nobody: the clock of whoever serves finds what is due.
struct Deaf;

#[async_trait]
impl Doorbell for Deaf {
    async fn ring(&self, _: Bell) {}
}

/// The ports of such a command.
pub(super) fn env(table: Arc<dyn Table>) -> Env {
    let mut body_key = [0; 32];
    for half in body_key.chunks_mut(16) {
        half.copy_from_slice(&MachineChance.bytes());
    }
    Env {
        table,
        doorbell: Arc::new(Deaf),
        clock: Arc::new(MachineClock),
        chance: Arc::new(MachineChance),
        messengers: Arc::default(),
        sources: Arc::default(),
        desks: Arc::default(),
        wikis: Arc::default(),
        monitoring: Arc::default(),
        calendars: Arc::default(),
        unopened: Arc::default(),
        outward: Outward::none(),
        copies: Arc::new(NoCopies),
        // It checks nothing from outside and signs no day.
        secrets: Arc::new(Secrets {
            desk: Vec::new(),
            desks: std::collections::BTreeMap::new(),
            body_key,
            signing: None,
        }),
        configurations: Arc::default(),
        books: Arc::default(),
        base: "".into(),
        until: None,
    }
}
