//! Whoever waits for the service of a linked incident hears the word of the chat it shares, at the rhythm.

use crate::told::SERVICE;
use nabat_domain::catalogue::{NoticeKind, NoticeText, Notices, Recipient, Role, Subscription};
use nabat_domain::ids::IncidentId;
use nabat_kit::notices::told;
use nabat_tests::rig::Rig;
use std::collections::BTreeSet;

const HEAD: &str = "e5031";
const OBSERVER: &str = "e5044";

async fn kinds(rig: &Rig, incident: &IncidentId) -> Vec<NoticeKind> {
    let mut told = told(rig.outside.table.plain(), &rig.product, incident).await.expect("it can be read");
    told.sort_by_key(|told| told.number);
    told.iter().map(|told| told.kind).collect()
}

/// The head is told of everything, the observer of one service; that one is linked to another's failure.
async fn linked() -> (Rig, IncidentId, IncidentId) {
    let to = |person: &str, services: BTreeSet<_>| Subscription {
        to: Recipient::Direct { person: person.into() },
        text: NoticeText::Engineers,
        language: None,
        services,
        classes: BTreeSet::new(),
        kinds: BTreeSet::new(),
    };
    let subscriptions = vec![to(HEAD, BTreeSet::new()), to(OBSERVER, BTreeSet::from([SERVICE.into()]))];
    let mut rig = Rig::telling(Notices { subscriptions, ..Notices::default() }).await;
    let parent = rig.register("SD-1", "patient-index").await;
    let linked = rig.register("SD-2", SERVICE).await;
    rig.answer(&parent, "accept", "accepted").await;
    let _ = (rig.direct(&HEAD.into()), rig.direct(&OBSERVER.into()));
    (rig, parent, linked)
}

#[tokio::test]
async fn the_word_given_in_the_shared_chat_is_told_of_the_linked_service_too() {
    let (mut rig, parent, linked) = linked().await;
    let engineer = rig.holder(&parent, Role::DutyEngineer).await;
    rig.say(&parent, &engineer, "/ответ word Перезапускаем индекс, следующее через 20 минут").await;
    let heard = rig.direct(&OBSERVER.into());
    assert!(heard.contains("Перезапускаем индекс") && heard.contains("Запись на приём"), "{heard}");
    assert!(heard.contains(&rig.name_of(&engineer)), "who leads is said: {heard}");
    assert_eq!(kinds(&rig, &linked).await, [NoticeKind::Began, NoticeKind::Update]);
    let of_all = rig.direct(&HEAD.into());
    assert_eq!(of_all.matches("Перезапускаем индекс").count(), 1, "and nobody hears one word twice: {of_all}");
    rig.assert_journal(&linked).await;
}

#[tokio::test]
async fn once_the_linked_service_works_its_subscribers_hear_no_more_words() {
    let (mut rig, parent, linked) = linked().await;
    rig.answer(&parent, "linked", "separate").await;
    let engineer = rig.holder(&parent, Role::DutyEngineer).await;
    rig.say(&parent, &engineer, "/ответ word Перезапускаем индекс").await;
    assert!(
        !rig.direct(&OBSERVER.into()).contains("Перезапускаем индекс"),
        "it goes its own way and has words of its own"
    );
    assert!(!kinds(&rig, &linked).await.contains(&NoticeKind::Update));
}
