//! A partner that answers its calls by their number: for lists whose pages never end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Where it is, and how often it was called.
pub(crate) async fn answering(answer: fn(usize) -> String) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has one"));
    let called = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&called);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            hear(&mut stream).await;
            let body = answer(counted.fetch_add(1, Ordering::SeqCst));
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close", body.len());
            let _ = stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).await;
        }
    });
    (address, called)
}

/// Reads a call to its end: a connection that is closed before it takes the answer along.
async fn hear(stream: &mut TcpStream) {
    let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
    while !is_whole(&heard) {
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(read) => heard.extend_from_slice(&piece[..read]),
        }
    }
}

fn is_whole(heard: &[u8]) -> bool {
    let text = String::from_utf8_lossy(heard).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    body.len() >= length.unwrap_or(0)
}
