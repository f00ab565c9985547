//! The figures of one run, counted once and given out in any form.

pub use nabat_console::figures::{fraction, share};

use super::terms::Terms;
use crate::commands::file::Noted;
use nabat_domain::reliability::report::{Asked, Report};
use nabat_domain::reliability::{Comparison, History, Ratio, Span, Unit, pieces, what_if};
use nabat_domain::time::Length;

/// What is counted, and how.
pub struct Figures<'a> {
    pub history: &'a History,
    pub terms: &'a Terms,
    pub noted: Noted,
}

/// What came out.
pub struct Counted {
    pub report: Report,
    /// Time under announced works, and how much of it had a failure.
    pub works: Ratio,
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
        let all = nabat_domain::reliability::Period::new(terms.period, terms.now);
        let under = pieces::union(self.history, &all).intersection(&planned);
        let works = Ratio { failure: under.length(), period: planned.length() };
        let compare = terms.compare.map(|span| {
            let earlier = self.ratio(span);
            (span, Comparison { earlier, later: report.reliability })
        });
        let names: Vec<&str> = terms.without.iter().map(String::as_str).collect();
        let without = (!names.is_empty()).then(|| what_if::without(self.history, &report.period, &names));
        Counted { report, works, compare, without }
    }

    fn ratio(&self, span: Span) -> Ratio {
        let period = self.terms.seen(span);
        let failure = pieces::union(self.history, &period).length();
        Ratio { failure, period: period.counted().length() }
    }
}

/// Seconds with their thousandths, without zeros at the end.
pub fn seconds(length: Length) -> String {
    let (sign, all) = (if length.0 < 0 { "-" } else { "" }, length.0.unsigned_abs());
    let text = format!("{sign}{}.{:03}", all / 1_000, all % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
