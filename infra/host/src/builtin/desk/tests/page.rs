//! The desk's pages as a browser asks for them.

use super::{Rig, failure, rig};
use crate::builtin::rig::{CSRF, client};
use reqwest::{Response, StatusCode};

pub(super) async fn get(rig: &Rig, person: &str, path: &str) -> Response {
    client().get(format!("{}{path}", rig.base)).header("x-person", person).send().await.expect("answered")
}

pub(super) async fn send(rig: &Rig, person: &str, path: &str, form: &str) -> Response {
    let request = client().post(format!("{}{path}", rig.base)).header("x-person", person);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(form.to_owned()).send().await.expect("answered")
}

#[tokio::test]
async fn a_failure_is_registered_by_the_form_once() {
    let rig = rig().await;
    let choose = get(&rig, "anna", "/desk/new").await.text().await.expect("text");
    assert!(choose.contains("value=\"city/registry\""));
    for section in ["/now", "/problems", "/reliability", "/contractors", "/overdue"] {
        assert!(choose.contains(&format!("href=\"{section}\"")), "{section}");
    }
    let form = get(&rig, "anna", "/desk/new?of=city%2Fregistry").await.text().await.expect("text");
    // 11:30 UTC on the viewer's clock.
    assert!(form.contains("Booking") && form.contains("2026-06-02T14:30"));
    let sent = format!(
        "csrf={CSRF}&once=7&of=city/registry&function=book&function=none&summary=Down&started_at=2026-06-02T14%3A05"
    );
    for _ in 0..2 {
        let answer = send(&rig, "anna", "/desk/new", &sent).await;
        assert_eq!(answer.headers()["location"], "/desk/SD-1001");
    }
    rig.desk.outbox().deliver_due().await.expect("read");
    let came = rig.receiver.came();
    assert_eq!(came.len(), 1);
    let body: serde_json::Value = serde_json::from_slice(&came[0].body).expect("JSON");
    assert_eq!(body["started_at"], "2026-06-02T11:05:00Z");
    assert_eq!(body["functions"], serde_json::json!(["book"]));
}

#[tokio::test]
async fn pages_are_denied_unless_the_estate_allows() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    let path = format!("/desk/{record}");
    assert!(get(&rig, "boris", &path).await.text().await.expect("text").contains("Nobody can book"));
    assert!(get(&rig, "boris", "/desk").await.text().await.expect("text").contains("Nobody can book"));
    assert!(!get(&rig, "carl", "/desk").await.text().await.expect("text").contains("Nobody can book"));
    for (person, path) in [("carl", path.as_str()), ("boris", "/desk/new"), ("boris", "/desk/problems/PRB-0001")] {
        assert_eq!(get(&rig, person, path).await.status(), StatusCode::NOT_FOUND, "{person} {path}");
    }
    let close = format!("{path}/close");
    let form = format!("csrf={CSRF}&text=done");
    assert_eq!(send(&rig, "boris", &close, &form).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(send(&rig, "anna", &close, "csrf=x&text=done").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(send(&rig, "anna", &close, &form).await.status(), StatusCode::SEE_OTHER);
    assert!(get(&rig, "anna", &path).await.text().await.expect("text").contains("closing"));
    let nobody = client().get(format!("{}/desk", rig.base)).send().await.expect("answered");
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_form_that_lacks_something_is_shown_again_as_it_was_filled_in() {
    let rig = rig().await;
    let facts = "summary=Nobody+books&scope=clinic-1&priority=P2&drill=yes&started_at=2026-06-02T14%3A05";
    let backwards = format!("{facts}&function=book&restored_at=2026-06-02T13%3A05");
    for (lacking, words) in [(facts, "Mark at least one function"), (&backwards, "Restored before it began")] {
        let form = format!("csrf={CSRF}&once=7&of=city/registry&{lacking}");
        let answer = send(&rig, "anna", "/desk/new", &form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text().await.expect("text");
        assert!(page.contains(words), "{page}");
        for kept in [
            r#"value="Nobody books""#,
            r#"value="clinic-1" checked"#,
            r#"value="P2" selected"#,
            r#"name="drill" value="yes" checked"#,
            "2026-06-02T14:05",
        ] {
            assert!(page.contains(kept), "{kept}: {page}");
        }
    }
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    let edited = format!("csrf={CSRF}&of=city/registry&{backwards}");
    let answer = send(&rig, "anna", &format!("/desk/{record}/edit"), &edited).await;
    assert_eq!((answer.status(), record.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "SD-1001"));
    assert!(answer.text().await.expect("text").contains(r#"value="Nobody books""#));
}

#[tokio::test]
async fn what_nabat_did_not_take_is_told_in_its_words_alone() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    rig.receiver.answer_next(422, r#"{"error":"There is no service registry"}"#);
    rig.desk.outbox().deliver_due().await.expect("read");
    let page = get(&rig, "anna", &format!("/desk/{record}")).await.text().await.expect("text");
    assert!(page.contains(">There is no service registry<") && !page.contains("list of refusals"), "{page}");
}

#[tokio::test]
async fn services_functions_and_places_are_shown_by_name_to_whoever_sees_the_record() {
    let rig = rig().await;
    let facts = super::NewRecord { scope: vec!["clinic-1".into(), "gone".into()], ..failure(&rig) };
    let record = rig.desk.register(facts).await.expect("registered");
    let page = get(&rig, "boris", &format!("/desk/{record}")).await.text().await.expect("text");
    for named in [">Registry<", ">Booking<", ">Clinic 1, gone<"] {
        assert!(page.contains(named), "{named}: {page}");
    }
    assert!(get(&rig, "boris", "/desk").await.text().await.expect("text").contains(">Registry<"));
}
