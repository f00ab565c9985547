//! `GET /metrics` in OpenMetrics 1.0: what an operator's monitoring watches, of the product the token is for.

use crate::access::{Endpoint, allowed};
use crate::api::bearer;
use crate::figures::escaped;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use nabat_domain::ids::ProductId;
use nabat_domain::incident::Board;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request};
use nabat_kit::refused::waiting;
use nabat_kit::restricted::{ReadBy, Reader, for_reader};
use nabat_kit::table::{Order, SHARDS};
use nabat_kit::{heads, keys};
use std::fmt::Write as _;

/// The form's own type.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Counted so far and no further: more is no less alarming.
const MOST: usize = 1_000;

/// One thing measured.
struct Gauge {
    name: &'static str,
    help: &'static str,
    /// Of which product; none where it is of the whole installation.
    product: Option<ProductId>,
    value: i64,
}

/// Answers a scraper with a bearer token of a role that sees what was given up.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, request: &Request) -> Answer {
    match answer(env, request).await {
        Ok(answer) => answer,
        Err(fault) => {
            tracing::error!("metrics cannot be read: {fault}");
            text(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "later\n".to_owned())
        }
    }
}

async fn answer(env: &Env, request: &Request) -> Result<Answer, Fault> {
    let Some((name, token)) = bearer(env, request).await? else {
        let mut answer = text(StatusCode::UNAUTHORIZED, "text/plain; charset=utf-8", "a bearer token\n".to_owned());
        answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return Ok(answer);
    };
    let current = configuration::current(env, &token.product).await?;
    let may = |current: &Current| allowed(Endpoint::Dead, &token, &current.version.catalogue.product.rights);
    let Some(current) = current.filter(may) else {
        return Ok(text(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "another role\n".to_owned()));
    };
    let reader = Reader { by: ReadBy::Token(name), roles: [token.role].into(), what: "GET /metrics".to_owned() };
    let env = &for_reader(env, &current, reader).await?;
    Ok(text(StatusCode::OK, OPENMETRICS, written(&gauges(env, &token.product).await?)))
}

async fn gauges(env: &Env, product: &ProductId) -> Result<Vec<Gauge>, Fault> {
    let table = env.table.as_ref();
    let of = |name, help, value: i64| Gauge { name, help, product: Some(product.clone()), value };
    let count = |found: usize| i64::try_from(found).unwrap_or(i64::MAX);
    let board = table.get(&keys::board(product)).await?;
    let board: Option<Board> = board.and_then(|row| serde_json::from_str(&row.body).ok());
    let mut claims = board.map(|board| board.claims).unwrap_or_default();
    claims.retain(|incident, _| !table.hides(&keys::incident(product, incident)));
    let drills = claims.values().filter(|claim| claim.drill).count();
    let dead = table.list(&keys::dead_list(product), Order::Descending, None, MOST).await?.rows.len();
    let refused = waiting(env, product, MOST).await?.len();
    let mut gauges = vec![
        of("nabat_incidents_open", "Incidents that are not over, drills aside.", count(claims.len() - drills)),
        of("nabat_drills_open", "Drills that are not over.", count(drills)),
        of("nabat_jobs_dead", "What was given up and waits for somebody, at most 1000.", count(dead)),
        of("nabat_registrations_refused", "Refused registrations nobody has looked at, at most 1000.", count(refused)),
    ];
    if let Some(at) = heads::last_signed(table, product).await? {
        let seconds = at.0.div_euclid(1_000);
        gauges.push(of("nabat_heads_signed_timestamp_seconds", "When heads of journals were signed last.", seconds));
    }
    gauges.push(Gauge {
        name: "nabat_due_late_seconds",
        help: "How late the oldest of what is due is: jobs, posts, deliveries and timers of every product.",
        product: None,
        value: late(env).await?,
    });
    Ok(gauges)
}

async fn late(env: &Env) -> Result<i64, Fault> {
    let now = env.now().0;
    let mut earliest = now;
    for shard in 0..SHARDS {
        earliest = env.table.next_due(shard).await?.map_or(earliest, |due| due.min(earliest));
    }
    Ok((now - earliest).div_euclid(1_000))
}

