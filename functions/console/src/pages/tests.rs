//! The loaders over a table in memory: what people see of what really was recorded.

use super::counters::{Counters, count};
use super::estate::{Hand, environment};
use super::example::{now, viewer};
use super::frame::Refresh;
use super::{dead, incident, now as screen, open, overdue, refused};
use crate::forms::{Registered, discard, register_as, retry};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{DeskId, IncidentId, ProductId, ServiceId};
use nabat_domain::incident::{Command, Job, Queue, Registration, Scope, Speech};
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::perform::JobRow;
use nabat_kit::refused::{Refused, row};
use nabat_kit::table::{Action, Condition, Key, Listed, Row};
use serde_json::json;
use std::sync::Arc;

const HOSTILE: &str = "<img src=x onerror=alert(1)>";

fn product() -> ProductId {
    "clinics".into()
}

fn id() -> IncidentId {
    IncidentId::of_desk_record(&product(), &DeskId::from("SD-1042"))
}

async fn carry(env: &Env, name: &str, command: Command) {
    let inbox = Inbox::Said(Key::new("D#test", name));
    let order = Order { product: &product(), incident: &id(), command: &command, inbox, spoken: None };
    execute(env, order).await.expect("memory takes a command");
}

fn registration() -> Registration {
    Registration {
        desk: "SD-1042".into(),
        alert: false,
        service: "emr".into(),
        functions: ["open".into()].into(),
        summary: format!("Records do not open {HOSTILE}"),
        description: None,
        priority: None,
        scope: Scope::All,
        began: now().minus(Length::minutes(3)),
        restored: None,
        registered_by: "first line".to_owned(),
        url: Some("javascript:alert(1)".to_owned()),
        drill: false,
    }
}

fn said(person: &str, text: &str) -> Command {
    let (person, text) = (person.into(), text.to_owned());
    Command::Say(Speech { person, text, prompt: None, direct: false, message: None, masked: [].into() })
}

async fn running() -> (Env, Arc<Hand>) {
    let (env, clock) = environment().await;
    carry(&env, "1", Command::Register(registration())).await;
    clock.pass(2);
    carry(&env, "2", said("e1", "принял")).await;
    clock.pass(30);
    (env, clock)
}

async fn refuse(env: &Env, id: &str, payload: serde_json::Value) {
    let refused = Refused {
        id: id.to_owned(),
        at: now(),
        reason: "no such service".to_owned(),
        payload,
        alert: false,
        case: None,
    };
    env.table.write(&[Action::Put(row(&product(), &refused), Condition::Any)]).await.expect("memory takes a row");
}

fn in_both() -> [Viewer; 2] {
    Language::ALL.map(viewer)
}

#[tokio::test]
async fn an_open_incident_stands_on_the_page_with_its_clocks() {
    let (env, _) = running().await;
    for viewer in in_both() {
        let page = open::load(&env, &viewer, Refresh::On, 0).await.expect("a page").into_string();
        assert!(!page.contains('‹'), "{page}");
        assert!(page.contains("Patient record") && page.contains("Open a record") && page.contains("Petrov Igor"));
        assert!(page.contains("30:00"), "the stage's clock");
        assert!(!page.contains("<img"), "what the desk says is text");
        assert!(page.contains(&format!("href=\"/incidents/clinics/{}\"", id())));
    }
}

#[tokio::test]
async fn the_way_to_the_chat_is_shown_to_those_in_it() {
    let (env, _) = running().await;
    let opened = Command::ChatOpened { room: "room-1".into(), invited: vec!["e1".into()], failed: Vec::new() };
    carry(&env, "3", opened).await;
    for (person, shown) in [("e1", true), ("e2", false)] {
        let viewer = Viewer { person: person.into(), ..viewer(Language::En) };
        let list = open::load(&env, &viewer, Refresh::On, 0).await.expect("a page").into_string();
        let one = incident::load(&env, &viewer, &product(), &id()).await.expect("read").expect("a page").into_string();
        assert_eq!([list, one].map(|page| page.contains("/chat/room-1")), [shown; 2], "{person}");
    }
}

#[tokio::test]
async fn one_incident_shows_its_timeline_and_that_its_journal_holds() {
    let (env, _) = running().await;
    for viewer in in_both() {
        let page = incident::load(&env, &viewer, &product(), &id()).await.expect("read").expect("a page").into_string();
        assert!(!page.contains('‹'), "{page}");
        assert!(page.contains("badge good") && page.contains("id=\"event-1\""));
        assert!(page.contains("Laboratory"), "a related service");
        assert!(!page.contains("<img") && !page.contains("href=\"javascript"));
    }
}

