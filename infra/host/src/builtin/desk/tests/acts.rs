//! What people do with a record on its page, behind Nabat's back: it is told what it has to know.

use super::page::{get, send};
use super::{Rig, effect, failure, rig};
use crate::builtin::rig::CSRF;
use nabat_domain::ids::DeskId;
use nabat_domain::time::Length;
use nabat_kit::port::{Clock, Desk, NewDeskRecord, RecordCategory};
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn told(rig: &Rig) -> Vec<Value> {
    rig.desk.outbox().deliver_due().await.expect("read");
    rig.receiver.came().iter().map(|came| serde_json::from_slice(&came.body).expect("JSON")).collect()
}

async fn act(rig: &Rig, person: &str, record: &DeskId, act: &str, form: &str) -> StatusCode {
    send(rig, person, &format!("/desk/{record}/{act}"), &format!("csrf={CSRF}&{form}")).await.status()
}

async fn page(rig: &Rig, path: &str) -> String {
    get(rig, "anna", path).await.text().await.expect("text")
}

async fn given(rig: &Rig, from: &DeskId) -> DeskId {
    let new = NewDeskRecord {
        product: "city".into(),
        category: RecordCategory::OnContractor,
        work_group: "altair-line-1".to_owned(),
        title: "Failure on contractor".to_owned(),
        text: "The gateway".to_owned(),
        due: rig.hand.now().plus(Length::minutes(60)),
        from: from.clone(),
    };
    rig.desk.open_record(&effect("given"), &new).await.expect("opened").id
}

#[tokio::test]
async fn a_closed_record_is_opened_again_and_nabat_hears() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    assert_eq!(act(&rig, "anna", &record, "close", "text=by+hand").await, StatusCode::SEE_OTHER);
    assert_eq!(act(&rig, "boris", &record, "reopen", "text=no").await, StatusCode::NOT_FOUND);
    assert_eq!(act(&rig, "anna", &record, "reopen", "text=it+came+back").await, StatusCode::SEE_OTHER);
    assert_eq!(act(&rig, "anna", &record, "reopen", "text=again").await, StatusCode::SEE_OTHER);
    let types: Vec<Value> = told(&rig).await.into_iter().map(|body| body["type"].clone()).collect();
    assert_eq!(types, ["incident.registered", "incident.closed", "incident.updated"], "open already is no news");
    let page = page(&rig, &format!("/desk/{record}")).await;
    assert!(page.contains("it came back") && !page.contains("<p>again"), "{page}");
}

#[tokio::test]
async fn a_comment_stays_in_the_desk() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    assert_eq!(act(&rig, "anna", &record, "comment", "text=%3Cb%3Ecalled+back").await, StatusCode::SEE_OTHER);
    assert_eq!(act(&rig, "anna", &record, "comment", "text=+").await, StatusCode::UNPROCESSABLE_ENTITY);
    let page = page(&rig, &format!("/desk/{record}")).await;
    assert!(page.contains("&lt;b&gt;called back"), "{page}");
    assert_eq!(told(&rig).await.len(), 1, "the registration alone");
}

#[tokio::test]
async fn what_was_registered_is_changed_on_the_same_form() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    let path = format!("/desk/{record}/edit");
    let form = page(&rig, &path).await;
    assert!(form.contains("value=\"book\" checked") && form.contains("value=\"Nobody can book\""), "{form}");
    assert_eq!(get(&rig, "boris", &path).await.status(), StatusCode::NOT_FOUND);
    let sent = "of=city/registry&function=move&scope=clinic-1&scope=nowhere&summary=Nobody+can+move\
        &started_at=2026-06-02T14%3A05";
    assert_eq!(act(&rig, "anna", &record, "edit", sent).await, StatusCode::SEE_OTHER);
    let told = told(&rig).await;
    let last = told.last().expect("told");
    assert_eq!((&last["type"], &last["functions"]), (&json!("incident.updated"), &json!(["move"])));
    assert_eq!((&last["scope"], &last["registered_by"]), (&json!(["clinic-1"]), &json!("anna")));
}

#[tokio::test]
async fn a_work_groups_record_goes_to_another_group_by_another_time() {
    let rig = rig().await;
    let from = rig.desk.register(failure(&rig)).await.expect("registered");
    let record = given(&rig, &from).await;
    rig.hand.on(Length::minutes(90));
    let list = page(&rig, "/desk").await;
    assert!(list.contains("altair-line-1") && list.contains("badge bad"), "it is late: {list}");
    let sent = "work_group=altair-line-2&due=2026-06-03T10%3A00";
    assert_eq!(act(&rig, "anna", &record, "assign", sent).await, StatusCode::SEE_OTHER);
    assert_eq!(act(&rig, "anna", &record, "assign", "work_group=x&due=soon").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page(&rig, &format!("/desk/{record}")).await.contains("altair-line-2"));
    let told = told(&rig).await;
    let last = told.last().expect("told");
    assert_eq!((&last["type"], &last["id"]), (&json!("incident.updated"), &json!(record)));
}

#[tokio::test]
async fn records_are_linked_and_found() {
    let rig = rig().await;
    let (one, two) = (rig.desk.register(failure(&rig)).await, rig.desk.register(failure(&rig)).await);
    let (one, two) = (one.expect("registered"), two.expect("registered"));
    assert_eq!(act(&rig, "anna", &one, "link", &format!("to={two}")).await, StatusCode::SEE_OTHER);
    for to in [one.as_str(), "SD-9", ""] {
        assert_eq!(act(&rig, "anna", &one, "link", &format!("to={to}")).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(page(&rig, &format!("/desk/{two}")).await.contains(&format!("href=\"/desk/{one}\"")), "seen from both");
    rig.desk.close(&one, "anna", "done").await.expect("closed");
    let row = |id: &DeskId| format!("href=\"/desk/{id}\"");
    let open = page(&rig, "/desk?state=open&service=registry&words=NOBODY").await;
    assert!(open.contains(&row(&two)) && !open.contains(&row(&one)), "{open}");
    let none = page(&rig, "/desk?words=sign").await;
    assert!(!none.contains(&row(&two)) && none.contains("value=\"sign\""), "{none}");
}
