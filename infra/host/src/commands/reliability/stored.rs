//! A product's own history: its incidents' outages and what was imported.

use anyhow::{Context as _, bail};
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::ProductId;
use nabat_domain::reliability::History;
use nabat_kit::configuration::catalogue;
use nabat_kit::history::of_product;
use nabat_kit::keys;
use nabat_kit::table::{Query, Table};

/// The product asked for, or the only one there is.
#[nabat_kit::boxed]
pub async fn product(table: &dyn Table, asked: Option<&str>) -> anyhow::Result<ProductId> {
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

/// Its counted outages, and its catalogue.
#[nabat_kit::boxed]
pub async fn history(table: &dyn Table, product: &ProductId, place: &str) -> anyhow::Result<(History, Catalogue)> {
    let known = catalogue(table, product).await?;
    let known = known.with_context(|| format!("there is no product `{product}` in {place}"))?;
    Ok((of_product(table, &known).await?, known))
}
