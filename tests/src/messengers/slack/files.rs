//! Files in three calls: an address, the bytes, and where they belong ("Working with files").

use super::{BOT, Message, Store, TOKEN, refusal};
use crate::messengers::server::{Call, Reply};
use nabat_domain::time::At;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A file, complete or not.
#[derive(Clone, Default)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) content: Vec<u8>,
    length: usize,
}

impl File {
    pub(super) fn of_person(id: &str, name: &str, content: &[u8]) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            content: content.to_vec(),
            length: content.len(),
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "title": self.title, "size": self.content.len() })
    }
}

/// `files.info`: the file object, with the address only a token opens.
pub(super) fn info(store: &Store, form: &BTreeMap<String, String>) -> Reply {
    let Some(file) = form.get("file").and_then(|id| store.files.get(id)) else { return refusal("file_not_found") };
    let mut json = file.json();
    json["mode"] = "hosted".into();
    json["url_private"] = format!("{}/files-pri/{}", store.base, file.id).into();
    Reply::json(200, &json!({ "ok": true, "file": json }))
}

/// "File objects", `url_private`: with the token in the header; without it whoever asks is sent to sign in.
pub(super) fn download(store: &Store, id: &str, call: &Call) -> Reply {
    if call.headers.get("authorization").map(String::as_str) != Some(&format!("Bearer {TOKEN}")) {
        let headers = vec![("location", format!("{}/signin", store.base))];
        return Reply { status: 302, headers, body: Vec::new() };
    }
    match store.files.get(id) {
        Some(file) => Reply::file(&file.content),
        None => Reply { status: 404, headers: Vec::new(), body: Vec::new() },
    }
}

/// `files.getUploadURLExternal`: a name and a length above zero.
pub(super) fn address(store: &mut Store, form: &BTreeMap<String, String>) -> Reply {
    let length = form.get("length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let (Some(name), 1..) = (form.get("filename"), length) else { return refusal("missing_argument") };
    let id = store.id("F");
    store.files.insert(id.clone(), File { id: id.clone(), name: name.clone(), length, ..File::default() });
    Reply::json(200, &json!({ "ok": true, "upload_url": format!("{}/upload/{id}", store.base), "file_id": id }))
}

/// The bytes, as many as were said.
pub(super) fn bytes(store: &mut Store, id: &str, call: &Call) -> Reply {
    match store.files.get_mut(id).filter(|file| file.length == call.body.len()) {
        Some(file) => {
            file.content.clone_from(&call.body);
            Reply { status: 200, headers: Vec::new(), body: b"OK".to_vec() }
        }
        None => Reply { status: 400, headers: Vec::new(), body: b"wrong length".to_vec() },
    }
}

/// `files.completeUploadExternal`: a message with the file comes into the channel.
pub(super) fn complete(store: &mut Store, form: &BTreeMap<String, String>, now: At) -> Reply {
    let channel = form.get("channel_id").cloned().unwrap_or_default();
    match store.channels.get(&channel) {
        None => return refusal("channel_not_found"),
        Some(found) if found.archived => return refusal("is_archived"),
        Some(_) => {}
    }
    let files: Vec<Value> = form.get("files").and_then(|files| serde_json::from_str(files).ok()).unwrap_or_default();
    let mut named = Vec::new();
    for given in &files {
        let id = given["id"].as_str().unwrap_or_default();
        let Some(file) = store.files.get_mut(id).filter(|file| file.content.len() == file.length) else {
            return refusal("file_not_found");
        };
        file.title = given["title"].as_str().unwrap_or(&file.name).to_owned();
        named.push(id.to_owned());
    }
    let ts = store.ts(now);
    store.messages.push(Message { channel, ts, user: BOT.to_owned(), files: named, ..Message::default() });
    Reply::json(200, &json!({ "ok": true, "files": files }))
}
