//! The pages as a browser asks for them.

use super::{Rig, effect, question, rig, words};
use crate::builtin::rig::{CSRF, client};
use nabat_domain::ids::RoomId;
use nabat_kit::port::{Attachment, EffectKey, Messenger, Said};
use reqwest::{Response, StatusCode};

async fn get(rig: &Rig, person: &str, path: &str) -> Response {
    client().get(format!("{}{path}", rig.base)).header("x-person", person).send().await.expect("answered")
}

async fn page(rig: &Rig, person: &str, path: &str) -> String {
    get(rig, person, path).await.text().await.expect("text")
}

/// Sends a form as a browser without the script would.
async fn send(rig: &Rig, person: &str, path: &str, form: &str) -> Response {
    let request = client().post(format!("{}{path}", rig.base)).header("x-person", person);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.header("origin", &rig.base).body(form.to_owned()).send().await.expect("answered")
}

async fn two_in_a_room() -> (Rig, RoomId) {
    let rig = rig().await;
    let room = rig.room(&["anna", "boris"]).await;
    (rig, room)
}

#[tokio::test]
async fn a_room_is_seen_by_those_in_it_and_by_nobody_else() {
    let (rig, room) = two_in_a_room().await;
    rig.messenger.post(&effect("p"), &room, &words("Said inside")).await.expect("posted");
    assert!(page(&rig, "anna", "/chat/inc-1").await.contains("Said inside"));
    assert!(page(&rig, "anna", "/chat").await.contains("Registry is down"));
    for path in ["/chat/inc-1", "/chat/inc-1/live", "/chat/none"] {
        let answer = get(&rig, "carl", path).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().await.expect("text").contains("Said inside"));
    }
    assert!(!page(&rig, "carl", "/chat").await.contains("Registry is down"));
    let nobody = client().get(format!("{}/chat/inc-1", rig.base)).send().await.expect("answered");
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
    rig.messenger.remove(&effect("out"), &room, "boris").await.expect("removed");
    assert_eq!(get(&rig, "boris", "/chat/inc-1").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn forms_say_press_and_change_without_a_script() {
    let (rig, room) = two_in_a_room().await;
    rig.messenger.post(&effect("q"), &room, &question("Ready?")).await.expect("posted");
    let form = format!("csrf={CSRF}&once=1&text=since+14%3A05&prompt=accept.1&edit=");
    let answer = send(&rig, "anna", "/chat/inc-1/say", &form).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/chat/inc-1#end");
    // The same form sent twice is one message.
    send(&rig, "anna", "/chat/inc-1/say", &form).await;
    send(&rig, "anna", "/chat/inc-1/press", &format!("csrf={CSRF}&once=2&prompt=accept.1&answer=yes")).await;
    rig.messenger.outbox().deliver_due().await.expect("read");
    let said: Vec<Said> = rig.taken().into_iter().map(|delivery| delivery.said).collect();
    let text = Said::Text { text: "since 14:05".to_owned(), prompt: Some("accept.1".into()) };
    assert_eq!(said, [text, Said::Button { prompt: "accept.1".into(), answer: "yes".to_owned() }]);

    let id = rig.taken()[0].message.clone().expect("a message").0;
    let editing = page(&rig, "anna", &format!("/chat/inc-1?edit={id}")).await;
    assert!(editing.contains("since 14:05</textarea>"), "{editing}");
    send(&rig, "anna", "/chat/inc-1/say", &format!("csrf={CSRF}&once=3&text=since+14%3A15&edit={id}")).await;
    let shown = page(&rig, "boris", "/chat/inc-1").await;
    assert!(shown.contains("since 14:15") && shown.contains("edited") && shown.contains("I accept"));
    assert!(page(&rig, "anna", "/chat/inc-1?answer=accept.1").await.contains("Answer to:"));
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let (rig, _room) = two_in_a_room().await;
    let wrong = send(&rig, "anna", "/chat/inc-1/say", "csrf=guess&once=1&text=hi").await;
    assert_eq!(wrong.status(), StatusCode::FORBIDDEN);
    let elsewhere = client()
        .post(format!("{}/chat/inc-1/say", rig.base))
        .header("x-person", "anna")
        .header("origin", "http://elsewhere.example")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("csrf={CSRF}&once=1&text=hi"));
    assert_eq!(elsewhere.send().await.expect("answered").status(), StatusCode::FORBIDDEN);
    let outsider = send(&rig, "carl", "/chat/inc-1/say", &format!("csrf={CSRF}&once=1&text=hi")).await;
    assert_eq!(outsider.status(), StatusCode::NOT_FOUND);
    rig.messenger.outbox().deliver_due().await.expect("read");
    assert!(rig.taken().is_empty());
}

#[tokio::test]
async fn what_people_write_is_never_markup() {
    let (rig, room) = two_in_a_room().await;
    let text = "<script>alert(1)</script> \"><img src=x>".to_owned();
    rig.messenger.say_as("anna", &room, Said::Text { text, prompt: None }).await.expect("said");
    let answer = get(&rig, "anna", "/chat/inc-1").await;
    let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"));
    let shown = answer.text().await.expect("text");
    assert!(shown.contains("&lt;script&gt;") && !shown.contains("<script>alert") && !shown.contains("<img"));
}

