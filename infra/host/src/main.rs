//! The `nabat` program.

use clap::Parser as _;
use nabat::commands::Command;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    nabat::commands::run(Command::parse())
}
