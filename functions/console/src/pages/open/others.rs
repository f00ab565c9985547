//! The recent incidents that are not led in a chat of their own now.

use super::view::Other;
use crate::pages::eyes::{Eyes, stopwatch};
use maud::{Markup, html};

pub(super) fn table(eyes: &Eyes, others: &[Other]) -> Markup {
    let [desk, service, standing, registered, outage] = ["desk", "service", "standing", "registered", "outage"]
        .map(|column| eyes.say(&format!("pages-column-{column}"), &[]));
    html! {
        @if !others.is_empty() {
            h2.apart { (eyes.say("pages-others-title", &[])) }
            div.table {
                table.stack {
                    thead {
                        tr {
                            th scope="col" { (desk) }
                            th scope="col" { (service) }
                            th scope="col" { (standing) }
                            th scope="col" { (registered) }
                            th.num scope="col" { (outage) }
                        }
                    }
                    tbody {
                        @for other in others {
                            tr {
                                td data-label=(desk) { a href=(other.address) { (other.desk) } }
                                td data-label=(service) { span { (priority(other)) " " (other.service) (drill(eyes, other)) } }
                                td data-label=(standing) { span class=(format!("badge {}", other.class.unwrap_or_default())) { (other.standing) } }
                                td data-label=(registered) { (eyes.time(other.registered)) }
                                td.num data-label=(outage) { (length(eyes, other)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn priority(other: &Other) -> Markup {
    let priority = other.priority.as_str();
    html! { span class=(format!("badge {}", priority.to_lowercase())) { (priority) } }
}

fn drill(eyes: &Eyes, other: &Other) -> Markup {
    html! { @if other.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } } }
}

fn length(eyes: &Eyes, other: &Other) -> Markup {
    html! {
        @match other.outage {
            Some((length, lasts)) => {
                span {
                    (stopwatch(length))
                    @if lasts { " " span.soft { (eyes.say("pages-lasts", &[])) } }
                }
            }
            None => "—",
        }
    }
}
