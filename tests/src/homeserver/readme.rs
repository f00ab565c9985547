//! What the README tells an administrator to write, taken from it word for word with the names of the test in it.

use super::NAME;
use anyhow::Context as _;
use std::path::Path;

/// The registration, for a homeserver that finds Nabat at `callback`.
pub fn registration(callback: &str) -> anyhow::Result<String> {
    let text = block(0)?;
    let tokens = text.replacen("as_token: …", "as_token: as-token-of-the-tests", 1);
    let tokens = tokens.replacen("hs_token: …", "hs_token: hs-token-of-the-tests", 1);
    Ok(named(&tokens.replace("https://nabat.example.org/chat/matrix", callback)))
}

/// The connection, to a homeserver at `base` on this machine.
pub fn connection(base: &str) -> anyhow::Result<String> {
    let text = block(1)?;
    let entry = text.rsplit_once('}').context("the connection is one entry")?.0;
    Ok(named(&format!("{}, private: true}}\n", entry.replace("https://matrix.example.org", base))))
}

fn named(text: &str) -> String {
    text.replace("example\\.org", &NAME.replace('.', "\\.")).replace("example.org", NAME)
}

/// A YAML block of the README's part about Matrix, by its place there.
fn block(place: usize) -> anyhow::Result<String> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md"))?;
    let part = readme.split_once("**Matrix.**").context("the README has a part about Matrix")?.1;
    let block = part.split("```yaml\n").nth(place + 1).context("the README has such a block")?;
    Ok(block.split("```").next().unwrap_or_default().to_owned())
}
