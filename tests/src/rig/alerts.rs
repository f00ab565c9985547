//! What an Alertmanager tells the rig.

use super::Rig;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{DeskId, IncidentId};
use nabat_kit::access::{Token, keep_token};
use nabat_kit::http::Answer;
use nabat_kit::keys;
use serde_json::{Map, Value, json};

const TOKEN: &str = "a token of the rig's Alertmanager";

impl Rig {
    /// A group of one alert about a service's function fires, severity critical; the answer as it came.
    #[nabat_kit::boxed]
    pub async fn alert(&self, service: &str, function: &str) -> Answer {
        self.alert_since(service, function, "2026-11-23T10:58:15.825Z").await
    }

    /// The same group, of which what fires now began then.
    #[nabat_kit::boxed]
    pub async fn alert_since(&self, service: &str, function: &str, since: &str) -> Answer {
        let labels =
            json!({ "alertname": "BookingFails", "service": service, "function": function, "severity": "critical" });
        self.group(service, labels, "Запись не отвечает", since).await
    }

    /// The same with words of somebody's in its annotations and in a label of its own.
    pub async fn alert_saying(&self, service: &str, function: &str, words: &str) -> Answer {
        let labels = json!({
            "alertname": "BookingFails", "service": service, "function": function, "severity": "critical", "asked": words,
        });
        self.group(service, labels, words, "2026-11-23T10:58:15.825Z").await
    }

    async fn group(&self, service: &str, labels: Value, summary: &str, since: &str) -> Answer {
        let token = Token { product: self.product.clone(), role: Role::FirstLine, act_as: false };
        // Kept again with each alert; a process that is dying keeps nothing, and is told again.
        let _ = keep_token(self.env.table.as_ref(), TOKEN, &token).await;
        let alert = json!({
            "status": "firing", "labels": labels, "annotations": { "summary": summary, "description": summary },
            "startsAt": since, "generatorURL": "https://prometheus.example/graph?g0=1",
        });
        let group = json!({
            "version": "4", "groupKey": format!("{{}}:{{service=\"{service}\"}}"), "status": "firing",
            "commonLabels": labels, "alerts": [alert],
        });
        self.alert_bytes(group.to_string().as_bytes()).await
    }

    /// Whatever bytes an Alertmanager posts with its token.
    pub async fn alert_bytes(&self, body: &[u8]) -> Answer {
        let token = Token { product: self.product.clone(), role: Role::FirstLine, act_as: false };
        // Kept again with each alert; a process that is dying keeps nothing, and is told again.
        let _ = keep_token(self.env.table.as_ref(), TOKEN, &token).await;
        let request = http::Request::post(format!("/alerts/{}", self.product))
            .header("authorization", format!("Bearer {TOKEN}"))
            .body(body.to_vec())
            .expect("a request");
        let answer = nabat_desk_webhook::alerts::handle(&self.env, &self.product, request).await;
        self.pump().await;
        answer
    }

    /// The incident an answer to an alert names, and what it was called then.
    pub fn alerted(&self, answer: &Answer) -> (IncidentId, DeskId) {
        let told: Value = serde_json::from_slice(answer.body()).expect("the answer is JSON");
        let name = DeskId::from(told["record"].as_str().expect("the answer names it"));
        (IncidentId::of_desk_record(&self.product, &name), name)
    }

    /// How many incidents stand on the product's board.
    #[nabat_kit::boxed]
    pub async fn incidents(&self) -> usize {
        let board = self.env.table.get(&keys::board(&self.product)).await.expect("the table answers");
        let board: Value = serde_json::from_str(&board.expect("there is a board").body).expect("JSON");
        board["claims"].as_object().map_or(0, Map::len)
    }
}
