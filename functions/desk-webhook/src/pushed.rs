//! What a product's own desk says in its own words: proved and read by its connector, taken as if it had been asked for.

use crate::{LARGEST, reconcile, refuse};
use http::StatusCode;
use nabat_domain::ids::ProductId;
use nabat_kit::configuration::current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, json_answer};
use nabat_kit::port::Pushed;
use serde_json::json;

/// Answers `POST /desk/{product}/webhook`. Nothing is said of a product to whoever proves nothing.
#[nabat_kit::boxed]
pub async fn pushed(env: &Env, product: &ProductId, request: Request) -> Answer {
    match answer(env, product, &request).await {
        Ok(answer) => answer,
        Err(fault) => {
            // Desks send once; what they sent is found by asking.
            tracing::error!(product = %product, "what the desk sent is not taken yet: {fault}");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "desk-error-later", &[])
        }
    }
}

async fn answer(env: &Env, product: &ProductId, request: &Request) -> Result<Answer, Fault> {
    if request.body().len() > LARGEST {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "desk-error-size", &[]));
    }
    let unproved = || refuse(StatusCode::UNAUTHORIZED, "desk-error-signature", &[]);
    let Some(configured) = current(env, product).await? else { return Ok(unproved()) };
    let connection = &configured.version.catalogue.product.desk;
    let news = match env.desk(connection)?.pushed(request).await? {
        Pushed::Unproved => return Ok(unproved()),
        Pushed::Nothing => Vec::new(),
        Pushed::News(news) => news,
    };
    let mut outcome = "left_to_the_desk";
    for one in &news {
        if reconcile::take(env, &configured, product, connection, one).await?.is_some() {
            outcome = "heard";
        }
    }
    Ok(json_answer(StatusCode::ACCEPTED, &json!({ "outcome": outcome })))
}
