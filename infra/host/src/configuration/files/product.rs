//! `product.yaml`: zone, language, rules and times allowed. The id is the folder's name.

use crate::host::BUILTIN;
use nabat_domain::catalogue::{Criticality, Language, Policy, Product, Right, Rights, Role, Timing};
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// The product.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductEntry {
    pub name: String,
    pub zone: Spanned<String>,
    #[serde(default)]
    pub language: Language,
    pub messenger: ConnectionId,
    pub desk: ConnectionId,
    #[serde(default)]
    pub wiki: Option<ConnectionId>,
    pub fallback: Spanned<Vec<Spanned<PersonId>>>,
    #[serde(default)]
    pub rights: BTreeMap<Role, BTreeSet<Right>>,
    #[serde(default)]
    pub policy: PolicyEntry,
    pub timing: Spanned<BTreeMap<Criticality, TimingEntry>>,
}

/// Rules that differ between products; what is not said stays as it is by default.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyEntry {
    pub related_at_once: Option<NonZeroU32>,
    pub gather_seconds: Option<u32>,
    pub ask_suppliers: Option<bool>,
}

/// Times allowed to one class, minutes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimingEntry {
    pub stages: Spanned<BTreeMap<String, Spanned<NonZeroU32>>>,
    pub incident: NonZeroU32,
    pub accept: NonZeroU32,
    pub remind: NonZeroU32,
    pub rhythm: NonZeroU32,
}

impl ProductEntry {
    /// The product of the catalogue, under its folder's name.
    pub fn product(&self, id: &ProductId) -> Product {
        let mut rights = Rights::default();
        rights.0.extend(self.rights.clone());
        Product {
            id: id.clone(),
            name: self.name.clone(),
            zone: self.zone.value.clone(),
            language: self.language,
            messenger: self.messenger.clone(),
            desk: self.desk.clone(),
            wiki: Some(self.wiki.clone().unwrap_or_else(|| BUILTIN.into())),
            fallback: self.fallback.value.iter().map(|person| person.value.clone()).collect(),
            rights,
            policy: self.policy.policy(),
            timing: self.timing.value.iter().map(|(class, timing)| (*class, timing.timing())).collect(),
        }
    }
}

impl PolicyEntry {
    fn policy(&self) -> Policy {
        let default = Policy::default();
        Policy {
            related_at_once: self.related_at_once.map_or(default.related_at_once, NonZeroU32::get),
            gather_seconds: self.gather_seconds.unwrap_or(default.gather_seconds),
            ask_suppliers: self.ask_suppliers.unwrap_or(default.ask_suppliers),
        }
    }
}

impl TimingEntry {
    fn timing(&self) -> Timing {
        let stages = self.stages.value.iter();
        Timing {
            stages: stages.map(|(stage, minutes)| (stage.clone(), minutes.value.get())).collect(),
            incident: self.incident.get(),
            accept: self.accept.get(),
            remind: self.remind.get(),
            rhythm: self.rhythm.get(),
        }
    }
}
