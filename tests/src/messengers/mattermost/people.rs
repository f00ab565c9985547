//! People at the client: what they do, and what the server posts to Nabat for it.

use super::api::{user_id, user_name};
use super::{Act, BOT, COMMAND_TOKEN, Post, Store, TEAM};
use crate::messengers::server::form;
use nabat_domain::time::At;
use nabat_kit::http::Request;
use serde_json::{Value, json};

/// Does it. Words are in the channel afterwards, and are asked for; a press and a command are posted at once.
pub(super) fn does(store: &mut Store, channel: &str, user: &str, act: Act<'_>, now: At) -> Vec<Request> {
    let author = user_id(user);
    // The client of a person who is not in it does not show the channel; an archived one has no field to type in.
    let open = store.channels.get(channel).is_some_and(|found| !found.deleted && found.members.contains(&author));
    if !open {
        return Vec::new();
    }
    let post = |message: &str| Post {
        channel: channel.to_owned(),
        author: author.clone(),
        message: message.to_owned(),
        ..Post::default()
    };
    match act {
        Act::Says(text) => drop(store.add_post(now, post(text))),
        Act::Replies(to, text) => drop(store.add_post(now, Post { root: to.0.clone(), ..post(text) })),
        Act::Posts(name, content) => {
            let file = store.id("f");
            store.files.insert(file.clone(), (name.to_owned(), content.to_vec()));
            store.add_post(now, Post { files: vec![file], ..post("") });
        }
        Act::Changes(text) => change(store, channel, &author, text, now),
        Act::TakesBack => take_back(store, channel, &author, now),
        Act::WalksOut => {
            if let Some(found) = store.channels.get_mut(channel) {
                found.members.remove(&author);
            }
            store.add_post(now, Post { kind: "system_leave_channel", ..post("left") });
        }
        Act::Presses(message, button) => return press(store, channel, &author, &message.0, button),
        Act::Commands(text) => return vec![command(store, channel, user, text)],
    }
    Vec::new()
}

/// What they typed last is changed (`edit_at` and `update_at` move; the channel's last post does not).
fn change(store: &mut Store, channel: &str, author: &str, text: &str, now: At) {
    let moment = store.moment(now);
    let own = store.posts.values_mut().filter(|post| post.channel == channel && post.author == author);
    if let Some(post) = own.max_by_key(|post| post.order) {
        post.message = text.to_owned();
        (post.edited, post.updated) = (moment, moment);
    }
}

/// What they typed last is deleted: `delete_at` and `update_at` are set, and who did it stands among the properties
/// (server/channels/store/sqlstore/post_store.go, `Delete`; server/public/model/post.go, `PostPropsDeleteBy`).
fn take_back(store: &mut Store, channel: &str, author: &str, now: At) {
    let moment = store.moment(now);
    let own = |post: &&mut Post| post.channel == channel && post.author == author && !post.deleted;
    if let Some(post) = store.posts.values_mut().filter(own).max_by_key(|post| post.order) {
        (post.deleted, post.updated) = (true, moment);
        post.props = json!({ "deleteBy": author });
    }
}

/// What the server posts for a press (server/public/model/integration_action.go, `PostActionIntegrationRequest`):
/// the context it kept, no signature, no token.
fn press(store: &mut Store, channel: &str, author: &str, message: &str, button: usize) -> Vec<Request> {
    let trigger = store.id("trigger");
    let Some(post) = store.posts.get(message).filter(|post| post.channel == channel) else { return Vec::new() };
    let actions = post.props["attachments"].as_array().into_iter().flatten();
    let mut actions = actions.flat_map(|attachment| attachment["actions"].as_array().into_iter().flatten());
    let Some(action) = actions.nth(button) else { return Vec::new() };
    let body = json!({
        "user_id": author, "user_name": user_name(author), "channel_id": channel, "channel_name": "", "team_id": TEAM,
        "team_domain": "clinics", "post_id": message, "trigger_id": trigger, "type": "button", "data_source": "",
        "context": action["integration"]["context"],
    });
    vec![request(&[], body.to_string().into_bytes())]
}

/// What the server posts for a command (developers' documentation, "Custom slash commands").
fn command(store: &mut Store, channel: &str, user: &str, text: &str) -> Request {
    let trigger = store.id("trigger");
    let body = form(&[
        ("token", COMMAND_TOKEN),
        ("team_id", TEAM),
        ("team_domain", "clinics"),
        ("channel_id", channel),
        ("channel_name", ""),
        ("user_id", &user_id(user)),
        ("user_name", user),
        ("command", "/nabat"),
        ("text", text),
        ("trigger_id", &trigger),
        ("root_id", ""),
        ("response_url", "http://chat.test/hooks/commands/x"),
    ]);
    request(&[("authorization", &format!("Token {COMMAND_TOKEN}"))], body)
}

fn request(headers: &[(&str, &str)], body: Vec<u8>) -> Request {
    let mut request = http::Request::builder().method("POST");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).expect("headers that exist")
}

/// Nobody but the server knows a seal or a command's token.
pub(super) fn forged(given: &Request) -> Vec<Request> {
    let Ok(body) = serde_json::from_slice::<Value>(given.body()) else {
        let text = String::from_utf8_lossy(given.body()).replace(COMMAND_TOKEN, "guessed");
        let none = text.replace("token=guessed", "token=");
        return vec![
            request(&[], text.clone().into_bytes()),
            request(&[("authorization", "Token ")], none.into_bytes()),
            request(&[("authorization", "Token guessed")], given.body().clone()),
        ];
    };
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut body = body.clone();
        change(&mut body);
        request(&[], body.to_string().into_bytes())
    };
    vec![
        changed(&|body| body["context"]["seal"] = "".into()),
        changed(&|body| body["context"]["seal"] = "0".repeat(64).into()),
        changed(&|body| body["context"]["answer"] = "another".into()),
        changed(&|body| body["context"]["prompt"] = "inc-2/accept.1".into()),
        changed(&|body| body["context"]["until"] = i64::MAX.into()),
        changed(&|body| body["channel_id"] = "c00000999".into()),
    ]
}

/// A post as the API gives it. What integrations are given stays on the server.
pub(super) fn post_json(store: &Store, id: &str, post: &Post) -> Value {
    let mut props = post.props.clone();
    for attachment in props["attachments"].as_array_mut().into_iter().flatten() {
        for action in attachment["actions"].as_array_mut().into_iter().flatten() {
            if let Some(action) = action.as_object_mut() {
                action.remove("integration");
            }
        }
    }
    let files: Vec<Value> = post
        .files
        .iter()
        .filter_map(|file| store.files.get(file).map(|(name, content)| (file, name, content)))
        .map(|(file, name, content)| json!({ "id": file, "name": name, "size": content.len() }))
        .collect();
    json!({
        "id": id, "channel_id": post.channel, "user_id": post.author, "type": post.kind, "message": post.message,
        "root_id": post.root, "props": if props.is_null() { json!({}) } else { props }, "file_ids": post.files,
        "metadata": { "files": files }, "create_at": post.created, "update_at": post.updated,
        "edit_at": post.edited, "delete_at": if post.deleted { post.updated } else { 0 }, "is_pinned": post.pinned,
    })
}

/// Whether somebody is the bot.
pub(super) fn is_bot(id: &str) -> bool {
    id == BOT
}
