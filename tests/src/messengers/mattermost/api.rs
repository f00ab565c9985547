//! The REST API v4. Where a rule stands is said beside it; files are those of the server's repository.

use super::people::{is_bot, post_json};
use super::{BOT, Channel, Post, Store, TEAM, TOKEN, refusal};
use crate::messengers::limits::Limit;
use crate::messengers::server::{Call, Reply};
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use nabat_kit::port::MessageId;
use serde_json::{Map, Value, json};

/// So long a sender's own id of a post is remembered (server/channels/app/post.go, `pendingPostIDsCacheTTL`).
const PENDING: Length = Length::seconds(30);

pub(super) fn user_id(name: &str) -> String {
    format!("u-{name}")
}

/// The same name has the same id in every run, whatever was made before it.
fn channel_id(name: &str) -> String {
    format!("c-{}", &sha256_hex(name.as_bytes())[..12])
}

pub(super) fn user_name(id: &str) -> String {
    id.trim_start_matches("u-").to_owned()
}

pub(super) fn answer(store: &mut Store, call: &Call, now: At) -> Reply {
    // api/v4/source/introduction.yaml, "Authentication".
    if call.headers.get("authorization").map(String::as_str) != Some(&format!("Bearer {TOKEN}")) {
        return refusal(401, "api.context.session_expired.app_error");
    }
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let ["api", "v4", rest @ ..] = path.as_slice() else { return refusal(404, "api.context.404.app_error") };
    let body = call.json();
    match (call.method.as_str(), rest) {
        ("GET", ["users", "me"]) => Reply::json(200, &json!({ "id": BOT, "username": "nabat" })),
        ("GET", ["users", "username", name]) => user(store, name),
        ("GET", ["users", "me", "teams", TEAM, "channels"]) => channels(store),
        ("GET", ["users", id]) => user(store, &user_name(id)),
        ("GET", ["teams", TEAM, "members", id]) => member(store, id),
        ("GET", ["teams", "name", "clinics"]) => Reply::json(200, &json!({ "id": TEAM, "name": "clinics" })),
        ("GET", ["teams", TEAM, "channels", "name", name]) => named(store, name, &call.query),
        ("POST", ["channels"]) => create(store, &body, now),
        ("POST", ["channels", "direct"]) => direct_channel(store, &body),
        ("DELETE", ["channels", id]) => archive(store, id),
        ("POST", ["channels", id, "members"]) => add(store, id, &body, now),
        ("DELETE", ["channels", id, "members", user]) => leave(store, id, user, now),
        ("GET", ["channels", id, "posts"]) => posts(store, id, &call.query),
        ("POST", ["posts"]) => post(store, &body, now),
        ("PUT", ["posts", id, "patch"]) => patch(store, id, &body, now),
        ("POST", ["posts", id, "pin"]) => pin(store, id),
        ("DELETE", ["posts", id]) => delete(store, id),
        ("POST", ["files"]) => upload(store, call),
        ("GET", ["files", id]) => download(store, id),
        _ => refusal(404, "api.context.404.app_error"),
    }
}

/// server/public/model/config.go, `RateLimitSettings`: ten calls a second for a token where it is on, here over ten
/// seconds, so that some may come at once (`MaxBurst`); and a message a second in a channel.
pub(super) fn limits(call: &Call) -> Vec<Limit> {
    let mut limits = vec![Limit::new("all", 100, Length::seconds(10))];
    if call.method == "POST" && call.path.get(2).is_some_and(|part| part == "posts") && call.path.len() == 3 {
        let channel = call.json()["channel_id"].as_str().unwrap_or_default().to_owned();
        limits.push(Limit::new(channel, 1, Length::seconds(1)));
    }
    limits
}

fn user(store: &Store, name: &str) -> Reply {
    if store.users.contains(name) || is_bot(&user_id(name)) {
        return Reply::json(200, &json!({ "id": user_id(name), "username": name }));
    }
    refusal(404, "app.user.get_by_username.app_error")
}

/// api/v4/source/teams.yaml, "Get a team member": everybody here is in the team.
fn member(store: &Store, id: &str) -> Reply {
    if store.users.contains(&user_name(id)) || is_bot(id) {
        return Reply::json(200, &json!({ "team_id": TEAM, "user_id": id, "roles": "team_user", "delete_at": 0 }));
    }
    refusal(404, "app.team.get_member.missing.app_error")
}

