//! The configuration of the story: the example's ambulance, its chats, desk, wiki and monitoring on real servers.

use crate::servers::Servers;
use anyhow::ensure;
use nabat_tests::homeserver::{NAME, readme};
use std::path::Path;

/// The product: the one of the example whose chats are in English.
pub const PRODUCT: &str = "emergency";

/// What fails, by the ids that the desk's links hold as names too.
pub const SERVICE: &str = "dispatch";
/// What is lost of it.
pub const FUNCTION: &str = "assign-crew";

/// The contractor's group in the desk.
pub const WORK_GROUP: &str = "vendor-2";

/// Writes the product; its people's ids, which are their accounts' names too.
pub fn written(estate: &Path) -> anyhow::Result<Vec<String>> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/example").join(PRODUCT);
    let product = estate.join(PRODUCT);
    std::fs::create_dir_all(&product)?;
    for file in std::fs::read_dir(&example)? {
        let file = file?;
        std::fs::copy(file.path(), product.join(file.file_name()))?;
    }
    let elsewhere = [
        ("messenger: builtin", "messenger: matrix"),
        ("desk: builtin", "desk: desk"),
        ("wiki: builtin", "wiki: wiki\nmonitoring: prometheus"),
    ];
    replaced(&product.join("product.yaml"), &elsewhere)?;
    // Engineers of most services: who it is stands in the calendar, the shifts are for when it has nobody.
    let shifts = "- role: duty_engineer\n  shifts:\n";
    let calendar = "- role: duty_engineer\n  calendar: { connection: duty, chain: [e2401, e2417] }\n  shifts:\n";
    replaced(&product.join("duty.yaml"), &[(shifts, calendar)])?;
    let group = format!("work_group: {WORK_GROUP}");
    replaced(&product.join("contracts.yaml"), &[("work_group: \"Polar Dispatch: on call\"", &group)])?;
    with_accounts(&product.join("people.yaml"))
}

/// Every person has an account of their id's name.
fn with_accounts(file: &Path) -> anyhow::Result<Vec<String>> {
    let (mut people, mut lines): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(file)?.lines() {
        lines.push(line.to_owned());
        if let Some(id) = line.strip_prefix("- id: ") {
            people.push(id.trim().to_owned());
        }
        if let (Some(id), "contacts:") = (people.last(), line.trim()) {
            lines.push(format!("    - messenger: {{ connection: matrix, user: \"@{id}:{NAME}\" }}"));
        }
    }
    std::fs::write(file, lines.join("\n"))?;
    Ok(people)
}

fn replaced(file: &Path, changes: &[(&str, &str)]) -> anyhow::Result<()> {
    let mut text = std::fs::read_to_string(file)?;
    for (old, new) in changes {
        ensure!(text.contains(old), "{} has no `{old}`", file.display());
        text = text.replace(old, new);
    }
    std::fs::write(file, text)?;
    Ok(())
}

/// Writes where the servers are.
pub fn connected(servers: &Servers) -> anyhow::Result<()> {
    let duty = servers.calendar.address();
    let (desk, wiki, monitoring) = (servers.desk.peer.base(), servers.wiki.base(), servers.monitoring.base());
    let others = format!(
        "- {{id: desk, kind: roundup, address: \"{desk}\", bot: nabat, token: desk-password, private: true,\n   \
         fields: {{related: related, work_group: workgroup, due: due}}}}\n\
         - {{id: wiki, kind: mediawiki, address: \"{wiki}\", bot: \"Nabat@nabat\", token: mw-bot, parent: Incidents,\n   \
         private: true}}\n\
         - {{id: prometheus, kind: prometheus, address: \"{monitoring}\", private: true}}\n\
         - {{id: duty, kind: caldav, address: \"{duty}\", bot: nabat, token: duty-password, private: true}}\n"
    );
    let text = format!("{}{others}", readme::connection(&servers.homeserver.base())?);
    std::fs::write(servers.folder.path().join("estate/connections.yaml"), text)?;
    Ok(())
}
