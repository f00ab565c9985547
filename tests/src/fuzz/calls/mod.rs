//! Every call of every connector, to a partner that answers whatever it likes: the first part says whose call it is and
//! which one, each other one is an answer.

mod desk;
mod messenger;
mod wiki;

use super::partner::{asked, input, parts};
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Desk, EffectKey, Messenger, Wiki};
use serde_json::Value;

const NOW: At = At(1_795_430_000_000);
const SECRET: &str = "secret-of-the-fuzzers";

/// A connector by its port.
enum Port {
    Messenger(Box<dyn Messenger>, &'static str),
    Desk(Box<dyn Desk>, &'static str),
    Wiki(Box<dyn Wiki>),
}

/// A connector, and what its partner says when all is well: one answer with all fields that are looked for.
struct Connector {
    name: &'static str,
    at: fn(String) -> Port,
    well: fn() -> Value,
}

const CONNECTORS: [Connector; 10] = [
    Connector { name: "slack", at: messenger::slack, well: messenger::slack_well },
    Connector { name: "mattermost", at: messenger::mattermost, well: messenger::mattermost_well },
    Connector { name: "telegram", at: messenger::telegram, well: messenger::telegram_well },
    Connector { name: "express", at: messenger::express, well: messenger::express_well },
    Connector { name: "matrix", at: messenger::matrix, well: messenger::matrix_well },
    Connector { name: "jira", at: desk::jira, well: desk::jira_well },
    Connector { name: "rt", at: desk::rt, well: desk::rt_well },
    Connector { name: "roundup", at: desk::roundup, well: desk::roundup_well },
    Connector { name: "mediawiki", at: wiki::mediawiki, well: wiki::mediawiki_well },
    Connector { name: "confluence", at: wiki::confluence, well: wiki::confluence_well },
];

/// DokuWiki's answers are no JSON.
const DOKUWIKI: &str = "<?xml version=\"1.0\"?><methodResponse><params><param><value><array><data><value><struct>\
    <member><name>version</name><value><int>1795430000</int></value></member>\
    <member><name>sum</name><value><string>nabat key</string></value></member>\
    </struct></value></data></array></value></param></params></methodResponse>";

/// Answers that are none of what was asked for, all of them JSON or nothing.
const OTHER: [&str; 16] = [
    "",
    "null",
    "true",
    "0",
    "1e300",
    "\"said\"",
    "[]",
    "[[]]",
    "[{}]",
    "{}",
    "{\"ok\":true}",
    "{\"status\":\"ok\",\"result\":[]}",
    "{\"data\":[]}",
    "<html><body>It works!</body></html>",
    "HTTP 404\n[]",
    "HTTP 400\n\"no\"",
];

fn key() -> EffectKey {
    EffectKey("fuzz/1/key".to_owned())
}

pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    let all = parts(bytes);
    let (said, answers) = all.split_first().expect("there is always one");
    let said = String::from_utf8_lossy(said);
    let (name, number) = said.split_once(' ').unwrap_or_default();
    let number: usize = number.trim().parse().unwrap_or_default();
    let at = CONNECTORS.iter().find(|connector| connector.name == name).map_or(wiki::dokuwiki as _, |found| found.at);
    let called = asked(answers, async |base| called(&at(base), number).await);
    called.err().map(|error: CallError| error.to_string()).into_iter().collect()
}

async fn called(port: &Port, number: usize) -> Result<(), CallError> {
    match port {
        Port::Messenger(messenger, room) => messenger::called(messenger.as_ref(), room, number).await,
        Port::Desk(desk, record) => desk::called(desk.as_ref(), record, number).await,
        Port::Wiki(wiki) => wiki::called(wiki.as_ref(), number).await,
    }
}

/// Each call with all well, with each other answer at once, and with those that are JSON after a good one.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let well = CONNECTORS.iter().map(|one| (one.name, (one.well)().to_string()));
    let mut seeds = Vec::new();
    for (name, well) in well.chain([("dokuwiki", DOKUWIKI.to_owned())]) {
        let calls = match CONNECTORS.iter().position(|one| one.name == name) {
            Some(0..5) => messenger::CALLS,
            Some(5..8) => desk::CALLS,
            _ => wiki::CALLS,
        };
        for number in 0..calls {
            let one = |answers: &[&str]| {
                let said = format!("{name} {number}");
                input(
                    &std::iter::once(said.as_str())
                        .chain(answers.iter().copied())
                        .map(str::to_owned)
                        .collect::<Vec<_>>(),
                )
            };
            seeds.push(one(&[&well]));
            seeds.extend(OTHER.iter().map(|other| one(&[other])));
            seeds.extend(OTHER[1..10].iter().map(|other| one(&[&well, other])));
        }
    }
    seeds
}
