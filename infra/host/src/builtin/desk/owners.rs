//! Whose the records and problems of older files are, which did not keep it: asked of Nabat's own table at the start.

use super::BuiltinDesk;
use super::store;
use nabat_domain::ids::IncidentId;
use nabat_kit::configuration::products;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;

impl BuiltinDesk {
    /// Gives each record to the one product that leads an incident of its number, and problems to the product of the
    /// records they came from. What two products know stays nobody's: it holds what was written of both.
    ///
    /// # Errors
    /// The table's, and the file's.
    #[nabat_kit::boxed]
    pub async fn settle(&self, env: &Env) -> Result<(), Fault> {
        let unread = |error: rusqlite::Error| Fault::Retry(error.to_string());
        let unowned = self.database.read(store::unowned).await.map_err(unread)?;
        let products = products(env).await?;
        let mut known = Vec::new();
        for number in unowned {
            let mut of = Vec::new();
            for (product, _) in &products {
                let led = keys::head(product, &IncidentId::of_desk_record(product, &number));
                for key in [led, keys::desk_record(product, &number)] {
                    if env.table.get(&key).await?.is_some() && !of.contains(product) {
                        of.push(product.clone());
                    }
                }
            }
            if let [product] = of.as_slice() {
                known.push((number, product.clone()));
            }
        }
        self.database
            .write(move |store| {
                for (number, product) in &known {
                    store::own(store, number, product)?;
                }
                store::own_problems_by_links(store)
            })
            .await
            .map_err(unread)
    }
}
