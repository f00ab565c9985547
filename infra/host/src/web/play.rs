//! The demo's own page: choose whom to play. Behind a secret address, and only in the demo.

use super::sign_in::with_session;
use crate::builtin::shell::{Frame, Here, asked_language, guarded, page};
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, StatusCode};
use maud::{Markup, html};
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::State as Incident;
use nabat_kit::access::open_session;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::messages::say;
use serde::Deserialize;
use tokio::sync::watch;

/// What may be played.
#[derive(Clone)]
pub struct Play {
    /// The address's secret.
    pub secret: String,
    /// The product.
    pub product: ProductId,
    /// The incident whose people are offered first, once it is known.
    pub incident: watch::Receiver<Option<IncidentId>>,
}

/// `/play/{secret}`.
pub fn router(env: Env, play: Play) -> Router {
    Router::new().route("/play/{secret}", get(choose).post(begin)).layer(map_response(guarded)).with_state((env, play))
}

type Shared = State<(Env, Play)>;

async fn choose(State((env, play)): Shared, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    if secret != play.secret {
        return StatusCode::NOT_FOUND.into_response();
    }
    match people(&env, &play).await {
        Ok((near, others)) => {
            let language = asked_language(&headers);
            let title = say(language, "play-title", &[]);
            let body = html! {
                main #content.page.narrow {
                    h1 { (title) }
                    p { (say(language, "play-explained", &[])) }
                    @for one in &near { (card(language, &secret, one)) }
                    details {
                        summary { (say(language, "play-others", &[])) }
                        @for one in &others { (card(language, &secret, one)) }
                    }
                }
            };
            let styles = ["/chat/-/style.css".to_owned()];
            let frame =
                Frame { language, viewer: None, here: Here::Elsewhere, title: &title, styles: &styles, scripts: &[] };
            Html(page(&frame, &body).into_string()).into_response()
        }
        Err(fault) => {
            tracing::error!("the demo's people cannot be listed: {fault}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn card(language: Language, secret: &str, (person, name, roles): &Playable) -> Markup {
    html! {
        form.card method="post" action={ "/play/" (secret) } {
            input type="hidden" name="person" value=(person);
            p { strong { (name) } " · " (named(language, roles)) }
            button type="submit" { (say(language, "play-button", &[])) }
        }
    }
}

fn named(language: Language, roles: &[Role]) -> String {
    roles.iter().map(|role| say(language, &format!("role-{}", role.as_str()), &[])).collect::<Vec<_>>().join(", ")
}

type Playable = (PersonId, String, Vec<Role>);

/// Everybody: people of the incident with those whose roles matter after it, then the others.
async fn people(env: &Env, play: &Play) -> Result<(Vec<Playable>, Vec<Playable>), Fault> {
    let current = configuration::of(env, &play.product).await?;
    let played = play.incident.borrow().clone();
    let incident = match played {
        Some(incident) => load(env.table.as_ref(), &play.product, &incident).await?,
        None => None,
    };
    let in_it = |person: &PersonId, state: &Incident| state.people.members.contains_key(person);
    let matters = [Role::ShiftHead, Role::ProcessManager, Role::Head, Role::FirstLine, Role::DutyEngineer];
    let mut offered: Vec<(bool, bool, Playable)> = current
        .version
        .catalogue
        .people
        .values()
        .map(|person| {
            let near = incident.as_ref().is_some_and(|state| in_it(&person.id, state));
            let matters = matters.iter().any(|role| person.roles.contains(role));
            let name = super::who::name(&current.names.people, &person.id);
            (!near, !matters, (person.id.clone(), name, person.roles.iter().copied().collect()))
        })
        .collect();
    offered.sort();
    let (first, others): (Vec<_>, Vec<_>) = offered.into_iter().partition(|(far, other, _)| !far || !other);
    let playable = |list: Vec<(bool, bool, Playable)>| list.into_iter().map(|(_, _, playable)| playable).collect();
    Ok((playable(first), playable(others)))
}

#[derive(Deserialize)]
struct Chosen {
    person: PersonId,
}

async fn begin(State((env, play)): Shared, Path(secret): Path<String>, Form(chosen): Form<Chosen>) -> Response {
    if secret != play.secret {
        return StatusCode::NOT_FOUND.into_response();
    }
    match open_session(&env, &play.product, &chosen.person).await {
        Ok(secret) => with_session(&env.base, &secret, "/"),
        Err(fault) => {
            tracing::error!("nobody can be played: {fault}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
