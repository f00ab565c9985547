//! `GET /api/products`: the token's product.

use super::items;
use nabat_kit::access::Token;
use nabat_kit::configuration::products;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use serde_json::json;

pub(super) async fn list(env: &Env, token: &Token) -> Result<Answer, Fault> {
    let own = products(env).await?.into_iter().filter(|(id, _)| *id == token.product);
    Ok(items(own.map(|(id, name)| json!({ "id": id, "name": name })).collect(), None))
}
