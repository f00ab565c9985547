//! The same network before calls that give nothing back, or may rightly say that there is nothing: nobody would see a
//! success that was none, so the answer itself has to be the partner's own.

use super::{ALL, Called, Network, connections, ended};
use nabat_connectors::connections::Connections;
use nabat_domain::ids::{DeskId, ProblemId, ProductId, RoomId};
use nabat_domain::incident::DeskAct;
use nabat_domain::time::At;
use nabat_kit::port::{
    Attachment, CallError, Desk, DeskFile, DeskProblemChange, DeskRecordChange, EffectKey, Heard, MessageId, Messenger,
    Outgoing, PageName,
};
use std::collections::BTreeMap;
use std::sync::Arc;

const NOW: At = At(1_800_000_000_000);

/// What is asked of a messenger that can do it.
const OF_MESSENGERS: [&str; 7] = ["invites", "removes", "attaches", "edits", "pins", "erases", "archives"];

/// What is asked of a desk.
const OF_DESKS: [&str; 10] = [
    "comments",
    "closes",
    "reopens",
    "links",
    "assigns",
    "attaches",
    "changes a problem",
    "links a problem",
    "finds a problem",
    "looks through its fields",
];

/// One call of each, all at once.
pub(super) fn calls(connections: &Connections) -> BTreeMap<String, Called> {
    let mut calls = BTreeMap::new();
    let mut put = |what: String, call: Called| {
        calls.insert(what, call);
    };
    for (id, messenger) in &connections.messengers {
        let can = messenger.capabilities();
        let is_able = |what: &str| match what {
            "erases" => can.erases,
            "archives" => can.archives,
            _ => true,
        };
        // Telegram's rooms are numbers; what is none is refused before anything is called.
        let room = if id.as_str() == "tg" { "-1001234/7" } else { "room" };
        for what in OF_MESSENGERS.into_iter().filter(|what| is_able(what)) {
            put(format!("{id} {what}"), tokio::spawn(told(of_messenger(Arc::clone(messenger), room, what))));
        }
    }
    for (id, desk) in &connections.desks {
        let record = match id.as_str() {
            "jira" => "OPS-7",
            "rt" => "7",
            _ => "incident7",
        };
        for what in OF_DESKS {
            put(format!("{id} {what}"), tokio::spawn(told(of_desk(Arc::clone(desk), record, what))));
        }
    }
    for (id, wiki) in &connections.wikis {
        let wiki = Arc::clone(wiki);
        let found = async move { wiki.find(&PageName("clinics/inc-1".to_owned())).await.map(drop) };
        put(format!("{id} finds a page"), tokio::spawn(told(found)));
    }
    // Who is told of no news has to know that there is none.
    for (id, listener) in &connections.desk_listeners {
        let listener = Arc::clone(listener);
        let listed = async move { listener.listed(NOW).await.map(drop) };
        put(format!("{id} is asked for news"), tokio::spawn(told(listed)));
    }
    for (id, listener) in &connections.listeners {
        let listener = Arc::clone(listener);
        let heard = async move { listener.listen(&Heard::new()).await.map(drop) };
        put(format!("{id} is listened to"), tokio::spawn(told(heard)));
    }
    calls
}

async fn told(call: impl Future<Output = Result<(), CallError>>) -> Result<String, CallError> {
    call.await.map(|()| "done".to_owned())
}

async fn of_messenger(messenger: Arc<dyn Messenger>, room: &str, what: &str) -> Result<(), CallError> {
    let (key, room, id) = (EffectKey(format!("untold/{what}")), RoomId::from(room), MessageId("7".to_owned()));
    let message = Outgoing { text: "Ж".to_owned(), buttons: Vec::new(), reply_to: None };
    let file = Attachment { name: "log.txt".to_owned(), content: vec![1, 2] };
    match what {
        "invites" => messenger.invite(&key, &room, "42").await,
        "removes" => messenger.remove(&key, &room, "42").await,
        "attaches" => messenger.attach(&key, &room, &file).await.map(drop),
        "edits" => messenger.edit(&key, &room, &id, &message).await,
        "pins" => messenger.pin(&key, &room, &id).await,
        "erases" => messenger.erase(&key, &room, &id).await,
        "archives" => messenger.archive(&key, &room).await,
        other => panic!("nothing is asked that is called `{other}`"),
    }
}

async fn of_desk(desk: Arc<dyn Desk>, record: &str, what: &str) -> Result<(), CallError> {
    let (key, text) = (EffectKey(format!("untold/{what}")), "Ж".to_owned());
    let (product, id) = (ProductId::from("clinics"), DeskId::from(record));
    let problem = ProblemId::from(record.replace("incident", "problem").as_str());
    let change = match what {
        "comments" => DeskRecordChange::Comment { text },
        "closes" => DeskRecordChange::Close { text },
        "reopens" => DeskRecordChange::Reopen { text },
        "links" => DeskRecordChange::Link { to: record.replace('7', "8") },
        "assigns" => DeskRecordChange::Assign { work_group: "vendor".to_owned(), due: NOW },
        "attaches" => {
            let (name, media_type) = ("log.txt".to_owned(), "text/plain".to_owned());
            return desk.attach(&key, &product, &id, &DeskFile { name, media_type, content: vec![1, 2], text }).await;
        }
        "changes a problem" => {
            let change = DeskProblemChange { act: DeskAct::Close, text };
            return desk.change_problem(&key, &problem, &change).await;
        }
        "links a problem" => return desk.link_problem(&key, &product, &id, &problem).await.map(drop),
        "finds a problem" => return desk.problem(&problem).await.map(drop),
        "looks through its fields" => return desk.lacking().await.map(drop),
        other => panic!("nothing is asked that is called `{other}`"),
    };
    desk.change(&key, &product, &id, &change).await
}

async fn held(network: Network) {
    let calls = calls(&connections(&network.before().await));
    assert_eq!(calls.len(), 69, "every one of them is called: {:?}", calls.keys());
    ended(network, calls).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_gives_nothing_back_is_not_done_because_something_says_that_all_is_well() {
    let mut broken = Vec::new();
    // Two networks at a time: each is as many connections as there are calls, and both their ends are in this process.
    for some in ALL.chunks(2) {
        let spawned: Vec<_> = some.iter().map(|network| tokio::spawn(held(*network))).collect();
        for network in spawned {
            broken.extend(network.await.err().map(|panic| format!("{panic:?}")));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
