//! The proposer and those it is held against, asked in the same way.

use crate::bm25::{Bm25, Terms};
use nabat_domain::incident::problem::{Failure, Known, Phase, alike};
use nabat_likeness::Record;
use std::fmt;

/// Whoever proposes problems.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Rival {
    /// Nabat.
    Proposer,
    /// BM25, which proposes what scores this much at least.
    Bm25(Terms, f64),
}

impl fmt::Display for Rival {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let terms = |terms: &Terms| if *terms == Terms::Words { "words" } else { "stems" };
        match self {
            Self::Proposer => write!(f, "Nabat"),
            Self::Bm25(of, 0.0) => write!(f, "BM25, {}", terms(of)),
            Self::Bm25(of, least) => write!(f, "BM25, {}, {least} at least", terms(of)),
        }
    }
}

/// As many as Nabat names.
const NAMED: usize = 3;

/// An incident as it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub service: &'a str,
    pub function: &'a str,
    pub words: &'a str,
}

/// A problem as whoever proposes remembers it.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The services of its incidents, its own first.
    pub services: Vec<String>,
    pub function: String,
    pub words: String,
}

impl Remembered {
    pub fn of(record: &Record) -> Self {
        Self {
            services: vec![record.service.to_owned()],
            function: record.function.to_owned(),
            words: record.words.clone(),
        }
    }
}

/// Proposals for every question about the same records, the best first, by the record's place.
pub fn proposed(rival: Rival, records: &[Remembered], questions: &[Question<'_>]) -> Vec<Vec<usize>> {
    match rival {
        Rival::Proposer => {
            let known: Vec<Known> = records.iter().enumerate().map(|(place, record)| known(place, record)).collect();
            questions.iter().map(|question| by_nabat(&known, *question)).collect()
        }
        Rival::Bm25(terms, least) => {
            let whole = |services: &str, function: &str, words: &str| format!("{services} {function} {words}");
            let texts = records.iter().map(|one| whole(&one.services.join(" "), &one.function, &one.words));
            let index = Bm25::new(terms, texts);
            let ask = |question: &Question<'_>| {
                let ranked = index.ranked(&whole(question.service, question.function, question.words));
                let enough = ranked.into_iter().filter(|(_, score)| *score >= least).take(NAMED);
                enough.map(|(place, _)| place).collect()
            };
            questions.iter().map(ask).collect()
        }
    }
}

fn by_nabat(known: &[Known], question: Question<'_>) -> Vec<usize> {
    let (service, functions) = (question.service.into(), [question.function.into()].into());
    let failure = Failure { service: &service, functions: &functions, words: question.words, drill: false };
    let place = |number: &str| number.parse().expect("numbers are places, written by `known`");
    alike(failure, known).iter().map(|like| place(like.number.as_str())).collect()
}

fn known(place: usize, record: &Remembered) -> Known {
    let number = format!("{place:04}");
    Known {
        case: number.as_str().into(),
        number: number.as_str().into(),
        service: record.services[0].as_str().into(),
        also: record.services[1..].iter().map(|service| service.as_str().into()).collect(),
        functions: [record.function.as_str().into()].into(),
        words: record.words.clone(),
        workaround: None,
        phase: Phase::Open,
        drill: false,
    }
}
