//! The samples behind findings, kept with the incident: monitoring forgets in days.
//!
//! Numbers are kept as texts of six significant digits: a float has no single text form, and the row
//! is named by its hash.

use crate::document;
use crate::env::Env;
use crate::fault::Fault;
use crate::findings::BAND;
use crate::keys;
use crate::messages::Speaker;
use crate::table::{Key, Query, Row};
use nabat_domain::anomaly::{Chart, Findings, SeriesFinding, Words};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Arg, SeriesName, Wording};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands where there was no sample.
const GAP: &str = "-";

/// Height of one chart of a sheet.
const HEIGHT: usize = 220;

/// Width of a sheet.
const WIDTH: usize = 640;

/// Samples of a search's findings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Samples {
    /// Layout of the row.
    pub schema: u32,
    /// First moment of the grid.
    pub from: At,
    /// From one sample to the next.
    pub step: Length,
    /// Where the suspected stretch begins.
    pub split: At,
    /// The last moment looked at.
    pub until: At,
    /// One entry a finding, in their order.
    pub series: Vec<Kept>,
}

/// One series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Which.
    pub series: SeriesName,
    /// The lowest of the usual.
    pub low: String,
    /// The highest of the usual.
    pub high: String,
    /// Since when it deviates.
    pub since: At,
    /// Samples on the grid, parted by spaces; `-` where there is none.
    pub values: String,
}

impl Samples {
    /// Nothing yet, on the grid of a search.
    pub fn new(found: &Findings, step: Length) -> Self {
        let windows = found.windows;
        let from = At(windows.from.0 - windows.from.0.rem_euclid(step.0.max(1)));
        Self { schema: 1, from, step, split: windows.split, until: windows.until, series: Vec::new() }
    }

    /// Keeps a series; samples off the grid are laid on the moment before.
    pub fn keep(&mut self, one: &SeriesFinding, series: SeriesName, times: &[At], values: &[f64]) {
        let step = self.step.0.max(1);
        let places = usize::try_from(self.until.since(self.from).0.max(0) / step + 1).unwrap_or(0);
        let mut cells = vec![GAP.to_owned(); places];
        for (at, value) in times.iter().zip(values) {
            let place = usize::try_from(at.since(self.from).0.div_euclid(step)).ok().filter(|_| *at <= self.until);
            if let Some(cell) = place.and_then(|place| cells.get_mut(place))
                && value.is_finite()
            {
                *cell = number(*value);
            }
        }
        // The spread is told by the distance and its measure.
        let spread = if one.far == 0.0 { 0.0 } else { ((one.now - one.usual) / one.far).abs() };
        self.series.push(Kept {
            series,
            low: number(one.usual - BAND * spread),
            high: number(one.usual + BAND * spread),
            since: one.since,
            values: cells.join(" "),
        });
    }

    /// The samples of a series.
    pub fn of(&self, series: &SeriesName) -> Option<&Kept> {
        self.series.iter().find(|kept| kept.series == *series)
    }

    /// The row's body and its hash, lower-case hex.
    pub fn body(&self) -> (String, String) {
        let body = serde_json::to_string(self).expect("samples have only string keys");
        let hash = sha256_hex(body.as_bytes());
        (body, hash)
    }

    /// The row they are kept in, and its hash.
    pub fn row(&self, product: &ProductId, incident: &IncidentId) -> (Row, String) {
        let (body, hash) = self.body();
        let key = keys::samples(product, incident, &hash);
        (Row { key, body, version: 1, due: None, listed: None, expires: None }, hash)
    }

    fn points(&self, kept: &Kept) -> (Vec<At>, Vec<f64>) {
        let step = self.step.0.max(1);
        let cells = kept.values.split(' ').zip(0_i64..);
        cells.map(|(cell, place)| (At(self.from.0 + place * step), cell.parse().unwrap_or(f64::NAN))).unzip()
    }

    /// A series as a report's chart, its numbers in thousandths of a unit that makes them tell apart.
    pub fn chart(&self, kept: &Kept, title: String) -> Option<document::Chart> {
        let (times, values) = self.points(kept);
        let most = values.iter().copied().filter(|value| value.is_finite()).fold(0.0_f64, |most, v| most.max(v.abs()));
        let (unit, mark) = match most {
            most if most > 0.0 && most < 0.000_1 => (1e-6, " (×10⁻⁶)"),
            most if most > 0.0 && most < 0.1 => (1e-3, " (×10⁻³)"),
            most if most >= 1e9 => (1e6, " (×10⁶)"),
            _ => (1.0, ""),
        };
        let points: Vec<(At, i64)> = times
            .into_iter()
            .zip(values)
            .filter(|(_, value)| value.is_finite())
            .map(|(at, value)| (at, (value / unit * 1_000.0).round() as i64))
            .collect();
        (!points.is_empty()).then(|| document::Chart {
            title: format!("{title}{mark}"),
            points,
            mark: Some(kept.since),
        })
    }

