//! An iCalendar by an address or from a file. Reading repeats no effect: there is none.

use super::{LONGEST, failed, refused, worked_out};
use crate::http::{client, headed_answer};
use async_trait::async_trait;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CalendarError, CalendarNews, CalendarRead, CalendarWindow, DutyCalendar};
use reqwest::header::{ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use reqwest::{Client, StatusCode};
use std::io::Read as _;
use std::path::PathBuf;

/// What stands before a tag that is a time.
const DATED: &str = "date:";

/// A calendar by its address.
pub struct Feed {
    address: String,
    user: Option<(String, String)>,
    client: Client,
}

impl Feed {
    /// Of an address, with a user and a password where it asks for them.
    ///
    /// # Errors
    /// The machine's TLS cannot be set up.
    pub fn new(address: &str, user: Option<(String, String)>) -> anyhow::Result<Self> {
        Ok(Self { address: of_calendar(address), user, client: client()? })
    }
}

/// A calendar's address as it is called: `webcal`, what programs of calendars say, is https.
pub fn of_calendar(address: &str) -> String {
    let address = address.trim();
    address.strip_prefix("webcal://").map_or(address.to_owned(), |rest| format!("https://{rest}"))
}

#[async_trait]
impl DutyCalendar for Feed {
    async fn read(&self, window: CalendarWindow, known: Option<&str>) -> Result<CalendarNews, CalendarError> {
        let mut request = self.client.get(&self.address).header("accept", "text/calendar, */*;q=0.1");
        if let Some((user, password)) = &self.user {
            request = request.basic_auth(user, Some(password));
        }
        request = match known.map(|tag| (tag, tag.strip_prefix(DATED))) {
            Some((_, Some(date))) => request.header(IF_MODIFIED_SINCE, date),
            Some((tag, None)) => request.header(IF_NONE_MATCH, tag),
            None => request,
        };
        let (status, headers, body) = headed_answer(request, LONGEST).await.map_err(failed)?;
        match status {
            StatusCode::NOT_MODIFIED if known.is_some() => return Ok(CalendarNews::Unchanged),
            StatusCode::OK => {}
            status => return Err(refused(status)),
        }
        let tag = tag(&headers);
        // Some send the whole of what they say themselves is the same: Radicale does.
        if tag.is_some() && tag.as_deref() == known {
            return Ok(CalendarNews::Unchanged);
        }
        let text = String::from_utf8_lossy(&body).into_owned();
        Ok(CalendarNews::Read(CalendarRead { tag, ..worked_out(vec![text], window).await? }))
    }
}

fn tag(headers: &HeaderMap) -> Option<String> {
    let told = |name| headers.get(name)?.to_str().ok().map(str::to_owned);
    told(ETAG).or_else(|| told(LAST_MODIFIED).map(|date| format!("{DATED}{date}")))
}

/// A calendar in a file.
pub struct File {
    path: PathBuf,
}

impl File {
    /// The file is read anew each time.
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    fn text(&self) -> Result<String, CalendarError> {
        let file = std::fs::File::open(&self.path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => CalendarError::Missing(error.to_string()),
            std::io::ErrorKind::PermissionDenied => CalendarError::Refused(error.to_string()),
            _ => CalendarError::Unreachable(error.to_string()),
        })?;
        let mut bytes = Vec::new();
        let taken = file.take(LONGEST as u64 + 1).read_to_end(&mut bytes);
        taken.map_err(|error| CalendarError::Unreachable(error.to_string()))?;
        if bytes.len() > LONGEST {
            return Err(CalendarError::TooLong { most: LONGEST });
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[async_trait]
impl DutyCalendar for File {
    async fn read(&self, window: CalendarWindow, known: Option<&str>) -> Result<CalendarNews, CalendarError> {
        let text = self.text()?;
        let tag = sha256_hex(text.as_bytes());
        if known == Some(&tag) {
            return Ok(CalendarNews::Unchanged);
        }
        Ok(CalendarNews::Read(CalendarRead { tag: Some(tag), ..worked_out(vec![text], window).await? }))
    }
}
