//! The figures as OpenMetrics text: gauges, since a period's figures go up and down with it.

use super::{Asked, Sheet, fraction, seconds, word};
use nabat_domain::reliability::{Group, Ratio};
use nabat_kit::reliability::Figures;
use std::fmt::Write as _;

/// All gauges of a product.
pub fn text(figures: &Figures, asked: &Asked) -> String {
    let mut out = String::new();
    intervals(&mut out, &Sheet::of(figures, asked));
    one(
        &mut out,
        "nabat_within_budgets_ratio",
        "The share had every stage kept its budget.",
        &number(figures.within_budgets),
    );
    one(&mut out, "nabat_waivers", "Steps waived.", &figures.team.waivers.to_string());
    stages(&mut out, figures);
    contractors(&mut out, figures);
    out.push_str("# EOF\n");
    out
}

/// The gauges that follow from intervals alone.
pub fn sheet_text(sheet: &Sheet<'_>) -> String {
    let mut out = String::new();
    intervals(&mut out, sheet);
    out.push_str("# EOF\n");
    out
}

fn intervals(out: &mut String, sheet: &Sheet<'_>) {
    let report = sheet.report;
    let whole = report.reliability;
    one(out, "nabat_reliability_ratio", "Share of the period without a failure of any service.", &number(whole));
    one(out, "nabat_failure_seconds", "Time with a failure of some service.", &seconds(whole.failure));
    one(out, "nabat_period_seconds", "Time counted.", &seconds(whole.period));
    if let Some(allowed) = &report.allowed {
        one(out, "nabat_allowed_seconds", "Failure time the target allows.", &seconds(allowed.allowed));
        one(out, "nabat_allowed_left_seconds", "What is left of it.", &seconds(allowed.left));
    }
    groups(out, sheet);
}

fn groups(out: &mut String, sheet: &Sheet<'_>) {
    let (label, list) = word(sheet.by);
    let whole = sheet.report.reliability;
    let mut many = |part: &str, help: &str, value: &dyn Fn(&Group) -> String| {
        let name = format!("nabat_{label}_{part}");
        head(out, &name, help);
        for group in sheet.report.by(sheet.by) {
            let of = escaped(&sheet.name(sheet.by, group.number));
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
}

fn stages(out: &mut String, figures: &Figures) {
    head(out, "nabat_stage_p90_seconds", "Nine in ten incidents are through the stage by then.");
    for stage in &figures.stages {
        if let Some(p90) = stage.spread.p90 {
            let _ = writeln!(
                out,
                "nabat_stage_p90_seconds{{stage=\"{}\"}} {}",
                escaped(stage.stage.as_str()),
                seconds(p90)
            );
        }
    }
    head(out, "nabat_stage_over_budget", "Incidents that were not through the stage within its budget.");
    for stage in &figures.stages {
        let over = stage.with_budget - stage.kept;
        let _ = writeln!(out, "nabat_stage_over_budget{{stage=\"{}\"}} {over}", escaped(stage.stage.as_str()));
    }
}

fn contractors(out: &mut String, figures: &Figures) {
    head(out, "nabat_contractor_held_seconds", "Time in the contractor's hands, inside the contract's hours.");
    for (name, held) in &figures.contractors {
        let _ =
            writeln!(out, "nabat_contractor_held_seconds{{contractor=\"{}\"}} {}", escaped(name), seconds(held.held));
    }
}

fn one(out: &mut String, name: &str, help: &str, value: &str) {
    head(out, name, help);
    let _ = writeln!(out, "{name} {value}");
}

fn head(out: &mut String, name: &str, help: &str) {
    let _ = writeln!(out, "# TYPE {name} gauge");
    if name.ends_with("_seconds") {
        let _ = writeln!(out, "# UNIT {name} seconds");
    }
    let _ = writeln!(out, "# HELP {name} {help}");
}

fn number(ratio: Ratio) -> String {
    fraction(ratio).map_or_else(|| "NaN".to_owned(), |share| share.to_string())
}

/// A label's value, by OpenMetrics 1.0, "Escaping".
pub(crate) fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// By the form's own grammar: between quotes stands anything but a quote, a line's end, a backslash alone.
        #[test]
        fn a_scraper_reads_the_label(label in "(\\PC|[\\\\\"\n\r{}])*") {
            let written = format!("x{{of=\"{}\"}} 1", escaped(&label));
            let inside = written.strip_prefix("x{of=\"").and_then(|line| line.strip_suffix("\"} 1")).expect("it is quoted");
            let (mut read, mut letters) = (String::new(), inside.chars());
            while let Some(c) = letters.next() {
                prop_assert!(c != '"' && c != '\n', "{written:?} ends there");
                match c {
                    '\\' => read.push(match letters.next() {
                        Some('n') => '\n',
                        Some(c @ ('"' | '\\')) => c,
                        other => return Err(TestCaseError::fail(format!("{other:?} is not escaped in {written:?}"))),
                    }),
                    c => read.push(c),
                }
            }
            prop_assert_eq!(read, label);
        }
    }

    #[test]
    fn a_label_ends_where_it_does() {
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }
}
