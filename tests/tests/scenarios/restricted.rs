//! A restricted incident: by whom, with what words, who reads it, what others are told of it.

use crate::told::{SERVICE, accepted, decide, diagnosed, reported};
use nabat_console::committee::done;
use nabat_console::corrected::{Sent, correct};
use nabat_console::marking::mark;
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{
    Calendars, Duty, Language, NoticeText, Notices, ON_DUTY, Recipient, RestrictedFrom, Right, Role, Subscription,
};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Event, Mark};
use nabat_domain::time::Length;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::incident::{load, own_texts};
use nabat_kit::messages::say;
use nabat_kit::port::PageName;
use nabat_kit::problems::known;
use nabat_kit::reliability::book_of;
use nabat_kit::restricted::{ReadBy, Reader, for_reader, reads};
use nabat_tests::rig::Rig;
use std::collections::BTreeSet;

/// The head of operations: sees incidents, takes no part and may not restrict.
pub const HEAD: &str = "e5031";

pub async fn restrict(rig: &mut Rig, incident: &IncidentId) {
    let head = rig.holder(incident, Role::ShiftHead).await;
    rig.say(incident, &head, "/restrict служебная проверка").await;
    assert!(rig.state(incident).await.head.restricted);
}

/// The ports as a person reads through them.
async fn reading(rig: &Rig, by: ReadBy, roles: BTreeSet<Role>) -> Env {
    let current = configuration::of(&rig.env, &rig.product).await.expect("it is configured");
    let reader = Reader { by, roles, what: "GET /incidents".to_owned() };
    for_reader(&rig.env, &current, reader).await.expect("the table answers")
}

pub async fn person(rig: &Rig, person: &PersonId) -> Env {
    let roles = rig.catalogue.people[person].roles.clone();
    reading(rig, ReadBy::Person(person.clone()), roles).await
}

/// Who has a turn for the service now.
pub async fn on_duty(rig: &Rig) -> BTreeSet<PersonId> {
    let calendars = Calendars::default();
    let duty = Duty { catalogue: &rig.catalogue, calendars: &calendars };
    let turns = ON_DUTY.into_iter().filter_map(|role| duty.on_duty(&SERVICE.into(), role, rig.env.now()));
    turns.map(|turn| turn.person.clone()).collect()
}

pub async fn sees(rig: &Rig, env: &Env, incident: &IncidentId) -> bool {
    let seen = load(env.table.as_ref(), &rig.product, incident).await.expect("read").is_some();
    let texts = own_texts(env.table.as_ref(), &rig.product, incident).await.expect("read");
    assert_eq!(seen, !texts.is_empty(), "all of it or nothing");
    seen
}

#[tokio::test]
async fn it_is_restricted_and_opened_with_a_reason_by_those_who_may() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    for role in [Role::DutyEngineer, Role::FirstLine] {
        let person = rig.holder(&incident, role).await;
        rig.say(&incident, &person, "/restrict служебная проверка").await;
        assert!(!rig.state(&incident).await.head.restricted, "{role:?} restricts nothing");
    }
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let _ = rig.room(&incident).await;
    rig.say(&incident, &head, "/restrict").await;
    assert!(!rig.state(&incident).await.head.restricted, "not without a reason");
    restrict(&mut rig, &incident).await;
    let told = rig.room(&incident).await;
    assert!(told.contains("служебная проверка") && told.contains("только его участники"), "{told}");
    rig.say(&incident, &head, "/ограничить ещё раз").await;
    rig.say(&incident, &head, "/снять-ограничение проверка окончена").await;
    assert!(!rig.state(&incident).await.head.restricted);
    let events = rig.journal(&incident).await;
    let marks = events.iter().filter_map(|sealed| match nabat_domain::incident::read(sealed).expect("readable") {
        Event::Restricted { restricted, by, reason } => Some((restricted, by, reason.is_some())),
        _ => None,
    });
    assert_eq!(marks.collect::<Vec<_>>(), [(true, Some(head.clone()), true), (false, Some(head), true)]);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_catalogue_restricts_from_the_first_moment_and_when_another_service_fails() {
    let mut rig = Rig::new().await;
    let other = rig.register("SD-1", "patient-index").await;
    rig.reconfigure(|catalogue| {
        let services = [SERVICE.into()].into();
        catalogue.product.policy.restricted = RestrictedFrom { services, ..RestrictedFrom::default() };
    })
    .await;
    let incident = rig.register("SD-2", SERVICE).await;
    assert!(rig.state(&incident).await.head.restricted);
    let head = person(&rig, &HEAD.into()).await;
    assert!(!sees(&rig, &head, &incident).await && sees(&rig, &head, &other).await);
}

