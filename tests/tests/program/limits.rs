//! How much is taken at the desk's door: bytes, levels, JSON.

use crate::desk::bytes;
use crate::host::{Data, Host};
use crate::person::Person;
use crate::samples::{PRODUCT, sample};
use serde_json::{Value, json};

/// The largest body that is taken, bytes.
const LARGEST: usize = 256 * 1024;

#[tokio::test]
async fn over_256_kilobytes_is_too_large() {
    let data = Data::new();
    let host = Host::start(&data);
    let desk = host.desk();
    desk.send_bytes(PRODUCT, "msg_1", &of_size(LARGEST + 1)).await.expect(413);
    desk.send_bytes(PRODUCT, "msg_2", &of_size(LARGEST)).await.expect(202);
}

#[tokio::test]
async fn far_too_much_is_refused_and_the_next_one_taken() {
    let data = Data::new();
    let host = Host::start(&data);
    let desk = host.desk();
    // The program may close before it has read everything: either way it is no 2xx.
    let answer = desk.try_send(PRODUCT, "msg_1", &of_size(20 * 1024 * 1024)).await;
    assert!(answer.map_or(true, |answer| answer.status == 413));
    desk.send(PRODUCT, "msg_2", &sample("registered")).await.expect(202);
}

/// What a door answers once more came than it takes, though more is still to come.
fn answered_meanwhile(address: &str, path: &str, more: usize) -> String {
    use std::io::{Read as _, Write as _};
    let mut caller = std::net::TcpStream::connect(address).expect("the host listens");
    caller.set_read_timeout(Some(std::time::Duration::from_secs(20))).expect("a timeout");
    let head = format!("POST {path} HTTP/1.1\r\nhost: nabat\r\ncontent-length: 999999999\r\n\r\n");
    caller.write_all(head.as_bytes()).expect("written");
    // It may be answered, and shut, before all of it was sent.
    let _ = caller.write_all(&vec![b' '; more]);
    let mut answer = [0; 64];
    let read = caller.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_over() {
    let data = Data::new();
    let host = Host::start(&data);
    let address = host.address.trim_start_matches("http://").to_owned();
    for (path, most) in [
        (format!("/desk/{PRODUCT}/generic"), LARGEST),
        (format!("/desk/{PRODUCT}/webhook"), LARGEST),
        (format!("/alerts/{PRODUCT}"), 4 * 1024 * 1024),
        ("/chat/builtin".to_owned(), LARGEST),
        ("/api/products".to_owned(), LARGEST),
    ] {
        let (address, asked) = (address.clone(), path.clone());
        let answer = tokio::task::spawn_blocking(move || answered_meanwhile(&address, &asked, most + 2)).await;
        assert_eq!(answer.expect("no panic"), "HTTP/1.1 413 Payload Too Large", "{path}");
    }
}

#[tokio::test]
async fn deeper_than_32_levels_is_refused() {
    let data = Data::new();
    let host = Host::start(&data);
    let desk = host.desk();
    desk.send(PRODUCT, "msg_1", &of_depth(33)).await.expect(400);
    desk.send(PRODUCT, "msg_2", &of_depth(32)).await.expect(202);
}

#[tokio::test]
async fn what_is_no_json_object_is_refused() {
    let data = Data::new();
    let host = Host::start(&data);
    let cut = &bytes(&sample("registered"))[..40];
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    for body in [b"".as_slice(), b"service is down", b"[]", b"null", b"\"text\"", b"{} {}", b"\xff\xfe{}", cut, &deep] {
        let answer = host.desk().send_bytes(PRODUCT, "msg_1", body).await;
        assert!(!answer.expect(400)["error"].as_str().expect("a reason").is_empty());
    }
}

/// A registration of exactly this size.
fn of_size(size: usize) -> Vec<u8> {
    let mut body = sample("registered");
    body["description"] = json!("");
    let rest = size - bytes(&body).len();
    body["description"] = json!("x".repeat(rest));
    let made = bytes(&body);
    assert_eq!(made.len(), size);
    made
}

/// A registration with a field beside, nested so that the whole is this deep.
fn of_depth(depth: usize) -> Value {
    let nested = (1..depth).fold(json!("x"), |inner, _| json!([inner]));
    let mut body = sample("registered");
    body["custom"] = nested;
    body
}

#[tokio::test]
async fn a_host_keeps_to_the_limits_it_was_started_with() {
    let data = Data::with_environment(vec![("NABAT_LIMITS", "sign-in=2".to_owned())]);
    let host = Host::start(&data);
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answer = client.get(format!("{}/in/x", host.address)).send().await.expect("answered");
        statuses.push((answer.status().as_u16(), answer.headers().contains_key("retry-after")));
    }
    assert_eq!(statuses, [(200, false), (200, false), (429, true)]);
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
}

#[tokio::test]
async fn a_form_over_256_kilobytes_is_not_read_to_its_end() {
    let data = Data::new();
    let host = Host::start(&data);
    let manager = Person::of(&host, &data, "e5001").await;
    let csrf = manager.csrf("/now").await;
    for (more, wanted) in [(0, 404), (LARGEST, 413)] {
        let form = format!("csrf={csrf}&id=x&reason={}", "x".repeat(more));
        assert_eq!(manager.posted("/dead/discard", &csrf, &host.address, form).await, wanted, "{more} bytes more");
    }
}

#[tokio::test]
async fn a_caller_that_never_ends_its_request_does_not_hold_the_end_up() {
    use std::io::Write as _;
    let data = Data::new();
    let host = Host::start(&data);
    let address = host.address.trim_start_matches("http://").to_owned();
    let mut caller = std::net::TcpStream::connect(address).expect("the host listens");
    let head = format!("POST /desk/{PRODUCT}/generic HTTP/1.1\r\nhost: nabat\r\ncontent-length: 1000\r\n\r\nhalf");
    caller.write_all(head.as_bytes()).expect("half a request");
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let ended = tokio::task::spawn_blocking(move || host.terminate());
    let ended = tokio::time::timeout(std::time::Duration::from_secs(25), ended).await;
    assert!(ended.expect("it ends by itself").expect("no panic").success());
    drop(caller);
}
