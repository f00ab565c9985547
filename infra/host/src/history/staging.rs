//! Rows on their way: a temporary database on the disk, sorted by id once the file is read.

use super::mapping::{Mapping, NoEnd, Rows};
use super::masked::masked;
use super::row::{LASTS, LEFT_OUT, Refused, Stated};
use nabat_domain::time::At;
use rusqlite::{Connection, Row, Statement, params};

const SCHEMA: &str = "
    PRAGMA journal_mode = off;
    PRAGMA synchronous = off;
    PRAGMA cache_size = -16000;
    CREATE TABLE staged (
        line INTEGER NOT NULL, incident TEXT NOT NULL, service TEXT NOT NULL, region TEXT NOT NULL,
        function TEXT NOT NULL, contractor TEXT NOT NULL, class TEXT NOT NULL,
        began INTEGER NOT NULL, restored INTEGER
    );
    CREATE TABLE kept (
        line INTEGER NOT NULL, incident TEXT NOT NULL, service TEXT NOT NULL, function TEXT NOT NULL,
        contractor TEXT NOT NULL, class TEXT NOT NULL, began INTEGER NOT NULL, restored INTEGER
    );
    CREATE TABLE notes (kind INTEGER NOT NULL, line INTEGER NOT NULL, note TEXT NOT NULL);
    BEGIN;
";

const STAGE: &str = "INSERT INTO staged VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const KEEP: &str = "INSERT INTO kept VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const NOTE: &str = "INSERT INTO notes VALUES (?1, ?2, ?3)";
const BY_ID: &str = "SELECT line, incident, service, region, function, contractor, class, began, restored FROM staged
    ORDER BY incident, service, region, function, began, line";
const BY_INCIDENT: &str =
    "SELECT line, incident, service, region, function, contractor, class, began, restored FROM staged
    ORDER BY incident, line";
/// What lasts comes last; the row numbers follow this order.
const ORDER: &str = "
    CREATE TABLE ordered AS SELECT * FROM kept
    ORDER BY restored IS NULL, restored, began, incident, service, function, line;
    DROP TABLE kept; DROP TABLE staged";
const PAGE: &str = "
    SELECT line, incident, service, function, contractor, class, began, restored, rowid FROM ordered
    WHERE rowid > ?1 ORDER BY rowid LIMIT ?2";

/// What is told about a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    /// It is not taken.
    Refused = 0,
    /// It is taken, or left out on purpose, and somebody should look.
    Marked = 1,
}

/// An outage that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The line of the file it stands in; of folded ones the first.
    pub line: u64,
    /// The incident.
    pub incident: String,
    /// The service.
    pub service: String,
    /// The function lost, if known.
    pub function: String,
    /// The contractor, if known.
    pub contractor: String,
    /// The class, if known.
    pub class: String,
    /// First moment without it.
    pub began: At,
    /// First moment with it again.
    pub restored: Option<At>,
}

/// Rows of a file.
pub struct Staging {
    database: Connection,
}

impl Staging {
    /// An empty one; SQLite removes it when it is dropped.
    ///
    /// # Errors
    /// The disk.
    pub fn new() -> rusqlite::Result<Self> {
        // The empty name is a database of its own on the disk, without a name.
        let database = Connection::open("")?;
        database.execute_batch(SCHEMA)?;
        Ok(Self { database })
    }

    /// Adds a row. One without an incident is its own.
    pub(super) fn stage(&self, line: u64, row: &Stated<'_>) -> rusqlite::Result<()> {
        let own = if row.incident.is_empty() { format!("line-{line}") } else { row.incident.to_owned() };
        let Stated { service, region, function, contractor, class, .. } = row;
        let restored = row.restored.map(|At(at)| at);
        self.database.prepare_cached(STAGE)?.execute(params![
            line.cast_signed(),
            own,
            service,
            region,
            function,
            contractor,
            class,
            row.began.0,
            restored
        ])?;
        Ok(())
    }

