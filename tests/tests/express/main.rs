//! eXpress by its vendor's own library (PyPI `pybotx`): what it sends is what the connector sends and the model takes;
//! what the model sends it hears as the connector hears it; its tokens and the connector's are each other's.

mod vendor;

use nabat::clocks::MachineClock;
use nabat_kit::http::{Request, header};
use nabat_kit::port::{Attachment, Button, ChatDelivery, Clock, EffectKey, NewRoom, Outgoing, Reject, Said};
use nabat_tests::messengers::express::ExpressPeer;
use nabat_tests::messengers::{Act, Peer, Written};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn peer() -> ExpressPeer {
    let peer = ExpressPeer::new(Arc::new(MachineClock) as Arc<dyn Clock>);
    for name in ["anna", "boris"] {
        peer.add_person(name);
    }
    peer.trouble().expect("a server").write_down();
    peer
}

fn key() -> EffectKey {
    EffectKey("clinics#C#inc-1/P#1".to_owned())
}

fn question() -> Outgoing {
    let button = Button { label: "Yes".to_owned(), prompt: "p".into(), answer: "yes".to_owned() };
    Outgoing { text: "Does it work?".to_owned(), buttons: vec![button], reply_to: None }
}

/// Every call the connector makes; the chat it made.
async fn calls_of_the_connector(peer: &ExpressPeer) -> anyhow::Result<String> {
    let (messenger, anna, boris) = (peer.messenger(), peer.user("anna"), peer.user("boris"));
    let room = NewRoom { name: "clinics-inc-1".to_owned(), title: "SD-1".to_owned(), topic: "about it".to_owned() };
    let (chat, inside) = messenger.open_room_with(&key(), &room, std::slice::from_ref(&anna)).await?;
    anyhow::ensure!(inside == [anna], "one call makes it with everybody in it");
    messenger.invite(&key(), &chat, &boris).await?;
    messenger.remove(&key(), &chat, &boris).await?;
    let sent = messenger.post(&key(), &chat, &question()).await?;
    let answered = Outgoing { text: "It works".to_owned(), buttons: Vec::new(), reply_to: None };
    messenger.edit(&key(), &chat, &sent, &answered).await?;
    messenger.pin(&key(), &chat, &sent).await?;
    let file = Attachment { name: "nabat.txt".to_owned(), content: b"abc".to_vec() };
    messenger.attach(&key(), &chat, &file).await?;
    Ok(chat.to_string())
}

/// Fields by call, each with the sort of its value.
fn shapes(written: &[Written]) -> BTreeMap<String, BTreeSet<String>> {
    let mut shapes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for call in written {
        shape(&call.body, "", shapes.entry(call.call.clone()).or_default());
    }
    shapes
}

fn shape(value: &Value, at: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| shape(field, &format!("{at}/{name}"), into)),
        Value::Array(list) => {
            into.insert(format!("{at}: list"));
            list.iter().for_each(|one| shape(one, &format!("{at}[]"), into));
        }
        Value::String(_) => drop(into.insert(format!("{at}: text"))),
        Value::Number(_) => drop(into.insert(format!("{at}: number"))),
        Value::Bool(_) => drop(into.insert(format!("{at}: flag"))),
        Value::Null => drop((!at.is_empty()).then(|| into.insert(format!("{at}: null")))),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connector_sends_what_the_vendors_library_sends() -> anyhow::Result<()> {
    let (theirs, ours) = (peer(), peer());
    let asked = json!({ "person": theirs.user("anna"), "other": theirs.user("boris") });
    let done = vendor::ask(&theirs, "calls", asked).await?;
    assert_eq!(done["listed"], json!([done["chat"]]), "the library reads the model's list of chats");
    let chat = calls_of_the_connector(&ours).await?;
    assert_eq!(ours.room_named("clinics-inc-1").map(|room| room.to_string()), Some(chat));
    let written = |peer: &ExpressPeer| peer.trouble().expect("a server").written();
    let (theirs, ours) = (shapes(&written(&theirs)), shapes(&written(&ours)));
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "the same calls");
    for (call, fields) in &ours {
        let unknown: Vec<&String> = fields.difference(&theirs[call]).collect();
        assert!(unknown.is_empty(), "{call}: the library sends no {unknown:?}, but {:?}", theirs[call]);
        let left_out: Vec<&String> = theirs[call].difference(fields).collect();
        println!("{call}: {} fields the same, the library sends besides: {left_out:?}", fields.len());
    }
    Ok(())
}

/// What the connector reads out of a request.
fn read(peer: &ExpressPeer, request: &Request) -> Result<Vec<ChatDelivery>, Reject> {
    let named = |name: &str| header(request, name).map(str::to_owned);
    peer.source().read(&named, request.body(), MachineClock.now())
}

