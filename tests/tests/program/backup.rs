//! `nabat backup` while the program is under load, `nabat restore`, and the restored program going on.

use crate::client::{Api, Grant};
use crate::desk::bytes;
use crate::host::{Data, Host, printed, run};
use crate::kill_nine::{payload, rooms_are_single};
use crate::samples::{PRODUCT, failure, sample};
use crate::until::until;
use crate::whole::answer_to;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Desks that send at once.
const DESKS: usize = 3;

/// People who answer at once.
const PEOPLE: usize = 2;

/// Registrations answered before the backup begins.
const BEFORE: usize = 40;

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders are text")
}

/// What others on this machine may do with a folder.
fn open_to_others(folder: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(folder).expect("it is there").permissions().mode() & 0o077
}

/// Every record that was answered, with what was sent.
type Answered = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Desks that send failures, some with a chat of their own, and people who answer what they are asked there.
fn load(host: &Host, api: &Api, answered: &Answered, stop: &Arc<AtomicBool>) -> Vec<tokio::task::JoinHandle<()>> {
    let mut all = desks(host, answered, stop);
    for turn in 0..PEOPLE {
        let (api, stop) = (api.clone(), stop.clone());
        all.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                answer_something(&api, turn).await;
            }
        }));
    }
    all
}

/// Somebody answers the first thing an incident asks.
async fn answer_something(api: &Api, turn: usize) {
    let listed = api.get(&format!("/api/{PRODUCT}/incidents")).await.expect(200);
    let of = |incident: &Value| incident["id"].as_str().map(str::to_owned);
    let listed: Vec<String> = listed["items"].as_array().into_iter().flatten().filter_map(of).collect();
    for incident in listed.iter().skip(turn).step_by(PEOPLE) {
        let shown = api.incident(PRODUCT, incident).await;
        let Some(prompt) = shown["prompts"].get(0) else { continue };
        let (Some(id), Some(holder)) = (prompt["id"].as_str(), prompt["holder"].as_str()) else { continue };
        api.answers(PRODUCT, incident, holder, id, &answer_to(prompt)).await.expect(202);
    }
}

fn desks(host: &Host, answered: &Answered, stop: &Arc<AtomicBool>) -> Vec<tokio::task::JoinHandle<()>> {
    let next = Arc::new(AtomicUsize::new(0));
    (0..DESKS)
        .map(|_| {
            let (desk, answered, stop, next) = (host.desk(), answered.clone(), stop.clone(), next.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let (id, record) = (format!("msg_{number}"), format!("SD-{number}"));
                    let body = bytes(&payload(number, &record));
                    let Ok(answer) = desk.try_send(PRODUCT, &id, &body).await else { return };
                    answer.expect(202);
                    answered.lock().expect("nobody panics while holding it").insert(record, body);
                }
            })
        })
        .collect()
}

