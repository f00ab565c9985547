//! A product's own history: its incidents' outages and what was imported.

use crate::sqlite::SqliteTable;
use anyhow::{Context as _, bail};
use chrono_tz::Tz;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::{ProductId, ServiceId};
use nabat_domain::reliability::{Fact, History};
use nabat_domain::time::At;
use nabat_kit::configuration::catalogue;
use nabat_kit::history::{ImportedOutage, ending_after, sources};
use nabat_kit::table::{Query, Table as _};
use nabat_kit::{keys, outages};
use std::path::Path;

/// Repeats look back, and what they look at began before it ended: all of it is read.
const FIRST: At = At(0);

/// The product asked for, or the only one there is.
pub async fn product(table: &SqliteTable, asked: Option<&str>) -> anyhow::Result<ProductId> {
    if let Some(asked) = asked {
        return Ok(ProductId::new(asked));
    }
    let mut known = table.query(&Query::prefix(keys::PRODUCTS, "")).await?;
    match (known.pop(), known.is_empty()) {
        (Some(only), true) => Ok(ProductId::new(only.key.sk)),
        (Some(last), false) => {
            let names: Vec<String> = known.into_iter().map(|row| row.key.sk).collect();
            bail!("name the product with --product: {}, {}", names.join(", "), last.key.sk)
        }
        (None, _) => bail!("no product is served from there"),
    }
}

/// Its counted outages, and its zone.
pub async fn history(table: &SqliteTable, product: &ProductId, data: &Path) -> anyhow::Result<(History, Tz)> {
    let known = catalogue(table, product).await?;
    let known = known.with_context(|| format!("there is no product `{product}` in {}", data.display()))?;
    let mut history = History::default();
    for row in outages::ending_after(table, product, FIRST).await?.iter().filter(|row| row.counted) {
        let outage = &row.outage;
        let (contractor, class) = terms(&known, &outage.service, outage.began);
        history.push(&Fact {
            incident: row.incident.as_str(),
            service: outage.service.as_str(),
            function: outage.function.as_str(),
            contractor,
            class,
            began: outage.began,
            restored: outage.restored,
        });
    }
    for (_, source) in sources(table, product).await? {
        ending_after(table, product, &source.version, FIRST, |outage| push(&mut history, &known, outage)).await?;
    }
    Ok((history, known.product.zone()))
}

/// What the file does not say of an outage the catalogue may.
fn push(history: &mut History, catalogue: &Catalogue, outage: &ImportedOutage) {
    let (contractor, class) = terms(catalogue, &ServiceId::new(&outage.service), outage.began);
    history.push(&Fact {
        incident: &outage.incident,
        service: &outage.service,
        function: &outage.function,
        contractor: if outage.contractor.is_empty() { contractor } else { &outage.contractor },
        class: if outage.class.is_empty() { class } else { &outage.class },
        began: outage.began,
        restored: outage.restored,
    });
}

/// Whose contract covered a service at a moment, and its class.
fn terms<'a>(catalogue: &'a Catalogue, service: &ServiceId, at: At) -> (&'a str, &'a str) {
    let contract = catalogue.contract_of(service, at).map_or("", |contract| contract.contractor.as_str());
    let known = catalogue.service(service).is_some();
    (contract, if known { catalogue.criticality_of(service).as_str() } else { "" })
}
