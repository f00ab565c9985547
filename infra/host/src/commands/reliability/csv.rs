//! The figures as CSV that a spreadsheet opens without running anything in it.

use super::figures::{Counted, Figures, seconds};
use super::json::word;
use crate::history::is_formula;
use csv::{QuoteStyle, WriterBuilder};
use nabat_domain::reliability::{Dimension, Ratio};

/// One row for the product, one for each group.
pub fn report(figures: &Figures<'_>, counted: &Counted) -> String {
    let by = figures.terms.by;
    let mut table = WriterBuilder::new().quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    let whole = counted.report.reliability;
    let header =
        [word(by).0, "outages", "failure_seconds", "exclusive_seconds", "shared_seconds", "period_seconds", "share"];
    let outages: u64 = counted.report.by(Dimension::Service).iter().map(|group| group.outages).sum();
    let mut rows = vec![header.map(str::to_owned)];
    rows.push([
        "(all)".to_owned(),
        outages.to_string(),
        seconds(whole.failure),
        String::new(),
        seconds(whole.failure),
        seconds(whole.period),
        share(whole),
    ]);
    for group in counted.report.by(by) {
        rows.push([
            safe(&figures.history.names(by)[group.number as usize]),
            group.outages.to_string(),
            seconds(group.failure),
            seconds(group.exclusive),
            seconds(group.shared),
            seconds(whole.period),
            share(Ratio { failure: group.failure, ..whole }),
        ]);
    }
    for row in rows {
        table.write_record(row).expect("memory takes it");
    }
    String::from_utf8(table.into_inner().expect("memory takes it")).expect("all of it was text")
}

/// Six decimals: per cent with four.
fn share(ratio: Ratio) -> String {
    let parts = ratio.without_failure(1_000_000);
    parts.map(|parts| format!("{}.{:06}", parts / 1_000_000, parts % 1_000_000)).unwrap_or_default()
}

/// An apostrophe in front makes a spreadsheet show a formula and not run it.
fn safe(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_cell_runs() {
        for cell in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"] {
            assert!(super::safe(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(super::safe("booking"), "booking");
    }
}
