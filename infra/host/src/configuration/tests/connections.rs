//! `connections.yaml`: what products may name, and each fault at its line.

use super::minimal::Folder;
use super::{read, told_all};
use nabat_connectors::connections::{Connections, sorts};
use nabat_domain::ids::SecretId;
use nabat_kit::port::{Clock, NamedSecrets};
use std::sync::Arc;

const GOOD: &str = "- id: matrix
  kind: matrix
  address: https://matrix.example.org
  server_name: example.org
  token: matrix-as
  callback_token: matrix-hs
";

/// Text in it, what is put in its place, the only fault that follows.
#[rustfmt::skip]
const ERRORS: &[(&str, &str, &str)] = &[
    ("id: matrix", "id: builtin", "connections.yaml:1 `builtin` cannot be the id of a connection"),
    ("kind: matrix", "kind: matrics", "connections.yaml:2 unknown word `matrics`"),
    ("https://", "http://", "connections.yaml:3 "),
    ("https://matrix.example.org", "https://169.254.169.254", "connections.yaml:3 "),
    ("  server_name: example.org\n", "", "connections.yaml:1 `server_name` is missing"),
    ("kind: matrix", "kind: mattermost\n  team: clinics", "connections.yaml:1 `callback` is missing"),
    ("kind: matrix", "kind: mattermost\n  callback: https://nabat.example.org/chat/x", "connections.yaml:1 `team` is missing"),
    ("kind: matrix", "kind: express", "connections.yaml:1 `bot` is missing"),
    ("kind: matrix", "kind: telegram", "connections.yaml:1 `group` is missing"),
    ("kind: matrix", "kind: slack\n  callback: http://nabat.example.org", "connections.yaml:3 "),
    ("  token: matrix-as\n", "", "connections.yaml:1 `token` is missing"),
    ("  callback_token: matrix-hs\n", "", "connections.yaml:1 `callback_token` is missing"),
    ("token: matrix-as", "token: 'whsec_a b'", "connections.yaml:5 `…` cannot be the id of a secret"),
];

#[test]
fn a_product_names_a_connection_that_is_there() {
    let folder = Folder::with("connected", "product.yaml", "messenger: builtin", "messenger: matrix");
    let Err(faults) = read(folder.path()) else { panic!("nobody is there") };
    assert_eq!(told_all(&faults), ["product.yaml:3 unknown connection `matrix`"]);
    folder.write("connections.yaml", GOOD);
    let checked = read(folder.path()).expect("no errors");
    assert_eq!(checked.estate.connections.len(), 1);
}

#[test]
fn each_fault_of_a_connection_is_found_at_its_line() {
    for (number, (from, to, expected)) in ERRORS.iter().enumerate() {
        let folder = Folder::minimal(&format!("connections-{number}"));
        folder.write("connections.yaml", &GOOD.replacen(from, to, 1));
        let Err(faults) = read(folder.path()) else { panic!("not found: {expected}") };
        let told = told_all(&faults);
        assert!(told.len() == 1 && told[0].starts_with(expected), "expected {expected}\nfound {told:#?}");
        assert!(!faults.all()[0].cure().is_empty());
    }
}

/// One of each kind, with nothing but what it needs.
const EACH: &str = "- {id: mm, kind: mattermost, address: https://mm.example.org, team: clinics,
   callback: https://nabat.example.org/chat/mm, token: mm-bot, callback_token: mm-seal, command_token: mm-command}
- {id: slack, kind: slack, token: slack-bot, callback_token: slack-signing}
- {id: ex, kind: express, address: https://cts.example.org, bot: 123e4567-e89b-12d3-a456-426655440000,
   token: ex-key, callback_token: ex-key}
