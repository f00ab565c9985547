//! What people do to a problem's record in the desk: changed, closed, opened again.

use crate::delivery::Delivery;
use http::StatusCode;
use nabat_domain::ids::{IncidentId, ProblemId};
use nabat_domain::incident::Command;
use nabat_domain::incident::problem::{InDesk, ProblemCommand};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::incident::{load, texts};
use nabat_kit::registration::{BadField, Payload};
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
