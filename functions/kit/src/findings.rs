//! Findings in words and pictures: what stands out first, then what came and went, then what is missing.

use crate::messages::{Filling, say, say_with};
use crate::port::{Missing, Recorded};
use chrono_tz::Tz;
use nabat_domain::anomaly::{Change, Chart, Findings, SeriesFinding, ServiceFinding, Words, short};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// Services told.
pub const SERVICES: usize = 5;
/// Series told of each.
pub const SERIES: usize = 3;
/// Series told that came or went.
const CHANGES: usize = 10;
/// Usual strays drawn as the band, each way.
pub(crate) const BAND: f64 = 2.0;

/// How findings are told.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// In which language.
    pub language: Language,
    /// By which wall clock.
    pub zone: Tz,
    /// Names people know the services by; one that is not there is told by its id.
    pub names: &'a BTreeMap<ServiceId, String>,
}

/// The series worth showing: of the first services the first of each kind, as far as they stand out.
pub fn shown<'f, 'a>(found: &'f Findings<'a>) -> Vec<&'f SeriesFinding<'a>> {
    let of = |service: &ServiceFinding| service.series.clone();
    let worth = |place: usize| Some(&found.series[place]).filter(|one| one.stands_out());
    let services = found.services.iter().filter(|service| !service.shows_symptom).take(SERVICES);
    services.flat_map(|service| of(service).into_iter().filter_map(worth).take(SERIES)).collect()
}

impl Telling<'_> {
    /// Everything, a line each.
    pub fn lines(&self, found: &Findings, missing: &[Missing]) -> Vec<String> {
        let mut lines: Vec<String> = shown(found).into_iter().map(|one| self.series(one)).collect();
        if lines.is_empty() {
            lines.push(self.say("finding-nothing", &[]));
        }
        lines.extend(found.changed.iter().take(CHANGES).map(|change| self.change(change)));
        let symptoms = found.services.iter().filter(|service| service.shows_symptom);
        lines.extend(symptoms.map(|one| self.say("finding-symptom", &[("service", &self.service(one.service))])));
        lines.push(self.coverage(found));
        lines.extend(missing.iter().map(|one| self.missing(one)));
        lines
    }

    /// One series: where it is, where it usually is, since when.
    pub fn series(&self, one: &SeriesFinding) -> String {
        let key = if one.now < one.usual { "finding-down" } else { "finding-up" };
        let mut line = self.say(
            key,
            &[
                ("service", &self.service(one.service)),
                ("series", &one.metric.0),
                ("now", &short(one.now)),
                ("usual", &short(one.usual)),
                ("far", &short(one.far.abs())),
                ("since", &self.moment(one.since)),
            ],
        );
        let mut add = |note: String| line.push_str(&format!("; {note}"));
        if let Some(season) = one.season {
            add(self.say(&format!("finding-season-{}", season.as_str()), &[]));
        }
        if one.before >= one.far.abs() {
            add(self.say("finding-before", &[("before", &short(one.before))]));
        }
        line
    }

    /// A series as a picture: its samples from the usual on, the band, the suspected stretch.
    pub fn chart(&self, found: &Findings, one: &SeriesFinding, recorded: &Recorded) -> String {
        let windows = found.windows;
        let begin = recorded.times.partition_point(|at| *at < windows.from);
        let end = recorded.times.partition_point(|at| *at <= windows.until);
        let title = format!("{}, {}", self.service(one.service), one.metric);
        let (usual, suspected, began) =
            (self.say("chart-usual", &[]), self.say("chart-suspected", &[]), self.say("chart-began", &[]));
        // The spread is told by the distance and its measure.
        let spread = if one.far == 0.0 { 0.0 } else { ((one.now - one.usual) / one.far).abs() };
        let clock = self
            .clock(windows.from.0.max(recorded.times.get(begin).map_or(windows.from.0, |at| at.0)), windows.until.0);
        let chart = Chart {
            times: &recorded.times[begin..end],
            values: &recorded.values[begin..end],
            usual: (one.usual - BAND * spread, one.usual + BAND * spread),
            suspected: (windows.split, windows.until),
            began: Some(one.since),
            words: Words { title: &title, usual: &usual, suspected: &suspected, began: &began },
            clock: &clock,
        };
        chart.svg()
    }

    /// Five moments of a stretch by the wall clock.
    fn clock(&self, from: i64, until: i64) -> Vec<(At, String)> {
        let quarter = (until - from) / 4;
        let at = |n: i64| At(from + n * quarter);
        (0..=4).map(|n| (at(n), at(n).in_zone(self.zone).format("%H:%M").to_string())).collect()
    }

    fn change(&self, change: &Change) -> String {
        let (key, service, metric, at) = match change {
            Change::Vanished { service, metric, last } => ("finding-vanished", service, metric, last),
            Change::New { service, metric, first } => ("finding-new", service, metric, first),
        };
        self.say(key, &[("service", &self.service(service)), ("series", &metric.0), ("since", &self.moment(*at))])
    }

    fn coverage(&self, found: &Findings) -> String {
        let told = found.coverage;
        let number = |count: usize| Filling::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let args = [
            ("series", number(told.series)),
            ("measured", number(told.measured)),
            ("sparse", number(told.sparse)),
            ("vanished", number(told.vanished)),
            ("new", number(told.new)),
        ];
        say_with(self.language, "finding-coverage", &args)
    }

    fn missing(&self, missing: &Missing) -> String {
        match missing {
            Missing::Query { query, reason } => {
                self.say("finding-missing-query", &[("query", query), ("reason", reason)])
            }
            Missing::OverLimit { series } => self.say("finding-missing-limit", &[("series", &series.to_string())]),
            Missing::Unknown(service) => self.say("finding-missing-service", &[("service", &self.service(service))]),
            Missing::Warned(reason) => self.say("finding-missing-warning", &[("reason", reason)]),
        }
    }

    fn service(&self, service: &ServiceId) -> String {
        self.names.get(service).cloned().unwrap_or_else(|| service.to_string())
    }

    /// The wall clock; the day only where it is another one would be in the way of reading.
    fn moment(&self, at: At) -> String {
        at.in_zone(self.zone).format("%d.%m %H:%M").to_string()
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        say(self.language, key, args)
    }
}

