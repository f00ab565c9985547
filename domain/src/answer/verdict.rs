//! Whether a service works, in people's words: works, degraded, does not work.

use super::stance::{is_negation, negation_of};
use super::time::{TimeFrame, TimeReading, read_time};
use super::verdict_words::{Sense, sense_at};
use super::vocabulary::is_one_of;
use super::word::{Word, stated_words, tidy};
use crate::time::At;
use serde::{Deserialize, Serialize};

/// What somebody says of a service or a function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It works.
    Works,
    /// It works, slowly or in part.
    Degraded,
    /// It does not work.
    DoesNotWork,
}

/// A verdict with what was said beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerdictReading {
    /// The verdict.
    pub verdict: Verdict,
    /// What the text says beyond the verdict and the time.
    pub remark: Option<String>,
    /// Since when, if one moment is stated without doubt.
    pub since: Option<At>,
}

/// Reads a verdict. Questions, "не знаю", "если", a bare "проверяю", a mere guess that it works and
/// contradictions are no verdict: a wrong "works" would end an outage.
pub fn read_verdict(text: &str, frame: &TimeFrame) -> Option<VerdictReading> {
    let (rest, since) = match read_time(text, frame) {
        TimeReading::Stated { at, rest } | TimeReading::Range { from: at, rest, .. } => (rest, Some(at)),
        TimeReading::Doubt(_) | TimeReading::Silent => (text.to_owned(), None),
    };
    let words = stated_words(&rest);
    let senses = senses(&words);
    let verdict = judge(&senses)?;
    let remark = remark(&rest, &words, &senses);
    Some(VerdictReading { verdict, remark, since })
}

/// A sense with the word it begins at.
type Placed = (Sense, usize);

fn senses(words: &[Word]) -> Vec<Placed> {
    let mut senses: Vec<Placed> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (sense, next) = sense_at(words, at);
        let phrase = next > at + 1;
        senses.push((if phrase { sense } else { in_place(words, at, sense, &senses) }, at));
        at = next;
    }
    senses
}

/// The sense of a single word among the others: it may be denied, directly or somewhere before in its
/// clause. A negation that is part of a phrase ("не у всех") denies nothing else.
fn in_place(words: &[Word], at: usize, sense: Sense, before: &[Placed]) -> Sense {
    let clause = words[at].clause;
    let denies = |word: &usize| before.contains(&(Sense::Not, *word));
    let negated = negation_of(words, at).is_some_and(|negation| denies(&negation));
    let denied_afar = || before.iter().any(|(one, word)| *one == Sense::Not && words[*word].clause == clause);
    let alone = at > 0 && words[at - 1].clause != clause && words.get(at + 1).is_none_or(|next| next.clause != clause);
    if matches!(sense, Sense::Good | Sense::IfDenied) && negated {
        return Sense::Bad;
    }
    if sense == Sense::Good && denied_afar() {
        // "не корректно работает": denied is not that it works, but how.
        return Sense::Unknown;
    }
    if sense == Sense::Good && is_limited_after(words, at) {
        return Sense::Slow;
    }
    if sense == Sense::Weak && negated {
        return Sense::Unknown;
    }
    if sense == Sense::Bad && negated {
        return Sense::Good;
    }
    if matches!(sense, Sense::Slow | Sense::Flaw) && negated {
        return Sense::Filler;
    }
    // "ок, сейчас": a promise to look.
    if sense == Sense::Now && alone { Sense::Busy } else { sense }
}

/// "работает не так": it works, but not as it should.
fn is_limited_after(words: &[Word], at: usize) -> bool {
    let here = |word: &&Word| word.clause == words[at].clause;
    let denied = words.get(at + 1).filter(here).is_some_and(|next| is_negation(&next.text));
    denied && words.get(at + 2).filter(here).is_some() && matches!(sense_at(words, at + 2), (Sense::Other, _))
}

/// How often each sense that matters was met.
struct Tally<'a>(&'a [Placed]);

