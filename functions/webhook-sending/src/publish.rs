//! Who is told: a delivery for each subscription and each event it asked for.

use nabat_domain::incident::publication;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::journal;
use nabat_kit::perform::{Leased, done_and};
use nabat_kit::port::Bell;
use nabat_kit::table::{Action, Condition, MAX_ACTIONS, Row};
use nabat_kit::webhooks::{events, off, send_row};

/// Rows of the deliveries. A receiver that is told no more gets none: what it misses can be replayed.
pub(crate) async fn publish(env: &Env, leased: &Leased, from: u64, to: u64) -> Result<Vec<Row>, Fault> {
    let (product, incident) = (&leased.product, &leased.incident);
    let current = configuration::of(env, product).await?;
    let journal = journal(env.table.as_ref(), product, incident).await?;
    let happened = events(&journal, product, incident, from, to)?;
    let mut rows = Vec::new();
    for (id, hook) in &current.version.catalogue.webhooks {
        if off(env.table.as_ref(), product, id, &hook.url).await?.is_some() {
            continue;
        }
        for one in &happened {
            if publication(&one.state, &one.event).is_some_and(|public| hook.events.contains(&public)) {
                rows.push(send_row(product, incident, one.number, id, leased.body.at));
            }
        }
    }
    Ok(rows)
}

/// Puts them down and closes the job. Where they do not fit in one transaction a crash in between puts the
/// first of them down again: receivers know them by their id.
pub(crate) async fn put_down(env: &Env, leased: Leased, mut rows: Vec<Row>) -> Result<(), Fault> {
    let bells = rows.iter().map(|row| Bell::Webhook(row.key.clone())).collect();
    let put = |row: Row| Action::Put(row, Condition::Any);
    while rows.len() >= MAX_ACTIONS {
        let some: Vec<Action> = rows.drain(..MAX_ACTIONS - 1).map(put).collect();
        env.table.write(&some).await?;
    }
    done_and(env, leased, rows.into_iter().map(put).collect()).await?;
    env.ring(bells).await;
    Ok(())
}
