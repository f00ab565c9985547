//! Checking a pack: from its bytes alone, everything that does not hold, each with the file it stands in.

use super::container::opened;
use super::manifest::{Listed, Manifest};
use super::{CONTRACTS, EVENTS, FINDINGS, Files, Finding, HEADS, KEY, MANIFEST, PACK, README, SIGNATURE};
use super::{HASHES, PEOPLE, TEXTS, derived, journal, posted};
use crate::heads::SignedHeads;
use crate::signing::PublicKey;
use nabat_domain::catalogue::Contract;
use nabat_domain::ids::{ContractId, IncidentId, ProductId};
use nabat_domain::journal::{Sealed, sha256_hex};
use std::collections::BTreeMap;

/// What is known of a pack from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Keys that may have signed it; none where only the pack's own is known.
    pub keys: Vec<PublicKey>,
    /// A hash the journal has to hold: the one posted in the desk when the incident was closed.
    pub head: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Everything that does not hold; empty where all does.
    pub findings: Vec<Finding>,
    /// The manifest, where it can be read.
    pub manifest: Option<Manifest>,
    /// Days on which an end of the journal was signed, with the number of the event.
    pub signed_days: BTreeMap<String, u64>,
    /// Number of the event that has the expected hash.
    pub head_at: Option<u64>,
}

/// Files every pack has.
const ALWAYS: [&str; 9] = [README, KEY, EVENTS, HASHES, TEXTS, PEOPLE, CONTRACTS, super::CLOCKS, super::OVERRUNS];

/// Checks a pack.
pub fn verify(bytes: &[u8], expected: &Expected) -> Verdict {
    let (files, findings) = opened(bytes);
    let mut verdict = Verdict { findings, ..Verdict::default() };
    let keys = verdict.signature(&files, expected);
    verdict.list(&files);
    let (events, broken) = journal::read(&files);
    verdict.findings.extend(broken);
    verdict.findings.extend(journal::words_hold(&files, &events));
    verdict.samples(&files);
    if let Some(manifest) = verdict.manifest.clone() {
        verdict.end(&manifest, &events);
        verdict.heads(&files, &manifest, &events, &keys);
        verdict.derived(&files, &manifest, &events);
    }
    if let Some(head) = &expected.head {
        verdict.head_at = events.iter().find(|event| event.hash == *head).map(|event| event.number);
        if verdict.head_at.is_none() {
            verdict.findings.push(Finding::of(EVENTS, &format!("no event has the hash {head}")));
        }
    }
    verdict
}

