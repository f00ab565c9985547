//! The table as those see it whom a restricted incident is not for: no way through it shows anything, and each way that
//! shows something is a reading on record.

use crate::restricted::{HEAD, on_duty, person, restrict, sees};
use crate::told::{SERVICE, accepted};
use nabat_domain::catalogue::{Right, Role, Rota};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::journal::sha256_hex;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::keys;
use nabat_kit::refused::{looked_at, waiting};
use nabat_kit::restricted::{ReadBy, Reader, for_reader, reads};
use nabat_kit::table::{Order, Query};
use nabat_tests::rig::Rig;

const LOG: &[u8] = b"14:02 the gateway does not answer\n";

/// Its own partition, the one of a file somebody posted, the one of its chat.
fn partitions(rig: &Rig, incident: &IncidentId) -> [String; 3] {
    let product = &rig.product;
    [
        keys::incident(product, incident),
        keys::content(product, incident, &sha256_hex(LOG)),
        keys::room_posts(product, incident),
    ]
}

#[tokio::test]
async fn no_way_through_the_table_shows_anything_of_it() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.post_content(&incident, &engineer, "gateway.log", LOG).await;
    restrict(&mut rig, &incident).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    for (reader, sees) in [(HEAD.into(), false), (manager, true)] {
        let env = person(&rig, &reader).await;
        let table = env.table.as_ref();
        for pk in partitions(&rig, &incident) {
            let query = Query::prefix(&pk, "");
            let whole = rig.env.table.query(&query).await.expect("read");
            let own = whole.iter().find(|row| !keys::is_work(&row.key)).expect("there is something in it");
            assert_eq!(table.get(&own.key).await.expect("read").is_some(), sees, "{pk} for {reader}");
            let rows = table.query(&query).await.expect("read");
            assert_eq!(rows.iter().any(|row| !keys::is_work(&row.key)), sees, "{pk} for {reader}");
            assert_eq!(!table.stamps(&query).await.expect("read").is_empty(), sees, "{pk} for {reader}");
            assert_eq!(table.hides(&pk), !sees, "{pk} for {reader}");
        }
        let list = table.list(&keys::incidents_list(&rig.product), Order::Descending, None, 100).await;
        assert_eq!(!list.expect("read").rows.is_empty(), sees, "the list for {reader}");
        let heads = table.partitions("S#0").await.expect("read");
        assert_eq!(heads.contains(&keys::incident(&rig.product, &incident)), sees, "all heads for {reader}");
    }
}

#[tokio::test]
async fn a_turn_for_another_service_shows_nothing_of_it() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    restrict(&mut rig, &incident).await;
    let mut known: Vec<PersonId> = rig.state(&incident).await.people.members.keys().cloned().collect();
    known.extend(on_duty(&rig).await);
    let stranger = rig.anybody(Role::DutyEngineer, &known);
    for (service, may) in [("ehr", false), (SERVICE, true)] {
        rig.reconfigure(|catalogue| {
            let of_engineers = |rota: &&Rota| rota.role == Role::DutyEngineer;
            let mut rota = catalogue.rotas.iter().find(of_engineers).expect("engineers take turns").clone();
            rota.services = [service.into()].into();
            for shift in &mut rota.shifts {
                shift.people = vec![stranger.clone()];
            }
            catalogue.rotas.insert(0, rota);
        })
        .await;
        assert_eq!(sees(&rig, &person(&rig, &stranger).await, &incident).await, may, "on duty for {service}");
    }
}

