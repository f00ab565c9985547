//! The same as the pages, for machines: JSON under `/api`, by bearer token, deny by default.

mod catalogue;
mod dead;
mod incident;
mod incidents;
mod journal;
mod messages;
mod notices;
mod problems;
mod products;
mod reads;
mod refused;
mod reliability;
mod say;

use crate::access::{Endpoint, allowed};
use http::StatusCode;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::State;
use nabat_domain::journal::sha256_hex;
use nabat_kit::access::{Token, token};
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, error, header, json_answer};
use nabat_kit::incident::load;
use nabat_kit::messages::say as words;
use nabat_kit::restricted::{ReadBy, Reader, for_reader};
use nabat_kit::table::{Order, Page, TableError};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Rows of a page unless the caller asks for fewer.
const PAGE: usize = 50;

/// Answers a request under `/api`.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, request: &Request) -> Answer {
    match answer(env, request).await {
        Ok(answer) => answer,
        Err(fault) => {
            tracing::error!(path = request.uri().path(), "api request failed: {fault}");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "desk-error-later")
        }
    }
}

async fn answer(env: &Env, request: &Request) -> Result<Answer, Fault> {
    let Some((name, token)) = bearer(env, request).await? else {
        return Ok(refuse(StatusCode::UNAUTHORIZED, "api-error-no-token"));
    };
    let path: Vec<&str> = request.uri().path().trim_matches('/').split('/').skip(1).collect();
    let Some(endpoint) = Endpoint::find(request.method(), &path) else {
        return Ok(refuse(StatusCode::NOT_FOUND, "api-error-not-found"));
    };
    if endpoint == Endpoint::Products {
        return products::list(env, &token).await;
    }
    let product = ProductId::from(path[0]);
    if product != token.product {
        return Ok(refuse(StatusCode::FORBIDDEN, "api-error-forbidden"));
    }
    let Some(current) = configuration::current(env, &product).await? else {
        return Ok(refuse(StatusCode::NOT_FOUND, "api-error-not-found"));
    };
    if !allowed(endpoint, &token, &current.version.catalogue.product.rights) {
        return Ok(refuse(StatusCode::FORBIDDEN, "api-error-forbidden"));
    }
    let reader = Reader {
        by: ReadBy::Token(name),
        roles: BTreeSet::from([token.role]),
        what: format!("{} {}", request.method(), request.uri().path()),
    };
    let env = &for_reader(env, &current, reader).await?;
    let call = Call { env, request, product, current, token };
    call.dispatch(endpoint, &path).await
}

/// One authorised call, with the table as its caller may see it.
struct Call<'a> {
    env: &'a Env,
    request: &'a Request,
    product: ProductId,
    current: Current,
    token: Token,
}

impl Call<'_> {
    async fn dispatch(&self, endpoint: Endpoint, path: &[&str]) -> Result<Answer, Fault> {
        match endpoint {
            Endpoint::Products => products::list(self.env, &self.token).await,
            Endpoint::Catalogue => Ok(catalogue::show(&self.current)),
            Endpoint::Incidents => incidents::list(self).await,
            Endpoint::Problems => problems::list(self).await,
            Endpoint::Problem => self.with_incident(path[2], async |state| Ok(problems::show(self, &state))).await,
            Endpoint::Reliability => reliability::show(self, path[1]).await,
            Endpoint::Published => reliability::published(self).await,
            Endpoint::Dead => dead::list(self).await,
            Endpoint::Refused => refused::list(self).await,
            Endpoint::Incident => self.with_incident(path[2], async |state| incident::show(self, &state).await).await,
            Endpoint::Journal => self.with_incident(path[2], async |state| journal::list(self, &state).await).await,
            Endpoint::Notices => self.with_incident(path[2], async |state| notices::list(self, &state).await).await,
            Endpoint::Reads => self.with_incident(path[2], async |state| reads::list(self, &state).await).await,
            Endpoint::Messages => self.with_incident(path[2], async |state| messages::list(self, &state).await).await,
            Endpoint::Say => self.with_incident(path[2], async |state| say::say(self, &state).await).await,
        }
    }

    async fn with_incident(
        &self,
        id: &str,
        then: impl AsyncFnOnce(State) -> Result<Answer, Fault>,
    ) -> Result<Answer, Fault> {
        match load(self.env.table.as_ref(), &self.product, &IncidentId::from(id)).await? {
            Some(state) => then(state).await,
            None => Ok(refuse(StatusCode::NOT_FOUND, "api-error-not-found")),
        }
    }

    /// A field of the query string.
    fn asked(&self, name: &str) -> Option<String> {
        let query = self.request.uri().query()?;
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// A page of a list of the index.
    ///
    /// # Errors
    /// The answer to a cursor that no page gave out.
    async fn page(&self, list: &str) -> Result<Result<Page, Answer>, Fault> {
        let after = self.asked("after");
        match self.env.table.list(list, Order::Descending, after.as_deref(), self.limit()).await {
            Ok(page) => Ok(Ok(page)),
            Err(TableError::Refused(_)) => Ok(Err(refuse(StatusCode::BAD_REQUEST, "api-error-cursor"))),
            Err(error) => Err(error.into()),
        }
    }

    fn limit(&self) -> usize {
        self.asked("limit").and_then(|limit| limit.parse().ok()).unwrap_or(PAGE).clamp(1, 1_000)
    }
}

/// The token of the request, by the beginning of the hash of its secret, and what it may.
pub(crate) async fn bearer(env: &Env, request: &Request) -> Result<Option<(String, Token)>, Fault> {
    let secret = header(request, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    let Some(secret) = secret.map(str::trim) else { return Ok(None) };
    let known = token(env, secret).await?;
    Ok(known.map(|token| (sha256_hex(secret.as_bytes())[..12].to_owned(), token)))
}

fn refuse(status: StatusCode, key: &str) -> Answer {
    error(status, &words(Language::En, key, &[]), None)
}

fn items(items: Vec<Value>, next: Option<String>) -> Answer {
    let mut body = json!({ "items": items });
    if let Some(next) = next {
        body["next"] = Value::String(next);
    }
    json_answer(StatusCode::OK, &body)
}
