//! Records: registered failures, what was written on them, what they are linked to.

use crate::builtin::desk::record::NewRecord;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::time::At;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// Whether a record or a problem is still worked on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It is.
    Open,
    /// It is not.
    Closed,
}

impl State {
    /// The desk's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    pub(super) fn read(text: &str) -> Self {
        if text == "closed" { Self::Closed } else { Self::Open }
    }
}

/// A record as the desk keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The desk's number.
    pub id: DeskId,
    /// Whose; absent for one registered elsewhere.
    pub product: Option<ProductId>,
    /// What was registered; absent for one registered elsewhere.
    pub facts: Option<NewRecord>,
    /// Open or closed.
    pub state: State,
    /// When it was made.
    pub opened: At,
    /// When something was last done with it.
    pub changed: At,
    /// Nabat's incident.
    pub incident: Option<String>,
    /// Nabat's answer, where it refused.
    pub refused: Option<String>,
    /// Vain attempts to tell Nabat.
    pub unheard: i64,
}

/// What a note is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteKind {
    /// Words.
    Comment,
    /// Words the record was closed with.
    Closed,
    /// Words the record was opened again with.
    Reopened,
}

impl NoteKind {
    /// The word in the file.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }
}

/// Something written on a record or a problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// When.
    pub at: At,
    /// Who; `None` is Nabat.
    pub author: Option<String>,
    /// What it is.
    pub kind: NoteKind,
    /// The words.
    pub text: String,
}

impl Note {
    /// A row of `at, author, kind, text`.
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind: String = row.get(2)?;
        let kind = match kind.as_str() {
            "closed" => NoteKind::Closed,
            "reopened" => NoteKind::Reopened,
            _ => NoteKind::Comment,
        };
        Ok(Self { at: At(row.get(0)?), author: row.get(1)?, kind, text: row.get(3)? })
    }
}

/// What a record is linked to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Link {
    /// Another record.
    Record(String),
    /// A problem.
    Problem(String),
}

const RECORD: &str = "SELECT id, product, facts, state, opened, changed, incident, refused, unheard FROM record";

/// Numbers begin here, so that a first record does not look like a test.
const FIRST_NUMBER: i64 = 1_001;

/// Makes a record with the next free number.
pub fn insert(store: &Connection, facts: &NewRecord, once: Option<&str>, now: At) -> rusqlite::Result<DeskId> {
    loop {
        let id = format!("SD-{}", next_number(store)?);
        // A number may be taken by a record registered elsewhere.
        let inserted = store
            .prepare_cached(
                "INSERT INTO record (id, product, facts, once, state, opened, changed)
                 VALUES (?1, ?2, ?3, ?4, 'open', ?5, ?5) ON CONFLICT (id) DO NOTHING",
            )?
            .execute(params![id, facts.product.as_str(), text_of(facts), once, now.0])?;
        if inserted == 1 {
            return Ok(DeskId::new(id));
        }
    }
}

/// Makes a record without facts of a failure, with the next free number.
pub fn insert_bare(store: &Connection, now: At) -> rusqlite::Result<DeskId> {
    loop {
        let id = format!("SD-{}", next_number(store)?);
        let inserted = store
            .prepare_cached(
                "INSERT INTO record (id, state, opened, changed) VALUES (?1, 'open', ?2, ?2)
                 ON CONFLICT (id) DO NOTHING",
            )?
            .execute(params![id, now.0])?;
        if inserted == 1 {
            return Ok(DeskId::new(id));
        }
    }
}

fn next_number(store: &Connection) -> rusqlite::Result<i64> {
    store
        .prepare_cached(
            "INSERT INTO counter (name, value) VALUES ('record', ?1)
             ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        )?
        .query_row([FIRST_NUMBER], |row| row.get(0))
}

/// The record made by this sending of the form.
pub fn of_once(store: &Connection, once: &str) -> rusqlite::Result<Option<DeskId>> {
    store
        .prepare_cached("SELECT id FROM record WHERE once = ?1")?
        .query_row([once], |row| row.get::<_, String>(0).map(DeskId::new))
        .optional()
}

/// The record, if there is one.
pub fn find(store: &Connection, id: &DeskId) -> rusqlite::Result<Option<Record>> {
    store.prepare_cached(&format!("{RECORD} WHERE id = ?1"))?.query_row([id.as_str()], read).optional()
}

/// Every record, the last changed first: a small installation's desk is looked through whole.
pub fn list(store: &Connection) -> rusqlite::Result<Vec<Record>> {
    store.prepare_cached(&format!("{RECORD} ORDER BY changed DESC, id DESC"))?.query_map([], read)?.collect()
}

