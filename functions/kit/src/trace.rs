//! One id from a request through commands, jobs and posts to their effects and the lines of the log.
//!
//! A row that is work to be done keeps the id of what wrote it; whoever takes the work up goes on under that id. Nothing
//! is decided by it.

use nabat_domain::ids::IncidentId;
use ring::rand::{SecureRandom as _, SystemRandom};
use std::sync::Mutex;
use tracing::{Instrument as _, Span, field};

/// The header that carries it (W3C Trace Context).
pub const HEADER: &str = "traceparent";

tokio::task_local! {
    static WORK: Work;
}

struct Work {
    id: Mutex<String>,
    incident: Mutex<Option<IncidentId>>,
    span: Span,
}

/// Does a piece of work under an id: the one of the request, else a new one; another once it follows a row's.
pub async fn traced<T>(id: Option<String>, work: impl Future<Output = T>) -> T {
    let id = id.unwrap_or_else(made);
    let span = tracing::info_span!("work", trace.id = %id, incident.id = field::Empty);
    let scope = Work { id: Mutex::new(id), incident: Mutex::default(), span: span.clone() };
    WORK.scope(scope, work.instrument(span)).await
}

/// The id of the work in hand; `None` where nobody traces.
pub fn current() -> Option<String> {
    WORK.try_with(|work| work.id.lock().expect("nothing panics while holding it").clone()).ok()
}

/// From here on the work is what a row began, for an incident.
pub fn follow(trace: Option<&str>, incident: &IncidentId) {
    go_on(trace);
    concerns(incident);
}

/// From here on the work is what a row began.
pub fn go_on(trace: Option<&str>) {
    let Some(trace) = trace else { return };
    let _ = WORK.try_with(|work| {
        let mut id = work.id.lock().expect("nothing panics while holding it");
        if *id != trace {
            trace.clone_into(&mut id);
            work.span.record("trace.id", trace);
        }
    });
}

/// From here on every line is about an incident. A line says it once: what is recorded again would stand there again.
pub fn concerns(incident: &IncidentId) {
    let _ = WORK.try_with(|work| {
        let mut concerned = work.incident.lock().expect("nothing panics while holding it");
        if concerned.as_ref() != Some(incident) {
            *concerned = Some(incident.clone());
            work.span.record("incident.id", field::display(incident));
        }
    });
}

/// The id in a request's header, where there is one that holds.
pub fn of_header(header: &str) -> Option<String> {
    let mut parts = header.split('-');
    let (version, id, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hex = |part: &str, length| part.len() == length && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let some = |part: &str| part.bytes().any(|byte| byte != b'0');
    let holds = hex(version, 2) && version != "ff" && hex(id, 32) && some(id) && hex(parent, 16) && some(parent);
    (holds && hex(flags, 2)).then(|| id.to_owned())
}

/// The header for a call that belongs to the work in hand.
pub fn header() -> Option<String> {
    let parent = &made()[..16];
    current().map(|id| format!("00-{id}-{parent}-01"))
}

/// A new id, 32 hex digits.
fn made() -> String {
    let mut bytes = [0; 16];
    // Without randomness there is an id all the same: it tells no lines apart, and nothing else fails.
    let _ = SystemRandom::new().fill(&mut bytes);
    bytes[0] |= 1;
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn an_id_is_read_as_others_write_it_and_nothing_else_is() {
        assert_eq!(of_header(HELD).as_deref(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
        for wrong in [
            "",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-\n-00f067aa0ba902b7-01",
        ] {
            assert_eq!(of_header(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn work_goes_on_under_the_id_of_the_row_it_takes_up() {
        assert_eq!((current(), header()), (None, None), "nobody traces");
        follow(Some("a"), &"inc-1".into());
        let seen = traced(of_header(HELD), async {
            let before = current();
            follow(Some("b"), &"inc-1".into());
            (before, current(), header().and_then(|header| header.split('-').nth(1).map(str::to_owned)))
        });
        let (before, after, sent) = seen.await;
        assert_eq!(before.as_deref(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
        assert_eq!((after.as_deref(), sent.as_deref()), (Some("b"), Some("b")));
        let own = traced(None, async { current() }).await.expect("a new one");
        assert!(own.len() == 32 && Some(own) != traced(None, async { current() }).await);
    }
}
