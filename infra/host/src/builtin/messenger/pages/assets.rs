//! The style sheets and the script: built in, named by their content.

use crate::builtin::shell::STYLE;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use nabat_domain::journal::sha256_hex;
use std::sync::LazyLock;

const CHAT_STYLE: &str = include_str!("chat.css");
const SCRIPT: &str = include_str!("chat.js");

/// Addresses of the style sheets; they change with the content, so browsers may keep it.
pub static STYLES: LazyLock<[String; 2]> =
    LazyLock::new(|| [address("style.css", STYLE), address("chat.css", CHAT_STYLE)]);

/// Address of the script.
pub static SCRIPTS: LazyLock<[String; 1]> = LazyLock::new(|| [address("chat.js", SCRIPT)]);

pub(super) async fn style() -> Response {
    serve("text/css; charset=utf-8", STYLE)
}

pub(super) async fn chat_style() -> Response {
    serve("text/css; charset=utf-8", CHAT_STYLE)
}

pub(super) async fn script() -> Response {
    serve("text/javascript; charset=utf-8", SCRIPT)
}

fn address(name: &str, content: &str) -> String {
    format!("/chat/-/{name}?{}", &sha256_hex(content.as_bytes())[..12])
}

fn serve(kind: &'static str, content: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], content).into_response()
}
