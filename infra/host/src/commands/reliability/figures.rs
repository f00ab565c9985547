//! The figures of one run, counted once and given out in any form.

use super::terms::Terms;
use crate::commands::file::Noted;
use nabat_console::figures::Sheet;
use nabat_domain::reliability::report::{Asked, Report};
use nabat_domain::reliability::works::left_out;
use nabat_domain::reliability::{Comparison, History, Period, Ratio, Span, Unit, WorksPolicy, pieces, what_if};
use nabat_kit::reliability::Works;

/// What is counted, and how.
pub struct Figures<'a> {
    pub history: &'a History,
    pub terms: &'a Terms,
    pub noted: Noted,
    /// How names are told.
    pub told: fn(&str) -> String,
}

/// What came out.
pub struct Counted {
    pub report: Report,
    /// Announced works.
    pub works: Works,
    pub compare: Option<(Span, Comparison)>,
    pub without: Option<Ratio>,
}

impl Figures<'_> {
    /// Counts.
    pub fn count(&self) -> Counted {
        let terms = self.terms;
        let period = terms.seen(terms.period);
        let asked = Asked { zone: terms.zone, targets: terms.targets.clone(), unit: Unit::Month };
        let report = Report::of(self.history, period, &asked);
        let planned = terms.planned();
        let all = Period::new(terms.period, terms.now);
        let under = pieces::union(self.history, &all).intersection(&planned);
        let other = match terms.policy {
            WorksPolicy::Exclude => WorksPolicy::Count,
            WorksPolicy::Count => WorksPolicy::Exclude,
        };
        let otherwise = Period::without(terms.period, terms.now, left_out(&terms.works, other));
        let works = Works {
            policy: terms.policy,
            under: Ratio { failure: under.length(), period: planned.length() },
            otherwise: self.ratio(&otherwise),
        };
        let compare = terms.compare.map(|span| {
            let earlier = self.ratio(&terms.seen(span));
            (span, Comparison { earlier, later: report.reliability })
        });
        let names: Vec<&str> = terms.without.iter().map(String::as_str).collect();
        let without = (!names.is_empty()).then(|| what_if::without(self.history, &report.period, &names));
        Counted { report, works, compare, without }
    }

    /// The same as the console writes it down.
    pub fn sheet<'a>(&'a self, counted: &'a Counted) -> Sheet<'a> {
        let terms = self.terms;
        Sheet {
            span: terms.period,
            zone: terms.zone,
            now: terms.now,
            by: terms.by,
            report: &counted.report,
            history: self.history,
            targets: &terms.targets,
            works: (!terms.works.is_empty()).then_some(&counted.works),
            against: counted.compare,
            without: counted.without.map(|without| (terms.without.as_slice(), without)),
            told: self.told,
        }
    }

    fn ratio(&self, period: &Period) -> Ratio {
        Ratio { failure: pieces::union(self.history, period).length(), period: period.counted().length() }
    }
}
