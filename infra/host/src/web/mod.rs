//! The HTTP server: every function that answers HTTP, the built-in connectors' pages, the console.

mod at_once;
mod console;
mod estate;
mod findings;
mod functions;
mod health;
mod limits;
mod openid;
mod play;
mod problems;
mod regulation;
mod reliability;
mod seer;
mod serving;
mod sign_in;
mod who;

pub use limits::{Allowed, Limit};
pub use openid::{Attempt, Provider};
pub use play::Play;
pub use serving::{Patience, serve};

use crate::builtin::{desk, messenger, wiki};
use crate::host::Host;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response_with_state};
use axum::response::Response;
use http::HeaderValue;
use http::header::STRICT_TRANSPORT_SECURITY;
use nabat_kit::port::Clock;
use nabat_kit::trace;
use std::sync::Arc;
use who::is_encrypted;

/// The largest form taken, bytes; files and what machines send have limits of their own.
const FORM: usize = 256 * 1024;

/// Everything that answers HTTP.
pub fn router(host: &Host, play: Option<Play>) -> Router {
    let who = Arc::new(who::Sessions::new(host.env.clone()));
    let estate = Arc::new(estate::Registered::new(host.env.clone()));
    let providers = Arc::new(openid::Providers::new(&host.env, &host.sign_ins));
    let pages = functions::router(host.env.clone())
        .merge(health::router(host.env.clone(), Arc::clone(&host.pulse)))
        .merge(console::router(host.env.clone()))
        .merge(regulation::router(host.env.clone()))
        .merge(sign_in::router(host.env.clone(), Arc::clone(&providers)))
        .merge(openid::router(Arc::clone(&providers)))
        .merge(messenger::router(Arc::clone(&host.messenger), who.clone()))
        .merge(wiki::router(Arc::clone(&host.wiki), who.clone(), estate.clone()))
        .merge(desk::router(Arc::clone(&host.desk), who, estate));
    let pages = match play {
        Some(play) => pages.merge(play::router(host.env.clone(), play)),
        None => pages,
    };
    let pages = pages.layer(from_fn_with_state(providers, openid::offer));
    let pages = pages.layer(map_response_with_state(is_encrypted(&host.env.base), encrypted));
    pages.layer(DefaultBodyLimit::max(FORM)).layer(from_fn(traced))
}

/// Everything that follows from a request goes under its id; whoever asked is told it.
async fn traced(request: Request, next: Next) -> Response {
    let sent = request.headers().get(trace::HEADER).and_then(|value| value.to_str().ok());
    trace::traced(sent.and_then(trace::of_header), async {
        let mut answer = next.run(request).await;
        if let Some(id) = trace::current().and_then(|id| HeaderValue::from_str(&id).ok()) {
            answer.headers_mut().insert("x-trace-id", id);
        }
        answer
    })
    .await
}

/// The same, each source with its limits; to be served with the addresses of its peers.
pub fn limited(router: Router, allowed: Allowed, clock: Arc<dyn Clock>) -> Router {
    router.layer(from_fn_with_state(Arc::new(limits::Limits::new(allowed, clock)), limits::limited))
}

/// Over https a browser is told to come by nothing else, for a year.
async fn encrypted(State(by_https): State<bool>, mut response: Response) -> Response {
    if by_https {
        let value = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().entry(STRICT_TRANSPORT_SECURITY).or_insert(value);
    }
    response
}
