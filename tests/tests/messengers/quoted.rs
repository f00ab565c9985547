//! A partner that refuses and repeats what it was sent, every partner that has an address: no personal data comes back
//! by that way, for what a partner says is kept in the dead list and in the log.

use crate::network::{calls, connections};
use nabat_kit::port::CallError;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const SNILS: &str = "112-233-445 95";
const CARD: &str = "4111 1111 1111 1111";

/// So much of what is said is shown; the number stands across the end of it.
const SHOWN: usize = 200;

fn quoted() -> String {
    format!("cannot take SNILS {SNILS}, card {CARD}, {} SNILS {SNILS}", "x".repeat(SHOWN - 61))
}

/// The refusal in the words of whoever is reached there.
fn refusal(path: &str) -> String {
    let quoted = quoted();
    if path.contains("xmlrpc") {
        let value = |inner: &str| format!("<value>{inner}</value>");
        let member = |name: &str, inner: &str| format!("<member><name>{name}</name>{}</member>", value(inner));
        let words = member("faultString", &format!("<string>{quoted}</string>"));
        let members = format!("{}{words}", member("faultCode", "<int>7</int>"));
        return format!(
            "<?xml version=\"1.0\"?><methodResponse><fault>{}</fault></methodResponse>",
            value(&format!("<struct>{members}</struct>"))
        );
    }
    let error = match path {
        _ if path.starts_with("/w/") => json!({ "code": "abuse", "info": quoted }),
        _ if path.contains("/rest/data") => json!({ "msg": quoted }),
        _ => json!(quoted),
    };
    json!({
        "ok": false, "error_code": 400, "description": quoted, "errcode": "M_BAD", "error": error, "id": "api.bad",
        "message": quoted, "status": "error", "reason": quoted, "errorMessages": [quoted], "errors": { "title": quoted },
    })
    .to_string()
}

async fn refuses(mut stream: TcpStream) {
    let mut head = vec![0; 16 * 1024];
    let read = stream.read(&mut head).await.unwrap_or(0);
    let head = String::from_utf8_lossy(&head[..read]).into_owned();
    let body = refusal(head.split(' ').nth(1).unwrap_or_default());
    let answer = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.write_all(answer.as_bytes()).await;
    // What is still on its way is read, or the answer would be lost in a reset.
    let mut rest = [0; 16 * 1024];
    while matches!(stream.read(&mut rest).await, Ok(1..)) {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_partner_repeats_of_somebody_is_masked() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(refuses(stream));
        }
    });
    let calls = calls(&connections(&address));
    assert!(calls.len() > 10, "every partner is called");
    for (what, call) in calls {
        let error = call.await.expect("no panic").expect_err("it is refused");
        let told = error.to_string();
        assert!(matches!(error, CallError::Permanent(_)) && told.contains("[snils ***]"), "{what}: {told}");
        assert!(!told.contains("112-233") && !told.contains("4111"), "{what}: {told}");
    }
}
