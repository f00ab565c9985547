//! `nabat restore`.

use super::journal::verify_all;
use crate::backup::restore;
use crate::secrets::signing;
use crate::sqlite::SqliteTable;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make a data folder from a backup and check every journal in it. A folder with something in it is left alone.
#[derive(Args)]
pub struct Restore {
    /// The backup.
    file: PathBuf,
    /// The data folder to make.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let restored = restore(&self.file, &self.data)?;
        println!("{}: {} files, as of {}", self.data.display(), restored.files, restored.taken_at);
        if !restored.missing_keys.is_empty() {
            let keys = restored.missing_keys.join(", ");
            println!("not in the backup: {keys}; put them back before `nabat serve`, or it makes new ones");
        }
        let table = SqliteTable::open_beside(&self.data.join("nabat.db"))?;
        let key: Vec<_> = signing(&self.data).ok().map(|key| key.public()).into_iter().collect();
        verify_all(&table, &key).await
    }
}