#[tokio::test]
async fn the_screen_of_now_says_what_is_down_and_who_holds_it() {
    let (env, _) = running().await;
    for viewer in in_both() {
        let page = screen::load(&env, &viewer).await.expect("a page").into_string();
        assert!(!page.contains('‹') && !page.contains("<img"), "{page}");
        for said in ["Patient record", "Open a record", "Petrov Igor", "SD-1042", "href=\"/now\" aria-current"] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }
    let contractor = Viewer { roles: [Role::Contractor].into(), ..viewer(Language::En) };
    assert!(!screen::load(&env, &contractor).await.expect("a page").into_string().contains("SD-1042"));
}

#[tokio::test]
async fn a_step_nobody_answers_becomes_late_by_itself() {
    let (env, clock) = environment().await;
    carry(&env, "1", Command::Register(registration())).await;
    let page = async |viewer: Viewer| overdue::load(&env, &viewer).await.expect("read").map(Markup::into_string);
    for viewer in in_both() {
        let page = page(viewer).await.expect("a page");
        assert!(!page.contains("SD-1042"), "just asked: {page}");
    }
    clock.pass(30);
    for viewer in in_both() {
        let page = page(viewer).await.expect("a page");
        assert!(page.contains("SD-1042") && page.contains("Petrov Igor") && !page.contains('‹'), "{page}");
    }
    assert!(page(Viewer { roles: [Role::Contractor].into(), ..viewer(Language::En) }).await.is_none());
}

#[tokio::test]
async fn a_changed_byte_of_the_journal_is_seen() {
    let (env, _) = running().await;
    let key = nabat_kit::keys::event(&product(), &id(), 2);
    let mut event = env.table.get(&key).await.expect("read").expect("an event");
    event.body = event.body.replacen("emr", "lab", 1).replacen("e1", "e2", 1);
    env.table.write(&[Action::Put(event, Condition::Any)]).await.expect("memory takes a row");
    let viewer = viewer(Language::En);
    let page = incident::load(&env, &viewer, &product(), &id()).await.expect("read").expect("a page").into_string();
    assert!(page.contains("broken at event 2"));
}

#[tokio::test]
async fn nobody_sees_another_product_or_without_the_right() {
    let (env, _) = running().await;
    let viewer = viewer(Language::En);
    assert!(incident::load(&env, &viewer, &"other".into(), &id()).await.expect("read").is_none());
    assert!(incident::load(&env, &viewer, &product(), &"inc-0".into()).await.expect("read").is_none());
    let contractor = Viewer { roles: [Role::Contractor].into(), ..viewer };
    assert!(incident::load(&env, &contractor, &product(), &id()).await.expect("read").is_none());
    assert!(refused::load(&env, &contractor).await.expect("read").is_none());
    assert!(dead::load(&env, &contractor).await.expect("read").is_none());
    let page = open::load(&env, &contractor, Refresh::On, 0).await.expect("a page").into_string();
    assert!(page.contains("href=\"/chat\"") && !page.contains("Patient record"));
}

/// A job given up, by its address in the forms.
async fn give_up(env: &Env) -> String {
    let body = JobRow {
        queue: Queue::ChatCreation,
        job: Job::OpenProblem,
        attempts: 12,
        last_error: Some(HOSTILE.to_owned()),
        at: now(),
        trace: None,
    };
    let key = Key::new(nabat_kit::keys::incident(&product(), &id()), "J#1");
    let listed = Some(Listed { list: nabat_kit::keys::dead_list(&product()), order: "1".to_owned() });
    let name = format!("{}/{}", key.pk, key.sk);
    let row =
        Row { key, body: serde_json::to_string(&body).expect("json"), version: 1, due: None, listed, expires: None };
    env.table.write(&[Action::Put(row, Condition::Any)]).await.expect("memory takes a row");
    name
}

#[tokio::test]
async fn a_role_the_product_lets_see_nothing_sees_no_page_and_uses_no_form() {
    let (env, _) = running().await;
    refuse(&env, "m-1", json!({ "type": "incident.registered", "id": "SD-7", "service": "emr2" })).await;
    let (job, mut viewer, emr) = (give_up(&env).await, viewer(Language::En), ServiceId::from("emr"));
    let shown = async |viewer: &Viewer| {
        let refused = refused::load(&env, viewer).await.expect("read").is_some();
        let form = refused::load_form(&env, viewer, "m-1", None, None).await.expect("read").is_some();
        [refused, form, dead::load(&env, viewer).await.expect("read").is_some()]
    };
    assert_eq!(shown(&viewer).await, [true; 3]);
    let roles = viewer.roles.clone();
    roles.iter().for_each(|role| drop(viewer.rights.0.remove(role)));
    assert_eq!(shown(&viewer).await, [false; 3]);
    let registered = register_as(&env, &viewer, "m-1", &emr, &["open".into()]).await.expect("read");
    assert_eq!(registered, Registered::Gone);
    assert!(!retry(&env, &viewer, &job).await.expect("read"));
    assert!(!discard(&env, &viewer, &job, "by hand").await.expect("read"));
}

