//! `nabat push CONFIG_DIR`: check and put in force, for functions that run on their own.

use super::{beside, check};
use crate::in_force;
use crate::stores::TableFlag;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Put the products of a configuration folder in force without serving them. Works beside whoever serves.
#[derive(Args)]
pub struct Push {
    /// The folder: one subfolder a product.
    config_dir: PathBuf,
    /// The data folder of the host.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Push {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let checked = match check::read(&self.config_dir) {
            Ok(checked) => checked,
            Err(report) => {
                eprintln!("{report:?}");
                return Ok(ExitCode::FAILURE);
            }
        };
        let env = beside::env(self.table.beside(&self.data).await?);
        in_force::put(&env, &checked.estate).await?;
        let (products, place) = (checked.estate.products.len(), self.table.named(&self.data));
        println!("{products} products are in force in {place}");
        in_force::only_of_a_host(&checked.estate).iter().for_each(|line| println!("{line}"));
        Ok(ExitCode::SUCCESS)
    }
}
