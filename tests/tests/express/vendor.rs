//! The vendor's library in a process of its own, by `vendor.py`.

use anyhow::{Context as _, ensure};
use nabat_tests::messengers::express::ExpressPeer;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

/// Asks it for something, with the account of a model; `NABAT_BOTX` is a Python that has it.
pub async fn ask(peer: &ExpressPeer, what: &str, mut asked: Value) -> anyhow::Result<Value> {
    let (base, bot, secret) = peer.account();
    (asked["do"], asked["base"], asked["bot"], asked["secret"]) = (json!(what), json!(base), json!(bot), json!(secret));
    let python = std::env::var("NABAT_BOTX").context("NABAT_BOTX: run it by `scripts/test express`")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/express/vendor.py");
    let answered = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(python);
        command.arg("-W").arg("ignore").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn()?;
        let mut pipe = process.stdin.take().context("a pipe")?;
        serde_json::to_writer(&mut pipe, &asked)?;
        drop(pipe);
        Ok::<_, anyhow::Error>(process.wait_with_output()?)
    });
    let output = answered.await??;
    ensure!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}
