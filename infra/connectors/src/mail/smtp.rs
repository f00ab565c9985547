//! SMTP: one connection a mail, plain text, a `Message-ID` that is the same at every attempt.
//!
//! Neither keyed nor probed: a server that took a mail and closed before saying so gets it again. Servers
//! and readers that look at `Message-ID` show it once.

use crate::http::{CALL, said};
use crate::tls;
use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use nabat_domain::catalogue::{MailSecurity, MailServer};
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CallError, EffectKey, Mail, Mailer};
use std::time::{Duration, SystemTime};

/// The connector.
#[derive(Clone, Copy, Debug, Default)]
pub struct Smtp;

#[async_trait]
impl Mailer for Smtp {
    async fn send(
        &self,
        key: &EffectKey,
        server: &MailServer,
        password: Option<&[u8]>,
        mail: &Mail,
    ) -> Result<(), CallError> {
        let message = message(key, server, mail)?;
        let transport = transport(server, password)?;
        // One mail, from the first byte to the last answer.
        match tokio::time::timeout(CALL, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failed(&error)),
            Err(_) => Err(CallError::Transient("the mail server did not answer in time".to_owned())),
        }
    }
}

fn message(key: &EffectKey, server: &MailServer, mail: &Mail) -> Result<Message, CallError> {
    // The address itself is not told: what failed stands in lists.
    let mailbox = |text: &str, whose: &str| {
        text.parse::<Mailbox>().map_err(|_| CallError::Permanent(format!("the {whose}'s mail address is none")))
    };
    let host = server.from.rsplit_once('@').map_or("nabat", |(_, host)| host);
    let sent = SystemTime::UNIX_EPOCH + Duration::from_millis(mail.at.0.try_into().unwrap_or(0));
    let built = Message::builder()
        .from(mailbox(&server.from, "sender")?)
        .to(mailbox(&mail.to, "recipient")?)
        .subject(mail.subject.clone())
        .message_id(Some(format!("<{}@{host}>", &sha256_hex(key.0.as_bytes())[..32])))
        .date(sent)
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone());
    built.map_err(|error| CallError::Permanent(format!("the mail cannot be written: {error}")))
}

fn transport(server: &MailServer, password: Option<&[u8]>) -> Result<AsyncSmtpTransport<Tokio1Executor>, CallError> {
    tls::ready();
    let guarded = || {
        let parameters = TlsParameters::new(server.host.clone());
        parameters.map_err(|error| CallError::Permanent(format!("TLS cannot be set up: {error}")))
    };
    let tls = match server.security {
        MailSecurity::None => Tls::None,
        MailSecurity::Starttls => Tls::Required(guarded()?),
        MailSecurity::Tls => Tls::Wrapper(guarded()?),
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host);
    let builder = builder.port(server.port).tls(tls).timeout(Some(CALL));
    let Some((user, password)) = server.user.as_ref().zip(password) else { return Ok(builder.build()) };
    let password = String::from_utf8_lossy(password).trim().to_owned();
    Ok(builder.credentials(Credentials::new(user.clone(), password)).build())
}

/// 5xx is for ever; everything else may be otherwise later, and whether the mail was taken is unknown.
fn failed(error: &Error) -> CallError {
    let mut told = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        told = format!("{told}: {deeper}");
        cause = deeper.source();
    }
    // Servers repeat the address they do not like.
    let told = said(&told);
    if error.is_permanent() { CallError::Permanent(told) } else { CallError::Transient(told) }
}

/// Nobody's "I am away" answers a machine.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
