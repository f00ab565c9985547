//! `clock` on Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    let env = nabat_aws::function::env().await?;
    nabat_lambda::tick(async || nabat_clock::handle(&env).await.map(drop)).await
}