#[tokio::test]
async fn those_who_take_part_are_on_duty_or_may_restrict_read_it_and_nobody_else() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    restrict(&mut rig, &incident).await;
    let members: Vec<PersonId> = rig.state(&incident).await.people.members.keys().cloned().collect();
    for member in &members {
        assert!(sees(&rig, &person(&rig, member).await, &incident).await, "{member} takes part");
    }
    for stranger in [HEAD.into(), rig.anybody(Role::DutyEngineer, &members), rig.anybody(Role::Admin, &[])] {
        let on_duty = on_duty(&rig).await.contains(&stranger);
        assert_eq!(sees(&rig, &person(&rig, &stranger).await, &incident).await, on_duty, "{stranger}");
    }
    let lead = rig.anybody(Role::ProcessManager, &members);
    assert!(sees(&rig, &person(&rig, &lead).await, &incident).await);
    for (role, may) in [(Role::Admin, false), (Role::ProcessManager, true)] {
        let env = reading(&rig, ReadBy::Token("t1".to_owned()), [role].into()).await;
        assert_eq!(sees(&rig, &env, &incident).await, may, "a token of {role:?}");
    }
    // Whoever has the next turn answers for the service now, asked or not.
    rig.outside.clock.move_to(rig.env.now().plus(nabat_domain::time::Length::hours(12)));
    let next = on_duty(&rig).await;
    let next = next.iter().find(|person| !members.contains(person)).expect("the shift changed");
    assert!(sees(&rig, &person(&rig, next).await, &incident).await, "{next} is on duty");
    let read = reads(rig.outside.table.plain(), &rig.product, &incident).await.expect("read");
    let by: BTreeSet<&ReadBy> = read.iter().map(|read| &read.by).collect();
    assert!(by.contains(&ReadBy::Person(lead)) && by.contains(&ReadBy::Token("t1".to_owned())), "{by:?}");
    assert!(!by.contains(&ReadBy::Person(HEAD.into())), "who was shown nothing read nothing");
    rig.reconfigure(|catalogue| {
        catalogue.product.rights.0.entry(Role::Head).or_default().insert(Right::Restricts);
    })
    .await;
    assert!(sees(&rig, &person(&rig, &HEAD.into()).await, &incident).await, "the product's own table decides");
}

#[tokio::test]
async fn figures_count_it_for_those_who_may_not_read_it() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    restrict(&mut rig, &incident).await;
    let env = person(&rig, &HEAD.into()).await;
    assert!(!sees(&rig, &env, &incident).await);
    let current = configuration::of(&env, &rig.product).await.expect("it is configured");
    let (theirs, whole) = (book_of(&env, &current.version).await, book_of(&rig.env, &current.version).await);
    let rows = |book: Result<_, nabat_kit::fault::Fault>| {
        let book: std::sync::Arc<nabat_kit::reliability::Book> = book.expect("a book");
        (0..).take(book.history.len()).map(|row| book.history.incident(row).to_owned()).collect::<Vec<_>>()
    };
    let (theirs, whole) = (rows(theirs), rows(whole));
    assert!(whole.contains(&incident.to_string()) && theirs == whole);
}

#[tokio::test]
async fn notices_and_other_peoples_wikis_get_no_words_of_it() {
    let engineers = Subscription {
        to: Recipient::Direct { person: HEAD.into() },
        text: NoticeText::Engineers,
        language: None,
        services: BTreeSet::new(),
        classes: BTreeSet::new(),
        kinds: BTreeSet::new(),
    };
    let mut rig = Rig::telling(Notices { subscriptions: vec![engineers], ..Notices::default() }).await;
    rig.reconfigure(|catalogue| {
        let services = [SERVICE.into()].into();
        catalogue.product.policy.restricted = RestrictedFrom { services, ..RestrictedFrom::default() };
    })
    .await;
    let incident = reported(&mut rig).await;
    assert!(rig.state(&incident).await.head.restricted);
    let told = rig.direct(&HEAD.into());
    assert!(told.contains("слова видят только участники"), "{told}");
    assert!(!told.contains("Откатываем"), "{told}");
    let revisions = rig.outside.wiki.plain().revisions(&PageName(format!("clinics/{incident}")));
    assert!(!revisions.is_empty());
    for (_, page) in revisions {
        let redacted = serde_json::to_string(&page.redacted).expect("a document");
        assert!(!redacted.contains("Обновление шлюза"), "{redacted}");
        let summary = r#""name":"Словами службы поддержки","value":"(здесь не показано)""#;
        assert!(redacted.contains(summary), "not even its summary: {redacted}");
    }
}

#[tokio::test]
async fn its_problem_is_restricted_too_and_proposed_in_no_other_chat() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    restrict(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    let number = rig.state(&incident).await.head.problem.expect("the desk has a problem");
    let case = IncidentId::of_problem(&rig.product, &number);
    assert!(rig.state(&case).await.head.restricted);
    assert!(!sees(&rig, &person(&rig, &HEAD.into()).await, &case).await);
    assert!(known(&rig.env, &rig.product).await.expect("read").is_empty(), "it is proposed to nobody");
}

