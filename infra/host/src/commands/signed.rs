//! Signed daily lists of heads against the journals as they are.

use nabat_domain::ids::ProductId;
use nabat_kit::heads::{Heads, chained, pages};
use nabat_kit::incident::journal;
use nabat_kit::keys;
use nabat_kit::signing::PublicKey;
use nabat_kit::table::{Query, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
#[derive(Default)]
pub(super) struct Signed {
    /// Everything that does not hold, told.
    pub(super) breaches: Vec<String>,
    /// Heads that hold.
    pub(super) held: usize,
    /// The last day signed, by product.
    pub(super) days: BTreeMap<ProductId, String>,
}

/// Checks every product's lists, and every journal against them.
pub(super) async fn check(table: &dyn Table, by: &[PublicKey]) -> anyhow::Result<Signed> {
    let mut signed = Signed::default();
    for row in table.query(&Query::prefix(keys::PRODUCTS, "")).await? {
        let product = ProductId::new(row.key.sk);
        let (pages, breaches) = chained(&pages(table, &product).await?, by);
        signed.breaches.extend(breaches.iter().map(|breach| format!("{product}: {breach}")));
        if let Some(last) = pages.last() {
            signed.days.insert(product.clone(), last.day.clone());
        }
        signed.journals(table, &product, &pages).await?;
    }
    Ok(signed)
}

impl Signed {
    async fn journals(&mut self, table: &dyn Table, product: &ProductId, pages: &[Heads]) -> anyhow::Result<()> {
        let incidents: BTreeSet<_> = pages.iter().flat_map(|page| page.heads.keys()).collect();
        for incident in incidents {
            // A row that cannot be read is told of by the check of its journal.
            let Ok(events) = journal(table, product, incident).await else { continue };
            for page in pages.iter().filter(|page| page.heads.contains_key(incident)) {
                match page.holds(incident, &events) {
                    Ok(()) => self.held += 1,
                    Err(breach) => self.breaches.push(format!("{product}/{incident}: {breach}")),
                }
            }
        }
        Ok(())
    }
}
