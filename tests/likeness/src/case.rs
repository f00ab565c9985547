//! Problems known at a moment, and incidents that come then.

use crate::cause::{Cause, causes};
use crate::dice::Dice;
use crate::estate::{Function, services};
use crate::sentence::{mistyped, report};
use crate::{Language, Wording};

/// A known problem as it is recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Its place among the known.
    pub number: usize,
    /// The failing service.
    pub service: &'static str,
    /// The function lost.
    pub function: &'static str,
    /// What was reported first, the cause, what helps.
    pub words: String,
}

/// What an incident is to the known problems.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The same again, in other words.
    Repeat,
    /// The same again, noticed and registered at the service's neighbour; the log is quoted.
    Elsewhere,
    /// Another cause in a service with known problems: no repeat.
    LookAlike,
    /// The cause of a known problem of another service, in this one: no repeat either.
    SameWords,
    /// Nothing known of the service.
    Fresh,
}

/// An incident at its registration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What it is to the known.
    pub kind: Kind,
    /// The failing service as registered.
    pub service: &'static str,
    /// The function lost.
    pub function: &'static str,
    /// What was said of it.
    pub words: String,
    /// The problem it repeats, by number; none where it repeats none.
    pub repeats: Option<usize>,
}

/// What is known, and what comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Known problems.
    pub known: Vec<Record>,
    /// Incidents, each by itself.
    pub asked: Vec<Asked>,
}

/// Where a problem is and what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Fault {
    service: usize,
    function: usize,
    cause: usize,
}

/// Problems known at once, at least and at most.
const KNOWN: (u64, u64) = (15, 40);

/// Incidents that come upon them.
const ASKED: usize = 40;

/// Services of which nothing is known, and causes that are new.
const UNKNOWN: usize = 2;
const NEW: usize = 4;

/// So many cases, the same for the same seed.
#[must_use]
pub fn cases(seed: u64, wording: Wording, count: usize) -> Vec<Case> {
    let mut dice = Dice::new(seed);
    (0..count).map(|_| case(&mut dice, wording)).collect()
}

fn case(dice: &mut Dice, wording: Wording) -> Case {
    let (services, causes) = (services(wording), causes(wording));
    let (spared, new) = (dice.below(services.len() as u64) as usize, dice.below(causes.len() as u64) as usize);
    let is_spared = |service: usize| (service + services.len() - spared) % services.len() < UNKNOWN;
    let is_cause_new = |cause: usize| (cause + causes.len() - new) % causes.len() < NEW;
    let wanted = dice.within(KNOWN.0, KNOWN.1) as usize;
    let mut faults: Vec<(Fault, usize, Language)> = Vec::new();
    while faults.len() < wanted {
        let fault = any(dice, services.len(), causes.len());
        let is_new = faults.iter().all(|(other, ..)| (other.service, other.cause) != (fault.service, fault.cause));
        if is_new && !is_spared(fault.service) && !is_cause_new(fault.cause) {
            faults.push((fault, dice.below(5) as usize, language(dice)));
        }
    }
    let world = World { wording, faults };
    let known = (0..world.faults.len()).map(|number| world.record(dice, number)).collect();
    let mut asked = Vec::new();
    while asked.len() < ASKED {
        asked.extend(world.asked(dice, &is_spared));
    }
    Case { known, asked }
}

fn any(dice: &mut Dice, services: usize, causes: usize) -> Fault {
    Fault {
        service: dice.below(services as u64) as usize,
        function: dice.below(2) as usize,
        cause: dice.below(causes as u64) as usize,
    }
}

fn language(dice: &mut Dice) -> Language {
    if dice.percent(60) { Language::Russian } else { Language::English }
}

struct World {
    wording: Wording,
    /// What is known, in which of the cause's sentences, in which language.
    faults: Vec<(Fault, usize, Language)>,
}

