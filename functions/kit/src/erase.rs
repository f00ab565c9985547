//! Erasing what people typed: the words go wherever they are kept, the chain of events stays whole.
//!
//! What stands in the installation's own chat, desk, wiki and mailbox goes with it; what was posted into others' is
//! theirs to remove. Answers over HTTP are kept for as long as deliveries are repeated and may quote a word until then.

use crate::execute::MessageRow;
use crate::fault::Fault;
use crate::files;
use crate::keys;
use crate::messages::say;
use crate::port::{Copies, Erasure, NoCopies};
use crate::table::{Action, Condition, Order, Query, Row, Table};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Files, Head, SideText, TextRef};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Actions of one transaction.
const AT_ONCE: usize = 50;

/// Letters from which on words tell whose they are, so that whatever repeats them is erased too.
const TELLING: usize = 12;

/// Where it is erased.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    /// The store.
    pub table: &'a dyn Table,
    /// Where else this installation keeps what people typed.
    pub copies: &'a dyn Copies,
    /// What is said in place of words there.
    pub language: Language,
}

impl<'a> Places<'a> {
    /// A table with nothing beside it.
    pub const fn alone(table: &'a dyn Table) -> Self {
        Self { table, copies: &NoCopies, language: Language::Ru }
    }
}

/// Makes what was erased so far unreadable in the bytes as well.
///
/// # Errors
/// [`Fault::Retry`] where somebody reads an older state: later it goes through. [`Fault::Permanent`] where only the
/// operator can.
pub async fn forget(places: Places<'_>) -> Result<(), Fault> {
    places.table.forget().await?;
    Ok(places.copies.forget().await?)
}

/// What was erased of an incident.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Erased {
    /// Words events point to.
    pub texts: usize,
    /// Messages of people.
    pub messages: usize,
    /// Posts of the bot that repeated them.
    pub posts: usize,
    /// Files whose names they are, content and all.
    pub files: usize,
    /// Places of the installation's own chat, desk, wiki and mailbox.
    pub copies: usize,
}

impl Erased {
    /// All rows together.
    pub const fn rows(&self) -> usize {
        self.texts + self.messages + self.posts + self.files
    }
}

/// Erases words of an incident, named by the hash an event holds or by a message's id, and whatever else
/// holds the same words: the message they came from, what was put aside of it, what repeats it. A file goes by the
/// hash of its name, by that of its content, or by its message. `None` if
/// nothing goes by that name. Broken off half way, it is done by doing it again.
///
/// # Errors
/// The table's; [`Fault::Retry`] if a row was written meanwhile.
pub async fn words(
    places: Places<'_>,
    product: &ProductId,
    incident: &IncidentId,
    named: &str,
) -> Result<Option<Erased>, Fault> {
    let kept = Kept::read(places.table, product, incident).await?;
    match kept.found(named) {
        Some(found) => gone(places, product, incident, &kept, &found).await.map(Some),
        None => Ok(None),
    }
}

/// Erases everything people typed in an incident, as [`words`] does one thing.
///
/// # Errors
/// As [`words`].
pub async fn everything_said(places: Places<'_>, product: &ProductId, incident: &IncidentId) -> Result<Erased, Fault> {
    let kept = Kept::read(places.table, product, incident).await?;
    let found = Found {
        texts: kept.texts.iter().map(|text| text.hash.clone()).collect(),
        messages: kept.said.iter().map(|(_, message)| message.id.clone()).collect(),
    };
    gone(places, product, incident, &kept, &found).await
}

/// Erases the content of every file of an incident; its name and hash stay. How many rows went.
///
/// # Errors
/// The table's.
pub async fn files_of(places: Places<'_>, product: &ProductId, incident: &IncidentId) -> Result<usize, Fault> {
    let kept = Kept::read(places.table, product, incident).await?;
    let files: BTreeSet<String> = kept.files.kept().map(|(_, _, file)| file.sha256.clone()).collect();
    copies_gone(places, (product, incident), &Found::default(), BTreeSet::new(), &files).await?;
    let mut actions = Vec::new();
    for sha256 in &files {
        actions.extend(files::erased(places.table, product, incident, sha256).await?);
    }
    deleted(places.table, actions).await
}

/// Erases the samples behind an incident's findings. How many rows went.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn samples_of(table: &dyn Table, product: &ProductId, incident: &IncidentId) -> Result<usize, Fault> {
    let rows = table.query(&Query::prefix(keys::incident(product, incident), "F#")).await?;
    deleted(table, rows.into_iter().map(|row| Action::Delete(row.key, Condition::Any)).collect()).await
}

