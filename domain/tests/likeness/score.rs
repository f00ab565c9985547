//! Counts how far up the right problem stands, and how often one is proposed where none is.

use crate::rival::{Question, Remembered, Rival, proposed};
use nabat_likeness::{Asked, Case, Kind};
use std::collections::BTreeMap;
use std::fmt;

/// What one rival did.
#[derive(Clone, Default, Debug)]
pub struct Score {
    asked: u32,
    first: u32,
    among_three: u32,
    reciprocal: f64,
    /// Of incidents without a repeat, by kind: how many, and how many had something proposed.
    others: BTreeMap<Kind, (u32, u32)>,
    /// Of repeats, by kind: how many, and how many had the right one among the three.
    repeats: BTreeMap<Kind, (u32, u32)>,
}

impl Score {
    pub fn of<'a>(rival: Rival, cases: &'a [Case]) -> Self {
        let mut score = Self::default();
        for case in cases {
            let question =
                |asked: &'a Asked| Question { service: asked.service, function: asked.function, words: &asked.words };
            let questions: Vec<Question<'_>> = case.asked.iter().map(question).collect();
            let known: Vec<Remembered> = case.known.iter().map(Remembered::of).collect();
            for (asked, proposals) in case.asked.iter().zip(proposed(rival, &known, &questions)) {
                score.count(asked.kind, asked.repeats, &proposals);
            }
        }
        score
    }

    pub fn count(&mut self, kind: Kind, right: Option<usize>, proposals: &[usize]) {
        let Some(right) = right else {
            let (all, wrong) = self.others.entry(kind).or_default();
            *all += 1;
            *wrong += u32::from(!proposals.is_empty());
            return;
        };
        let place = proposals.iter().position(|number| *number == right);
        self.asked += 1;
        self.first += u32::from(place == Some(0));
        self.among_three += u32::from(place.is_some());
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        let (all, found) = self.repeats.entry(kind).or_default();
        *all += 1;
        *found += u32::from(place.is_some());
    }

    /// Share of repeats whose problem was proposed first, per cent.
    pub fn recall_at_1(&self) -> f64 {
        share(self.first, self.asked)
    }

    /// Share of repeats whose problem was among the three, per cent.
    pub fn recall_at_3(&self) -> f64 {
        share(self.among_three, self.asked)
    }

    /// Mean reciprocal rank, per cent.
    pub fn mrr(&self) -> f64 {
        self.reciprocal * 100.0 / f64::from(self.asked.max(1))
    }

    /// Share of incidents without a repeat for which something was proposed, per cent.
    pub fn false_proposals(&self) -> f64 {
        let (all, wrong) = self.others.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        share(wrong, all)
    }

    fn of_kind(&self, kind: Kind) -> String {
        match self.others.get(&kind).or_else(|| self.repeats.get(&kind)) {
            Some((all, some)) => format!("{:.1}", share(*some, *all)),
            None => "-".to_owned(),
        }
    }
}

/// The heading over the rows.
pub const HEADING: &str = "                            recall@1  recall@3    MRR | of which here  elsewhere | false proposals  look-alike  same words   fresh";

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "{:8.1} {:9.1} {:6.1} | {:>13} {:>10} | {:15.1} {:>11} {:>11} {:>7}",
            self.recall_at_1(),
            self.recall_at_3(),
            self.mrr(),
            self.of_kind(Kind::Repeat),
            self.of_kind(Kind::Elsewhere),
            self.false_proposals(),
            self.of_kind(Kind::LookAlike),
            self.of_kind(Kind::SameWords),
            self.of_kind(Kind::Fresh),
        )
    }
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) * 100.0 / f64::from(whole.max(1))
}
