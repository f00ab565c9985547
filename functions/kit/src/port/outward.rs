//! The world at large: mail servers, and whoever is told by signed webhooks.

use super::{CallError, EffectKey};
use async_trait::async_trait;
use nabat_domain::catalogue::MailServer;
use nabat_domain::ids::SecretId;
use nabat_domain::time::At;
use std::fmt;
use std::sync::Arc;

/// Ways out of Nabat beyond messenger, desk and wiki. Cheap to clone.
#[derive(Clone)]
pub struct Outward {
    /// Sends mail.
    pub mailer: Arc<dyn Mailer>,
    /// Calls those who are told by webhooks.
    pub webhooks: Arc<dyn Webhooks>,
    /// Secrets by name.
    pub secrets: Arc<dyn NamedSecrets>,
}

/// One mail, as plain text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// When it was decided: the date it bears, however late it gets through.
    pub at: At,
}

/// Sends mail. Neither keyed nor probed: no mail server tells whether it has a mail already. A crash
/// between its answer and our record sends it again, under the same `Message-ID`.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail to a server. `Permanent` where it says that this mail will never be taken.
    async fn send(
        &self,
        key: &EffectKey,
        server: &MailServer,
        password: Option<&[u8]>,
        mail: &Mail,
    ) -> Result<(), CallError>;
}

/// A signed call, as it goes over the wire. The receiver tells repeats by `id`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebhookCall {
    /// Where to.
    pub url: String,
    /// Whether that may stand at an address of a private network.
    pub private: bool,
    /// `webhook-id`: the same at every attempt.
    pub id: String,
    /// `webhook-timestamp`, seconds since 1970, UTC: of this attempt.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// JSON.
    pub body: Vec<u8>,
}

/// What the receiver of a webhook answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It has it.
    Yes,
    /// 410: it wants no more of them, ever.
    Gone,
    /// Another answer that repeating will hardly change, such as 401 or 404.
    Refused(u16),
}

/// Calls receivers of webhooks; keyed by `webhook-id`, as far as the receiver keeps to the scheme.
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// Calls once, follows nothing. `Permanent` where repeating cannot help.
    async fn call(&self, call: &WebhookCall) -> Result<Taken, CallError>;

    /// The same with the answer: its status and the beginning of its body.
    async fn ask(&self, call: &WebhookCall) -> Result<(u16, Vec<u8>), CallError>;
}

/// Secrets the configuration names and does not hold.
pub trait NamedSecrets: Send + Sync {
    /// The secret's bytes; nothing where nobody has set it.
    fn secret(&self, name: &SecretId) -> Option<Vec<u8>>;

    /// How to set it, for the operator.
    fn cure(&self, name: &SecretId) -> String;
}

impl fmt::Debug for Outward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outward(…)")
    }
}

impl Outward {
    /// No way out: whatever is to be sent is given up and seen in the dead list.
    pub fn none() -> Self {
        Self { mailer: Arc::new(Nowhere), webhooks: Arc::new(Nowhere), secrets: Arc::new(Nowhere) }
    }
}

struct Nowhere;

fn nowhere<T>() -> Result<T, CallError> {
    Err(CallError::Permanent("this host has no way out".to_owned()))
}

#[async_trait]
impl Mailer for Nowhere {
    async fn send(&self, _: &EffectKey, _: &MailServer, _: Option<&[u8]>, _: &Mail) -> Result<(), CallError> {
        nowhere()
    }
}

#[async_trait]
impl Webhooks for Nowhere {
    async fn call(&self, _: &WebhookCall) -> Result<Taken, CallError> {
        nowhere()
    }

    async fn ask(&self, _: &WebhookCall) -> Result<(u16, Vec<u8>), CallError> {
        nowhere()
    }
}

impl NamedSecrets for Nowhere {
    fn secret(&self, _: &SecretId) -> Option<Vec<u8>> {
        None
    }

    fn cure(&self, _: &SecretId) -> String {
        "this host keeps no secrets".to_owned()
    }
}
