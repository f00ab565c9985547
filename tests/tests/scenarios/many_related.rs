//! As many related services as may be asked, with all their questions open: led to the end like few, and what a command
//! writes does not grow with them.

use crate::told::{SERVICE, accepted, confirm, decide, diagnosed, report};
use nabat_domain::catalogue::{MOST_RELATED, Role, Service, Supplier};
use nabat_domain::ids::{FunctionId, IncidentId, PersonId, ServiceId};
use nabat_domain::incident::{Event, Prompt, Standing, read};
use nabat_domain::procedure::Kind;
use nabat_kit::keys;
use nabat_kit::table::Table as _;
use nabat_tests::rig::{DESK_SECRET, Rig, direct_room, signed};
use std::collections::BTreeSet;

const MOST: usize = MOST_RELATED as usize;

/// A question that nobody answers is asked again so often.
const REMINDERS: u32 = 6;

fn owners(rig: &Rig) -> Vec<PersonId> {
    let people = rig.catalogue.people.values().filter(|person| person.roles.contains(&Role::ServiceOwner));
    people.map(|person| person.id.clone()).collect()
}

/// Beside those that need the service already, as many need it hard as are asked. The last of the example's owners owns
/// each of them too.
async fn needed_by_many(rig: &mut Rig, service: &str, named: &str) {
    let owners = owners(rig);
    let (last, others) = owners.split_last().expect("the example has owners");
    rig.reconfigure(|catalogue| {
        catalogue.product.policy.related_at_once = MOST_RELATED;
        let like = catalogue.services[&ServiceId::from(SERVICE)].clone();
        for number in 0..MOST {
            let near = Service {
                id: ServiceId::new(format!("{named}-{number:03}")),
                name: format!("Сосед {named} {number}"),
                aliases: Vec::new(),
                owners: vec![others[number % others.len()].clone(), last.clone()],
                suppliers: vec![Supplier { id: service.into(), hard: true }],
                ..like.clone()
            };
            catalogue.services.insert(near.id.clone(), near);
        }
    })
    .await;
}

/// What is asked of a kind now.
async fn open(rig: &Rig, incident: &IncidentId, kind: Kind) -> Vec<Prompt> {
    let state = rig.state(incident).await;
    state.steps.open.values().filter(|prompt| prompt.kind == kind).cloned().collect()
}

/// Messages to owners that can be answered by a button.
fn with_buttons(rig: &Rig) -> usize {
    let messenger = rig.outside.messenger.plain();
    let posts = owners(rig).into_iter().flat_map(|owner| messenger.posts(&direct_room(owner.as_str())));
    posts.filter(|post| !post.message.buttons.is_empty()).count()
}

/// Nothing was given up, no timer stays in the past, and the journal leads to the state.
async fn assert_whole(rig: &Rig, incident: &IncidentId) {
    assert_eq!(rig.dead().await.len(), 0, "nothing was given up");
    let head = rig.outside.table.plain().get(&keys::head(&rig.product, incident)).await.expect("the table answers");
    let due = head.expect("it is there").due;
    assert!(due.is_none_or(|due| due.at > rig.env.now().0), "{due:?}");
    rig.assert_journal(incident).await;
}

