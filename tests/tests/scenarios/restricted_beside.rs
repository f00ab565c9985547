//! A restricted incident and others: told of in no open chat, and what is perhaps the same failure is restricted too.

use crate::linked::hub;
use crate::restricted::{HEAD, person, restrict, sees};
use crate::told::SERVICE;
use nabat_domain::catalogue::{RestrictedFrom, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Standing;
use nabat_kit::incident::load;
use nabat_tests::rig::Rig;

async fn restricting(rig: &mut Rig, service: &str) {
    let services = [service.into()].into();
    rig.reconfigure(|catalogue| {
        catalogue.product.policy.restricted = RestrictedFrom { services, ..RestrictedFrom::default() };
    })
    .await;
}

async fn standing(rig: &Rig, incident: &IncidentId) -> Standing {
    rig.state(incident).await.head.standing
}

#[tokio::test]
async fn one_restricted_from_the_first_moment_has_its_own_chat_beside_an_open_neighbour() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    restricting(&mut rig, &consumers[0]).await;
    let open = rig.register("SD-1", &hub).await;
    let restricted = rig.register("SD-2002", &consumers[0]).await;
    assert!(rig.state(&restricted).await.head.restricted);
    assert_eq!(standing(&rig, &restricted).await, Standing::Open);
    // Who was restricted in this way ends no failure's being led beside others.
    let beside = rig.register("SD-3", &consumers[1]).await;
    assert_eq!(standing(&rig, &beside).await, Standing::Linked { to: open.clone() });
    rig.minutes(5).await;
    let told = rig.room(&open).await;
    assert!(told.contains("SD-3") && !told.contains("SD-2002"), "{told}");
    assert!(!rig.state(&open).await.neighbours.linked.contains_key(&restricted));
}

#[tokio::test]
async fn a_neighbour_of_a_restricted_one_is_led_by_itself() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let restricted = rig.register("SD-1001", &hub).await;
    restrict(&mut rig, &restricted).await;
    let open = rig.register("SD-2", &consumers[0]).await;
    assert_eq!(standing(&rig, &open).await, Standing::Open);
    assert!(!rig.state(&open).await.head.restricted);
    rig.minutes(5).await;
    let told = rig.room(&open).await;
    assert!(!told.contains("SD-1001"), "{told}");
    assert!(sees(&rig, &person(&rig, &HEAD.into()).await, &open).await);
}

#[tokio::test]
async fn a_second_record_of_a_restricted_failure_is_restricted_too() {
    let mut rig = Rig::new().await;
    let restricted = rig.register("SD-1001", SERVICE).await;
    restrict(&mut rig, &restricted).await;
    let second = rig.register("SD-2", SERVICE).await;
    let head = rig.state(&second).await.head;
    assert_eq!((head.standing, head.restricted), (Standing::DuplicateOffered { of: restricted.clone() }, true));
    assert!(!sees(&rig, &person(&rig, &HEAD.into()).await, &second).await);
    rig.answer(&restricted, "duplicate", "different").await;
    assert_eq!(standing(&rig, &second).await, Standing::Linked { to: restricted.clone() });
    assert!(rig.state(&second).await.head.restricted);
    rig.assert_journal(&second).await;
}

#[tokio::test]
async fn what_shares_its_chat_or_is_asked_about_there_is_restricted_with_it() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let first = rig.register("SD-1", &hub).await;
    let linked = rig.register("SD-2", &consumers[0]).await;
    let second = rig.register("SD-3", &hub).await;
    assert_eq!(standing(&rig, &second).await, Standing::DuplicateOffered { of: first.clone() });
    let head = person(&rig, &HEAD.into()).await;
    assert!(sees(&rig, &head, &linked).await && sees(&rig, &head, &second).await);
    restrict(&mut rig, &first).await;
    let head = person(&rig, &HEAD.into()).await;
    for other in [&first, &linked, &second] {
        assert!(rig.state(other).await.head.restricted && !sees(&rig, &head, other).await, "{other}");
        rig.assert_journal(other).await;
    }
}

#[tokio::test]
async fn one_that_shared_an_open_chat_leaves_it_once_it_is_restricted() {
    let rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let open = rig.register("SD-1", &hub).await;
    let linked = rig.register("SD-2", &consumers[0]).await;
    assert_eq!(standing(&rig, &linked).await, Standing::Linked { to: open.clone() });
    let manager = rig.anybody(Role::ProcessManager, &[]);
    crate::moved::said(&rig, &linked, &manager, "/restrict служебная проверка").await;
    let state = rig.state(&linked).await;
    assert!(state.head.restricted && state.head.standing == Standing::Open && state.head.room.is_some());
    assert!(!rig.state(&open).await.neighbours.linked.contains_key(&linked));
    assert!(!rig.state(&open).await.head.restricted);
    rig.assert_journal(&linked).await;
    rig.assert_journal(&open).await;
}

#[tokio::test]
async fn a_linked_record_of_a_service_that_is_restricted_is_not_named_in_the_chat_it_shared() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    restricting(&mut rig, SERVICE).await;
    let other = consumers.iter().find(|consumer| *consumer != SERVICE).expect("several need the hub").clone();
    let open = rig.register("SD-1", &hub).await;
    let linked = rig.register("SD-2", &other).await;
    assert_eq!(standing(&rig, &linked).await, Standing::Linked { to: open.clone() });
    rig.minutes(5).await;
    let _ = rig.room(&open).await;
    let function = rig.catalogue.services[&SERVICE.into()].functions[0].id.clone();
    let told = serde_json::json!({
        "type": "incident.updated", "id": "SD-2", "service": SERVICE, "functions": [function],
    });
    assert_eq!(rig.desk("msg_moved", &told).await.status(), 202);
    rig.minutes(5).await;
    let state = rig.state(&linked).await;
    assert!(state.head.restricted && state.head.standing == Standing::Open && state.head.service == SERVICE.into());
    let told = rig.room(&open).await;
    assert!(!told.contains("изменилось, что не работает"), "{told}");
    assert!(!rig.state(&open).await.neighbours.linked.contains_key(&linked));
    rig.assert_journal(&linked).await;
}

#[tokio::test]
async fn what_was_met_before_it_was_restricted_is_named_to_those_alone_it_is_for() {
    let rig = Rig::new().await;
    let open = rig.register("SD-1", SERVICE).await;
    let offered = rig.register("SD-2", SERVICE).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    crate::moved::said(&rig, &offered, &manager, "/restrict служебная проверка").await;
    assert!(rig.state(&offered).await.head.restricted);
    for (reader, named) in [(HEAD.into(), false), (manager, true)] {
        let env = person(&rig, &reader).await;
        let state = load(env.table.as_ref(), &rig.product, &open).await.expect("read").expect("it is there");
        assert_eq!(state.neighbours.duplicates.contains_key(&offered), named, "{reader}");
    }
}
