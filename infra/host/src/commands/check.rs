//! `nabat check CONFIG_DIR`.

use crate::configuration::{Checked, Surroundings, read_estate};
use clap::Args;
use nabat_domain::catalogue::Language;
use nabat_kit::messages::has;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Check a configuration folder.
#[derive(Args)]
pub struct Check {
    /// The folder: one subfolder a product.
    config_dir: PathBuf,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let checked = match read(&self.config_dir) {
            Ok(checked) => checked,
            Err(report) => {
                eprintln!("{report:?}");
                return Ok(ExitCode::FAILURE);
            }
        };
        for (id, product) in &checked.estate.products {
            let catalogue = &product.catalogue;
            println!(
                "{id}: {} services, {} people, {} contracts, {} rotas",
                catalogue.services.len(),
                catalogue.people.len(),
                catalogue.contracts.len(),
                catalogue.rotas.len()
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads and checks a folder; warnings are told, faults are returned.
pub(super) fn read(folder: &Path) -> Result<Checked, miette::Report> {
    let missing = |step: &str| -> Vec<Language> {
        let worded = |language: &Language| {
            has(*language, &format!("step-{step}")) && has(*language, &format!("ask-step-{step}"))
        };
        Language::ALL.into_iter().filter(|language| !worded(language)).collect()
    };
    let surroundings = Surroundings { today: chrono::Local::now().date_naive(), missing_wording: &missing };
    let checked = read_estate(folder, surroundings).map_err(miette::Report::new)?;
    if !checked.warnings.is_empty() {
        eprintln!("{:?}", miette::Report::new(checked.warnings.clone()));
    }
    Ok(checked)
}
