//! Ranks recorded cases and writes the rankings, so that a scorer can compare them with the truth.

use super::Mode;
use anyhow::Context;
use nabat_connectors::monitoring::recording;
use nabat_domain::anomaly::{Findings, Question, Series, Symptom, Tuning, Windows, rank};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::ExitCode;

/// A case as the file has it; times are Unix seconds.
#[derive(Deserialize)]
pub struct Case {
    case: String,
    step_s: i64,
    registered_at: i64,
    #[serde(default)]
    onset_at: Option<i64>,
    #[serde(default)]
    window_end: Option<i64>,
    #[serde(default)]
    symptom: Option<Symptom>,
    #[serde(default)]
    entry: Option<ServiceId>,
}

/// A ranking as scorers read it, best first.
#[derive(Serialize)]
struct Ranking {
    case: String,
    services: Vec<ServiceId>,
    metrics: Vec<String>,
}

pub(super) fn run(cases: &Path, data: &Path, mode: Mode, out: &Path) -> anyhow::Result<ExitCode> {
    let text = std::fs::read(cases).with_context(|| format!("{} cannot be read", cases.display()))?;
    let cases: Vec<Case> =
        serde_json::from_slice(&text).with_context(|| format!("{} is no list of cases", cases.display()))?;
    let mut rankings = Vec::with_capacity(cases.len());
    for case in &cases {
        rankings.push(ranking(case, data, mode).with_context(|| format!("case {}", case.case))?);
    }
    std::fs::write(out, serde_json::to_vec_pretty(&rankings)?)
        .with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{} cases ranked, {} written", rankings.len(), out.display());
    Ok(ExitCode::SUCCESS)
}

fn ranking(case: &Case, data: &Path, mode: Mode) -> anyhow::Result<Ranking> {
    let windows = case.windows(mode)?;
    let recorded = recording::read(&data.join(format!("{}.csv.gz", case.case)), windows.until)?;
    let series: Vec<Series> = recorded.iter().map(nabat_kit::port::Recorded::series).collect();
    let question = Question { windows, symptom: case.symptom, entries: case.entry.as_slice() };
    Ok(case.told(&rank(&series, &question, &Tuning::default())))
}

impl Case {
    /// Blind, nothing but the registration is looked at: the other fields may not even be there.
    fn windows(&self, mode: Mode) -> anyhow::Result<Windows> {
        let at = |seconds: i64| At(seconds * 1_000);
        let step = Length::seconds(self.step_s);
        match mode {
            // All of the recording before the suspected stretch is its usual.
            Mode::Blind => {
                Ok(Windows::before_registration(at(self.registered_at), step, Length(self.registered_at * 1_000)))
            }
            Mode::Oracle => {
                let onset = self.onset_at.context("onset_at is not told")?;
                let end = self.window_end.context("window_end is not told")?;
                Ok(Windows::told(At(0), at(onset), at(end), step))
            }
        }
    }

    fn told(&self, found: &Findings) -> Ranking {
        let shown = |service: &ServiceId| self.entry.as_ref() != Some(service);
        let metrics = found.series.iter().filter(|one| shown(one.service));
        Ranking {
            case: self.case.clone(),
            services: found.services.iter().map(|one| one.service.clone()).collect(),
            metrics: metrics.map(|one| format!("{}|{}", one.service, one.metric)).collect(),
        }
    }
}
