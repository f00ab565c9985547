//! `nabat anomalies`: what the runbook would find, from the command line.

mod cases;
mod live;

use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Rank what is abnormal around a failure: in a monitoring system, or in recorded cases.
#[derive(Args)]
pub struct Anomalies {
    /// Recorded cases to rank: a JSON list with case, step_s, registered_at and, where known, onset_at,
    /// window_end, symptom, entry.
    #[arg(long, requires = "data", requires = "out", conflicts_with = "prometheus")]
    cases: Option<PathBuf>,
    /// The folder with the cases' samples, `CASE.csv.gz` each.
    #[arg(long)]
    data: Option<PathBuf>,
    /// What is told of a case: the registration alone, or its beginning and end.
    #[arg(long, value_enum, default_value = "blind")]
    mode: Mode,
    /// Where the rankings go, as JSON.
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    live: live::Live,
}

/// What is told of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Mode {
    /// The registration alone, as in production.
    Blind,
    /// When it began and ended.
    Oracle,
}

impl Anomalies {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match (&self.cases, &self.data, &self.out) {
            (Some(cases), Some(data), Some(out)) => cases::run(cases, data, self.mode, out),
            _ => self.live.run().await,
        }
    }
}
