//! One command through `execute`: what a person said, what time made due, what one incident tells
//! another.

mod deleted;
mod delivery;
mod failed_delivery;
mod speaks;
mod which;

use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::problem::ProblemCommand;
use nabat_domain::incident::{Command, Job};
use nabat_kit::dead::wake_failed;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::fault::Fault;
use nabat_kit::incident::{load, of_key};
use nabat_kit::perform::{failed, lease, tell, tell_all};
use nabat_kit::port::Bell;
use nabat_kit::table::Key;

/// Works on one bell. Ringing twice does nothing twice.
///
/// # Errors
/// [`Fault::Retry`] where it is to be rung again later.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    match bell {
        Bell::Delivery(key) => match delivery::work(env, key).await {
            Ok(()) => Ok(()),
            Err(fault) => failed_delivery::failed(env, key, &fault).await,
        },
        Bell::Incident(key) if key.sk == "S#0" => wake(env, key).await,
        Bell::Incident(key) => carry_over(env, key).await,
        Bell::Chat(_)
        | Bell::Posts(_)
        | Bell::Closure(_)
        | Bell::Report(_)
        | Bell::Notice(_)
        | Bell::Webhook(_)
        | Bell::Runbook(_) => Err(Fault::Permanent(format!("{bell:?} is not for step-recording"))),
    }
}

/// Fires what is due in an incident.
async fn wake(env: &Env, key: &Key) -> Result<(), Fault> {
    let Some((product, incident)) = of_key(key) else { return Ok(()) };
    let order =
        Order { product: &product, incident: &incident, command: &Command::Wake, inbox: Inbox::Clock, spoken: None };
    match execute(env, order).await {
        Ok(_) => Ok(()),
        Err(Fault::Permanent(why)) => wake_failed(env, key, &why).await,
        Err(fault) => Err(fault),
    }
}

/// An incident that was closed with another joins the problem that one begins, and begins none itself.
async fn waits(env: &Env, product: &ProductId, case: &IncidentId, command: &Command) -> Result<bool, Fault> {
    let joins = match command {
        Command::Problem(ProblemCommand::Raise(raise)) => raise.after.is_some(),
        // A problem that begins only now begins with what its incident was before.
        Command::RestrictedWith { .. } => true,
        _ => false,
    };
    Ok(joins && load(env.table.as_ref(), product, case).await?.is_none())
}

/// Carries what one incident says to another.
async fn carry_over(env: &Env, key: &Key) -> Result<(), Fault> {
    let Some(leased) = lease(env, key).await? else { return Ok(()) };
    match leased.body.job.clone() {
        Job::Tell { incident, command } => {
            let product = leased.product.clone();
            if waits(env, &product, &incident, &command).await? {
                let fault =
                    Fault::Retry(format!("problem {incident} has not begun: the incident that begins it comes first"));
                return failed(env, leased, &fault).await;
            }
            tell(env, leased, &product, &incident, &command).await
        }
        Job::TellAll { incidents, command } => tell_all(env, leased, &incidents, &command).await,
        other => {
            let fault = Fault::Permanent(format!("job {} is no command for an incident", other.kind()));
            failed(env, leased, &fault).await
        }
    }
}
