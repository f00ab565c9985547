//! The registration by which a homeserver lets the demo in: one file both sides read.

use anyhow::Context as _;
use nabat_kit::port::Chance;
use serde::Deserialize;
use std::path::Path;

/// The bot's account: what aliases and the people's accounts begin with.
const BOT: &str = "nabat";

/// What both sides agreed on.
#[derive(Deserialize)]
pub struct Registration {
    /// The application service's id.
    pub id: String,
    /// Where the homeserver calls us.
    pub url: String,
    /// What we call with.
    pub as_token: String,
    /// What the homeserver calls with.
    pub hs_token: String,
    /// The bot's account.
    pub sender_localpart: String,
}

impl Registration {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, or is no registration.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_saphyr::from_str(&text).with_context(|| format!("{} is no registration", file.display()))
    }

    /// Writes one with new tokens, for a homeserver that finds us at `base`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(file: &Path, base: &str, chance: &dyn Chance) -> anyhow::Result<()> {
        crate::secrets::write_private(file, &Self::text(base, &token(chance), &token(chance)))
            .with_context(|| format!("cannot write {}", file.display()))
    }

    /// The bot; rooms of the bot's; and the story's people, whom nobody else may be.
    fn text(base: &str, as_token: &str, hs_token: &str) -> String {
        format!(
            "id: {BOT}\nurl: {base}/chat/matrix\nas_token: {as_token}\nhs_token: {hs_token}\n\
             sender_localpart: {BOT}\nrate_limited: false\nnamespaces:\n  \
             users: [{{exclusive: true, regex: '@{BOT}\\.demo\\..*'}}]\n  \
             aliases: [{{exclusive: true, regex: '#{BOT}\\..*'}}]\n  rooms: []\n"
        )
    }
}

fn token(chance: &dyn Chance) -> String {
    [chance.bytes(), chance.bytes()].map(hex::encode).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let file = std::env::temp_dir().join(format!("nabat-registration-{}.yaml", std::process::id()));
        Registration::write(&file, "http://127.0.0.1:8080", &crate::chance::MachineChance).expect("it can be written");
        let read = Registration::read(&file).expect("it can be read");
        std::fs::remove_file(&file).expect("it can be removed");
        assert_eq!((read.id.as_str(), read.url.as_str()), ("nabat", "http://127.0.0.1:8080/chat/matrix"));
        assert!(read.as_token.len() >= 32 && read.as_token != read.hs_token, "{} {}", read.as_token, read.hs_token);
        assert_eq!(read.sender_localpart, "nabat");
    }
}
