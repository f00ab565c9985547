//! An estate put in force: its products and their ways to other people's systems, in the table.

use crate::configuration::Estate;
use crate::host::BUILTIN;
use crate::versions;
use anyhow::Context as _;
use nabat_connectors::connections::keep;
use nabat_kit::configuration::push;
use nabat_kit::env::Env;

/// Makes an estate the one in force.
///
/// # Errors
/// The table's; a procedure that was changed and kept its version.
#[nabat_kit::boxed]
pub async fn put(env: &Env, estate: &Estate) -> anyhow::Result<()> {
    versions::check(env, estate).await?;
    let table = env.table.as_ref();
    // A product never names a connection that is not there yet.
    keep(table, &estate.connections).await.context("the connections cannot be put in force")?;
    for (id, product) in &estate.products {
        push(table, &product.catalogue, &product.names)
            .await
            .with_context(|| format!("product `{id}` cannot be put in force"))?;
    }
    Ok(())
}

/// What of an estate only a host has, in words: functions that run on their own cannot reach it.
pub fn only_of_a_host(estate: &Estate) -> Vec<String> {
    let mut found = Vec::new();
    for (id, configured) in &estate.products {
        let product = &configured.catalogue.product;
        let named =
            [("messenger", Some(&product.messenger)), ("desk", Some(&product.desk)), ("wiki", product.wiki.as_ref())];
        for (what, _) in named.iter().filter(|(_, named)| named.is_some_and(|named| named.as_str() == BUILTIN)) {
            found.push(format!("product `{id}` has the built-in {what}, which is part of `nabat serve` alone"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::only_of_a_host;

    #[test]
    fn what_only_a_host_has_is_named() {
        let estate = crate::example::read().expect("the example has no faults").estate;
        let told = only_of_a_host(&estate);
        assert!(told.iter().any(|line| line.contains("`clinics` has the built-in messenger")), "{told:?}");
        let mut elsewhere = estate;
        for configured in elsewhere.products.values_mut() {
            let product = &mut configured.catalogue.product;
            (product.messenger, product.desk, product.wiki) = ("mm".into(), "rt".into(), None);
        }
        assert_eq!(only_of_a_host(&elsewhere), [""; 0]);
    }
}