#[tokio::test]
async fn whoever_is_out_of_it_again_reads_it_no_more() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let holder = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(12).await;
    restrict(&mut rig, &incident).await;
    let (turns, may) = (on_duty(&rig).await, |roles| rig.catalogue.product.rights.allow(roles, Right::Restricts));
    let members = rig.state(&incident).await.people.members.clone();
    let mut called = members.iter().filter(|(_, member)| member.called_for.is_some()).map(|(called, _)| called);
    let called = called.find(|called| !turns.contains(*called) && !may(&rig.catalogue.people[*called].roles));
    let called = called.expect("silence called somebody whose turn it is not");
    assert!(sees(&rig, &person(&rig, called).await, &incident).await, "while they take part");
    let prompt = rig.prompt(&incident, "accept").await;
    rig.answer_as(&incident, &holder, &prompt, "accepted").await;
    assert!(!sees(&rig, &person(&rig, called).await, &incident).await, "{called} was let go");
}

/// One way to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Get,
    Query,
    Stamps,
    List,
}

async fn looks(env: &Env, rig: &Rig, incident: &IncidentId, way: Way) {
    let table = env.table.as_ref();
    let query = Query::prefix(keys::incident(&rig.product, incident), "S#");
    let found = match way {
        Way::Get => table.get(&keys::head(&rig.product, incident)).await.expect("read").is_some(),
        Way::Query => !table.query(&query).await.expect("read").is_empty(),
        Way::Stamps => !table.stamps(&query).await.expect("read").is_empty(),
        Way::List => {
            let list = keys::incidents_list(&rig.product);
            !table.list(&list, Order::Descending, None, 100).await.expect("read").rows.is_empty()
        }
    };
    assert!(found, "{way:?}");
}

#[tokio::test]
async fn each_way_that_shows_it_is_a_reading_on_record() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    restrict(&mut rig, &incident).await;
    let current = configuration::of(&rig.env, &rig.product).await.expect("it is configured");
    for way in [Way::Get, Way::Query, Way::Stamps, Way::List] {
        let (by, what) = (ReadBy::Token("t1".to_owned()), format!("GET /{way:?}"));
        let reader = Reader { by, roles: [Role::ProcessManager].into(), what: what.clone() };
        let env = for_reader(&rig.env, &current, reader).await.expect("the table answers");
        looks(&env, &rig, &incident, way).await;
        let read = reads(rig.env.table.as_ref(), &rig.product, &incident).await.expect("read");
        assert_eq!(read.iter().filter(|read| read.what == what).count(), 1, "{way:?}: {read:?}");
    }
}

#[tokio::test]
async fn what_its_desk_changes_amiss_is_told_to_those_alone_it_is_for_though_the_number_is_not_its_first() {
    let mut rig = Rig::registering_alerts(&[("severity", "critical")]).await;
    let (incident, alert) = rig.alerted(&rig.alert(SERVICE, "book").await);
    rig.answer(&incident, "accept", "accepted").await;
    restrict(&mut rig, &incident).await;
    let number = rig.state(&incident).await.head.desk;
    assert_ne!(number, alert, "the desk gave it one of its own");
    let owner = rig.anybody(Role::ProductOwner, &[]);
    rig.direct(&owner);
    let change = serde_json::json!({ "type": "incident.updated", "id": number, "functions": ["no-such-function"] });
    assert_eq!(rig.desk("msg_amiss", &change).await.status(), 422);
    let told = rig.direct(&owner);
    assert!(!told.contains(number.as_str()) && !told.contains("no-such-function"), "{told}");
    let manager = rig.anybody(Role::ProcessManager, &[]);
    for (reader, count) in [(HEAD.into(), 0), (owner, 0), (manager.clone(), 1)] {
        let env = person(&rig, &reader).await;
        let shown = waiting(&env, &rig.product, 100).await.expect("read");
        assert_eq!(shown.len(), count, "{reader}: {shown:?}");
        looked_at(&env, &rig.product, &shown).await.expect("written");
    }
    let read = reads(rig.env.table.as_ref(), &rig.product, &incident).await.expect("read");
    let by = |person: &PersonId| read.iter().any(|read| read.by == ReadBy::Person(person.clone()));
    assert!(by(&manager) && !by(&HEAD.into()), "{read:?}");
}
