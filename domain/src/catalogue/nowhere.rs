//! A catalogue of nothing: for whoever speaks of services that are known by their ids alone.

use super::{Catalogue, Committee, Language, Notices, Policy, Product, ReliabilityTerms, Rights};
use chrono_tz::Tz;
use std::collections::BTreeMap;

impl Catalogue {
    /// No services, no people, nobody on duty; a language and a wall clock to speak by.
    pub fn of_nothing(language: Language, zone: Tz) -> Self {
        let product = Product {
            id: "nowhere".into(),
            name: String::new(),
            zone: zone.name().to_owned(),
            language,
            messenger: "none".into(),
            desk: "none".into(),
            wiki: None,
            second_messenger: None,
            monitoring: None,
            fallback: Vec::new(),
            rights: Rights::default(),
            policy: Policy::default(),
            committees: Committee::usual(),
            reliability: ReliabilityTerms::default(),
            retention: Default::default(),
            timing: BTreeMap::new(),
        };
        Self {
            product,
            services: BTreeMap::new(),
            organisations: BTreeMap::new(),
            people: BTreeMap::new(),
            contracts: BTreeMap::new(),
            rotas: Vec::new(),
            procedures: BTreeMap::new(),
            notices: Notices::default(),
            webhooks: BTreeMap::new(),
            actions: BTreeMap::new(),
        }
    }
}
