//! `nabat backup`.

use crate::backup::{Keys, take};
use crate::clocks::MachineClock;
use clap::Args;
use nabat_kit::port::Clock as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Copy a data folder into one file while its host runs: the table, what the built-in messenger, desk and wiki
/// hold, and outgoing mail kept as files. A table on DynamoDB is backed up by its cloud.
#[derive(Args)]
pub struct Backup {
    /// The data folder.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    /// The backup; nothing is overwritten.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Put the installation's keys and secrets in too. Whoever has the file can then sign as this installation;
    /// without them keep *.secret, evidence.key and secrets/ of the data folder elsewhere.
    #[arg(long)]
    with_keys: bool,
}

impl Backup {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let keys = if self.with_keys { Keys::Included } else { Keys::LeftOut };
        let taken = take(&self.data, &self.output, keys, MachineClock.now())?;
        println!("{}: {} files, {} bytes", self.output.display(), taken.files, taken.bytes);
        if keys == Keys::LeftOut {
            println!("keys are not in it: keep *.secret, evidence.key and secrets/ elsewhere, or say --with-keys");
        }
        Ok(ExitCode::SUCCESS)
    }
}