async fn deleted(table: &dyn Table, actions: Vec<Action>) -> Result<usize, Fault> {
    for batch in actions.chunks(AT_ONCE) {
        table.write(batch).await?;
    }
    Ok(actions.len())
}

async fn gone(
    places: Places<'_>,
    product: &ProductId,
    incident: &IncidentId,
    kept: &Kept,
    found: &Found,
) -> Result<Erased, Fault> {
    let (table, words, files) = (places.table, kept.words(found), kept.files_of(found));
    let copies = copies_gone(places, (product, incident), found, words.clone(), &files).await?;
    let mut actions = Vec::new();
    for (row, message) in kept.said.iter().filter(|(_, message)| found.messages.contains(&message.id)) {
        let emptied = MessageRow { text: None, ..message.clone() };
        actions.push(put(row, serde_json::to_string(&emptied).expect("a message has only string keys")));
    }
    let messages = actions.len();
    let authors = kept.said.iter().filter(|(_, message)| found.messages.contains(&message.id));
    let authors: BTreeSet<PersonId> = authors.filter_map(|(_, message)| message.author.clone()).collect();
    for row in kept.posts.iter().chain(&queued(table, product, incident, &authors).await?) {
        actions.extend(without(row, found, &words)?);
    }
    let posts = actions.len() - messages;
    // The words themselves go last: until then everything can be found again by them.
    let texts: Vec<Action> =
        found.texts.iter().map(|text| Action::Delete(keys::text(product, incident, text), Condition::Any)).collect();
    let mut content = Vec::new();
    for sha256 in &files {
        content.extend(files::erased(table, product, incident, sha256).await?);
    }
    for batch in actions.chunks(AT_ONCE).chain(content.chunks(AT_ONCE)).chain(texts.chunks(AT_ONCE)) {
        table.write(batch).await?;
    }
    Ok(Erased { texts: texts.len(), messages, posts, files: files.len(), copies })
}

/// What stands beside the table goes first: nothing finds it once the words are gone.
async fn copies_gone(
    places: Places<'_>,
    (product, incident): (&ProductId, &IncidentId),
    found: &Found,
    words: BTreeSet<String>,
    files: &BTreeSet<String>,
) -> Result<usize, Fault> {
    let Some(row) = places.table.get(&keys::head(product, incident)).await? else { return Ok(0) };
    let head: Head = read(&row)?;
    let erasure = Erasure {
        product: product.clone(),
        case: incident.clone(),
        record: head.desk,
        rooms: head.room.into_iter().collect(),
        messages: found.messages.clone(),
        words,
        files: files.clone(),
        instead: say(places.language, "text-erased", &[]),
    };
    Ok(places.copies.erase(&erasure).await?)
}

/// Everything of an incident that may hold words.
struct Kept {
    texts: Vec<SideText>,
    /// Messages of people.
    said: Vec<(Row, MessageRow)>,
    /// What the bot posted.
    posts: Vec<Row>,
    /// What people posted as files.
    files: Files,
}

/// What goes by a name, and what holds the same words.
#[derive(Default)]
struct Found {
    texts: BTreeSet<TextRef>,
    messages: BTreeSet<String>,
}

impl Found {
    fn size(&self) -> usize {
        self.texts.len() + self.messages.len()
    }
}

impl Kept {
    async fn read(table: &dyn Table, product: &ProductId, incident: &IncidentId) -> Result<Self, Fault> {
        let partition = keys::incident(product, incident);
        let texts = table.query(&Query::prefix(&partition, "T#")).await?;
        let texts = texts.iter().map(read).collect::<Result<_, _>>()?;
        let (mut said, mut posts) = (Vec::new(), Vec::new());
        for row in table.query(&Query::prefix(&partition, "M#")).await? {
            let message: MessageRow = read(&row)?;
            match message.author {
                Some(_) => said.push((row, message)),
                None => posts.push(row),
            }
        }
        let files = table.get(&keys::part(product, incident, "files")).await?;
        let files = files.as_ref().map(read).transpose()?.unwrap_or_default();
        Ok(Self { texts, said, posts, files })
    }

