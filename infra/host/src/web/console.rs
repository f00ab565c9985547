//! The console's pages.

use axum::Router;
use nabat_kit::env::Env;

/// Pages of incidents, refused registrations, dead jobs.
pub fn router(env: Env) -> Router {
    Router::new().with_state(env)
}
