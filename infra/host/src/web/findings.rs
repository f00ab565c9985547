//! The buttons beside findings, over HTTP.

use super::console::{failed, fields, shown, value};
use super::seer::Seer;
use axum::Router;
use axum::extract::RawForm;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use nabat_console::marking;
use nabat_console::pages::address;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Mark;
use nabat_kit::env::Env;

/// Marks of findings.
pub fn router() -> Router<Env> {
    Router::new().route(address::MARK, post(mark))
}

async fn mark(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let Seer { viewer, env, .. } = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    let incident = IncidentId::new(value(&fields, "incident").unwrap_or_default());
    let number = |name: &str| value(&fields, name).and_then(|text| text.parse::<u64>().ok());
    let said = value(&fields, "mark").and_then(|mark| Mark::read(&mark));
    let (Some(search), Some(place), Some(said)) = (number("search"), number("place"), said) else {
        return shown(&viewer, Ok(None));
    };
    let place = usize::try_from(place).unwrap_or(0);
    match marking::mark(&env, &viewer, &incident, (search, place), said).await {
        Ok(true) => {
            let page = address::incident(&viewer.product, &incident);
            Redirect::to(&format!("{page}#findings")).into_response()
        }
        Ok(false) => shown(&viewer, Ok(None)),
        Err(fault) => failed(&viewer, &fault),
    }
}
