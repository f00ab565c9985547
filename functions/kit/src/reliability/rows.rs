//! Rows of a book read back: what they say, and the same with some of them left out.

use super::book::{Beside, Book};
use super::correction::{Facts, Named};
use super::question::Only;
use nabat_domain::reliability::history::LASTS;
use nabat_domain::reliability::{Dimension, Fact, History};
use nabat_domain::time::At;

impl Book {
    /// The name of a row's group; empty where it is not known.
    pub fn group(&self, row: u32, by: Dimension) -> &str {
        group(&self.history, row, by)
    }

    /// The function of a row, without its service.
    pub fn function(&self, row: u32) -> &str {
        function(&self.history, row)
    }

    /// What names a row's outage.
    pub fn named(&self, row: u32) -> Named {
        Named {
            incident: self.history.incident(row).to_owned(),
            service: self.group(row, Dimension::Service).to_owned(),
            function: self.function(row).to_owned(),
            imported: self.imported(row),
        }
    }

    /// What a row says.
    pub fn facts(&self, row: u32) -> Facts {
        let span = self.history.spans()[row as usize];
        Facts {
            began: span.from,
            restored: (span.to != LASTS).then_some(span.to),
            counted: true,
            class: self.group(row, Dimension::Class).to_owned(),
            contractor: self.group(row, Dimension::Contractor).to_owned(),
        }
    }

    /// The outage of that name, counted or beside.
    pub fn find(&self, of: &Named) -> Option<Facts> {
        let beside = self.beside.iter().find(|beside| beside.of == *of).map(|beside| beside.facts.clone());
        let rows = || (0..).zip(self.history.spans()).map(|(row, _)| row);
        beside.or_else(|| {
            let is = |row: &u32| self.history.incident(*row) == of.incident && self.named(*row) == *of;
            rows().find(is).map(|row| self.facts(row))
        })
    }

    /// When a row began by the file it was imported from; `None` for an incident of Nabat's own.
    pub fn imported(&self, row: u32) -> Option<At> {
        self.imported.get(row as usize).copied()
    }

    /// Only what fits; the rest is as if it had never been.
    #[must_use]
    pub fn only(&self, only: &Only) -> Self {
        let mut left = Self { corrections: self.corrections.clone(), ..Self::default() };
        let old = &self.history;
        for row in (0..).take(old.len()) {
            let (service, class) = (self.group(row, Dimension::Service), self.group(row, Dimension::Class));
            if !only.fits(service, class, self.group(row, Dimension::Contractor)) {
                continue;
            }
            if self.lower.contains(&row) {
                left.lower.insert(u32::try_from(left.history.len()).expect("fewer than there were"));
            }
            left.imported.extend(self.imported(row));
            self.copy(row, &mut left.history);
        }
        let fits = |one: &&Beside| only.fits(&one.of.service, &one.facts.class, &one.facts.contractor);
        left.beside = self.beside.iter().filter(fits).cloned().collect();
        left
    }

    /// Adds a row to another history.
    pub(super) fn copy(&self, row: u32, to: &mut History) {
        let span = self.history.spans()[row as usize];
        to.push(&Fact {
            incident: self.history.incident(row),
            service: self.group(row, Dimension::Service),
            function: self.function(row),
            contractor: self.group(row, Dimension::Contractor),
            class: self.group(row, Dimension::Class),
            began: span.from,
            restored: (span.to != LASTS).then_some(span.to),
        });
    }
}

fn group(history: &History, row: u32, by: Dimension) -> &str {
    &history.names(by)[history.column(by)[row as usize] as usize]
}

fn function(history: &History, row: u32) -> &str {
    let (service, name) = (group(history, row, Dimension::Service), group(history, row, Dimension::Function));
    name.strip_prefix(service).map_or("", |rest| rest.trim_start_matches('/'))
}
