//! One table of everything compared, and whether the bounds hold.

use super::case::{Case, Mode};
use super::crowd::{Crowd, hidden};
use super::left_out::left_out;
use super::rivals::Rival;
use super::score::{Both, Scores, score};
use super::speed::{Speed, measure};
use nabat_domain::anomaly::Tuning;
use serde_json::{Value, json};
use std::fmt;

/// Ranking takes at most so many times a sort of the same samples.
const SLOWEST: f64 = 6.0;
/// One faulty system among hundreds of services is found at least so well.
const IN_A_CROWD: f64 = 0.99;

/// Everything that was compared.
pub struct Report {
    folder: String,
    cases: usize,
    rows: Vec<(&'static str, Both)>,
    crowd: Option<Crowd>,
    speed: [Speed; 2],
}

impl Report {
    /// Compares the rankings of these cases.
    pub fn of(folder: String, cases: &[Case]) -> Self {
        let tuning = Tuning::default();
        let rows = vec![
            ("ours, blind", score(cases, |case| case.ours(Mode::Blind, &tuning))),
            ("ours, told the onset", score(cases, |case| case.ours(Mode::Oracle, &tuning))),
            ("ours, blind, system left out", left_out(cases)),
            ("N-Sigma, blind", score(cases, |case| Rival::NSigma.rank(case, Mode::Blind))),
            ("N-Sigma, told the onset", score(cases, |case| Rival::NSigma.rank(case, Mode::Oracle))),
            ("BARO scorer, blind", score(cases, |case| Rival::Baro.rank(case, Mode::Blind))),
            ("BARO scorer, told the onset", score(cases, |case| Rival::Baro.rank(case, Mode::Oracle))),
        ];
        let speed = [measure(240, 15), measure(1_440, 30)];
        Self { folder, cases: cases.len(), rows, crowd: hidden(cases), speed }
    }

    /// Whether every bound holds.
    pub fn holds(&self) -> bool {
        self.ahead() && self.fast() && self.crowd.as_ref().is_none_or(|crowd| crowd.avg5 >= IN_A_CROWD)
    }

    fn fast(&self) -> bool {
        self.speed.iter().all(|speed| speed.ratio() <= SLOWEST)
    }

    /// Whether ours, blind, is ahead of the others, blind.
    fn ahead(&self) -> bool {
        let of = |name: &str| self.rows.iter().find(|row| row.0 == name).map_or(0.0, |row| row.1.services.macro_mean());
        ["N-Sigma, blind", "BARO scorer, blind"].iter().all(|rival| of("ours, blind") >= of(rival))
    }

    /// The same for machines.
    pub fn json(&self) -> Value {
        let level = |scores: &Scores| json!({ "macro": rounded(scores.macro_mean()), "systems": scores.by_system.iter().map(|(name, score)| (name.clone(), rounded(*score))).collect::<std::collections::BTreeMap<_, _>>() });
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|(name, both)| json!({ "ranking": name, "services": level(&both.services), "metrics": level(&both.metrics) }))
            .collect();
        let speed = self.speed.iter().map(|speed| {
            json!({ "usual": speed.usual, "suspected": speed.suspected, "series_a_second": speed.a_second().round(),
                    "ratio_to_sort": rounded(speed.ratio()), "bound": SLOWEST })
        });
        json!({
            "data": self.folder, "cases": self.cases, "avg5": rows, "speed": speed.collect::<Vec<_>>(),
            "crowd": self.crowd.as_ref().map(|crowd| json!({ "system": crowd.system, "cases": crowd.cases,
                "services": crowd.services, "avg5": rounded(crowd.avg5), "bound": IN_A_CROWD })),
            "holds": self.holds(),
        })
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Avg@5 of {} labelled failures in {}", self.cases, self.folder)?;
        table(f, "services", self.rows.iter().map(|(name, both)| (*name, &both.services)))?;
        table(f, "single series", self.rows.iter().map(|(name, both)| (*name, &both.metrics)))?;
        match &self.crowd {
            Some(crowd) => writeln!(
                f,
                "\nEach of {} failures of {} among {} services: Avg@5 {:.3}; bound >= {IN_A_CROWD}",
                crowd.cases, crowd.system, crowd.services, crowd.avg5
            )?,
            None => writeln!(f, "\nOne failure among hundreds of services: not measured, too few recordings here")?,
        }
        for speed in &self.speed {
            writeln!(
                f,
                "Series of {} + {} samples: {:.0} a second on one core, {:.2} times a sort of the same; bound <= {SLOWEST}",
                speed.usual,
                speed.suspected,
                speed.a_second(),
                speed.ratio()
            )?;
        }
        writeln!(f, "bounds: {}", if self.holds() { "hold" } else { "BROKEN" })
    }
}

fn table<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    rows: impl Iterator<Item = (&'static str, &'a Scores)>,
) -> fmt::Result {
    let rows: Vec<(&str, &Scores)> = rows.collect();
    let systems: Vec<&String> = rows.first().map(|row| row.1.by_system.keys().collect()).unwrap_or_default();
    write!(f, "\n{title:30} {:>7}", "macro")?;
    systems.iter().try_for_each(|system| write!(f, "  {system}"))?;
    writeln!(f)?;
    for (name, scores) in rows {
        write!(f, "{name:30} {:7.3}", scores.macro_mean())?;
        for system in &systems {
            let score = scores.by_system.get(*system).copied().unwrap_or(f64::NAN);
            write!(f, "  {score:width$.3}", width = system.len().max(5))?;
        }
        writeln!(f)?;
    }
    Ok(())
}
