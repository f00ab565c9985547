//! A new version of the procedure while an incident is open: the open one keeps the version it began
//! with, the next one follows the new.

use crate::told::{accepted, decide, opened, reported};
use nabat_domain::incident::Standing;
use nabat_kit::configuration::{of, push};
use nabat_tests::rig::Rig;

/// The next version of the procedure, without one of its steps, is put in force.
async fn approve_next(rig: &Rig, without: &str) {
    let mut catalogue = rig.catalogue.clone();
    let procedure = catalogue.procedures.get_mut("incident").expect("every product has one");
    procedure.version += 1;
    procedure.steps.retain(|step| step.id.as_str() != without);
    let names = of(&rig.env, &rig.product).await.expect("in force").names.people.clone();
    push(rig.env.table.as_ref(), &catalogue, &names).await.expect("pushed");
}

fn version(rig: &Rig) -> u32 {
    rig.catalogue.procedures["incident"].version
}

fn begun_with(rig: &Rig) -> String {
    format!("incident@{}", version(rig))
}

#[tokio::test]
async fn an_open_incident_keeps_the_version_it_began_with() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    approve_next(&rig, "workaround").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.procedure, begun_with(&rig));
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    rig.answer(&incident, "located", "appointments certain").await;
    rig.answer(&incident, "handover", "keep").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    assert!(rig.asks(&incident, "workaround").await, "the version it began with asks for it still");
    assert_eq!(rig.state(&incident).await.head.procedure, begun_with(&rig));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_next_incident_follows_the_new_version() {
    let mut rig = Rig::new().await;
    approve_next(&rig, "workaround").await;
    let incident = accepted(&mut rig).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.procedure, format!("incident@{}", version(&rig) + 1));
    for step in ["began", "scope", "detected", "planned", "changed", "located", "handover", "word"] {
        let answer = match step {
            "began" => "as_registered",
            "scope" => "all",
            "detected" => "users",
            "planned" => "no_works",
            "located" => "appointments certain",
            "handover" => "keep",
            _ => "Откатываем обновление шлюза",
        };
        rig.answer(&incident, step, answer).await;
    }
    assert!(!rig.asks(&incident, "workaround").await, "the next version does not ask for it");
    assert!(rig.asks(&incident, "restored").await);
    rig.assert_journal(&incident).await;
}

/// A whole incident with another version approved half-way closes by the rules it began with.
#[tokio::test]
async fn an_incident_is_closed_by_the_version_it_began_with() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    approve_next(&rig, "comment").await;
    decide(&mut rig, &incident, "no_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open, "the version it began with owes a comment");
    rig.answer(&incident, "comment", "Откатили, больше не повторится").await;
    let state = rig.state(&incident).await;
    assert_eq!((state.head.procedure.clone(), state.head.standing.clone()), (begun_with(&rig), Standing::Closed));
    rig.assert_journal(&incident).await;
}
