//! Secrets planted so that they would be known again: after a whole incident over partners that fail, with everything
//! logged, none of them stands anywhere but where it has to.

use crate::base::signed_in;
use crate::client::{Api, Grant, answer};
use crate::desk::{SECRET, bytes};
use crate::host::{Data, Host, printed, run};
use crate::samples::{failure, sample};
use crate::whole::lead;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use nabat_tests::folder::Folder;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const PRODUCT: &str = "clinics";

/// Secrets the configuration names, each with what it is for.
const NAMED: [&str; 8] =
    ["prom-token", "wiki-password", "mm-bot", "mm-seal", "duty-address", "mail-password", "hook-seal", "sso-secret"];

/// What a named secret is: the address of a feed is one too.
fn value(name: &str) -> String {
    match name {
        "duty-address" => "http://127.0.0.1:9/canary-duty-address-5e1d.ics".to_owned(),
        "hook-seal" => format!("whsec_{}", STANDARD.encode("canary-hook-seal-5e1d-of-bytes")),
        _ => format!("canary-{name}-5e1d"),
    }
}

/// The example, with partners of its own of whom nobody is there.
fn estate(folder: &Path) -> PathBuf {
    let estate = folder.join("estate");
    nabat::example::write(&estate).expect("the example can be written");
    for other in ["hospitals", "emergency"] {
        std::fs::remove_dir_all(estate.join(other)).expect("it is there");
    }
    let connections = "- {id: prom, kind: prometheus, address: \"http://127.0.0.1:9\", private: true, token: prom-token}
- {id: dw, kind: dokuwiki, address: \"http://127.0.0.1:9\", private: true, bot: nabat, token: wiki-password, parent: incidents}
- {id: mm, kind: mattermost, address: \"http://127.0.0.1:9\", private: true, team: clinics, token: mm-bot, callback: \"http://127.0.0.1:9/chat/mm\", callback_token: mm-seal}
- {id: feed, kind: icalendar, private: true, token: duty-address}
- {id: sso, kind: openid, issuer: \"http://127.0.0.1:9\", private: true, client: nabat, secret: sso-secret, claim: email, name: Staff ID}
";
    std::fs::write(estate.join("connections.yaml"), connections).expect("it can be written");
    changed(&estate, "product.yaml", &[("wiki: builtin", "wiki: dw"), ("monitoring: builtin", "monitoring: prom")]);
    let mail = "mail:\n  host: 127.0.0.1\n  port: 9\n  user: nabat\n  password: mail-password\n  security: starttls";
    changed(&estate, "notices.yaml", &[("mail:\n  host: builtin\n  security: none", mail)]);
    let hook = [
        ("\n  url: builtin", "\n  url: \"http://127.0.0.1:9/hook\"\n  private: true"),
        ("secret: shift-board", "secret: hook-seal"),
    ];
    changed(&estate, "webhooks.yaml", &hook);
    let called = "- role: duty_engineer\n  calendar: {connection: feed}";
    changed(&estate, "duty.yaml", &[("- role: duty_engineer", called)]);
    estate
}

fn changed(estate: &Path, file: &str, changes: &[(&str, &str)]) {
    let path = estate.join(PRODUCT).join(file);
    let mut text = std::fs::read_to_string(&path).expect("the example has it");
    for (from, to) in changes {
        assert!(text.contains(from), "{file} has no {from}");
        text = text.replace(from, to);
    }
    std::fs::write(&path, text).expect("it can be written");
}

#[tokio::test]
async fn planted_secrets_are_found_nowhere() {
    let folder = Folder::new();
    let estate = estate(folder.path());
    let mut environment = vec![("NABAT_LOG_LEVEL", "trace".to_owned())];
    let variables = NAMED.map(|name| format!("NABAT_SECRET_{}", name.to_uppercase().replace('-', "_")));
    let variables = variables.map(|name| -> &'static str { Box::leak(name.into_boxed_str()) });
    environment.extend(variables.into_iter().zip(NAMED.map(value)));
    let data = Data::with_environment(environment);
    let host = Host::start_serving(&data, estate.to_str().expect("text"));
    let mut planted: BTreeMap<String, String> = NAMED.map(|name| (name.to_owned(), value(name))).into();
    planted.insert("the desk's secret".to_owned(), SECRET.trim_start_matches("whsec_").to_owned());
    let token = data.token(&Grant::acting(PRODUCT));
    planted.insert("a token".to_owned(), token.clone());
    let api = Api::new(&host.address, Some(token));
    let (seen, cookie) = pages_of_somebody(&host, &data, &mut planted).await;
    let incident = whole_incident(&host, &api).await;
    let mut places: BTreeMap<String, Vec<u8>> = seen;
    for path in [
        "/api/products".to_owned(),
        format!("/api/{PRODUCT}/incidents"),
        format!("/api/{PRODUCT}/incidents/{incident}/journal?limit=1000"),
        format!("/api/{PRODUCT}/incidents/{incident}/messages?limit=1000"),
        format!("/api/{PRODUCT}/incidents/{incident}/notices"),
        format!("/api/{PRODUCT}/jobs/dead"),
        format!("/api/{PRODUCT}/refused"),
        format!("/api/{PRODUCT}/catalogue"),
        "/metrics".to_owned(),
        "/openapi.json".to_owned(),
        "/health/ready".to_owned(),
    ] {
        places.insert(path.clone(), api.get(&path).await.bytes);
    }
    for path in ["/", "/now", "/overdue", "/reliability", "/chat", "/desk"] {
        places.insert(format!("page {path}"), page(&host, path, &cookie).await);
    }
    places.insert(
        "page of the incident".to_owned(),
        page(&host, &format!("/incidents/{PRODUCT}/{incident}"), &cookie).await,
    );
    told_by_commands(&data, &folder, &incident, &mut places);
    assert!(host.terminate().success());
    files(data.path().parent().expect("the test's folder"), &mut places);
    must_be_there(&data, &mut planted);
    assert!(places.len() > 30 && places.keys().any(|place| place.ends_with("stderr.txt")), "{:?}", places.keys());
    for (place, bytes) in &places {
        for (name, secret) in &planted {
            assert_eq!(found(bytes, secret), None, "{name} stands in {place}");
        }
    }
}

/// Signs somebody in; what doors said that were shut, and the cookie. The link and the cookie are secrets themselves.
async fn pages_of_somebody(
    host: &Host,
    data: &Data,
    planted: &mut BTreeMap<String, String>,
) -> (BTreeMap<String, Vec<u8>>, String) {
    let link = data.link(PRODUCT, "e5031");
    let (cookie, status) = signed_in(host, &link).await;
    assert_eq!(status, 200);
    let once = link.rsplit(['/', '=']).next().expect("a link ends with its token").to_owned();
    let cookie = cookie.split(';').next().expect("a name and a value").to_owned();
    planted.insert("a one-time link".to_owned(), once);
    planted.insert("a session".to_owned(), cookie.split_once('=').expect("a value").1.to_owned());
    let mut seen = BTreeMap::new();
    let client = nabat_connectors::http::loopback().build().expect("a client");
    for (what, wrong) in [("used", link.clone()), ("wrong", format!("{link}0"))] {
        let path = wrong.split_once("://").and_then(|(_, rest)| rest.split_once('/')).expect("a path").1;
        let told = answer(client.post(format!("{}/{path}", host.address))).await.expect("answered");
        assert_ne!(told.status, 200, "a {what} link lets nobody in");
        seen.insert(format!("a {what} link"), told.bytes);
    }
    let refused = host.desk().post(PRODUCT, &[("webhook-id", "msg_0")], b"{}").await.expect("answered");
    assert_eq!(refused.status, 401);
    seen.insert("an unsigned delivery".to_owned(), refused.bytes);
    (seen, cookie)
}

/// An incident led to its end while wiki, monitoring, mail and webhooks are away; a refused one beside it.
async fn whole_incident(host: &Host, api: &Api) -> String {
    let desk = host.desk();
    let incident = desk.send(PRODUCT, "msg_1", &failure("SD-7001", "appointments", "book")).await;
    let incident = match incident.status {
        202 => incident.text("incident"),
        _ => panic!("{}", String::from_utf8_lossy(&incident.bytes)),
    };
    desk.send(PRODUCT, "msg_2", &failure("SD-7002", "no-such-service", "any")).await.expect(422);
    let mut unread = sample("drill");
    unread["drill"] = json!("perhaps");
    desk.send_bytes(PRODUCT, "msg_3", &bytes(&unread)).await.expect(400);
    lead(api, PRODUCT, &incident).await;
    incident
}

async fn page(host: &Host, path: &str, cookie: &str) -> Vec<u8> {
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let page = answer(client.get(format!("{}{path}", host.address)).header("cookie", cookie)).await.expect("answered");
    assert_eq!(page.status, 200, "{path}: {}", String::from_utf8_lossy(&page.bytes));
    page.bytes
}

/// What commands print and write: an evidence pack unpacked, a backup, lists.
fn told_by_commands(data: &Data, folder: &Folder, incident: &str, places: &mut BTreeMap<String, Vec<u8>>) {
    let text = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let (data, pack, unpacked, backup) = (data.text(), text("pack.zip"), text("pack"), text("backup.tar"));
    for command in [
        vec!["evidence", incident, "-o", &pack, "--data", &data],
        vec!["backup", "-o", &backup, "--data", &data],
        vec!["jobs", "list", "--data", &data],
        vec!["journal", "show", incident, "--data", &data],
        vec!["webhooks", "list", "--data", &data],
    ] {
        let told = run(&command);
        assert!(told.status.success(), "{command:?}: {}", printed(&told));
        places.insert(format!("nabat {}", command[..2].join(" ")), printed(&told).into_bytes());
    }
    let opened = std::process::Command::new("python3").args(["-m", "zipfile", "-e", &pack, &unpacked]).status();
    assert!(opened.expect("python3 runs").success());
    files(folder.path(), places);
    places.retain(|place, _| !place.contains("/estate/"));
}

/// Every file below a folder but those that hold the installation's keys.
fn files(folder: &Path, places: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, places);
        } else if !is_key(&path) {
            places.insert(path.display().to_string(), std::fs::read(&path).expect("read"));
        }
    }
}

fn is_key(path: &Path) -> bool {
    let in_secrets = path.parent().is_some_and(|folder| folder.ends_with("secrets"));
    in_secrets || path.extension().is_some_and(|ending| ending == "secret" || ending == "key")
}

/// What the keys' own files hold is secret elsewhere, too.
fn must_be_there(data: &Data, planted: &mut BTreeMap<String, String>) {
    let before = planted.len();
    for entry in std::fs::read_dir(data.path()).expect("the data folder").flatten() {
        let path = entry.path();
        if path.is_file() && is_key(&path) {
            let held = std::fs::read_to_string(&path).expect("a key is text");
            planted.insert(path.display().to_string(), held.trim().trim_start_matches("whsec_").to_owned());
        }
    }
    assert!(planted.len() > before, "an installation has keys of its own");
}

/// The form in which a secret stands somewhere.
fn found(bytes: &[u8], secret: &str) -> Option<String> {
    coats(secret).into_iter().find(|form| bytes.windows(form.len()).any(|window| window == form.as_bytes()))
}

/// A secret as it is, and in the coats others give it.
pub fn coats(secret: &str) -> [String; 5] {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let escaped: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    [secret.to_owned(), hex, STANDARD.encode(secret), URL_SAFE_NO_PAD.encode(secret), escaped]
}

#[test]
fn a_secret_is_found_in_every_coat() {
    let secret = value("prom-token");
    for coat in [secret.clone(), STANDARD.encode(&secret), format!("Bearer {secret}"), format!("?token={secret}&x")] {
        assert!(found(format!("error: {coat}.").as_bytes(), &secret).is_some(), "{coat}");
    }
    assert_eq!(found(b"nothing of the kind", &secret), None);
}
