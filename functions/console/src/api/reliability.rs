//! `GET /api/{product}/reliability`, `.csv`, `.openmetrics`: the figures of a period; and the published ones.

use super::{Call, items};
use crate::figures::{Asked, Form, TABLES, Table, Unreadable, difference, object, table, text};
use http::{HeaderValue, StatusCode, header};
use nabat_domain::catalogue::Language;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, error, json_answer};
use nabat_kit::messages::say as words;
use nabat_kit::reliability::{differences_of, figures_of};

/// The figures, in the form the last part of the path names.
pub(super) async fn show(call: &Call<'_>, name: &str) -> Result<Answer, Fault> {
    let catalogue = &call.current.version.catalogue;
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(call.request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect();
    let asked = match Asked::strict(&fields, catalogue.product.zone(), call.env.now()) {
        Ok(asked) => asked,
        Err(Unreadable(field)) => return Ok(unreadable(field)),
    };
    let Some(of) = table_of(&fields) else { return Ok(unreadable("table")) };
    let figures = figures_of(call.env, &call.current.version, asked.question.clone()).await?;
    Ok(match name {
        "reliability.csv" => file(Form::Csv, table(&figures, &asked, of)),
        "reliability.openmetrics" => file(Form::OpenMetrics, text(&figures, &asked)),
        _ => json_answer(StatusCode::OK, &object(&figures, &asked)),
    })
}

/// Every published period with what it comes to today, by period.
pub(super) async fn published(call: &Call<'_>) -> Result<Answer, Fault> {
    let all = differences_of(call.env, &call.current.version, |_| true).await?;
    Ok(items(all.iter().map(difference).collect(), None))
}

fn table_of(fields: &[(String, String)]) -> Option<Table> {
    let Some((_, wanted)) = fields.iter().find(|(name, _)| name == "table") else { return Some(Table::Weak) };
    TABLES.iter().find(|(name, _)| name == wanted).map(|(_, table)| *table)
}

fn unreadable(field: &str) -> Answer {
    error(StatusCode::BAD_REQUEST, &words(Language::En, "api-error-field", &[]), Some(field))
}

fn file(form: Form, body: String) -> Answer {
    let mut answer = Answer::new(body.into_bytes());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    answer
}
