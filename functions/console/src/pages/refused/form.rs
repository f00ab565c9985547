//! The form that registers a refused registration as something the catalogue knows.

use super::view::{Chosen, Cure, RegisterForm};
use super::{choose, fields, head};
use crate::pages::address::{REFUSED, REGISTER};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

/// The page: the service, and once it is chosen, its functions.
pub fn register_form(eyes: &Eyes, view: &RegisterForm) -> Markup {
    let chosen = view.chosen.as_ref();
    html! {
        main #content.page.narrow {
            p.crumbs { a href=(REFUSED) { (eyes.say("pages-refused-title", &[])) } }
            h1 { (eyes.say("pages-register-title", &[])) }
            @if let Some(trouble) = view.trouble { p.card.alarm role="alert" { (eyes.say(trouble.key(), &[])) } }
            article.card.notice {
                (head(eyes, &view.refusal))
                (fields(eyes, &view.refusal))
            }
            @match &view.refusal.cure {
                Cure::RegisterAs(likely) => {
                    (choose(eyes, &view.refusal, &view.services, chosen.map(|chosen| &chosen.service).or(likely.as_ref())))
                    @if let Some(chosen) = chosen { (functions(eyes, view, chosen)) }
                }
                Cure::RegisterInDesk => { p.hint { (eyes.say("pages-register-in-desk", &[])) } }
            }
        }
    }
}

/// The second step: which functions are lost.
fn functions(eyes: &Eyes, view: &RegisterForm, chosen: &Chosen) -> Markup {
    html! {
        form.card method="post" action=(REGISTER) {
            input type="hidden" name="csrf" value=(view.csrf);
            input type="hidden" name="id" value=(view.refusal.id);
            input type="hidden" name="service" value=(chosen.service);
            fieldset {
                legend { (chosen.name) ": " (eyes.say("pages-register-functions", &[])) }
                @for (function, name, marked) in &chosen.functions {
                    label.check {
                        input type="checkbox" name="functions" value=(function) checked[*marked];
                        span { (name) }
                    }
                }
            }
            p.buttons {
                button.primary type="submit" { (eyes.say("pages-register", &[])) }
                a.button href=(REFUSED) { (eyes.say("pages-back", &[])) }
            }
        }
    }
}
