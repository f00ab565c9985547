//! Records the desk made because Nabat asked for them: a failure on contractor, closed or changed by hand.

use crate::Said;
use crate::delivery::Delivery;
use nabat_domain::ids::{DeskId, IncidentId, ProductId};
use nabat_domain::incident::{Command, ContractorCame};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::keys;

/// What was done to such a record, carried through; `None` where the record is none of them.
pub(crate) async fn changed(env: &Env, delivery: &Delivery, said: &Said) -> Result<Option<Answer>, Fault> {
    let came = match said {
        Said::Registered(_) | Said::Problem(_) => return Ok(None),
        Said::Updated(desk) => (desk, ContractorCame::EditedByHand { desk: desk.clone() }),
        Said::Closed(desk) => (desk, ContractorCame::ClosedByHand { desk: desk.clone() }),
    };
    let (desk, came) = came;
    match incident(env, &delivery.product, desk).await? {
        Some(incident) => crate::carry(env, delivery, &incident, &Command::Contractor(came)).await.map(Some),
        None => Ok(None),
    }
}

/// The incident a record was made for, if it was made for one.
pub(crate) async fn incident(env: &Env, product: &ProductId, desk: &DeskId) -> Result<Option<IncidentId>, Fault> {
    let row = env.table.get(&keys::desk_record(product, desk)).await?;
    row.map(|row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("desk record", error))).transpose()
}