#[tokio::test]
async fn a_role_the_product_lets_see_nothing_sees_no_lists_and_counts_nothing() {
    let (env, _) = environment().await;
    refuse(&env, "m-1", json!({ "type": "incident.registered", "id": "SD-7" })).await;
    let mut viewer = viewer(Language::En);
    let counted = count(&env, &viewer).await.expect("read");
    assert_eq!((counted.refused, counted.dead), (Some(1), Some(0)));
    viewer.rights.0.remove(&Role::ShiftHead);
    assert_eq!(count(&env, &viewer).await.expect("read"), Counters::default());
    assert!(refused::load(&env, &viewer).await.expect("read").is_none());
    assert!(refused::load_form(&env, &viewer, "m-1", None, None).await.expect("read").is_none());
    assert!(dead::load(&env, &viewer).await.expect("read").is_none());
    let (service, functions) = (ServiceId::from("emr"), ["open".into()]);
    let registered = register_as(&env, &viewer, "m-1", &service, &functions).await.expect("read");
    assert_eq!(registered, Registered::Gone, "nor is anything registered");
}

#[tokio::test]
async fn a_refused_registration_is_announced_readable_and_offers_the_likeliest_service() {
    let (env, _) = environment().await;
    let sent = json!({ "type": "incident.registered", "id": "SD-7", "service": "emr2", "functions": ["sign"],
        "summary": HOSTILE, "started_at": "2026-11-24T00:00:00Z", "x": { "y": [1] } });
    refuse(&env, "m-1", sent).await;
    refuse(&env, "m-2", json!({ "type": "incident.closed", "id": "SD-8" })).await;
    for viewer in in_both() {
        let first = open::load(&env, &viewer, Refresh::On, 0).await.expect("a page").into_string();
        assert!(
            first.contains("/refused/register?id=m-1&amp;service=emr\"")
                && first.contains("<span class=\"waiting\">2<")
        );
        let all = refused::load(&env, &viewer).await.expect("read").expect("a page").into_string();
        assert!(all.contains("<option value=\"emr\" selected>") && !all.contains("<img") && !all.contains('‹'));
        let service = ServiceId::from("emr");
        let form = refused::load_form(&env, &viewer, "m-1", Some(&service), None).await.expect("read").expect("a form");
        let form = form.into_string();
        assert!(form.contains("value=\"sign\" checked") && form.contains("value=\"open\">") && !form.contains('‹'));
        assert!(refused::load_form(&env, &viewer, "m-9", None, None).await.expect("read").is_none());
    }
}

#[tokio::test]
async fn a_job_given_up_names_its_incident_and_its_error() {
    let (env, _) = running().await;
    let job = give_up(&env).await;
    for viewer in in_both() {
        let page = dead::load(&env, &viewer).await.expect("read").expect("a page").into_string();
        assert!(page.contains(">SD-1042<") && page.contains("&lt;img") && !page.contains('‹'));
    }
    let head = viewer(Language::En);
    let stranger = Viewer { roles: [Role::FirstLine].into(), ..head.clone() };
    assert!(!discard(&env, &stranger, &job, "made by hand").await.expect("read"), "not for everybody");
    assert!(!discard(&env, &head, &job, "  ").await.expect("read"), "not without a reason");
    assert!(!discard(&env, &head, &job, "\u{202e}\u{200b}").await.expect("read"), "nor with one nobody can see");
    assert!(discard(&env, &head, &job, "made by\u{202e} hand").await.expect("written"));
    assert!(!discard(&env, &head, &job, "again").await.expect("read"), "it is gone");
    let page = dead::load(&env, &head).await.expect("read").expect("a page").into_string();
    assert!(page.contains("made by hand") && !page.contains(">SD-1042<"), "{page}");
}

#[tokio::test]
async fn who_registered_is_told_by_name_where_the_catalogue_has_them() {
    let (env, _) = environment().await;
    carry(&env, "1", Command::Register(Registration { registered_by: "e2".to_owned(), ..registration() })).await;
    let viewer = viewer(Language::En);
    let page = incident::load(&env, &viewer, &product(), &id()).await.expect("read").expect("a page").into_string();
    assert!(page.contains(", Smirnova Anna</dd>") && !page.contains(", e2</dd>"), "{page}");
}
