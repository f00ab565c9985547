//! Signing in by OpenID Connect, beside the one-time links: the code flow with PKCE, state and nonce.

mod attempt;
mod offer;
mod page;
mod person;
mod place;
mod provider;
mod talk;

pub use attempt::Attempt;
pub use offer::offer;
pub use page::signed_out;
pub use place::own_place;
pub use provider::Provider;

use super::sign_in::{put_cookie, with_session};
use super::who::{cookie, session_cookie};
use crate::builtin::shell::{asked_language, guarded};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use http::{HeaderMap, StatusCode};
use nabat_connectors::connections::SignIn;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use nabat_kit::access::{Vouched, close_session, offer_vouched, open_vouched, session};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use page::Notice;
use provider::Trouble;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long somebody who leaves is kept waiting for the provider's word.
const WAY_OUT: Duration = Duration::from_secs(2);

/// Providers people may sign in at, by connection.
pub struct Providers {
    env: Env,
    open: BTreeMap<ConnectionId, Provider>,
}

impl Providers {
    /// Those that are configured; none is called yet.
    pub fn new(env: &Env, sign_ins: &BTreeMap<ConnectionId, Arc<SignIn>>) -> Self {
        let provider = |(id, sign_in): (&ConnectionId, &Arc<SignIn>)| {
            (id.clone(), Provider::new(Arc::clone(sign_in), &env.base, id))
        };
        Self { env: env.clone(), open: sign_ins.iter().map(provider).collect() }
    }

    /// The provider a session was opened by.
    #[nabat_kit::boxed]
    pub async fn opened_by(&self, secret: &str) -> Option<ConnectionId> {
        session(&self.env, secret).await.ok()??.0.provider
    }

    /// Where people end their session at a provider, and what they call it; `None` where it does not say so soon.
    #[nabat_kit::boxed]
    pub async fn way_out(&self, of: &ConnectionId) -> Option<(String, String)> {
        let provider = self.open.get(of)?;
        let there = tokio::time::timeout(WAY_OUT, provider.way_out(self.env.now())).await.ok()??;
        Some((there, provider.name()))
    }
}

/// `/sign-in`, `/sign-in/{connection}` and where the provider sends people back to.
pub fn router(providers: Arc<Providers>) -> Router {
    Router::new()
        .route("/sign-in", get(choose))
        .route("/sign-in/{connection}", get(begin))
        .route("/sign-in/{connection}/answer", get(answered))
        .layer(map_response(guarded))
        .with_state(providers)
}

#[derive(Deserialize)]
struct Back {
    back: Option<String>,
}

async fn choose(State(providers): State<Arc<Providers>>, headers: HeaderMap, Query(asked): Query<Back>) -> Response {
    let back = asked.back.as_deref().and_then(|back| own_place(&providers.env.base, back));
    page::ways(StatusCode::OK, asked_language(&headers), &providers, back.as_deref().unwrap_or("/"))
}

async fn begin(
    State(providers): State<Arc<Providers>>,
    headers: HeaderMap,
    Path(connection): Path<String>,
    Query(asked): Query<Back>,
) -> Response {
    let (env, connection) = (&providers.env, ConnectionId::new(connection));
    let Some(provider) = providers.open.get(&connection) else { return StatusCode::NOT_FOUND.into_response() };
    let back = asked.back.as_deref().and_then(|back| own_place(&env.base, back)).unwrap_or_else(|| "/".to_owned());
    let attempt = Attempt::new(env, &connection, back);
    match provider.question(env.now(), &attempt).await {
        Ok(address) => {
            let mut answer = Redirect::to(&address).into_response();
            put_cookie(&mut answer, &attempt.cookie(env));
            answer
        }
        Err(trouble) => {
            let shown = Shown { provider, connection: &connection, language: asked_language(&headers) };
            troubled(&shown, &attempt.back, &trouble)
        }
    }
}

/// What a provider sends a person back with.
#[derive(Deserialize)]
struct Answered {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// What the pages about one provider need.
struct Shown<'a> {
    provider: &'a Provider,
    connection: &'a ConnectionId,
    language: Language,
}

