//! Partners that send back what they were sent, headers and all, as what is being debugged does: nothing that opens a door
//! stands in the error that becomes of it, which goes into the log, the dead list and packs.

use super::{LONGEST, calls, connections_by, others, untold};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use nabat_domain::ids::SecretId;
use nabat_kit::port::NamedSecrets;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Secrets that would be known again, one a name.
struct Canaries;

fn value(name: &str) -> String {
    format!("canary-{name}-5e1d")
}

impl NamedSecrets for Canaries {
    fn secret(&self, name: &SecretId) -> Option<Vec<u8>> {
        Some(value(name.as_str()).into_bytes())
    }

    fn cure(&self, _: &SecretId) -> String {
        "there is one".to_owned()
    }
}

/// The address of something that answers so, with what came.
async fn echo(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answered(stream, status));
        }
    });
    address
}

async fn answered(mut stream: TcpStream, status: &str) {
    let (mut came, mut piece) = (Vec::new(), [0; 4096]);
    let pause = std::time::Duration::from_millis(300);
    while let Ok(Ok(read @ 1..)) = tokio::time::timeout(pause, stream.read(&mut piece)).await {
        came.extend_from_slice(&piece[..read]);
    }
    // What opens doors first: only the beginning of an answer is shown.
    let text = String::from_utf8_lossy(&came).into_owned();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_by_key(|line| !line.contains("5e1d") && !line.to_ascii_lowercase().starts_with("authorization"));
    let body = lines.join("\n");
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
}

/// Every form in which one of the secrets may stand somewhere.
fn forms() -> Vec<String> {
    let plain = ["a", "b", "c"].map(value);
    let basic = ["nabat", "Nabat@nabat"].map(|user| STANDARD.encode(format!("{user}:{}", value("a"))));
    let coats =
        plain.iter().flat_map(|secret| [STANDARD.encode(secret), URL_SAFE_NO_PAD.encode(secret), secret.clone()]);
    coats.chain(basic).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_that_sends_back_what_it_was_sent_gets_no_secret_into_an_error() {
    let forms = forms();
    let mut errors = 0;
    for status in ["400 Bad Request", "401 Unauthorized", "500 Internal Server Error", "200 OK"] {
        let address = echo(status).await;
        let open = connections_by(&address, &Canaries);
        let (ours, asked) = (calls(&open), others::calls(&address, &open));
        for (what, call) in ours.into_iter().chain(asked).chain(untold::calls(&open)) {
            let ended = tokio::time::timeout(LONGEST, call)
                .await
                .unwrap_or_else(|_| panic!("{status}: {what}: it does not end"));
            // A token of a minute (eXpress) is no named secret, and opens a door all the same.
            let told = match ended.unwrap_or_else(|panic| panic!("{status}: {what}: {panic}")) {
                Ok(told) => told,
                Err(error) => {
                    errors += 1;
                    format!("{error} {error:?}")
                }
            };
            let found = forms.iter().find(|form| told.contains(*form));
            assert_eq!(found, None, "{status}: {what}: {told}");
            assert!(!told.contains("Bearer ey"), "{status}: {what}: {told}");
        }
    }
    assert!(errors > 80, "they fail: {errors}");
}
