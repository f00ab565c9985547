//! Deliveries in any order, each as often as senders and networks repeat it: what comes of it is what comes of each of
//! them once, one after the other.

use crate::crashes::plain;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::Prompt;
use nabat_kit::port::Said;
use nabat_tests::rig::store::Kind;
use nabat_tests::rig::{Outside, Rig};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// Each comes so often at most.
const OFTEN: usize = 5;

/// One thing that is delivered under an id of its own.
#[derive(Clone)]
enum Delivered {
    Said(PersonId, Said),
    Desk(Value),
}

/// An incident with everything the diagnosis asks open, and what answers it.
async fn asked() -> (Rig, IncidentId, Vec<Delivered>) {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    rig.answer(&incident, "accept", "accepted").await;
    let answers = [("began", "as_registered"), ("scope", "all"), ("detected", "users"), ("planned", "no_works")];
    let mut all = Vec::new();
    for (step, answer) in answers {
        if rig.asks(&incident, step).await {
            all.push(answering(&incident, &rig.prompt(&incident, step).await, answer));
        }
    }
    // Nobody has to be asked first.
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    for told in ["changed Вечером обновили шлюз записи", "located appointments certain", "workaround Пишут на бумаге"]
    {
        all.push(Delivered::Said(engineer.clone(), Said::Text { text: format!("/ответ {told}"), prompt: None }));
    }
    assert!(all.len() > 3, "the diagnosis asks for something: {}", all.len());
    let update = |summary: &str| json!({ "type": "incident.updated", "id": "SD-1", "summary": summary });
    all.push(Delivered::Desk(update("Запись не открывается")));
    let stranger = Said::Text { text: "привет".to_owned(), prompt: None };
    all.push(Delivered::Said("nobody-of-ours".into(), stranger));
    (rig, incident, all)
}

fn answering(incident: &IncidentId, prompt: &Prompt, answer: &str) -> Delivered {
    let holder = prompt.holder.clone().expect("somebody holds it");
    let named = format!("{incident}/{}", prompt.id).as_str().into();
    Delivered::Said(
        holder,
        match prompt.choices.iter().any(|choice| choice == answer) {
            true => Said::Button { prompt: named, answer: answer.to_owned() },
            false => Said::Text { text: answer.to_owned(), prompt: Some(named) },
        },
    )
}

/// What is left once they came in this order: answers as they stand, and how often each kind of thing happened.
async fn left(outside: Outside, incident: &IncidentId, all: &[Delivered], order: &[usize]) -> String {
    let rig = Rig::of(outside).await;
    let mut answers = vec![None; all.len()];
    for &number in order {
        let answer = match &all[number] {
            Delivered::Said(person, said) => {
                let status = rig.deliver_as(incident, person, said.clone(), &format!("shuffled-{number}")).await;
                (status.as_u16(), Vec::new())
            }
            Delivered::Desk(body) => {
                let answer = rig.desk(&format!("msg_{number}"), body).await;
                (answer.status().as_u16(), answer.body().clone())
            }
        };
        assert_eq!(answer.0, 202, "delivery {number} in {order:?}");
        assert_eq!(answers[number].get_or_insert_with(|| answer.clone()), &answer, "{number} in {order:?}");
    }
    rig.minutes(1).await;
    rig.assert_journal(incident).await;
    let state = rig.state(incident).await;
    let kinds = rig.journal(incident).await.into_iter().map(|event| {
        let event: Value = serde_json::from_str(&event.bytes).expect("an event is JSON");
        event["type"].as_str().unwrap_or_default().to_owned()
    });
    // Which revision of the page gathers what is a matter of time, and so is when a question follows.
    let mut kinds: Vec<String> = kinds.filter(|kind| kind == "answered" || kind == "description_changed").collect();
    kinds.sort();
    let done: Vec<String> = state.steps.done.keys().cloned().collect();
    let open: Vec<String> = state.steps.open.values().map(Prompt::instance).collect();
    let stands: Vec<String> = ["began", "scope", "detected", "planned", "changed", "located", "workaround"]
        .into_iter()
        .map(|step| format!("{step}: {:?}", state.answer(step).map(|answer| &answer.value)))
        .collect();
    assert!(rig.stuck().is_empty() && rig.dead().await.is_empty(), "{order:?}: {:?}", rig.stuck());
    plain(&format!("{}\n{kinds:?}\n{done:?}\n{open:?}\n{}", state.head.stage, stands.join("\n")))
}

#[test]
fn promise_02_deliveries_in_any_order_and_any_number_come_to_the_same() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (rig, incident, all) = runtime.block_on(asked());
    let once: Vec<usize> = (0..all.len()).collect();
    let expected = runtime.block_on(left(rig.outside.fork(), &incident, &all, &once));
    let cases = match Kind::of_environment() {
        Kind::Memory => 64,
        Kind::Sqlite => 12,
        Kind::Dynamodb => 3,
    };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let often = proptest::collection::vec(1..=OFTEN, all.len());
    let orders = often.prop_flat_map(|often| {
        let each = often.into_iter().enumerate().flat_map(|(number, times)| std::iter::repeat_n(number, times));
        Just(each.collect::<Vec<usize>>()).prop_shuffle()
    });
    let held = TestRunner::new(config).run(&orders, |order| {
        let left = runtime.block_on(left(rig.outside.fork(), &incident, &all, &order));
        prop_assert_eq!(&left, &expected);
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}