async fn records(api: &Api) -> BTreeSet<String> {
    let listed = api.all(&format!("/api/{PRODUCT}/incidents")).await;
    listed.iter().map(|incident| incident["desk_id"].as_str().expect("a record").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_a_backup_holds_everything_answered_before_it_and_goes_on_where_it_was() {
    let data = Data::new();
    let host = Host::start(&data);
    let (answered, stop): (Answered, _) = (Arc::default(), Arc::new(AtomicBool::new(false)));
    let senders = load(&host, &host.api(&data, &Grant::acting(PRODUCT)), &answered, &stop);
    let count = || answered.lock().expect("nobody panics while holding it").len();
    until("registrations", async || (count() >= BEFORE).then_some(())).await;
    let all = || answered.lock().expect("nobody panics while holding it").clone();
    let before: BTreeSet<String> = all().into_keys().collect();
    let file = data.path().with_file_name("backup.tar");
    let taken = {
        let (file, folder) = (text(&file).to_owned(), data.text());
        let backup = move || run(&["backup", "--with-keys", "--data", &folder, "-o", &file]);
        tokio::task::spawn_blocking(backup).await.expect("it ran")
    };
    assert!(taken.status.success(), "{}", printed(&taken));
    let sent_by_then = count();
    until("more after it", async || (count() > sent_by_then + 5).then_some(())).await;
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.expect("a sender ends");
    }
    assert!(count() > before.len(), "it was under load");
    let sent = all();
    host.kill();
    let again = Data::new();
    let restored = run(&["restore", text(&file), "--data", &again.text()]);
    assert!(restored.status.success(), "{}", printed(&restored));
    assert!(printed(&restored).contains("all journals hold"), "{}", printed(&restored));
    for folder in [data.path(), again.path()] {
        assert_eq!(open_to_others(&folder), 0, "{}", folder.display());
    }
    let host = Host::start(&again);
    let api = host.api(&again, &Grant::acting(PRODUCT));
    until("what was under way to be done", async || nothing_waits(&again).then_some(())).await;
    rooms_are_single(&again);
    rooms_are_there(&again);
    let there = records(&api).await;
    let lost: Vec<&String> = before.difference(&there).collect();
    assert!(lost.is_empty(), "answered before the backup and not in it: {lost:?}");
    let (answered, kept, all) = (before.len(), there.len(), sent.len());
    println!("figure access.backup of=records answered_before={answered} in_the_backup={kept} answered_in_all={all}");
    // What is there and is sent again stays there once.
    for (record, body) in sent.iter().filter(|(record, _)| there.contains(*record)).take(5) {
        host.desk().send_bytes(PRODUCT, &record.replace("SD-", "msg_"), body).await.expect(202);
    }
    // Of a service nothing of the load is about: it has a chat of its own.
    let new = failure("SD-new", "voice-network", "emergency-line");
    let new = host.desk().send(PRODUCT, "msg_new", &new).await.text("incident");
    until("the chat", async || api.incident(PRODUCT, &new).await["called_at"].is_string().then_some(())).await;
    assert_eq!(records(&api).await.len(), there.len() + 1);
    assert!(host.terminate().success());
    again.assert_journals_hold();
}

/// Secrets people put into a data folder: a product's own desk's, and one the configuration names.
const PUT: [(&str, &str); 2] = [
    ("desk-hospitals.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ("secrets/wiki-password", "correct horse battery staple"),
];
/// A file of the folder, to be read.
fn read(data: &Data, name: &str) -> rusqlite::Connection {
    rusqlite::Connection::open(data.path().join(name)).expect("the file is there")
}

/// No job or post is due, and nothing was given up.
pub fn nothing_waits(data: &Data) -> bool {
    let count = |of: &str| {
        let sql = format!("SELECT count(*) FROM rows WHERE {of}");
        read(data, "nabat.db").query_row(&sql, [], |row| row.get::<_, i64>(0)).expect("a count")
    };
    assert_eq!(count("sk LIKE 'X#%' OR (sk LIKE 'J#%' AND due_at IS NULL)"), 0, "given up");
    let now = nabat_kit::port::Clock::now(&nabat::clocks::MachineClock).0;
    count(&format!("(sk LIKE 'J#%' OR sk LIKE 'P#%') AND due_at <= {now}")) == 0
}

/// Every room the table knows is in the messenger.
pub fn rooms_are_there(data: &Data) {
    let messenger = read(data, "messenger.db");
    let mut rooms = messenger.prepare("SELECT id FROM room").expect("rooms");
    let there: BTreeSet<String> = rooms.query_map([], |row| row.get(0)).expect("rooms").flatten().collect();
    let table = read(data, "nabat.db");
    let mut known = table.prepare("SELECT sk FROM rows WHERE pk = 'CHAT#builtin'").expect("rows");
    let known: Vec<String> = known.query_map([], |row| row.get(0)).expect("rows").flatten().collect();
    assert!(known.len() > 3, "some had a chat: {known:?}");
    for room in &known {
        assert!(there.contains(room), "{room} is on record and not in the messenger: {there:?}");
    }
}

/// A running program's folder, backed up.
async fn backed_up(arguments: &[&str]) -> (Data, PathBuf) {
    let data = Data::new();
    std::fs::create_dir_all(data.path().join("secrets")).expect("a folder");
    for (name, secret) in PUT {
        std::fs::write(data.path().join(name), secret).expect("written");
    }
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::admin(PRODUCT));
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    let file = data.path().with_file_name("backup.tar");
    let folder = data.text();
    let all: Vec<&str> =
        ["backup", "--data", &folder, "-o", text(&file)].into_iter().chain(arguments.iter().copied()).collect();
    let taken = run(&all);
    assert!(taken.status.success(), "{}", printed(&taken));
    drop(host);
    (data, file)
}

#[tokio::test]
async fn keys_are_left_out_unless_they_are_asked_for() {
    let (data, file) = backed_up(&[]).await;
    let own = ["evidence.key", "messenger.secret", "body.secret"];
    let bytes = std::fs::read(&file).expect("the backup");
    for name in own.into_iter().chain(PUT.map(|(name, _)| name)) {
        let secret = std::fs::read(data.path().join(name)).expect("it is there");
        assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{name} is in it");
        assert!(PUT.iter().any(|(put, _)| *put == name) || open_to_others(&data.path().join(name)) == 0, "{name}");
    }
    assert_eq!(open_to_others(&file), 0, "what people typed is in it");
    let again = Data::new();
    let restored = run(&["restore", text(&file), "--data", &again.text()]);
    let said = printed(&restored);
    assert!(
        restored.status.success() && said.contains("not in the backup: ") && said.contains("evidence.key"),
        "{said}"
    );
    assert!(again.path().join("messenger.db").exists() && !again.path().join("evidence.key").exists());
    // Nothing is overwritten, either way.
    assert!(!run(&["restore", text(&file), "--data", &again.text()]).status.success());
    assert!(!run(&["backup", "--data", &data.text(), "-o", text(&file)]).status.success());
    let (_kept, with) = backed_up(&["--with-keys"]).await;
    let whole = Data::new();
    assert!(run(&["restore", text(&with), "--data", &whole.text()]).status.success());
    assert!(whole.path().join("evidence.key").exists());
    for (name, secret) in PUT {
        assert_eq!(std::fs::read_to_string(whole.path().join(name)).ok().as_deref(), Some(secret), "{name}");
    }
}

#[tokio::test]
async fn a_damaged_backup_makes_no_folder() {
    let (data, file) = backed_up(&[]).await;
    let whole = std::fs::read(&file).expect("the backup");
    let damaged = data.path().with_file_name("damaged.tar");
    let mut tried = 0;
    let mut refused = |bytes: &[u8], what: &str| {
        std::fs::write(&damaged, bytes).expect("written");
        let again = data.path().with_file_name(format!("again-{tried}"));
        tried += 1;
        let restored = run(&["restore", text(&damaged), "--data", text(&again)]);
        assert!(!restored.status.success() && !again.exists(), "{what}: {}", printed(&restored));
    };
    for part in 1..6 {
        let at = whole.len() * part / 7;
        refused(&whole[..at], &format!("cut off after {at}"));
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        // Between files there is padding that says nothing.
        if whole[at] != 0 {
            refused(&changed, &format!("byte {at} changed"));
        }
    }
    refused(b"", "nothing");
    refused(b"something else entirely", "no archive");
    let left: Vec<_> = std::fs::read_dir(data.path().parent().expect("a parent")).expect("listed").flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().contains(".restoring")), "{left:?}");
}
