//! The evidence pack of an incident with a contractor at fault: what is in it, and that nothing in it can be changed,
//! taken out or made up unnoticed.

use super::{REPORT, closed, matter, record};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Hand, clock, overruns};
use nabat_domain::journal::{Entry, Sealed, canonical, seal, sha256_hex};
use nabat_domain::time::{At, Length};
use nabat_kit::env::Secrets;
use nabat_kit::erase::{Places, words};
use nabat_kit::evidence::{Expected, Making, Verdict, pack, verify};
use nabat_kit::keys;
use nabat_kit::port::DeskRecordChange;
use nabat_kit::signing::SigningKey;
use nabat_kit::table::{Action, Condition, Row, Table as _};
use nabat_tests::rig::{BEGINS, Rig};
use serde_json::Value;
use std::sync::Arc;

fn key() -> SigningKey {
    SigningKey::of_seed([9; 32])
}

/// A rig that signs the heads of its journals.
async fn signing() -> Rig {
    let mut rig = Rig::new().await;
    let signing = Some(key());
    rig.env.secrets = Arc::new(Secrets {
        desk: rig.env.secrets.desk.clone(),
        desks: std::collections::BTreeMap::new(),
        body_key: [7; 32],
        signing,
    });
    rig
}

/// Closed, the contractor's report in, and a midnight passed.
async fn over(rig: &mut Rig) -> IncidentId {
    let (incident, contractor) = closed(rig).await;
    rig.say_direct(&contractor, REPORT).await;
    rig.at(BEGINS.plus(Length::hours(24))).await;
    incident
}

async fn packed(rig: &Rig, incident: &IncidentId, signed_at: At) -> Vec<u8> {
    let key = key();
    let making = Making { product: &rig.product, incident, key: &key, signed_at, program: "nabat test" };
    pack(&rig.env, &making).await.expect("the table answers").expect("there is such an incident")
}

fn checked(bytes: &[u8]) -> Verdict {
    verify(bytes, &Expected { keys: vec![key().public()], head: None })
}

/// The files of a pack by somebody else's understanding of the form: name, first byte, bytes.
fn files(bytes: &[u8]) -> Vec<(String, usize, Vec<u8>)> {
    let number =
        |at: usize, width: usize| bytes[at..at + width].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    let (mut at, mut found) = (0, Vec::new());
    while bytes[at..].starts_with(b"PK\x03\x04") {
        let begins = at + 30 + number(at + 26, 2) + number(at + 28, 2);
        let name = String::from_utf8(bytes[at + 30..at + 30 + number(at + 26, 2)].to_vec()).expect("a name");
        at = begins + number(at + 18, 4);
        found.push((name, begins, bytes[begins..at].to_vec()));
    }
    found
}

fn json(bytes: &[u8], name: &str) -> Value {
    let (_, _, file) = files(bytes).into_iter().find(|(file, ..)| file == name).expect("the file is there");
    serde_json::from_slice(&file).expect("JSON")
}

#[tokio::test]
async fn it_holds_everything_a_claim_rests_on() {
    let mut rig = signing().await;
    let incident = over(&mut rig).await;
    let bytes = packed(&rig, &incident, rig.env.now()).await;
    let verdict = checked(&bytes);
    assert_eq!(verdict.findings, []);
    assert!(!verdict.signed_days.is_empty(), "a day was signed");
    let names: Vec<String> = files(&bytes).into_iter().map(|(name, ..)| name).collect();
    insta::assert_snapshot!(names.join("\n"));
    let (matter, state) = (matter(&rig, &incident).await, rig.state(&incident).await);
    let (clock, over) = (clock(&matter, state.head.at).expect("a clock"), overruns(&matter, state.head.at));
    let clocks = json(&bytes, "clocks.json");
    let of = &clocks["contractors"][super::CONTRACT];
    for (field, hand) in [("held_ms", Hand::Held), ("paused_ms", Hand::Paused), ("waiting_ms", Hand::Waiting)] {
        assert_eq!(of[field], clock.of(hand).0, "{field}");
    }
    let overruns = &json(&bytes, "overruns.json")[super::CONTRACT];
    assert_eq!(overruns["over_ms"], over.total().0);
    assert_eq!(overruns["reaction"]["taken_ms"], over.reaction.expect("a term").taken.0);
    let penalty = rig.catalogue.contracts[&super::CONTRACT.into()].penalty.as_ref().expect("a penalty is agreed");
    assert_eq!(overruns["claimable"]["sum"], penalty.claimable(&over.lengths()).sum);
    let whole: i64 = clocks["stages"].as_array().expect("stages").iter().filter_map(|of| of["taken_ms"].as_i64()).sum();
    assert_eq!(whole, state.head.closed_at.expect("closed").since(state.head.began).0, "stages are the whole");
}

