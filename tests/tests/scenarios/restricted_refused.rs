//! What a desk says amiss of a restricted incident, and what is given up of it, name it to those alone it is for; also
//! where nobody can read it.

use crate::restricted::{on_duty, person, restrict};
use crate::told::{SERVICE, accepted};
use nabat_domain::catalogue::{Right, Role, Rota};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_kit::keys;
use nabat_kit::port::CallError;
use nabat_kit::refused::waiting;
use nabat_kit::table::{Action, Condition, Row, Table as _};
use nabat_tests::rig::Rig;
use serde_json::json;

/// First line on duty for another service.
async fn first_line_elsewhere(rig: &mut Rig) -> PersonId {
    let turns: Vec<PersonId> = on_duty(rig).await.into_iter().collect();
    let stranger = rig.anybody(Role::FirstLine, &turns);
    rig.reconfigure(|catalogue| {
        let of_first_line = |rota: &&Rota| rota.role == Role::FirstLine;
        let mut rota = catalogue.rotas.iter().find(of_first_line).expect("first line takes turns").clone();
        rota.services = ["ehr".into()].into();
        for shift in &mut rota.shifts {
            shift.people = vec![stranger.clone()];
        }
        catalogue.rotas.insert(0, rota);
    })
    .await;
    stranger
}

/// A part of it can be read by no program any more.
async fn damage(rig: &Rig, incident: &IncidentId) {
    let table = rig.outside.table.plain();
    let people = table.get(&keys::part(&rig.product, incident, "people")).await.expect("the table answers");
    let damaged = Row { body: "damaged".to_owned(), ..people.expect("it is there") };
    table.write(&[Action::Put(damaged, Condition::Any)]).await.expect("the table takes it");
}

#[tokio::test]
async fn what_is_said_amiss_of_one_that_nobody_can_read_names_it_to_those_alone_it_is_for() {
    for by_alert in [false, true] {
        let mut rig = Rig::registering_alerts(&[("severity", "critical")]).await;
        let stranger = first_line_elsewhere(&mut rig).await;
        let incident = match by_alert {
            true => rig.alerted(&rig.alert(SERVICE, "book").await).0,
            false => rig.register("SD-1042", SERVICE).await,
        };
        rig.answer(&incident, "accept", "accepted").await;
        restrict(&mut rig, &incident).await;
        let number = rig.state(&incident).await.head.desk.clone();
        let first_line = rig.holder(&incident, Role::FirstLine).await;
        let owner = rig.anybody(Role::ProductOwner, &[]);
        let heard = [(&stranger, false), (&owner, false), (&first_line, true)];
        for (person, _) in heard {
            rig.direct(person);
        }
        damage(&rig, &incident).await;
        let change = json!({ "type": "incident.updated", "id": number, "functions": ["no-such-function"] });
        assert_eq!(rig.desk("msg_amiss", &change).await.status(), 422);
        for (reader, named) in heard {
            let told = rig.direct(reader);
            assert_eq!(told.contains(number.as_str()), named, "{reader}, by alert: {by_alert}: {told}");
            let env = person(&rig, reader).await;
            let shown = waiting(&env, &rig.product, 100).await.expect("read");
            assert_eq!(shown.len(), usize::from(named), "{reader}, by alert: {by_alert}: {shown:?}");
        }
    }
}

#[tokio::test]
async fn what_is_said_amiss_is_told_to_first_line_of_this_service_and_not_of_another() {
    let mut rig = Rig::new().await;
    let stranger = first_line_elsewhere(&mut rig).await;
    let incident = accepted(&mut rig).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    let change = json!({ "type": "incident.updated", "id": "SD-1042", "functions": ["no-such-function"] });
    for (number, restricted) in [("msg_1", false), ("msg_2", true)] {
        if restricted {
            restrict(&mut rig, &incident).await;
        }
        rig.direct(&stranger);
        rig.direct(&first_line);
        assert_eq!(rig.desk(number, &change).await.status(), 422);
        assert!(rig.direct(&first_line).contains("no-such-function"), "restricted: {restricted}");
        let told = rig.direct(&stranger);
        let heard = ["SD-1042", "no-such-function", SERVICE].iter().any(|word| told.contains(word));
        assert_eq!(heard, !restricted, "{told}");
    }
}

#[tokio::test]
async fn what_is_given_up_is_told_with_the_number_of_its_record_to_those_alone_it_is_for() {
    for may in [false, true] {
        let mut rig = Rig::new().await;
        rig.reconfigure(|catalogue| {
            let rights = catalogue.product.rights.0.entry(Role::ProductOwner).or_default();
            if may {
                rights.insert(Right::Restricts);
            }
        })
        .await;
        let incident = accepted(&mut rig).await;
        restrict(&mut rig, &incident).await;
        let owner = rig.anybody(Role::ProductOwner, &[]);
        rig.direct(&owner);
        rig.outside.desk.plain().fail(1, &CallError::Permanent("400 no such field".to_owned()));
        let engineer = rig.holder(&incident, Role::DutyEngineer).await;
        rig.say(&incident, &engineer, "восстановлено сейчас").await;
        let told = rig.direct(&owner);
        assert!(told.contains("Нужен человек"), "{told}");
        assert_eq!(told.contains("SD-1042"), may, "{told}");
    }
}
