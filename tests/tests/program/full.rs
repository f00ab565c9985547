//! The program whose disk is full: it answers, takes nothing it cannot keep, says that it is not ready, and goes on by itself
//! once there is room.

use crate::client::{Answer, Api, Grant};
use crate::desk::bytes;
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, sample};
use crate::until::until;
use std::path::Path;
use std::process::Command;

/// No file of the program grows beyond so many bytes from now on; `unlimited` makes room.
fn files_end_at(host: &Host, most: &str) {
    let limit = format!("--fsize={most}:unlimited");
    let told = Command::new("prlimit").args(["--pid", &host.id().to_string(), &limit]).status();
    assert!(told.expect("prlimit runs").success());
}

fn log_of(data: &Data) -> u64 {
    let log: &Path = &data.path().join("nabat.db-wal");
    std::fs::metadata(log).expect("the table has a log").len()
}

/// What the desk sends, the same each time it sends it again.
fn registrations() -> Vec<Vec<u8>> {
    let one = |number| bytes(&failure(&format!("SD-{number}"), "shift-reports", "shift-report"));
    (0..=5).map(one).collect()
}

async fn registers(host: &Host, number: usize, body: &[u8]) -> Answer {
    host.desk().send_bytes(PRODUCT, &format!("msg_{number}"), body).await
}

#[tokio::test]
async fn nothing_is_taken_while_the_disk_is_full_and_everything_once_there_is_room() {
    let (data, sent) = (Data::new(), registrations());
    let host = Host::start_told_of_full_disks(&data);
    let (api, anybody) = (host.api(&data, &Grant::acting(PRODUCT)), Api::new(&host.address, None));
    let led = host.desk().send(PRODUCT, "msg_led", &sample("registered")).await.text("incident");
    until("the chat", async || api.incident(PRODUCT, &led).await["called_at"].is_string().then_some(())).await;
    registers(&host, 0, &sent[0]).await.expect(202);
    assert_eq!(anybody.get("/health/ready").await.status, 200);
    files_end_at(&host, &log_of(&data).to_string());
    for (number, body) in sent.iter().enumerate().skip(1) {
        let answer = registers(&host, number, body).await;
        assert_eq!(answer.status, 503, "{}", String::from_utf8_lossy(&answer.bytes));
    }
    until("not ready", async || (anybody.get("/health/ready").await.status == 503).then_some(())).await;
    // Whoever restarts what does not live would help nobody.
    assert_eq!(anybody.get("/health/live").await.status, 200);
    assert_eq!(api.incident(PRODUCT, &led).await["id"], led, "what is there is read");
    files_end_at(&host, "unlimited");
    for (number, body) in sent.iter().enumerate() {
        registers(&host, number, body).await.expect(202);
    }
    until("ready again", async || (anybody.get("/health/ready").await.status == 200).then_some(())).await;
    let listed = api.all(&format!("/api/{PRODUCT}/incidents")).await;
    assert_eq!(listed.len(), 7, "each of them once: {listed:?}");
    assert!(host.terminate().success());
    data.assert_journals_hold();
}
