//! `notices.yaml`: ways out, and who is told by them. A product can do without.

#[cfg(test)]
use crate::configuration::schema;
use nabat_domain::catalogue::{
    CallOutBy, Channel, Criticality, Gateway, Language, MailSecurity, MailServer, NoticeKind, NoticeText, Notices,
    Recipient, Subscription,
};
use nabat_domain::ids::{ChannelId, GatewayId, PersonId, SecretId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeSet;
use std::num::NonZeroU16;

/// The word for a direct message of the product's messenger.
pub const DIRECT: &str = "direct";

/// The word for a mail.
pub const MAIL: &str = "mail";

/// Who hears of failures besides those in the chat.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NoticesEntry {
    /// The mail server that takes what is sent.
    pub mail: Option<MailEntry>,
    /// Services that call or text people, told by a signed webhook.
    pub gateways: Vec<GatewayEntry>,
    /// Standing rooms of the messenger.
    pub channels: Vec<ChannelEntry>,
    /// How somebody who does not answer in the chat is called, in order: `mail`, or a gateway's id.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub call_out: Vec<Spanned<String>>,
    /// Who is told of what.
    pub subscriptions: Vec<SubscriptionEntry>,
}

/// The mail server.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MailEntry {
    /// Its host name; `builtin` keeps mail as files in the data folder, for trying it out.
    #[cfg_attr(test, schemars(with = "String"))]
    pub host: Spanned<String>,
    /// Its port; 25, 587 or 465 by the security if none is named.
    pub port: Option<NonZeroU16>,
    /// `tls` from the first byte, `starttls`, or `none` on a network of one's own.
    #[cfg_attr(test, schemars(with = "schema::Word<MailSecurity>"))]
    pub security: Spanned<MailSecurity>,
    /// The sender's address.
    #[cfg_attr(test, schemars(with = "String"))]
    pub from: Spanned<String>,
    /// The user to sign in as.
    #[serde(default)]
    pub user: Option<String>,
    /// Name of the secret that holds the user's password; the password itself stands in no file here.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub password: Option<Spanned<SecretId>>,
}

/// A service that calls or texts people.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GatewayEntry {
    /// Its id, as `by` and `call_out` name it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<GatewayId>,
    /// Where it listens; `builtin` keeps calls as files in the data folder, for trying it out.
    #[cfg_attr(test, schemars(with = "String"))]
    pub url: Spanned<String>,
    /// Name of the secret its deliveries are signed with.
    #[cfg_attr(test, schemars(with = "String"))]
    pub secret: Spanned<SecretId>,
    /// Whether it may stand in a private network; refused otherwise.
    #[serde(default)]
    pub private: bool,
}

/// A standing room of the messenger.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChannelEntry {
    /// Its id, as subscriptions name it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ChannelId>,
    /// What people see.
    pub title: String,
    /// Who is in it.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub people: Vec<Spanned<PersonId>>,
}

/// One who is told: a person, a channel or a mailbox.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubscriptionEntry {
    /// Which of the texts.
    #[cfg_attr(test, schemars(with = "schema::Word<NoticeText>"))]
    pub text: Spanned<NoticeText>,
    /// A person, by id.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub person: Option<Spanned<PersonId>>,
    /// By which ways the person is told: `direct`, `mail`, or a gateway's id.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub by: Vec<Spanned<String>>,
    /// A channel, by id.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub channel: Option<Spanned<ChannelId>>,
    /// The address of a mailbox that is nobody's own.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub mailbox: Option<Spanned<String>>,
    /// In which language, if not the person's or the product's.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<schema::Word<Language>>"))]
    pub language: Option<Language>,
    /// Services it is about.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub services: Vec<Spanned<ServiceId>>,
    /// Classes it is about; with neither services nor classes, the whole product.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<schema::Word<Criticality>>"))]
    pub classes: Vec<Criticality>,
    /// Kinds wanted; all if none is named. What takes a word back always follows it.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<schema::Word<NoticeKind>>"))]
    pub kinds: BTreeSet<NoticeKind>,
}

impl NoticesEntry {
    /// The notices of the catalogue.
    pub fn notices(&self) -> Notices {
        let gateways = self.gateways.iter().map(|entry| (entry.id.value.clone(), entry.gateway()));
        let channels = self.channels.iter().map(|entry| (entry.id.value.clone(), entry.channel()));
        let by = |way: &Spanned<String>| match way.value.as_str() {
            MAIL => CallOutBy::Mail,
            gateway => CallOutBy::Gateway(gateway.into()),
        };
        Notices {
            mail: self.mail.as_ref().map(MailEntry::server),
            gateways: gateways.collect(),
            channels: channels.collect(),
            call_out: self.call_out.iter().map(by).collect(),
            subscriptions: self.subscriptions.iter().flat_map(SubscriptionEntry::subscriptions).collect(),
        }
    }
}

impl MailEntry {
    fn server(&self) -> MailServer {
        let usual = match self.security.value {
            MailSecurity::None => 25,
            MailSecurity::Starttls => 587,
            MailSecurity::Tls => 465,
        };
        MailServer {
            host: self.host.value.clone(),
            port: self.port.map_or(usual, NonZeroU16::get),
            security: self.security.value,
            from: self.from.value.clone(),
            user: self.user.clone(),
            password: self.password.as_ref().map(|secret| secret.value.clone()),
        }
    }
}

impl GatewayEntry {
    fn gateway(&self) -> Gateway {
        Gateway { url: self.url.value.clone(), secret: self.secret.value.clone(), private: self.private }
    }
}

impl ChannelEntry {
    fn channel(&self) -> Channel {
        let people = self.people.iter().map(|person| person.value.clone());
        Channel { title: self.title.clone(), people: people.collect() }
    }
}

impl SubscriptionEntry {
    /// One subscription a way.
    fn subscriptions(&self) -> Vec<Subscription> {
        let to = |to: Recipient| Subscription {
            to,
            text: self.text.value,
            language: self.language,
            services: self.services.iter().map(|service| service.value.clone()).collect(),
            classes: self.classes.iter().copied().collect(),
            kinds: self.kinds.clone(),
        };
        let person = self.person.iter().flat_map(|person| {
            self.by.iter().map(|way| match (way.value.as_str(), person.value.clone()) {
                (DIRECT, person) => Recipient::Direct { person },
                (MAIL, person) => Recipient::Mail { person },
                (gateway, person) => Recipient::Gateway { gateway: gateway.into(), person },
            })
        });
        let channel = self.channel.iter().map(|channel| Recipient::Channel { channel: channel.value.clone() });
        let mailbox = self.mailbox.iter().map(|mailbox| Recipient::Mailbox { address: mailbox.value.clone() });
        person.chain(channel).chain(mailbox).map(to).collect()
    }
}
