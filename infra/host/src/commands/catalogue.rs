//! `nabat catalogue import FILE.csv --product ID CONFIG_DIR`.

use crate::configuration::import::{Import, Refused, Trouble, import};
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Change a product's catalogue.
#[derive(Args)]
pub struct Catalogue {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Bring services in from a CSV table: every row or none; the same table twice changes nothing.
    ///
    /// Columns, in any order: id, name, aliases, owners, functions, suppliers, people, harm, workaround,
    /// hours, money, dependants (scores 0 to 3), threat_to_life, approved_by, valid_until. `|` stands
    /// between the items of one cell; a function is `id = name`; a supplier ends in `!` if nothing works
    /// without it. aliases, suppliers and threat_to_life may be left out.
    Import(Table),
}

#[derive(Args)]
struct Table {
    /// The table: CSV in UTF-8, divided by commas, semicolons or tabs.
    file: PathBuf,
    /// The folder of products.
    config_dir: PathBuf,
    /// The product's id.
    #[arg(long)]
    product: String,
    /// Say what would be done and write nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Catalogue {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let What::Import(table) = self.what;
        table.run()
    }
}

impl Table {
    fn run(&self) -> anyhow::Result<ExitCode> {
        if !self.config_dir.join(&self.product).is_dir() {
            bail!("{} has no product `{}`", self.config_dir.display(), self.product);
        }
        let text = std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let missing = super::check::missing_wording;
        match import(&self.config_dir, &self.product, &text, super::check::surroundings(&missing)) {
            Ok(planned) => self.done(&planned),
            Err(Trouble::Refused(rows)) => {
                rows.iter().for_each(|row| tell(&self.file, "refused", row));
                eprintln!("{} refused, nothing is written", rows.len());
                Ok(ExitCode::FAILURE)
            }
            Err(Trouble::Configuration(faults)) => {
                eprintln!("{:?}", miette::Report::new(faults));
                Ok(ExitCode::FAILURE)
            }
            Err(trouble @ Trouble::File { .. }) => Err(trouble.into()),
        }
    }

    fn done(&self, planned: &Import) -> anyhow::Result<ExitCode> {
        planned.warnings.iter().for_each(|row| tell(&self.file, "warning", row));
        planned.added.iter().for_each(|id| println!("+ {id}"));
        planned.changed.iter().for_each(|id| println!("~ {id}"));
        if !self.dry_run && !planned.changes_nothing() {
            planned.write()?;
        }
        let (added, changed) = (planned.added.len(), planned.changed.len());
        let written = if self.dry_run { "; dry run, nothing is written" } else { "" };
        println!("{added} added, {changed} changed, {} as they were{written}", planned.same);
        Ok(ExitCode::SUCCESS)
    }
}

fn tell(file: &Path, how: &str, row: &Refused) {
    eprintln!("{}:{} {how}: {}\n    {}", file.display(), row.line, row.why, row.cure);
}
