//! The allowed failure time running down, day after day, against an even pace; the table says the same.

use super::heading::heading;
use super::{View, hours};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::reliability::{Allowed, Span, Unit};
use nabat_domain::time::{At, Length};

/// Width of the chart in its own units.
const WIDTH: i64 = 1_000;

/// Height of the chart in its own units.
const HEIGHT: i64 = 200;

/// Points of the chart, at most: a longer period is drawn by weeks or months.
const POINTS: usize = 100;

/// What is left at a moment, and what would be at an even pace.
struct Point {
    at: At,
    spent: Length,
    left: Length,
    even: Length,
}

pub(super) fn section(eyes: &Eyes, view: &View) -> Markup {
    let Some(allowed) = view.report.allowed.filter(|allowed| allowed.allowed.0 > 0) else { return html! {} };
    let points = points(eyes, view, &allowed);
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let columns = ["burn-day", "burn-spent", "burn-left", "burn-even"].map(words);
    html! {
        @if points.len() > 1 {
            section.card {
                (heading(eyes, view, "burning", "allowed", None))
                p.soft { (words("burn-explained")) }
                (chart(view, &points, allowed.allowed))
                details {
                    summary { (words("as-table")) }
                    div.table {
                        table.stack {
                            caption.unseen { (eyes.say("reliability-burning", &[])) }
                            thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place > 0] scope="col" { (column) } } } }
                            tbody {
                                @for point in &points {
                                    tr {
                                        th scope="row" data-label=(columns[0]) { (eyes.day(point.at)) }
                                        td.num data-label=(columns[1]) { (hours(point.spent)) }
                                        td.num.over[point.left.0 < 0] data-label=(columns[2]) { (hours(point.left)) }
                                        td.num data-label=(columns[3]) { (hours(point.even)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// At the end of each day, week or month of the part that is over.
fn points(eyes: &Eyes, view: &View, allowed: &Allowed) -> Vec<Point> {
    let period = &view.report.period;
    let (over, counted) = (period.over(), period.all_counted());
    if over.is_empty() || allowed.whole.0 == 0 {
        return Vec::new();
    }
    let units = [Unit::Day, Unit::Week, Unit::Month];
    let parts = units.map(|unit| unit.split(over, eyes.zone));
    let parts = parts.iter().find(|parts| parts.len() <= POINTS).unwrap_or(&parts[2]);
    let at = |at: At| {
        let passed = Span::new(over.from, at);
        let spent = view.report.failures.length_within(passed);
        let share = i128::from(allowed.allowed.0) * i128::from(counted.length_within(passed).0);
        let even = i64::try_from(share / i128::from(allowed.whole.0)).unwrap_or(i64::MAX);
        let left = Length(allowed.allowed.0 - spent.0);
        Point { at, spent, left, even: Length(allowed.allowed.0 - even) }
    };
    std::iter::once(at(over.from)).chain(parts.iter().map(|(_, part)| at(part.to))).collect()
}

/// The line of what is left over the even pace; below zero it is overspent.
fn chart(view: &View, points: &[Point], allowed: Length) -> Markup {
    let whole = view.report.period.whole;
    let least = points.iter().map(|point| point.left.0).min().unwrap_or(0).min(0);
    let range = i128::from(allowed.0 - least).max(1);
    let x = |at: At| {
        let passed = i128::from(at.since(whole.from).0) * i128::from(WIDTH);
        i64::try_from(passed / i128::from(whole.length().0.max(1))).unwrap_or(WIDTH)
    };
    let y = |left: i64| {
        let down = i128::from(allowed.0 - left) * i128::from(HEIGHT) / range;
        i64::try_from(down).unwrap_or(HEIGHT)
    };
    let line: Vec<String> = points.iter().map(|point| format!("{},{}", x(point.at), y(point.left.0))).collect();
    html! {
        svg.burn viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) preserveAspectRatio="none" width="100%" height="200" aria-hidden="true" {
            line.even x1="0" y1="0" x2=(WIDTH) y2=(y(0)) vector-effect="non-scaling-stroke" {}
            line.zero x1="0" y1=(y(0)) x2=(WIDTH) y2=(y(0)) vector-effect="non-scaling-stroke" {}
            polyline.left.over[least < 0] points=(line.join(" ")) vector-effect="non-scaling-stroke" {}
        }
    }
}
