//! Two periods side by side, normalised an hour of period.

use super::{Of, hours};
use crate::pages::eyes::Eyes;
use crate::pages::reliability::figures::{decimals, percent};
use maud::{Markup, html};

pub(super) fn section(eyes: &Eyes, of: &Of) -> Markup {
    let question = &of.figures.question;
    let (Some(comparison), Some(days)) = (&of.figures.against, question.against) else { return html! {} };
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let span = question.of_days(days);
    let parts =
        |parts: Option<i64>| parts.map_or_else(|| "—".to_owned(), |parts| decimals(eyes, &ten_thousandths(parts)));
    html! {
        section.card {
            (super::heading::titled(eyes, &words("against"), "share"))
            p.soft { (eyes.say("figures-against-explained", &[("from", &eyes.day(span.from)), ("to", &eyes.day(span.to))])) }
            ul.figures {
                li { span.soft { (words("against-before")) } b { (percent(eyes, comparison.earlier)) } }
                li { span.soft { (words("against-now")) } b { (percent(eyes, comparison.later)) } }
                li { span.soft { (words("against-points")) } b { (parts(comparison.points())) } }
                li { span.soft { (words("against-less")) } b { (comparison.less().map_or_else(|| "—".to_owned(), hours)) } }
                li { span.soft { (words("against-reduction")) } b { (parts(comparison.reduction())) " %" } }
            }
        }
    }
}

/// Of a hundred, with four decimals.
fn ten_thousandths(parts: i64) -> String {
    let (sign, parts) = (if parts < 0 { "−" } else { "" }, parts.unsigned_abs());
    format!("{sign}{}.{:04}", parts / 10_000, parts % 10_000)
}
