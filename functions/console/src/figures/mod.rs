//! The figures as files: JSON, CSV that is safe in a spreadsheet, OpenMetrics; for machines and for the page.

mod asked;
mod csv;
mod json;
mod openmetrics;
mod sheet;
#[cfg(test)]
mod tests;

pub(crate) use asked::decimal;
pub use asked::{Asked, Unreadable};
pub use csv::{TABLES, Table, is_formula, table, weak};
pub use json::{difference, object, sheet};
pub(crate) use openmetrics::escaped;
pub use openmetrics::{sheet_text, text};
pub(crate) use sheet::told_of;
pub use sheet::{Sheet, as_it_stands};

use nabat_domain::reliability::{Dimension, Ratio};
use nabat_domain::time::Length;

/// How the figures are given out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// One object.
    Json,
    /// One table.
    Csv,
    /// Gauges.
    OpenMetrics,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::OpenMetrics];

    /// How a file of it ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::OpenMetrics => "openmetrics",
        }
    }

    /// Its type over HTTP.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// Names of a dimension: of one group, and of the list.
pub const fn word(by: Dimension) -> (&'static str, &'static str) {
    match by {
        Dimension::Service => ("service", "services"),
        Dimension::Function => ("function", "functions"),
        Dimension::Contractor => ("contractor", "contractors"),
        Dimension::Class => ("class", "classes"),
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
fn seconds(length: Length) -> String {
    let (sign, all) = (if length.0 < 0 { "-" } else { "" }, length.0.unsigned_abs());
    let text = format!("{sign}{}.{:03}", all / 1_000, all % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
