//! `nabat reliability`: the figures of a period, of a file alone or of a product.

mod figures;
mod html;
mod json;
mod publish;
mod stored;
mod terms;
mod text;

pub use publish::Command;

use super::file::{FileFlags, Noted};
use crate::clocks::MachineClock;
use crate::history::{Staging, Times, read, read_works};
use crate::stores::TableFlag;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use figures::Figures;
use nabat_console::figures::{as_it_stands, sheet_text, weak};
use nabat_domain::catalogue::{Catalogue, Language, ReliabilityTerms};
use nabat_domain::reliability::{Dimension, Fact, History, Target, Targets, WorksPolicy};
use nabat_domain::time::At;
use nabat_kit::findings::{cut_words, is_personal};
use nabat_kit::port::Clock as _;
use nabat_kit::reliability::USUAL_TARGET;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use terms::Terms;

/// Reliability of a period: the share of it in which no service had a failure.
///
/// A date means its midnight in --zone; --from is included, --to is not. What lasts is cut at now.
#[derive(Args)]
pub struct Reliability {
    /// A history as CSV. Columns incident, service, started_at, restored_at need no mapping.
    #[arg(long, value_name = "FILE.csv")]
    outages: Option<PathBuf>,
    /// Without a file: the data folder of a host.
    #[arg(long, default_value = "nabat-data", conflicts_with = "outages")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
    /// Without a file: the product [default: the only one].
    #[arg(long, conflicts_with = "outages")]
    product: Option<String>,
    #[command(flatten)]
    file: FileFlags,
    /// First day, or first moment, of the period.
    #[arg(long, value_name = "DATE", required = true)]
    from: Option<String>,
    /// First day, or first moment, after it.
    #[arg(long, value_name = "DATE", required = true)]
    to: Option<String>,
    /// Whose midnights part the days [default: the product's zone, UTC for a file].
    #[arg(long)]
    zone: Option<chrono_tz::Tz>,
    /// The share to be reached [default: the product's own targets; 0.985 where there are none].
    #[arg(long, value_parser = target)]
    target: Option<Target>,
    /// An earlier period to compare with.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    compare: Vec<String>,
    /// Also by function, contractor or class.
    #[arg(long, value_enum, default_value = "service")]
    by: By,
    /// Announced works: CSV with announced_at, starts_at, ends_at.
    #[arg(long, value_name = "FILE.csv")]
    works: Option<PathBuf>,
    /// Failures under works count like any other.
    #[arg(long)]
    count_works: bool,
    /// What if this service had never failed. Can be repeated.
    #[arg(long, value_name = "SERVICE")]
    without: Vec<String>,
    /// The moment the figures are of, RFC 3339 [default: now].
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// Language of the page: ru or en [default: the product's, en for a file].
    #[arg(long, value_parser = language)]
    language: Option<Language>,
    #[command(flatten)]
    form: Form,
}

/// How the figures are given out; as text where nothing is said.
#[derive(Args)]
#[group(multiple = false)]
struct Form {
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    /// As CSV, safe to open in a spreadsheet.
    #[arg(long)]
    csv: bool,
    /// As OpenMetrics.
    #[arg(long)]
    openmetrics: bool,
    /// As a page in a file of its own.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// What the figures are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum By {
    Service,
    Function,
    Contractor,
    Class,
}

impl By {
    const fn dimension(self) -> Dimension {
        match self {
            Self::Service => Dimension::Service,
            Self::Function => Dimension::Function,
            Self::Contractor => Dimension::Contractor,
            Self::Class => Dimension::Class,
        }
    }
}

/// Who stops reading early (`| head`) has what they wanted.
fn put_out(text: &str) -> std::io::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

fn language(text: &str) -> Result<Language, String> {
    let found = Language::ALL.into_iter().find(|language| language.as_str() == text);
    found.ok_or_else(|| "a language is ru or en".to_owned())
}

fn target(text: &str) -> Result<Target, String> {
    Target::read(text).ok_or_else(|| "a target is a fraction such as 0.985".to_owned())
}

