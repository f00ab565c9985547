//! Many functions lost at once: led to the end like one, and what a command writes does not grow with them.

use crate::again::fails_again;
use crate::told::{SERVICE, decide, led};
use nabat_domain::catalogue::{BusinessFunction, MOST_FUNCTIONS, Role};
use nabat_domain::ids::{FunctionId, IncidentId, ServiceId};
use nabat_domain::incident::Standing;
use nabat_kit::keys;
use nabat_kit::outages::{OutageRow, as_row, of_row, rows};
use nabat_kit::reliability::read;
use nabat_kit::table::{Action, Condition, Key, Query, Row, Table as _};
use nabat_tests::rig::Rig;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A failure of a service that has so many functions, all of them lost.
async fn all_lost(rig: &mut Rig, count: usize) -> IncidentId {
    let of = |number: usize| {
        let (id, name) = (FunctionId::new(format!("f{number:03}")), format!("Функция {number}"));
        BusinessFunction { id, name, users: None }
    };
    rig.reconfigure(|catalogue| {
        let service = catalogue.services.get_mut(&ServiceId::from(SERVICE)).expect("the example has it");
        service.functions = (1..=count).map(of).collect();
    })
    .await;
    let functions = rig.catalogue.services[&ServiceId::from(SERVICE)].functions.iter();
    let functions: Vec<Value> = functions.map(|function| json!(function.id)).collect();
    let mut body = rig.registration("SD-1042", SERVICE);
    body["functions"] = Value::Array(functions);
    assert_eq!(rig.desk("msg_1", &body).await.status(), 202);
    IncidentId::of_desk_record(&rig.product, &"SD-1042".into())
}

/// The rows of outages as they stand in the table.
async fn stored(rig: &Rig) -> BTreeMap<Key, OutageRow> {
    let query = Query::prefix(keys::outages(&rig.product), "");
    let rows = rig.outside.table.plain().query(&query).await.expect("rows").into_iter();
    rows.map(|row| (row.key.clone(), of_row(&row).expect("an outage"))).collect()
}

#[tokio::test]
async fn as_many_functions_as_a_service_may_have_are_led_from_the_registration_to_the_end() {
    let mut rig = Rig::new().await;
    let incident = all_lost(&mut rig, MOST_FUNCTIONS).await;
    led(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    let state = rig.state(&incident).await;
    assert_eq!((&state.head.standing, state.head.outages.len()), (&Standing::Closed, MOST_FUNCTIONS));
    assert_eq!(rig.dead().await.len(), 0, "nothing was given up");
    let rows = stored(&rig).await;
    assert_eq!(rows.len(), 1, "they ended together: {:?}", rows.keys().collect::<Vec<_>>());
    let book = read(rig.outside.table.plain(), &rig.catalogue).await.expect("the figures");
    assert_eq!(book.history.len(), MOST_FUNCTIONS, "each counts by itself");
    rig.assert_journal(&incident).await;
}

/// The rows as they were written when each function had its own, under a head that says nothing of them.
async fn as_before(rig: &Rig, incident: &IncidentId) {
    let table = rig.outside.table.plain();
    let mut actions = Vec::new();
    for (key, row) in stored(rig).await {
        let end = key.sk.split('#').next().unwrap_or_default();
        for outage in row.outages() {
            let place = Key::new(&key.pk, format!("{end}#{incident}#{}#{}", outage.service, outage.function));
            let alone = OutageRow { outage: outage.clone(), others: Vec::new(), ..row.clone() };
            actions.push(Action::Put(as_row(&place, &alone), Condition::Any));
        }
    }
    let head = table.get(&keys::head(&rig.product, incident)).await.expect("the head").expect("it is there");
    let mut said: Value = serde_json::from_str(&head.body).expect("JSON");
    let parts = said["parts"].as_object_mut().expect("parts");
    assert!(parts.remove("outages").is_some(), "the head says how they are written");
    actions.push(Action::Put(Row { body: said.to_string(), ..head }, Condition::Any));
    table.write(&actions).await.expect("the table takes it");
}

#[tokio::test]
async fn rows_of_before_there_were_several_functions_in_one_are_read_and_then_written_anew() {
    let mut rig = Rig::new().await;
    let incident = all_lost(&mut rig, 3).await;
    led(&mut rig, &incident).await;
    as_before(&rig, &incident).await;
    assert_eq!(stored(&rig).await.len(), 3);
    let count = async |rig: &Rig| read(rig.outside.table.plain(), &rig.catalogue).await.expect("figures").history.len();
    assert_eq!(count(&rig).await, 3);
    rig.minutes(20).await;
    fails_again(&mut rig, &incident, "не работает").await;
    assert_eq!(stored(&rig).await, rows(&rig.state(&incident).await));
    assert_eq!((stored(&rig).await.len(), count(&rig).await), (2, 4), "three that ended, and one that lasts again");
    rig.answer(&incident, "restored", "now").await;
    assert_eq!(stored(&rig).await, rows(&rig.state(&incident).await));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn one_function_of_several_that_was_not_restored_lasts_beside_those_that_were() {
    let mut rig = Rig::new().await;
    let incident = all_lost(&mut rig, 5).await;
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert_eq!(stored(&rig).await.len(), 1);
    rig.minutes(5).await;
    fails_again(&mut rig, &incident, "не работает").await;
    let (now, state) = (stored(&rig).await, rig.state(&incident).await);
    assert_eq!(now, rows(&state));
    let sizes: Vec<usize> = now.values().map(|row| row.outages().count()).collect();
    assert_eq!((sizes, state.restored_at()), (vec![4, 1], None), "what ended comes before what lasts");
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert_eq!(stored(&rig).await, rows(&rig.state(&incident).await));
    rig.assert_journal(&incident).await;
}
