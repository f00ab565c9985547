//! Names monitoring gives its series, labels and warnings may hold what a request held: no personal data of them is
//! stored, posted, drawn, reported or put into an address.

use crate::monitoring::viewer;
use crate::told::{SERVICE, reported};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Mark, finding_prompt};
use nabat_domain::time::Length;
use nabat_kit::port::Said;
use nabat_tests::planted::{PLANTED, Planted, held, marked, written};
use nabat_tests::rig::{Rig, Watching};

/// A service the failing one needs.
const CULPRIT: &str = "identity";

/// Some at once: names of series are short.
fn some() -> std::slice::Chunks<'static, Planted> {
    const ALL: &[Planted] = &PLANTED;
    ALL.chunks(3)
}

/// What monitoring is searched for is there, and every name of it says this.
fn says(rig: &Rig, words: &str) {
    let monitoring = rig.outside.monitoring.plain();
    monitoring.plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(4)));
    monitoring.is_labelled(words);
}

/// Nothing of it is posted, drawn or shown on the incident's page.
async fn shown_nowhere(rig: &Rig, incident: &IncidentId) {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    let messenger = rig.outside.messenger.plain();
    let mut shown: Vec<String> = messenger.posts(&room).iter().map(|post| format!("{:?}", post.message)).collect();
    shown.extend(messenger.files());
    let engineer = rig.holder(incident, Role::DutyEngineer).await;
    let page = nabat_console::pages::incident::load(&rig.env, &viewer(rig, &engineer), &rig.product, incident).await;
    shown.push(page.expect("the page is made").expect("there is such an incident").into_string());
    let found = shown.iter().find_map(|text| Some((held(text)?, text)));
    assert_eq!(found, None);
}

#[tokio::test]
async fn in_names_of_series_charts_and_links() {
    for some in some() {
        let mut rig = Rig::watched().await;
        says(&rig, &written(some));
        let incident = reported(&mut rig).await;
        let found = rig.state(&incident).await.findings.found[0].clone();
        let first = found.findings.first().expect("something stands out");
        assert!(first.series.metric.0.contains("***"), "{first:?}");
        assert_eq!(first.address, None, "the page would be asked for by it");
        let engineer = rig.holder(&incident, Role::DutyEngineer).await;
        // What people say of a series is kept under its name.
        let prompt = format!("{incident}/{}", finding_prompt(found.search.number, 1)).as_str().into();
        let pressed = Said::Button { prompt, answer: Mark::Noise.as_str().to_owned() };
        rig.deliver_as(&incident, &engineer, pressed, "press-1").await;
        rig.minutes(2).await;
        marked(&rig, some, "names of series");
        shown_nowhere(&rig, &incident).await;
        rig.assert_journal(&incident).await;
    }
}

#[tokio::test]
async fn in_queries_that_were_not_answered() {
    for some in some() {
        let rig = Rig::watched().await;
        says(&rig, &written(some));
        rig.outside.monitoring.plain().becomes(Watching::Half);
        let incident = rig.register("SD-1", SERVICE).await;
        assert!(!rig.state(&incident).await.findings.found[0].lacking.is_empty());
        marked(&rig, some, "queries that were not answered");
        shown_nowhere(&rig, &incident).await;
    }
}

#[tokio::test]
async fn in_labels_of_a_table() {
    // A row has little room.
    for one in PLANTED.chunks(1) {
        let rig = Rig::acting().await;
        rig.outside.monitoring.plain().is_labelled(&written(one));
        let incident = rig.register("SD-1", SERVICE).await;
        assert!(!rig.state(&incident).await.findings.actions.results.is_empty(), "the table is asked for at once");
        marked(&rig, one, "labels of a table");
        shown_nowhere(&rig, &incident).await;
    }
}