/// api/v4/source/channels.yaml, "Get channels for user": the caller's, direct ones too, archived ones not.
fn channels(store: &Store) -> Reply {
    let own = store.channels.iter().filter(|(_, channel)| !channel.deleted && channel.members.contains(BOT));
    Reply::json(200, &own.map(|(id, channel)| channel_json(id, channel)).collect())
}

fn channel_json(id: &str, channel: &Channel) -> Value {
    json!({
        "id": id, "name": channel.name, "display_name": channel.title, "header": channel.header,
        "type": if channel.direct { "D" } else { "P" }, "creator_id": channel.creator,
        "last_post_at": channel.last_post_at, "delete_at": i64::from(channel.deleted),
    })
}

fn named(store: &Store, name: &str, query: &std::collections::BTreeMap<String, String>) -> Reply {
    let deleted_too = query.get("include_deleted").is_some_and(|value| value == "true");
    let found = store.channels.iter().find(|(_, channel)| channel.name == name && (deleted_too || !channel.deleted));
    match found {
        Some((id, channel)) => Reply::json(200, &channel_json(id, channel)),
        None => refusal(404, "app.channel.get_by_name.missing.app_error"),
    }
}

/// server/public/model/channel.go, `IsValid`; server/channels/store/sqlstore/channel_store.go: a name is taken
/// for good, archived or not.
fn create(store: &mut Store, body: &Value, now: At) -> Reply {
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    let (name, title, header) = (text("name"), text("display_name"), text("header"));
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if body["team_id"] != TEAM || name.is_empty() || name.len() > 64 || !name.chars().all(letter) {
        return refusal(400, "model.channel.is_valid.1_or_more.app_error");
    }
    if title.is_empty() || title.chars().count() > 64 {
        return refusal(400, "model.channel.is_valid.display_name.app_error");
    }
    if header.chars().count() > 1_024 {
        return refusal(400, "model.channel.is_valid.header.app_error");
    }
    if !matches!(body["type"].as_str(), Some("O" | "P")) {
        return refusal(400, "model.channel.is_valid.type.app_error");
    }
    if store.channels.values().any(|channel| channel.name == name) {
        return refusal(400, "store.sql_channel.save_channel.exists.app_error");
    }
    let (id, members) = (channel_id(&name), [BOT.to_owned()].into());
    let channel = Channel { name, title, header, members, creator: BOT.to_owned(), ..Channel::default() };
    store.channels.insert(id.clone(), channel);
    says_the_system(store, &id, "system_join_channel", now);
    Reply::json(201, &channel_json(&id, &store.channels[&id]))
}

/// The server writes into channels itself, under the name of whom it is about.
fn says_the_system(store: &mut Store, channel: &str, kind: &'static str, now: At) {
    let (channel, author) = (channel.to_owned(), BOT.to_owned());
    store.add_post(now, Post { channel, author, kind, message: "joined".to_owned(), ..Post::default() });
}

/// api/v4/source/channels.yaml, "Create a direct message channel": two ids, one the caller's; made once.
fn direct_channel(store: &mut Store, body: &Value) -> Reply {
    let pair: Vec<String> = serde_json::from_value(body.clone()).unwrap_or_default();
    let [one, other] = pair.as_slice() else { return refusal(400, "api.context.invalid_body_param.app_error") };
    if one != BOT && other != BOT {
        return refusal(403, "api.context.permissions.app_error");
    }
    let id = direct(store, one, other);
    Reply::json(201, &channel_json(&id, &store.channels[&id]))
}

pub(super) fn direct(store: &mut Store, one: &str, other: &str) -> String {
    let members = [one.to_owned(), other.to_owned()].into();
    if let Some((id, _)) = store.channels.iter().find(|(_, channel)| channel.direct && channel.members == members) {
        return id.clone();
    }
    let name = format!("{one}__{other}");
    let id = channel_id(&name);
    store.channels.insert(id.clone(), Channel { name, members, direct: true, ..Channel::default() });
    id
}

