//! `nabat completions bash|zsh|fish`.

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};
use std::process::ExitCode;

/// Print what completes this program's commands in a shell.
#[derive(Args)]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let mut text = Vec::new();
        generate(self.shell, &mut super::Command::command(), "nabat", &mut text);
        super::print(&String::from_utf8(text)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
