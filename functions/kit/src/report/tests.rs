//! The report of a small journal, made by hand: what the views show, erased things, findings.

use super::{Finding, Report, Sources, report};
use crate::document::{Block, Chart, Document};
use crate::messages::{Speaker, estate_of_tests};
use nabat_domain::catalogue::{Catalogue, Criticality, Language, PeopleNames, PersonName, Priority, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{
    Assembly, Event, Facts, Filled, Scope, Standing, TeamMember, Terms, TextRef, Value, Wording, seal_all,
};
use nabat_domain::journal::Sealed;
use nabat_domain::time::At;
use std::collections::BTreeMap;

const NOW: At = At(1_790_000_000_000);

fn text(words: &str) -> TextRef {
    TextRef(words.to_owned())
}

fn events() -> Vec<Event> {
    let registered = Event::Registered(Box::new(Facts {
        schema: 1,
        desk: "SD-1".into(),
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
        criticality: Criticality::MissionCritical,
        priority: Priority::P1,
        standing: Standing::Open,
        catalogue: "c".to_owned(),
        procedure: "incident@1".to_owned(),
        raised_by: None,
    }));
    let member = TeamMember { role: Role::DutyEngineer, person: Some("e1001".into()), filled: Filled::Rota };
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

    fn told(&self, upto: u64, findings: &[Finding], users: Option<u64>) -> Report {
        let speaker = Speaker {
            language: Language::En,
            zone: chrono_tz::Europe::Moscow,
            catalogue: &self.catalogue,
            names: &self.names,
            texts: &self.texts,
        };
        let sources =
            Sources { speaker: &speaker, incident: &self.incident, journal: &self.journal, upto, findings, users };
        report(&sources).expect("a readable journal").expect("not an empty one")
    }
}

fn words(document: &Document) -> String {
    serde_json::to_string(document).expect("plain data")
}

#[test]
fn the_full_view_has_names_and_words_and_the_redacted_one_roles_and_the_summary() {
    let Report { full, redacted } = Scene::new().told(u64::MAX, &[], None);
    let (full, redacted) = (words(&full), words(&redacted));
    assert!(full.contains("Anna") && full.contains("a gateway") && full.contains("it expired"));
    assert!(!redacted.contains("Anna") && !redacted.contains("e1001") && redacted.contains("duty engineer"));
    assert!(!redacted.contains("gateway") && !redacted.contains("does not work") && redacted.contains("it expired"));
    assert!(!full.contains('‹') && !full.contains("javascript"));
}

#[test]
fn nothing_beyond_the_event_it_is_frozen_at_is_told() {
    let scene = Scene::new();
    let before = words(&scene.told(3, &[], None).full);
    assert!(before.contains("a gateway") && !before.contains("it expired") && before.contains("not given"));
    assert!(before.contains(&scene.journal[2].hash), "its own head of the journal");
}

#[test]
fn what_was_erased_is_said_to_be_erased() {
    let mut scene = Scene::new();
    scene.names.clear();
    scene.texts.remove(&text("summary"));
    let Report { full, redacted } = scene.told(u64::MAX, &[], None);
    assert!(words(&full).contains("(e1001, name erased)") && words(&full).contains("(erased)"));
    assert!(words(&redacted).contains("(erased)") && !words(&redacted).contains("e1001"));
}

#[test]
fn findings_stand_with_their_charts_and_nothing_is_said_without_any() {
    let scene = Scene::new();
    let chart = Chart { title: "errors, 1/s".to_owned(), points: vec![(NOW, 500), (NOW, 90_000)], mark: Some(NOW) };
    let wording = Wording::new("report-users-unknown");
    let finding =
        Finding { wording, chart: Some(chart.clone()), address: Some("https://monitoring.example/1".to_owned()) };
    let with = scene.told(u64::MAX, &[finding], Some(12_400)).full;
    assert!(with.blocks.contains(&Block::Chart(chart)) && words(&with).contains("https://monitoring.example/1"));
    assert!(words(&with).contains("12400"), "users affected, where they were estimated");
    assert!(!words(&scene.told(u64::MAX, &[], None).full).contains("Findings"));
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
        findings: &[],
        users: None,
    };
    assert_eq!(report(&sources), Ok(None));
}