    /// Every series as one picture, a chart below another; empty where there is none.
    pub fn sheet(&self, speaker: &Speaker) -> String {
        let mut sheet = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {0}\" width=\"{WIDTH}\" height=\"{0}\">\n",
            HEIGHT * self.series.len().max(1)
        );
        for (place, kept) in self.series.iter().enumerate() {
            let drawn = self.picture(kept, speaker);
            sheet.push_str(&drawn.replacen("<svg ", &format!("<svg y=\"{}\" ", place * HEIGHT), 1));
        }
        sheet.push_str("</svg>\n");
        sheet
    }

    /// One of them as a picture, with its band and its suspected stretch.
    pub fn picture(&self, kept: &Kept, speaker: &Speaker) -> String {
        let (times, values) = self.points(kept);
        let said = |key: &str| speaker.say(&Wording::new(key));
        let title = speaker.say(&named(&kept.series));
        let (usual, suspected, began) = (said("chart-usual"), said("chart-suspected"), said("chart-began"));
        let read = |text: &str| text.parse().unwrap_or(f64::NAN);
        let quarter = self.until.since(self.from).0 / 4;
        let clock: Vec<(At, String)> = (0..=4)
            .map(|n| At(self.from.0 + n * quarter))
            .map(|at| (at, at.in_zone(speaker.zone).format("%H:%M").to_string()))
            .collect();
        let chart = Chart {
            times: &times,
            values: &values,
            usual: (read(&kept.low), read(&kept.high)),
            suspected: (self.split, self.until),
            began: Some(kept.since),
            words: Words { title: &title, usual: &usual, suspected: &suspected, began: &began },
            clock: &clock,
        };
        chart.svg()
    }
}

/// A series by its service's name and its own.
pub fn named(series: &SeriesName) -> Wording {
    Wording::new("finding-series")
        .with("service", Arg::Service(series.service.clone()))
        .with("series", Arg::Word(series.metric.0.clone()))
}

/// Six significant digits.
fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    if rounded.is_finite() { rounded.to_string() } else { GAP.to_owned() }
}

/// The samples kept with an incident, by hash.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn samples(env: &Env, product: &ProductId, id: &IncidentId) -> Result<BTreeMap<String, Samples>, Fault> {
    let rows = env.table.query(&Query::prefix(keys::incident(product, id), "F#")).await?;
    let one = |row: &Row| {
        let hash = row.key.sk.trim_start_matches("F#").to_owned();
        read(row).map(|samples| (hash, samples))
    };
    rows.iter().map(one).collect()
}

/// One search's samples.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn of(env: &Env, key: &Key) -> Result<Option<Samples>, Fault> {
    env.table.get(key).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Samples, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable(&format!("{:?}", row.key), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::anomaly::Metric;
    use nabat_domain::ids::ServiceId;

    fn kept(values: &str) -> (Samples, Kept) {
        let series = SeriesName { service: ServiceId::from("labs"), metric: Metric("cpu".to_owned()) };
        let kept = Kept {
            series,
            low: "0.01".to_owned(),
            high: "0.02".to_owned(),
            since: At(60_000),
            values: values.to_owned(),
        };
        let samples = Samples {
            schema: 1,
            from: At(0),
            step: Length::minutes(1),
            split: At(60_000),
            until: At(120_000),
            series: vec![kept.clone()],
        };
        (samples, kept)
    }

    #[test]
    fn small_numbers_are_told_in_a_small_unit_and_gaps_stay_gaps() {
        let (samples, kept) = kept("0.0123 - 0.05");
        let chart = samples.chart(&kept, "cpu".to_owned()).expect("two samples");
        assert_eq!(chart.points, [(At(0), 12_300), (At(120_000), 50_000)]);
        assert!(chart.title.contains("10⁻³"));
    }

    #[test]
    fn a_series_without_samples_has_no_chart() {
        let (samples, kept) = kept("- - -");
        assert_eq!(samples.chart(&kept, "cpu".to_owned()), None);
    }

    #[test]
    fn numbers_are_kept_to_six_digits() {
        assert_eq!([1.0 / 3.0, 600_123_456.0, 0.0, -1e-9].map(number), ["0.333333", "600123000", "0", "-0.000000001"]);
        assert_eq!(number(f64::INFINITY), GAP);
    }
}
