//! Nabat's own mailbox and gateway: what would go out is kept as files, one each, for trying it out.
//! Whatever is configured with another address goes there.

use crate::host::BUILTIN;
use async_trait::async_trait;
use nabat_connectors::mail::Smtp;
use nabat_connectors::webhook::StandardWebhooks;
use nabat_domain::catalogue::MailServer;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CallError, EffectKey, Erasure, Mail, Mailer, Taken, WebhookCall, Webhooks};
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};

/// Ways out of one installation. Keyed: a file is named after its effect.
pub struct BuiltinOutward {
    folder: PathBuf,
    smtp: Smtp,
    webhooks: StandardWebhooks,
}

impl BuiltinOutward {
    /// Ways out that keep their own files in a folder, which is made with the first of them.
    ///
    /// # Errors
    /// The machine's TLS or resolver cannot be set up.
    pub fn open(folder: &Path) -> Result<Self, CallError> {
        Ok(Self { folder: folder.to_owned(), smtp: Smtp, webhooks: StandardWebhooks::new()? })
    }

    /// Whole or not at all, under a name that the same effect has again.
    fn keep(&self, file: &str, text: &str) -> Result<(), CallError> {
        let write = || -> io::Result<()> {
            crate::private::make(&self.folder).map_err(io::Error::other)?;
            let begun = self.folder.join(format!(".{file}"));
            std::fs::write(&begun, text)?;
            std::fs::rename(begun, self.folder.join(file))
        };
        write().map_err(|error| CallError::Transient(format!("{} cannot be written: {error}", self.folder.display())))
    }
}

/// Erases what people typed from what was kept of a case; how many files were changed.
pub(super) fn erase(folder: &Path, what: &Erasure) -> io::Result<usize> {
    let mut erased = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let is_json = path.extension().is_some_and(|ending| ending == "json");
        let without = if is_json { what.without_in(&text) } else { what.without(&text) };
        if let Some(without) = without.filter(|_| what.is_about(&text)) {
            replaced(&path, &without)?;
            erased += 1;
        }
    }
    Ok(erased)
}

/// Whole or not at all.
fn replaced(path: &Path, text: &str) -> io::Result<()> {
    let begun = path.with_extension("begun");
    std::fs::write(&begun, text)?;
    std::fs::rename(begun, path)
}

#[async_trait]
impl Mailer for BuiltinOutward {
    async fn send(
        &self,
        key: &EffectKey,
        server: &MailServer,
        password: Option<&[u8]>,
        mail: &Mail,
    ) -> Result<(), CallError> {
        if server.host != BUILTIN {
            return self.smtp.send(key, server, password, mail).await;
        }
        let head = format!(
            "From: {}\nTo: {}\nSubject: {}\nDate: {}",
            server.from,
            mail.to,
            mail.subject,
            mail.at.to_rfc3339()
        );
        let file = format!("{:015}-{}.mail.txt", mail.at.0, &sha256_hex(key.0.as_bytes())[..12]);
        self.keep(&file, &format!("{head}\n\n{}\n", mail.text))
    }
}

#[async_trait]
impl Webhooks for BuiltinOutward {
    async fn call(&self, call: &WebhookCall) -> Result<Taken, CallError> {
        if call.url != BUILTIN {
            return self.webhooks.call(call).await;
        }
        let body: serde_json::Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let kept = json!({
            "webhook-id": call.id,
            "webhook-timestamp": call.timestamp,
            "webhook-signature": call.signature,
            "body": body,
        });
        let text = serde_json::to_string_pretty(&kept).unwrap_or_default();
        self.keep(&format!("{}.webhook.json", call.id), &text).map(|()| Taken::Yes)
    }

    async fn ask(&self, call: &WebhookCall) -> Result<(u16, Vec<u8>), CallError> {
        if call.url != BUILTIN {
            return self.webhooks.ask(call).await;
        }
        self.call(call).await?;
        Ok((200, format!("{}.webhook.json", call.id).into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::catalogue::MailSecurity;
    use nabat_domain::time::At;

    #[tokio::test]
    async fn a_repeated_mail_is_one_file() {
        let folder = std::env::temp_dir().join(format!("nabat-outward-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let outward = BuiltinOutward::open(&folder).expect("clients can be made");
        let server = MailServer {
            host: BUILTIN.to_owned(),
            port: 25,
            security: MailSecurity::None,
            from: "nabat@clinics.example".to_owned(),
            user: None,
            password: None,
        };
        let mail = Mail { to: "e1@clinics.example".into(), subject: "s".into(), text: "t".into(), at: At(1) };
        for _ in 0..2 {
            outward.send(&EffectKey("k".into()), &server, None, &mail).await.expect("it is kept");
        }
        let kept: Vec<_> = std::fs::read_dir(&folder).expect("a folder").collect();
        assert_eq!(kept.len(), 1);
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }
}
