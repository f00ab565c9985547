//! What was deleted goes from the bytes of a file too, not only from what statements find.

use rusqlite::Connection;
use std::time::Duration;

/// So much is written anew while its host serves: a few seconds in which nothing else is written.
const LARGEST: i64 = 512 * 1024 * 1024;

/// How long one that reads an older state is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forgotten {
    /// Nothing of it is left in the file or its log.
    Wholly,
    /// Somebody reads an older state, or writes: the log is as it was. Later it goes through.
    NotYet,
    /// The log is empty, but the file is too large to be written anew while a host serves.
    TooLarge,
}

/// Writes the file anew and empties its log. Overwriting each row that goes (`secure_delete`) is not enough and not needed:
/// SQLite leaves copies of rows it once moved from page to page in the gaps of the pages they came from, and what is
/// written anew has no gaps with anything old in them. `busy` is how long this connection waits otherwise.
///
/// # Errors
/// SQLite's own; nothing is lost.
pub fn forget(connection: &Connection, busy: Duration) -> rusqlite::Result<Forgotten> {
    connection.busy_timeout(PATIENCE)?;
    let forgotten = rewritten(connection);
    connection.busy_timeout(busy)?;
    match forgotten {
        Err(cause) if super::fault::is_busy(&cause) => Ok(Forgotten::NotYet),
        other => other,
    }
}

fn rewritten(connection: &Connection) -> rusqlite::Result<Forgotten> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let emptied = || connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0));
    // Looked at first: nothing is written anew in vain.
    if !emptied()? {
        return Ok(Forgotten::NotYet);
    }
    if number("page_count")?.saturating_mul(number("page_size")?) > LARGEST {
        return Ok(Forgotten::TooLarge);
    }
    connection.execute_batch("VACUUM")?;
    Ok(if emptied()? { Forgotten::Wholly } else { Forgotten::NotYet })
}

/// What it is called where it has to be done by hand.
pub fn by_hand(file: &str) -> String {
    let megabytes = LARGEST / 1024 / 1024;
    format!(
        "{file} has more than {megabytes} MB: what was erased stands in its gaps until it is written anew (operations.md)"
    )
}

#[cfg(test)]
mod tests {
    use super::super::{action, open};
    use super::*;
    use nabat_kit::table::{Action, Condition, Key, Row};
    use std::path::Path;

    const WORDS: &str = "Patient Zakharov rang twice";
    const BUSY: Duration = Duration::from_secs(5);

    /// Rows of all lengths in no order, so that pages are split and put together again and again.
    fn filled(connection: &Connection) {
        let mut dice = 7_u64;
        for number in 0..3_000_u64 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(number | 1);
            let key = Key::new("p", format!("{:05}", dice >> 40 & 1_023));
            let body = WORDS.repeat(usize::try_from(dice >> 33 & 63).expect("below 64") + 1);
            let row = Row { key: key.clone(), body, version: 1, due: None, listed: None, expires: None };
            let one = match dice >> 60 & 3 {
                0 => Action::Delete(key, Condition::Any),
                _ => Action::Put(row, Condition::Any),
            };
            action::write(connection, &[one]).expect("SQLite writes").expect("no condition fails");
        }
    }

    fn standing(file: &Path) -> usize {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(WORDS.len()).filter(|window| *window == WORDS.as_bytes()).count()
    }

    #[test]
    fn words_that_went_stand_in_no_byte_of_the_file_or_its_log() {
        let folder = std::env::temp_dir().join(format!("nabat-forget-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (file, log) = (folder.join("nabat.db"), folder.join("nabat.db-wal"));
        let connection = open::create(&file).expect("a new file");
        filled(&connection);
        connection.execute("DELETE FROM rows", []).expect("all of it goes");
        assert!(standing(&log) > 0, "what was written stands in the log");
        let reader = open::read_only(&file).expect("a reader");
        reader.execute_batch("BEGIN; SELECT count(*) FROM rows").expect("it reads");
        assert_eq!(forget(&connection, BUSY), Ok(Forgotten::NotYet), "somebody reads an older state");
        reader.execute_batch("COMMIT").expect("it has read");
        assert_eq!(forget(&connection, BUSY), Ok(Forgotten::Wholly));
        assert_eq!((standing(&file), standing(&log)), (0, 0));
        drop((connection, reader));
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }
}
