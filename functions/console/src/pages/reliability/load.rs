//! Reading what the figures are made of.

use super::{Asked, View, method, reliability};
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::reliability::report::{Asked as Terms, Report};
use nabat_domain::reliability::{Period, Targets, Unit};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::history;

/// The page of the viewer's product, for what its address asks.
///
/// # Errors
/// The table's, or rows this program cannot read.
pub async fn load(env: &Env, viewer: &Viewer, fields: &[(String, String)]) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let catalogue = &current.version.catalogue;
    let eyes = Eyes { language: viewer.language, zone: catalogue.product.zone(), now: env.now() };
    let asked = Asked::read(fields, &eyes);
    let history = history::of_product(&*env.table, catalogue).await?;
    let terms = Terms { zone: eyes.zone, targets: Targets::always(asked.target), unit: Unit::Month };
    let report = Report::of(&history, Period::new(asked.span(&eyes), eyes.now), &terms);
    let view = View { asked: &asked, report: &report, history: &history, product: Some(&viewer.product) };
    framed(env, viewer, &eyes, "reliability-title", &reliability(&eyes, &view)).await
}

/// The methodology.
///
/// # Errors
/// The table's.
pub async fn load_method(env: &Env, viewer: &Viewer) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let zone = current.version.catalogue.product.zone();
    let eyes = Eyes { language: viewer.language, zone, now: env.now() };
    framed(env, viewer, &eyes, "reliability-method-title", &method(&eyes)).await
}

async fn framed(env: &Env, viewer: &Viewer, eyes: &Eyes, title: &str, body: &Markup) -> Result<Markup, Fault> {
    let title = eyes.say(title, &[]);
    let frame = Frame {
        language: viewer.language,
        viewer: Some(viewer),
        here: Here::Reliability,
        title: &title,
        counters: count(env, viewer).await?,
        refresh: Refresh::Off,
    };
    Ok(page(&frame, body))
}