#[tokio::test]
async fn drawings_of_the_bot_are_shown_in_the_message_and_nobody_elses() {
    let (rig, room) = two_in_a_room().await;
    let file = Attachment { name: "Мониторинг.svg".to_owned(), content: b"<svg/>".to_vec() };
    let id = rig.messenger.attach(&EffectKey("charts".to_owned()), &room, &file).await.expect("posted");
    let path = format!("/chat/inc-1/files/{}", id.0);
    let shown = get(&rig, "anna", "/chat/inc-1").await.text().await.expect("text");
    assert!(shown.contains(&format!("<img class=\"drawing\" src=\"{path}\"")), "{shown}");
    let answer = get(&rig, "anna", &path).await;
    assert_eq!(answer.headers()["content-type"], "image/svg+xml");
    assert!(answer.headers()["content-disposition"].to_str().expect("text").starts_with("attachment;"));
    assert!(answer.headers()["content-security-policy"].to_str().expect("text").contains("default-src 'none'"));
    let request = client().post(format!("{}/chat/inc-1/files?name=mine.svg&once=1", rig.base));
    let request = request.header("x-person", "anna").header("x-csrf", CSRF).body("<svg onload=\"alert(1)\"/>");
    assert_eq!(request.send().await.expect("answered").status(), StatusCode::NO_CONTENT);
    rig.messenger.outbox().deliver_due().await.expect("read");
    let id = rig.taken()[0].message.clone().expect("a message").0;
    let answer = get(&rig, "boris", &format!("/chat/inc-1/files/{id}")).await;
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    let shown = get(&rig, "boris", "/chat/inc-1").await.text().await.expect("text");
    assert_eq!(shown.matches("<img").count(), 1, "only the bot's");
}

#[tokio::test]
async fn files_go_to_people_in_the_room_as_attachments() {
    let (rig, _room) = two_in_a_room().await;
    let send = |person: &'static str, csrf: &'static str, content: Vec<u8>| {
        let request = client().post(format!("{}/chat/inc-1/files?name=log%20%D0%B0.html&once=1", rig.base));
        request.header("x-person", person).header("x-csrf", csrf).body(content).send()
    };
    assert_eq!(send("anna", "no", b"<b>".to_vec()).await.expect("answered").status(), StatusCode::FORBIDDEN);
    assert_eq!(send("anna", CSRF, b"<b>".to_vec()).await.expect("answered").status(), StatusCode::NO_CONTENT);
    let large = send("anna", CSRF, vec![0; 10 * 1024 * 1024 + 1]).await.expect("answered");
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    rig.messenger.outbox().deliver_due().await.expect("read");
    let id = rig.taken()[0].message.clone().expect("a message").0;
    let path = format!("/chat/inc-1/files/{id}");
    let answer = get(&rig, "boris", &path).await;
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename*=UTF-8''log%20%D0%B0.html");
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    assert_eq!(answer.bytes().await.expect("bytes"), "<b>");
    assert_eq!(get(&rig, "carl", &path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_sites_link_marks_nothing_as_read() {
    let (rig, room) = two_in_a_room().await;
    rig.messenger.post(&effect("p"), &room, &words("Said inside")).await.expect("posted");
    let opened = client().get(format!("{}/chat/inc-1", rig.base)).header("x-person", "anna");
    let opened = opened.header("sec-fetch-site", "cross-site").send().await.expect("answered");
    assert!(opened.text().await.expect("text").contains("Said inside"), "it is shown");
    assert!(page(&rig, "anna", "/chat").await.contains("1 unread message"));
    page(&rig, "anna", "/chat/inc-1").await;
    assert!(!page(&rig, "anna", "/chat").await.contains("unread message"));
}

#[tokio::test]
async fn unread_messages_are_counted_until_seen() {
    let (rig, room) = two_in_a_room().await;
    rig.messenger.post(&effect("p1"), &room, &words("one")).await.expect("posted");
    rig.messenger.say_as("anna", &room, Said::Text { text: "two".to_owned(), prompt: None }).await.expect("said");
    assert!(page(&rig, "boris", "/chat").await.contains("2 unread messages"));
    assert!(page(&rig, "anna", "/chat").await.contains("1 unread message\""), "one's own do not count");
    page(&rig, "boris", "/chat/inc-1").await;
    assert!(!page(&rig, "boris", "/chat").await.contains("unread message"));
}

#[tokio::test]
async fn an_open_page_hears_of_changes_and_a_lost_one_catches_up() {
    let (rig, room) = two_in_a_room().await;
    let first = rig.messenger.post(&effect("p1"), &room, &words("first")).await.expect("posted");
    let mut open = get(&rig, "anna", "/chat/inc-1/live?since=0").await;
    let shown = event(&mut open).await;
    assert!(shown.contains("first"), "what came before the page listened: {shown}");
    rig.messenger.edit(&effect("e1"), &room, &first, &words("first, changed")).await.expect("edited");
    let shown = event(&mut open).await;
    assert!(shown.contains("first, changed") && shown.contains("id=\"m1\""), "{shown}");
    let last = shown.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id").to_owned();
    rig.messenger.post(&effect("p2"), &room, &words("second")).await.expect("posted");
    let again = client().get(format!("{}/chat/inc-1/live?since=0", rig.base));
    let again = again.header("x-person", "anna").header("last-event-id", last);
    let shown = event(&mut again.send().await.expect("answered")).await;
    assert!(shown.contains("second") && !shown.contains("first, changed</p>"), "{shown}");
    rig.messenger.remove(&effect("out"), &room, "anna").await.expect("removed");
    while open.chunk().await.expect("ends well").is_some() {}
}

/// One event of a stream.
async fn event(open: &mut Response) -> String {
    let mut text = String::new();
    while !text.ends_with("\n\n") {
        let chunk = open.chunk().await.expect("no fault").expect("not ended");
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    text
}
