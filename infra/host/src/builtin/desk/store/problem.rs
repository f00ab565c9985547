//! Problems: the records under which root causes are sought: a number, words, a state, what was written on them.

use super::{Note, NoteKind, State};
use nabat_domain::ids::{ProblemId, ProductId};
use nabat_domain::time::At;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// A problem as the desk keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The desk's number, such as `PRB-0001`.
    pub id: ProblemId,
    /// One line.
    pub title: String,
    /// What is known.
    pub text: String,
    /// Open or closed.
    pub state: State,
    /// When it was opened.
    pub opened: At,
    /// Whose it is, where that is known.
    pub product: Option<ProductId>,
}

const PROBLEM: &str =
    "SELECT number, title, text, state, opened, product FROM problem LEFT JOIN problem_of ON problem = number";

/// Opens a problem with the next number.
pub fn open(store: &Connection, title: &str, text: &str, now: At) -> rusqlite::Result<ProblemId> {
    store
        .prepare_cached(
            "INSERT INTO problem (title, text, state, opened) VALUES (?1, ?2, 'open', ?3) RETURNING number",
        )?
        .query_row(params![title, text, now.0], |row| row.get(0).map(id_of))
}

/// The problem, if there is one.
pub fn find(store: &Connection, id: &ProblemId) -> rusqlite::Result<Option<Problem>> {
    let Some(number) = number_of(id) else { return Ok(None) };
    store.prepare_cached(&format!("{PROBLEM} WHERE number = ?1"))?.query_row([number], read).optional()
}

/// The last 200 problems, newest first.
pub fn list(store: &Connection) -> rusqlite::Result<Vec<Problem>> {
    store.prepare_cached(&format!("{PROBLEM} ORDER BY number DESC LIMIT 200"))?.query_map([], read)?.collect()
}

/// Opens or closes a problem.
pub fn set_state(store: &Connection, id: &ProblemId, state: State) -> rusqlite::Result<()> {
    store
        .prepare_cached("UPDATE problem SET state = ?2 WHERE number = ?1")?
        .execute(params![number_of(id), state.as_str()])?;
    Ok(())
}

/// Gives a problem another line.
pub fn set_title(store: &Connection, id: &ProblemId, title: &str) -> rusqlite::Result<()> {
    store.prepare_cached("UPDATE problem SET title = ?2 WHERE number = ?1")?.execute(params![number_of(id), title])?;
    Ok(())
}

/// Says whose it is; what was said first stands.
pub fn set_product(store: &Connection, id: &ProblemId, product: &ProductId) -> rusqlite::Result<()> {
    store
        .prepare_cached("INSERT INTO problem_of (problem, product) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![number_of(id), product.as_str()])?;
    Ok(())
}

/// Counts one more thing sent to Nabat of this problem.
pub fn next_revision(store: &Connection, id: &ProblemId) -> rusqlite::Result<i64> {
    store
        .prepare_cached("UPDATE problem_of SET revision = revision + 1 WHERE problem = ?1 RETURNING revision")?
        .query_row([number_of(id)], |row| row.get(0))
}

/// Writes on a problem; `author` absent is Nabat.
pub fn note(
    store: &Connection,
    id: &ProblemId,
    kind: NoteKind,
    author: Option<&str>,
    text: &str,
    now: At,
) -> rusqlite::Result<()> {
    store
        .prepare_cached("INSERT INTO problem_note (problem, at, author, kind, text) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![number_of(id), now.0, author, kind.as_str(), text])?;
    Ok(())
}

/// What is written on a problem, oldest first.
pub fn notes(store: &Connection, id: &ProblemId) -> rusqlite::Result<Vec<Note>> {
    store
        .prepare_cached("SELECT at, author, kind, text FROM problem_note WHERE problem = ?1 ORDER BY number")?
        .query_map([number_of(id)], Note::read)?
        .collect()
}

/// The number in `PRB-0001`, `None` if the id is anything else.
fn number_of(id: &ProblemId) -> Option<i64> {
    let number: i64 = id.as_str().strip_prefix("PRB-")?.parse().ok()?;
    (id_of(number) == *id).then_some(number)
}

fn id_of(number: i64) -> ProblemId {
    ProblemId::new(format!("PRB-{number:04}"))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Problem> {
    Ok(Problem {
        id: id_of(row.get(0)?),
        title: row.get(1)?,
        text: row.get(2)?,
        state: State::read(&row.get::<_, String>(3)?),
        opened: At(row.get(4)?),
        product: row.get::<_, Option<String>>(5)?.map(ProductId::new),
    })
}
