//! What was given up: listed, counted, put back to work and discarded, from the command line and from the page.

use crate::client::{Api, Grant};
use crate::host::{Data, Host, printed, run};
use crate::person::Person;
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use nabat::clocks::MachineClock;
use nabat_domain::incident::{Job, Queue};
use nabat_kit::perform::JobRow;
use nabat_kit::port::Clock as _;
use rusqlite::Connection;
use serde_json::Value;

fn lines(data: &Data, more: &[&str]) -> Vec<Value> {
    let folder = data.text();
    let all: Vec<&str> =
        ["jobs", "list", "--json", "--data", &folder].into_iter().chain(more.iter().copied()).collect();
    let listed = run(&all);
    assert!(listed.status.success(), "{}", printed(&listed));
    let text = String::from_utf8(listed.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

/// A job no program can read: it is set aside. Its name in the dead list.
fn unreadable(data: &Data, incident: &str, name: &str) -> String {
    let (pk, sk) = (format!("{PRODUCT}#I#{incident}"), format!("J#00000001#99#{name}"));
    let table = Connection::open(data.path().join("nabat.db")).expect("the file opens");
    let put = "INSERT INTO rows (pk, sk, version, due_shard, due_at, body) VALUES (?1, ?2, 1, 0, 0, '{}')";
    table.execute(put, [&pk, &sk]).expect("put in");
    format!("{pk}/{sk}")
}

/// Whether the dead list's page has a job's buttons for somebody.
async fn shows(person: &Person, id: &str) -> bool {
    let (status, page) = person.reads("/dead").await;
    assert_eq!(status, 200);
    page.contains(&format!("value=\"{id}\""))
}

/// One gauge of the product, as a scraper reads it.
async fn gauge(admin: &Api, name: &str) -> i64 {
    let text = String::from_utf8(admin.get("/metrics").await.bytes).expect("text");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}{{product=\"{PRODUCT}\"}} ")));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().expect("a number")
}

#[tokio::test]
async fn they_are_put_back_with_effect_and_discarded_with_a_reason_from_the_page() {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::admin(PRODUCT));
    let shown = async || api.incident(PRODUCT, &incident).await;
    until("the chat", async || shown().await["called_at"].is_string().then_some(())).await;
    let inside = |incident: &Value, who: &str| {
        incident["people"].as_array().expect("people").iter().any(|one| one["person"] == who)
    };
    let before = shown().await;
    let who = ["e3080", "e3097", "e3104", "e3112", "e3125", "e3139"]
        .into_iter()
        .find(|who| !inside(&before, who))
        .expect("not all are in it");
    let (mended, hopeless) = (unreadable(&data, &incident, "x"), unreadable(&data, &incident, "y"));
    let manager = Person::of(&host, &data, "e5001").await;
    until("both on the page", async || {
        (shows(&manager, &mended).await && shows(&manager, &hopeless).await).then_some(())
    })
    .await;
    // Somebody mends what stood in its way: it brings a person into the chat.
    let job = Job::BringIn { people: vec![who.into()] };
    let row =
        JobRow { queue: Queue::ChatCreation, job, attempts: 0, last_error: None, at: MachineClock.now(), trace: None };
    let (pk, sk) = mended.split_once('/').expect("two keys");
    Connection::open(data.path().join("nabat.db"))
        .expect("the file opens")
        .execute(
            "UPDATE rows SET body = ?3 WHERE pk = ?1 AND sk = ?2",
            [pk, sk, &serde_json::to_string(&row).expect("JSON")],
        )
        .expect("mended");
    assert!(!inside(&shown().await, who), "nothing happens by itself");
    assert_eq!(manager.sends("/dead", "/dead/retry", &[("id", &mended)]).await.0, 303);
    until("its effect", async || inside(&shown().await, who).then_some(())).await;
    until("only the other one on the page", async || {
        (!shows(&manager, &mended).await && shows(&manager, &hopeless).await).then_some(())
    })
    .await;
    let discard =
        async |reason: &str| manager.sends("/dead", "/dead/discard", &[("id", &hopeless), ("reason", reason)]).await.0;
    assert_eq!(discard("  ").await, 404, "a reason is a reason");
    assert!(shows(&manager, &hopeless).await, "and without one it stays");
    assert_eq!(discard("written by hand <b>, ask ivanov@example.org").await, 303);
    assert!(!shows(&manager, &hopeless).await);
    let (_, page) = manager.reads("/dead").await;
    assert!(page.contains("written by hand &lt;b&gt;") && !page.contains("ivanov@"), "{page}");
    for gone in [&mended, &hopeless] {
        // The page has no form any more: one of another page.
        assert_eq!(manager.sends("/now", "/dead/retry", &[("id", gone)]).await.0, 404);
    }
}

