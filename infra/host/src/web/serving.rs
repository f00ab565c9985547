//! Answers connections, each of which has its time: whoever never ends a request holds none for ever.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::poll_fn;
use futures_util::{FutureExt as _, StreamExt as _};
use http::StatusCode;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long a caller is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a request to say what it is; also how long a connection may lie idle between two.
    pub head: Duration,
    /// For all of its body.
    pub body: Duration,
}

impl Default for Patience {
    /// Ten megabytes by a bad line take most of two minutes.
    fn default() -> Self {
        Self { head: Duration::from_secs(30), body: Duration::from_secs(120) }
    }
}

/// Answers whoever comes until told to stop, and then what was asked before.
pub async fn serve(listener: TcpListener, router: Router, patience: Patience, stop: impl Future<Output = ()>) {
    let router = router.layer(from_fn_with_state(patience, hurried));
    let (stopping, told) = watch::channel(());
    let (mut stop, mut open) = (pin!(stop), JoinSet::new());
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(_) = open.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    open.spawn(answer(stream, peer, router.clone(), patience, told.clone()));
                }
                // A caller who went away is nothing; without a free descriptor it is waited for one.
                Err(error) if went_away(&error) => {}
                Err(error) => {
                    tracing::error!("no connection can be taken: {error}");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            },
        }
    }
    drop(listener);
    stopping.send_replace(());
    while open.join_next().await.is_some() {}
}

fn went_away(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    patience: Patience,
    mut told: watch::Receiver<()>,
) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.call(request)
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), service));
    // How a connection ends is the caller's business.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = told.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    drop(connection.await);
}

/// Cuts a body off that does not come in time, and says so.
async fn hurried(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    let cut = Arc::new(AtomicBool::new(false));
    let (told, mut late) = (Arc::clone(&cut), Box::pin(tokio::time::sleep(patience.body)));
    let request = request.map(|body| {
        let mut pieces = body.into_data_stream();
        Body::from_stream(poll_fn(move |waker| -> Poll<Option<Result<Bytes, axum::Error>>> {
            if let Poll::Ready(piece) = pieces.poll_next_unpin(waker) {
                return Poll::Ready(piece);
            }
            late.poll_unpin(waker).map(|()| {
                told.store(true, Ordering::Relaxed);
                Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))))
            })
        }))
    });
    let answer = next.run(request).await;
    if cut.load(Ordering::Relaxed) { StatusCode::REQUEST_TIMEOUT.into_response() } else { answer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    const SHORT: Patience = Patience { head: Duration::from_millis(300), body: Duration::from_millis(300) };

    /// What comes back once this was sent, and nothing after it, until the connection is closed.
    async fn answered(sent: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/", post(async |body: String| body));
        let serving = tokio::spawn(serve(listener, router, SHORT, std::future::pending()));
        let mut caller = TcpStream::connect(address).await.expect("it listens");
        caller.write_all(sent.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        let read = tokio::time::timeout(Duration::from_secs(20), caller.read_to_string(&mut answer));
        read.await.expect("the connection is closed").expect("text");
        serving.abort();
        answer
    }

    #[tokio::test]
    async fn a_request_that_is_never_ended_is_cut_off() {
        assert_eq!(answered("POST / HTTP/1.1\r\nhost: here\r\n").await, "");
        let half = answered("POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 10\r\n\r\nhalf").await;
        assert!(half.starts_with("HTTP/1.1 408 "), "{half}");
    }

    #[tokio::test]
    async fn a_whole_one_is_answered_and_its_connection_closed_when_nothing_follows() {
        let whole = answered("POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 5\r\n\r\nwhole").await;
        assert!(whole.starts_with("HTTP/1.1 200 ") && whole.ends_with("\r\n\r\nwhole"), "{whole}");
    }

    #[tokio::test]
    async fn what_was_asked_before_the_end_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (asked, stop) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
        let (heard, told) = (Arc::clone(&asked), Arc::clone(&stop));
        let router = Router::new().route(
            "/",
            post(async move |body: String| {
                heard.notify_one();
                tokio::time::sleep(Duration::from_millis(200)).await;
                body
            }),
        );
        let serving = tokio::spawn(serve(listener, router, SHORT, async move { told.notified().await }));
        let mut caller = TcpStream::connect(address).await.expect("it listens");
        let sent = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 5\r\n\r\nwhole";
        caller.write_all(sent).await.expect("sent");
        asked.notified().await;
        stop.notify_one();
        let mut answer = String::new();
        caller.read_to_string(&mut answer).await.expect("text");
        assert!(answer.ends_with("\r\n\r\nwhole"), "{answer}");
        serving.await.expect("it ends");
    }
}
