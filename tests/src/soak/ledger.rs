//! What the desk sent and what it was answered: kept outside of every process of the program.

use nabat_domain::time::At;
use std::collections::BTreeMap;

/// An answer as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// A text of the JSON.
    pub fn text(&self, field: &str) -> Option<String> {
        let body: serde_json::Value = serde_json::from_slice(&self.body).ok()?;
        body[field].as_str().map(str::to_owned)
    }
}

/// A delivery: the same bytes under the same id until it is answered, and once more when the desk is unsure.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The desk's record.
    pub record: String,
    pub body: Vec<u8>,
    pub answer: Option<Answer>,
    /// Times it was answered.
    pub answered: u32,
}

/// The desk's ledger.
#[derive(Default)]
pub struct Ledger(BTreeMap<String, Delivery>);

impl Ledger {
    /// Writes a new record down before it is sent; its delivery's id.
    pub fn write_down(&mut self, body: impl FnOnce(&str) -> Vec<u8>) -> String {
        let number = self.0.len() + 1;
        let (id, record) = (format!("msg_{number:06}"), format!("SD-{number:06}"));
        let body = body(&record);
        self.0.insert(id.clone(), Delivery { record, body, answer: None, answered: 0 });
        id
    }

    /// What is to be sent.
    pub fn body(&self, id: &str) -> Vec<u8> {
        self.0[id].body.clone()
    }

    /// Notes an answer that settles the delivery.
    ///
    /// # Panics
    /// It was answered otherwise before.
    pub fn answered(&mut self, id: &str, answer: Answer, now: At) {
        let delivery = self.0.get_mut(id).expect("it was written down");
        delivery.answered += 1;
        match &delivery.answer {
            None => delivery.answer = Some(answer),
            Some(first) => assert_eq!(
                (first.status, String::from_utf8_lossy(&first.body)),
                (answer.status, String::from_utf8_lossy(&answer.body)),
                "{id} was answered otherwise the second time, at {}",
                now.to_rfc3339()
            ),
        }
    }

    /// Deliveries nobody answered yet.
    pub fn unanswered(&self) -> Vec<String> {
        self.0.iter().filter(|(_, delivery)| delivery.answer.is_none()).map(|(id, _)| id.clone()).collect()
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Delivery> {
        self.0.values()
    }
}
