//! Month after month against the target; the table says what the chart draws.

use super::figures::percent;
use super::heading::heading;
use super::{RELIABILITY, View, hours};
use crate::pages::eyes::Eyes;
use chrono::NaiveDate;
use maud::{Markup, html};
use nabat_domain::reliability::series::Point;
use nabat_domain::reliability::{Ratio, Unit};
use nabat_domain::time::Length;

/// Width of the chart in its own units.
const WIDTH: i64 = 1_000;

/// Height of the chart in its own units.
const HEIGHT: i64 = 160;

pub(super) fn section(eyes: &Eyes, view: &View) -> Markup {
    let points = &view.report.series;
    let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
    let columns = ["month", "fact", "plan", "forecast", "failure", "allowed"].map(words);
    html! {
        section.card {
            (heading(eyes, view, "months", "allowed", Some("months")))
            p.soft { (words("months-explained")) }
            (chart(points))
            div.table {
                table.stack {
                    caption.unseen { (words("months")) }
                    thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place > 0] scope="col" { (column) } } } }
                    tbody { @for point in points { (line(eyes, view, point, &columns)) } }
                }
            }
        }
    }
}

fn line(eyes: &Eyes, view: &View, point: &Point, columns: &[String; 6]) -> Markup {
    let plan = point.plan.map(|plan| Ratio { failure: plan.allowed, period: plan.whole });
    let month = format!("m{}", point.first.format("%-m"));
    let name =
        eyes.say("reliability-month-name", &[("month", &month), ("year", &point.first.format("%Y").to_string())]);
    let begun = point.fact.period.0 > 0;
    let over = point.plan.is_some_and(|plan| plan.left.0 < 0);
    html! {
        tr.over[over] {
            th scope="row" data-label=(columns[0]) {
                // A month alone shows each of its failures, and each failure its incidents.
                @match view.product.filter(|_| begun) {
                    Some(_) => a href=(format!("{RELIABILITY}?{}", view.asked.over(month_of(point.first)).query())) { (name) },
                    None => (name),
                }
            }
            td.num data-label=(columns[1]) { (percent(eyes, point.fact)) }
            td.num data-label=(columns[2]) { (plan.map_or_else(|| "—".to_owned(), |plan| percent(eyes, plan))) }
            td.num data-label=(columns[3]) {
                @match point.plan.filter(|_| begun) { Some(plan) => (percent(eyes, plan.forecast())), None => "—" }
            }
            td.num data-label=(columns[4]) { (hours(point.fact.failure)) }
            td.num data-label=(columns[5]) { @match point.plan { Some(plan) => (hours(plan.allowed)), None => "—" } }
        }
    }
}

fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = Unit::Month.first_day(day);
    (first, Unit::Month.next(first))
}

/// Bars of failure time, a mark across each where the allowed time ends. The table beside says it all.
fn chart(points: &[Point]) -> Markup {
    let lengths = points.iter().flat_map(|point| [Some(point.fact.failure), point.plan.map(|plan| plan.allowed)]);
    let most = lengths.flatten().max().unwrap_or_default().0.max(1);
    let scaled = |length: Length| length.0.max(0) * HEIGHT / most;
    let step = WIDTH / i64::try_from(points.len()).unwrap_or(1).max(1);
    html! {
        svg.bars viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) preserveAspectRatio="none" width="100%" height="160" aria-hidden="true" {
            @for (place, point) in (0..).zip(points) {
                @let height = scaled(point.fact.failure);
                @let over = point.plan.is_some_and(|plan| plan.left.0 < 0);
                rect.within.over[over] x=(place * step + step / 10) y=(HEIGHT - height) width=(step * 8 / 10) height=(height) {}
                @if let Some(plan) = point.plan {
                    rect.budget x=(place * step) y=((HEIGHT - scaled(plan.allowed) - 1).max(0)) width=(step) height="2" {}
                }
            }
        }
    }
}