    /// Tells something about a line, whatever of the line is in it masked.
    pub(super) fn note(&self, kind: Note, line: u64, note: &str) -> rusqlite::Result<()> {
        self.database.prepare_cached(NOTE)?.execute(params![kind as i64, line.cast_signed(), masked(note)])?;
        Ok(())
    }

    /// Brings the rows of an id together: folded, told apart, or refused where they contradict.
    pub(super) fn settle(&self, mapping: &Mapping) -> rusqlite::Result<()> {
        match mapping.rows {
            Rows::One => self.tell_apart(mapping),
            Rows::Folded => self.fold(mapping),
        }?;
        self.database.execute_batch(ORDER)
    }

    fn tell_apart(&self, mapping: &Mapping) -> rusqlite::Result<()> {
        let mut sorted = self.database.prepare(BY_ID)?;
        let mut keep = self.database.prepare(KEEP)?;
        let mut rows = sorted.query([])?;
        let mut last: Option<(String, Kept)> = None;
        while let Some(row) = rows.next()? {
            let (region, mut next) = (row.get::<_, String>(3)?, staged(row)?);
            self.name_service(&mut next, mapping)?;
            if let Some((other_region, before)) = &mut last
                && *other_region == region
                && is_same_id(before, &next)
            {
                let (first, second) = (before.line, next.line);
                if (before.began, before.restored) == (next.began, next.restored) {
                    self.note(Note::Marked, second, &format!("says the same as line {first}: counted once"))?;
                    continue;
                }
                if before.restored.is_none_or(|end| next.began < end) {
                    self.note(Note::Refused, second, &format!("other times of the same outage than line {first}"))?;
                    continue;
                }
                self.note(Note::Marked, second, &format!("a second outage of the same incident as line {first}"))?;
            }
            put(&mut keep, &next)?;
            last = Some((region, next));
        }
        Ok(())
    }

    fn fold(&self, mapping: &Mapping) -> rusqlite::Result<()> {
        let mut sorted = self.database.prepare(BY_INCIDENT)?;
        let mut keep = self.database.prepare(KEEP)?;
        let mut rows = sorted.query([])?;
        let mut folded: Option<Kept> = None;
        while let Some(row) = rows.next()? {
            let next = staged(row)?;
            match &mut folded {
                Some(whole) if whole.incident == next.incident => {
                    if whole.began != next.began {
                        let note = format!("another beginning than line {}: the earlier one counts", whole.line);
                        self.note(Note::Marked, next.line, &note)?;
                    }
                    add(whole, next);
                }
                _ => self.put_folded(&mut keep, folded.replace(next), mapping)?,
            }
        }
        self.put_folded(&mut keep, folded, mapping)
    }

    fn put_folded(&self, keep: &mut Statement<'_>, folded: Option<Kept>, mapping: &Mapping) -> rusqlite::Result<()> {
        let Some(mut whole) = folded else { return Ok(()) };
        self.name_service(&mut whole, mapping)?;
        if whole.service.is_empty() {
            return self.note(Note::Refused, whole.line, "no service in any row of this incident");
        }
        match (whole.restored, mapping.no_end) {
            (None, NoEnd::LeaveOut) => return self.note(Note::Marked, whole.line, LEFT_OUT),
            (None, NoEnd::Refuse) => return self.note(Note::Refused, whole.line, &Refused::NoEnd.to_string()),
            (None, NoEnd::Lasts) => self.note(Note::Marked, whole.line, LASTS)?,
            (Some(_), _) => {}
        }
        put(keep, &whole)
    }

    /// Gives an outage of no known service to the one the mapping names.
    fn name_service(&self, row: &mut Kept, mapping: &Mapping) -> rusqlite::Result<()> {
        let Some(name) = mapping.service_when_unknown.as_ref().filter(|_| row.service.is_empty()) else {
            return Ok(());
        };
        row.service.clone_from(name);
        self.note(Note::Marked, row.line, &format!("no service: counted as `{name}`"))
    }