#[tokio::test]
async fn as_many_related_services_as_may_be_asked_are_led_from_the_registration_to_the_end() {
    let mut rig = Rig::new().await;
    needed_by_many(&mut rig, SERVICE, "a-near").await;
    let incident = diagnosed(&mut rig).await;
    rig.minutes(1).await;
    assert_eq!((open(&rig, &incident, Kind::Impact).await.len(), with_buttons(&rig)), (MOST, MOST));
    let not_asked = rig.state(&incident).await.neighbours.not_asked.clone();
    assert!(!not_asked.is_empty(), "more need it, and are named");
    rig.answer(&incident, "restored", "now").await;
    rig.minutes(1).await;
    assert!(open(&rig, &incident, Kind::Impact).await.is_empty(), "asked no longer");
    assert_eq!((open(&rig, &incident, Kind::Recovered).await.len(), with_buttons(&rig)), (MOST, MOST));
    assert_whole(&rig, &incident).await;
    confirm(&mut rig, &incident).await;
    report(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    assert_whole(&rig, &incident).await;
}

#[tokio::test]
async fn those_not_asked_yet_are_asked_though_nobody_hears_the_bell() {
    let mut rig = Rig::new().await;
    needed_by_many(&mut rig, SERVICE, "a-near").await;
    let body = serde_json::to_vec(&rig.registration("SD-1042", SERVICE)).expect("a registration has only string keys");
    let request = signed(DESK_SECRET, "msg_1", rig.env.now(), &body);
    let answer = nabat_desk_webhook::handle(&rig.env, &rig.product, request).await;
    assert_eq!(answer.status().as_u16(), 202);
    // Whatever it rang is lost with its process.
    let rig = rig.fork().await;
    rig.tick().await;
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1042".into());
    assert_eq!(open(&rig, &incident, Kind::Impact).await.len(), MOST);
}

#[tokio::test]
async fn silence_of_all_of_them_is_chased_to_the_last_and_calls_the_shift_head_not_once_for_each() {
    let mut rig = Rig::new().await;
    needed_by_many(&mut rig, SERVICE, "a-near").await;
    let incident = accepted(&mut rig).await;
    for _ in 0..12 {
        rig.hour().await;
    }
    let silent = open(&rig, &incident, Kind::Impact).await;
    assert_eq!(silent.len(), MOST);
    assert!(silent.iter().all(|prompt| prompt.reminders == REMINDERS), "{silent:?}");
    let journal = rig.journal(&incident).await;
    let events = journal.iter().map(|sealed| read(sealed).expect("a readable event"));
    let called = events.filter(|event| matches!(event, Event::Escalated { role: Role::ServiceOwner, .. })).count();
    assert!((1..=MOST.div_ceil(15)).contains(&called), "{called}");
    assert_whole(&rig, &incident).await;
}

#[tokio::test]
async fn neighbours_of_a_service_that_was_corrected_are_asked_in_place_of_the_wrong_ones() {
    let mut rig = Rig::new().await;
    needed_by_many(&mut rig, SERVICE, "a-near").await;
    needed_by_many(&mut rig, "ehr", "a-far").await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let function: FunctionId = rig.catalogue.services[&"ehr".into()].functions[0].id.clone();
    rig.say(&incident, &engineer, &format!("/изменить service=ehr functions={function}")).await;
    rig.minutes(1).await;
    let asked = open(&rig, &incident, Kind::Impact).await;
    let mut subjects = asked.iter().filter_map(|prompt| prompt.subject.as_deref());
    assert!(subjects.all(|subject| subject.starts_with("a-far-")), "{asked:?}");
    assert_eq!((asked.len(), with_buttons(&rig)), (MOST, MOST));
    assert_whole(&rig, &incident).await;
}

#[tokio::test]
async fn owners_who_leave_all_at_once_leave_their_questions_to_the_one_who_stays() {
    let mut rig = Rig::new().await;
    needed_by_many(&mut rig, SERVICE, "a-near").await;
    let incident = accepted(&mut rig).await;
    let stays = owners(&rig).pop().expect("the example has owners");
    rig.reconfigure(|catalogue| {
        catalogue.people.retain(|id, person| *id == stays || !person.roles.contains(&Role::ServiceOwner));
    })
    .await;
    rig.minutes(10).await;
    let asked = open(&rig, &incident, Kind::Impact).await;
    let of: BTreeSet<Option<&PersonId>> = asked.iter().map(|prompt| prompt.holder.as_ref()).collect();
    assert_eq!((asked.len(), of), (MOST, BTreeSet::from([Some(&stays)])));
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert_eq!(open(&rig, &incident, Kind::Recovered).await.len(), MOST);
    assert_whole(&rig, &incident).await;
}

#[tokio::test]
async fn who_left_is_asked_nothing_more_where_the_service_is_back_at_that_moment() {
    let mut rig = Rig::new().await;
    needed_by_many(&mut rig, SERVICE, "a-near").await;
    let incident = accepted(&mut rig).await;
    let all = owners(&rig);
    let (stays, leave) = all.split_last().expect("the example has owners");
    let told = |rig: &Rig| {
        let messenger = rig.outside.messenger.plain();
        leave.iter().map(|person| messenger.posts(&direct_room(person.as_str())).len()).sum::<usize>()
    };
    let before = told(&rig);
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.reconfigure(|catalogue| {
        catalogue.people.retain(|id, person| id == stays || !person.roles.contains(&Role::ServiceOwner));
    })
    .await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    rig.minutes(1).await;
    assert_eq!(told(&rig), before, "whoever left");
    let asked = open(&rig, &incident, Kind::Recovered).await;
    assert!(asked.len() == MOST && asked.iter().all(|prompt| prompt.holder.as_ref() == Some(stays)), "{asked:?}");
    assert_whole(&rig, &incident).await;
}
