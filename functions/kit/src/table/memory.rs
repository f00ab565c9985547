//! The table in memory: for tests and for enumerating crashes, where a fork must cost nothing.

use super::cursor::Cursor;
use super::{Action, Condition, Key, Order, Page, Query, Row, Table, TableError, limits};
use async_trait::async_trait;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard};

/// A table in memory; the same writes in the same order always give the same table.
#[derive(Default, Debug)]
pub struct MemoryTable {
    // Copied on the first write after a fork, so that forking itself is one count.
    contents: Mutex<Arc<Contents>>,
}

/// Rows are shared between forks; the indexes hold the keys of rows that stand in them.
#[derive(Clone, Default, Debug)]
struct Contents {
    rows: BTreeMap<Arc<Key>, Arc<Row>>,
    due: BTreeSet<(u8, i64, Arc<Key>)>,
    lists: BTreeMap<String, BTreeSet<Place>>,
}

/// Place in one list: the order, then the key.
type Place = (String, Arc<Key>);

impl MemoryTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// A second table with the same contents; what happens to one no longer shows in the other.
    pub fn fork(&self) -> Self {
        Self { contents: Mutex::new(Arc::clone(&self.locked())) }
    }

    /// Every row, in key order.
    pub fn dump(&self) -> Vec<Row> {
        self.locked().rows.values().map(|row| Row::clone(row)).collect()
    }

    fn locked(&self) -> MutexGuard<'_, Arc<Contents>> {
        self.contents.lock().expect("nothing panics while it holds the contents")
    }
}

impl Contents {
    fn holds(&self, key: &Key, condition: Condition) -> bool {
        match condition {
            Condition::Any => true,
            Condition::Absent => !self.rows.contains_key(key),
            Condition::Version(version) => self.rows.get(key).is_some_and(|row| row.version == version),
        }
    }

    fn put(&mut self, row: &Row) {
        self.remove(&row.key);
        let key = Arc::new(row.key.clone());
        if let Some(due) = row.due {
            self.due.insert((due.shard, due.at, Arc::clone(&key)));
        }
        if let Some(listed) = &row.listed {
            let place = (listed.order.clone(), Arc::clone(&key));
            self.lists.entry(listed.list.clone()).or_default().insert(place);
        }
        self.rows.insert(key, Arc::new(row.clone()));
    }

    fn remove(&mut self, key: &Key) {
        let Some((key, row)) = self.rows.remove_entry(key) else { return };
        if let Some(due) = row.due {
            self.due.remove(&(due.shard, due.at, Arc::clone(&key)));
        }
        if let Some(listed) = &row.listed
            && let Some(places) = self.lists.get_mut(&listed.list)
        {
            places.remove(&(listed.order.clone(), key));
        }
    }

    fn query(&self, query: &Query) -> Vec<Row> {
        let from = Key::new(&query.pk, &query.from);
        // Without an end, up to the smallest partition that comes after this one.
        let to = match &query.to {
            Some(to) => Key::new(&query.pk, to),
            None => Key::new(format!("{}\0", query.pk), ""),
        };
        if from >= to {
            return Vec::new();
        }
        let found = self.rows.range::<Key, _>((Bound::Included(&from), Bound::Excluded(&to)));
        taken(found.map(|(_, row)| Row::clone(row)), query.order, query.limit)
    }

    fn due(&self, shard: u8) -> impl Iterator<Item = (&Key, i64)> {
        let from = (shard, i64::MIN, Arc::new(Key::new("", "")));
        self.due.range(from..).take_while(move |entry| entry.0 == shard).map(|entry| (&*entry.2, entry.1))
    }

    fn list(&self, list: &str, order: Order, after: Option<Cursor>, limit: usize) -> Page {
        let Some(places) = self.lists.get(list) else { return Page { rows: Vec::new(), next: None } };
        let after = after.map(|cursor| (cursor.order, Arc::new(cursor.key)));
        let bounds = match (order, after) {
            (_, None) => (Bound::Unbounded, Bound::Unbounded),
            (Order::Ascending, Some(place)) => (Bound::Excluded(place), Bound::Unbounded),
            (Order::Descending, Some(place)) => (Bound::Unbounded, Bound::Excluded(place)),
        };
        // One more than asked for tells whether a page follows.
        let mut found = taken(places.range(bounds), order, limit.saturating_add(1));
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more);
        let next = last.map(|(order, key)| Cursor { order: order.clone(), key: Key::clone(key) }.write());
        Page { rows: found.iter().map(|(_, key)| Row::clone(&self.rows[key])).collect(), next }
    }
}

fn taken<T>(items: impl DoubleEndedIterator<Item = T>, order: Order, limit: usize) -> Vec<T> {
    match order {
        Order::Ascending => items.take(limit).collect(),
        Order::Descending => items.rev().take(limit).collect(),
    }
}

#[async_trait]
impl Table for MemoryTable {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        Ok(self.locked().rows.get(key).map(|row| Row::clone(row)))
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        Ok(self.locked().query(query))
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        limits::check(actions)?;
        let mut contents = self.locked();
        for action in actions {
            let (Action::Put(Row { key, .. }, condition)
            | Action::Delete(key, condition)
            | Action::Check(key, condition)) = action;
            if !contents.holds(key, *condition) {
                return Err(TableError::Conflict(key.clone()));
            }
        }
        let contents = Arc::make_mut(&mut contents);
        for action in actions {
            match action {
                Action::Put(row, _) => contents.put(row),
                Action::Delete(key, _) => contents.remove(key),
                Action::Check(..) => {}
            }
        }
        Ok(())
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        let contents = self.locked();
        let found = contents.due(shard).take_while(|(_, at)| *at <= until);
        Ok(found.take(limit).map(|(key, at)| (key.clone(), at)).collect())
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        Ok(self.locked().due(shard).next().map(|(_, at)| at))
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        let after = after.map(Cursor::read).transpose()?;
        Ok(self.locked().list(list, order, after, limit))
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        let contents = self.locked();
        let begins = contents.rows.keys().filter(|key| key.sk.starts_with(beginning));
        Ok(begins.map(|key| key.pk.clone()).collect())
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        let mut contents = self.locked();
        let gone = |row: &&Arc<Row>| row.expires.is_some_and(|at| at < now);
        let keys: Vec<Key> = contents.rows.values().filter(gone).map(|row| row.key.clone()).collect();
        if !keys.is_empty() {
            let contents = Arc::make_mut(&mut contents);
            keys.iter().for_each(|key| contents.remove(key));
        }
        Ok(keys.len())
    }
}
