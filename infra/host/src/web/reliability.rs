//! The reliability pages over HTTP: the figures, the same as files, the methodology, corrections, published
//! periods.

use super::console::{failed, fields, shown, value};
use super::seer::Seer;
use axum::Router;
use axum::extract::{RawForm, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use nabat_console::corrected::{Published, Sent, correct, publish_period};
use nabat_console::figures::Form;
use nabat_console::pages::reliability::{
    CORRECT, METHOD, PUBLISH, PUBLISHED, RELIABILITY, downloaded, load, load_correcting, load_method, load_published,
};
use nabat_console::viewer::Viewer;
use nabat_domain::time::At;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::messages::say;
use nabat_kit::reliability::Named;

/// All of these pages; for those who see incidents.
pub fn router() -> Router<Env> {
    let mut router = Router::new()
        .route(RELIABILITY, get(figures))
        .route(METHOD, get(method))
        .route(CORRECT, get(outage).post(corrected))
        .route(PUBLISH, post(publish))
        .route(PUBLISHED, get(published));
    for form in Form::ALL {
        let file = async move |seer: Seer, RawQuery(query): RawQuery| file(seer, query, form).await;
        router = router.route(&format!("{RELIABILITY}.{}", form.ending()), get(file));
    }
    router
}

/// Those who see no incidents see no figures.
fn seeing(seer: Seer) -> Result<Seer, Box<Response>> {
    if seer.sees { Ok(seer) } else { Err(Box::new(shown(&seer.viewer, Ok(None)))) }
}

async fn figures(seer: Seer, RawQuery(query): RawQuery) -> Response {
    match seeing(seer) {
        Ok(seer) => shown(&seer.viewer, load(&seer.env, &seer.viewer, &asked(query)).await.map(Some)),
        Err(answer) => *answer,
    }
}

async fn method(seer: Seer) -> Response {
    shown(&seer.viewer, load_method(&seer.env, &seer.viewer).await.map(Some))
}

async fn file(seer: Seer, query: Option<String>, form: Form) -> Response {
    let Seer { viewer, env, .. } = match seeing(seer) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    match downloaded(&env, &viewer, &asked(query), form).await {
        Ok(Some(text)) => {
            let name = format!("attachment; filename=\"reliability.{}\"", form.ending());
            ([(CONTENT_TYPE, form.media_type().to_owned()), (CONTENT_DISPOSITION, name)], text).into_response()
        }
        Ok(None) => shown(&viewer, Ok(None)),
        Err(fault) => failed(&viewer, &fault),
    }
}

async fn outage(seer: Seer, RawQuery(query): RawQuery) -> Response {
    match seeing(seer) {
        Ok(seer) => shown(&seer.viewer, load_correcting(&seer.env, &seer.viewer, &named(&asked(query)), None).await),
        Err(answer) => *answer,
    }
}

async fn corrected(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let Seer { viewer, env, .. } = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    let sent = Sent {
        of: named(&fields),
        began: field("began"),
        restored: field("restored"),
        counts: field("counts"),
        class: field("class"),
        contractor: field("contractor"),
        reason: field("reason"),
    };
    match correct(&env, &viewer, &sent).await {
        Ok(trouble) => {
            let page = load_correcting(&env, &viewer, &sent.of, trouble.as_deref()).await;
            shown(&viewer, page)
        }
        Err(fault) => failed(&viewer, &fault),
    }
}

async fn publish(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let Seer { viewer, env, .. } = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    match published_by(&env.whole(), &viewer, &fields).await {
        Ok(Published::Yes(publication)) => Redirect::to(&format!("{PUBLISHED}#{}", publication.id)).into_response(),
        Ok(Published::No(key)) => {
            let trouble = say(viewer.language, key, &[]);
            shown(&viewer, load_published(&env, &viewer, Some(&trouble)).await.map(Some))
        }
        Err(fault) => failed(&viewer, &fault),
    }
}

async fn published_by(env: &Env, viewer: &Viewer, fields: &[(String, String)]) -> Result<Published, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let day = |name: &str| value(fields, name).and_then(|text| text.parse().ok());
    let (Some(from), Some(to)) = (day("from"), day("to")) else {
        return Ok(Published::No("figures-refused-not-over"));
    };
    publish_period(env.table.as_ref(), &current.version.catalogue, &viewer.person, (from, to), env.now()).await
}

async fn published(seer: Seer) -> Response {
    match seeing(seer) {
        Ok(seer) => shown(&seer.viewer, load_published(&seer.env, &seer.viewer, None).await.map(Some)),
        Err(answer) => *answer,
    }
}

fn asked(query: Option<String>) -> Vec<(String, String)> {
    fields(query.unwrap_or_default().as_bytes())
}

fn named(fields: &[(String, String)]) -> Named {
    let field = |name: &str| value(fields, name).unwrap_or_default();
    Named {
        incident: field("incident"),
        service: field("service"),
        function: field("function"),
        imported: value(fields, "imported").and_then(|text| text.parse().ok()).map(At),
    }
}
