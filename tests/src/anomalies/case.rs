//! Recorded failures with the truth about them.

use anyhow::Context;
use nabat_connectors::monitoring::recording;
use nabat_domain::anomaly::{Question, Series, Symptom, Tuning, Windows, rank};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Recorded;
use serde::Deserialize;
use std::path::Path;

/// A case as `cases.json` has it.
#[derive(Deserialize)]
pub struct Told {
    pub case: String,
    pub system: String,
    pub step_s: i64,
    pub onset_at: i64,
    pub registered_at: i64,
    pub window_end: i64,
    #[serde(default)]
    pub symptom: Option<Symptom>,
    #[serde(default)]
    pub entry: Option<ServiceId>,
}

#[derive(Deserialize)]
struct Label {
    case: String,
    root_services: Vec<String>,
    root_metrics: Vec<String>,
}

/// A case with its samples and its answers.
pub struct Case {
    pub told: Told,
    pub root_services: Vec<String>,
    pub root_metrics: Vec<String>,
    pub recorded: Vec<Recorded>,
}

/// Names, best first.
pub struct Ranking {
    pub services: Vec<String>,
    pub metrics: Vec<String>,
}

/// What is told of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Blind,
    Oracle,
}

/// Every case of a folder that has a label.
pub fn read_all(folder: &Path) -> anyhow::Result<Vec<Case>> {
    let text = |name: &str| std::fs::read(folder.join(name)).with_context(|| format!("{name} of {}", folder.display()));
    let told: Vec<Told> = serde_json::from_slice(&text("cases.json")?)?;
    let mut labels: Vec<Label> = serde_json::from_slice(&text("labels.json")?)?;
    let samples = if folder.join("cases").is_dir() { folder.join("cases") } else { folder.to_owned() };
    let mut cases = Vec::new();
    for told in told {
        let Some(place) = labels.iter().position(|label| label.case == told.case) else { continue };
        let label = labels.swap_remove(place);
        let file = samples.join(format!("{}.csv.gz", told.case));
        let recorded = recording::read(&file, At(i64::MAX)).with_context(|| told.case.clone())?;
        cases.push(Case { told, root_services: label.root_services, root_metrics: label.root_metrics, recorded });
    }
    Ok(cases)
}

impl Case {
    /// The windows the product would cut.
    pub fn windows(&self, mode: Mode) -> Windows {
        let at = |seconds: i64| At(seconds * 1_000);
        let step = Length::seconds(self.told.step_s);
        match mode {
            Mode::Blind => {
                let registered = at(self.told.registered_at);
                Windows::before_registration(registered, step, Length(registered.0))
            }
            Mode::Oracle => Windows::told(At(0), at(self.told.onset_at), at(self.told.window_end), step),
        }
    }

    /// Whether a service may be the answer: what users meet first shows every failure.
    pub fn may_be_at_fault(&self, service: &ServiceId) -> bool {
        self.told.entry.as_ref() != Some(service)
    }

    /// The product's ranking.
    pub fn ours(&self, mode: Mode, tuning: &Tuning) -> Ranking {
        let series: Vec<Series> = self.recorded.iter().map(Recorded::series).collect();
        let entries = self.told.entry.as_slice();
        let question = Question { windows: self.windows(mode), symptom: self.told.symptom, entries };
        let found = rank(&series, &question, tuning);
        let metrics = found.series.iter().filter(|one| self.may_be_at_fault(one.service));
        Ranking {
            services: found.services.iter().map(|one| one.service.to_string()).collect(),
            metrics: metrics.map(|one| format!("{}|{}", one.service, one.metric)).collect(),
        }
    }
}
