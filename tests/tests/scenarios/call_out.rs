//! Nobody answers in the chat: the same person is called by other ways, then the next person.

use crate::told::SERVICE;
use nabat_domain::catalogue::{CallOutBy, Gateway, Notices, Role};
use nabat_domain::ids::PersonId;
use nabat_kit::port::Taken;
use nabat_kit::signature::{SigningSecret, verify};
use nabat_tests::rig::{NAMED_SECRET, Rig};
use std::collections::BTreeMap;

fn gateway(id: &str) -> Gateway {
    Gateway { url: format!("https://{id}.example/in"), secret: format!("{id}-secret").as_str().into(), private: false }
}

/// The example's clinics with two ways to call somebody out.
fn two_ways() -> Notices {
    let gateways = BTreeMap::from([("sms".into(), gateway("sms")), ("call".into(), gateway("call"))]);
    let call_out = vec![CallOutBy::Gateway("sms".into()), CallOutBy::Gateway("call".into())];
    Notices { gateways, call_out, ..Notices::default() }
}

/// Who was called by which gateway, in order.
fn called(rig: &Rig) -> Vec<(String, PersonId)> {
    let calls = rig.outside.outward.plain().calls();
    let one = |call: &nabat_kit::port::WebhookCall| {
        let body: serde_json::Value = serde_json::from_slice(&call.body).expect("a body is JSON");
        let person = body["data"]["to"]["person"].as_str().expect("somebody is called");
        (call.url.clone(), PersonId::from(person))
    };
    calls.iter().map(one).collect()
}

#[tokio::test]
async fn the_next_way_comes_before_the_next_person() {
    let rig = Rig::telling(two_ways()).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(1).await;
    assert_eq!(called(&rig), [], "the chat comes first");
    rig.minutes(1).await;
    assert_eq!(called(&rig), [("https://sms.example/in".to_owned(), engineer.clone())]);
    rig.minutes(2).await;
    assert_eq!(called(&rig)[1], ("https://call.example/in".to_owned(), engineer.clone()));
    rig.minutes(1).await;
    let next = called(&rig)[2].clone();
    assert_eq!(next.0, "https://sms.example/in", "called from home: not by the chat alone");
    assert_ne!(next.1, engineer);
    assert!(rig.direct(&next.1).contains("нужны вы"));
    let room = rig.room(&incident).await;
    assert!(room.contains("вызываем другим способом"), "{room}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn who_accepts_is_called_no_more() {
    let mut rig = Rig::telling(two_ways()).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    rig.minutes(2).await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.minutes(10).await;
    assert_eq!(called(&rig).len(), 1);
}

#[tokio::test]
async fn a_call_is_signed_and_carries_the_telephone_and_a_text_to_read_out() {
    let rig = Rig::telling(two_ways()).await;
    rig.register("SD-1042", SERVICE).await;
    rig.minutes(2).await;
    let call = rig.outside.outward.plain().calls().remove(0);
    let secret = SigningSecret::parse(NAMED_SECRET).expect("published").bytes().to_vec();
    let headers = |name: &str| match name {
        "webhook-id" => Some(call.id.clone()),
        "webhook-timestamp" => Some(call.timestamp.to_string()),
        "webhook-signature" => Some(call.signature.clone()),
        _ => None,
    };
    assert_eq!(verify(&[secret], &headers, &call.body, rig.env.now()), Ok(call.id.clone()));
    let body: serde_json::Value = serde_json::from_slice(&call.body).expect("JSON");
    assert_eq!(body["type"], "call_out");
    assert!(body["data"]["to"]["phone"].as_str().is_some_and(|phone| phone.starts_with('+')));
    insta::assert_snapshot!(body["data"]["text"].as_str().expect("a text"));
}

#[tokio::test]
async fn nobody_on_duty_calls_the_fallback_chain_by_the_second_way_at_once() {
    let rig = Rig::without_duty_but_with(Role::DutyEngineer, two_ways()).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let fallback = rig.catalogue.product.fallback[0].clone();
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, fallback);
    assert_eq!(called(&rig), [("https://sms.example/in".to_owned(), fallback)]);
}

#[tokio::test]
async fn a_drill_calls_nobody_out() {
    let rig = Rig::telling(two_ways()).await;
    let mut body = rig.registration("SD-9", SERVICE);
    body["drill"] = true.into();
    assert_eq!(rig.desk("msg_9", &body).await.status(), 202);
    rig.minutes(15).await;
    assert_eq!(called(&rig), []);
}

#[tokio::test]
async fn a_gateway_that_refuses_is_seen_and_the_chain_goes_on() {
    let rig = Rig::telling(two_ways()).await;
    rig.outside.outward.plain().answer(1, Taken::Refused(422));
    rig.register("SD-1042", SERVICE).await;
    rig.minutes(4).await;
    let dead = rig.dead().await;
    assert_eq!(dead.len(), 1);
    assert!(dead[0].body.contains("answered 422"));
    assert_eq!(called(&rig).len(), 2, "the next way is taken all the same");
    assert!(rig.direct(&rig.anybody(Role::ProductOwner, &[])).contains("Вызвать того, кто не отвечает"));
}

#[tokio::test]
async fn a_secret_nobody_set_is_said_with_its_cure() {
    let rig = Rig::telling(two_ways()).await;
    rig.outside.outward.plain().forget_secrets();
    rig.register("SD-1042", SERVICE).await;
    rig.minutes(2).await;
    let dead = rig.dead().await;
    assert!(dead[0].body.contains("secret `sms-secret` is not set: the rig has no `sms-secret`"), "{}", dead[0].body);
}
