//! The manifest: what a pack is, as of which moment, and the SHA-256 of every file, as plain text.

use crate::signing::PublicKey;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The first line; the number is the form's.
const TITLE: &str = "Nabat evidence pack 1";

/// Stands before the list.
const LIST: &str = "SHA-256, length in bytes and name of every other file:";

/// What is said of a pack as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// The product.
    pub product: String,
    /// The incident.
    pub incident: String,
    /// The desk's record.
    pub desk: String,
    /// Number of the journal's last event.
    pub events: u64,
    /// Its hash.
    pub head: String,
    /// When it was recorded: figures stand as of this moment.
    pub as_of: At,
    /// When the pack was signed.
    pub signed_at: At,
    /// Which program made it.
    pub program: String,
    /// Who signed it.
    pub key: PublicKey,
    /// Files by name.
    pub files: BTreeMap<String, Listed>,
}

/// What the manifest says of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub length: usize,
}

impl Listed {
    /// What is to be said of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: sha256_hex(bytes), length: bytes.len() }
    }
}

impl Manifest {
    /// The text that is signed.
    pub fn to_text(&self) -> String {
        let mut text = format!("{TITLE}\n");
        for (name, value) in self.fields() {
            let _ = writeln!(text, "{name}: {value}");
        }
        let _ = writeln!(text, "\n{LIST}");
        for (name, Listed { sha256, length }) in &self.files {
            let _ = writeln!(text, "{sha256} {length} {name}");
        }
        text
    }

    fn fields(&self) -> [(&'static str, String); 9] {
        [
            ("Product", line(&self.product)),
            ("Incident", line(&self.incident)),
            ("Desk record", line(&self.desk)),
            ("Events", self.events.to_string()),
            ("Hash of the last event", self.head.clone()),
            ("As of", self.as_of.to_rfc3339()),
            ("Signed at", self.signed_at.to_rfc3339()),
            ("Program", line(&self.program)),
            ("Key", self.key.to_string()),
        ]
    }

    /// Reads the text; `None` where it is not exactly as it would be written.
    pub fn read(text: &str) -> Option<Self> {
        let (head, list) = text.split_once("\n\n")?;
        let mut lines = head.lines();
        if lines.next()? != TITLE {
            return None;
        }
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned);
        let read = Self {
            product: field("Product")?,
            incident: field("Incident")?,
            desk: field("Desk record")?,
            events: field("Events")?.parse().ok()?,
            head: field("Hash of the last event")?,
            as_of: At::from_rfc3339(&field("As of")?)?,
            signed_at: At::from_rfc3339(&field("Signed at")?)?,
            program: field("Program")?,
            key: field("Key")?.parse().ok()?,
            files: list.strip_prefix(LIST)?.lines().skip(1).map(listed).collect::<Option<_>>()?,
        };
        (read.to_text() == text).then_some(read)
    }
}

/// A name of others on one line.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn listed(line: &str) -> Option<(String, Listed)> {
    let mut parts = line.splitn(3, ' ');
    let (sha256, length, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some((name.to_owned(), Listed { sha256: sha256.to_owned(), length: length.parse().ok()? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::SigningKey;

    fn manifest() -> Manifest {
        Manifest {
            product: "clinics".to_owned(),
            incident: "inc-1".to_owned(),
            desk: "SD-1\nEvents: 9".to_owned(),
            events: 7,
            head: "ab".repeat(32),
            as_of: At(1_772_614_800_123),
            signed_at: At(1_772_614_900_000),
            program: "nabat 0.1.0".to_owned(),
            key: SigningKey::of_seed([7; 32]).public(),
            files: [("a.txt".to_owned(), Listed::of(b"a")), ("b.txt".to_owned(), Listed::of(b""))].into(),
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let text = manifest().to_text();
        let read = Manifest::read(&text).expect("a manifest");
        assert_eq!(read, Manifest { desk: "SD-1 Events: 9".to_owned(), ..manifest() });
        assert_eq!(read.to_text(), text);
    }

    #[test]
    fn nothing_else_is_a_manifest() {
        let text = manifest().to_text();
        for other in [text.replace("pack 1", "pack 2"), text.replace(" 1 a.txt", " 01 a.txt"), format!("{text}\n")] {
            assert_eq!(Manifest::read(&other), None, "{other}");
        }
        assert_eq!(Manifest::read(""), None);
    }
}