impl Reliability {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let now = self.now()?;
        let (history, zone, language, noted, own) = match &self.outages {
            Some(file) => {
                let Some((history, noted)) = self.of_file(file)? else { return Ok(ExitCode::FAILURE) };
                (history, chrono_tz::UTC, Language::En, noted, ReliabilityTerms::default())
            }
            None => {
                let (history, catalogue) = self.of_store().await?;
                let product = catalogue.product;
                (history, product.zone(), product.language, Noted::default(), product.reliability)
            }
        };
        let terms = self.terms(now, zone, &own)?;
        // A file may call things anything, and what is told of it goes into reports and logs. What a product has was
        // looked at when it came in.
        let told: fn(&str) -> String = if self.outages.is_some() { masked } else { as_it_stands };
        let figures = Figures { history: &history, terms: &terms, noted, told };
        if let Some(file) = &self.form.html {
            let page = html::page(&figures, &figures.count(), self.language.unwrap_or(language));
            std::fs::write(file, page).with_context(|| format!("{} cannot be written", file.display()))?;
        } else {
            put_out(&self.form(&figures))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The history of a file; nothing if rows of it are refused and nobody said to go on without them.
    fn of_file(&self, file: &Path) -> anyhow::Result<Option<(History, Noted)>> {
        let reading = read(file, &self.file.mapping()?)?;
        let noted = Noted::of(&reading)?;
        noted.tell(&reading.staging)?;
        if noted.refused > 0 && !self.file.skip_refused {
            if self.form.json {
                put_out(&format!("{}\n", json::refused(&reading.staging)?))?;
            }
            eprintln!("nabat: {} rows are refused; --skip-refused computes without them", noted.refused);
            return Ok(None);
        }
        Ok(Some((history(&reading.staging)?, noted)))
    }

    async fn of_store(&self) -> anyhow::Result<(History, Catalogue)> {
        let table = self
            .table
            .beside(&self.data)
            .await
            .context("name a history with --outages, or the data folder of a host with --data")?;
        let table = table.as_ref();
        let product = stored::product(table, self.product.as_deref()).await?;
        stored::history(table, &product, &self.table.named(&self.data)).await
    }

    fn form(&self, figures: &Figures<'_>) -> String {
        let counted = figures.count();
        if self.form.json {
            format!("{}\n", json::report(figures, &counted))
        } else if self.form.csv {
            weak(&figures.sheet(&counted))
        } else if self.form.openmetrics {
            sheet_text(&figures.sheet(&counted))
        } else {
            text::report(figures, &counted)
        }
    }

    fn now(&self) -> anyhow::Result<At> {
        match &self.as_of {
            Some(text) => At::from_rfc3339(text).with_context(|| format!("--as-of: `{text}` is not RFC 3339")),
            None => Ok(MachineClock.now()),
        }
    }

    fn terms(&self, now: At, zone: chrono_tz::Tz, own: &ReliabilityTerms) -> anyhow::Result<Terms> {
        let zone = self.zone.unwrap_or(zone);
        let works = match &self.works {
            Some(path) => read_works(path, &Times { format: None, zone: Some(zone) })?,
            None => own.works.clone(),
        };
        let targets = match self.target {
            Some(target) => Targets::always(target),
            None if own.targets.series().is_empty() => {
                Targets::always(target(USUAL_TARGET).map_err(anyhow::Error::msg)?)
            }
            None => own.targets.clone(),
        };
        let compare = match self.compare.as_slice() {
            [from, to] => Some(terms::period(from, to, zone).context("--compare")?),
            _ => None,
        };
        let days = self.from.as_deref().zip(self.to.as_deref());
        let (from, to) = days.context("name the period with --from and --to")?;
        Ok(Terms {
            period: terms::period(from, to, zone)?,
            compare,
            zone,
            targets,
            by: self.by.dimension(),
            works,
            policy: if self.count_works { WorksPolicy::Count } else { own.under_works },
            without: self.without.clone(),
            now,
        })
    }
}

/// A name of a file's. What `import` refuses as personal is told masked here: without its row the figures were others.
fn masked(name: &str) -> String {
    if is_personal(name) { cut_words(name, usize::MAX) } else { name.to_owned() }
}

fn history(staging: &Staging) -> anyhow::Result<History> {
    let mut history = History::with_room(usize::try_from(staging.count()?).unwrap_or_default());
    let mut after = 0;
    while let Some(last) = staging.page(after, usize::MAX, |row| {
        history.push(&Fact {
            incident: &row.incident,
            service: &row.service,
            function: &row.function,
            contractor: &row.contractor,
            class: &row.class,
            began: row.began,
            restored: row.restored,
        });
    })? {
        after = last;
    }
    Ok(history)
}
