//! The report of a small journal, made by hand: what the views show, erased things, findings.

use super::{Report, Sources, report};
use crate::document::{Block, Document};
use crate::messages::{Speaker, estate_of_tests};
use crate::samples::{Kept, Samples};
use nabat_domain::anomaly::{Kind, Metric};
use nabat_domain::catalogue::{Catalogue, Criticality, Language, PeopleNames, PersonName, Priority, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{
    Assembly, Event, Facts, Filled, Finding, Found, Looked, Runbook, Scope, Search, SeriesName, Standing, TeamMember,
    Terms, TextRef, Value, Way, seal_all,
};
use nabat_domain::journal::Sealed;
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

const NOW: At = At(1_790_000_000_000);

fn text(words: &str) -> TextRef {
    TextRef(words.to_owned())
}

fn events() -> Vec<Event> {
    let registered = Event::Registered(Box::new(Facts {
        schema: 1,
        desk: "SD-1".into(),
        alert: false,
        url: Some("javascript:alert(1)".to_owned()),
        service: "appointments".into(),
        functions: ["book".into()].into(),
        scope: Scope::All,
        summary: text("line"),
        description: None,
        registered_by: text("by"),
        began: NOW,
        restored: None,
        drill: false,
        restricted: false,
        criticality: Criticality::MissionCritical,
        priority: Priority::P1,
        standing: Standing::Open,
        catalogue: "c".to_owned(),
        procedure: "incident@1".to_owned(),
        raised_by: None,
    }));
    let member =
        TeamMember { role: Role::DutyEngineer, person: Some("e1001".into()), filled: Filled::Rota, calendar: None };
    let assembled = Event::Assembled(Box::new(Assembly {
        team: vec![member],
        chains: BTreeMap::new(),
        neighbours: Vec::new(),
        not_asked: Vec::new(),
        stages: vec!["detection".into()],
        terms: Terms::default(),
    }));
    vec![registered, assembled, answered("changed", "change"), answered("summary", "summary")]
}

fn answered(step: &str, words: &str) -> Event {
    Event::Answered {
        prompt: None,
        instance: step.to_owned(),
        step: step.into(),
        role: Role::DutyEngineer,
        by: "e1001".into(),
        on_behalf_of: None,
        stated_at: NOW,
        value: Value::Text { text: text(words) },
    }
}

struct Scene {
    catalogue: Catalogue,
    names: PeopleNames,
    texts: BTreeMap<TextRef, String>,
    journal: Vec<Sealed>,
    incident: IncidentId,
}

impl Scene {
    fn new() -> Self {
        let (catalogue, incident) = (estate_of_tests(), IncidentId::from("inc-1"));
        let name = PersonName { name: "Anna".to_owned(), contacts: Vec::new() };
        let said =
            [("line", "does not work"), ("change", "a \u{202e}gateway"), ("summary", "it expired"), ("by", "desk")];
        let recorded = seal_all(None, &events(), &incident, &catalogue.product.id, NOW);
        Self {
            names: [(PersonId::from("e1001"), name)].into(),
            texts: said.map(|(hash, words)| (text(hash), words.to_owned())).into(),
            journal: recorded.into_iter().map(|recorded| recorded.sealed).collect(),
            catalogue,
            incident,
        }
    }

    fn told(&self, upto: u64, samples: &BTreeMap<String, Samples>) -> Report {
        let speaker = Speaker {
            language: Language::En,
            zone: chrono_tz::Europe::Moscow,
            catalogue: &self.catalogue,
            names: &self.names,
            texts: &self.texts,
        };
        let sources = Sources { speaker: &speaker, incident: &self.incident, journal: &self.journal, upto, samples };
        report(&sources).expect("a readable journal").expect("not an empty one")
    }
}

fn words(document: &Document) -> String {
    serde_json::to_string(document).expect("plain data")
}

#[test]
fn the_full_view_has_names_and_words_and_the_redacted_one_roles_and_the_summary() {
    let Report { full, redacted } = Scene::new().told(u64::MAX, &BTreeMap::new());
    let (full, redacted) = (words(&full), words(&redacted));
    assert!(full.contains("Anna") && full.contains("a gateway") && full.contains("it expired"));
    assert!(!redacted.contains("Anna") && !redacted.contains("e1001") && redacted.contains("duty engineer"));
    assert!(!redacted.contains("gateway") && !redacted.contains("does not work") && redacted.contains("it expired"));
    assert!(!full.contains('‹') && !full.contains("javascript"));
}

#[test]
fn nothing_beyond_the_event_it_is_frozen_at_is_told() {
    let scene = Scene::new();
    let before = words(&scene.told(3, &BTreeMap::new()).full);
    assert!(before.contains("a gateway") && !before.contains("it expired") && before.contains("not given"));
    assert!(before.contains(&scene.journal[2].hash), "its own head of the journal");
}

#[test]
fn what_was_erased_is_said_to_be_erased() {
    let mut scene = Scene::new();
    scene.names.clear();
    scene.texts.remove(&text("summary"));
    let Report { full, redacted } = scene.told(u64::MAX, &BTreeMap::new());
    assert!(words(&full).contains("(e1001, name erased)") && words(&full).contains("(erased)"));
    assert!(words(&redacted).contains("(erased)") && !words(&redacted).contains("e1001"));
}

/// A search that found one series, with the samples behind it.
fn searched() -> (Event, Samples) {
    let series = SeriesName { service: "appointments".into(), metric: Metric("errors".to_owned()) };
    let kept = Kept {
        series: series.clone(),
        low: "0".to_owned(),
        high: "1".to_owned(),
        since: NOW,
        values: "0.5 90".to_owned(),
    };
    let minute = Length::minutes(1);
    let samples =
        Samples { schema: 1, from: NOW.minus(minute), step: minute, split: NOW, until: NOW, series: vec![kept] };
    let finding = Finding {
        series,
        kind: Kind::Errors,
        way: Way::Up,
        now: "90".to_owned(),
        usual: "0.5".to_owned(),
        far: "40".to_owned(),
        before: None,
        season: None,
        since: NOW,
        address: Some("https://monitoring.example/1".to_owned()),
        earlier: None,
    };
    let found = Found {
        search: Search { number: 1, service: "appointments".into(), until: NOW, by: None },
        findings: vec![finding],
        changed: Vec::new(),
        symptoms: Vec::new(),
        looked: Looked { series: 4, measured: 4, ..Looked::default() },
        lacking: Vec::new(),
        more_lacking: 0,
        began: Some(NOW),
        samples: Some(samples.body().1),
    };
    (Event::Runbook(Runbook::Searched { found: Box::new(found) }), samples)
}

#[test]
fn findings_stand_with_their_charts_and_nothing_is_said_without_any() {
    let mut scene = Scene::new();
    assert!(!words(&scene.told(u64::MAX, &BTreeMap::new()).full).contains("Findings"));
    let (event, samples) = searched();
    let events = events().into_iter().chain([event]).collect::<Vec<_>>();
    let recorded = seal_all(None, &events, &scene.incident, &scene.catalogue.product.id, NOW);
    scene.journal = recorded.into_iter().map(|recorded| recorded.sealed).collect();
    let kept = BTreeMap::from([(samples.body().1, samples)]);
    let with = scene.told(u64::MAX, &kept).full;
    let charts =
        with.blocks.iter().filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None });
    let points: Vec<_> = charts.map(|chart| (chart.points.clone(), chart.mark)).collect();
    assert_eq!(points, [(vec![(NOW.minus(Length::minutes(1)), 500), (NOW, 90_000)], Some(NOW))]);
    assert!(words(&with).contains("https://monitoring.example/1") && words(&with).contains("40 times"));
    assert!(words(&with).contains("unknown"), "users affected, where nobody counted them");
}

#[test]
fn an_empty_journal_has_no_report() {
    let mut scene = Scene::new();
    scene.journal.clear();
    let speaker = Speaker {
        language: Language::Ru,
        zone: chrono_tz::Tz::UTC,
        catalogue: &scene.catalogue,
        names: &scene.names,
        texts: &scene.texts,
    };
    let sources = Sources {
        speaker: &speaker,
        incident: &scene.incident,
        journal: &scene.journal,
        upto: 9,
        samples: &BTreeMap::new(),
    };
    assert_eq!(report(&sources), Ok(None));
}
