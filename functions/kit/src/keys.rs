//! Where everything stands in the table: every key is built here and nowhere else.

use crate::table::Key;
use nabat_domain::ids::{ChannelId, ConnectionId, DeskId, IncidentId, PersonId, ProductId, RoomId};
use nabat_domain::incident::{SeriesName, TextRef};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;

/// Partition of an incident.
pub fn incident(product: &ProductId, incident: &IncidentId) -> String {
    format!("{product}#I#{incident}")
}

/// An incident's head.
pub fn head(product: &ProductId, id: &IncidentId) -> Key {
    Key::new(incident(product, id), "S#0")
}

/// A part of an incident: `people`, `steps`, `neighbours`, `findings`, `files`.
pub fn part(product: &ProductId, id: &IncidentId, name: &str) -> Key {
    Key::new(incident(product, id), format!("S#{name}"))
}

/// An event of an incident's journal.
pub fn event(product: &ProductId, id: &IncidentId, number: u64) -> Key {
    Key::new(incident(product, id), format!("E#{number:08}"))
}

/// Words an incident's events point to.
pub fn text(product: &ProductId, id: &IncidentId, text: &TextRef) -> Key {
    Key::new(incident(product, id), format!("T#{}", text.0))
}

/// A job of an incident: by event number, place among the event's jobs, kind.
pub fn job(product: &ProductId, id: &IncidentId, number: u64, place: usize, kind: &str) -> Key {
    Key::new(incident(product, id), format!("J#{number:08}#{place:02}#{kind}"))
}

/// Something a person said in an incident's chat.
pub fn said(product: &ProductId, id: &IncidentId, at: At, name: &str) -> Key {
    Key::new(incident(product, id), format!("M#{:015}#0{name}", at.0))
}

/// Something the bot posted there: at the same moment it comes after what it answers.
pub fn posted(product: &ProductId, id: &IncidentId, at: At, name: &str) -> Key {
    Key::new(incident(product, id), format!("M#{:015}#1{name}", at.0))
}

/// Samples behind findings, by the hash of their row.
pub fn samples(product: &ProductId, id: &IncidentId, hash: &str) -> Key {
    Key::new(incident(product, id), format!("F#{hash}"))
}

/// Partition of a posted file's content: one of its own, so that a large one is in nobody's way.
pub fn content(product: &ProductId, id: &IncidentId, sha256: &str) -> String {
    format!("{product}#B#{id}#{sha256}")
}

/// A piece of a posted file's content, from 0.
pub fn piece(product: &ProductId, id: &IncidentId, sha256: &str, number: usize) -> Key {
    Key::new(content(product, id, sha256), format!("B#{number:04}"))
}

/// What people said of a series in the product's incidents.
pub fn mark(product: &ProductId, series: &SeriesName) -> Key {
    Key::new(format!("{product}#MARKS"), series.to_string())
}

/// Partition of the posts of an incident's room.
pub fn room_posts(product: &ProductId, chat: &IncidentId) -> String {
    format!("{product}#C#{chat}")
}

/// Partition of the posts to one person.
pub fn direct_posts(product: &ProductId, person: &PersonId) -> String {
    format!("{product}#C#dm.{person}")
}

/// Partition of the posts to a standing room of the messenger.
pub fn channel_posts(product: &ProductId, channel: &ChannelId) -> String {
    format!("{product}#C#ch.{channel}")
}

/// Whether a partition is of the posts to a standing room.
pub fn is_channel(posts: &str) -> bool {
    posts.split_once("#C#").is_some_and(|(_, rest)| rest.starts_with("ch."))
}

/// What is known of a chat: its room, the places its messages take.
pub fn chat(posts: &str) -> Key {
    Key::new(posts, "C#0")
}

/// Which product and incident a room belongs to.
pub fn room(connection: &ConnectionId, room: &RoomId) -> Key {
    Key::new(format!("CHAT#{connection}"), room.as_str())
}

/// A delivery of a messenger. A partition is a room's: what is said in one is worked on in order, and one
/// that cannot be worked on holds up no other.
pub fn delivery(connection: &ConnectionId, room: &RoomId, id: &str) -> Key {
    let room = &sha256_hex(room.as_str().as_bytes())[..16];
    Key::new(format!("D#{connection}#{room}"), id)
}

/// The messenger a delivery came from, by its partition; before there were rooms in it, all of it.
pub fn delivered_by(key: &Key) -> ConnectionId {
    let after = key.pk.strip_prefix("D#").unwrap_or_default();
    ConnectionId::from(after.split('#').next().unwrap_or_default())
}

/// A delivery of a product's desk.
pub fn desk_delivery(product: &ProductId, id: &str) -> Key {
    Key::new(format!("{product}#D#desk"), id)
}

/// What a group of alerts proposed last, by the keyed hash of what it is called. Values of labels stand in that,
/// and one may be somebody's number: by a bare hash whoever holds a copy of the table finds it, trying them all.
pub fn alert_group(product: &ProductId, hash: &str) -> Key {
    Key::new(format!("{product}#D#alerts"), hash)
}

/// The same in rows of before there was a key to it: by the bare hash.
pub fn alert_group_before(product: &ProductId, group: &str) -> Key {
    Key::new(format!("{product}#D#alerts"), sha256_hex(group.as_bytes()))
}