/// The hours before the failure, and the same hours a day and a week earlier, on one grid.
pub fn ranges(until: At, before: Length, step: Length) -> Vec<(At, At)> {
    let aligned = |at: At| At(at.0 - at.0.rem_euclid(step.0.max(1)));
    let end = aligned(until);
    let range = |ago: Length| (aligned(end.minus(before).minus(ago)), end.minus(ago));
    [Length::hours(24 * 7), Length::hours(24), Length(0)].map(range).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::anomaly::{Metric, Question, Series, Tuning, Windows, rank};
    use std::sync::Arc;

    fn told(language: Language) -> (Vec<String>, String) {
        let step = Length::minutes(1);
        let until = At(1_772_614_800_000);
        let times: Arc<[At]> = (0..=250).rev().map(|n| until.minus(Length::minutes(n))).collect();
        let values = (0..=250).map(|n| if n > 246 { 95.0 } else { 40.0 + f64::from(n % 7) }).collect();
        let recorded = [Recorded::named(ServiceId::from("labs"), Metric("cpu".to_owned()), times, values)];
        let series: Vec<Series> = recorded.iter().map(Recorded::series).collect();
        let windows = Windows::before_registration(until, step, Length::hours(4));
        let found = rank(&series, &Question { windows, symptom: None, entries: &[] }, &Tuning::default());
        let names = BTreeMap::from([(ServiceId::from("labs"), "Анализы".to_owned())]);
        let telling = Telling { language, zone: Tz::Europe__Moscow, names: &names };
        let missing = [Missing::OverLimit { series: 2 }, Missing::Unknown(ServiceId::from("stock"))];
        (telling.lines(&found, &missing), telling.chart(&found, &found.series[0], &recorded[0]))
    }

    #[test]
    fn it_is_told_in_both_languages() {
        let (lines, chart) = told(Language::Ru);
        assert!(lines[0].starts_with("Анализы, cpu: 95, обычно 43;"), "{lines:#?}");
        assert!(lines[0].contains("с 04.03 11:57"), "{lines:#?}");
        assert!(lines.contains(&"Из-за ограничения не прочитано 2 ряда.".to_owned()), "{lines:#?}");
        assert!(chart.contains("Анализы, cpu") && chart.contains("под подозрением") && chart.contains("12:00"));
        let (lines, _) = told(Language::En);
        assert!(lines[0].starts_with("Анализы, cpu: 95, usually 43;"), "{lines:#?}");
        assert!(lines.iter().all(|line| !line.contains('‹')), "{lines:#?}");
    }
}