/// Records linked to a problem.
pub fn records_of_problem(store: &Connection, problem: &ProblemId) -> rusqlite::Result<Vec<Record>> {
    store
        .prepare_cached(&format!(
            "{RECORD} WHERE id IN (SELECT record FROM link WHERE kind = 'problem' AND target = ?1) ORDER BY opened"
        ))?
        .query_map([problem.as_str()], read)?
        .collect()
}

/// Gives a record other facts.
pub fn set_facts(store: &Connection, id: &DeskId, facts: &NewRecord, now: At) -> rusqlite::Result<()> {
    store.prepare_cached("UPDATE record SET facts = ?2, changed = ?3 WHERE id = ?1")?.execute(params![
        id.as_str(),
        text_of(facts),
        now.0
    ])?;
    Ok(())
}

/// Opens or closes a record.
pub fn set_state(store: &Connection, id: &DeskId, state: State, now: At) -> rusqlite::Result<()> {
    store.prepare_cached("UPDATE record SET state = ?2, changed = ?3 WHERE id = ?1")?.execute(params![
        id.as_str(),
        state.as_str(),
        now.0
    ])?;
    Ok(())
}

/// Counts one more thing sent to Nabat of this record.
pub fn next_revision(store: &Connection, id: &DeskId) -> rusqlite::Result<i64> {
    store
        .prepare_cached("UPDATE record SET revision = revision + 1 WHERE id = ?1 RETURNING revision")?
        .query_row([id.as_str()], |row| row.get(0))
}

/// Notes Nabat's answer to what was sent: its incident, or why it refused.
pub fn set_taken(store: &Connection, id: &str, answer: Result<Option<&str>, &str>) -> rusqlite::Result<()> {
    let (incident, refused) = match answer {
        Ok(incident) => (incident, None),
        Err(refused) => (None, Some(refused)),
    };
    store
        .prepare_cached("UPDATE record SET incident = coalesce(?2, incident), refused = ?3, unheard = 0 WHERE id = ?1")?
        .execute(params![id, incident, refused])?;
    Ok(())
}

/// Notes vain attempts to tell Nabat.
pub fn set_unheard(store: &Connection, id: &str, attempts: i64) -> rusqlite::Result<()> {
    store.prepare_cached("UPDATE record SET unheard = ?2 WHERE id = ?1")?.execute(params![id, attempts])?;
    Ok(())
}

/// Writes on a record; `author` absent is Nabat.
pub fn note(
    store: &Connection,
    id: &DeskId,
    kind: NoteKind,
    author: Option<&str>,
    text: &str,
    now: At,
) -> rusqlite::Result<()> {
    let kind = kind.as_str();
    store
        .prepare_cached("INSERT INTO note (record, at, author, kind, text) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id.as_str(), now.0, author, kind, text])?;
    store.prepare_cached("UPDATE record SET changed = ?2 WHERE id = ?1")?.execute(params![id.as_str(), now.0])?;
    Ok(())
}

/// What is written on a record, oldest first.
pub fn notes(store: &Connection, id: &DeskId) -> rusqlite::Result<Vec<Note>> {
    let mut query =
        store.prepare_cached("SELECT at, author, kind, text FROM note WHERE record = ?1 ORDER BY number")?;
    let notes = query.query_map([id.as_str()], Note::read)?;
    notes.collect()
}

/// Links a record; a link there already is no error.
pub fn link(store: &Connection, id: &DeskId, to: &Link) -> rusqlite::Result<()> {
    let (kind, target) = match to {
        Link::Record(target) => ("record", target),
        Link::Problem(target) => ("problem", target),
    };
    store
        .prepare_cached("INSERT INTO link (record, kind, target) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![id.as_str(), kind, target])?;
    Ok(())
}

/// What a record is linked to.
pub fn links(store: &Connection, id: &DeskId) -> rusqlite::Result<Vec<Link>> {
    let mut query = store.prepare_cached("SELECT kind, target FROM link WHERE record = ?1 ORDER BY kind, target")?;
    let links = query.query_map([id.as_str()], |row| {
        let (kind, target): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(if kind == "problem" { Link::Problem(target) } else { Link::Record(target) })
    })?;
    links.collect()
}

fn text_of(facts: &NewRecord) -> String {
    serde_json::to_string(facts).expect("facts are plain data")
}

fn read(row: &Row<'_>) -> rusqlite::Result<Record> {
    let facts: Option<String> = row.get(2)?;
    Ok(Record {
        id: DeskId::new(row.get::<_, String>(0)?),
        product: row.get::<_, Option<String>>(1)?.map(ProductId::new),
        facts: facts.and_then(|facts| serde_json::from_str(&facts).ok()),
        state: State::read(&row.get::<_, String>(3)?),
        opened: At(row.get(4)?),
        changed: At(row.get(5)?),
        incident: row.get(6)?,
        refused: row.get(7)?,
        unheard: row.get(8)?,
    })
}
