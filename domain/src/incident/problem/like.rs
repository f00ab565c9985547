//! Which known problems are like a failure: of the same service, with rare words in common, of the same function.
//!
//! A word tells the more, the fewer known problems have it: that is its weight, log2 of their share, as in search
//! engines. Unlike there, the service counts by itself and nothing is proposed without it: it failed, or the words
//! name it. What it was that made a problem like is kept, so that the chat can say why.

use super::record::Attached;
use super::telling::{rarity, stems};
use crate::ids::{FunctionId, IncidentId, ProblemId, ServiceId};
use crate::incident::TextRef;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far a known problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The cause is sought, or the fix is being made.
    Open,
    /// Fixed and watched.
    Watched,
    /// Accepted: it is known and stays.
    KnownError,
}

/// A problem that is known, with what it can be recognised by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its case.
    pub case: IncidentId,
    /// The desk's number.
    pub number: ProblemId,
    /// The failing service.
    pub service: ServiceId,
    /// Services of its other incidents: it was noticed there too.
    pub also: BTreeSet<ServiceId>,
    /// Functions that were lost.
    pub functions: BTreeSet<FunctionId>,
    /// Everything said of it.
    pub words: String,
    /// What helps meanwhile.
    pub workaround: Option<TextRef>,
    /// How far it is.
    pub phase: Phase,
    /// A drill's problem is like drills alone.
    pub drill: bool,
}

/// A problem that is like an incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Like {
    /// Its case.
    pub case: IncidentId,
    /// The desk's number.
    pub number: ProblemId,
    /// How far it is.
    pub phase: Phase,
    /// What helps meanwhile; the words stay with the problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workaround: Option<TextRef>,
    /// How like, 0 to 100.
    pub score: u32,
    /// The same service lost the same function: while it is watched, that is a failure come back.
    #[serde(default)]
    pub same: bool,
    /// Another service failed: this problem's is named in the words.
    #[serde(default)]
    pub named: bool,
    /// Telling words in common.
    #[serde(default)]
    pub words: u32,
}

/// A failure as it is compared.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The failing service.
    pub service: &'a ServiceId,
    /// Functions lost.
    pub functions: &'a BTreeSet<FunctionId>,
    /// What was said of it; nothing where only the rest counts.
    pub words: &'a str,
    /// A drill.
    pub drill: bool,
}

/// So many are named.
const NAMED: usize = 3;

/// Below this a problem is not like at all: the same service alone is.
const LIKE: u32 = 40;

/// Points of the service that failed, of a function in common, of a service that is only named.
const SERVICE: u32 = 40;
const FUNCTION: u32 = 10;
const NAMED_SERVICE: u32 = 25;

/// Points of words at most, and of each bit that they tell in halves of a point.
const WORDS: u32 = 50;
const A_BIT: u32 = 5;

/// Words are weighed as if so many problems were known at least: of few, none would be rare.
const FEW: u32 = 12;

/// Problems like a failure, the likest first; equal ones by number.
pub fn alike(failure: Failure<'_>, known: &[Known]) -> Vec<Like> {
    let own = stems(failure.words);
    let compared: Vec<(&Known, BTreeSet<String>)> =
        known.iter().filter(|known| known.drill == failure.drill).map(|known| (known, stems(&known.words))).collect();
    let mut having: BTreeMap<&str, u32> = BTreeMap::new();
    for stem in compared.iter().flat_map(|(_, stems)| stems) {
        *having.entry(stem).or_default() += 1;
    }
    let total = u32::try_from(compared.len()).unwrap_or(u32::MAX).max(FEW);
    let told = |stem: &String| rarity(having.get(stem.as_str()).copied().unwrap_or(0), total);
    let mut found: Vec<Like> =
        compared.iter().map(|(known, stems)| one(failure, known, &own, stems, &told)).filter(is_like).collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.number.cmp(&b.number)));
    found.truncate(NAMED);
    found
}

/// The same where the words are not at hand: what they were worth before stays, with how far each problem is now.
pub fn alike_still(before: &[Like], failure: Failure<'_>, known: &[Known]) -> Vec<Like> {
    let mut found = alike(Failure { words: "", ..failure }, known);
    for old in before {
        let Some(now) = known.iter().find(|known| known.number == old.number) else { continue };
        found.retain(|like| like.number != old.number);
        found.push(Like { phase: now.phase, workaround: now.workaround.clone(), ..old.clone() });
    }
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.number.cmp(&b.number)));
    found.truncate(NAMED);
    found
}

const fn is_like(like: &Like) -> bool {
    like.score >= LIKE
}

/// How like one problem is; nothing where its service neither failed nor is named.
fn one(
    failure: Failure<'_>,
    known: &Known,
    own: &BTreeSet<String>,
    stems: &BTreeSet<String>,
    told: &dyn Fn(&String) -> u32,
) -> Like {
    let is_own = known.service == *failure.service;
    let same_service = is_own || known.also.contains(failure.service);
    let same = is_own && !known.functions.is_disjoint(failure.functions);
    let named = !same_service && is_named(&known.service, own);
    let common: Vec<&String> = own.intersection(stems).collect();
    let sixteenths: u32 = common.iter().map(|stem| told(stem)).sum();
    let words = (sixteenths * A_BIT / 2 / 16).min(WORDS);
    let place = u32::from(same_service) * SERVICE + u32::from(same) * FUNCTION + u32::from(named) * NAMED_SERVICE;
    Like {
        case: known.case.clone(),
        number: known.number.clone(),
        phase: known.phase,
        workaround: known.workaround.clone(),
        score: if place > 0 { place + words } else { 0 },
        same,
        named,
        words: u32::try_from(common.len()).unwrap_or(u32::MAX),
    }
}

