//! What of the figures follows from intervals alone: the same for a product and for a file, whoever asks.

use super::Asked;
use chrono_tz::Tz;
use nabat_domain::reliability::{Comparison, Dimension, History, Ratio, Report, Span, Targets};
use nabat_domain::time::At;
use nabat_kit::reliability::{Figures, Works};

/// The figures of one period, ready to be written down.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The whole period.
    pub span: Span,
    /// Whose midnights part the days.
    pub zone: Tz,
    /// The moment the figures are of.
    pub now: At,
    /// What weak places are grouped by.
    pub by: Dimension,
    /// The figures.
    pub report: &'a Report,
    /// What they were counted from.
    pub history: &'a History,
    /// What they are held against.
    pub targets: &'a Targets,
    /// Announced works, where there are any.
    pub works: Option<&'a Works>,
    /// Held against an earlier period.
    pub against: Option<(Span, Comparison)>,
    /// What if these services had never failed.
    pub without: Option<(&'a [String], Ratio)>,
    /// How a name is told: what a file calls things may be anything.
    pub told: fn(&str) -> String,
}

/// How a catalogue's names are told.
pub fn as_it_stands(name: &str) -> String {
    name.to_owned()
}

/// A group's name as it is told: of a function its service's and its own, each by itself and both together.
pub(crate) fn told_of(told: fn(&str) -> String, by: Dimension, name: &str) -> String {
    match name.split_once('/').filter(|_| by == Dimension::Function) {
        Some((service, function)) => told(&format!("{}/{}", told(service), told(function))),
        None => told(name),
    }
}

impl<'a> Sheet<'a> {
    /// Of a product.
    pub fn of(figures: &'a Figures, asked: &Asked) -> Self {
        let question = &figures.question;
        Self {
            span: question.span(),
            zone: question.zone,
            now: question.now,
            by: asked.by,
            report: &figures.report,
            history: &figures.book.history,
            targets: &figures.targets,
            works: Some(&figures.works),
            against: question.against.map(|days| question.of_days(days)).zip(figures.against),
            without: figures.without.map(|without| (question.without.as_slice(), without)),
            told: as_it_stands,
        }
    }

    /// The name of a group as it is told. Two of which the same is told stay two: a scraper takes no series twice.
    pub fn name(&self, by: Dimension, number: u32) -> String {
        let name = &*self.history.names(by)[number as usize];
        let told = told_of(self.told, by, name);
        if told == name { told } else { format!("{told} {}", number + 1) }
    }
}
