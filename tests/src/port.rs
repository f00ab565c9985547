//! Ports for servers that have to be told theirs.

use anyhow::{Context as _, bail};
use std::fs::{File, create_dir_all};
use std::net::TcpListener;
use std::ops::Range;
use std::sync::Mutex;

/// Below those a system hands out by itself: no connection and no listener of any port takes one of these between here
/// and its use.
const OURS: Range<u16> = 12_000..32_000;

/// What is kept for this process as long as it lives: suites run beside each other.
static KEPT: Mutex<Vec<File>> = Mutex::new(Vec::new());

/// A port nobody has, and nobody else is given while this process lives.
///
/// # Errors
/// None is free.
pub fn free_port() -> anyhow::Result<u16> {
    let folder = std::env::temp_dir().join("nabat-ports");
    create_dir_all(&folder)?;
    let many = OURS.len();
    // Processes begin at different ones, so that they seldom meet.
    let first = std::process::id() as usize * 101;
    for next in 0..many {
        let port = OURS.start + u16::try_from((first + next) % many).context("a port")?;
        let file = File::create(folder.join(port.to_string()))?;
        if file.try_lock().is_ok() && TcpListener::bind(("127.0.0.1", port)).is_ok() {
            KEPT.lock().expect("nothing panics while holding it").push(file);
            return Ok(port);
        }
    }
    bail!("no port is free")
}