- {id: tg, kind: telegram, group: -1001234, bot: nabat_bot, token: tg-bot, callback_token: tg-webhook}
- {id: prom, kind: prometheus, address: http://127.0.0.1:9090, private: true, token: prom-token, labels: [app]}
- {id: vm, kind: victoria_metrics, address: https://vm.example.org/select/0/prometheus}
- {id: zabbix, kind: zabbix, address: https://zabbix.example.org, token: zabbix-token}
- {id: night, kind: recording, file: night.csv}
- {id: mw, kind: mediawiki, address: https://wiki.example.org/w, bot: Nabat@nabat, token: mw-bot}
- {id: dw, kind: dokuwiki, address: https://doku.example.org, parent: failures, token: dw-password}
- {id: ru, kind: roundup, address: https://desk.example.org/sd, token: ru-password, fields: {work_group: workgroup}}
- {id: rt, kind: request_tracker, address: https://rt.example.org, token: rt-token}
- {id: co, kind: confluence, address: https://wiki.example.org/confluence, space: OPS, token: co-token}
- {id: ji, kind: jira, address: https://jira.example.org, project: OPS, token: ji-token, callback_token: ji-webhook,
   fields: {resolution: Done}}
- {id: sso, kind: openid, issuer: https://sso.example.org, client: nabat, secret: sso-secret, claim: email}
";

#[test]
fn every_kind_is_opened_with_its_secrets_and_what_is_missing_is_named() {
    let folder = Folder::with("each-kind", "product.yaml", "messenger: builtin", "messenger: slack");
    folder.write("connections.yaml", EACH);
    folder.write("night.csv", "time\n");
    let checked = read(folder.path()).expect("no errors");
    let secrets = |missing: &'static str| Secrets { missing };
    let clock = Arc::new(crate::clocks::MachineClock) as Arc<dyn Clock>;
    let open = Connections::open(&checked.estate.connections, &secrets("none"), &clock).expect("every secret is there");
    assert_eq!((open.messengers.len(), open.sources.len(), open.listeners.len()), (4, 4, 1));
    assert_eq!((open.monitors.len(), open.wikis.len()), (4, 3));
    assert_eq!((open.desks.len(), open.desk_listeners.len()), (3, 3));
    assert_eq!(open.sign_ins[&"sso".into()].name(), "sso.example.org");
    let talking = ["mm-bot", "mm-seal", "mm-command", "slack-bot", "slack-signing", "tg-bot", "tg-webhook", "ex-key"];
    let reading = ["prom-token", "zabbix-token", "mw-bot", "dw-password", "co-token"];
    let recording = ["ru-password", "rt-token", "ji-token", "ji-webhook"];
    for missing in talking.into_iter().chain(reading).chain(recording).chain(["sso-secret"]) {
        let Err(why) = Connections::open(&checked.estate.connections, &secrets(missing), &clock) else {
            panic!("opened without {missing}")
        };
        assert!(format!("{why:#}").contains(missing), "{why:#}");
        // A function goes on with what it can open.
        let open = Connections::open_only::<{ sorts::ALL }>(&checked.estate.connections, &secrets(missing), &clock);
        let others = open.messengers.len() + open.monitors.len() + open.wikis.len() + open.desks.len();
        assert_eq!(others + open.sign_ins.len(), checked.estate.connections.len() - 1, "without {missing}");
        assert!(open.unopened.len() == 1 && open.unopened.values().all(|why| why.contains(missing)), "{missing}");
    }
}

/// Text in the product or the connections, what is put in its place, the only fault that follows.
#[rustfmt::skip]
const MEASURED: &[(&str, &str, &str, &str)] = &[
    ("", "prom", "", ""),
    ("", "builtin", "", ""),
    ("", "prmo", "", "product.yaml:4 unknown connection `prmo`"),
    ("", "slack", "", "product.yaml:4 the connection `slack` is not a monitoring system"),
    ("address: http://127.0.0.1:9090, private: true", "prom", "private: true", "connections.yaml:7 `address` is missing"),
    ("private: true", "prom", "private: false", "connections.yaml:7 `http://127.0.0.1:9090` will not be called"),
    (", token: zabbix-token", "prom", "", "connections.yaml:9 `token` is missing"),
    ("file: night.csv", "prom", "file: day.csv", "connections.yaml:10 `day.csv` is no file of this folder"),
    (", file: night.csv", "prom", "", "connections.yaml:10 `file` is missing"),
    ("kind: victoria_metrics", "prom", "kind: victoria", "connections.yaml:8 unknown word `victoria`"),
];

#[test]
fn a_product_names_its_monitoring_and_each_fault_is_found_at_its_line() {
    for (number, (from, named, to, expected)) in MEASURED.iter().enumerate() {
        let monitored = format!("messenger: builtin\nmonitoring: {named}");
        let folder = Folder::with(&format!("measured-{number}"), "product.yaml", "messenger: builtin", &monitored);
        folder.write("night.csv", "time\n");
        folder.write("connections.yaml", &EACH.replacen(from, to, 1));
        let told = read(folder.path()).err().map(|faults| told_all(&faults)).unwrap_or_default();
        let is_expected =
            if expected.is_empty() { told.is_empty() } else { told.len() == 1 && told[0].starts_with(expected) };
        assert!(is_expected, "expected {expected}\nfound {told:#?}");
    }
}

#[test]
fn where_people_sign_in_is_told_whole_and_called_over_tls() {
    for (from, to, expected) in [
        (", issuer: https://sso.example.org", "", "connections.yaml:18 `issuer` is missing"),
        (", client: nabat", "", "connections.yaml:18 `client` is missing"),
        (", secret: sso-secret", "", "connections.yaml:18 `secret` is missing"),
        (", claim: email", "", "connections.yaml:18 `claim` is missing"),
        ("https://sso.example.org", "http://sso.example.org", "connections.yaml:18 `http://sso.example.org` will not"),
        (
            "https://sso.example.org",
            "https://169.254.169.254",
            "connections.yaml:18 `https://169.254.169.254` will not",
        ),
        ("secret: sso-secret", "secret: 'whsec_a b'", "connections.yaml:18 `…` cannot be the id of a secret"),
        ("claim: email", "claims: email", "connections.yaml:18 unknown key `claims`"),
    ] {
        let folder = Folder::minimal("sign-in");
        folder.write("night.csv", "time\n");
        folder.write("connections.yaml", &EACH.replacen(from, to, 1));
        let told = read(folder.path()).err().map(|faults| told_all(&faults)).unwrap_or_default();
        assert!(told.len() == 1 && told[0].starts_with(expected), "expected {expected}\nfound {told:#?}");
    }
    let folder = Folder::with("sign-in-spoken", "product.yaml", "messenger: builtin", "messenger: sso");
    folder.write("night.csv", "time\n");
    folder.write("connections.yaml", EACH);
    let refused = read(folder.path()).map(|_| ()).expect_err("it is no messenger");
    assert_eq!(told_all(&refused), ["product.yaml:3 the connection `sso` is not a messenger"]);
}

#[test]
fn people_are_not_spoken_to_in_a_monitoring_system() {
    let folder = Folder::with("spoken", "product.yaml", "messenger: builtin", "messenger: prom");
    folder.write("night.csv", "time\n");
    folder.write("connections.yaml", EACH);
    let refused = read(folder.path()).map(|_| ()).expect_err("it is no messenger");
    assert_eq!(told_all(&refused), ["product.yaml:3 the connection `prom` is not a messenger"]);
}

#[test]
fn reports_are_published_in_a_wiki_and_it_needs_a_password() {
    for (named, from, expected) in [
        ("mw", "", ""),
        ("dw", "", ""),
        ("wm", "", "product.yaml:4 unknown connection `wm`"),
        ("prom", "", "product.yaml:4 the connection `prom` is not a wiki"),
        ("mw", ", token: mw-bot", "connections.yaml:11 `token` is missing"),
        ("mw", ", address: https://wiki.example.org/w", "connections.yaml:11 `address` is missing"),
    ] {
        let published = format!("messenger: builtin\nwiki: {named}");
        let folder = Folder::with("published", "product.yaml", "messenger: builtin", &published);
        folder.write("night.csv", "time\n");
        folder.write("connections.yaml", &EACH.replacen(from, "", 1));
        let told = read(folder.path()).err().map(|faults| told_all(&faults)).unwrap_or_default();
        let is_expected =
            if expected.is_empty() { told.is_empty() } else { told.len() == 1 && told[0].starts_with(expected) };
        assert!(is_expected, "expected {expected}\nfound {told:#?}");
    }
}

struct Secrets {
    missing: &'static str,
}

impl NamedSecrets for Secrets {
    fn secret(&self, name: &SecretId) -> Option<Vec<u8>> {
        (name.as_str() != self.missing).then(|| b"a secret".to_vec())
    }

    fn cure(&self, name: &SecretId) -> String {
        format!("set {name}")
    }
}

#[test]
fn telegram_says_what_it_cannot_and_refuses_a_product_with_contracts() {
    let folder = Folder::with("topics", "product.yaml", "messenger: builtin", "messenger: tg");
    folder.write("night.csv", "time\n");
    folder.write("connections.yaml", EACH);
    let refused = read(folder.path()).map(|_| ()).expect_err("the minimal product has a contract");
    let told = told_all(&refused);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told.iter().any(|told| told.contains("takes nobody out of a chat")), "{told:#?}");
    assert!(told.iter().any(|told| told.contains("brings nobody in")), "{told:#?}");
    folder.write("p/contracts.yaml", "[]");
    let told = told_all(&read(folder.path()).expect("only a warning is left").warnings);
    assert!(told.iter().any(|told| told.contains("brings nobody in")), "{told:#?}");
}

#[test]
fn a_second_messenger_is_another_one_in_which_people_are_known() {
    let messengers = "messenger: builtin\nsecond_messenger: ";
    let folder = Folder::with("second", "product.yaml", "messenger: builtin", &format!("{messengers}builtin"));
    let Err(faults) = read(folder.path()) else { panic!("it is the first one") };
    assert_eq!(told_all(&faults), ["product.yaml:4 the second messenger is the first one, `builtin`"]);
    let folder = Folder::with("second-there", "product.yaml", "messenger: builtin", &format!("{messengers}matrix"));
    let Err(faults) = read(folder.path()) else { panic!("nobody is there") };
    assert_eq!(told_all(&faults), ["product.yaml:4 unknown connection `matrix`"]);
    folder.write("connections.yaml", GOOD);
    let checked = read(folder.path()).expect("no errors");
    let told = told_all(&checked.warnings);
    let unknown = told.iter().filter(|told| told.ends_with("cannot be called in the second messenger `matrix`"));
    assert_eq!(unknown.count(), 1, "{told:?}");
    let folder = Folder::with(
        "second-own",
        "product.yaml",
        "messenger: builtin",
        "messenger: matrix\nsecond_messenger: builtin",
    );
    folder.write("connections.yaml", GOOD);
    let checked = read(folder.path()).expect("no errors");
    let told = told_all(&checked.warnings);
    assert!(!told.iter().any(|told| told.contains("second messenger")), "Nabat's own knows everybody: {told:?}");
}