#[tokio::test]
async fn a_problem_raised_before_is_proposed_no_more_once_its_incident_is_restricted() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    assert_eq!(known(&rig.env, &rig.product).await.expect("read").len(), 1);
    let manager = rig.anybody(Role::ProcessManager, &[]);
    // The chat is shut: by the API.
    crate::moved::said(&rig, &incident, &manager, "/restrict служебная проверка").await;
    assert!(rig.state(&incident).await.head.restricted, "also when it is over");
    assert!(known(&rig.env, &rig.product).await.expect("read").is_empty());
}

#[tokio::test]
async fn a_problem_raised_before_is_restricted_once_the_incident_is_that_began_it() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    let number = rig.state(&incident).await.head.problem.expect("the desk has a problem");
    let case = IncidentId::of_problem(&rig.product, &number);
    // Its words are those of the incident: it has none of its own.
    let read = async |rig: &Rig| {
        let env = person(rig, &HEAD.into()).await;
        load(env.table.as_ref(), &rig.product, &case).await.expect("read").is_some()
    };
    assert!(read(&rig).await, "everybody who sees incidents reads it before");
    let _ = rig.room(&case).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    crate::moved::said(&rig, &incident, &manager, "/restrict служебная проверка").await;
    assert!(rig.state(&case).await.head.restricted);
    assert!(!read(&rig).await);
    let told = rig.room(&case).await;
    assert!(told.contains("ограничен сбой, к которому это относится"), "{told}");
    assert!(!told.contains("служебная проверка"), "the reason stays with the incident: {told}");
    rig.assert_journal(&case).await;
}

#[tokio::test]
async fn a_problem_that_only_has_one_incident_more_is_not_restricted_with_that_one() {
    let mut rig = Rig::new().await;
    let first = reported(&mut rig).await;
    decide(&mut rig, &first, "new_problem").await;
    rig.minutes(2).await;
    let number = rig.state(&first).await.head.problem.expect("the desk has a problem");
    let case = IncidentId::of_problem(&rig.product, &number);
    let second = crate::told::reported_as(&mut rig, "SD-2000").await;
    decide(&mut rig, &second, "known_problem").await;
    rig.answer(&second, "problem", number.as_str()).await;
    rig.minutes(2).await;
    let listed = |state: nabat_domain::incident::State| state.head.as_problem.expect("a problem").incidents;
    assert!(listed(rig.state(&case).await).contains_key(&second));
    let manager = rig.anybody(Role::ProcessManager, &[]);
    crate::moved::said(&rig, &second, &manager, "/restrict служебная проверка").await;
    assert!(rig.state(&second).await.head.restricted && !rig.state(&case).await.head.restricted);
    let env = person(&rig, &HEAD.into()).await;
    let shown = load(env.table.as_ref(), &rig.product, &case).await.expect("read").expect("it is there");
    assert!(listed(shown.clone()).contains_key(&first) && !listed(shown).contains_key(&second), "its number is not");
}

#[tokio::test]
async fn nothing_is_done_to_it_from_the_pages_by_those_who_may_not_read_it() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    restrict(&mut rig, &incident).await;
    // A product may let people answer and correct who may not restrict.
    let rights = [Right::Sees, Right::Answers, Right::Corrects, Right::Closes];
    rig.reconfigure(|catalogue| {
        catalogue.product.rights.0.insert(Role::Head, rights.into());
    })
    .await;
    let env = person(&rig, &HEAD.into()).await;
    let current = configuration::of(&env, &rig.product).await.expect("it is configured");
    let viewer = Viewer {
        person: HEAD.into(),
        product: rig.product.clone(),
        product_name: String::new(),
        roles: [Role::Head].into(),
        rights: current.version.catalogue.product.rights.clone(),
        name: String::new(),
        language: Language::En,
        csrf: "guard".to_owned(),
    };
    let before = rig.state(&incident).await.head.version;
    assert!(!mark(&env, &viewer, &incident, (1, 0), Mark::Noise).await.expect("read"), "there is no such incident");
    let gone = |key: &str| Some(say(Language::En, key, &[]));
    assert_eq!(done(&env, &viewer, &incident, 0).await.expect("read"), gone("refused-no-incident"));
    let book = book_of(&rig.env, &current.version).await.expect("a book");
    let mut names = (0..).take(book.history.len()).map(|row| book.named(row));
    let of = names.find(|of| of.incident == incident.as_str()).expect("it counts");
    let began = rig.env.now().minus(Length::minutes(90)).in_zone(rig.catalogue.product.zone());
    let sent = Sent {
        of,
        began: began.format("%Y-%m-%dT%H:%M:%S").to_string(),
        restored: String::new(),
        counts: "yes".to_owned(),
        class: String::new(),
        contractor: String::new(),
        reason: "по журналу шлюза было раньше".to_owned(),
    };
    assert_eq!(correct(&env, &viewer, &sent).await.expect("read"), gone("figures-refused-gone"));
    assert_eq!(rig.state(&incident).await.head.version, before);
}