#[tokio::test]
async fn the_hash_written_into_the_desk_at_closing_is_found_in_it() {
    let mut rig = signing().await;
    let incident = over(&mut rig).await;
    let desk = rig.state(&incident).await.head.desk;
    let changes = rig.outside.desk.plain().changes(desk.as_str());
    let closing = changes.iter().find_map(|change| match change {
        DeskRecordChange::Close { text } => Some(text.clone()),
        _ => None,
    });
    let closing = closing.expect("the desk's record was closed");
    let is_hash = |word: &&str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    let head = closing.split(|c: char| !c.is_alphanumeric()).find(is_hash).expect("the comment holds a hash");
    let bytes = packed(&rig, &incident, rig.env.now()).await;
    let with = |head: &str| verify(&bytes, &Expected { keys: Vec::new(), head: Some(head.to_owned()) });
    assert!(with(head).holds() && with(head).head_at.is_some());
    assert!(!with(&"0".repeat(64)).holds());
    assert_ne!(record(&rig, &incident).await, desk, "the failure on contractor has a record of its own");
}

#[tokio::test]
async fn the_same_incident_is_the_same_pack_but_for_the_moment_of_signing() {
    let mut rig = signing().await;
    let incident = over(&mut rig).await;
    let at = rig.env.now();
    let first = packed(&rig, &incident, at).await;
    assert_eq!(first, packed(&rig, &incident, at).await);
    let later = packed(&rig, &incident, at.plus(Length::hours(1))).await;
    let differing: Vec<String> = files(&first)
        .into_iter()
        .zip(files(&later))
        .filter(|((_, _, one), (_, _, other))| one != other)
        .map(|((name, ..), _)| name)
        .collect();
    assert_eq!(differing, ["MANIFEST.sig", "MANIFEST.txt"]);
}

#[tokio::test]
async fn a_byte_changed_anywhere_is_found_and_named() {
    let mut rig = signing().await;
    let incident = over(&mut rig).await;
    let whole = packed(&rig, &incident, rig.env.now()).await;
    for (name, begins, file) in files(&whole) {
        // The first, the last, and two from within; of the journal one of every event.
        let lines = file.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at.saturating_sub(9));
        let journal = name == "journal/events.jsonl";
        let few = [0, file.len() / 3, file.len() / 2, file.len() - 1];
        let places: Vec<usize> = if journal { lines.collect() } else { few.to_vec() };
        for (line, place) in places.into_iter().enumerate() {
            let mut changed = whole.clone();
            changed[begins + place] ^= 1;
            let findings = checked(&changed).findings;
            // Whether the list or its signature was changed nobody can say.
            let file = if name == "MANIFEST.sig" { "MANIFEST." } else { name.as_str() };
            assert!(findings.iter().any(|finding| finding.file.starts_with(file)), "{name}, {place}: {findings:?}");
            let event = u64::try_from(line + 1).ok();
            let named = findings.iter().any(|finding| finding.file == name && finding.event == event);
            assert!(!journal || named, "event {event:?}: {findings:?}");
        }
    }
    let mut at: usize = 12_345;
    for _ in 0..60 {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (place, mut changed) = ((at >> 16) % whole.len(), whole.clone());
        changed[place] ^= 1 << (at % 8);
        assert!(!checked(&changed).holds(), "byte {place}");
        assert!(!checked(&whole[..place]).holds(), "cut off after {place}");
    }
}

#[tokio::test]
async fn files_from_the_chat_are_in_it_under_the_hashes_of_the_journal() {
    let mut rig = signing().await;
    let (incident, contractor) = closed(&mut rig).await;
    rig.post_content_direct(&contractor, "Отчёт о сбое.pdf", b"%PDF-1.7 what broke and why").await;
    let whole = packed(&rig, &incident, rig.env.now()).await;
    assert_eq!(checked(&whole).findings, []);
    let (name, begins, file) = files(&whole).into_iter().find(|(name, ..)| name.starts_with("files/")).expect("a file");
    assert_eq!((name.as_str(), file.as_slice()), ("files/001.pdf", b"%PDF-1.7 what broke and why".as_slice()));
    let listed = json(&whole, "files.json");
    assert_eq!((&listed["001"]["file"], &listed["001"]["sha256"]), (&name.clone().into(), &sha256_hex(&file).into()));
    let mut changed = whole.clone();
    changed[begins + 3] ^= 1;
    let findings = checked(&changed).findings;
    let by_journal = |finding: &nabat_kit::evidence::Finding| finding.file == name && finding.what.contains("journal");
    assert!(findings.iter().any(by_journal), "{findings:?}");
    let sha256 = listed["001"]["sha256"].as_str().expect("a hash").to_owned();
    let places = Places::alone(rig.outside.table.plain());
    words(places, &rig.product, &incident, &sha256).await.expect("erased");
    let after = packed(&rig, &incident, rig.env.now()).await;
    assert_eq!(checked(&after).findings, [], "what was erased is not there, and everything holds");
    assert!(files(&after).iter().all(|(name, ..)| !name.starts_with("files/")));
}

