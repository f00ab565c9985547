//! What is not taken.

use super::stage::{ANNA, Stage, question};
use crate::messengers::Act;
use nabat_domain::time::Length;
use nabat_kit::http::Request;
use nabat_kit::port::{Reject, Said};

/// Every sort of callback there is.
async fn callbacks(stage: &Stage) -> Vec<Request> {
    let room = stage.room().await;
    let asked = stage.post(&room, "1", &question("Работает ли?")).await;
    let acts = [Act::Presses(&asked, 0), Act::Commands("помощь"), Act::Says("да")];
    acts.into_iter().flat_map(|act| stage.peer.does(&room, ANNA, act)).collect()
}

/// Without proof, with somebody else's, or with anything changed that the proof is about.
#[nabat_kit::boxed]
pub async fn what_nobody_proved(stage: &Stage) {
    for request in callbacks(stage).await {
        let forged = stage.peer.forged(&request);
        assert!(forged.len() >= 2, "there is more than one way to forge");
        for forged in forged {
            let read = stage.read(&forged);
            let body = String::from_utf8_lossy(forged.body()).into_owned();
            assert!(matches!(read, Err(Reject::Signature(_))), "{read:?}: {body}");
        }
    }
}

/// While a secret is changed what is proved by the old one is taken beside what is proved by the new one; once the old one
/// is gone, no more. What nobody proved is refused all the while.
pub async fn the_second_secret_opens_too(stage: &Stage) {
    const NEW: &str = "the-new-secret-of-the-tests";
    let changing = stage.peer.source_by(&|own| format!("{NEW}\n{own}\r\n\n"));
    let changed = stage.peer.source_by(&|_| NEW.to_owned());
    for request in callbacks(stage).await {
        let proved = stage.read(&request);
        assert!(proved.is_ok(), "{proved:?}");
        assert_eq!(stage.read_by(&*changing, &request), proved, "by the second line");
        let after = stage.read_by(&*changed, &request);
        assert!(matches!(after, Err(Reject::Signature(_))), "the old secret is gone: {after:?}");
        for forged in stage.peer.forged(&request) {
            let read = stage.read_by(&*changing, &forged);
            assert!(matches!(read, Err(Reject::Signature(_))), "{read:?}");
        }
    }
}

/// What was recorded on the way and comes again much later.
#[nabat_kit::boxed]
pub async fn what_is_too_old(stage: &Stage) {
    let callbacks = callbacks(stage).await;
    let Some(window) = stage.peer.window() else { return };
    stage.pass(Length(window.0 + 1_000));
    let refused = callbacks.iter().filter(|request| matches!(stage.read(request), Err(Reject::Signature(_)))).count();
    assert!(refused >= 1, "what carries a time is refused");
}

/// Whatever comes, the process stands; what cannot be read is refused or passed over.
#[nabat_kit::boxed]
pub async fn what_is_no_delivery(stage: &Stage) {
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let bodies: [&[u8]; 9] = [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"payload=",
        b"payload=%7B%7D",
        b"\xff\xfe{",
        br#"{"update_id":1,"message":{"chat":{},"from":5,"date":"x"}}"#,
        deep.as_bytes(),
    ];
    for body in bodies {
        for headers in [Vec::new(), stage.peer.proof(body)] {
            let mut request = http::Request::builder().method("POST");
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let read = stage.read(&request.body(body.to_vec()).expect("headers that exist"));
            assert!(read.as_ref().is_ok_and(Vec::is_empty) || read.is_err(), "{read:?}");
        }
    }
}

/// A hundred thousand letters are no reason to lose any.
#[nabat_kit::boxed]
pub async fn what_is_too_long_is_read_whole(stage: &Stage) {
    let room = stage.room().await;
    let text = "ы\u{202e}@all<b>".repeat(10_000);
    let heard = stage.hears(&room, Act::Says(&text)).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].said, Said::Text { text, prompt: None });
}
