//! How often a source may ask: each has so many requests a minute, who asks more is told when to come again.
//!
//! A source is a door with who knocks there: a peer's address at a webhook, a token, a session. Besides, an address
//! has a limit of its own over all doors, since tokens and sessions are invented for nothing.

mod allowed;
mod bucket;
mod source;

pub use allowed::{Allowed, Limit};

use allowed::Door;

use crate::builtin::shell::{asked_language, guarded};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use bucket::Buckets;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use nabat_console::pages::notices;
use nabat_domain::catalogue::Language;
use nabat_kit::http::error;
use nabat_kit::messages::say;
use nabat_kit::port::Clock;
use std::net::SocketAddr;
use std::sync::Arc;

/// The limits of a host, with what was asked lately.
pub struct Limits {
    allowed: Allowed,
    buckets: Buckets,
    clock: Arc<dyn Clock>,
}

impl Limits {
    /// Nothing was asked yet.
    pub fn new(allowed: Allowed, clock: Arc<dyn Clock>) -> Self {
        Self { allowed, buckets: Buckets::default(), clock }
    }

    /// Seconds to wait; `None` for a request that may come in.
    fn wait(&self, request: &Request) -> Option<u64> {
        let socket = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let peer = source::peer(socket, request.headers(), &self.allowed.proxies);
        let (door, who) = source::of(request.method(), request.uri().path(), request.headers(), &peer);
        let now = self.clock.now();
        [(Door::Peer, peer), (door, who)]
            .into_iter()
            .find_map(|(door, who)| self.buckets.wait(&format!("{door:?} {who}"), self.allowed.per_minute(door), now))
    }
}

/// Lets a request in, or says when to come again.
#[nabat_kit::boxed]
pub async fn limited(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let Some(seconds) = limits.wait(&request) else { return next.run(request).await };
    // It stands outside all that guards pages.
    let mut answer = guarded(refusal(&request)).await;
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

fn refusal(request: &Request) -> Response {
    if source::is_page(request.uri().path()) {
        let page = notices::too_many(asked_language(request.headers()));
        return (StatusCode::TOO_MANY_REQUESTS, Html(page.into_string())).into_response();
    }
    let told = error(StatusCode::TOO_MANY_REQUESTS, &say(Language::En, "http-error-too-many", &[]), None);
    let (mut head, body) = told.map(Body::from).into_parts();
    head.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    Response::from_parts(head, body)
}

#[cfg(test)]
mod tests;