impl Verdict {
    /// Nothing was found that does not hold.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    fn found(&mut self, file: &str, what: &str) {
        self.findings.push(Finding::of(file, what));
    }

    /// The manifest and who signed it; the keys whose signatures count.
    fn signature(&mut self, files: &Files, expected: &Expected) -> Vec<PublicKey> {
        let own = files.get(KEY).and_then(|pem| std::str::from_utf8(pem).ok()).and_then(|pem| pem.parse().ok());
        if own.is_none() {
            self.found(KEY, "is no public key");
        }
        let keys = if expected.keys.is_empty() { own.into_iter().collect() } else { expected.keys.clone() };
        let Some(text) = files.get(MANIFEST) else {
            self.found(MANIFEST, "is missing");
            return keys;
        };
        self.manifest = std::str::from_utf8(text).ok().and_then(Manifest::read);
        match &self.manifest {
            None => self.found(MANIFEST, "is no manifest of a form this program knows"),
            Some(manifest) if own.is_some_and(|own| own != manifest.key) => {
                self.found(KEY, "is not the key the manifest names");
            }
            Some(manifest) if !keys.contains(&manifest.key) && own.is_some() => {
                let what = format!("is signed by {}, which is none of the keys given", manifest.key);
                self.found(MANIFEST, &what);
            }
            Some(_) => {}
        }
        match files.get(SIGNATURE) {
            None => self.found(SIGNATURE, "is missing"),
            Some(signature) if keys.iter().any(|key| key.verifies(text, signature)) => {}
            Some(_) => self.found(MANIFEST, &format!("{SIGNATURE} is no signature of it by a key that counts")),
        }
        keys
    }

    /// The files against the list of them.
    fn list(&mut self, files: &Files) {
        for name in ALWAYS {
            if !files.contains_key(name) {
                self.found(name, "is missing");
            }
        }
        let Some(manifest) = self.manifest.clone() else { return };
        for (name, listed) in &manifest.files {
            match files.get(name) {
                None if ALWAYS.contains(&name.as_str()) => {}
                None => self.found(name, "is missing"),
                Some(bytes) if Listed::of(bytes) != *listed => {
                    self.found(name, "is not the file that was signed: SHA-256 or length differs");
                }
                Some(_) => {}
            }
        }
        for name in files.keys().filter(|name| ![MANIFEST, SIGNATURE].contains(&name.as_str())) {
            if !manifest.files.contains_key(name) {
                self.found(name, "is not in the manifest");
            }
        }
    }

    /// The journal against the end the manifest names.
    fn end(&mut self, manifest: &Manifest, events: &[Sealed]) {
        let (count, last) = (events.len() as u64, events.last());
        if count != manifest.events || last.is_none_or(|last| last.hash != manifest.head) {
            let what = format!("the manifest names event {} as the last, with another hash", manifest.events);
            self.findings.push(Finding::of_event(EVENTS, count, &what));
        }
    }

    /// The journal against what was signed of it day by day.
    fn heads(&mut self, files: &Files, manifest: &Manifest, events: &[Sealed], keys: &[PublicKey]) {
        let incident = IncidentId::new(manifest.incident.as_str());
        for (name, bytes) in files.range(HEADS.to_owned()..).take_while(|(name, _)| name.starts_with(HEADS)) {
            let number = name.trim_start_matches(HEADS).trim_end_matches(".json").parse().unwrap_or(0);
            let Ok(signed) = serde_json::from_slice::<SignedHeads>(bytes) else {
                self.found(name, "is no list of heads");
                continue;
            };
            let page = match signed.read(number, keys) {
                Ok(page) => page,
                Err(breach) => {
                    self.found(name, &breach.to_string());
                    continue;
                }
            };
            if let Err(breach) = page.holds(&incident, events) {
                self.found(EVENTS, &breach.to_string());
            }
            if let Some(head) = page.heads.get(&incident) {
                self.signed_days.insert(page.day, head.number);
            }
        }
    }

    /// Samples are named by their hash.
    fn samples(&mut self, files: &Files) {
        for (name, bytes) in files.range(FINDINGS.to_owned()..).take_while(|(name, _)| name.starts_with(FINDINGS)) {
            let named = name.trim_start_matches(FINDINGS).strip_suffix(".json");
            if named.is_some_and(|named| sha256_hex(bytes) != named) {
                self.found(name, "the samples do not have the hash the journal names them by");
            }
        }
    }

    /// What follows from journal and contracts, worked out anew. Only where the journal holds: what follows from a
    /// broken one says nothing more.
    fn derived(&mut self, files: &Files, manifest: &Manifest, events: &[Sealed]) {
        if self.findings.iter().any(|finding| [EVENTS, CONTRACTS, PACK].contains(&finding.file.as_str())) {
            return;
        }
        let (incident, product) = (IncidentId::new(&*manifest.incident), ProductId::new(&*manifest.product));
        let contracts =
            files.get(CONTRACTS).map(|bytes| serde_json::from_slice::<BTreeMap<ContractId, Contract>>(bytes));
        let Some(Ok(contracts)) = contracts else { return self.found(CONTRACTS, "cannot be read") };
        let Some(state) = journal::state(events, &incident, &product) else {
            let what = format!("holds events this program cannot read; {} wrote them", manifest.program);
            return self.found(EVENTS, &what);
        };
        self.findings.extend(posted::hold(files, &state));
        for (name, bytes) in derived::files(&state, &contracts) {
            if files.get(&name).is_some_and(|found| *found != bytes) {
                let what = format!("does not follow from the journal and the contracts; made by {}", manifest.program);
                self.found(&name, &what);
            }
        }
    }
}
