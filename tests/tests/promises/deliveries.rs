//! The same delivery changes state once; a bad message delays nobody else.

use crate::phases::{Act, all};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_kit::port::Said;
use nabat_tests::rig::store::Kind;
use nabat_tests::rig::{Rig, asked_to_wait};

#[tokio::test]
async fn promise_02_a_delivery_changes_state_once_however_often_it_comes() {
    for phase in all().await {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        let version = rig.state(&phase.incident).await.head.version;
        for _ in 0..3 {
            match &phase.act {
                Act::Desk(id, body) => assert!(rig.desk(id, body).await.status().is_success()),
                Act::Said(person, id, said) => {
                    assert!(rig.deliver_as(&phase.incident, person, said.clone(), id).await.is_success());
                }
            }
        }
        assert_eq!(rig.state(&phase.incident).await.head.version, version, "{}", phase.name);
    }
}

#[tokio::test]
async fn promise_02_the_desk_gets_the_byte_identical_answer_and_another_body_is_refused() {
    let rig = Rig::new().await;
    let body = rig.registration("SD-1", "appointments");
    let first = rig.desk("msg_1", &body).await;
    let second = rig.desk("msg_1", &body).await;
    assert_eq!((first.status(), first.body()), (second.status(), second.body()));
    let mut other = body.clone();
    other["summary"] = "Другое".into();
    assert_eq!(rig.desk("msg_1", &other).await.status(), 409);
    let again = rig.desk("msg_2", &body).await;
    assert!(String::from_utf8_lossy(again.body()).contains("already_known"));
}

#[tokio::test]
async fn promise_02_an_id_is_known_for_a_week_whatever_the_clock_sweeps() {
    let rig = Rig::new().await;
    let (taken, mut refused) = (rig.registration("SD-1", "appointments"), rig.registration("SD-2", "appointments"));
    refused["service"] = "no-such-service".into();
    let incident = rig.register("SD-3", "appointments").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let said = |text: &str| Said::Text { text: text.to_owned(), prompt: None };
    let mut first = Vec::new();
    for (id, body) in [("msg_1", &taken), ("msg_2", &refused)] {
        first.push((id, body, rig.desk(id, body).await));
    }
    assert!(rig.deliver_as(&incident, &engineer, said("/help"), "said").await.is_success());
    let over = rig.env.now().plus(Length::hours(24 * 7));
    for (at, known) in [(over.minus(Length(1)), true), (over.plus(Length(1)), false)] {
        rig.at(at).await;
        for (id, body, answer) in &first {
            let again = rig.desk(id, body).await;
            assert!(!known || (again.status(), again.body()) == (answer.status(), answer.body()), "{id} at {at:?}");
            let mut other = (*body).clone();
            other["summary"] = "Другое".into();
            // What is forgotten and came again a moment ago is known again.
            assert_eq!(rig.desk(id, &other).await.status(), 409, "{id} at {at:?}");
        }
        let status = rig.deliver_as(&incident, &engineer, said("/status"), "said").await;
        // DynamoDB forgets when it gets round to it.
        let may_be_known = Kind::of_environment() == Kind::Dynamodb;
        assert!((status == 409) == known || may_be_known && !known, "at {at:?}: {status}");
    }
}

#[tokio::test]
async fn promise_06_a_message_nobody_can_use_delays_nobody_else() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let stranger = "nobody-of-ours".into();
    for number in 0..5 {
        let said = Said::Text { text: "привет".to_owned(), prompt: None };
        let status = rig.deliver_as(&incident, &stranger, said, &format!("bad-{number}")).await;
        assert!(status.is_success(), "it is durable, and set aside");
    }
    // The clock goes on only where somebody waits.
    let before = rig.env.now();
    rig.answer(&incident, "accept", "accepted").await;
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "diagnosis");
    assert!(rig.asks(&incident, "changed").await, "and the next is asked");
    assert_eq!(rig.env.now(), before, "nobody waited for it");
}

