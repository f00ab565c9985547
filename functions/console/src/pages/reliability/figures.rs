//! The figures at the top: fact against plan, what is left of the allowed failure time, and until when.

use super::heading::heading;
use super::{View, hours};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::reliability::stages::Spread;
use nabat_domain::reliability::{Allowed, Exhaustion, Ratio};

pub(super) fn section(eyes: &Eyes, view: &View) -> Markup {
    let report = view.report;
    let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
    let count = report.repeats.len().to_string();
    html! {
        section.card {
            (heading(eyes, view, "fact", "share", None))
            ul.figures {
                li { span.soft { (words("reliability")) } b { (percent(eyes, report.reliability)) } }
                li { span.soft { (words("failure")) } b { (hours(report.reliability.failure)) } }
                li { span.soft { (words("counted")) } b { (hours(report.reliability.period)) } }
                @if let Some(mean) = report.between.mean() {
                    li { span.soft { (words("between")) } b { (hours(mean)) } (spread(eyes, report.between.spread)) }
                }
                li { span.soft { (words("repeats")) } b { (count) } }
            }
        }
        @if let Some(allowed) = &report.allowed { (allowance(eyes, view, allowed)) }
    }
}

/// Middle and tail, with how many there are; none under five.
fn spread(eyes: &Eyes, spread: Spread) -> Markup {
    let n = spread.count.to_string();
    html! {
        @match (spread.p50, spread.p90) {
            (Some(p50), Some(p90)) => {
                span.soft { (eyes.say("figures-between-spread", &[("p50", &hours(p50)), ("p90", &hours(p90)), ("n", &n)])) }
            }
            (_, _) => span.soft { (eyes.say("figures-between-few", &[("n", &n)])) },
        }
    }
}

fn allowance(eyes: &Eyes, view: &View, allowed: &Allowed) -> Markup {
    let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
    let share = if allowed.allowed.0 > 0 { allowed.spent.0.saturating_mul(100) / allowed.allowed.0 } else { 100 };
    let rate = allowed
        .burn_rate()
        .map_or_else(|| "—".to_owned(), |rate| decimals(eyes, &format!("{}.{:03}", rate / 1_000, rate % 1_000)));
    let plan = Ratio { failure: allowed.allowed, period: allowed.whole };
    html! {
        section.card {
            (heading(eyes, view, "allowed", "allowed", None))
            progress.over[share >= 100].half[(50..100).contains(&share)] max="100" value=(share.clamp(0, 100))
                aria-label=(words("spent")) { (share) " %" }
            ul.figures {
                li { span.soft { (words("plan")) } b { (percent(eyes, plan)) } }
                li { span.soft { (words("forecast")) } b { (percent(eyes, allowed.forecast())) } }
                li { span.soft { (words("allowed")) } b { (hours(allowed.allowed)) } }
                li { span.soft { (words("spent")) } b { (hours(allowed.spent)) } }
                li { span.soft { (words("left")) } b.over[allowed.left.0 < 0] { (hours(allowed.left)) } }
                li { span.soft { (words("burn-rate")) } b { (rate) } }
            }
            p {
                @match allowed.exhausted {
                    Exhaustion::Spent(at) => (eyes.say("reliability-exhausted", &[("day", &eyes.day(at))])),
                    Exhaustion::Ahead(at) => (eyes.say("reliability-exhausted-ahead", &[("day", &eyes.day(at))])),
                    Exhaustion::Never => (eyes.say("reliability-exhausted-never", &[])),
                }
            }
        }
    }
}

/// Per cent with four decimals, or a dash where nothing is counted yet.
pub(super) fn percent(eyes: &Eyes, ratio: Ratio) -> String {
    ratio.percent().map_or_else(|| "—".to_owned(), |percent| format!("{} %", decimals(eyes, &percent)))
}

/// A number with the decimal mark of the language.
pub(super) fn decimals(eyes: &Eyes, number: &str) -> String {
    nabat_kit::messages::decimals(eyes.language, number)
}