impl Tally<'_> {
    fn has(&self, sense: Sense) -> bool {
        self.0.iter().any(|(one, _)| *one == sense)
    }

    fn last(&self, sense: Sense) -> Option<usize> {
        self.0.iter().rposition(|(one, _)| *one == sense)
    }

    /// An interjection counts where nothing of weight is said beside it.
    fn good(&self) -> bool {
        self.has(Sense::Good)
            || (self.has(Sense::Weak)
                && ![Sense::Other, Sense::Flaw, Sense::Nope, Sense::IfDenied].iter().any(|sense| self.has(*sense)))
    }

    fn in_part(&self) -> bool {
        self.has(Sense::Partly)
            || (self.has(Sense::Some) && (self.has(Sense::Good) || self.has(Sense::Bad) || self.has(Sense::Weak)))
    }

    /// What is said in one clause may differ from what is said in another.
    fn mixed(&self) -> bool {
        self.has(Sense::But) || self.has(Sense::Joins)
    }

    /// "работает, но ...": something follows the turn.
    fn turned(&self) -> bool {
        let after = |turn: usize| {
            self.0[turn..].iter().any(|(sense, _)| matches!(sense, Sense::Other | Sense::Flaw | Sense::IfDenied))
        };
        self.last(Sense::But).is_some_and(after)
    }
}

fn judge(senses: &[Placed]) -> Option<Verdict> {
    let said = Tally(senses);
    if said.has(Sense::Unknown) {
        return None;
    }
    let (good, slow) = (said.good(), said.has(Sense::Slow));
    if said.has(Sense::Bad) {
        return judge_failing(&said);
    }
    if said.has(Sense::Promise) || (said.has(Sense::Busy) && !slow) {
        return None;
    }
    if slow || said.in_part() || (good && (said.has(Sense::Flaw) || said.turned())) {
        return Some(Verdict::Degraded);
    }
    if said.has(Sense::Nope) {
        // "запись работает, а печати нет"; a bare "нет" may as well answer another question.
        return (said.has(Sense::Good) && said.mixed()).then_some(Verdict::Degraded);
    }
    (good && !said.has(Sense::Guess)).then_some(Verdict::Works)
}

/// A verdict where something is said not to work.
fn judge_failing(said: &Tally) -> Option<Verdict> {
    let last_is_good = said.last(Sense::Good) > said.last(Sense::Bad);
    if said.has(Sense::Good) {
        // "упал, но уже работает" tells a story; "работает, но печать не работает" a state.
        let story = last_is_good
            && said.has(Sense::Now)
            && !said.has(Sense::Guess)
            && !said.has(Sense::Promise)
            && !said.has(Sense::Busy);
        return match (story, said.mixed()) {
            (true, _) if said.has(Sense::Slow) || said.in_part() => Some(Verdict::Degraded),
            (true, _) => Some(Verdict::Works),
            (false, true) => Some(Verdict::Degraded),
            (false, false) => None,
        };
    }
    if said.in_part() {
        return Some(Verdict::Degraded);
    }
    if said.has(Sense::Slow) {
        let worse = said.last(Sense::Bad) > said.last(Sense::Slow) && (said.has(Sense::Now) || said.has(Sense::Wholly));
        return worse.then_some(Verdict::DoesNotWork);
    }
    Some(Verdict::DoesNotWork)
}

/// The text from the first word on that says more than the verdict, its preposition included.
fn remark(rest: &str, words: &[Word], senses: &[Placed]) -> Option<String> {
    let (_, first) = senses.iter().find(|(sense, at)| !is_bare(*sense, &words[*at].text))?;
    let preposition = first.checked_sub(1).filter(|before| is_one_of(&words[*before].text, "у с в на for on"));
    let first = preposition.unwrap_or(*first);
    Some(tidy(&rest[words[first].from..])).filter(|remark| !remark.is_empty())
}

/// Words that say the verdict and nothing else.
fn is_bare(sense: Sense, text: &str) -> bool {
    match sense {
        Sense::Good
        | Sense::Weak
        | Sense::Bad
        | Sense::Not
        | Sense::But
        | Sense::Joins
        | Sense::Now
        | Sense::Wholly
        | Sense::Filler => true,
        Sense::Partly => text.starts_with("частичн") || text.starts_with("partial"),
        Sense::Slow => text.starts_with("деград") || text.starts_with("degrad"),
        Sense::Some
        | Sense::Flaw
        | Sense::Nope
        | Sense::IfDenied
        | Sense::Guess
        | Sense::Busy
        | Sense::Promise
        | Sense::Unknown
        | Sense::Other => false,
    }
}

#[cfg(test)]
mod tests;