/// Which incident a record of the desk belongs to that was made for it.
pub fn desk_record(product: &ProductId, desk: &DeskId) -> Key {
    Key::new(format!("{product}#DESK"), desk.as_str())
}

/// How far a desk was followed: for which products, from when on it is asked next, what was taken since that moment.
/// One row a desk, in no index, kept for good; without it three days are asked for, and nothing is taken twice.
pub fn followed(connection: &ConnectionId) -> Key {
    Key::new(format!("DESK#{connection}"), "FOLLOWED")
}

/// Which services have an incident now.
pub fn board(product: &ProductId) -> Key {
    Key::new(format!("{product}#BOARD"), "OPEN")
}

/// Partition of a product's outages; keys begin with the end, `~` while it lasts.
pub fn outages(product: &ProductId) -> String {
    format!("{product}#OUTAGES")
}

/// Partition of what a product's incidents that are over came to.
pub fn cases(product: &ProductId) -> String {
    format!("{product}#CASES")
}

/// Partition of the histories imported into a product: which version of each source holds.
pub fn histories(product: &ProductId) -> String {
    format!("{product}#HISTORIES")
}

/// Partition of one version of an imported history.
pub fn history(product: &ProductId, version: &str) -> String {
    format!("{product}#HISTORY#{version}")
}

/// Partition of the corrections of what counts.
pub fn corrections(product: &ProductId) -> String {
    format!("{product}#CORRECTIONS")
}

/// Partition of the periods that were published.
pub fn publications(product: &ProductId) -> String {
    format!("{product}#PUBLICATIONS")
}

/// Partition of what was posted on schedule, by name and period.
pub fn scheduled(product: &ProductId) -> String {
    format!("{product}#SCHEDULED")
}

/// Partition of what a product's duty calendars said last, by the calendar's own key.
pub fn duty(product: &ProductId) -> String {
    format!("{product}#DUTY")
}

/// Partition of the outages one published period was counted from.
pub fn published(product: &ProductId, id: &str) -> String {
    format!("{product}#PUBLISHED#{id}")
}

/// Partition of a product's configuration.
pub fn configuration(product: &ProductId) -> String {
    format!("{product}#CONFIG")
}

/// Partition of the names of a product's people.
pub fn people(product: &ProductId) -> String {
    format!("{product}#PEOPLE")
}

/// Partition of registrations that were refused.
pub fn refused(product: &ProductId) -> String {
    format!("{product}#REFUSED")
}

/// List of a product's incidents, by registration.
pub fn incidents_list(product: &ProductId) -> String {
    format!("{product}#INCIDENTS")
}

/// List of a product's problems, by when they were raised.
pub fn problems_list(product: &ProductId) -> String {
    format!("{product}#PROBLEMS")
}

/// List of a product's jobs that were given up.
pub fn dead_list(product: &ProductId) -> String {
    format!("{product}#DEAD")
}

/// Partition of what was given up for good.
pub fn all_discarded(product: &ProductId) -> String {
    format!("{product}#DISCARDED")
}

/// Something given up for good, by when and by its name before.
pub fn discarded(product: &ProductId, at: At, id: &str) -> Key {
    Key::new(all_discarded(product), format!("{:015}#{}", at.0, sha256_hex(id.as_bytes())))
}

/// Partition of a product's restricted cases: who may read each.
pub fn all_restricted(product: &ProductId) -> String {
    format!("{product}#RESTRICTED")
}

/// Who may read a restricted case.
pub fn restricted(product: &ProductId, case: &IncidentId) -> Key {
    Key::new(all_restricted(product), case.as_str())
}

/// One reading of a restricted case, by the minute.
pub fn read(product: &ProductId, case: &IncidentId, minute: i64, name: &str) -> Key {
    Key::new(incident(product, case), format!("R#{minute:012}#{name}"))
}

/// The case whose words a partition holds, if it holds any: its own, its files', its chat's.
pub fn case_of(product: &ProductId, pk: &str) -> Option<IncidentId> {
    let rest = pk.strip_prefix(product.as_str())?.strip_prefix('#')?;
    let case = ["I#", "B#", "C#"].into_iter().find_map(|kind| rest.strip_prefix(kind))?;
    Some(IncidentId::from(case.split('#').next().unwrap_or_default()))
}

/// Whether a row is work to be done, or given up: jobs, posts, timers.
pub fn is_work(key: &Key) -> bool {
    ["J#", "P#", "X#"].iter().any(|kind| key.sk.starts_with(kind))
}

/// Partition of what went by schedule.
pub fn retention(product: &ProductId) -> String {
    format!("{product}#RETENTION")
}

/// Partition of the signed daily lists of a product's heads of journals.
pub fn heads_of(product: &ProductId) -> String {
    format!("{product}#HEADS")
}

/// One page of them, from 1.
pub fn heads(product: &ProductId, number: u64) -> Key {
    Key::new(heads_of(product), format!("{number:08}"))
}

/// Partition of access tokens, by hash.
pub const TOKENS: &str = "ACCESS#TOKENS";

/// Partition of sign-in links and sessions, by hash.
pub const SESSIONS: &str = "ACCESS#SESSIONS";

/// Partition of the connections to other people's systems.
pub const CONNECTIONS: &str = "ALL#CONNECTIONS";

/// Partition of products that are served.
pub const PRODUCTS: &str = "ALL#PRODUCTS";