/// server/channels/api4/channel.go, `deleteChannel`: once.
fn archive(store: &mut Store, id: &str) -> Reply {
    match store.channels.get_mut(id) {
        None => refusal(404, "app.channel.get.existing.app_error"),
        Some(channel) if channel.deleted => refusal(400, "api.channel.delete_channel.deleted.app_error"),
        Some(channel) => {
            channel.deleted = true;
            Reply::json(200, &json!({ "status": "OK" }))
        }
    }
}

/// server/channels/app/channel.go, `AddUserToChannel`: who is in the team only; who is in already stays in.
fn add(store: &mut Store, id: &str, body: &Value, now: At) -> Reply {
    let user = body["user_id"].as_str().unwrap_or_default().to_owned();
    let known = store.users.contains(&user_name(&user));
    let Some(channel) = store.channels.get_mut(id) else { return refusal(404, "app.channel.get.existing.app_error") };
    if channel.deleted {
        return refusal(400, "api.channel.add_user_to_channel.deleted.app_error");
    }
    if !known {
        return refusal(404, "app.team.get_member.missing.app_error");
    }
    if channel.members.insert(user.clone()) {
        says_the_system(store, id, "system_add_to_channel", now);
    }
    Reply::json(201, &json!({ "channel_id": id, "user_id": user }))
}

fn leave(store: &mut Store, id: &str, user: &str, now: At) -> Reply {
    let Some(channel) = store.channels.get_mut(id) else { return refusal(404, "app.channel.get.existing.app_error") };
    if !channel.members.remove(user) {
        return refusal(404, "app.channel.get_member.missing.app_error");
    }
    says_the_system(store, id, "system_remove_from_channel", now);
    Reply::json(200, &json!({ "status": "OK" }))
}

/// api/v4/source/posts.yaml, "Get posts for a channel": a page of at most 200, or all changed since a moment
/// with the beginnings of their threads.
fn posts(store: &Store, id: &str, query: &std::collections::BTreeMap<String, String>) -> Reply {
    if !store.channels.contains_key(id) {
        return refusal(404, "app.channel.get.existing.app_error");
    }
    let mut found: Vec<(&String, &Post)> = store.posts.iter().filter(|(_, post)| post.channel == id).collect();
    found.sort_by_key(|(_, post)| std::cmp::Reverse(post.order));
    match query.get("since").and_then(|since| since.parse::<i64>().ok()) {
        Some(since) => {
            let fresh: Vec<_> = found.iter().filter(|(_, post)| post.updated > since).copied().collect();
            let root = |id: &String| fresh.iter().any(|(_, post)| post.root == *id);
            found.retain(|(id, post)| post.updated > since || root(id));
        }
        None => {
            let page = query.get("per_page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(60).min(200);
            found.retain(|(_, post)| !post.deleted);
            found.truncate(page);
        }
    }
    let order: Vec<&String> = found.iter().map(|(id, _)| *id).collect();
    let posts: Map<String, Value> =
        found.iter().map(|(id, post)| ((*id).clone(), post_json(store, id, post))).collect();
    Reply::json(200, &json!({ "order": order, "posts": posts }))
}

/// server/channels/app/post.go, `CreatePost` and `deduplicateCreatePost`; server/public/model/post.go, `IsValid`.
fn post(store: &mut Store, body: &Value, now: At) -> Reply {
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    let pending = text("pending_post_id");
    if let Some((id, until)) = store.pending.get(&pending)
        && *until > now
    {
        return Reply::json(201, &post_json(store, id, &store.posts[id]));
    }
    let channel = text("channel_id");
    let Some(found) = store.channels.get(&channel) else {
        return refusal(404, "app.channel.get.existing.app_error");
    };
    if found.deleted {
        return refusal(400, "api.post.create_post.can_not_post_to_deleted.error");
    }
    // server/channels/api4/post.go: who is not in a channel may not post in it.
    if !found.members.contains(BOT) {
        return refusal(403, "api.context.permissions.app_error");
    }
    if let Some(wrong) = invalid(body) {
        return wrong;
    }
    let files = body["file_ids"].as_array().into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned));
    let made = Post {
        channel,
        author: BOT.to_owned(),
        message: text("message"),
        root: text("root_id"),
        props: body["props"].clone(),
        files: files.collect(),
        ..Post::default()
    };
    let id = store.add_post(now, made);
    if !pending.is_empty() {
        store.pending.insert(pending, (id.clone(), now.plus(PENDING)));
    }
    Reply::json(201, &post_json(store, &id, &store.posts[&id]))
}

