//! The figures as OpenMetrics text.

use super::figures::{Counted, Figures, fraction, seconds};
use super::json::word;
use nabat_domain::reliability::Ratio;
use nabat_domain::time::Length;
use std::fmt::Write as _;

/// All gauges: a period's figures go up and down with the period.
pub fn report(figures: &Figures<'_>, counted: &Counted) -> String {
    let (report, by) = (&counted.report, figures.terms.by);
    let whole = report.reliability;
    let mut out = String::new();
    let one = |out: &mut String, name: &str, help: &str, value: String| {
        head(out, name, help);
        let _ = writeln!(out, "{name} {value}");
    };
    one(&mut out, "nabat_reliability_ratio", "Share of the period without a failure of any service.", number(whole));
    one(&mut out, "nabat_failure_seconds", "Time with a failure of some service.", seconds(whole.failure));
    one(&mut out, "nabat_period_seconds", "Time counted.", seconds(whole.period));
    if let Some(allowed) = &report.allowed {
        one(&mut out, "nabat_allowed_seconds", "Failure time the target allows.", seconds(allowed.allowed));
        one(&mut out, "nabat_allowed_left_seconds", "What is left of it.", seconds(allowed.left));
    }
    let (label, list) = word(by);
    let mut many = |part: &str, help: &str, value: &dyn Fn(&nabat_domain::reliability::Group) -> String| {
        let name = format!("nabat_{label}_{part}");
        head(&mut out, &name, help);
        for group in report.by(by) {
            let of = escaped(&figures.history.names(by)[group.number as usize]);
            let _ = writeln!(out, "{name}{{{label}=\"{of}\"}} {}", value(group));
        }
    };
    many("availability_ratio", &format!("Share of the period without a failure, of {list}."), &|group| {
        number(Ratio { failure: group.failure, ..whole })
    });
    many("failure_seconds", "Time with a failure.", &|group| seconds(group.failure));
    many("exclusive_seconds", "Time in which nothing else failed.", &|group| seconds(group.exclusive));
    many("shared_seconds", "Part of the product's failure time.", &|group| seconds(group.shared));
    many("outages", "Outages that overlap the period.", &|group| group.outages.to_string());
    out.push_str("# EOF\n");
    out
}

fn head(out: &mut String, name: &str, help: &str) {
    let _ = writeln!(out, "# TYPE {name} gauge");
    if name.ends_with("_seconds") {
        let _ = writeln!(out, "# UNIT {name} seconds");
    }
    let _ = writeln!(out, "# HELP {name} {help}");
}

fn number(ratio: Ratio) -> String {
    debug_assert!(ratio.failure >= Length(0));
    fraction(ratio).map_or_else(|| "NaN".to_owned(), |share| share.to_string())
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
