//! The figures for somebody at a terminal.

use super::figures::{Counted, Figures};
use nabat_console::figures::word;
use nabat_domain::reliability::{Allowed, Comparison, Exhaustion, Group, Ratio};
use nabat_domain::time::Length;
use std::cmp::Reverse;
use std::fmt::Write as _;

/// Groups shown; the other forms hold all.
const SHOWN: usize = 30;

/// A page of text.
pub fn report(figures: &Figures<'_>, counted: &Counted) -> String {
    let (report, terms) = (&counted.report, figures.terms);
    let edge = |at: nabat_domain::time::At| at.in_zone(terms.zone).format("%Y-%m-%d %H:%M");
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(format!("{} to {} ({})", edge(terms.period.from), edge(terms.period.to), terms.zone));
    line(format!("reliability  {} %", percent(report.reliability)));
    let (failure, period) = (report.reliability.failure, report.reliability.period);
    line(format!("failure      {} of {}, {} merged outages", hours(failure), hours(period), report.between.outages));
    if !terms.works.is_empty() {
        line(format!(
            "works        {}, a failure in {} of it",
            hours(counted.works.under.period),
            hours(counted.works.under.failure)
        ));
    }
    if let Some(allowed) = &report.allowed {
        allowance(allowed, |at| edge(at).to_string(), &mut line);
    }
    if let Some(mean) = report.between.mean() {
        line(format!("between      {} from one failure to the next, in the mean", hours(mean)));
    }
    line(format!("repeats      {} incidents", report.repeats.len()));
    if let Some((_, comparison)) = &counted.compare {
        compared(comparison, &mut line);
    }
    if let Some(without) = counted.without {
        let services: Vec<String> = terms.without.iter().map(|name| (figures.told)(name)).collect();
        line(format!("without      {} %: {} had not failed", percent(without), services.join(", ")));
    }
    line(format!("intervals    sha256 {}", report.intervals_sha256));
    groups(figures, counted, &mut line);
    if figures.noted.refused > 0 {
        line(format!("\nNot counted: {} of {} rows are refused.", figures.noted.refused, figures.noted.rows));
    }
    out
}

fn allowance(allowed: &Allowed, edge: impl Fn(nabat_domain::time::At) -> String, line: &mut impl FnMut(String)) {
    let (spent, left) = (hours(allowed.spent), hours(allowed.left));
    line(format!("allowed      {}: {spent} spent, {left} left", hours(allowed.allowed)));
    if let Some(rate) = allowed.burn_rate() {
        line(format!("burn rate    {}.{:03}", rate / 1_000, rate % 1_000));
    }
    match allowed.exhausted {
        Exhaustion::Spent(at) => line(format!("exhausted    {}", edge(at))),
        Exhaustion::Ahead(at) => line(format!("exhausted    {} at this pace", edge(at))),
        Exhaustion::Never => {}
    }
}

fn compared(comparison: &Comparison, line: &mut impl FnMut(String)) {
    let signed = |number: i64, less: &'static str, more: &'static str| if number < 0 { more } else { less };
    let mut told = vec![format!("compared     {} % before", percent(comparison.earlier))];
    told.extend(comparison.points().map(|points| {
        format!("{} points {}", decimals(points.saturating_abs(), 4), signed(points, "higher", "lower"))
    }));
    told.extend(
        comparison.less().map(|less| {
            format!("{} {} failure", hours(Length(less.0.saturating_abs())), signed(less.0, "less", "more"))
        }),
    );
    told.extend(
        comparison
            .reduction()
            .map(|parts| format!("{} % {}", decimals(parts.saturating_abs(), 4), signed(parts, "less", "more"))),
    );
    line(told.join(", "));
}

fn groups(figures: &Figures<'_>, counted: &Counted, line: &mut impl FnMut(String)) {
    let by = figures.terms.by;
    let mut groups: Vec<&Group> = counted.report.by(by).iter().collect();
    groups.sort_by_key(|group| Reverse(group.shared));
    let sheet = figures.sheet(counted);
    let name = |group: &Group| {
        let name = sheet.name(by, group.number);
        if name.is_empty() { "(not known)".to_owned() } else { name }
    };
    let width = groups.iter().take(SHOWN).map(|group| name(group).chars().count()).max().unwrap_or(0).max(10);
    line(format!("\n{:width$}  outages     failure   exclusive      shared  availability", word(by).0));
    for group in groups.iter().take(SHOWN) {
        let availability = percent(Ratio { failure: group.failure, ..counted.report.reliability });
        line(format!(
            "{:width$}  {:>7}  {:>10}  {:>10}  {:>10}  {availability:>10} %",
            name(group),
            group.outages,
            hours(group.failure),
            hours(group.exclusive),
            hours(group.shared)
        ));
    }
    if groups.len() > SHOWN {
        line(format!("and {} more", groups.len() - SHOWN));
    }
}

fn percent(ratio: Ratio) -> String {
    ratio.percent().unwrap_or_else(|| "-".to_owned())
}

/// A number in units of ten to the minus `places`.
fn decimals(number: i64, places: u32) -> String {
    let unit = 10_u64.pow(places);
    let (sign, all) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    format!("{sign}{}.{:0width$}", all / unit, all % unit, width = places as usize)
}

/// Hours and minutes, such as `4:30 h`.
fn hours(length: Length) -> String {
    let (sign, minutes) = (if length.0 < 0 { "-" } else { "" }, length.0.unsigned_abs() / 60_000);
    format!("{sign}{}:{:02} h", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_says_more_or_less_and_leaves_out_what_nobody_can_say() {
        let told = |earlier: i64, later: i64| {
            let ratio = |minutes| Ratio { failure: Length::minutes(minutes), period: Length::minutes(10_000) };
            let mut told = String::new();
            compared(&Comparison { earlier: ratio(earlier), later: ratio(later) }, &mut |line| told = line);
            told
        };
        let (worse, better) = (told(100, 150), told(100, 50));
        assert!(worse.contains("0.5000 points lower, 0:50 h more failure, 50.0000 % more"), "{worse}");
        assert!(better.contains("0.5000 points higher, 0:50 h less failure, 50.0000 % less"), "{better}");
        let none = told(0, 50);
        assert!(none.ends_with("0:50 h more failure") && !none.contains('-'), "{none}");
    }
}
