//! The signed daily lists of heads: every day once, none forgotten, whatever comes between.

use nabat::clocks::StoryClock;
use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_kit::env::Secrets;
use nabat_kit::heads::{Heads, chained, pages};
use nabat_kit::keys;
use nabat_kit::signing::SigningKey;
use nabat_kit::table::{Action, Condition, Listed, Row, Table as _};
use nabat_tests::rig::{BEGINS, Rig};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More than two pages hold.
const MANY: usize = 4_500;

fn key() -> SigningKey {
    SigningKey::of_seed([5; 32])
}

async fn signing() -> Rig {
    let mut rig = Rig::new().await;
    rig.env.secrets = Arc::new(Secrets {
        desk: rig.env.secrets.desk.clone(),
        desks: BTreeMap::new(),
        body_key: [7; 32],
        signing: Some(key()),
    });
    rig
}

/// The pages so far, which all hold.
async fn lists(rig: &Rig) -> Vec<Heads> {
    let stored = pages(rig.outside.table.plain(), &rig.product).await.expect("the table answers");
    let (held, breaches) = chained(&stored, &[key().public()]);
    assert_eq!(breaches, []);
    held
}

#[tokio::test]
async fn a_day_is_signed_once_and_a_quiet_day_too() {
    let mut rig = signing().await;
    rig.tick().await;
    rig.tick().await;
    let incident = rig.register("SD-1", "appointments").await;
    rig.answer(&incident, "accept", "accepted").await;
    assert_eq!(lists(&rig).await.len(), 1, "what is recorded during the day stands in the next day's list");
    rig.at(BEGINS.plus(Length::hours(24))).await;
    rig.tick().await;
    rig.at(BEGINS.plus(Length::hours(96))).await;
    rig.at(BEGINS.plus(Length::hours(120))).await;
    let lists = lists(&rig).await;
    let days: Vec<&str> = lists.iter().map(|list| list.day.as_str()).collect();
    assert_eq!(days, ["2026-11-23", "2026-11-24", "2026-11-27", "2026-11-28"], "days nobody ran are not made up");
    assert!(lists[0].heads.is_empty() && lists[1].heads.contains_key(&incident));
    let journal = rig.journal(&incident).await;
    for list in &lists {
        assert_eq!(list.holds(&incident, &journal), Ok(()));
    }
}

#[tokio::test]
async fn whatever_is_recorded_stands_in_a_list_in_the_end() {
    let rig = signing().await;
    let mut last: BTreeMap<IncidentId, u64> = BTreeMap::new();
    for (day, service) in (0..).zip(["appointments", "identity", "bus", "notifications"]) {
        rig.at(BEGINS.plus(Length::hours(24 * day))).await;
        let incident = rig.register(&format!("SD-{day}"), service).await;
        rig.minutes(2).await;
        for known in last.keys().cloned().chain([incident]).collect::<Vec<_>>() {
            last.insert(known.clone(), rig.state(&known).await.head.version);
        }
    }
    // A day after the last word everything is signed to its end.
    for day in 5..8 {
        rig.at(BEGINS.plus(Length::hours(24 * day))).await;
    }
    let lists = lists(&rig).await;
    for (incident, version) in last {
        let signed = lists.iter().filter_map(|list| list.heads.get(&incident)).map(|head| head.number).max();
        assert!(signed.is_some_and(|signed| signed >= version), "{incident}: {signed:?} of {version}");
    }
}

#[tokio::test]
async fn a_list_of_many_pages_broken_off_is_written_to_its_end() {
    let rig = signing().await;
    let incident = rig.register("SD-1", "appointments").await;
    let table = rig.outside.table.plain();
    let head = table.get(&keys::head(&rig.product, &incident)).await.expect("read").expect("a head");
    for batch in (0..MANY).collect::<Vec<_>>().chunks(90) {
        let puts = batch.iter().map(|number| {
            let order = Listed { list: keys::incidents_list(&rig.product), order: format!("{number:015}") };
            let key = keys::head(&rig.product, &IncidentId::new(format!("inc-{number:06}")));
            Action::Put(Row { key, due: None, listed: Some(order), ..head.clone() }, Condition::Absent)
        });
        table.write(&puts.collect::<Vec<_>>()).await.expect("written");
    }
    rig.tick().await;
    let whole = lists(&rig).await;
    assert_eq!(whole.iter().map(|list| list.ends).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(whole.iter().map(|list| list.heads.len()).sum::<usize>(), MANY + 1);
    // As a process that ended after the first page.
    for number in [2, 3] {
        table.write(&[Action::Delete(keys::heads(&rig.product, number), Condition::Any)]).await.expect("deleted");
    }
    rig.tick().await;
    let again = lists(&rig).await;
    assert_eq!(again.iter().map(|list| list.ends).collect::<Vec<_>>(), [false, false, false, true]);
    let named: std::collections::BTreeSet<_> = again.iter().flat_map(|list| list.heads.keys()).collect();
    assert_eq!(named.len(), MANY + 1);
}

#[tokio::test]
async fn a_clock_set_back_signs_no_day_twice() {
    let mut rig = signing().await;
    rig.at(BEGINS.plus(Length::hours(48))).await;
    let before = lists(&rig).await;
    rig.env.clock = Arc::new(StoryClock::new(BEGINS));
    rig.tick().await;
    assert_eq!(lists(&rig).await, before);
    rig.env.clock = Arc::new(StoryClock::new(BEGINS.plus(Length::hours(72))));
    rig.tick().await;
    assert_eq!(lists(&rig).await.len(), before.len() + 1);
}

#[tokio::test]
async fn a_head_of_which_more_is_not_known_is_listed_too() {
    let rig = signing().await;
    let incident = rig.register("SD-1", "appointments").await;
    let table = rig.outside.table.plain();
    let head = table.get(&keys::head(&rig.product, &incident)).await.expect("read").expect("a head");
    let mut later: serde_json::Value = serde_json::from_str(&head.body).expect("JSON");
    later["stage"] = serde_json::json!({ "of": "a later version" });
    let version = later["version"].as_u64();
    table.write(&[Action::Put(Row { body: later.to_string(), ..head }, Condition::Any)]).await.expect("written");
    rig.tick().await;
    assert_eq!(lists(&rig).await[0].heads.get(&incident).map(|head| head.number), version);
}
