//! What people do to a problem's record in the desk: changed, closed, opened again.

use crate::delivery::Delivery;
use http::StatusCode;
use nabat_domain::ids::{IncidentId, ProblemId, ProductId};
use nabat_domain::incident::problem::{InDesk, ProblemCommand};
use nabat_domain::incident::{Command, Job};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::incident::{load, texts};
use nabat_kit::keys;
use nabat_kit::perform::JobRow;
use nabat_kit::port::DeskNews;
use nabat_kit::registration::{BadField, Payload};
use nabat_kit::table::{Query, Row};
use serde_json::json;

/// What was said of a problem.
pub(crate) struct Said {
    number: ProblemId,
    did: InDesk,
}

/// Reads it, words masked.
pub(crate) fn read(payload: &Payload<'_>) -> Result<Said, BadField> {
    let number = ProblemId::new(payload.text("id")?);
    let did = match payload.text("type")?.as_str() {
        "problem.closed" => InDesk::Closed,
        "problem.reopened" => InDesk::Reopened,
        _ => {
            let report = payload.report()?;
            InDesk::Changed { summary: report.summary, url: report.url }
        }
    };
    Ok(Said { number, did })
}

/// What has to be told of a problem's record: that somebody closed it, or opened again what is closed here. What Nabat
/// is about to do there itself would look like that.
pub(crate) async fn happened(env: &Env, product: &ProductId, news: &DeskNews) -> Result<Option<&'static str>, Fault> {
    let case = IncidentId::of_problem(product, &ProblemId::new(news.id.as_str()));
    let Some(state) = load(env.table.as_ref(), product, &case).await? else { return Ok(None) };
    let happened = match (news.closed, state.is_open()) {
        (true, true) => "problem.closed",
        (false, false) => "problem.reopened",
        (true, false) | (false, true) => return Ok(None),
    };
    if news.ours || is_awaited(env, product, &case).await? {
        return Ok(None);
    }
    Ok(Some(happened))
}

/// Whether something is still to be done to the problem's record.
async fn is_awaited(env: &Env, product: &ProductId, case: &IncidentId) -> Result<bool, Fault> {
    let jobs = env.table.query(&Query::prefix(keys::incident(product, case), "J#")).await?;
    let job = |row: &Row| serde_json::from_str::<JobRow>(&row.body).ok().map(|row| row.job);
    Ok(jobs.iter().filter_map(job).any(|job| matches!(job, Job::DeskProblem { .. })))
}

/// Carries it through. A problem no incident was closed with is the desk's alone.
pub(crate) async fn done(env: &Env, delivery: &Delivery, mut said: Said) -> Result<Answer, Fault> {
    let case = IncidentId::of_problem(&delivery.product, &said.number);
    let Some(state) = load(env.table.as_ref(), &delivery.product, &case).await? else {
        return Ok(json_answer(StatusCode::ACCEPTED, &json!({ "outcome": "left_to_the_desk" })));
    };
    if let InDesk::Changed { summary, .. } = &mut said.did {
        // Words are stored salted: whether they are new is seen here, where they can be read.
        let texts = texts(env, &delivery.product, &case).await?;
        let known = texts.get(&state.head.summary);
        *summary = summary.take().filter(|summary| known != Some(summary));
    }
    crate::carry(env, delivery, &case, &Command::Problem(ProblemCommand::InDesk(said.did))).await
}
