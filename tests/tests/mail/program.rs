//! The real program sends through a server that wants TLS and a password.

use crate::server::Server;
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock as _;
use nabat_kit::signature::{SigningSecret, sign};
use nabat_tests::folder::Folder;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The running program, ended when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The clinics of the example with another `notices.yaml`.
fn estate(folder: &Folder, notices: &str) -> PathBuf {
    let (from, to) =
        (Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/example/clinics"), folder.path().join("estate"));
    std::fs::create_dir_all(to.join("clinics")).expect("a folder");
    for file in std::fs::read_dir(from).expect("the example is there") {
        let file = file.expect("it can be listed");
        std::fs::copy(file.path(), to.join("clinics").join(file.file_name())).expect("it can be copied");
    }
    std::fs::write(to.join("clinics/notices.yaml"), notices).expect("it can be written");
    to
}

fn start(folder: &Folder, estate: &Path, authority: &Path) -> (Running, String) {
    let this = std::env::current_exe().expect("this test has a path");
    let built = this.parent().and_then(Path::parent).expect("tests stand two folders deep").join("nabat");
    let program = std::env::var_os("NABAT_PROGRAM").map_or(built, PathBuf::from);
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .arg(estate)
        .env("NABAT_DESK_SECRET", SECRET)
        .env("NABAT_SECRET_MAIL_PASSWORD", "correct horse")
        .env("SSL_CERT_FILE", authority)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts: cargo build -p nabat");
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
    output.read_line(&mut line).expect("it prints");
    // More is printed: the pipe stays open.
    std::mem::forget(output);
    let address = line.rsplit(' ').next().expect("it names its address").trim().to_owned();
    (Running(child), address)
}

#[tokio::test]
async fn a_registered_failure_is_mailed_over_tls_with_a_password() {
    let server = Server::start("tls").expect("it starts");
    let folder = Folder::new();
    let notices = format!(
        "mail: {{ host: localhost, port: {}, security: starttls, from: nabat@clinics.example, user: nabat, password: mail-password }}\n\
         channels:\n  - {{ id: operations, title: Operations, people: [] }}\n\
         subscriptions:\n  - {{ mailbox: callers@clinics.example, text: callers }}\n",
        server.port
    );
    let estate = estate(&folder, &notices);
    let (_running, address) = start(&folder, &estate, &server.authority());
    let now = MachineClock.now();
    let body = serde_json::json!({
        "type": "incident.registered", "id": "SD-1", "service": "appointments", "functions": ["book"],
        "summary": "Не работает", "started_at": now.to_rfc3339(), "registered_by": "first line",
    });
    let (bytes, seconds) = (serde_json::to_vec(&body).expect("JSON"), now.0.div_euclid(1_000));
    let key = SigningSecret::parse(SECRET).expect("published");
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let answer = client
        .post(format!("{address}/desk/clinics/generic"))
        .header("webhook-id", "msg_1")
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", sign(key.bytes(), "msg_1", seconds, &bytes))
        .body(bytes)
        .send()
        .await
        .expect("the program answers");
    assert_eq!(answer.status().as_u16(), 202);
    let mailed = async {
        while server.mails().is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), mailed).await.expect("the mail arrives");
    assert!(server.mails()[0].contains("To: callers@clinics.example"));
}
