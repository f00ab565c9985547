//! The `nabat` program.

use clap::Parser as _;
use nabat::commands::Command;

fn main() -> std::process::ExitCode {
    nabat::commands::run(Command::parse())
}
