//! Whichever way personal data comes in, no row, post, record, page or letter has it: every kind by every inlet.

use crate::told::{SERVICE, accepted};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::action_prompt;
use nabat_kit::port::{CallError, DeskNews, MessageId, NewsOf, Said};
use nabat_tests::planted::{PLANTED, marked, planted, standing};
use nabat_tests::rig::{BEGINS, KeepShifts, ModelCalendar, Rig};
use serde_json::{Value, json};

async fn led() -> (Rig, IncidentId, PersonId) {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    (rig, incident, engineer)
}

#[tokio::test]
async fn in_every_way_a_chat_has_of_saying_something() {
    let text = planted;
    for (inlet, said) in [
        ("typed", Said::Text { text: text(), prompt: None }),
        ("a reply", Said::Reply { to: MessageId("nothing".to_owned()), text: text() }),
        ("changed", Said::Edited { text: text() }),
        ("a file's name", Said::File { name: format!("{}.txt", text()), bytes: 10, sha256: None, source: None }),
    ] {
        let (rig, incident, engineer) = led().await;
        rig.deliver_as(&incident, &engineer, said, "planted-1").await;
        marked(&rig, &PLANTED, inlet);
    }
    let (rig, incident, engineer) = led().await;
    let pressed = Said::Button { prompt: format!("{incident}/began").as_str().into(), answer: text() };
    rig.deliver_as(&incident, &engineer, pressed, "planted-1").await;
    assert_eq!(standing(&rig), [""; 0], "a button that says it");
}

#[tokio::test]
async fn in_the_chat_of_every_messenger() {
    for messenger in ["builtin", "matrix", "mattermost", "slack", "telegram", "express"] {
        let mut rig = Rig::over(messenger).await;
        let incident = rig.register("SD-1", SERVICE).await;
        let engineer = rig.holder(&incident, Role::DutyEngineer).await;
        rig.say(&incident, &engineer, &planted()).await;
        rig.minutes(2).await;
        marked(&rig, &PLANTED, messenger);
    }
}

#[tokio::test]
async fn in_what_a_desk_sends_registers_changes_and_is_refused() {
    let rig = Rig::new().await;
    let with = |id: &str, service: &str| {
        let mut body = rig.registration(id, SERVICE);
        body["service"] = service.into();
        for field in ["summary", "description", "registered_by"] {
            body[field] = planted().into();
        }
        body["custom"] = json!({ "nested": [planted()] });
        body
    };
    assert_eq!(rig.desk("msg_1", &with("SD-1", SERVICE)).await.status(), 202);
    let mut changed = with("SD-1", SERVICE);
    changed["type"] = "incident.updated".into();
    changed["summary"] = format!("и ещё: {}", planted()).into();
    assert!(rig.desk("msg_2", &changed).await.status().is_success());
    assert_eq!(rig.desk("msg_3", &with("SD-2", "no-such-service")).await.status(), 422);
    assert_eq!(rig.desk("msg_4", &with("SD-3", &planted())).await.status(), 422);
    marked(&rig, &PLANTED, "the generic webhook");
}

#[tokio::test]
async fn in_what_a_desk_answers_when_it_is_asked() {
    let rig = Rig::new().await;
    for (id, service) in [("SD-1", SERVICE), ("SD-2", "no-such-service")] {
        let Value::Object(mut fields) = rig.registration(id, SERVICE) else { panic!("an object") };
        fields.remove("type");
        fields.insert("service".to_owned(), service.into());
        fields.insert("summary".to_owned(), planted().into());
        fields.insert("description".to_owned(), planted().into());
        let (id, at, stamp) = (id.into(), rig.env.now(), "1".to_owned());
        let about = NewsOf::Incident;
        rig.reconciled(DeskNews { id, about, stamp, at, fields, closed: false, ours: false, made_by_nabat: false })
            .await;
    }
    marked(&rig, &PLANTED, "a desk that is asked");
}

#[tokio::test]
async fn in_an_alert() {
    let rig = Rig::registering_alerts(&[("severity", "critical")]).await;
    assert!(rig.alert_saying(SERVICE, "book", &planted()).await.status().is_success());
    marked(&rig, &PLANTED, "an alert that is registered");
    let rig = Rig::new().await;
    rig.alert_saying(SERVICE, "book", &planted()).await;
    marked(&rig, &PLANTED, "an alert that is proposed");
}

#[tokio::test]
async fn in_what_partners_answer_and_refuse() {
    let refusal = CallError::Permanent(format!("400: cannot take {}", planted()));
    let (mut rig, incident, engineer) = led().await;
    rig.outside.desk.plain().fail(100, &refusal);
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    rig.minutes(2).await;
    assert!(!rig.dead().await.is_empty(), "what the desk refuses is given up");
    marked(&rig, &PLANTED, "a desk's refusal");
    rig.assert_journal(&incident).await;

    let rig = Rig::acting().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.outside.outward.plain().says(200, &planted());
    let prompt = format!("{incident}/{}", action_prompt(&"gateway-restart".into())).as_str().into();
    let pressed = Said::Button { prompt, answer: "gateway-restart".to_owned() };
    rig.deliver_as(&incident, &engineer, pressed, "press-1").await;
    marked(&rig, &PLANTED, "an automation's answer");
}

#[tokio::test]
async fn in_a_duty_calendar() {
    let title = format!(
        "UID:week\nDTSTART;TZID=Europe/Moscow:20260105T080000\nDTEND;TZID=Europe/Moscow:20260105T200000\nRRULE:FREQ=DAILY\nSUMMARY:{}",
        planted().replace(';', "\\;").replace(',', "\\,")
    );
    let calendar = ModelCalendar::of(&[&title]);
    let rig = Rig::by_calendar(BEGINS, Role::DutyEngineer, KeepShifts::Yes, &calendar).await;
    rig.read_calendars().await;
    assert_eq!(standing(&rig), [""; 0], "an event's title");
    assert!(
        rig.outside.table.plain().dump().iter().any(|row| row.body.contains("[snils ***]")),
        "whoever mends it is told"
    );
}