#[tokio::test]
async fn promise_07_a_messenger_that_asks_to_wait_delays_only_its_posts_and_keeps_their_order() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let room = rig.state(&incident).await.head.room.expect("a room");
    let before = rig.outside.messenger.plain().posts(&room).len();
    rig.outside.messenger.plain().fail(1, &asked_to_wait(90));
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.say(&incident, &engineer, "/ответ changed Вечером обновили шлюз записи").await;
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "diagnosis", "the rules do not wait");
    assert_eq!(rig.outside.messenger.plain().posts(&room).len(), before, "nothing is posted meanwhile");
    rig.minutes(2).await;
    let posts = rig.outside.messenger.plain().posts(&room);
    assert!(posts.len() > before);
    let keys: Vec<&str> = posts.iter().map(|post| post.key.0.as_str()).collect();
    assert!(keys.is_sorted(), "in the order of events");
}

#[tokio::test]
async fn promise_05_a_post_that_cannot_be_posted_lies_in_the_dead_list_and_stops_nothing() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    rig.outside.messenger.plain().fail(1, &nabat_kit::port::CallError::Permanent("too long".to_owned()));
    rig.answer(&incident, "accept", "accepted").await;
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    let list = nabat_kit::keys::dead_list(&rig.product);
    let dead = rig.env.table.list(&list, nabat_kit::table::Order::Descending, None, 10).await.expect("the list");
    assert_eq!(dead.rows.len(), 1);
    assert!(rig.asks(&incident, "located").await);
}

#[tokio::test]
async fn promise_03_two_who_write_at_once_leave_one_line_without_gaps() {
    let rig = Rig::new().await;
    let incident: IncidentId = rig.register("SD-1", "appointments").await;
    let (engineer, first_line) =
        (rig.holder(&incident, Role::DutyEngineer).await, rig.holder(&incident, Role::FirstLine).await);
    let accept = Said::Text { text: "принял".to_owned(), prompt: None };
    let began = Said::Text { text: "13:45".to_owned(), prompt: None };
    let (one, two) = tokio::join!(
        rig.deliver_as(&incident, &engineer, accept, "one"),
        rig.deliver_as(&incident, &first_line, began, "two"),
    );
    assert!(one.is_success() && two.is_success());
    let numbers: Vec<u64> = rig.journal(&incident).await.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    rig.assert_journal(&incident).await;
    assert!(
        rig.state(&incident).await.answer("accept").is_some() && rig.state(&incident).await.answer("began").is_some()
    );
}

#[tokio::test]
async fn promise_02_one_id_used_for_two_bodies_at_the_same_moment_is_refused_to_the_second() {
    let rig = Rig::new().await;
    let (body, mut other) = (rig.registration("SD-1", "appointments"), rig.registration("SD-1", "appointments"));
    other["summary"] = "Другое".into();
    let (one, two) = tokio::join!(rig.desk("msg_1", &body), rig.desk("msg_1", &other));
    let mut answers = [one.status().as_u16(), two.status().as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [202, 409], "whichever is written first is taken");
}

#[tokio::test]
async fn promise_02_the_same_refusal_twice_at_the_same_moment_is_the_same_answer() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-1", "appointments");
    body["service"] = "apointments".into();
    let (one, two) = tokio::join!(rig.desk("msg_1", &body), rig.desk("msg_1", &body));
    assert_eq!((one.status().as_u16(), two.status().as_u16()), (422, 422));
    assert_eq!(one.body(), two.body());
}

#[tokio::test]
async fn a_record_registered_at_last_is_settled_however_many_were_refused_since() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-1", "appointments");
    body["service"] = "apointments".into();
    rig.desk("msg_1", &body).await;
    for number in 0..120 {
        body["id"] = format!("SD-2{number:03}").into();
        rig.minutes(1).await;
        rig.desk(&format!("msg_2{number:03}"), &body).await;
    }
    rig.desk("msg_3", &rig.registration("SD-1", "appointments")).await;
    let kept = nabat_kit::refused::waiting(&rig.env, &rig.product, 1_000).await.expect("the list can be read");
    assert_eq!(kept.len(), 120, "the others still wait");
}
