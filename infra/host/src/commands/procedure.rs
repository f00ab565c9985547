//! `nabat procedure show|bpmn|roles|text`: the regulation, written from a procedure's own data.

use super::lang::Lang;
use super::print;
use crate::configuration::Configured;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use nabat_console::regulation::Regulation;
use nabat_console::regulation::paper::{Paper, html, markdown};
use nabat_domain::catalogue::Language;
use nabat_domain::procedure;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the regulation out.
#[derive(Args)]
pub struct Procedure {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The diagram: stages and steps by role, as SVG.
    Show(Source),
    /// The model: BPMN 2.0 XML with its picture, for any BPMN modeller.
    Bpmn(Source),
    /// A printable one-page sheet per role, as HTML: one file a role if -o is a folder.
    Roles(Source),
    /// The readable regulation, as HTML or Markdown.
    Text {
        #[command(flatten)]
        from: Source,
        /// In which form; otherwise by the ending of -o, HTML if there is none.
        #[arg(long)]
        format: Option<Format>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Markdown,
}

/// Which procedure, in which language, and where to.
#[derive(Args)]
struct Source {
    /// The folder of products; without it, the built-in procedure.
    config_dir: Option<PathBuf>,
    /// The product whose procedure, times and rights are meant.
    #[arg(long, requires = "config_dir")]
    product: Option<String>,
    /// Its id: `incident`, `drill`, `problem`.
    #[arg(long, default_value = "incident")]
    procedure: String,
    /// The language to write in; otherwise the product's, Russian without one.
    #[arg(long)]
    lang: Option<Lang>,
    /// The file to write, or the folder; otherwise standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// A procedure and the product it was read for.
struct Found {
    procedure: procedure::Procedure,
    product: Option<Configured>,
}

impl Procedure {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Show(from) => from.write(|regulation| regulation.svg()),
            What::Bpmn(from) => from.write(|regulation| regulation.bpmn()),
            What::Roles(from) => from.write_sheets(),
            What::Text { from, format } => {
                let ending = from.output.as_ref().and_then(|path| path.extension());
                let by_ending =
                    if ending.is_some_and(|ending| ending == "md") { Format::Markdown } else { Format::Html };
                let format = format.unwrap_or(by_ending);
                from.write(|regulation| match format {
                    Format::Html => html(&[regulation.text()]),
                    Format::Markdown => markdown(&regulation.text()),
                })
            }
        }
    }
}

impl Source {
    fn write(&self, made: impl Fn(&Regulation) -> String) -> anyhow::Result<ExitCode> {
        self.with_regulation(|regulation| {
            let text = made(regulation);
            match &self.output {
                Some(file) => write_file(file, &text),
                None => print(&text),
            }
        })
    }

    fn write_sheets(&self) -> anyhow::Result<ExitCode> {
        self.with_regulation(|regulation| {
            let sheets = regulation.sheets();
            let together = || html(&sheets.iter().map(|(_, paper)| paper.clone()).collect::<Vec<Paper>>());
            match &self.output {
                None => print(&together()),
                Some(file) if file.extension().is_some() => write_file(file, &together()),
                Some(folder) => {
                    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
                    for (role, paper) in &sheets {
                        let file = folder.join(format!("{}.html", role.as_str()));
                        write_file(&file, &html(std::slice::from_ref(paper)))?;
                    }
                    Ok(())
                }
            }
        })
    }

    /// Faults of the configuration are told with file, line and cure, as `check` does.
    fn with_regulation(&self, work: impl Fn(&Regulation) -> anyhow::Result<()>) -> anyhow::Result<ExitCode> {
        let found = match &self.config_dir {
            None => Found { procedure: built_in(&self.procedure)?, product: None },
            Some(folder) => match super::check::read(folder) {
                Ok(checked) => self.of_product(checked.estate.products.into_values().collect())?,
                Err(report) => {
                    eprintln!("{report:?}");
                    return Ok(ExitCode::FAILURE);
                }
            },
        };
        let product = found.product.as_ref().map(|configured| &configured.catalogue.product);
        let own = product.map_or_else(Language::default, |product| product.language);
        let language = self.lang.map_or(own, Language::from);
        work(&Regulation { procedure: &found.procedure, product, language })?;
        Ok(ExitCode::SUCCESS)
    }

    fn of_product(&self, mut products: Vec<Configured>) -> anyhow::Result<Found> {
        let ids: Vec<String> = products.iter().map(|product| product.catalogue.product.id.to_string()).collect();
        let at = match &self.product {
            Some(id) => ids.iter().position(|known| known == id),
            None => (ids.len() == 1).then_some(0),
        };
        let at = at.with_context(|| format!("name a product with --product; there are: {}", ids.join(", ")))?;
        let product = products.swap_remove(at);
        let known: Vec<&str> = product.catalogue.procedures.keys().map(String::as_str).collect();
        let procedure = product.catalogue.procedures.get(&self.procedure).cloned();
        let procedure =
            procedure.with_context(|| format!("no procedure `{}`; there are: {}", self.procedure, known.join(", ")))?;
        Ok(Found { procedure, product: Some(product) })
    }
}

fn built_in(id: &str) -> anyhow::Result<procedure::Procedure> {
    let known = [
        ("incident", procedure::DEFAULT_INCIDENT),
        ("drill", procedure::DEFAULT_DRILL),
        ("problem", procedure::DEFAULT_PROBLEM),
    ];
    let Some((_, text)) = known.into_iter().find(|(known, _)| *known == id) else {
        bail!("no built-in procedure `{id}`; there are: {}", known.map(|(id, _)| id).join(", "));
    };
    serde_saphyr::from_str(text).context("the built-in procedure cannot be read")
}

pub(super) fn write_file(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