    fn found(&self, named: &str) -> Option<Found> {
        let mut found = Found::default();
        found.texts.extend(self.texts.iter().map(|text| text.hash.clone()).filter(|hash| hash.0 == named));
        found.messages.extend(self.said.iter().map(|(_, message)| message.id.clone()).filter(|id| id == named));
        let content = self.files.kept().filter(|(_, _, kept)| kept.sha256 == named);
        found.texts.extend(content.map(|(_, file, _)| file.name.clone()));
        if found.size() == 0 {
            return None;
        }
        loop {
            let before = found.size();
            let words = self.words(&found);
            for (_, message) in &self.said {
                let linked = message.texts.iter().any(|text| found.texts.contains(text));
                let repeats = message.text.as_deref().is_some_and(|text| repeats(text, &words));
                if linked || repeats || found.messages.contains(&message.id) {
                    found.messages.insert(message.id.clone());
                    found.texts.extend(message.texts.iter().cloned());
                    found.texts.extend(self.aside(message));
                }
            }
            if found.size() == before {
                return Some(found);
            }
        }
    }

    /// Hashes of files whose names are erased.
    fn files_of(&self, found: &Found) -> BTreeSet<String> {
        let goes = self.files.kept().filter(|(_, file, _)| found.texts.contains(&file.name));
        goes.map(|(_, _, kept)| kept.sha256.clone()).collect()
    }

    /// Words put aside of a message kept before messages said which.
    fn aside(&self, message: &MessageRow) -> impl Iterator<Item = TextRef> {
        let text = message.text.as_deref().filter(|_| message.texts.is_empty()).unwrap_or_default();
        let part = |side: &&SideText| is_telling(&side.text) && text.contains(&side.text);
        self.texts.iter().filter(part).map(|side| side.hash.clone()).collect::<Vec<_>>().into_iter()
    }

    fn words(&self, found: &Found) -> BTreeSet<String> {
        let texts = self.texts.iter().filter(|text| found.texts.contains(&text.hash)).map(|text| text.text.clone());
        let said = self.said.iter().filter(|(_, message)| found.messages.contains(&message.id));
        texts.chain(said.filter_map(|(_, message)| message.text.clone())).filter(|words| is_telling(words)).collect()
    }
}

fn is_telling(words: &str) -> bool {
    words.trim().chars().count() >= TELLING
}

fn repeats(text: &str, words: &BTreeSet<String>) -> bool {
    words.iter().any(|words| text.contains(words.trim()))
}

/// Posts that wait in the incident's room or for those who said it, and what was given up.
async fn queued(
    table: &dyn Table,
    product: &ProductId,
    incident: &IncidentId,
    authors: &BTreeSet<PersonId>,
) -> Result<Vec<Row>, Fault> {
    let mut rows = table.query(&Query::prefix(keys::room_posts(product, incident), "P#")).await?;
    for author in authors {
        rows.extend(table.query(&Query::prefix(keys::direct_posts(product, author), "P#")).await?);
    }
    let (list, mut after) = (keys::dead_list(product), None);
    loop {
        let page = table.list(&list, Order::Ascending, after.as_deref(), 500).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// The row with "erased" in place of typed words, if it has any: all of them where it answers or shows an
/// erased message, else those that repeat one.
fn without(row: &Row, found: &Found, words: &BTreeSet<String>) -> Result<Option<Action>, Fault> {
    let of = |id: &String| ["-r", "#r", "-s", "#s"].iter().any(|mark| row.key.sk.ends_with(&format!("{mark}{id}")));
    let answers = found.messages.iter().any(of);
    let mut body: Value = read(row)?;
    let erased = erase(&mut body, &|word| answers || repeats(word, words));
    Ok((erased > 0).then(|| put(row, body.to_string())))
}

/// Replaces words filled into wordings; how many.
fn erase(value: &mut Value, goes: &impl Fn(&str) -> bool) -> usize {
    if value["arg"] == "word" && value["value"].as_str().is_some_and(goes) {
        *value = json!({ "arg": "message", "value": { "key": "text-erased" } });
        return 1;
    }
    match value {
        Value::Object(fields) => fields.values_mut().map(|field| erase(field, goes)).sum(),
        Value::Array(items) => items.iter_mut().map(|item| erase(item, goes)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn put(row: &Row, body: String) -> Action {
    Action::Put(Row { body, version: row.version + 1, ..row.clone() }, Condition::Version(row.version))
}

fn read<T: DeserializeOwned>(row: &Row) -> Result<T, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable(&format!("{:?}", row.key), error))
}
