//! A line over time as SVG: whole numbers, no styles of its own, the least and the most in words.

use crate::builtin::moment;
use crate::builtin::who::Viewer;
use maud::{Markup, html};
use nabat_domain::time::At;
use nabat_kit::document::Chart;

const WIDE: i64 = 600;
const HIGH: i64 = 120;

pub(super) fn chart(viewer: &Viewer, chart: &Chart) -> Markup {
    let (Some((first, _)), Some((last, _))) = (chart.points.first(), chart.points.last()) else { return html! {} };
    let values = || chart.points.iter().map(|(_, value)| *value);
    let (least, most) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
    let x = |at: At| scaled(at.0, (first.0, last.0), WIDE);
    let y = |value: i64| HIGH - scaled(value, (least, most), HIGH);
    let points: Vec<String> = chart.points.iter().map(|(at, value)| format!("{},{}", x(*at), y(*value))).collect();
    let mark = chart.mark.filter(|mark| first <= mark && mark <= last).map(x);
    html! {
        figure.chart {
            figcaption { (chart.title) span.soft { " · " (thousandths(least)) " – " (thousandths(most)) } }
            svg viewBox=(format!("0 0 {WIDE} {HIGH}")) role="img" aria-label=(chart.title) preserveAspectRatio="none" {
                @if let Some(mark) = mark { line.mark x1=(mark) y1="0" x2=(mark) y2=(HIGH) {} }
                polyline.line points=(points.join(" ")) {}
            }
            p.soft.span { (moment::time(viewer, *first)) " – " (moment::time(viewer, *last)) }
        }
    }
}

/// Where a value is between the least and the most, on a scale of so many units. What monitoring tells may be as far
/// apart as numbers are.
fn scaled(value: i64, (least, most): (i64, i64), units: i64) -> i64 {
    let (part, whole) = (i128::from(value) - i128::from(least), i128::from(most) - i128::from(least));
    if whole == 0 { 0 } else { i64::try_from(part * i128::from(units) / whole).unwrap_or(0) }
}

/// `12`, `0.5`, `-1.25`.
fn thousandths(value: i64) -> String {
    let (sign, value) = if value < 0 { ("-", value.unsigned_abs()) } else { ("", value.unsigned_abs()) };
    let (whole, part) = (value / 1_000, value % 1_000);
    let text = format!("{sign}{whole}.{part:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_written_without_useless_digits() {
        assert_eq!([12_000, 500, -1_250, 0, 10_000].map(thousandths), ["12", "0.5", "-1.25", "0", "10"]);
    }

    #[test]
    fn a_flat_line_divides_by_nothing() {
        assert_eq!(scaled(0, (0, 0), 600), 0);
    }

    #[test]
    fn the_least_and_the_most_number_are_ends_of_a_line() {
        let ends = (i64::MIN, i64::MAX);
        assert_eq!([i64::MIN, 0, i64::MAX].map(|value| scaled(value, ends, 600)), [0, 300, 600]);
    }
}