#[tokio::test]
async fn what_was_given_up_is_counted_for_a_scraper_until_somebody_discards_it() {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let admin = host.api(&data, &Grant::admin(PRODUCT));
    assert_eq!((gauge(&admin, "nabat_jobs_dead").await, gauge(&admin, "nabat_registrations_refused").await), (0, 0));
    let ids = ["x", "y"].map(|name| unreadable(&data, &incident, name));
    host.desk().send(PRODUCT, "msg_2", &sample("unknown-service")).await.expect(422);
    until("both counted", async || (gauge(&admin, "nabat_jobs_dead").await == 2).then_some(())).await;
    assert_eq!(gauge(&admin, "nabat_registrations_refused").await, 1);
    for (left, id) in [(1, &ids[0]), (0, &ids[1])] {
        let discarded = run(&["jobs", "discard", id, "--reason", "by hand", "--data", &data.text()]);
        assert!(discarded.status.success(), "{}", printed(&discarded));
        assert_eq!(gauge(&admin, "nabat_jobs_dead").await, left);
    }
}

#[tokio::test]
async fn they_are_listed_put_back_to_work_and_discarded_with_a_reason() {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::admin(PRODUCT));
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    assert_eq!(lines(&data, &[]), [] as [Value; 0]);
    let id = unreadable(&data, &incident, "x");
    until("the dead list", async || lines(&data, &[]).iter().any(|line| line["id"] == *id).then_some(())).await;
    let plain = run(&["jobs", "list", "--data", &data.text(), "--product", PRODUCT]);
    assert!(printed(&plain).starts_with(&format!("{id}  ")), "{}", printed(&plain));
    let retried = run(&["jobs", "retry", &id, "--data", &data.text()]);
    assert!(retried.status.success(), "{}", printed(&retried));
    // It still cannot be read, and comes back.
    until("the dead list again", async || lines(&data, &[]).iter().any(|line| line["id"] == *id).then_some(())).await;
    let discard = |reason: &str| run(&["jobs", "discard", &id, "--reason", reason, "--data", &data.text()]);
    assert!(!discard("  ").status.success(), "a reason is a reason");
    let discarded = discard("written by hand, ask ivanov@example.org");
    assert!(discarded.status.success(), "{}", printed(&discarded));
    assert!(!printed(&discarded).contains("ivanov@"), "masked: {}", printed(&discarded));
    assert_eq!(lines(&data, &[]), [] as [Value; 0]);
    let kept = lines(&data, &["--discarded"]);
    assert_eq!(
        (kept.len(), &kept[0]["id"], &kept[0]["kind"]),
        (1, &Value::from(id.as_str()), &Value::from("unreadable"))
    );
    assert!(kept[0]["reason"].as_str().is_some_and(|reason| reason.starts_with("written by hand")));
    for what in ["retry", "discard"] {
        let more: &[&str] = if what == "discard" { &["--reason", "again"] } else { &[] };
        let folder = data.text();
        let all: Vec<&str> = ["jobs", what, &id, "--data", &folder].into_iter().chain(more.iter().copied()).collect();
        assert_eq!(run(&all).status.code(), Some(1), "{what} of what is not there");
    }
}
