//! Services that need each other hard: none of them could ever be started first.

use super::List;
use crate::configuration::fault::Fault;
use crate::configuration::files::{ServiceEntry, SupplierEntry};
use crate::configuration::wrong::Wrong;
use std::collections::{BTreeMap, BTreeSet};

pub fn check(services: &List<ServiceEntry>, found: &mut Vec<Fault>) {
    let links = services.value.iter().map(|entry| (entry.id.value.as_str(), hard(entry))).collect();
    let mut search = Search { links, done: BTreeSet::new(), path: Vec::new(), closing: Vec::new() };
    for entry in &services.value {
        search.visit(entry.id.value.as_str());
    }
    found.extend(
        search
            .closing
            .into_iter()
            .map(|(link, path)| Fault::at(services.source.of(&link.id), Wrong::HardCycle { path })),
    );
}

fn hard(entry: &ServiceEntry) -> Vec<&SupplierEntry> {
    entry.suppliers.iter().filter(|link| link.hard).collect()
}

/// Depth first; a link back into the path walked closes a cycle.
struct Search<'a> {
    links: BTreeMap<&'a str, Vec<&'a SupplierEntry>>,
    done: BTreeSet<&'a str>,
    path: Vec<&'a str>,
    closing: Vec<(&'a SupplierEntry, Vec<String>)>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, service: &'a str) {
        if self.done.contains(service) {
            return;
        }
        self.path.push(service);
        for link in self.links.get(service).cloned().unwrap_or_default() {
            let supplier = link.id.value.as_str();
            match self.path.iter().position(|walked| *walked == supplier) {
                Some(start) => {
                    let cycle = self.path[start..].iter().chain([&supplier]);
                    self.closing.push((link, cycle.map(|id| (*id).to_owned()).collect()));
                }
                None => self.visit(supplier),
            }
        }
        self.path.pop();
        self.done.insert(service);
    }
}
