//! Those who are not in the chat are told what began, how it goes on, and how it ended; once each.

use crate::told::{SERVICE, accepted, confirm, decide, diagnosed, opened, reported};
use nabat_domain::catalogue::{
    Channel, Criticality, Language, MailSecurity, MailServer, NoticeKind, NoticeText, Notices, Recipient, Role,
    Subscription,
};
use nabat_domain::ids::IncidentId;
use nabat_kit::notices::told;
use nabat_kit::port::CallError;
use nabat_tests::rig::Rig;
use std::collections::{BTreeMap, BTreeSet};

/// The head of operations, an observer, another observer who reads English.
const HEAD: &str = "e5031";
const OBSERVER: &str = "e5044";
const ENGLISH: &str = "e5047";

fn to(to: Recipient, text: NoticeText) -> Subscription {
    let (services, classes, kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    Subscription { to, text, language: None, services, classes, kinds }
}

fn direct(person: &str) -> Recipient {
    Recipient::Direct { person: person.into() }
}

fn server() -> MailServer {
    MailServer {
        host: "mail.example".into(),
        port: 25,
        security: MailSecurity::None,
        from: "nabat@clinics.example".into(),
        user: None,
        password: None,
    }
}

fn notices(subscriptions: Vec<Subscription>) -> Notices {
    let operations = Channel { title: "Сводка".into(), people: vec![HEAD.into(), OBSERVER.into()] };
    let channels = BTreeMap::from([("operations".into(), operations)]);
    Notices { mail: Some(server()), channels, subscriptions, ..Notices::default() }
}

async fn telling(subscriptions: Vec<Subscription>) -> Rig {
    Rig::telling(notices(subscriptions)).await
}

/// What was told to whom, in order: way, kind.
async fn kinds(rig: &Rig, incident: &IncidentId, way: &str) -> Vec<NoticeKind> {
    let mut told = told(rig.outside.table.plain(), &rig.product, incident).await.expect("it can be read");
    told.sort_by_key(|told| told.number);
    told.iter().filter(|told| told.to.way() == way).map(|told| told.kind).collect()
}

#[tokio::test]
async fn three_texts_tell_one_failure_from_its_beginning_to_its_end() {
    let mailbox = Recipient::Mailbox { address: "callers@clinics.example".into() };
    let channel = Recipient::Channel { channel: "operations".into() };
    let subscriptions = vec![
        to(channel, NoticeText::Engineers),
        to(direct(HEAD), NoticeText::Managers),
        to(mailbox, NoticeText::Callers),
    ];
    let mut rig = telling(subscriptions).await;
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "new_problem").await;
    insta::assert_snapshot!("engineers", rig.channel("operations"));
    insta::assert_snapshot!("managers", rig.direct(&HEAD.into()));
    let mails: Vec<String> = rig
        .outside
        .outward
        .plain()
        .mails()
        .into_iter()
        .map(|mail| format!("{}\n{}", mail.subject, mail.text))
        .collect();
    insta::assert_snapshot!("callers", mails.join("\n----\n"));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_failed_verification_takes_restored_back_from_those_who_heard_it() {
    let only = |kinds: &[NoticeKind]| kinds.iter().copied().collect();
    let restored = Subscription { kinds: only(&[NoticeKind::Restored]), ..to(direct(HEAD), NoticeText::Managers) };
    let began = Subscription { kinds: only(&[NoticeKind::Began]), ..to(direct(OBSERVER), NoticeText::Managers) };
    let mut rig = telling(vec![restored, began]).await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    assert!(rig.direct(&HEAD.into()).contains("снова работает"));
    rig.answer(&incident, "works", "не работает").await;
    let taken_back = rig.direct(&HEAD.into());
    assert!(taken_back.contains("Проверка не прошла"), "{taken_back}");
    let other = rig.direct(&OBSERVER.into());
    assert!(!other.contains("Проверка"), "who was not told that it is restored has nothing taken back: {other}");
    rig.minutes(5).await;
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    let told = kinds(&rig, &incident, "direct").await;
    let times = |kind: NoticeKind| told.iter().filter(|one| **one == kind).count();
    assert_eq!((times(NoticeKind::Restored), times(NoticeKind::Withdrawn)), (2, 1), "{told:?}");
}

#[tokio::test]
async fn who_unsubscribed_meanwhile_still_hears_that_it_is_taken_back() {
    let mut rig = telling(vec![to(direct(HEAD), NoticeText::Managers)]).await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let _ = rig.direct(&HEAD.into());
    rig.reconfigure(|catalogue| catalogue.notices.subscriptions = vec![to(direct(OBSERVER), NoticeText::Managers)])
        .await;
    rig.answer(&incident, "works", "не работает").await;
    assert!(rig.direct(&HEAD.into()).contains("Проверка не прошла"));
    assert_eq!(rig.direct(&OBSERVER.into()), "", "nobody is told the end of what they never heard begin");
}

#[tokio::test]
async fn updates_come_with_the_word_and_with_its_absence() {
    let mut rig = telling(vec![to(direct(HEAD), NoticeText::Managers)]).await;
    let incident = opened(&mut rig).await;
    let _ = rig.direct(&HEAD.into());
    rig.answer(&incident, "changed", "Обновляли шлюз вечером").await;
    rig.answer(&incident, "located", "appointments suspected").await;
    rig.answer(&incident, "word", "Смотрим журналы, следующее слово через 10 минут").await;
    let told = rig.direct(&HEAD.into());
    assert!(told.contains("Следующие новости") && !told.contains("журналы"), "managers need no journals: {told}");
    rig.minutes(40).await;
    let told = rig.direct(&HEAD.into());
    assert_eq!(told.matches("Обещанного слова").count(), 1, "once for each word that did not come: {told}");
}

#[tokio::test]
async fn services_and_classes_choose_who_is_told() {
    let named = |service: &str| Subscription {
        services: BTreeSet::from([service.into()]),
        ..to(direct(HEAD), NoticeText::Managers)
    };
    let class = Subscription {
        classes: BTreeSet::from([Criticality::MissionCritical]),
        ..to(direct(OBSERVER), NoticeText::Managers)
    };
    let rig = telling(vec![named("telemedicine"), class]).await;
    rig.register("SD-1042", SERVICE).await;
    assert_eq!(rig.direct(&HEAD.into()), "");
    assert!(rig.direct(&OBSERVER.into()).contains("Запись на приём"), "the service is mission critical");
}

#[tokio::test]
async fn each_reads_their_own_language_unless_another_is_asked_for() {
    let russian = Subscription { language: Some(Language::Ru), ..to(direct(ENGLISH), NoticeText::Managers) };
    let rig = telling(vec![russian]).await;
    rig.register("SD-1042", SERVICE).await;
    assert!(rig.direct(&ENGLISH.into()).contains("Пользователи не могут"));
    let rig = telling(vec![to(direct(ENGLISH), NoticeText::Managers)]).await;
    rig.register("SD-1042", SERVICE).await;
    assert!(rig.direct(&ENGLISH.into()).contains("Users cannot"));
}

#[tokio::test]
async fn the_wrong_service_is_corrected_for_those_told_and_begins_for_the_others() {
    let of = |service: &str, person: &str| Subscription {
        services: BTreeSet::from([service.into()]),
        ..to(direct(person), NoticeText::Managers)
    };
    let mut rig = telling(vec![of(SERVICE, HEAD), of("telemedicine", OBSERVER)]).await;
    let incident = accepted(&mut rig).await;
    let _ = rig.direct(&HEAD.into());
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let function = rig.catalogue.services[&"telemedicine".into()].functions[0].id.clone();
    rig.say(&incident, &engineer, &format!("/изменить service=telemedicine functions={function}")).await;
    let (old, new) = (rig.direct(&HEAD.into()), rig.direct(&OBSERVER.into()));
    assert!(old.contains("Это уточнено"), "{old}");
    assert!(new.contains("Пользователи не могут") && !new.contains("уточнено"), "{new}");
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert!(rig.direct(&HEAD.into()).contains("снова работает"), "who heard the beginning hears the end");
}

#[tokio::test]
async fn a_drill_is_told_to_nobody_outside() {
    let mut rig = telling(vec![to(direct(HEAD), NoticeText::Managers)]).await;
    let mut body = rig.registration("SD-9", SERVICE);
    body["drill"] = true.into();
    assert_eq!(rig.desk("msg_9", &body).await.status(), 202);
    rig.minutes(3).await;
    assert_eq!(rig.direct(&HEAD.into()), "");
    // The same without the drill is told.
    accepted(&mut rig).await;
    assert_ne!(rig.direct(&HEAD.into()), "");
}

#[tokio::test]
async fn what_is_not_led_is_told_to_nobody() {
    let rig = telling(vec![to(direct(HEAD), NoticeText::Managers)]).await;
    rig.register("SD-1", SERVICE).await;
    let _ = rig.direct(&HEAD.into());
    rig.register("SD-2", SERVICE).await;
    assert_eq!(rig.direct(&HEAD.into()), "", "a second failure of the same service is told once it is another one");
}

#[tokio::test]
async fn a_linked_failure_speaks_to_those_who_named_its_service_alone() {
    let all = to(direct(HEAD), NoticeText::Managers);
    let of = Subscription {
        services: BTreeSet::from(["appointments".into()]),
        ..to(direct(OBSERVER), NoticeText::Managers)
    };
    let rig = telling(vec![all, of]).await;
    rig.register("SD-1", "patient-index").await;
    let _ = (rig.direct(&HEAD.into()), rig.direct(&OBSERVER.into()));
    let linked = rig.register("SD-2", SERVICE).await;
    assert!(rig.state(&linked).await.head.room.is_none(), "it shares the other's chat");
    assert_eq!(rig.direct(&HEAD.into()), "", "one root cause makes no two notices");
    assert!(rig.direct(&OBSERVER.into()).contains("Запись на приём"));
}

#[tokio::test]
async fn a_false_alarm_is_told_to_those_who_heard_it() {
    let mut rig = telling(vec![to(direct(HEAD), NoticeText::Managers)]).await;
    let incident = accepted(&mut rig).await;
    let _ = rig.direct(&HEAD.into());
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога").await;
    assert!(rig.direct(&HEAD.into()).contains("ложная тревога"));
}

#[tokio::test]
async fn a_mail_server_that_is_down_delays_its_own_mail_and_nothing_else() {
    let mail = Recipient::Mail { person: HEAD.into() };
    let mut rig = telling(vec![to(mail, NoticeText::Managers), to(direct(OBSERVER), NoticeText::Managers)]).await;
    let closed = CallError::Transient("the server closed the connection".to_owned());
    rig.outside.outward.plain().fail(3, &closed);
    let incident = accepted(&mut rig).await;
    assert!(rig.direct(&OBSERVER.into()).contains("Пользователи не могут"));
    assert_eq!(rig.outside.outward.plain().mails().len(), 0);
    rig.minutes(3).await;
    assert_eq!(rig.outside.outward.plain().mails().len(), 1, "it went out once the server was back");
    rig.minutes(5).await;
    assert_eq!(kinds(&rig, &incident, "mail").await, [NoticeKind::Began]);
}

#[tokio::test]
async fn a_mail_that_is_refused_is_seen_in_the_dead_list_and_its_owner_is_told() {
    let mail = Recipient::Mail { person: HEAD.into() };
    let rig = telling(vec![to(mail, NoticeText::Managers)]).await;
    rig.outside.outward.plain().fail(1, &CallError::Permanent("550 no such user".to_owned()));
    rig.register("SD-1042", SERVICE).await;
    let owner = rig.anybody(Role::ProductOwner, &[]);
    let word = rig.direct(&owner);
    assert!(word.contains("Отправить оповещение"), "{word}");
    let dead = rig.dead().await;
    assert_eq!(dead.len(), 1);
    assert!(dead[0].body.contains("550 no such user") && !dead[0].body.contains('@'), "no address stands in it");
    rig.retry(&dead[0].key).await;
    assert_eq!(rig.outside.outward.plain().mails().len(), 1, "put back to work it goes out");
}