/// Whether the words have the service's id.
fn is_named(service: &ServiceId, own: &BTreeSet<String>) -> bool {
    let id = stems(service.as_str());
    !id.is_empty() && id.is_subset(own)
}

/// What of an incident is kept with its problem.
pub(super) fn attached(state: &crate::incident::State) -> Attached {
    let head = &state.head;
    Attached { desk: head.desk.clone(), service: head.service.clone(), began: head.began }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(number: &str, service: &str, function: &str, words: &str) -> Known {
        Known {
            case: IncidentId::from(number),
            number: number.into(),
            service: service.into(),
            also: BTreeSet::new(),
            functions: [function.into()].into(),
            words: words.to_owned(),
            workaround: None,
            phase: Phase::Open,
            drill: false,
        }
    }

    fn numbers(service: &str, function: &str, words: &str, known: &[Known]) -> Vec<String> {
        let (service, functions) = (service.into(), [function.into()].into());
        let failure = Failure { service: &service, functions: &functions, words, drill: false };
        alike(failure, known).into_iter().map(|like| like.number.to_string()).collect()
    }

    #[test]
    fn service_function_and_words_in_this_order() {
        let all = [
            known("P1", "emr", "open", "memory leak in gateway"),
            known("P2", "emr", "print", "memory leak in gateway"),
            known("P3", "emr", "open", "no space left"),
            known("P4", "booking", "book", "memory leak in gateway"),
        ];
        assert_eq!(numbers("emr", "open", "Memory leaks of gateways", &all), ["P1", "P3", "P2"]);
        assert_eq!(
            numbers("lab", "order", "memory leak in gateway", &all),
            Vec::<String>::new(),
            "words alone are not enough"
        );
    }

    #[test]
    fn a_rare_word_tells_more_than_words_all_have() {
        let all = [
            known("P1", "emr", "open", "the card does not open, wait a minute"),
            known("P2", "emr", "open", "the card does not open, certificate"),
            known("P3", "emr", "open", "the card does not open, printing is slow"),
        ];
        assert_eq!(numbers("emr", "open", "the card does not open: certificate?", &all)[0], "P2");
        assert_eq!(numbers("emr", "print", "a certificate", &all)[0], "P2", "more than a function in common");
    }

    #[test]
    fn what_is_noticed_at_a_neighbour_is_like_where_its_service_is_named_and_says_so() {
        let all = [
            known("P1", "emr-core", "open", "OutOfMemoryError, a leak in the gateway"),
            known("P2", "emr-core", "open", "certificate"),
            known("P3", "lab", "order", "slow"),
        ];
        let (service, functions) = ("booking".into(), ["book".into()].into());
        let words = "bookings fail, emr-core says OutOfMemoryError, a leak";
        let failure = Failure { service: &service, functions: &functions, words, drill: false };
        let found = alike(failure, &all);
        let told: Vec<_> = found.iter().map(|like| (like.number.as_str(), like.named, like.same, like.words)).collect();
        assert_eq!(told, [("P1", true, false, 2)]);
    }

    #[test]
    fn a_service_of_an_incident_that_was_linked_to_it_counts_as_its_own() {
        let linked = Known { also: ["booking".into()].into(), ..known("P1", "emr", "open", "") };
        assert_eq!(numbers("booking", "open", "", &[linked, known("P2", "emr", "open", "")]), ["P1"]);
    }

    #[test]
    fn what_words_were_worth_stays_when_it_is_asked_again_without_them() {
        let mut all = vec![
            known("P1", "emr", "open", "slow"),
            known("P2", "emr", "print", "certificate expired, the browser warns"),
        ];
        let (service, functions) = ("emr".into(), ["open".into()].into());
        let failure = Failure {
            service: &service,
            functions: &functions,
            words: "certificate has expired, a browser says",
            drill: false,
        };
        let before = alike(failure, &all);
        all.push(known("P3", "emr", "open", ""));
        all[1].phase = Phase::Watched;
        let now = alike_still(&before, failure, &all);
        let told: Vec<_> = now.iter().map(|like| (like.number.as_str(), like.phase)).collect();
        assert_eq!(told, [("P2", Phase::Watched), ("P1", Phase::Open), ("P3", Phase::Open)]);
        assert!(alike_still(&before, failure, &[]).is_empty(), "no longer known");
    }

    #[test]
    fn a_drill_is_like_drills_alone_and_three_are_enough() {
        let drill = Known { drill: true, ..known("P1", "emr", "open", "") };
        assert!(numbers("emr", "open", "", &[drill]).is_empty());
        let many: Vec<Known> = (1..9).map(|n| known(&format!("P{n}"), "emr", "open", "")).collect();
        assert_eq!(numbers("emr", "open", "", &many), ["P1", "P2", "P3"]);
    }
}