fn as_json(request: &Request) -> anyhow::Result<Value> {
    let body: Value = serde_json::from_slice(request.body())?;
    Ok(json!({ "authorization": header(request, "authorization").unwrap_or_default(), "body": body }))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_sends_the_library_hears_as_the_connector_does() -> anyhow::Result<()> {
    let peer = peer();
    let chat = peer
        .messenger()
        .open_room_with(
            &key(),
            &NewRoom { name: "clinics-inc-1".to_owned(), title: "SD-1".to_owned(), topic: "about it".to_owned() },
            &[peer.user("anna")],
        )
        .await?
        .0;
    let asked = peer.messenger().post(&key(), &chat, &question()).await?;
    let acts = [
        Act::Says("restored 14:32"),
        Act::Commands("help"),
        Act::Replies(&asked, "yes"),
        Act::Presses(&asked, 0),
        Act::Changes("14:35"),
    ];
    let requests: Vec<Request> = acts.into_iter().flat_map(|act| peer.does(&chat, "anna", act)).collect();
    let sent: Vec<Value> = requests.iter().map(as_json).collect::<anyhow::Result<_>>()?;
    let taken = vendor::ask(&peer, "hears", json!({ "requests": sent })).await?;
    for (request, theirs) in requests.iter().zip(taken["requests"].as_array().into_iter().flatten()) {
        let ours = read(&peer, request).expect("it is authentic");
        let heard = &theirs["heard"][0];
        assert_eq!((ours.len(), theirs["taken"].as_bool()), (1, Some(true)), "{theirs}");
        assert_eq!(
            (ours[0].room.as_str(), ours[0].message.as_ref().map(|id| id.0.as_str())),
            (chat.as_str(), heard["message"].as_str()),
            "{theirs}"
        );
        match &ours[0].said {
            Said::Text { text, .. } => {
                assert!(heard["body"].as_str().is_some_and(|body| body.ends_with(text.as_str())), "{theirs}")
            }
            Said::Reply { to, text } => assert_eq!(
                (heard["answers"].as_str(), heard["body"].as_str()),
                (Some(to.0.as_str()), Some(text.as_str()))
            ),
            Said::Button { prompt, answer } => {
                assert_eq!(
                    (&heard["data"]["nabat_prompt"], &heard["data"]["nabat_answer"]),
                    (&json!(prompt), &json!(answer))
                );
                assert_eq!(heard["pressed"], asked.0.as_str());
            }
            Said::Edited { text } => assert_eq!(heard["body"], text.as_str()),
            Said::File { .. } | Said::Deleted { .. } | Said::Left => panic!("nobody did that"),
        }
    }
    let forged: Vec<Request> = requests.iter().flat_map(|request| peer.forged(request)).collect();
    let sent: Vec<Value> = forged.iter().map(as_json).collect::<anyhow::Result<_>>()?;
    let taken = vendor::ask(&peer, "hears", json!({ "requests": sent })).await?;
    for (request, theirs) in forged.iter().zip(taken["requests"].as_array().into_iter().flatten()) {
        assert_eq!(theirs["taken"], false, "{theirs}");
        assert!(matches!(read(&peer, request), Err(Reject::Signature(_))), "refused by both");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_message_is_taken_with_a_token_and_no_other_way() -> anyhow::Result<()> {
    let peer = peer();
    let id = "00000000-0000-4000-8000-000000000001";
    let delivered = json!({ "sync_id": id, "status": "ok", "result": {} });
    let failed =
        json!({ "sync_id": id, "status": "error", "reason": "chat_not_found", "errors": [], "error_data": {} });
    for (body, good) in
        [(&delivered, true), (&failed, true), (&json!({ "sync_id": id }), false), (&json!({ "status": "ok" }), false)]
    {
        let request = peer.callback(body);
        let theirs = vendor::ask(&peer, "hears", json!({ "requests": [as_json(&request)?] })).await?;
        assert_eq!(theirs["requests"][0]["taken"], good, "{theirs}");
        let ours = read(&peer, &request);
        assert_eq!(ours.as_ref().is_ok_and(Vec::is_empty), good, "{ours:?}");
        assert!(good || matches!(ours, Err(Reject::Body(_))), "{ours:?}");
        for forged in peer.forged(&request) {
            assert!(
                matches!(read(&peer, &forged), Err(Reject::Signature(_))),
                "its path is no secret: a token is asked for"
            );
        }
    }
    let answer = peer.source().answer(peer.callback(&delivered).body()).expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (202, br#"{"result":"accepted"}"#.as_slice()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_takes_the_others_tokens() -> anyhow::Result<()> {
    let peer = peer();
    let chat = calls_of_the_connector(&peer).await?;
    let said = peer.does(&chat.as_str().into(), "anna", Act::Says("yes"));
    let body: Value = serde_json::from_slice(said[0].body())?;
    let theirs = vendor::ask(&peer, "token", json!({})).await?;
    let token = theirs["token"].as_str().unwrap_or_default();
    let request =
        http::Request::builder().header("authorization", format!("Bearer {token}")).body(said[0].body().clone())?;
    assert_eq!(read(&peer, &request).map(|heard| heard.len()), Ok(1), "the library's token is taken");
    let ours: Vec<Value> = peer
        .trouble()
        .expect("a server")
        .written()
        .into_iter()
        .map(|call| json!({ "authorization": call.authorization, "body": body }))
        .collect();
    let taken = vendor::ask(&peer, "hears", json!({ "requests": ours })).await?;
    let taken = taken["requests"].as_array().cloned().unwrap_or_default();
    assert!(taken.len() >= 8 && taken.iter().all(|request| request["taken"] == true), "{taken:?}");
    Ok(())
}