fn written(gauges: &[Gauge]) -> String {
    let mut lines = String::new();
    for Gauge { name, help, product, value } in gauges {
        let label = product.as_ref().map(|product| format!("{{product=\"{}\"}}", escaped(product.as_str())));
        let _ =
            writeln!(lines, "# TYPE {name} gauge\n# HELP {name} {help}\n{name}{} {value}", label.unwrap_or_default());
    }
    let version = env!("CARGO_PKG_VERSION");
    let _ = writeln!(
        lines,
        "# TYPE nabat_build info\n# HELP nabat_build The program.\nnabat_build_info{{version=\"{version}\"}} 1\n# EOF"
    );
    lines
}

fn text(status: StatusCode, kind: &'static str, body: String) -> Answer {
    let mut answer = Answer::new(body.into_bytes());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::estate::environment;
    use nabat_domain::catalogue::Role;
    use nabat_kit::access::{Token, keep_token};
    use nabat_kit::dead::listed;
    use nabat_kit::refused::{self, Refused};
    use nabat_kit::table::{Action, Condition, Due, Key, Row};

    async fn asked(env: &Env, secret: Option<&str>) -> (u16, String) {
        let mut request = http::Request::get("/metrics");
        if let Some(secret) = secret {
            request = request.header("authorization", format!("Bearer {secret}"));
        }
        let answer = handle(env, &request.body(Vec::new()).expect("a request")).await;
        (answer.status().as_u16(), String::from_utf8(answer.body().clone()).expect("text"))
    }

    #[tokio::test]
    async fn only_those_who_see_what_was_given_up_see_them() {
        let (env, _) = environment().await;
        let product = configuration::products(&env).await.expect("products")[0].0.clone();
        for (role, wanted) in [(Role::Admin, 200), (Role::ProductOwner, 200), (Role::Contractor, 403)] {
            let token = Token { product: product.clone(), role, act_as: false };
            keep_token(env.table.as_ref(), role.as_str(), &token).await.expect("kept");
            assert_eq!(asked(&env, Some(role.as_str())).await.0, wanted, "{role:?}");
        }
        assert_eq!(asked(&env, None).await.0, 401);
        assert_eq!(asked(&env, Some("nobody's")).await.0, 401);
    }

    /// What is given up, refused and due too long is counted: these are what somebody is called for at night.
    #[tokio::test]
    async fn what_goes_wrong_is_counted() {
        let (env, clock) = environment().await;
        let product = configuration::products(&env).await.expect("products")[0].0.clone();
        let token = Token { product: product.clone(), role: Role::Admin, act_as: false };
        keep_token(env.table.as_ref(), "secret", &token).await.expect("kept");
        let row = |sk: &str, due, listed| {
            let key = Key::new(format!("{product}#I#inc-1"), sk);
            Action::Put(Row { key, body: "{}".to_owned(), version: 1, due, listed, expires: None }, Condition::Any)
        };
        let dead = |sk: &str| listed(&product, &Key::new(format!("{product}#I#inc-1"), sk), env.now());
        let (at, reason) = (env.now(), "unknown service".to_owned());
        let refused =
            Refused { id: "r1".to_owned(), at, reason, payload: serde_json::json!({}), alert: false, case: None };
        let actions = [
            row("J#1", None, Some(dead("J#1"))),
            row("J#2", None, Some(dead("J#2"))),
            row("J#3", Some(Due { shard: 3, at: env.now().0 }), None),
            row("J#4", Some(Due { shard: 5, at: env.now().0 + 30_000 }), None),
            Action::Put(refused::row(&product, &refused), Condition::Any),
        ];
        env.table.write(&actions).await.expect("memory takes them");
        clock.pass(2);
        let (_, text) = asked(&env, Some("secret")).await;
        for (gauge, value) in [("nabat_jobs_dead", 2), ("nabat_registrations_refused", 1)] {
            assert!(text.contains(&format!("{gauge}{{product=\"{product}\"}} {value}\n")), "{text}");
        }
        assert!(text.contains("\nnabat_due_late_seconds 120\n"), "the oldest of all shards: {text}");
    }

    #[tokio::test]
    async fn they_are_as_the_form_says() {
        let (env, _) = environment().await;
        let product = configuration::products(&env).await.expect("products")[0].0.clone();
        let token = Token { product: product.clone(), role: Role::Admin, act_as: false };
        keep_token(env.table.as_ref(), "secret", &token).await.expect("kept");
        let (_, text) = asked(&env, Some("secret")).await;
        assert!(text.contains(&format!("nabat_jobs_dead{{product=\"{product}\"}} 0\n")), "{text}");
        assert!(text.contains("\nnabat_due_late_seconds 0\n"), "{text}");
        assert!(text.ends_with("# EOF\n") && !text.contains("\n\n"), "{text}");
    }
}
