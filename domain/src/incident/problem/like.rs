//! Which known problems are like a failure: the same service first, then its functions, then words.

use super::record::Attached;
use crate::ids::{FunctionId, IncidentId, ProblemId, ServiceId};
use crate::incident::TextRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// Points of the service, of a function in common, and of words, which make 100.
const SERVICE: u32 = 40;
const FUNCTION: u32 = 30;
const WORDS: u32 = 30;

/// Letters from which on a word tells something.
const TELLING: usize = 4;

/// Letters by which words are compared: what follows are endings.
const STEM: usize = 6;

/// Problems like a failure, the likest first; equal ones by number.
pub fn alike(failure: Failure<'_>, known: &[Known]) -> Vec<Like> {
    let own = stems(failure.words);
    let one = |known: &Known| {
        let same_service = known.service == *failure.service;
        let common = !known.functions.is_disjoint(failure.functions);
        let score = u32::from(same_service) * SERVICE
            + u32::from(same_service && common) * FUNCTION
            + WORDS * shared(&own, &stems(&known.words)) / 100;
        Like {
            case: known.case.clone(),
            number: known.number.clone(),
            phase: known.phase,
            workaround: known.workaround.clone(),
            score,
            same: same_service && common,
        }
    };
    let mut found: Vec<Like> =
        known.iter().filter(|known| known.drill == failure.drill).map(one).filter(|like| like.score >= LIKE).collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.number.cmp(&b.number)));
    found.truncate(NAMED);
    found
}

/// Telling words by their beginnings.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= TELLING);
    words.map(|word| word.to_lowercase().chars().take(STEM).collect()).collect()
}

/// How many of the failure's own words the problem has too, per cent.
fn shared(own: &BTreeSet<String>, other: &BTreeSet<String>) -> u32 {
    let common = own.intersection(other).count();
    u32::try_from(common * 100 / own.len().max(1)).unwrap_or(100)
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
    fn a_drill_is_like_drills_alone_and_three_are_enough() {
        let drill = Known { drill: true, ..known("P1", "emr", "open", "") };
        assert!(numbers("emr", "open", "", &[drill]).is_empty());
        let many: Vec<Known> = (1..9).map(|n| known(&format!("P{n}"), "emr", "open", "")).collect();
        assert_eq!(numbers("emr", "open", "", &many), ["P1", "P2", "P3"]);
    }
}
