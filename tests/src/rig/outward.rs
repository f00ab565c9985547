//! A model of the world at large: a mail server and receivers of webhooks that tell repeats, as they should.

use super::crash::Crashes;
use async_trait::async_trait;
use nabat_domain::catalogue::MailServer;
use nabat_domain::ids::SecretId;
use nabat_kit::port::{CallError, EffectKey, Mail, Mailer, NamedSecrets, Outward, Taken, WebhookCall, Webhooks};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

/// What every named secret of the rig is.
pub const NAMED_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[derive(Clone, Default)]
struct Out {
    mails: Vec<(EffectKey, Mail)>,
    /// Every attempt that got through to a receiver.
    calls: Vec<WebhookCall>,
    faults: VecDeque<CallError>,
    answers: VecDeque<Taken>,
    no_secrets: bool,
    says: VecDeque<(u16, Vec<u8>)>,
}

/// The model.
#[derive(Default)]
pub struct ModelOutward(Mutex<Out>);

impl ModelOutward {
    /// A copy.
    pub fn fork(&self) -> Self {
        Self(Mutex::new(self.out().clone()))
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.0.lock().expect("nothing panics while holding it")
    }

    /// The next calls fail so.
    pub fn fail(&self, times: usize, fault: &CallError) {
        self.out().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    /// Receivers answer the next calls so.
    pub fn answer(&self, times: usize, taken: Taken) {
        self.out().answers.extend(std::iter::repeat_n(taken, times));
    }

    /// An automation answers the next call so.
    pub fn says(&self, status: u16, text: &str) {
        self.out().says.push_back((status, text.as_bytes().to_vec()));
    }

    /// Nobody has set the secrets.
    pub fn forget_secrets(&self) {
        self.out().no_secrets = true;
    }

    /// Mails that were taken, in order, repeats as well.
    pub fn mails(&self) -> Vec<Mail> {
        self.out().mails.iter().map(|(_, mail)| mail.clone()).collect()
    }

    /// Calls that were made, in order, repeats as well.
    pub fn calls(&self) -> Vec<WebhookCall> {
        self.out().calls.clone()
    }

    /// Bodies of the calls, one for each id.
    pub fn bodies(&self) -> Vec<serde_json::Value> {
        let out = self.out();
        let mut seen = std::collections::BTreeSet::new();
        let first = out.calls.iter().filter(|call| seen.insert(call.id.clone()));
        first.map(|call| serde_json::from_slice(&call.body).expect("a body is JSON")).collect()
    }

    fn call<T>(&self, work: impl FnOnce(&mut Out) -> T) -> Result<T, CallError> {
        let mut out = self.out();
        match out.faults.pop_front() {
            Some(fault) => Err(fault),
            None => Ok(work(&mut out)),
        }
    }
}

/// The model as a mortal process reaches it.
#[derive(Clone)]
pub struct OutwardPort {
    outward: Arc<ModelOutward>,
    crashes: Crashes,
}

impl OutwardPort {
    /// A port to it.
    pub fn new(outward: ModelOutward, crashes: Crashes) -> Self {
        Self { outward: Arc::new(outward), crashes }
    }

    /// The model itself.
    pub fn plain(&self) -> &ModelOutward {
        &self.outward
    }

    /// The ports.
    pub fn ports(&self) -> Outward {
        let port = Arc::new(self.clone());
        Outward { mailer: port.clone(), webhooks: port.clone(), secrets: port }
    }

    /// A call, which goes by its id.
    async fn keyed<T>(&self, call: &WebhookCall, work: impl FnOnce(&mut Out) -> T) -> Result<T, CallError> {
        let key = EffectKey(call.id.clone());
        self.crashes.effect(&key, format!("call {}", call.url), async { self.outward.call(work) }).await
    }
}

#[async_trait]
impl Mailer for OutwardPort {
    async fn send(&self, key: &EffectKey, _: &MailServer, _: Option<&[u8]>, mail: &Mail) -> Result<(), CallError> {
        let work = |out: &mut Out| out.mails.push((key.clone(), mail.clone()));
        self.crashes.effect(key, format!("mail {}", mail.to), async { self.outward.call(work) }).await
    }
}

#[async_trait]
impl Webhooks for OutwardPort {
    async fn call(&self, call: &WebhookCall) -> Result<Taken, CallError> {
        let work = |out: &mut Out| {
            out.calls.push(call.clone());
            out.answers.pop_front().unwrap_or(Taken::Yes)
        };
        self.keyed(call, work).await
    }

    async fn ask(&self, call: &WebhookCall) -> Result<(u16, Vec<u8>), CallError> {
        let work = |out: &mut Out| {
            out.calls.push(call.clone());
            out.says.pop_front().unwrap_or((200, Vec::new()))
        };
        self.keyed(call, work).await
    }
}

impl NamedSecrets for OutwardPort {
    fn secret(&self, _: &SecretId) -> Option<Vec<u8>> {
        (!self.outward.out().no_secrets).then(|| NAMED_SECRET.as_bytes().to_vec())
    }

    fn cure(&self, name: &SecretId) -> String {
        format!("the rig has no `{name}`")
    }
}
