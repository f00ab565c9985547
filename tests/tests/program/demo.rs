//! The demo's page on which one chooses whom to play: behind its secret address alone.

use crate::host::program;
use crate::until::until_within;
use nabat_tests::folder::Folder;
use reqwest::header::{CONTENT_SECURITY_POLICY, SET_COOKIE};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A demo whose story was told; dropping it ends it.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn nobody_is_played_from_another_address_than_the_one_that_was_told() {
    let folder = Folder::new();
    let told = folder.path().join("told.txt");
    let child = Command::new(program())
        .args(["demo", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .stdout(std::fs::File::create(&told).expect("a file"))
        .stderr(Stdio::null())
        .spawn();
    let _demo = Demo(child.expect("the program starts"));
    let address = until_within(Duration::from_secs(120), "the page's address", async || {
        let text = std::fs::read_to_string(&told).ok()?;
        text.split_whitespace().find(|word| word.contains("/play/")).map(str::to_owned)
    })
    .await;
    let (base, secret) = address.split_once("/play/").expect("a secret ends it");
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let form = "application/x-www-form-urlencoded";
    let wrong = ["0".repeat(secret.len()), secret.to_uppercase(), format!("{secret}0"), "x".to_owned()];
    for wrong in wrong.iter().filter(|wrong| *wrong != secret) {
        let shown = client.get(format!("{base}/play/{wrong}")).send().await.expect("answered");
        let played = client.post(format!("{base}/play/{wrong}")).header("content-type", form).body("person=e3080");
        let played = played.send().await.expect("answered");
        assert_eq!((shown.status().as_u16(), played.status().as_u16()), (404, 404), "{wrong}");
        assert!(!played.headers().contains_key(SET_COOKIE), "{wrong}");
        assert!(shown.headers().contains_key(CONTENT_SECURITY_POLICY), "{wrong}");
    }
    let played = client.post(&address).header("content-type", form).body("person=e3080").send().await;
    let played = played.expect("answered");
    assert!(played.status() == 303 && played.headers().contains_key(SET_COOKIE), "{}", played.status());
}
