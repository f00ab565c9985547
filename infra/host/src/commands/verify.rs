//! `nabat verify`: an evidence pack, checked offline and with nothing but itself.

use anyhow::{Context as _, bail};
use clap::Args;
use nabat_kit::evidence::{Expected, LARGEST, Verdict, verify};
use nabat_kit::signing::PublicKey;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Findings printed one by one.
const SHOWN: usize = 50;

/// Check an evidence pack: every byte of it, its signature, its journal's chain, what was signed of the journal day
/// by day, and the figures, worked out anew. Needs no data folder and no network.
#[derive(Args)]
pub struct Verify {
    /// The pack.
    file: PathBuf,
    /// The key that has to have signed it, as `nabat evidence --public-key` prints it, or a PEM file. Several where
    /// the key was changed. Without one the pack's own key is taken, which proves only that nobody changed it since.
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,
    /// A hash of an event that has to be in the journal: the one written into the service desk at closing.
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

impl Verify {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let keys = self.key.iter().map(|key| read_key(key)).collect::<anyhow::Result<Vec<PublicKey>>>()?;
        let bytes = read(&self.file)?;
        let verdict = verify(&bytes, &Expected { keys, head: self.head.map(|head| head.trim().to_lowercase()) });
        for finding in verdict.findings.iter().take(SHOWN) {
            println!("{finding}");
        }
        if verdict.findings.len() > SHOWN {
            println!("and {} more", verdict.findings.len() - SHOWN);
        }
        if !verdict.holds() {
            println!("{} does NOT hold: {} findings", self.file.display(), verdict.findings.len());
            return Ok(ExitCode::FAILURE);
        }
        told(&verdict, self.key.is_empty());
        println!("{} holds", self.file.display());
        Ok(ExitCode::SUCCESS)
    }
}

fn told(verdict: &Verdict, key_of_its_own: bool) {
    let Some(manifest) = &verdict.manifest else { return };
    println!("incident {} of {}, desk record {}", manifest.incident, manifest.product, manifest.desk);
    println!("{} events as of {}, the last has {}", manifest.events, manifest.as_of.to_rfc3339(), manifest.head);
    println!("signed at {} by {}", manifest.signed_at.to_rfc3339(), manifest.key);
    if key_of_its_own {
        println!("  whose key this is the pack cannot say: compare it with the one you know, or give --key");
    }
    for (day, number) in &verdict.signed_days {
        println!("event {number} was signed as the last of its journal on {day}");
    }
    if verdict.signed_days.is_empty() {
        println!("no daily list of heads is in it yet: the next one is signed after midnight, UTC");
    }
    if let Some(number) = verdict.head_at {
        println!("event {number} has the hash you gave");
    }
}

fn read_key(text: &str) -> anyhow::Result<PublicKey> {
    if let Ok(key) = text.parse() {
        return Ok(key);
    }
    let file = std::fs::read_to_string(text).with_context(|| format!("`{text}` is no key and no file with one"))?;
    file.parse().with_context(|| format!("cannot take {text} for a key"))
}

/// No more is read than a pack may have.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let opened = std::fs::File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut bytes = Vec::new();
    let read = opened.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read {}", file.display()))?;
    if bytes.len() > LARGEST {
        bail!("{} is larger than any pack: more than {LARGEST} bytes", file.display());
    }
    Ok(bytes)
}
