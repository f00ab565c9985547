//! Who hears of failures besides those in the chat, by which way, in which of the three texts.

use super::{Criticality, Language, Service};
use crate::ids::{ChannelId, GatewayId, PersonId, SecretId, ServiceId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Ways out, and who is told by them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Notices {
    /// The mail server; no mail is sent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailServer>,
    /// Services that call or text people, by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub gateways: BTreeMap<GatewayId, Gateway>,
    /// Standing rooms of the messenger, by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<ChannelId, Channel>,
    /// How somebody who does not answer in the chat is called, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub call_out: Vec<CallOutBy>,
    /// Who is told of what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<Subscription>,
}

/// A mail server that takes what is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MailServer {
    /// Its host name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is guarded.
    pub security: MailSecurity,
    /// The sender's address.
    pub from: String,
    /// The user to sign in as; nobody where the server takes mail without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Name of the secret that holds the user's password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretId>,
}

/// How a connection to a mail server is guarded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// Not at all: for a relay on the same machine or a network of one's own.
    None,
    /// Begins in the open, and is refused unless the server then turns TLS on.
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// A service that calls or texts people, told by a signed webhook.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gateway {
    /// Where it listens.
    pub url: String,
    /// Name of the secret its deliveries are signed with.
    pub secret: SecretId,
    /// Whether it may stand at an address of a private network.
    #[serde(default)]
    pub private: bool,
}

/// A standing room of the messenger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Channel {
    /// What people see.
    pub title: String,
    /// Who is in it.
    pub people: Vec<PersonId>,
}

/// How somebody is called who does not answer in the chat.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutBy {
    /// By mail to their work address.
    Mail,
    /// By a gateway, to their work telephone.
    Gateway(GatewayId),
}

/// One who is told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Subscription {
    /// Who, and by which way.
    pub to: Recipient,
    /// Which of the texts.
    pub text: NoticeText,
    /// In which language; the person's or the product's where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Services it is about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<ServiceId>,
    /// Classes it is about; with neither services nor classes, the whole product.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub classes: BTreeSet<Criticality>,
    /// Kinds wanted; all where none is named. What takes a word back is never left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<NoticeKind>,
}

/// Who is told, and by which way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Recipient {
    /// A person, by direct message.
    Direct {
        /// Whom.
        person: PersonId,
    },
    /// A standing room of the messenger.
    Channel {
        /// Which.
        channel: ChannelId,
    },
    /// A person, at their work address.
    Mail {
        /// Whom.
        person: PersonId,
    },
    /// A mailbox that is nobody's own.
    Mailbox {
        /// Its address.
        address: String,
    },
    /// A person's work telephone, through a gateway.
    Gateway {
        /// Which gateway.
        gateway: GatewayId,
        /// Whom.
        person: PersonId,
    },
}

/// Which of the three texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeText {
    /// For those who work on it: stage, who leads, what is being done.
    Engineers,
    /// For those who answer for it: what is lost, where, since when, who holds it.
    Managers,
    /// What first line can read out to those who call.
    Callers,
}

/// What a notice says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The failure began.
    Began,
    /// How it goes on, at the rhythm.
    Update,
    /// What was said of it was wrong: another service, other functions.
    Corrected,
    /// It works again, as claimed.
    Restored,
    /// "Restored" is taken back.
    Withdrawn,
    /// It is over, or was none.
    Closed,
}

impl NoticeKind {
    /// The word in files, rows and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Update => "update",
            Self::Corrected => "corrected",
            Self::Restored => "restored",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }
}

impl NoticeText {
    /// The word in files, rows and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Engineers => "engineers",
            Self::Managers => "managers",
            Self::Callers => "callers",
        }
    }
}

/// How far a notice reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Everybody whose subscription fits.
    Everybody,
    /// Those who named the service, and those told of it before: the incident whose chat this one shares
    /// speaks to the others.
    OfTheService,
    /// Only those who were told of this failure before: it takes back or corrects what they heard.
    Told,
}

impl Subscription {
    /// Whether it is about a failure of this service.
    pub fn fits(&self, service: &ServiceId, class: Criticality, reach: Reach) -> bool {
        let named = self.services.contains(service);
        match reach {
            Reach::Told => false,
            Reach::OfTheService => named,
            Reach::Everybody => {
                let product = self.services.is_empty() && self.classes.is_empty();
                named || product || self.classes.contains(&class)
            }
        }
    }

