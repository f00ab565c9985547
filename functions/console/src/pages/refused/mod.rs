//! Refused registrations: each with its reason, readable, and the way to register it after all.

mod form;
mod load;
mod nearest;
mod reason;
#[cfg(test)]
mod tests;
mod view;

pub use form::register_form;
pub(super) use load::refusals;
pub use load::{load, load_form};
pub use view::{Chosen, Content, Cure, Field, Refusal, RefusedList, RegisterForm, Trouble};

use super::address;
use super::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::ids::ServiceId;

/// The page of all of them.
pub fn refused_list(eyes: &Eyes, view: &RefusedList) -> Markup {
    html! {
        main #content.page {
            header {
                h1 { (eyes.say("pages-refused-title", &[])) }
                p.soft { (eyes.say("pages-refused-explained", &[])) }
            }
            @if view.refusals.is_empty() { div.card { p { (eyes.say("pages-refused-none", &[])) } } }
            @for refusal in &view.refusals {
                article.card.notice {
                    (head(eyes, refusal))
                    (fields(eyes, refusal))
                    @match &refusal.cure {
                        Cure::RegisterAs(likely) => (choose(eyes, refusal, &view.services, likely.as_ref())),
                        Cure::RegisterInDesk => { p.hint { (eyes.say("pages-register-in-desk", &[])) } }
                    }
                }
            }
        }
    }
}

/// One of them among other things: what, why, and the way to the form.
pub(super) fn short(eyes: &Eyes, refusal: &Refusal) -> Markup {
    html! {
        article.card.notice {
            (head(eyes, refusal))
            @match &refusal.cure {
                Cure::RegisterAs(likely) => {
                    p.buttons {
                        a.button.primary href=(address::register(&refusal.id, likely.as_ref())) {
                            (eyes.say("pages-register-as", &[]))
                        }
                    }
                }
                Cure::RegisterInDesk => { p.hint { (eyes.say("pages-register-in-desk", &[])) } }
            }
        }
    }
}

fn head(eyes: &Eyes, refusal: &Refusal) -> Markup {
    html! {
        p.badges {
            span.badge.warn { (eyes.say("pages-refused-badge", &[])) }
            @if let Some(desk) = &refusal.desk { " " strong { (desk) } }
            " " span.soft { (eyes.time(refusal.at)) }
        }
        @if let Some(summary) = &refusal.summary { h2 { (summary) } }
        p { (refusal.reason) }
    }
}

/// What came, as it may be read: the fields, by name where they are known.
fn fields(eyes: &Eyes, refusal: &Refusal) -> Markup {
    html! {
        details.kept {
            summary { (eyes.say("pages-payload", &[])) }
            dl.facts.payload {
                @for field in &refusal.fields {
                    dt { (label(eyes, &field.name)) }
                    dd {
                        @match &field.value {
                            Content::Line(line) => (line),
                            Content::Moment(at) => (eyes.day_and_time(*at)),
                            Content::Block(block) => { pre.block { (block) } }
                        }
                    }
                }
            }
        }
    }
}

const KNOWN_FIELDS: [&str; 13] = [
    "type",
    "id",
    "service",
    "functions",
    "summary",
    "description",
    "priority",
    "scope",
    "started_at",
    "restored_at",
    "registered_by",
    "url",
    "drill",
];

fn label(eyes: &Eyes, field: &str) -> String {
    if KNOWN_FIELDS.contains(&field) { eyes.say(&format!("pages-field-{field}"), &[]) } else { field.to_owned() }
}

/// The first of two steps: the service.
fn choose(eyes: &Eyes, refusal: &Refusal, services: &[(ServiceId, String)], chosen: Option<&ServiceId>) -> Markup {
    let name = format!("service-{}", refusal.id);
    html! {
        form.choose method="get" action=(address::REGISTER) {
            input type="hidden" name="id" value=(refusal.id);
            div.field {
                label for=(name) { (eyes.say("pages-register-as", &[])) }
                select id=(name) name="service" required {
                    option value="" { (eyes.say("pages-choose-service", &[])) }
                    @for (service, name) in services {
                        option value=(service) selected[Some(service) == chosen] { (name) }
                    }
                }
            }
            button type="submit" { (eyes.say("pages-next", &[])) }
        }
    }
}
