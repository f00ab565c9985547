//! `nabat reliability`: the figures of a period, of a file alone or of a product.

mod csv;
mod figures;
mod json;
mod openmetrics;
mod terms;
mod text;

use crate::clocks::MachineClock;
use crate::history::{Mapping, Note, Reading, Staging, read, read_works};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use figures::Figures;
use nabat_domain::reliability::{Dimension, Fact, History, Target, WorksPolicy};
use nabat_domain::time::At;
use nabat_kit::port::Clock as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use terms::Terms;

/// Lines told of on standard error; all of them are counted.
const TOLD: usize = 50;

/// Reliability of a period: the share of it in which no service had a failure.
///
/// A date means its midnight in --zone; --from is included, --to is not. What lasts is cut at now.
#[derive(Args)]
pub struct Reliability {
    /// A history as CSV. Columns incident, service, started_at, restored_at need no mapping.
    #[arg(long, value_name = "FILE.csv")]
    outages: Option<PathBuf>,
    /// How the file is to be read: a file, or the name of a shipped mapping.
    #[arg(long, value_name = "FILE", requires = "outages")]
    mapping: Option<PathBuf>,
    /// The column of a meaning, such as service=system. Can be repeated.
    #[arg(long = "column", value_name = "MEANING=COLUMN", requires = "outages")]
    columns: Vec<String>,
    /// How the file's times are written, as of strftime.
    #[arg(long, value_name = "FORMAT", requires = "outages")]
    time_format: Option<String>,
    /// The zone of times that state none.
    #[arg(long, value_name = "ZONE", requires = "outages")]
    times_in: Option<chrono_tz::Tz>,
    /// Compute without the rows that are refused.
    #[arg(long, requires = "outages")]
    skip_refused: bool,
    /// First day, or first moment, of the period.
    #[arg(long, value_name = "DATE")]
    from: String,
    /// First day, or first moment, after it.
    #[arg(long, value_name = "DATE")]
    to: String,
    /// Whose midnights part the days [default: UTC].
    #[arg(long)]
    zone: Option<chrono_tz::Tz>,
    /// The share to be reached.
    #[arg(long, default_value = "0.985", value_parser = target)]
    target: Target,
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
    #[arg(long, requires = "works")]
    count_works: bool,
    /// What if this service had never failed. Can be repeated.
    #[arg(long, value_name = "SERVICE")]
    without: Vec<String>,
    /// The moment the figures are of, RFC 3339 [default: now].
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
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

fn target(text: &str) -> Result<Target, String> {
    Target::read(text).ok_or_else(|| "a target is a fraction such as 0.985".to_owned())
}

impl Reliability {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let now = self.now()?;
        let Some(file) = &self.outages else { bail!("name a history with --outages") };
        let reading = read(file, &self.mapping()?)?;
        let noted = Noted::of(&reading)?;
        noted.tell(&reading.staging)?;
        if noted.refused > 0 && !self.skip_refused {
            if self.form.json {
                put_out(&format!("{}\n", json::refused(&reading.staging)?))?;
            }
            bail!("{} rows are refused; --skip-refused computes without them", noted.refused);
        }
        let history = history(&reading.staging)?;
        let terms = self.terms(now, chrono_tz::UTC)?;
        let figures = Figures { history: &history, terms: &terms, noted };
        put_out(&self.form(&figures))?;
        Ok(ExitCode::SUCCESS)
    }

    fn form(&self, figures: &Figures<'_>) -> String {
        let counted = figures.count();
        if self.form.json {
            format!("{}\n", json::report(figures, &counted))
        } else if self.form.csv {
            csv::report(figures, &counted)
        } else if self.form.openmetrics {
            openmetrics::report(figures, &counted)
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

    fn mapping(&self) -> anyhow::Result<Mapping> {
        let mut mapping = self.mapping.as_deref().map_or_else(|| Ok(Mapping::default()), Mapping::load)?;
        for column in &self.columns {
            mapping.set_column(column)?;
        }
        if self.time_format.is_some() {
            mapping.times.format.clone_from(&self.time_format);
        }
        mapping.times.zone = self.times_in.or(mapping.times.zone);
        Ok(mapping)
    }

    fn terms(&self, now: At, zone: chrono_tz::Tz) -> anyhow::Result<Terms> {
        let zone = self.zone.unwrap_or(zone);
        let works = match &self.works {
            Some(path) => read_works(path, &crate::history::Times { format: None, zone: Some(zone) })?,
            None => Vec::new(),
        };
        let compare = match self.compare.as_slice() {
            [from, to] => Some(terms::period(from, to, zone).context("--compare")?),
            _ => None,
        };
        Ok(Terms {
            period: terms::period(&self.from, &self.to, zone)?,
            compare,
            zone,
            target: self.target,
            by: self.by.dimension(),
            works,
            policy: if self.count_works { WorksPolicy::Count } else { WorksPolicy::Exclude },
            without: self.without.clone(),
            now,
        })
    }
}

/// What was told about the lines of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Noted {
    rows: u64,
    refused: u64,
    marked: u64,
}

impl Noted {
    fn of(reading: &Reading) -> anyhow::Result<Self> {
        let refused = reading.staging.notes(Note::Refused)?;
        Ok(Self { rows: reading.rows, refused, marked: reading.staging.notes(Note::Marked)? })
    }

    fn tell(&self, staging: &Staging) -> anyhow::Result<()> {
        for (kind, count, word) in [(Note::Refused, self.refused, "refused"), (Note::Marked, self.marked, "marked")] {
            let mut left = TOLD;
            staging.told(kind, |line, note| {
                if kind == Note::Refused || left > 0 {
                    left = left.saturating_sub(1);
                    eprintln!("line {line}: {word}: {note}");
                }
            })?;
            if kind == Note::Marked && count > TOLD as u64 {
                eprintln!("{} more lines are marked", count - TOLD as u64);
            }
        }
        Ok(())
    }
}

fn history(staging: &Staging) -> anyhow::Result<History> {
    let mut history = History::default();
    staging.by_end(|row| -> anyhow::Result<()> {
        history.push(&Fact {
            incident: &row.incident,
            service: &row.service,
            function: &row.function,
            contractor: &row.contractor,
            class: &row.class,
            began: row.began,
            restored: row.restored,
        });
        Ok(())
    })?;
    Ok(history)
}