#[tokio::test]
async fn a_pack_put_together_anew_is_not_signed() {
    let mut rig = signing().await;
    let incident = over(&mut rig).await;
    let whole = packed(&rig, &incident, rig.env.now()).await;
    let files = |change: &dyn Fn(&mut nabat_kit::evidence::Files)| {
        let mut found: nabat_kit::evidence::Files =
            files(&whole).into_iter().map(|(name, _, bytes)| (name, bytes)).collect();
        change(&mut found);
        checked(&nabat_kit::evidence::packed(&found)).findings
    };
    assert_eq!(files(&|_| {}), []);
    let named = |findings: Vec<nabat_kit::evidence::Finding>, file: &str| {
        assert!(findings.iter().any(|finding| finding.file == file), "{file}: {findings:?}");
    };
    named(files(&|files| drop(files.remove("people.json"))), "people.json");
    named(files(&|files| drop(files.insert("more.txt".to_owned(), b"more".to_vec()))), "more.txt");
    named(files(&|files| drop(files.insert("MANIFEST.sig".to_owned(), vec![0; 64]))), "MANIFEST.txt");
    // Signed again by somebody else, with everything else in order.
    let other = SigningKey::of_seed([1; 32]);
    let anew = files(&|files| {
        let text = String::from_utf8(files["MANIFEST.txt"].clone()).expect("text");
        let text = text.replace(&key().public().to_string(), &other.public().to_string());
        files.insert("MANIFEST.sig".to_owned(), other.sign(text.as_bytes()).to_vec());
        files.insert("MANIFEST.txt".to_owned(), text.into_bytes());
        files.insert("public-key.pem".to_owned(), other.public().to_pem().into_bytes());
    });
    named(anew, "MANIFEST.txt");
}

#[tokio::test]
async fn whoever_rewrites_the_journal_in_the_table_is_found_by_what_was_signed_the_day_before() {
    let mut rig = signing().await;
    let incident = over(&mut rig).await;
    let rewritten = rig.fork().await;
    rewrite(&rewritten, &incident, 3).await;
    let told = |verdict: Verdict| verdict.findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let said = told(checked(&packed(&rewritten, &incident, rig.env.now()).await));
    assert!(said.contains("journal/events.jsonl: event ") && said.contains("was written anew"), "{said}");
    let signed = checked(&packed(&rig, &incident, rig.env.now()).await).signed_days;
    let last = *signed.values().max().expect("a day was signed");
    let cut = rig.fork().await;
    for event in cut.journal(&incident).await.iter().filter(|event| event.number >= last) {
        let gone = Action::Delete(keys::event(&cut.product, &incident, event.number), Condition::Any);
        cut.outside.table.plain().write(&[gone]).await.expect("the table takes it");
    }
    let said = told(checked(&packed(&cut, &incident, rig.env.now()).await));
    assert!(said.contains(&format!("event {last}: signed on")) && said.contains("ends before it"), "{said}");
}

/// Seals every event anew from one on, that one said an hour earlier: the chain itself holds.
async fn rewrite(rig: &Rig, incident: &IncidentId, from: u64) {
    let events = rig.journal(incident).await;
    let mut previous = events[usize::try_from(from).expect("small") - 2].hash.clone();
    for event in events.iter().filter(|event| event.number >= from) {
        let entry: Entry = serde_json::from_str(&event.bytes).expect("an event");
        let at = if event.number == from { entry.at.minus(Length::hours(1)) } else { entry.at };
        let anew: Sealed = seal(event.number, &previous, at, &entry.kind, &entry.data);
        previous.clone_from(&anew.hash);
        let body = canonical(&serde_json::to_value(&anew).expect("JSON"));
        let key = keys::event(&rig.product, incident, event.number);
        let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
        rig.outside.table.plain().write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    }
}