impl World {
    fn cause(&self, fault: Fault) -> &'static Cause {
        &causes(self.wording)[fault.cause]
    }

    fn function(&self, fault: Fault) -> &'static Function {
        &services(self.wording)[fault.service].functions[fault.function]
    }

    fn record(&self, dice: &mut Dice, number: usize) -> Record {
        let (fault, sentence, language) = self.faults[number];
        let cause = self.cause(fault);
        let mut words = report(dice, self.wording, language, cause.seen(language)[sentence], self.function(fault));
        words += &format!("\n{}.", dice.of(cause.found(language)));
        if dice.percent(60) {
            words += &format!("\n{}.", cause.helps(language));
        }
        if dice.percent(50) {
            words += &format!("\n{}", cause.log);
        }
        let service = services(self.wording)[fault.service].id;
        Record { number, service, function: self.function(fault).id, words }
    }

    /// An incident; nothing where chance picked what is not there.
    fn asked(&self, dice: &mut Dice, is_spared: &dyn Fn(usize) -> bool) -> Option<Asked> {
        match dice.below(100) {
            0..45 => self.repeat(dice),
            45..55 => self.elsewhere(dice),
            55..75 => self.other(dice, Kind::LookAlike, is_spared),
            75..88 => self.other(dice, Kind::SameWords, is_spared),
            _ => self.other(dice, Kind::Fresh, is_spared),
        }
    }

    fn repeat(&self, dice: &mut Dice) -> Option<Asked> {
        let (number, mut fault, sentence, spoken) = self.known(dice)?;
        // Now and then another function is lost by the same cause.
        if dice.percent(15) {
            fault.function = 1 - fault.function;
        }
        let spoken = if dice.percent(12) { other(spoken) } else { spoken };
        let words = self.said(dice, fault, Some(sentence), spoken, 25);
        Some(self.told(Kind::Repeat, fault, words, Some(number)))
    }

    fn elsewhere(&self, dice: &mut Dice) -> Option<Asked> {
        let (number, fault, sentence, spoken) = self.known(dice)?;
        let neighbour = services(self.wording)[fault.service].neighbour;
        let seen_at = Fault { service: neighbour, function: dice.below(2) as usize, ..fault };
        if self.is_known(seen_at.service, fault.cause) {
            return None;
        }
        let words = self.said(dice, seen_at, Some(sentence), spoken, 100);
        // Whoever quotes the log names where it was read.
        let words = format!("{words} @ {}", services(self.wording)[fault.service].id);
        Some(self.told(Kind::Elsewhere, seen_at, words, Some(number)))
    }

    fn other(&self, dice: &mut Dice, kind: Kind, is_spared: &dyn Fn(usize) -> bool) -> Option<Asked> {
        let fault = any(dice, services(self.wording).len(), causes(self.wording).len());
        let cause_is_known = self.faults.iter().any(|(one, ..)| one.cause == fault.cause);
        let fits = match kind {
            Kind::LookAlike => !is_spared(fault.service) && !cause_is_known,
            Kind::SameWords => cause_is_known && !is_spared(fault.service),
            Kind::Repeat | Kind::Elsewhere | Kind::Fresh => is_spared(fault.service) && !cause_is_known,
        };
        if !fits || self.is_known(fault.service, fault.cause) {
            return None;
        }
        let spoken = language(dice);
        let words = self.said(dice, fault, None, spoken, 25);
        Some(self.told(kind, fault, words, None))
    }

    fn known(&self, dice: &mut Dice) -> Option<(usize, Fault, usize, Language)> {
        let number = dice.below(self.faults.len() as u64) as usize;
        self.faults.get(number).map(|(fault, sentence, language)| (number, *fault, *sentence, *language))
    }

    fn is_known(&self, service: usize, cause: usize) -> bool {
        self.faults.iter().any(|(one, ..)| (one.service, one.cause) == (service, cause))
    }

    /// A report in a sentence that is not the record's, with the log's line so often of a hundred.
    fn said(&self, dice: &mut Dice, fault: Fault, not: Option<usize>, language: Language, log: u64) -> String {
        let cause = self.cause(fault);
        let shift = 1 + dice.below(4) as usize;
        let sentence = not.map_or(shift, |not| (not + shift) % 5);
        let mut words = report(dice, self.wording, language, cause.seen(language)[sentence], self.function(fault));
        if dice.percent(15) {
            words += &format!(". {}?", dice.of(cause.found(language)));
        }
        if dice.percent(log) {
            words += &format!(" {}", cause.log);
        }
        if dice.percent(20) { mistyped(dice, &words) } else { words }
    }

    fn told(&self, kind: Kind, fault: Fault, words: String, repeats: Option<usize>) -> Asked {
        let service = services(self.wording)[fault.service].id;
        Asked { kind, service, function: self.function(fault).id, words, repeats }
    }
}

const fn other(language: Language) -> Language {
    match language {
        Language::Russian => Language::English,
        Language::English => Language::Russian,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_tells_the_same_and_another_does_not() {
        assert_eq!(cases(1, Wording::Open, 3), cases(1, Wording::Open, 3));
        assert_ne!(cases(1, Wording::Open, 3), cases(2, Wording::Open, 3));
    }

    #[test]
    fn every_kind_comes_and_a_repeat_is_never_in_its_records_words() {
        for wording in [Wording::Open, Wording::HeldOut] {
            let cases = cases(7, wording, 200);
            for kind in [Kind::Repeat, Kind::Elsewhere, Kind::LookAlike, Kind::SameWords, Kind::Fresh] {
                let count = cases.iter().flat_map(|case| &case.asked).filter(|asked| asked.kind == kind).count();
                assert!(count > 50, "{kind:?}: {count}");
            }
            for case in &cases {
                for asked in &case.asked {
                    assert!(case.known.iter().all(|record| record.words != asked.words));
                    let is_repeat = matches!(asked.kind, Kind::Repeat | Kind::Elsewhere);
                    assert_eq!(asked.repeats.is_some(), is_repeat);
                }
            }
        }
    }

    #[test]
    fn the_halves_share_no_service_no_cause_and_no_log() {
        let told = |wording| {
            let ids = services(wording).iter().map(|service| service.id);
            let causes = causes(wording).iter().flat_map(|cause| {
                cause.seen.iter().flatten().copied().chain(cause.found.iter().flatten().copied()).chain([cause.log])
            });
            ids.chain(causes).collect::<BTreeSet<&str>>()
        };
        assert!(told(Wording::Open).is_disjoint(&told(Wording::HeldOut)));
    }
}
