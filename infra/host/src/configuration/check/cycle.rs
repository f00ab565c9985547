//! Services that need each other hard: none of them could ever be started first.

use super::List;
use crate::configuration::fault::Fault;
use crate::configuration::files::{ServiceEntry, SupplierEntry};
use crate::configuration::wrong::Wrong;
use std::collections::{BTreeMap, BTreeSet};
use std::vec::IntoIter;

/// Cycles that are told, each whole.
const MOST_TOLD: usize = 100;

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
    /// Walks from a service on. A chain of suppliers may be longer than any stack.
    fn visit(&mut self, service: &'a str) {
        if self.done.contains(service) {
            return;
        }
        let mut open = vec![self.entered(service)];
        while let Some(links) = open.last_mut() {
            let Some(link) = links.next() else {
                open.pop();
                self.done.extend(self.path.pop());
                continue;
            };
            let supplier = link.id.value.as_str();
            match self.path.iter().position(|walked| *walked == supplier) {
                Some(start) => self.close(link, start),
                None if self.done.contains(supplier) => {}
                None => open.push(self.entered(supplier)),
            }
        }
    }

    /// The links of a service the path leads to now.
    fn entered(&mut self, service: &'a str) -> IntoIter<&'a SupplierEntry> {
        self.path.push(service);
        self.links.get(service).cloned().unwrap_or_default().into_iter()
    }

    fn close(&mut self, link: &'a SupplierEntry, start: usize) {
        if self.closing.len() < MOST_TOLD {
            let cycle = self.path[start..].iter().copied().chain([link.id.value.as_str()]);
            let cycle = cycle.map(str::to_owned).collect();
            self.closing.push((link, cycle));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_any_length_is_walked_and_of_many_cycles_some_are_told() {
        let text: String = (0..10_000).map(|n| format!("- {{ id: s{n}, hard: true }}\n")).collect();
        let entries: Vec<SupplierEntry> = serde_saphyr::from_str(&text).expect("suppliers");
        let id = |entry: &SupplierEntry| entry.id.value.to_string();
        let ids: Vec<String> = entries.iter().map(id).collect();
        let mut links: BTreeMap<&str, Vec<&SupplierEntry>> =
            ids.iter().zip(&entries[1..]).map(|(id, next)| (id.as_str(), vec![next])).collect();
        links.insert(&ids[9_999], vec![&entries[0]; 1_000]);
        let mut search = Search { links, done: BTreeSet::new(), path: Vec::new(), closing: Vec::new() };
        search.visit(&ids[0]);
        assert_eq!((search.done.len(), search.closing.len()), (10_000, MOST_TOLD));
    }
}
