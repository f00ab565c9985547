//! Reading what the figures are made of.

use super::published::all;
use super::{Correcting, May, Of, View, correcting, method, reliability};
use crate::figures::{Asked, Form, TABLES, Table, as_it_stands, object, table, text};
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::catalogue::{Catalogue, Right};
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::reliability::{Named, book_of, differences_of, figures_of};

/// The page of the viewer's product, for what its address asks.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer, fields: &[(String, String)]) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let catalogue = &current.version.catalogue;
    let eyes = eyes(env, viewer, catalogue);
    let asked = Asked::lenient(fields, eyes.zone, eyes.now);
    let figures = figures_of(env, &current.version, asked.question.clone()).await?;
    let (from, to) = asked.question.days;
    let published = differences_of(env, &current.version, |period| period.0 >= from && period.1 <= to).await?;
    let may = may(viewer, catalogue);
    let of = Of {
        id: &viewer.product,
        catalogue,
        people: &current.names.people,
        figures: &figures,
        published: &published,
        may: &may,
    };
    let (report, history, told) = (&figures.report, &figures.book.history, as_it_stands);
    let view = View { asked: &asked, report, history, product: Some(of), told };
    framed(env, viewer, &eyes, "reliability-title", &reliability(&eyes, &view)).await
}

/// What the page shows as a file; `None` for a table nobody knows.
///
/// # Errors
/// As [`load`].
#[nabat_kit::boxed]
pub async fn downloaded(
    env: &Env,
    viewer: &Viewer,
    fields: &[(String, String)],
    form: Form,
) -> Result<Option<String>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let catalogue = &current.version.catalogue;
    let asked = Asked::lenient(fields, catalogue.product.zone(), env.now());
    let Some(of) = table_of(fields) else { return Ok(None) };
    let figures = figures_of(env, &current.version, asked.question.clone()).await?;
    Ok(Some(match form {
        Form::Json => object(&figures, &asked).to_string(),
        Form::Csv => table(&figures, &asked, of),
        Form::OpenMetrics => text(&figures, &asked),
    }))
}

fn table_of(fields: &[(String, String)]) -> Option<Table> {
    let Some((_, wanted)) = fields.iter().find(|(name, _)| name == "table") else { return Some(Table::Weak) };
    TABLES.iter().find(|(name, _)| name == wanted).map(|(_, table)| *table)
}

/// The methodology.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn load_method(env: &Env, viewer: &Viewer) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let eyes = eyes(env, viewer, &current.version.catalogue);
    framed(env, viewer, &eyes, "reliability-method-title", &method(&eyes)).await
}

/// An outage and the form that corrects it; `None` if there is no such outage.
///
/// # Errors
/// As [`load`].
#[nabat_kit::boxed]
pub async fn load_correcting(
    env: &Env,
    viewer: &Viewer,
    of: &Named,
    trouble: Option<&str>,
) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let catalogue = &current.version.catalogue;
    let book = book_of(env, &current.version).await?;
    // Why it was corrected is told to those who may read the incident.
    let hidden = of.is_hidden(env.table.as_ref(), &viewer.product);
    let Some(facts) = book.find(of).filter(|_| !hidden) else { return Ok(None) };
    let may = catalogue.product.rights.allow(&viewer.roles, Right::Corrects);
    let view = Correcting {
        of,
        facts: &facts,
        corrections: book.corrections.iter().filter(|one| one.of == *of).collect(),
        catalogue,
        people: &current.names.people,
        csrf: may.then_some(viewer.csrf.as_str()),
        trouble,
    };
    let eyes = eyes(env, viewer, catalogue);
    framed(env, viewer, &eyes, "figures-correct-title", &correcting(&eyes, &view)).await.map(Some)
}

/// All published periods, the newest first.
///
/// # Errors
/// As [`load`].
#[nabat_kit::boxed]
pub async fn load_published(env: &Env, viewer: &Viewer, trouble: Option<&str>) -> Result<Markup, Fault> {
    let Current { version, names } = configuration::of(env, &viewer.product).await?;
    let catalogue = &version.catalogue;
    let eyes = eyes(env, viewer, catalogue);
    let mut differences = differences_of(env, &version, |_| true).await?;
    differences.reverse();
    let body = all(&eyes, catalogue, &names.people, &differences, trouble);
    framed(env, viewer, &eyes, "reliability-published", &body).await
}

fn eyes(env: &Env, viewer: &Viewer, catalogue: &Catalogue) -> Eyes {
    Eyes { language: viewer.language, zone: catalogue.product.zone(), now: env.now() }
}

fn may(viewer: &Viewer, catalogue: &Catalogue) -> May {
    let allows = |right| catalogue.product.rights.allow(&viewer.roles, right);
    May { correct: allows(Right::Corrects), publish: allows(Right::Publishes).then(|| viewer.csrf.clone()) }
}

async fn framed(env: &Env, viewer: &Viewer, eyes: &Eyes, title: &str, body: &Markup) -> Result<Markup, Fault> {
    let title = eyes.say(title, &[]);
    let frame = Frame::of(viewer, eyes, Here::Reliability, &title, count(env, viewer).await?, Refresh::Off);
    Ok(page(&frame, body))
}
