//! Calls of the Slack connector against an emulator of the Web API that others wrote (npm `emulate`), which checks
//! forms, names, members and states by its own reading of Slack's pages.
//!
//! It has no rate limits, sends no `block_actions`, and nobody outside can subscribe to its events: limits and
//! everything that comes back from Slack is held against the model in `tests/src/messengers/slack`.

mod workspace;

use nabat_kit::port::{Attachment, Button, CallError, EffectKey, Messenger, NewRoom, Outgoing};
use serde_json::Value;
use workspace::Workspace;

fn key(name: &str) -> EffectKey {
    EffectKey(format!("clinics#C#inc-1/P#{name}"))
}

fn room() -> NewRoom {
    let (name, title) = ("clinics-inc-0a1b2c".to_owned(), "SD-1 Запись к врачу".to_owned());
    NewRoom { name, title, topic: "Сбой записи: <b> & *x*".to_owned() }
}

fn words(text: &str) -> Outgoing {
    Outgoing { text: text.to_owned(), buttons: Vec::new(), reply_to: None }
}

fn question(text: &str) -> Outgoing {
    let button = |label: &str, answer: &str| Button {
        label: label.to_owned(),
        prompt: "inc-1/accept.1".into(),
        answer: answer.to_owned(),
    };
    Outgoing { buttons: vec![button("Принять", "accepted"), button("Не могу", "declined")], ..words(text) }
}

/// What stands in a channel's messages at a path, the oldest first.
async fn messages(workspace: &Workspace, room: &str, pointer: &str) -> Vec<String> {
    let page = workspace.call("conversations.history", &[("channel", room), ("limit", "200")]).await;
    let messages = page["messages"].as_array().cloned().unwrap_or_default();
    let found = |message: &Value| message.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    messages.iter().rev().filter_map(found).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_made_once_and_people_come_and_go() -> anyhow::Result<()> {
    let workspace = Workspace::start(&["anna", "boris"]).await?;
    let (slack, people) = (workspace.connect()?, workspace.people(&["anna", "boris"]).await?);
    let (made, inside) = slack.open_room_with(&key("open"), &room(), &people).await?;
    assert_eq!(inside, people, "one call brings them in");
    let info = workspace.call("conversations.info", &[("channel", made.as_str())]).await;
    assert_eq!(info["channel"]["is_private"], true);
    assert_eq!(info["channel"]["purpose"]["value"], "SD-1 Запись к врачу");
    assert_eq!(info["channel"]["topic"]["value"], "Сбой записи: <b> & *x*");
    let again = workspace.connect()?.open_room_with(&key("open"), &room(), &people).await?;
    assert_eq!(again, (made.clone(), Vec::new()), "the name is taken, and by whom is found");
    for _ in 0..2 {
        slack.invite(&key("in"), &made, &people[0]).await?;
        slack.remove(&key("out"), &made, &people[1]).await?;
    }
    let members = workspace.call("conversations.members", &[("channel", made.as_str())]).await;
    let members = members["members"].as_array().cloned().unwrap_or_default();
    assert!(
        members.contains(&people[0].as_str().into()) && !members.contains(&people[1].as_str().into()),
        "{members:?}"
    );
    let nobody = slack.invite(&key("nobody"), &made, "U0NOBODY").await;
    assert!(matches!(nobody, Err(CallError::Permanent(_))), "{nobody:?}");
    let mut other = room();
    other.name = "clinics-inc-ffff".to_owned();
    let (other, inside) =
        slack.open_room_with(&key("other"), &other, &[people[0].clone(), "U0NOBODY".to_owned()]).await?;
    assert!(other != made && inside.is_empty(), "who is nobody keeps no channel from being made");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_posted_once_changed_and_pinned() -> anyhow::Result<()> {
    let workspace = Workspace::start(&["anna"]).await?;
    let (slack, people) = (workspace.connect()?, workspace.people(&["anna"]).await?);
    let room = slack.open_room(&key("open"), &room()).await?;
    let asked = slack.post(&key("1"), &room, &question("Принимаете?")).await?;
    assert_eq!(workspace.connect()?.post(&key("1"), &room, &question("Принимаете?")).await?, asked, "by its metadata");
    let labels = messages(&workspace, room.as_str(), "/blocks/1/elements/0/text/text").await;
    assert_eq!(labels, ["Принять"], "its buttons were taken as they are");
    slack.edit(&key("e"), &room, &asked, &words("Принято: <Анна> & *все*")).await?;
    let shown = messages(&workspace, room.as_str(), "/blocks/0/elements/0/elements/0/text").await;
    assert_eq!(shown, ["Принято: <Анна> & *все*"]);
    for _ in 0..2 {
        slack.pin(&key("p"), &room, &asked).await?;
    }
    let pins = workspace.call("pins.list", &[("channel", room.as_str())]).await;
    assert_eq!(pins["items"].as_array().map(Vec::len), Some(1), "{pins}");
    let file = Attachment { name: "график.csv".to_owned(), content: b"a;b\n1;2\n".to_vec() };
    let posted = slack.attach(&key("f"), &room, &file).await?;
    assert_eq!(workspace.connect()?.attach(&key("f"), &room, &file).await?, posted, "by its name");
    assert_eq!(messages(&workspace, room.as_str(), "/files/0/title").await, ["график.csv"]);
    let direct = slack.direct(&key("d"), &people[0]).await?;
    assert_eq!(slack.direct(&key("d"), &people[0]).await?, direct);
    slack.post(&key("hello"), &direct, &words("Вы дежурите")).await?;
    assert_eq!(messages(&workspace, direct.as_str(), "/text").await, ["Вы дежурите"]);
    for _ in 0..2 {
        slack.archive(&key("a"), &room).await?;
    }
    let late = slack.post(&key("late"), &room, &words("ещё")).await;
    assert!(matches!(late, Err(CallError::Permanent(_))), "{late:?}");
    Ok(())
}
