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
