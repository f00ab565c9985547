//! One way to call others over HTTP: redirects off, bodies capped, everything timed out.

use crate::echo::Secrets;
use crate::tls;
use crate::webhook::address::{Guard, Refused, is_allowed, literal};
use nabat_domain::masking::{Allowed, mask};
use nabat_domain::time::Length;
use nabat_kit::port::{CallError, Fetched};
use reqwest::header::HeaderMap;
use reqwest::{Client, ClientBuilder, NoProxy, Proxy, RequestBuilder, Response, StatusCode};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// One call, its body included: leases reckon with as much.
pub(crate) const CALL: Duration = Duration::from_millis(nabat_kit::perform::CALL.0.unsigned_abs());
/// Until the other side has answered the telephone.
const CONNECT: Duration = Duration::from_secs(3);
/// No server counts calls over longer than that, seconds.
const LONGEST_WINDOW: i64 = 3_600;
/// Bytes of a refusal at most, where a file was asked for.
const LONGEST_REFUSAL: usize = 64 * 1024;
/// So much of an answer nobody understands is shown, and of what a partner says of why; characters.
const SHOWN: usize = 200;
/// So much of it is looked at: what is cut off is cut off after it was masked.
const LOOKED_AT: usize = 8 * SHOWN;

/// Names the proxy partners are called through, where there is no other way out; `NO_PROXY` says whom to call without it.
const PROXY: &str = "NABAT_PROXY";

/// A client for one connector.
///
/// # Errors
/// The machine's TLS or resolver cannot be set up, or `NABAT_PROXY` is no proxy's address.
pub fn client() -> Result<Client, CallError> {
    // A proxy looks names up itself, past the guard: one is used that was named for Nabat, none the machine happens to have.
    let proxy = std::env::var(PROXY).ok().filter(|address| !address.trim().is_empty()).map(|address| {
        let proxy =
            Proxy::all(address.trim()).map_err(|_| CallError::Permanent(format!("{PROXY} is no proxy's address")));
        proxy.map(|proxy| proxy.no_proxy(NoProxy::from_env()))
    });
    let proxy = proxy.transpose()?;
    // Where a partner is, is configured, and most stand inside: its name may lead into one's own network without
    // another word. That it never leads to a cloud's metadata is seen to at each call.
    client_with(|builder| {
        let builder = builder.dns_resolver(Arc::new(Guard::new(true)));
        match &proxy {
            Some(proxy) => builder.proxy(proxy.clone()),
            None => builder.no_proxy(),
        }
    })
}

/// The same with something else about it.
///
/// # Errors
/// The machine's TLS or resolver cannot be set up.
pub fn client_with(changed: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, CallError> {
    tls::ready();
    let builder = || {
        let builder = Client::builder()
            .timeout(CALL)
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("nabat/", env!("CARGO_PKG_VERSION")));
        changed(builder)
    };
    // A bare machine trusts nobody yet: http works there, and https says what is missing when it is called.
    let built = match tls::trusting() {
        Ok(config) => builder().tls_backend_preconfigured(config).build(),
        Err(error) => {
            tracing::warn!("https cannot be spoken, install the machine's certificates (ca-certificates): {error}");
            builder().tls_certs_only([]).build()
        }
    };
    built.map_err(|error| CallError::Permanent(error.to_string()))
}

/// What every client begins with that calls this very machine, over plain http.
pub fn loopback() -> ClientBuilder {
    tls::ready();
    Client::builder().no_proxy().tls_certs_only([]).redirect(reqwest::redirect::Policy::none())
}

/// Sends and reads the answer, whatever its status, up to `longest` bytes.
///
/// # Errors
/// No answer, one that is too long, or one that asks to wait.
pub async fn answer(request: RequestBuilder, longest: usize) -> Result<(StatusCode, Vec<u8>), CallError> {
    let (response, secrets) = sent(request).await?;
    let (status, body) = whole(unless_busy(response)?, longest).await?;
    Ok((status, secrets.taken_out(status, body)))
}

/// The same with an answer that asks to wait read like any other, where that system says how long in its body; last
/// what is asked where the body is something else's.
///
/// # Errors
/// No answer, or one that is too long.
pub async fn any_answer(
    request: RequestBuilder,
    longest: usize,
) -> Result<(StatusCode, Vec<u8>, Option<CallError>), CallError> {
    let (response, secrets) = sent(request).await?;
    let asked = asks_to_wait(&response);
    let (status, body) = whole(response, longest).await?;
    Ok((status, secrets.taken_out(status, body), asked))
}

