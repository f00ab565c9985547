//! Outgoing webhooks of the real program: kept by its own receiver, listed, replayed under the same ids.

use crate::host::{Data, Host, printed, run};
use crate::until::until;
use nabat::clocks::MachineClock;
use nabat_domain::time::Length;
use nabat_kit::port::Clock as _;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Deliveries kept as files; gateways' calls lie beside them.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let is_ours =
        |path: &PathBuf| std::fs::read_to_string(path).is_ok_and(|text| text.contains("\"incident.registered\""));
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|file| file.path());
    let mut kept: Vec<PathBuf> =
        files.filter(|path| path.to_string_lossy().ends_with(".webhook.json")).filter(is_ours).collect();
    kept.sort();
    kept
}

#[tokio::test]
async fn what_was_missed_is_sent_again_under_the_same_ids() {
    let data = Data::new();
    let host = Host::start(&data);
    let begun = MachineClock.now().minus(Length::minutes(1));
    let body = json!({
        "type": "incident.registered", "id": "SD-1", "service": "appointments", "functions": ["book"],
        "summary": "Не работает", "started_at": begun.to_rfc3339(), "registered_by": "first line",
    });
    assert_eq!(host.desk().send("clinics", "msg_1", &body).await.status, 202);
    let folder = data.path().join("outward");
    let first = until("the delivery", async || kept(&folder).first().cloned()).await;
    let text = std::fs::read_to_string(&first).expect("it can be read");
    let told: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(told["body"]["type"], "incident.registered");

    let listed = run(&["webhooks", "list", "--data", &data.text()]);
    assert!(printed(&listed).contains("clinics  shift-board  5 events  builtin  on"), "{}", printed(&listed));

    std::fs::remove_file(&first).expect("the receiver loses it");
    let of = ["--product", "clinics", "--webhook", "shift-board", "--data"];
    let from = begun.to_rfc3339();
    let replay = |more: &[&str]| {
        let text = data.text();
        let mut arguments = vec!["webhooks", "replay"];
        arguments.extend(of);
        arguments.extend([text.as_str(), "--from", &from]);
        arguments.extend(more);
        printed(&run(&arguments))
    };
    assert!(replay(&["--dry-run"]).contains("1 deliveries would be sent again"), "{}", replay(&["--dry-run"]));
    assert!(kept(&folder).is_empty());
    assert!(replay(&[]).contains("1 deliveries are sent again"));
    let again = until("the replay", async || kept(&folder).first().cloned()).await;
    assert_eq!(again, first, "the same id, so that a receiver that has it knows");

    let unknown = run(&["webhooks", "on", "--product", "clinics", "--webhook", "bus", "--data", &data.text()]);
    assert!(printed(&unknown).contains("`clinics` has no webhook `bus`; it has: shift-board"), "{}", printed(&unknown));
}
