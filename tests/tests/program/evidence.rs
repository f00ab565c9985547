//! `nabat evidence`, `nabat verify` and the signed daily heads, by the real program.

use crate::client::Grant;
use crate::host::{Data, Host, printed, run};
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use crate::whole::lead;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A closed incident, and its host still running.
async fn closed() -> (Data, Host, String) {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::acting(PRODUCT));
    lead(&api, PRODUCT, &incident).await;
    until("the report's page", async || api.incident(PRODUCT, &incident).await["report"]["revision"].as_u64()).await;
    (data, host, incident)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders are text")
}

fn made(data: &Data, incident: &str) -> (PathBuf, Output) {
    let pack = data.path().with_file_name("pack.zip");
    let output = run(&["evidence", incident, "-o", text(&pack), "--data", &data.text()]);
    (pack, output)
}

fn public_key(data: &Data) -> String {
    let printed = run(&["evidence", "--public-key", "--data", &data.text()]);
    assert!(printed.status.success());
    String::from_utf8(printed.stdout).expect("text").trim().to_owned()
}

#[tokio::test]
async fn a_pack_made_beside_a_running_host_is_checked_with_nothing_but_itself_and_the_key() {
    let (data, host, incident) = closed().await;
    let (pack, output) = made(&data, &incident);
    assert!(output.status.success(), "{}", printed(&output));
    let key = public_key(&data);
    drop(host);
    let verified = run(&["verify", text(&pack), "--key", &key]);
    let said = printed(&verified);
    assert!(verified.status.success() && said.contains(&incident) && said.contains(&key), "{said}");
    let alone = printed(&run(&["verify", text(&pack)]));
    assert!(alone.contains("whose key this is the pack cannot say"), "{alone}");
    let other = run(&["verify", text(&pack), "--key", "ed25519:GHECYXe/MOZr/0vKGcQD1Rt8R5jtZ+YhGAlSSL9JFtA="]);
    assert_eq!(other.status.code(), Some(1));
    assert!(printed(&other).contains("none of the keys given"), "{}", printed(&other));
    // Nothing is overwritten.
    assert!(!run(&["evidence", &incident, "-o", text(&pack), "--data", &data.text()]).status.success());
    let mut bytes = std::fs::read(&pack).expect("the pack");
    let at = bytes.windows(19).position(|part| part == b"\"type\":\"registered\"").expect("the first event");
    bytes[at + 8] = b'R';
    std::fs::write(&pack, bytes).expect("changed");
    let changed = run(&["verify", text(&pack), "--key", &key]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(printed(&changed).contains("journal/events.jsonl, event 1:"), "{}", printed(&changed));
}

/// Somebody else's reader of the form, and somebody else's signature.
#[tokio::test]
async fn a_stranger_opens_and_checks_it_without_nabat() {
    let (data, _host, incident) = closed().await;
    let (pack, output) = made(&data, &incident);
    assert!(output.status.success(), "{}", printed(&output));
    let program = r#"
import hashlib, json, sys, zipfile
pack = zipfile.ZipFile(sys.argv[1])
assert pack.testzip() is None
listed = pack.read("MANIFEST.txt").decode().split("\n\n")[1].splitlines()[1:]
for line in listed:
    digest, length, name = line.split(" ", 2)
    body = pack.read(name)
    assert hashlib.sha256(body).hexdigest() == digest and len(body) == int(length), name
assert {line.split(" ", 2)[2] for line in listed} | {"MANIFEST.txt", "MANIFEST.sig"} == set(pack.namelist())
previous = "0" * 64
for number, line in enumerate(pack.read("journal/events.jsonl").split(b"\n")[:-1], 1):
    event = json.loads(line)
    assert event["previous"] == previous and event["number"] == number
    previous = hashlib.sha256(line).hexdigest()
assert f"Hash of the last event: {previous}\n" in pack.read("MANIFEST.txt").decode()
pack.extractall(sys.argv[2], ["MANIFEST.txt", "MANIFEST.sig", "public-key.pem"])
print(len(listed))
"#;
    let folder = data.path().with_file_name("opened");
    let read = Command::new("python3").args(["-c", program, text(&pack), text(&folder)]).output().expect("Python runs");
    assert!(read.status.success(), "{}", printed(&read));
    let signature = Command::new("openssl")
        .args(["pkeyutl", "-verify", "-pubin", "-inkey", "public-key.pem", "-rawin"])
        .args(["-in", "MANIFEST.txt", "-sigfile", "MANIFEST.sig"])
        .current_dir(&folder)
        .output()
        .expect("openssl runs");
    assert!(signature.status.success(), "{}", printed(&signature));
}

#[tokio::test]
async fn a_pack_of_nothing_is_not_made() {
    let (data, _host, _) = closed().await;
    let (pack, output) = made(&data, "inc-000000000000");
    assert!(!output.status.success() && !pack.exists(), "{}", printed(&output));
    let folder = data.path();
    let none = run(&["verify", text(&folder)]);
    assert_eq!(none.status.code(), Some(1));
}

/// A chain sealed anew holds by itself, and so does one cut off whose head was set back: what was signed does not fit.
#[tokio::test]
async fn journal_verify_finds_by_the_signed_heads_what_the_chain_alone_does_not_show() {
    let (data, host, incident) = closed().await;
    assert!(host.terminate().success());
    // As if the incident were of yesterday: the day's list is written again and names it.
    let connection = Connection::open(data.path().join("nabat.db")).expect("the file opens");
    let taken = connection.execute("DELETE FROM rows WHERE pk = ?1 || '#HEADS'", [PRODUCT]).expect("taken");
    assert_eq!(taken, 1, "one list a day");
    let host = Host::start(&data);
    let signed = "SELECT count(*) FROM rows WHERE pk = ?1 || '#HEADS'";
    let count = || connection.query_row(signed, [PRODUCT], |row| row.get::<_, i64>(0)).expect("counted");
    until("the day's list", async || (count() == 1).then_some(())).await;
    assert!(host.terminate().success());
    let whole = data.verify();
    let said = printed(&whole);
    let held = said.lines().find_map(|line| line.strip_prefix("all signed heads hold: ")).map(str::to_owned);
    // The incident's, and that of the problem it may have raised.
    assert!(whole.status.success() && held.is_some_and(|held| held != "0"), "{said}");
    let gone = connection.execute("DELETE FROM rows WHERE pk LIKE ?1", [format!("%#I#{incident}")]);
    assert!(gone.expect("deleted") > 0);
    drop(connection);
    let verified = data.verify();
    let said = printed(&verified);
    assert_eq!(verified.status.code(), Some(1), "{said}");
    assert!(said.contains(&incident) && said.contains("the journal ends before it"), "{said}");
    let other = run(&[
        "journal",
        "verify",
        "--data",
        &data.text(),
        "--key",
        "ed25519:GHECYXe/MOZr/0vKGcQD1Rt8R5jtZ+YhGAlSSL9JFtA=",
    ]);
    assert!(printed(&other).contains("signed by another key"), "{}", printed(&other));
}
