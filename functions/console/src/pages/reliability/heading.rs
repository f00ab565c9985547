//! A section's heading: how its figures are counted, and the same as a file.

use super::{METHOD, RELIABILITY, View};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

/// The heading, with a link to the rule behind it and one to its table, where there are such.
pub(super) fn heading(eyes: &Eyes, view: &View, key: &str, rule: &str, table: Option<&str>) -> Markup {
    let title = eyes.say(&format!("reliability-{key}"), &[]);
    let file = eyes.say("figures-as-csv", &[("what", &title)]);
    html! {
        div.titled {
            h2 { (title) }
            @if view.product.is_some() {
                (how(eyes, &title, rule))
                @if let Some(table) = table {
                    a.quiet href=(format!("{RELIABILITY}.csv?{}&table={table}", view.asked.query())) aria-label=(file) { "CSV" }
                }
            }
        }
    }
}

/// The same where the title is at hand, and there is no table.
pub(super) fn titled(eyes: &Eyes, title: &str, rule: &str) -> Markup {
    html! { div.titled { h2 { (title) } (how(eyes, title, rule)) } }
}

fn how(eyes: &Eyes, title: &str, rule: &str) -> Markup {
    let how = eyes.say("figures-how", &[("what", title)]);
    html! { a.quiet href=(format!("{METHOD}#{rule}")) title=(how) aria-label=(how) { "?" } }
}
