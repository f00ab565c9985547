//! Records the desk made because Nabat asked for them: of an incident that began as an alert, which is followed like any
//! other, and a failure on contractor, closed or changed by hand.

use crate::Said;
use crate::delivery::Delivery;
use nabat_domain::ids::{DeskId, IncidentId, ProblemId, ProductId};
use nabat_domain::incident::{Command, ContractorCame};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::incident::load;
use nabat_kit::keys;
use serde_json::{Map, Value};

/// What such a record was made for.
pub(crate) enum Made {
    /// It is the record of this incident.
    OfIncident(IncidentId),
    /// It is a failure on contractor of this one.
    OnContractor(IncidentId),
}

/// What was done to a contractor's record, carried through; `None` where the record is none of them.
pub(crate) async fn changed(env: &Env, delivery: &Delivery, said: &Said) -> Result<Option<Answer>, Fault> {
    let came = match said {
        Said::Registered(_) | Said::Problem(_) => return Ok(None),
        Said::Updated(desk) => (desk, ContractorCame::EditedByHand { desk: desk.clone() }),
        Said::Closed(desk) => (desk, ContractorCame::ClosedByHand { desk: desk.clone() }),
    };
    let (desk, came) = came;
    match made(env, &delivery.product, desk).await? {
        Some(Made::OnContractor(incident)) => {
            crate::carry(env, delivery, &incident, &Command::Contractor(came)).await.map(Some)
        }
        Some(Made::OfIncident(_)) | None => Ok(None),
    }
}

/// What a record was made for, if Nabat asked for it.
pub(crate) async fn made(env: &Env, product: &ProductId, desk: &DeskId) -> Result<Option<Made>, Fault> {
    let Some(incident) = asked_for(env, product, desk).await? else { return Ok(None) };
    let state = load(env.table.as_ref(), product, &incident).await?;
    let is_its_own = state.is_some_and(|state| state.head.desk == *desk);
    Ok(Some(if is_its_own { Made::OfIncident(incident) } else { Made::OnContractor(incident) }))
}

/// The incident Nabat asked the desk for a record for.
async fn asked_for(env: &Env, product: &ProductId, desk: &DeskId) -> Result<Option<IncidentId>, Fault> {
    let row = env.table.get(&keys::desk_record(product, desk)).await?;
    row.map(|row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("desk record", error))).transpose()
}

/// The incident of a record: the one it was opened for, or the one that follows from its number.
pub(crate) async fn incident(env: &Env, product: &ProductId, desk: &DeskId) -> Result<IncidentId, Fault> {
    Ok(match made(env, product, desk).await? {
        Some(Made::OfIncident(incident)) => incident,
        Some(Made::OnContractor(_)) | None => IncidentId::of_desk_record(product, desk),
    })
}

/// The case something is said of, so that of a restricted one those alone hear whom it is for. It need not be readable:
/// that may be why it cannot be taken.
///
/// # Errors
/// Where the table does not answer: whom it is for is not guessed.
pub(crate) async fn case(
    env: &Env,
    product: &ProductId,
    fields: &Map<String, Value>,
) -> Result<Option<IncidentId>, Fault> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let (Some(number), Some(kind)) = (text("id"), text("type")) else { return Ok(None) };
    if kind.starts_with("problem.") {
        return Ok(Some(IncidentId::of_problem(product, &ProblemId::from(number))));
    }
    let desk = DeskId::from(number);
    let asked_for = match asked_for(env, product, &desk).await {
        Err(fault) if !matches!(fault, Fault::Permanent(_)) => return Err(fault),
        found => found.ok().flatten(),
    };
    Ok(Some(asked_for.unwrap_or_else(|| IncidentId::of_desk_record(product, &desk))))
}
