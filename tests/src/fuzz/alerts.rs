//! What an Alertmanager posts, with a token of its own, to a rig that registers what is critical.

use crate::rig::Rig;
use serde_json::{Value, json};
use std::cell::RefCell;

thread_local! {
    static RIG: RefCell<Option<(tokio::runtime::Runtime, Rig)>> = const { RefCell::new(None) };
}

/// The answer is a sentence or a state, never a fault of ours.
pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    RIG.with_borrow_mut(|kept| {
        let (runtime, rig) = kept.get_or_insert_with(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let rig = runtime.block_on(Rig::registering_alerts(&[("severity", "critical")]));
            (runtime, rig)
        });
        let answer = runtime.block_on(rig.alert_bytes(bytes));
        let status = answer.status().as_u16();
        assert!(status < 500, "{status}: {}", String::from_utf8_lossy(answer.body()));
        let body: Value = serde_json::from_slice(answer.body()).expect("the answer is JSON");
        let said = body["error"].as_str().or_else(|| body["message"].as_str()).map(str::to_owned);
        assert!(status < 300 || said.is_some(), "{status} without a word: {body}");
        said.into_iter().collect()
    })
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let group = |status: &str, function: &str| {
        let labels = json!({ "alertname": "BookingFails", "service": "appointments", "function": function, "severity": "critical" });
        let alert = json!({
            "status": status, "labels": labels, "annotations": { "summary": "Запись не отвечает" },
            "startsAt": "2026-11-23T10:58:15.825Z", "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "https://prometheus.example/graph?g0=1", "fingerprint": "5ef77f1f8a3ecf8d",
        });
        json!({
            "version": "4", "groupKey": "{}:{service=\"appointments\"}", "truncatedAlerts": 0, "status": status,
            "receiver": "nabat", "groupLabels": { "service": "appointments" }, "commonLabels": labels,
            "commonAnnotations": {}, "externalURL": "http://alertmanager.example", "alerts": [alert],
        })
        .to_string()
        .into_bytes()
    };
    vec![group("firing", "book"), group("resolved", "book"), group("firing", "nothing")]
}
