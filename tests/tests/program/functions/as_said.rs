//! The README's two commands, as somebody new gives them: the zips are there, the example is put in force, and what is
//! printed leads somewhere.

use super::deployed::zips;
use crate::host::program;
use nabat_tests::emulator::{Emulator, Kind};
use reqwest::StatusCode;
use std::path::Path;
use std::process::Command;

/// What stands behind these words on a line of its own.
fn printed<'t>(told: &'t str, words: &str) -> &'t str {
    let line = told.lines().find_map(|line| line.strip_prefix(words));
    line.unwrap_or_else(|| panic!("`{words}` is not printed: {told}")).trim()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_commands_lead_to_a_running_stack_and_print_its_addresses() {
    let emulator = Emulator::start(Kind::Ministack);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let done = Command::new("bash")
        .current_dir(&root)
        .args(["scripts/deploy".as_ref(), zips().as_os_str()])
        .args(["--endpoint", &emulator.address, "--config", "infra/host/example"])
        .env("NABAT_PROGRAM", program())
        .envs(emulator.environment())
        .output()
        .expect("bash runs");
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
    for (words, path) in [
        ("Desks post to", "desk/PRODUCT/generic"),
        ("Alerts go to", "alerts/PRODUCT"),
        ("Messengers post to", "chat/CONNECTION"),
        ("Machines ask", "api/…"),
    ] {
        let address = printed(&told, words);
        assert!(address.starts_with("http") && address.ends_with(path), "{address}");
    }
    // As the last line says it: the emulator's names are known to nobody else.
    let asked = printed(&told, "Where these names lead nowhere: curl -H 'Host: ");
    let (host, address) = asked.split_once("' ").expect("a host and an address");
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let address = address.replace("api/…", "api/clinics/incidents");
    let answer = client.get(&address).header("host", host).send().await.expect("answered");
    // The function itself: whoever asks without a token is told so.
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{:?}", answer.text().await);
}
