//! `desk-webhook` on Lambda.

use nabat_domain::ids::ProductId;
use nabat_lambda::request::{between, not_found};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    let env = nabat_aws::function::env().await?;
    nabat_lambda::http(async |request| match between(&request, "/desk/", "/generic").map(ProductId::from) {
        Some(product) => nabat_desk_webhook::handle(&env, &product, request).await,
        None => not_found(),
    })
    .await
}