/// `PostMessageMaxRunesV2`; an action's id of letters and digits (server/channels/api4/api.go routes
/// `/actions/{action_id:[A-Za-z0-9]+}`), with a name and an address.
fn invalid(body: &Value) -> Option<Reply> {
    if body["message"].as_str().unwrap_or_default().chars().count() > 16_383 {
        return Some(refusal(400, "model.post.is_valid.message_length.app_error"));
    }
    let attachments = body["props"]["attachments"].as_array().into_iter().flatten();
    for action in attachments.flat_map(|attachment| attachment["actions"].as_array().into_iter().flatten()) {
        let id = action["id"].as_str().unwrap_or_default();
        let good = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
        if !good || action["name"].as_str().unwrap_or_default().is_empty() || !action["integration"]["url"].is_string()
        {
            return Some(refusal(400, "model.post.is_valid.props.app_error"));
        }
    }
    None
}

/// server/channels/app/post.go, `PatchPost`: one's own, not in an archived channel; what is left out stays.
fn patch(store: &mut Store, id: &str, body: &Value, now: At) -> Reply {
    let moment = store.moment(now);
    let Some(post) = store.posts.get_mut(id) else { return refusal(404, "app.post.get.app_error") };
    if post.author != BOT {
        return refusal(403, "api.context.permissions.app_error");
    }
    if store.channels[&post.channel].deleted {
        return refusal(400, "api.post.patch_post.can_not_update_post_in_deleted.error");
    }
    if !store.channels[&post.channel].members.contains(BOT) {
        return refusal(403, "api.context.permissions.app_error");
    }
    if let Some(wrong) = invalid(body) {
        return wrong;
    }
    if let Some(message) = body["message"].as_str() {
        post.message = message.to_owned();
    }
    if body["props"].is_object() {
        post.props = body["props"].clone();
    }
    post.edits += 1;
    (post.edited, post.updated) = (moment, moment);
    Reply::json(200, &post_json(store, id, &store.posts[id]))
}

/// api/v4/source/posts.yaml, "Pin a post to the channel".
fn pin(store: &mut Store, id: &str) -> Reply {
    let Some(post) = store.posts.get_mut(id) else { return refusal(404, "app.post.get.app_error") };
    post.pinned = true;
    Reply::json(200, &json!({ "status": "OK" }))
}

/// server/channels/api4/post.go, `deletePost`: those of others by `delete_others_posts`; once.
fn delete(store: &mut Store, id: &str) -> Reply {
    let Some(post) = store.posts.get_mut(id).filter(|post| !post.deleted) else {
        return refusal(404, "app.post.get.app_error");
    };
    post.deleted = true;
    let place = (RoomId::from(post.channel.as_str()), MessageId(id.to_owned()));
    store.erased.push(place);
    Reply::json(200, &json!({ "status": "OK" }))
}

/// api/v4/source/files.yaml, "Upload a file": the bytes as they are, the name beside the address.
fn upload(store: &mut Store, call: &Call) -> Reply {
    let (channel, name) = (call.query.get("channel_id"), call.query.get("filename"));
    let (Some(channel), Some(name)) = (channel, name) else {
        return refusal(400, "api.context.invalid_param.app_error");
    };
    if !store.channels.get(channel).is_some_and(|found| found.members.contains(BOT)) {
        return refusal(403, "api.context.permissions.app_error");
    }
    let id = store.id("f");
    store.files.insert(id.clone(), (name.clone(), call.body.clone()));
    Reply::json(201, &json!({ "file_infos": [{ "id": id, "name": name }], "client_ids": [] }))
}

/// api/v4/source/files.yaml, "Get a file".
fn download(store: &Store, id: &str) -> Reply {
    match store.files.get(id) {
        Some((_, content)) => Reply::file(content),
        None => refusal(404, "app.file_info.get.app_error"),
    }
}
