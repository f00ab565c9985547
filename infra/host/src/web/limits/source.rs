//! Which source a request comes from.

use super::Door;
use crate::web::who::cookie;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Method};
use nabat_domain::journal::sha256_hex;
use std::net::IpAddr;

/// Who asks: the address of the connection, or the last one named by a proxy that is believed. What a stranger writes
/// about itself counts for nothing.
pub fn peer(socket: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> String {
    let Some(socket) = socket.map(|address| address.to_canonical()) else { return "unknown".to_owned() };
    if !proxies.contains(&socket) {
        return socket.to_string();
    }
    let named = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = named.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse::<IpAddr>().ok());
    last.map_or(socket, |address| address.to_canonical()).to_string()
}

/// The door of a request, and who knocks there.
pub fn of(method: &Method, path: &str, headers: &HeaderMap, peer: &str) -> (Door, String) {
    let mut parts = path.trim_start_matches('/').split('/');
    let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let posted = *method == Method::POST || *method == Method::PUT;
    match first {
        "desk" if matches!(third, Some("generic" | "webhook")) => (Door::Webhooks, format!("{peer} {path}")),
        "alerts" => (Door::Webhooks, format!("{peer} {path}")),
        "api" | "metrics" => (Door::Api, secret(headers.get(AUTHORIZATION).map(|value| value.as_bytes()), peer)),
        "in" | "out" | "sign-in" | "play" => (Door::SignIn, peer.to_owned()),
        // Below a room stand pages, below a connection what its messenger sends.
        "chat" if posted && third.is_none() || is_sent(path) => {
            (Door::Chats, format!("{peer} {}", second.unwrap_or_default()))
        }
        _ => {
            let session = ["__Host-nabat", "nabat"].into_iter().find_map(|name| cookie(headers, name));
            (Door::Pages, secret(session.as_ref().map(String::as_bytes), peer))
        }
    }
}

/// Whether people look at what stands there.
pub fn is_page(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let machine = ["api", "alerts", "metrics", "health", "openapi.json"].contains(&first);
    !(machine || is_sent(path) || path.ends_with("/generic") || path.ends_with("/webhook"))
}

/// What messengers send below a path of their own: transactions of Matrix, the bot's calls of eXpress.
fn is_sent(path: &str) -> bool {
    let below = ["/_matrix/", "/transactions/", "/command", "/notification/", "/status"];
    path.starts_with("/chat/") && below.iter().any(|part| path.contains(part))
}

/// A secret is a source by its hash; without one the address is.
fn secret(secret: Option<&[u8]>, peer: &str) -> String {
    secret.map_or_else(|| peer.to_owned(), |secret| sha256_hex(secret)[..16].to_owned())
}