    /// Whether notices of this kind are wanted.
    pub fn wants(&self, kind: NoticeKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

impl Recipient {
    /// The person told, if it is one.
    pub const fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Direct { person } | Self::Mail { person } | Self::Gateway { person, .. } => Some(person),
            Self::Channel { .. } | Self::Mailbox { .. } => None,
        }
    }

    /// A name that is the same for the same recipient: part of what makes a notice go out once. A
    /// mailbox goes by its hash, since names of rows are shown.
    pub fn name(&self) -> String {
        match self {
            Self::Direct { person } => format!("direct.{person}"),
            Self::Channel { channel } => format!("channel.{channel}"),
            Self::Mail { person } => format!("mail.{person}"),
            Self::Mailbox { address } => {
                format!("mailbox.{}", &crate::journal::sha256_hex(address.to_lowercase().as_bytes())[..12])
            }
            Self::Gateway { gateway, person } => format!("{gateway}.{person}"),
        }
    }

    /// The way alone, for counting.
    pub const fn way(&self) -> &'static str {
        match self {
            Self::Direct { .. } => "direct",
            Self::Channel { .. } => "channel",
            Self::Mail { .. } | Self::Mailbox { .. } => "mail",
            Self::Gateway { .. } => "gateway",
        }
    }
}

impl Notices {
    /// Nobody is told of anything, and nobody called out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Subscriptions that fit a failure of this service, the first of each recipient.
    pub fn fitting<'a>(
        &'a self,
        service: &'a Service,
        class: Criticality,
        reach: Reach,
    ) -> BTreeMap<String, &'a Subscription> {
        let mut found = BTreeMap::new();
        for subscription in self.subscriptions.iter().filter(|one| one.fits(&service.id, class, reach)) {
            found.entry(subscription.to.name()).or_insert(subscription);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription() -> Subscription {
        Subscription {
            to: Recipient::Direct { person: "e1".into() },
            text: NoticeText::Managers,
            language: None,
            services: BTreeSet::new(),
            classes: BTreeSet::new(),
            kinds: BTreeSet::new(),
        }
    }

    fn fits(subscription: &Subscription, service: &str, class: Criticality, reach: Reach) -> bool {
        subscription.fits(&service.into(), class, reach)
    }

    #[test]
    fn by_service_or_class_and_with_neither_all_of_the_product() {
        use Criticality::{BusinessCritical, MissionCritical};
        let all = subscription();
        let by_service = Subscription { services: ["queue".into()].into(), ..subscription() };
        let by_class = Subscription { classes: [MissionCritical].into(), ..subscription() };
        let both = Subscription { classes: [MissionCritical].into(), ..by_service.clone() };
        for (one, expected) in [(&all, true), (&by_service, false), (&by_class, false), (&both, false)] {
            assert_eq!(fits(one, "ehr", BusinessCritical, Reach::Everybody), expected);
        }
        assert!(fits(&by_service, "queue", BusinessCritical, Reach::Everybody));
        assert!(fits(&by_class, "ehr", MissionCritical, Reach::Everybody));
        assert!(fits(&both, "queue", BusinessCritical, Reach::Everybody), "either is enough");
        assert!(fits(&both, "ehr", MissionCritical, Reach::Everybody));
        assert!(!fits(&all, "queue", MissionCritical, Reach::OfTheService), "nobody is told twice of one failure");
        assert!(fits(&by_service, "queue", BusinessCritical, Reach::OfTheService));
    }

    #[test]
    fn what_was_stored_before_there_were_notices_has_none() {
        let read: Notices = serde_json::from_str("{}").expect("an empty one is read");
        assert!(read.is_empty());
        assert_eq!(serde_json::to_string(&read).expect("JSON"), "{}");
    }

    #[test]
    fn a_mailbox_is_not_shown_by_its_name() {
        let name = Recipient::Mailbox { address: "Duty@clinics.example".into() }.name();
        assert!(!name.contains('@'), "{name}");
        assert_eq!(name, Recipient::Mailbox { address: "duty@clinics.example".into() }.name());
    }
}
