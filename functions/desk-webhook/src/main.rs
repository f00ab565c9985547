//! `desk-webhook` on Lambda.

use nabat_aws::function::{Ports, alone};
use nabat_domain::ids::ProductId;
use nabat_lambda::request::{between, not_found};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    let ports = Ports::begin(alone).await;
    nabat_lambda::http(async |request| match between(&request, "/desk/", "/generic").map(ProductId::from) {
        Some(product) => Ok(nabat_desk_webhook::handle(&ports.env().await?, &product, request).await),
        None => Ok(not_found()),
    })
    .await
}