/// The same with the answer's headers, where cookies or versions stand.
///
/// # Errors
/// No answer, one that is too long, or one that asks to wait.
pub async fn headed_answer(
    request: RequestBuilder,
    longest: usize,
) -> Result<(StatusCode, HeaderMap, Vec<u8>), CallError> {
    let (response, secrets) = sent(request).await?;
    let response = unless_busy(response)?;
    let headers = response.headers().clone();
    let (status, body) = whole(response, longest).await?;
    Ok((status, headers, secrets.taken_out(status, body)))
}

/// Sends, and says which secrets the answer may not repeat. No resolver sees an address that is written out: one in an
/// answer of others leads to no metadata either.
async fn sent(request: RequestBuilder) -> Result<(Response, Secrets), CallError> {
    let (client, request) = request.build_split();
    let request = request.map_err(|error| failed(&error))?;
    if let Some(ip) = literal(request.url()).filter(|ip| !is_allowed(*ip, true)) {
        return Err(CallError::Permanent(Refused::NotPublic(ip.to_string()).to_string()));
    }
    let secrets = Secrets::of(&request);
    let response = client.execute(request).await.map_err(|error| failed(&error))?;
    Ok((response, secrets))
}

/// An answer that does not ask to wait.
fn unless_busy(response: Response) -> Result<Response, CallError> {
    asks_to_wait(&response).map_or(Ok(response), Err)
}

fn asks_to_wait(response: &Response) -> Option<CallError> {
    let busy = matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    let retry_after = retry_after(response);
    let asked = busy && (retry_after.is_some() || response.status() == StatusCode::TOO_MANY_REQUESTS);
    asked.then_some(CallError::Throttled { retry_after })
}

/// A file's content: the body as it is. One that is too long is not read to its end; nobody is followed elsewhere.
///
/// # Errors
/// No answer, one that asks to wait, or a refusal.
pub async fn file(request: RequestBuilder, longest: usize) -> Result<Fetched, CallError> {
    let (response, secrets) = sent(request).await?;
    let mut response = unless_busy(response)?;
    let status = response.status();
    match status {
        StatusCode::NO_CONTENT | StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Fetched::Gone),
        _ if status.is_redirection() => {
            return Err(CallError::Permanent(format!("{status}: the file is elsewhere, and nobody is followed there")));
        }
        _ if !status.is_success() => {
            let (status, body) = whole(response, LONGEST_REFUSAL).await?;
            return Err(not_understood(status, &secrets.taken_out(status, body)));
        }
        _ => {}
    }
    let mut content = Vec::new();
    match pieces(&mut response, longest, &mut content).await? {
        true => Ok(Fetched::Content(content)),
        false => Ok(Fetched::TooLong),
    }
}

async fn whole(mut response: Response, longest: usize) -> Result<(StatusCode, Vec<u8>), CallError> {
    let mut body = Vec::new();
    match pieces(&mut response, longest, &mut body).await? {
        true => Ok((response.status(), body)),
        false => Err(CallError::Permanent(format!("the answer is longer than {longest} bytes"))),
    }
}

/// Reads a body; whether that was all of it.
async fn pieces(response: &mut Response, longest: usize, body: &mut Vec<u8>) -> Result<bool, CallError> {
    while let Some(piece) = response.chunk().await.map_err(|error| failed(&error))? {
        if body.len() + piece.len() > longest {
            return Ok(false);
        }
        body.extend_from_slice(&piece);
    }
    Ok(true)
}

