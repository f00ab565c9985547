//! Findings in words and pictures: what stands out first, then what came and went, then what is missing.

mod found;

pub use found::{Ranked, cut_words, is_personal, unanswered, words};

use crate::messages::{Speaker, say};
use crate::port::Recorded;
use chrono_tz::Tz;
use nabat_domain::anomaly::{Chart, Findings, SeriesFinding, ServiceFinding, Words};
use nabat_domain::catalogue::{Catalogue, Language};
use nabat_domain::incident::FindingWords;
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// Services told.
pub const SERVICES: usize = 5;
/// Series told of each.
pub const SERIES: usize = 3;
/// Usual strays drawn as the band, each way.
pub(crate) const BAND: f64 = 2.0;

/// How findings are told where services are known by their ids alone.
#[derive(Clone, Copy)]
pub struct Telling {
    /// In which language.
    pub language: Language,
    /// By which wall clock.
    pub zone: Tz,
}

/// The series worth showing: of the first services the first of each kind, as far as they stand out.
pub fn shown<'f, 'a>(found: &'f Findings<'a>) -> Vec<&'f SeriesFinding<'a>> {
    let of = |service: &ServiceFinding| service.series.clone();
    let worth = |place: usize| Some(&found.series[place]).filter(|one| one.stands_out());
    let services = found.services.iter().filter(|service| !service.shows_symptom).take(SERVICES);
    services.flat_map(|service| of(service).into_iter().filter_map(worth).take(SERIES)).collect()
}

impl Telling {
    /// Everything, a line each, in the words the chat has.
    pub fn lines(&self, ranked: &Ranked) -> Vec<String> {
        let found = ranked.told(None);
        let catalogue = Catalogue::of_nothing(self.language, self.zone);
        let (names, texts) = (BTreeMap::new(), BTreeMap::new());
        let (language, zone) = (self.language, self.zone);
        let speaker = Speaker { language, zone, catalogue: &catalogue, names: &names, texts: &texts };
        let mut lines: Vec<String> =
            found.findings.iter().map(|finding| speaker.say(&FindingWords::series(finding))).collect();
        if lines.is_empty() {
            lines.push(self.say("finding-nothing"));
        }
        lines.extend(FindingWords::rest(&found).iter().map(|wording| speaker.say(wording)));
        lines
    }

    /// A series as a picture: its samples from the usual on, the band, the suspected stretch.
    pub fn chart(&self, found: &Findings, one: &SeriesFinding, recorded: &Recorded) -> String {
        let windows = found.windows;
        let begin = recorded.times.partition_point(|at| *at < windows.from);
        let end = recorded.times.partition_point(|at| *at <= windows.until);
        let title = format!("{}, {}", one.service, one.metric);
        let (usual, suspected, began) = (self.say("chart-usual"), self.say("chart-suspected"), self.say("chart-began"));
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

    fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
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
    use crate::port::{CallError, Gathered, Missing, Monitoring, Wanted};
    use nabat_domain::anomaly::{Metric, Question, Series, Tuning, Windows, rank};
    use nabat_domain::ids::ServiceId;
    use nabat_domain::incident::Search;
    use std::sync::Arc;

    /// A source that is not asked.
    struct Nowhere;

    #[async_trait::async_trait]
    impl Monitoring for Nowhere {
        async fn gather(&self, _: &Wanted) -> Result<Gathered, CallError> {
            Err(CallError::Permanent("nobody asks".to_owned()))
        }

        fn link(&self, _: &str, _: At, _: At) -> Option<String> {
            None
        }
    }

    fn told(language: Language) -> (Vec<String>, String) {
        let step = Length::minutes(1);
        let until = At(1_772_614_800_000);
        let times: Arc<[At]> = (0..=250).rev().map(|n| until.minus(Length::minutes(n))).collect();
        let values = (0..=250).map(|n| if n > 246 { 95.0 } else { 40.0 + f64::from(n % 7) }).collect();
        let recorded = Recorded::named(ServiceId::from("labs"), Metric("cpu".to_owned()), times, values);
        let missing = vec![Missing::OverLimit { series: 2 }, Missing::Unknown(ServiceId::from("stock"))];
        let gathered = Gathered { series: vec![recorded], missing };
        let series: Vec<Series> = gathered.series.iter().map(Recorded::series).collect();
        let windows = Windows::before_registration(until, step, Length::hours(4));
        let found = rank(&series, &Question { windows, symptom: None, entries: &[] }, &Tuning::default());
        let search = Search { number: 1, service: "labs".into(), until, by: None };
        let ranked = Ranked { search: &search, found: &found, gathered: &gathered, source: &Nowhere };
        let telling = Telling { language, zone: Tz::Europe__Moscow };
        (telling.lines(&ranked), telling.chart(&found, &found.series[0], &gathered.series[0]))
    }

    #[test]
    fn it_is_told_in_both_languages() {
        let (lines, chart) = told(Language::Ru);
        assert!(lines[0].starts_with("labs, cpu: 95, обычно 43;"), "{lines:#?}");
        assert!(lines[0].contains("с 04.03 11:57"), "{lines:#?}");
        assert!(lines.contains(&"Из-за ограничения не прочитано 2 ряда.".to_owned()), "{lines:#?}");
        assert!(chart.contains("labs, cpu") && chart.contains("под подозрением") && chart.contains("12:00"));
        let (lines, _) = told(Language::En);
        assert!(lines[0].starts_with("labs, cpu: 95, usually 43;"), "{lines:#?}");
        assert!(lines.iter().all(|line| !line.contains('‹')), "{lines:#?}");
    }
}
