//! Functions of an emulator as processes of this machine.

use std::path::Path;
use std::process::Command;

/// Kills whatever runs a function whose calls to the cloud go to this address, as Lambda would end it: unasked.
pub fn kill(function: &str, address: &str) {
    let wanted = [format!("AWS_SDK_UA_APP_ID={function}"), format!("AWS_ENDPOINT_URL={address}")];
    let mut killed = 0;
    for entry in std::fs::read_dir("/proc").expect("processes are listed").flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let said = environment(&entry.path());
        if wanted.iter().all(|wanted| said.iter().any(|said| said == wanted)) {
            let told = Command::new("kill").args(["-KILL", &id.to_string()]).status().expect("kill runs");
            killed += u32::from(told.success());
        }
    }
    assert!(killed > 0, "{function} called and does not run");
}

/// What a process was started with; nothing of one that is gone or somebody else's.
fn environment(process: &Path) -> Vec<String> {
    let bytes = std::fs::read(process.join("environ")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).split('\0').map(str::to_owned).collect()
}
