//! The table as one reader may see it: what is restricted to others is not there, and what they may read is read on
//! record.

use super::reads::{Read, ReadBy};
use super::{Restricted, all};
use crate::configuration::Current;
use crate::duty::known;
use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError};
use async_trait::async_trait;
use nabat_domain::catalogue::{Duty, ON_DUTY, Right, Role};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::time::At;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// Somebody who reads: a person signed in, or a machine's token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reader {
    /// Who.
    pub by: ReadBy,
    /// Their roles in the product.
    pub roles: BTreeSet<Role>,
    /// What they asked for: the method and the path.
    pub what: String,
}

/// The ports with the table as the reader may see it.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn for_reader(env: &Env, current: &Current, reader: Reader) -> Result<Env, Fault> {
    let product = &current.version.catalogue.product.id;
    let restricted = all(env.table.as_ref(), product).await?;
    if restricted.is_empty() {
        return Ok(env.clone());
    }
    let (seen, hidden) = divided(env, current, &reader, restricted).await?;
    let sight = Sight {
        table: Arc::clone(&env.table),
        product: product.clone(),
        seen,
        hidden,
        read: Read { by: reader.by, at: env.now(), what: reader.what },
        recorded: Mutex::default(),
    };
    Ok(Env { table: Arc::new(sight), ..env.clone() })
}

pub(super) type Cases = BTreeSet<IncidentId>;

/// Which of the cases the reader may see, and which not.
pub(super) async fn divided(
    env: &Env,
    current: &Current,
    reader: &Reader,
    restricted: Vec<Restricted>,
) -> Result<(Cases, Cases), Fault> {
    let catalogue = &current.version.catalogue;
    let names = |cases: Vec<Restricted>| cases.into_iter().map(|one| one.case).collect();
    if catalogue.product.rights.allow(&reader.roles, Right::Restricts) {
        return Ok((names(restricted), Cases::new()));
    }
    let ReadBy::Person(person) = &reader.by else { return Ok((Cases::new(), names(restricted))) };
    let calendars = known(env.table.as_ref(), [catalogue, catalogue]).await?;
    let duty = Duty { catalogue, calendars: &calendars };
    let on_duty = |one: &Restricted, at: At| {
        let turns = ON_DUTY.into_iter().filter_map(|role| duty.on_duty(&one.service, role, at));
        turns.map(|turn| turn.person).any(|on_duty| on_duty == person)
    };
    let now = env.now();
    let (seen, hidden) = restricted.into_iter().partition(|one| one.people.contains(person) || on_duty(one, now));
    Ok((names(seen), names(hidden)))
}

/// The table as one reader sees it, for one request.
struct Sight {
    table: Arc<dyn Table>,
    product: ProductId,
    seen: Cases,
    hidden: Cases,
    read: Read,
    recorded: Mutex<Cases>,
}

impl Sight {
    fn hides_row(&self, key: &Key) -> bool {
        // What was given up of a restricted case has to be seen by whoever puts it back to work: a kind and an error.
        !keys::is_work(key) && self.hides(&key.pk)
    }

    /// Puts down that the case of a partition is read, if it is one on record and was not put down yet.
    async fn look(&self, pk: &str) -> Result<(), TableError> {
        let Some(case) = keys::case_of(&self.product, pk).filter(|case| self.seen.contains(case)) else {
            return Ok(());
        };
        if self.recorded.lock().expect("nothing panics while holding it").contains(&case) {
            return Ok(());
        }
        self.read.record(self.table.as_ref(), &self.product, &case).await?;
        self.recorded.lock().expect("nothing panics while holding it").insert(case);
        Ok(())
    }

    /// The same of what a list shows.
    async fn look_at(&self, rows: &[Row]) -> Result<(), TableError> {
        for row in rows.iter().filter(|row| !keys::is_work(&row.key)) {
            self.look(&row.key.pk).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Table for Sight {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        if self.hides_row(key) {
            return Ok(None);
        }
        self.look(&key.pk).await?;
        self.table.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.look(&query.pk).await?;
        let mut rows = self.table.query(query).await?;
        rows.retain(|row| !self.hides_row(&row.key));
        Ok(rows)
    }

    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        if self.hides(&query.pk) {
            return Ok(Vec::new());
        }
        self.look(&query.pk).await?;
        self.table.stamps(query).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        self.table.write(actions).await
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.table.due(shard, until, limit).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table.next_due(shard).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        let mut page = self.table.list(list, order, after, limit).await?;
        page.rows.retain(|row| !self.hides_row(&row.key));
        self.look_at(&page.rows).await?;
        Ok(page)
    }

    async fn list_but(
        &self,
        list: &str,
        order: Order,
        limit: usize,
        useless: &(dyn for<'k> Fn(&'k Key) -> bool + Sync),
    ) -> Result<Vec<Row>, TableError> {
        let useless = |key: &Key| useless(key) || self.hides_row(key);
        let rows = self.table.list_but(list, order, limit, &useless).await?;
        self.look_at(&rows).await?;
        Ok(rows)
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        let mut found = self.table.partitions(beginning).await?;
        found.retain(|pk| !self.hides(pk));
        Ok(found)
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.table.sweep(now).await
    }

    async fn forget(&self) -> Result<(), TableError> {
        self.table.forget().await
    }

    fn whole(&self) -> Option<Arc<dyn Table>> {
        Some(Arc::clone(&self.table))
    }

    fn hides(&self, pk: &str) -> bool {
        keys::case_of(&self.product, pk).is_some_and(|case| self.hidden.contains(&case))
    }
}
