//! The figures of one run, counted once and given out in any form.

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

/// The share without a failure as a floating-point fraction; only for what leaves the program.
pub fn fraction(ratio: Ratio) -> Option<f64> {
    share(ratio.period.0 - ratio.failure.0, ratio.period.0)
}

/// A share of two lengths; none of nothing.
pub fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Seconds with their thousandths, without zeros at the end.
pub fn seconds(length: Length) -> String {
    let (sign, all) = (if length.0 < 0 { "-" } else { "" }, length.0.unsigned_abs());
    let text = format!("{sign}{}.{:03}", all / 1_000, all % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
