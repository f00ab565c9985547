//! Duty calendars: iCalendar by an address or from a file, and CalDAV.

pub mod caldav;
mod event;
pub mod feed;
pub mod ical;
mod rule;
mod series;
mod zone;

use nabat_kit::port::{CalendarError, CalendarRead, CalendarWindow};
use reqwest::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Longest calendar read, bytes.
pub const LONGEST: usize = 5_000_000;

/// A calendar that takes longer to work out is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Works out texts of a calendar beside everything else this process does, for so long and no longer.
async fn worked_out(texts: Vec<String>, window: CalendarWindow) -> Result<CalendarRead, CalendarError> {
    let given_up = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&given_up);
    let work = tokio::task::spawn_blocking(move || ical::read(&texts, window, &told));
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(read)) => read,
        Ok(Err(broken)) => Err(CalendarError::NotCalendar(format!("it cannot be worked out: {broken}"))),
        Err(_) => {
            given_up.store(true, Ordering::Relaxed);
            Err(CalendarError::NotCalendar(format!("it is not worked out within {} s", PATIENCE.as_secs())))
        }
    }
}

/// What an answer without a calendar says of why there is none.
fn refused(status: StatusCode) -> CalendarError {
    let told = status.to_string();
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => CalendarError::Refused(told),
        StatusCode::NOT_FOUND | StatusCode::GONE => CalendarError::Missing(told),
        status if status.is_redirection() => CalendarError::NotCalendar(format!("{told}, it leads elsewhere")),
        status if status.is_server_error() => CalendarError::Unreachable(told),
        _ => CalendarError::NotCalendar(told),
    }
}

/// A call that came to nothing.
fn failed(error: nabat_kit::port::CallError) -> CalendarError {
    match error {
        nabat_kit::port::CallError::Throttled { retry_after } => CalendarError::Busy { retry_after },
        nabat_kit::port::CallError::Transient(why) => CalendarError::Unreachable(why),
        // Nothing else is final before the answer is looked at.
        nabat_kit::port::CallError::Permanent(_) => CalendarError::TooLong { most: LONGEST },
    }
}

/// The beginning of something that is no calendar, for operators.
fn begins(text: &str) -> String {
    let line: String =
        crate::http::said(text.trim_start()).chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.is_empty() { "it is empty".to_owned() } else { format!("it begins `{line}`") }
}
