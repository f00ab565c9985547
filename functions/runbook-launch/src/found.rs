//! What was found, with what people said of like series before.

use nabat_domain::incident::{Found, State};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::marks::MarkRow;

/// What people said of like series in other incidents.
pub(crate) async fn remember(env: &Env, state: &State, found: &mut Found) -> Result<(), Fault> {
    for finding in &mut found.findings {
        let Some(row) = env.table.get(&keys::mark(&state.head.product, &finding.series)).await? else { continue };
        let mark: MarkRow = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("mark", error))?;
        if mark.incident != state.head.id {
            finding.earlier = Some(mark.earlier());
        }
    }
    Ok(())
}