async fn answered(
    State(providers): State<Arc<Providers>>,
    headers: HeaderMap,
    Path(connection): Path<String>,
    Query(answered): Query<Answered>,
) -> Response {
    let (env, connection) = (&providers.env, ConnectionId::new(connection));
    let Some(provider) = providers.open.get(&connection) else { return StatusCode::NOT_FOUND.into_response() };
    let shown = Shown { provider, connection: &connection, language: asked_language(&headers) };
    let state = answered.state.as_deref().unwrap_or_default();
    let Some(attempt) = Attempt::of(env, &headers).filter(|attempt| attempt.is_answered_by(&connection, state)) else {
        tracing::warn!(%connection, "an answer of a provider was to no question of this browser");
        return shown.notice(StatusCode::BAD_REQUEST, Notice::Stale, "/");
    };
    let found = match vouched_for(provider, env, &attempt, answered).await {
        Ok(value) => person::known(env, &connection, provider.claim(), &value).await,
        Err(trouble) => return over(env, troubled(&shown, &attempt.back, &trouble)),
    };
    let opened = match found {
        Ok(known) => signed_in(env, &shown, &attempt, &headers, &known).await,
        Err(fault) => Err(fault),
    };
    let answer = opened.unwrap_or_else(|fault| {
        tracing::error!(%connection, "nobody can sign in: {fault}");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    });
    over(env, answer)
}

/// What the provider says of the person, once everything it said holds.
async fn vouched_for(provider: &Provider, env: &Env, attempt: &Attempt, answered: Answered) -> Result<String, Trouble> {
    // Another provider's answer passed off as this one's (RFC 9207).
    if answered.iss.is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(Trouble::Refused("the answer names another issuer".to_owned()));
    }
    match (answered.code, answered.error) {
        (Some(code), None) => provider.vouches(env.now(), attempt, code).await,
        (_, error) => Err(Trouble::said(error.as_deref().unwrap_or("no code"))),
    }
}

/// A session for the one product that knows the person, a choice among several, or a page for a stranger.
async fn signed_in(
    env: &Env,
    shown: &Shown<'_>,
    attempt: &Attempt,
    headers: &HeaderMap,
    known: &[(ProductId, PersonId)],
) -> Result<Response, Fault> {
    let (connection, vouched) = (shown.connection, Vouched { provider: shown.connection, state: &attempt.state });
    let answer = match known {
        [] => {
            tracing::warn!(%connection, "somebody the catalogue does not know wanted to sign in");
            return Ok(shown.notice(StatusCode::FORBIDDEN, Notice::Unknown, &attempt.back));
        }
        [(product, person)] => open_vouched(env, vouched, product, person).await?.map(|secret| {
            tracing::info!(%connection, %product, %person, "signed in");
            with_session(&env.base, &secret, &attempt.back)
        }),
        several => {
            let secrets = offer_vouched(env, vouched, several).await?;
            secrets.map(|secrets| page::products(shown.language, several, &secrets, &attempt.back))
        }
    };
    let Some(answer) = answer else {
        tracing::warn!(%connection, "an answer of a provider came a second time");
        return Ok(shown.notice(StatusCode::BAD_REQUEST, Notice::Stale, &attempt.back));
    };
    // Whoever was signed in here before is so no more.
    if let Some(before) = cookie(headers, session_cookie(&env.base)) {
        close_session(env, &before).await?;
    }
    Ok(answer)
}

/// The attempt is over, however it ended: its cookie goes.
fn over(env: &Env, mut answer: Response) -> Response {
    put_cookie(&mut answer, &attempt::forgotten(env));
    answer
}

fn troubled(shown: &Shown<'_>, back: &str, trouble: &Trouble) -> Response {
    let connection = shown.connection;
    match trouble {
        Trouble::Away(why) => {
            tracing::error!(%connection, "the provider people sign in at cannot be asked: {why}");
            shown.notice(StatusCode::SERVICE_UNAVAILABLE, Notice::Away, back)
        }
        Trouble::Refused(why) => {
            tracing::warn!(%connection, "a sign-in was refused: {why}");
            shown.notice(StatusCode::FORBIDDEN, Notice::Refused, back)
        }
    }
}

impl Shown<'_> {
    fn notice(&self, status: StatusCode, notice: Notice, back: &str) -> Response {
        page::notice(status, self.language, notice, &self.provider.name(), self.connection, back)
    }
}
