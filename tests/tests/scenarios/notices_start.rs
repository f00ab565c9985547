//! Who was told that a failure began hears when only its beginning was wrong; nobody else does.

use crate::told::{accepted, opened};
use nabat_domain::catalogue::{NoticeKind, NoticeText, Notices, Recipient, Role, Subscription};
use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_kit::notices::told;
use nabat_tests::rig::Rig;
use serde_json::json;
use std::collections::BTreeSet;

const HEAD: &str = "e5031";

async fn kinds(rig: &Rig, incident: &IncidentId) -> Vec<NoticeKind> {
    let mut told = told(rig.outside.table.plain(), &rig.product, incident).await.expect("it can be read");
    told.sort_by_key(|told| told.number);
    told.iter().map(|told| told.kind).collect()
}

async fn told_of_everything() -> Rig {
    let (services, classes, kinds_of) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let to = Recipient::Direct { person: HEAD.into() };
    let head = Subscription { to, text: NoticeText::Managers, language: None, services, classes, kinds: kinds_of };
    Rig::telling(Notices { subscriptions: vec![head], ..Notices::default() }).await
}

#[tokio::test]
async fn a_beginning_first_line_states_otherwise_than_registered_is_told() {
    let mut rig = told_of_everything().await;
    let incident = accepted(&mut rig).await;
    rig.answer(&incident, "began", "13:10").await;
    assert_eq!(kinds(&rig, &incident).await.last(), Some(&NoticeKind::Corrected));
    let heard = rig.direct(&HEAD.into());
    assert!(heard.contains("13:10"), "{heard}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_beginning_the_desk_corrects_is_told() {
    let mut rig = told_of_everything().await;
    let incident = accepted(&mut rig).await;
    let began = rig.state(&incident).await.head.began.minus(Length::minutes(45));
    let said = json!({ "type": "incident.updated", "id": "SD-1042", "started_at": began.to_rfc3339() });
    assert_eq!(rig.desk("msg_start", &said).await.status(), 202);
    rig.pump().await;
    assert_eq!(rig.state(&incident).await.head.began, began);
    assert_eq!(kinds(&rig, &incident).await.last(), Some(&NoticeKind::Corrected));
    // By some seconds is no news to people, who read minutes.
    let said = json!({ "type": "incident.updated", "id": "SD-1042", "started_at": began.plus(Length(1)).to_rfc3339() });
    assert_eq!(rig.desk("msg_start_2", &said).await.status(), 202);
    rig.pump().await;
    let corrected = kinds(&rig, &incident).await.into_iter().filter(|kind| *kind == NoticeKind::Corrected).count();
    assert_eq!(corrected, 1);
}

#[tokio::test]
async fn a_corrected_beginning_is_told_to_those_who_heard_the_other() {
    let (services, classes, kinds_of) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let to = Recipient::Direct { person: HEAD.into() };
    let head = Subscription { to, text: NoticeText::Managers, language: None, services, classes, kinds: kinds_of };
    let mut rig = Rig::telling(Notices { subscriptions: vec![head], ..Notices::default() }).await;
    let incident = opened(&mut rig).await;
    let before = kinds(&rig, &incident).await;
    assert!(!before.contains(&NoticeKind::Corrected), "stating it for the first time corrects nothing: {before:?}");
    let began = rig.state(&incident).await.head.began;
    let person = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &person, "/исправить began 02:00; мониторинг видел раньше").await;
    let now = rig.state(&incident).await.head.began;
    assert_ne!(now, began);
    assert_eq!(kinds(&rig, &incident).await.last(), Some(&NoticeKind::Corrected));
    let clock = |at: nabat_domain::time::At| at.in_zone(rig.catalogue.product.zone()).format("%H:%M").to_string();
    let heard = rig.direct(&HEAD.into());
    assert!(heard.contains(&clock(now)) && heard.contains(&clock(began)), "{heard}");
    // The same again is no news.
    rig.say(&incident, &person, "/исправить began 02:00; ещё раз").await;
    let corrected = kinds(&rig, &incident).await.into_iter().filter(|kind| *kind == NoticeKind::Corrected).count();
    assert_eq!(corrected, 1);
    rig.assert_journal(&incident).await;
}
