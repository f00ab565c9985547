//! A partner that answers whatever it likes: the input is what it says, a part an answer, in the order it is asked; the last
//! one to whatever is asked after that, so that whoever goes on while there is more never ends. A part that begins with
//! `HTTP 404` and the line's end is of that status, every other one of 200.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Between two parts.
const APART: &[u8] = b"\n\n--\n\n";
/// In what it says this stands for its own address.
pub(super) const ITSELF: &str = "http://partner.test";
/// Whoever is not through by then goes on for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// Running as long as its thread.
struct Partner {
    base: String,
    /// What is said next stands last.
    says: Arc<Mutex<Vec<Vec<u8>>>>,
    runtime: tokio::runtime::Runtime,
}

thread_local! {
    static PARTNER: RefCell<Option<Partner>> = const { RefCell::new(None) };
}

/// What comes of asking a partner at its address that says this.
///
/// # Panics
/// It takes too long.
pub(super) fn asked<T>(says: &[Vec<u8>], ask: impl AsyncFnOnce(String) -> T) -> T {
    with_partner(|partner| {
        *partner.says.lock().expect("nothing panics while holding it") =
            says.iter().rev().map(|part| partner.own(part)).collect();
        let base = partner.base.clone();
        let through = partner.runtime.block_on(async { tokio::time::timeout(PATIENCE, ask(base)).await });
        through.unwrap_or_else(|_| panic!("still asking after {PATIENCE:?}"))
    })
}

/// A part with the partner's own address in it.
pub(super) fn own(part: &[u8]) -> Vec<u8> {
    with_partner(|partner| partner.own(part))
}

fn with_partner<T>(of: impl FnOnce(&Partner) -> T) -> T {
    PARTNER.with_borrow_mut(|kept| of(kept.get_or_insert_with(Partner::start)))
}

/// The parts of an input.
pub(super) fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while let Some(at) = rest.windows(APART.len()).position(|window| window == APART) {
        parts.push(rest[..at].to_vec());
        rest = &rest[at + APART.len()..];
    }
    parts.push(rest.to_vec());
    parts
}

/// An input of these parts.
pub(super) fn input(parts: &[String]) -> Vec<u8> {
    parts.iter().map(String::as_bytes).collect::<Vec<_>>().join(APART)
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

impl Partner {
    fn own(&self, part: &[u8]) -> Vec<u8> {
        replaced(part, ITSELF.as_bytes(), self.base.as_bytes())
    }

    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it has one"));
        let says = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&says);
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(stream, &told))));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { base, says, runtime }
    }
}

/// Reads one request to its end, and answers.
fn answer(mut stream: TcpStream, says: &Mutex<Vec<Vec<u8>>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    reader.take(length).read_to_end(&mut Vec::new())?;
    let said = {
        let mut says = says.lock().expect("nothing panics while holding it");
        if says.len() > 1 { says.pop() } else { says.last().cloned() }.unwrap_or_default()
    };
    let (status, said) = status(&said);
    let head = "content-type: application/json\r\nconnection: close\r\ncontent-length: ";
    stream.write_all(format!("HTTP/1.1 {status} Said\r\n{head}{}\r\n\r\n", said.len()).as_bytes())?;
    stream.write_all(said)
}

/// Its status, and what is behind it.
fn status(said: &[u8]) -> (u16, &[u8]) {
    let told = said.strip_prefix(b"HTTP ").filter(|rest| rest.get(3) == Some(&b'\n'));
    let number = told.and_then(|rest| std::str::from_utf8(&rest[..3]).ok()?.parse().ok());
    // No answer has a status below 200 alone.
    match (number, told) {
        (Some(number @ 200..600), Some(rest)) => (number, &rest[4..]),
        _ => (200, said),
    }
}