    /// So many of the outages that were taken, by their end, after a place; the place of the last
    /// of them, or nothing after the last.
    ///
    /// # Errors
    /// The disk.
    pub fn page(&self, after: i64, limit: usize, mut take: impl FnMut(Kept)) -> rusqlite::Result<Option<i64>> {
        let mut page = self.database.prepare_cached(PAGE)?;
        let mut rows = page.query(params![after, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            last = Some(row.get(8)?);
            take(kept(row)?);
        }
        Ok(last)
    }

    /// Refuses an outage that was taken.
    ///
    /// # Errors
    /// The disk.
    pub fn refuse_kept(&self, line: u64, note: &str) -> rusqlite::Result<()> {
        self.database.execute_batch("CREATE INDEX IF NOT EXISTS by_line ON ordered (line)")?;
        self.database.prepare_cached("DELETE FROM ordered WHERE line = ?1")?.execute([line.cast_signed()])?;
        self.note(Note::Refused, line, note)
    }

    /// How many outages were taken.
    ///
    /// # Errors
    /// The disk.
    pub fn count(&self) -> rusqlite::Result<u64> {
        let count: i64 = self.database.query_row("SELECT count(*) FROM ordered", [], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// How many lines were told about.
    ///
    /// # Errors
    /// The disk.
    pub fn notes(&self, kind: Note) -> rusqlite::Result<u64> {
        let sql = "SELECT count(*) FROM notes WHERE kind = ?1";
        let count: i64 = self.database.query_row(sql, [kind as i64], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// What was told, by line.
    ///
    /// # Errors
    /// The disk.
    pub fn told(&self, kind: Note, mut tell: impl FnMut(u64, &str)) -> rusqlite::Result<()> {
        let mut notes = self.database.prepare("SELECT line, note FROM notes WHERE kind = ?1 ORDER BY line")?;
        let mut rows = notes.query([kind as i64])?;
        while let Some(row) = rows.next()? {
            tell(row.get::<_, i64>(0)?.cast_unsigned(), &row.get::<_, String>(1)?);
        }
        Ok(())
    }
}

fn is_same_id(one: &Kept, two: &Kept) -> bool {
    one.incident == two.incident && one.service == two.service && one.function == two.function
}

/// What a later row of a folded incident knows better.
fn add(whole: &mut Kept, next: Kept) {
    whole.began = whole.began.min(next.began);
    whole.restored = whole.restored.max(next.restored);
    let known = |old: &mut String, new: String| {
        if !new.is_empty() {
            *old = new;
        }
    };
    known(&mut whole.service, next.service);
    known(&mut whole.function, next.function);
    known(&mut whole.contractor, next.contractor);
    known(&mut whole.class, next.class);
}

fn put(keep: &mut Statement<'_>, row: &Kept) -> rusqlite::Result<()> {
    let Kept { line, incident, service, function, contractor, class, began, restored } = row;
    let (line, restored) = (line.cast_signed(), restored.map(|At(at)| at));
    keep.execute(params![line, incident, service, function, contractor, class, began.0, restored])?;
    Ok(())
}

fn staged(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        line: row.get::<_, i64>(0)?.cast_unsigned(),
        incident: row.get(1)?,
        service: row.get(2)?,
        function: row.get(4)?,
        contractor: row.get(5)?,
        class: row.get(6)?,
        began: At(row.get(7)?),
        restored: row.get::<_, Option<i64>>(8)?.map(At),
    })
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        line: row.get::<_, i64>(0)?.cast_unsigned(),
        incident: row.get(1)?,
        service: row.get(2)?,
        function: row.get(3)?,
        contractor: row.get(4)?,
        class: row.get(5)?,
        began: At(row.get(6)?),
        restored: row.get::<_, Option<i64>>(7)?.map(At),
    })
}
