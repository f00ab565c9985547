//! `nabat check CONFIG_DIR`.

mod live;

use super::procedure::write_file;
use crate::configuration::{Checked, Configured, Estate, Surroundings, read_estate};
use clap::Args;
use nabat_console::regulation::fallback::Fallback;
use nabat_console::regulation::paper::{Paper, html};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::has;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Check a configuration folder.
#[derive(Args)]
pub struct Check {
    /// The folder: one subfolder a product.
    config_dir: PathBuf,
    /// Also write a printable sheet a product, for leading an incident while Nabat is away: whom to call, what to ask.
    #[arg(long, value_name = "FILE.html")]
    paper: Option<PathBuf>,

    /// Ask the messengers too: whether the bot can do what an incident needs, whom of those on duty in the next seven
    /// days it reaches, and when in the next thirty nobody is on duty.
    #[arg(long)]
    live: bool,

    /// The data folder whose `secrets/` hold what the configuration names; read, never written.
    #[arg(long, value_name = "DIR", default_value = "nabat-data", requires = "live")]
    data: PathBuf,
}

impl Check {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
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
                "{id}: {} services, {}, {} people, {} contracts, {} rotas",
                catalogue.services.len(),
                organisations(catalogue.organisations.len()),
                catalogue.people.len(),
                catalogue.contracts.len(),
                catalogue.rotas.len()
            );
        }
        if let Some(file) = &self.paper {
            write_file(file, &html(&papers(&checked.estate)))?;
            println!("{}", file.display());
        }
        if self.live {
            return live::check(&checked.estate, &self.data).await;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A sheet a product, each in the product's own language, from today by its own calendar.
fn papers(estate: &Estate) -> Vec<Paper> {
    let sheet = |product: &Configured| {
        let catalogue = &product.catalogue;
        let procedure = catalogue.procedures.get("incident")?;
        let first = chrono::Utc::now().with_timezone(&catalogue.product.zone()).date_naive();
        let language = catalogue.product.language;
        Some(Fallback { catalogue, names: &product.names, procedure, language, first }.paper())
    };
    estate.products.values().filter_map(sheet).collect()
}

/// Without organisations a scope can only be "everywhere": better known before the night.
fn organisations(number: usize) -> String {
    match number {
        0 => "no organisations (no scope can be named)".to_owned(),
        number => format!("{number} organisations"),
    }
}

/// Reads and checks a folder; warnings are told, faults are returned.
pub(super) fn read(folder: &Path) -> Result<Checked, miette::Report> {
    let surroundings = surroundings(&missing_wording);
    let checked = read_estate(folder, surroundings).map_err(miette::Report::new)?;
    if !checked.warnings.is_empty() {
        eprintln!("{:?}", miette::Report::new(checked.warnings.clone()));
    }
    Ok(checked)
}

/// Languages in which the catalogues do not have a message.
pub(super) fn missing_wording(key: &str) -> Vec<Language> {
    Language::ALL.into_iter().filter(|language| !has(*language, key)).collect()
}

/// The checks as of today.
pub(super) fn surroundings(missing_wording: &dyn Fn(&str) -> Vec<Language>) -> Surroundings<'_> {
    Surroundings { today: chrono::Local::now().date_naive(), missing_wording }
}
