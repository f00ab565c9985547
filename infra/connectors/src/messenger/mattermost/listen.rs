//! What people type: asked for, because outgoing webhooks hold public channels only, and an incident's is none.
//!
//! One call tells which channels have new posts; each of them is read from where reading stood. A changed
//! message is seen with the next new one of its channel: the server tells of new posts alone. It gives a thousand
//! posts at most: of a channel in which more was said while nobody listened, the newest thousand are read.

use super::Mattermost;
use crate::own;
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, ChatDelivery, ChatListener, Heard, MessageId, Said};
use serde_json::Value;

/// Where nothing was read yet, so much is: less than deliveries are remembered, so nothing is heard twice.
const LOOK_BACK: Length = Length::hours(5 * 24);

/// The server's own post about somebody who left by themselves (server/public/model/post.go, `PostTypeLeaveChannel`).
const LEFT: &str = "system_leave_channel";

/// Servers of a cluster have clocks of their own: so much is read again, and comes under the ids it had.
const OVERLAP: Length = Length::seconds(2);

#[async_trait]
impl ChatListener for Mattermost {
    async fn listen(&self, heard: &Heard) -> Result<(Vec<ChatDelivery>, Heard), CallError> {
        let team = self.team().await?;
        let channels = self.api.get(&["users", "me", "teams", &team, "channels"], &[]).await?;
        let (mut deliveries, mut now_heard) = (Vec::new(), Heard::new());
        let from_the_start = self.clock.now().minus(LOOK_BACK).0;
        let bot = self.bot().await?;
        // Rooms Nabat made, and direct chats: what is said elsewhere is not its business.
        let ours = |channel: &&Value| channel["creator_id"] == bot || channel["type"] == "D";
        let channels = channels.as_array().ok_or_else(|| own::without("channels", &channels))?;
        for channel in channels.iter().filter(ours) {
            let (Some(id), Some(last)) = (channel["id"].as_str(), channel["last_post_at"].as_i64()) else { continue };
            let since = heard.get(id).copied().unwrap_or(from_the_start);
            now_heard.insert(id.to_owned(), since.max(last));
            if last > since {
                let until = self.read(id, since, &mut deliveries).await?;
                now_heard.insert(id.to_owned(), until.max(since));
            }
        }
        Ok((deliveries, now_heard))
    }
}

impl Mattermost {
    /// What a channel has new; the moment of the newest of it.
    async fn read(&self, channel: &str, since: i64, into: &mut Vec<ChatDelivery>) -> Result<i64, CallError> {
        // What is older may be forgotten as a delivery, and would be heard a second time.
        let known = since >= self.clock.now().minus(LOOK_BACK).0;
        let since = if known { At(since).minus(OVERLAP).0 } else { since };
        let since_text = since.to_string();
        let page = self.api.get(&["channels", channel, "posts"], &[("since", &since_text)]).await?;
        let bot = self.bot().await?;
        // Beginnings of threads come along, however old they are.
        let fresh = |post: &&Value| post["update_at"].as_i64().is_some_and(|at| at > since);
        let posts = page["posts"].as_object().ok_or_else(|| own::without("posts", &page))?;
        let mut posts: Vec<&Value> = posts.values().collect();
        posts.retain(fresh);
        posts.sort_by_key(|post| (post["create_at"].as_i64(), post["id"].as_str()));
        let newest = posts.iter().filter_map(|post| post["update_at"].as_i64()).max().unwrap_or(since);
        for post in posts {
            let author = post["user_id"].as_str().unwrap_or_default();
            let kind = post["type"].as_str().unwrap_or_default();
            if author != bot && (kind.is_empty() || kind == LEFT) {
                let user = self.name_of(author).await?;
                into.extend(deliveries(channel, &user, post));
            }
        }
        Ok(newest)
    }
}

/// What a post says: its words, its files, that it was changed since, taken back by whoever wrote it, or that they left.
fn deliveries(channel: &str, user: &str, post: &Value) -> Vec<ChatDelivery> {
    let (Some(id), Some(at)) = (post["id"].as_str(), post["create_at"].as_i64()) else {
        tracing::warn!(channel, "a post without id or time is passed over");
        return Vec::new();
    };
    let message = MessageId(id.to_owned());
    let delivery = |id: String, said: Said| ChatDelivery {
        id,
        room: RoomId::from(channel),
        user: user.to_owned(),
        message: Some(message.clone()),
        at: At(at),
        said,
    };
    if post["type"] == LEFT {
        return vec![delivery(id.to_owned(), Said::Left)];
    }
    if post["delete_at"].as_i64().unwrap_or_default() > 0 {
        // What the bot or an administrator removed is nobody's own doing.
        let by_themselves = post["props"]["deleteBy"] == post["user_id"];
        let gone = || delivery(format!("{id}#deleted"), Said::Deleted { said: id.to_owned() });
        return by_themselves.then(gone).into_iter().collect();
    }
    let text = post["message"].as_str().unwrap_or_default().to_owned();
    let mut heard = Vec::new();
    if !text.is_empty() {
        let said = match post["root_id"].as_str().filter(|root| !root.is_empty()) {
            Some(root) => Said::Reply { to: MessageId(root.to_owned()), text: text.clone() },
            None => Said::Text { text: text.clone(), prompt: None },
        };
        heard.push(delivery(id.to_owned(), said));
    }
    for file in post["metadata"]["files"].as_array().into_iter().flatten() {
        let (Some(file_id), Some(name)) = (file["id"].as_str(), file["name"].as_str()) else { continue };
        let bytes = file["size"].as_u64().unwrap_or_default();
        let source = Some(file_id.to_owned());
        let said = Said::File { name: name.to_owned(), bytes, sha256: None, source };
        heard.push(delivery(file_id.to_owned(), said));
    }
    if let Some(edited) = post["edit_at"].as_i64().filter(|at| *at > 0) {
        heard.push(delivery(format!("{id}@{edited}"), Said::Edited { text }));
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_others_removed_was_not_taken_back_by_whoever_wrote_it() {
        let heard = |by: Value| {
            let props = json!({ "deleteBy": by });
            let post = json!({ "id": "p", "user_id": "anna", "create_at": 1, "delete_at": 2, "props": props });
            deliveries("c", "anna", &post).into_iter().map(|heard| heard.said).collect::<Vec<_>>()
        };
        assert_eq!(heard(json!("anna")), [Said::Deleted { said: "p".to_owned() }]);
        for other in [json!("admin"), json!("bot"), Value::Null] {
            assert!(heard(other.clone()).is_empty(), "{other}");
        }
    }
}
