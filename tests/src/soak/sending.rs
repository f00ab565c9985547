//! The desk: what fails when, and how it is sent until it is answered.

use super::estate::product;
use super::ledger::Answer;
use super::outside::{Act, Outside};
use nabat_domain::catalogue::Service;
use nabat_domain::time::{At, Length};
use nabat_kit::signature::sign;
use serde_json::json;

/// High-priority failures a day. Today's estate is down for 6.27 % of a year, 549 hours, at an hour and a half each:
/// 366 a year, one a day; here it is ten times that.
const FAILURES_A_DAY: f64 = 10.0;

/// Failures of lower priority to one of these.
const LESSER: u64 = 2;

/// The longest after which an answer given once has to be given again: inbox records live a week.
const AGAIN_WITHIN: i64 = 6 * 24 * 60;

impl Outside {
    /// Something fails; the desk writes it down, and sends it at once and perhaps again.
    pub fn something_fails(&mut self) {
        let now = self.now();
        if self.fails {
            let gap = self.gap();
            self.plan(now.plus(gap), Act::Fails);
        }
        let (service, high) = (self.one_service(), self.dice.below(LESSER + 1) == 0);
        let mut body = self.registration(&service, high, now);
        let id = self.ledger.write_down(|record| {
            body["id"] = json!(record);
            serde_json::to_vec(&body).expect("a JSON value")
        });
        self.plan(now, Act::Sends(id.clone()));
        if self.dice.happens(30) {
            self.plan(now, Act::Sends(id.clone()));
        }
        if self.dice.happens(20) {
            let later = now.plus(Length::minutes(self.dice.between(1, AGAIN_WITHIN)));
            self.plan(later, Act::Sends(id));
        }
    }

    fn registration(&mut self, service: &Service, high: bool, now: At) -> serde_json::Value {
        let began = now.minus(Length::minutes(self.dice.between(2, 12)));
        let mut body = json!({
            "type": "incident.registered",
            "service": service.id,
            "functions": [service.functions[0].id],
            "summary": "Не открывается, очередь в регистратуре",
            "started_at": began.to_rfc3339(),
            "registered_by": "first line",
            "priority": if high { "P1" } else { "P4" },
        });
        if self.dice.happens(5) {
            body["restored_at"] = json!(now.minus(Length::minutes(1)).to_rfc3339());
        }
        if self.dice.happens(3) {
            body["service"] = json!(format!("{}-mistyped", service.id));
        }
        body
    }

    fn one_service(&mut self) -> Service {
        let services: Vec<&Service> = self.estate.products[&product()].catalogue.services.values().collect();
        (*self.dice.one_of(&services).expect("the estate has services")).clone()
    }

    /// Until the next failure: they come independently of each other.
    fn gap(&mut self) -> Length {
        let each = 24.0 * 3_600_000.0 / (FAILURES_A_DAY * (1.0 + LESSER as f64));
        let chance = (self.dice.below(1_000_000) as f64 + 1.0) / 1_000_000.0;
        Length((-chance.ln() * each) as i64)
    }

    /// Sends a delivery; it is sent again until it is answered for good.
    pub async fn send(&mut self, client: &reqwest::Client, address: &str, secret: &[u8], id: &str) {
        let body = self.ledger.body(id);
        let seconds = nabat_kit::port::Clock::now(self.clock.as_ref()).0.div_euclid(1_000);
        let request = client
            .post(format!("{address}/desk/{}/generic", product()))
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", sign(secret, id, seconds, &body))
            .body(body);
        let answer = match request.send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                answer.bytes().await.ok().map(|body| Answer { status, body: body.to_vec() })
            }
            Err(_) => None,
        };
        let now = self.now();
        match answer {
            Some(answer) if matches!(answer.status, 202 | 422) => self.ledger.answered(id, answer, now),
            Some(answer) if answer.status < 500 => {
                panic!("{id}: {} {}", answer.status, String::from_utf8_lossy(&answer.body))
            }
            _ => {
                let later = now.plus(Length::seconds(self.dice.between(20, 120)));
                self.plan(later, Act::Sends(id.to_owned()));
            }
        }
    }
}
