//! `nabat evidence`: the evidence pack of an incident, and the key such packs are signed with.

use super::beside;
use super::journal::all;
use super::reads::recorded;
use crate::chance::MachineChance;
use crate::clocks::MachineClock;
use crate::secrets::{change_signing, signing};
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::Args;
use nabat_domain::ids::IncidentId;
use nabat_kit::evidence::{LARGEST, Making, pack};
use nabat_kit::port::Clock as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Make the evidence pack of an incident: a ZIP file of its journal, clocks, contract terms, overruns, report and
/// samples with a signed list of their hashes. Works beside a running host; `nabat verify` checks it anywhere.
#[derive(Args)]
pub struct Evidence {
    /// The incident.
    #[arg(required_unless_present_any = ["public_key", "change_key"])]
    incident: Option<String>,
    /// Where to write the pack; nothing is overwritten.
    #[arg(short, long, value_name = "FILE", required_unless_present_any = ["public_key", "change_key"])]
    output: Option<PathBuf>,
    /// Print the public key that packs and daily heads are signed with, for whoever will check them.
    #[arg(long, conflicts_with_all = ["incident", "output"])]
    public_key: bool,
    /// Sign by a new key from now on: after somebody who knew the old one left. What the old one signed stays checked;
    /// start the host again afterwards, and give both keys to `nabat verify`.
    #[arg(long, conflicts_with_all = ["incident", "output", "public_key"])]
    change_key: bool,
    /// The data folder.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Evidence {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        if self.change_key {
            let (old, new) = change_signing(&self.data, &MachineChance, MachineClock.now())?;
            println!("{new} signs from now on, once the host was started again; {old} signed before");
            return Ok(ExitCode::SUCCESS);
        }
        let key = signing(&self.data)?;
        let (Some(incident), Some(output)) = (&self.incident, &self.output) else {
            println!("{}", key.public());
            return Ok(ExitCode::SUCCESS);
        };
        let incident = IncidentId::new(incident.as_str());
        let table = self.table.beside(&self.data).await?;
        let Some((product, _)) = all(table.as_ref()).await?.into_iter().find(|(_, id)| *id == incident) else {
            bail!("there is no incident `{incident}`");
        };
        let env = beside::env(table);
        recorded(env.table.as_ref(), &product, &incident, ("nabat evidence", env.now())).await?;
        let program = concat!("nabat ", env!("CARGO_PKG_VERSION"));
        let making = Making { product: &product, incident: &incident, key: &key, signed_at: env.now(), program };
        let Some(bytes) = pack(&env, &making).await? else { bail!("incident `{incident}` has no events") };
        if bytes.len() > LARGEST {
            bail!("the pack would have {} bytes, more than {LARGEST}", bytes.len());
        }
        write_new(output, &bytes)?;
        println!("{}: {} bytes, signed by {}", output.display(), bytes.len(), key.public());
        Ok(ExitCode::SUCCESS)
    }
}

/// Names of people and typed words are in it: for its owner's eyes.
fn write_new(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut made| made.write_all(bytes).and_then(|()| made.sync_all()));
    written.with_context(|| format!("cannot write {}", file.display()))
}