/// A form of several parts: fields, and one file under a field and a name (RFC 7578). The boundary stands nowhere in
/// what is sent.
pub fn form(boundary: &str, fields: &[(&str, String)], (field, name): (&str, &str), content: &[u8]) -> Vec<u8> {
    let mut form = Vec::new();
    for (field, value) in fields {
        form.extend(
            format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    // What would end the name or the line has no place in it.
    let name: String = name.chars().filter(|c| !matches!(c, '"' | '\r' | '\n' | '\\')).collect();
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    form.extend(head.bytes());
    form.extend(content);
    form.extend(format!("\r\n--{boundary}--\r\n").bytes());
    form
}

/// What an answer that is not understood looks like, for the operator. What says that all is well and is no answer of that
/// system, a gateway's page say, goes away again.
pub fn not_understood(status: StatusCode, body: &[u8]) -> CallError {
    let begin = said(&String::from_utf8_lossy(&body[..body.len().min(4 * LOOKED_AT)]));
    let told = format!("{status}, and no answer of that system: {}", begin.replace(char::is_whitespace, " "));
    let passes = status.is_server_error() || status.is_success();
    if passes { CallError::Transient(told) } else { CallError::Permanent(told) }
}

/// What a partner says of why, for the operator: its beginning, with personal data masked. Partners repeat what they do
/// not take, and it is kept in the dead list and in the log.
pub fn said(words: &str) -> String {
    let begin: String = words.chars().take(LOOKED_AT).collect();
    mask(&begin, &Allowed { contacts: &BTreeSet::new() }).text.chars().take(SHOWN).collect()
}

fn failed(error: &reqwest::Error) -> CallError {
    // Addresses may hold secrets; the cause below the client's own words says what happened.
    let mut told = if error.is_timeout() { "no answer in time".to_owned() } else { "no connection".to_owned() };
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        told = format!("{told}: {deeper}");
        cause = deeper.source();
    }
    CallError::Transient(told)
}

fn retry_after(response: &Response) -> Option<Length> {
    let told = |name: &str| response.headers().get(name)?.to_str().ok()?.parse::<i64>().ok();
    // Some tell when the window ends, seconds from now, and nothing else; a moment since 1970 is none of these.
    let window = || told("x-ratelimit-reset").filter(|seconds| *seconds <= LONGEST_WINDOW);
    told("retry-after").or_else(window).map(seconds)
}

/// A wait somebody asks for: whoever says a year has made a mistake, and is asked again within the hour.
pub fn seconds(asked: i64) -> Length {
    Length::seconds(asked.clamp(0, LONGEST_WINDOW))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    #[tokio::test]
    async fn an_address_written_out_leads_to_no_metadata_whoever_wrote_it() {
        let client = client().expect("a client");
        for url in
            ["http://169.254.169.254/latest", "http://[::ffff:a9fe:a9fe]/", "http://[fd00:ec2::254]/", "http://0/"]
        {
            let asked = answer(client.get(url), 10).await;
            assert!(
                matches!(&asked, Err(CallError::Permanent(why)) if why.contains("not a public address")),
                "{url}: {asked:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_partners_name_leads_into_ones_own_network_without_another_word() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://localhost:{}/", listener.local_addr().expect("it has one").port());
        // Whoever calls is hung up on.
        let hangs_up = tokio::spawn(async move { listener.accept().await.map(drop) });
        let asked = client().expect("a client").get(&address).send().await;
        assert!(!format!("{asked:?}").contains("NotPublic"), "{asked:?}");
        assert!(hangs_up.is_finished(), "it was called");
    }

    proptest! {
        /// By another reader of RFC 7578: one file, its name without what would end it, its bytes.
        #[test]
        fn a_form_holds_its_file_and_nothing_else(name in typed(), content in any::<Vec<u8>>()) {
            let form = form("b0undary", &[("channel", "C1".to_owned())], ("file", &name), &content);
            let ends = b"\r\n--b0undary--\r\n";
            prop_assert!(form.ends_with(ends));
            let head = form.windows(4).enumerate().filter(|(_, window)| window == b"\r\n\r\n").map(|(at, _)| at).nth(1);
            let head = head.expect("two parts have two heads");
            prop_assert_eq!(&form[head + 4..form.len() - ends.len()], content.as_slice());
            let head = String::from_utf8_lossy(&form[..head]).into_owned();
            let kept: String = name.chars().filter(|c| !matches!(c, '"' | '\r' | '\n' | '\\')).collect();
            let told: Vec<&str> = head.split("\r\n").filter(|line| line.contains("filename=")).collect();
            prop_assert_eq!(told, [format!("content-disposition: form-data; name=\"file\"; filename=\"{kept}\"")]);
        }
    }

    #[test]
    fn what_a_partner_repeats_is_masked_before_it_is_cut() {
        let told = format!("{} 112-233-445 95", "x".repeat(SHOWN - 8));
        assert!(!said(&told).contains("112"), "{}", said(&told));
        let body = format!("{{\"error\": \"{told}, card 4111 1111 1111 1111\"}}");
        let error = not_understood(StatusCode::BAD_REQUEST, body.as_bytes()).to_string();
        assert!(error.starts_with("400 Bad Request") && !error.contains("112") && !error.contains("4111"), "{error}");
        assert_eq!(said("no such field: snils"), "no such field: snils");
    }
}
