//! The demo with its pages up: its incident waits for somebody to lead it.

use crate::driver::until;
use anyhow::Context as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A demo that has told its story.
pub struct Demo {
    program: Child,
    /// The address of the page on which one chooses whom to play.
    pub play: String,
    _folder: nabat_tests::folder::Folder,
}

impl Demo {
    /// Plays a story and leaves the pages up.
    pub async fn start(seed: u64) -> anyhow::Result<Self> {
        let folder = nabat_tests::folder::Folder::new();
        let told = folder.path().join("told.txt");
        let program = Command::new(program()?)
            .args(["demo", "--seed", &seed.to_string(), "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .stdout(std::fs::File::create(&told)?)
            .stderr(Stdio::inherit())
            .spawn()?;
        let play = until(|| async {
            let text = std::fs::read_to_string(&told)?;
            // The story names the report's page before it names this one.
            let address = text.split_whitespace().find(|word| word.starts_with("http://") && word.contains("/play/"));
            Ok(address.context("no address yet")?.to_owned())
        })
        .await?;
        Ok(Self { program, play, _folder: folder })
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        self.play.split("/play/").next().unwrap_or_default()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The program: `NABAT_PROGRAM`, or the one built beside the tests.
pub fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("NABAT_PROGRAM") {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(|deps| deps.parent()).context("tests are built in a folder")?;
    Ok(folder.join("nabat"))
}
