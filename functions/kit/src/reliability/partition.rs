//! A partition of derived rows, followed: a row whose stamp is as it was says what it said.

use crate::fault::Fault;
use crate::table::{Key, Query, Row, Stamp, Table};
use nabat_domain::ids::ProductId;
use std::sync::Arc;

/// Rows read one by one; where more are new, the partition is read whole.
const ONE_BY_ONE: usize = 64;

/// What a derived row says.
pub(super) trait Says: Clone {
    /// The row itself says all there is to know: while its stamp holds, so does this.
    fn is_whole(&self) -> bool;

    /// What a row says.
    fn read(table: &dyn Table, product: &ProductId, row: &Row) -> impl Future<Output = Result<Self, Fault>> + Send;
}

/// Rows of a partition, in the order of their places, with what they say.
#[derive(Debug)]
pub(super) struct Partition<T> {
    stamps: Vec<Stamp>,
    said: Vec<T>,
}

impl<T> Default for Partition<T> {
    fn default() -> Self {
        Self { stamps: Vec::new(), said: Vec::new() }
    }
}

impl<T: Says> Partition<T> {
    /// The partition as it is now: the very same where nothing changed; else what is whole and stands as it stood is
    /// kept, the other rows are read.
    pub async fn follow(
        self: &Arc<Self>,
        table: &dyn Table,
        product: &ProductId,
        pk: &str,
    ) -> Result<Arc<Self>, Fault> {
        let query = Query::prefix(pk, "");
        // Who knows nothing yet reads everything: its stamps would be read for nothing.
        let stamps = if self.stamps.is_empty() { None } else { Some(table.stamps(&query).await?) };
        if stamps.as_ref() == Some(&self.stamps) {
            return Ok(Arc::clone(self));
        }
        let known = |stamp: &Stamp| self.place(&stamp.sk).filter(|place| self.stamps[*place] == *stamp);
        let known = |stamp: &Stamp| known(stamp).map(|place| &self.said[place]).filter(|said| said.is_whole());
        let few = stamps.filter(|all| all.iter().filter(|stamp| known(stamp).is_none()).count() <= ONE_BY_ONE);
        let mut now = Self::default();
        let Some(stamps) = few else {
            for row in table.query(&query).await? {
                let stamp = row.stamp();
                let said = match known(&stamp) {
                    Some(said) => said.clone(),
                    None => T::read(table, product, &row).await?,
                };
                now.push(stamp, said);
            }
            // An empty one is read whole each time, and is what it was.
            return Ok(if now.stamps == self.stamps { Arc::clone(self) } else { Arc::new(now) });
        };
        for stamp in stamps {
            if let Some(said) = known(&stamp) {
                now.push(stamp, said.clone());
            } else if let Some(row) = table.get(&Key::new(pk, stamp.sk)).await? {
                // It may be newer than its stamp, or gone: what is read holds.
                now.push(row.stamp(), T::read(table, product, &row).await?);
            }
        }
        Ok(Arc::new(now))
    }

    fn push(&mut self, stamp: Stamp, said: T) {
        self.stamps.push(stamp);
        self.said.push(said);
    }

    /// What the rows say, in their order.
    pub fn said(&self) -> &[T] {
        &self.said
    }

    /// Each row's place with what it says, in their order.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &T)> {
        self.stamps.iter().map(|stamp| stamp.sk.as_str()).zip(&self.said)
    }

    fn place(&self, sk: &str) -> Option<usize> {
        self.stamps.binary_search_by(|stamp| stamp.sk.as_str().cmp(sk)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::memory::MemoryTable;
    use crate::table::{Action, Condition};
    use std::sync::Mutex;

    /// What a row says here: its body. One that ends with a question does not say all there is to know.
    #[derive(Clone, PartialEq, Debug)]
    struct Body(String);

    /// Bodies that were read, each thread's own.
    static READ: Mutex<Vec<(std::thread::ThreadId, String)>> = Mutex::new(Vec::new());

    impl Says for Body {
        fn is_whole(&self) -> bool {
            !self.0.ends_with('?')
        }

        async fn read(_: &dyn Table, _: &ProductId, row: &Row) -> Result<Self, Fault> {
            READ.lock().expect("held shortly").push((std::thread::current().id(), row.body.clone()));
            Ok(Self(row.body.clone()))
        }
    }

    /// How many bodies this thread has read since it last asked.
    fn read() -> usize {
        let (mut all, here) = (READ.lock().expect("held shortly"), std::thread::current().id());
        let before = all.len();
        all.retain(|(thread, _)| *thread != here);
        before - all.len()
    }

    async fn put(table: &MemoryTable, sk: &str, body: &str) {
        let row = Row::derived(Key::new("p", sk), body.to_owned());
        table.write(&[Action::Put(row, Condition::Any)]).await.expect("memory takes it");
    }

    async fn follow(table: &MemoryTable, before: &Arc<Partition<Body>>) -> Arc<Partition<Body>> {
        before.follow(table, &"p".into(), "p").await.expect("memory answers")
    }

    fn told(partition: &Partition<Body>) -> String {
        partition.rows().map(|(sk, body)| format!("{sk}={} ", body.0)).collect()
    }

    #[tokio::test]
    async fn only_what_is_not_as_it_was_is_read() {
        let table = MemoryTable::new();
        for (sk, body) in [("a", "1"), ("b", "2?"), ("c", "3")] {
            put(&table, sk, body).await;
        }
        let first = follow(&table, &Arc::default()).await;
        assert_eq!((told(&first).as_str(), read()), ("a=1 b=2? c=3 ", 3));
        let same = follow(&table, &first).await;
        assert!(Arc::ptr_eq(&first, &same));
        assert_eq!(read(), 0);
        put(&table, "a", "4").await;
        put(&table, "d", "5").await;
        table.write(&[Action::Delete(Key::new("p", "c"), Condition::Any)]).await.expect("memory takes it");
        let now = follow(&table, &same).await;
        assert_eq!(told(&now), "a=4 b=2? d=5 ");
        assert_eq!(read(), 3, "the changed one, the new one, and the one that does not say it all");
    }

    #[tokio::test]
    async fn where_much_is_new_what_is_known_is_kept_all_the_same() {
        let table = MemoryTable::new();
        put(&table, "a", "1").await;
        let first = follow(&table, &Arc::default()).await;
        for number in 0..=ONE_BY_ONE {
            put(&table, &format!("b{number:03}"), "2").await;
        }
        assert_eq!(read(), 1);
        let now = follow(&table, &first).await;
        assert_eq!((now.said().len(), read()), (ONE_BY_ONE + 2, ONE_BY_ONE + 1));
    }
}
