//! The HTTP server: every function that answers HTTP, the built-in connectors' pages, the console.

mod at_once;
mod console;
mod estate;
mod findings;
mod functions;
mod health;
mod openid;
mod play;
mod problems;
mod regulation;
mod reliability;
mod sign_in;
mod who;

pub use openid::Provider;
pub use play::Play;

use crate::builtin::{desk, messenger, wiki};
use crate::host::Host;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use std::sync::Arc;

/// Everything that answers HTTP.
pub fn router(host: &Host, play: Option<Play>) -> Router {
    let who = Arc::new(who::Sessions::new(host.env.clone()));
    let estate = Arc::new(estate::Registered::new(host.env.clone()));
    let providers = Arc::new(openid::Providers::new(&host.env, &host.sign_ins));
    let pages = functions::router(host.env.clone())
        .merge(health::router(host.env.clone()))
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
    pages.layer(DefaultBodyLimit::max(11 * 1024 * 1024))
}
