//! A calendar on a CalDAV server (RFC 4791): only what the window needs is asked for, and only when it changed.
//! Reading repeats no effect: there is none.

use super::{LONGEST, begins, failed, refused, worked_out};
use crate::http::{answer, client};
use crate::xml;
use async_trait::async_trait;
use nabat_domain::time::At;
use nabat_kit::port::{CalendarError, CalendarNews, CalendarRead, CalendarWindow, DutyCalendar};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use roxmltree::{Document, Node};

/// Nodes of an answer: some for every object.
const MOST_NODES: u32 = 500_000;

/// Longest answer, bytes: the calendar, escaped, and what is around each object.
const LONGEST_ANSWER: usize = 3 * LONGEST;

/// What names the state of a collection, the most telling first: `getctag` of Calendar Server's extension, `sync-token`
/// of RFC 6578, `getetag` of RFC 4918.
const TAGS: [&str; 3] = ["getctag", "sync-token", "getetag"];

const STATE: &str = concat!(
    r#"<?xml version="1.0" encoding="utf-8"?>"#,
    r#"<d:propfind xmlns:d="DAV:" xmlns:cs="http://calendarserver.org/ns/">"#,
    r"<d:prop><d:resourcetype/><cs:getctag/><d:sync-token/><d:getetag/></d:prop></d:propfind>",
);

/// A calendar on a CalDAV server.
pub struct CalDav {
    address: String,
    user: String,
    password: String,
    client: Client,
}

impl CalDav {
    /// The collection at an address, as a user sees it.
    ///
    /// # Errors
    /// The machine's TLS cannot be set up.
    pub fn new(address: &str, user: &str, password: &str) -> anyhow::Result<Self> {
        // A collection's address ends so; some servers answer another one with a redirect.
        let address = format!("{}/", address.trim_end_matches('/'));
        let (user, password) = (user.to_owned(), password.trim().to_owned());
        Ok(Self { address, user, password, client: client()? })
    }

    fn request(&self, method: &str, depth: &'static str, body: String) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("the methods here are words");
        let request = self.client.request(method, &self.address).basic_auth(&self.user, Some(&self.password));
        request.header("depth", depth).header("content-type", "application/xml; charset=utf-8").body(body)
    }

    async fn multistatus(&self, request: RequestBuilder) -> Result<String, CalendarError> {
        let (status, body) = answer(request, LONGEST_ANSWER).await.map_err(failed)?;
        let text = String::from_utf8_lossy(&body).into_owned();
        match status {
            StatusCode::MULTI_STATUS => Ok(text),
            // A page of something else answers whatever it is asked.
            status if status.is_success() => Err(CalendarError::NotCalendar(begins(&text))),
            status => Err(refused(status)),
        }
    }
}

#[async_trait]
impl DutyCalendar for CalDav {
    async fn read(&self, window: CalendarWindow, known: Option<&str>) -> Result<CalendarNews, CalendarError> {
        // Asked before the events: what changes in between is read once more, and never missed.
        let state = self.multistatus(self.request("PROPFIND", "0", STATE.to_owned())).await?;
        let tag = tag(&state)?;
        if tag.is_some() && tag.as_deref() == known {
            return Ok(CalendarNews::Unchanged);
        }
        let events = self.multistatus(self.request("REPORT", "1", events_in(window))).await?;
        Ok(CalendarNews::Read(CalendarRead { tag, ..worked_out(texts(&events)?, window).await? }))
    }
}

/// RFC 4791, 7.8: events with an occurrence in the window, each whole with its repetitions and exceptions.
fn events_in(window: CalendarWindow) -> String {
    let moment = |at: At| at.in_utc().format("%Y%m%dT%H%M%SZ").to_string();
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="utf-8"?>"#,
            r#"<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">"#,
            r#"<d:prop><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR">"#,
            r#"<c:comp-filter name="VEVENT"><c:time-range start="{}" end="{}"/></c:comp-filter>"#,
            r"</c:comp-filter></c:filter></c:calendar-query>",
        ),
        moment(window.from),
        moment(window.until)
    )
}

fn parsed<T>(text: &str, read: impl Fn(&Document<'_>) -> T) -> Result<T, CalendarError> {
    let answer = xml::document(text, MOST_NODES);
    answer.map(|answer| read(&answer)).map_err(|error| CalendarError::NotCalendar(format!("{error}: {}", begins(text))))
}

/// The collection's state by a multistatus; it has to be a calendar.
///
/// # Errors
/// It is no multistatus of a calendar.
pub fn tag(multistatus: &str) -> Result<Option<String>, CalendarError> {
    parsed(multistatus, |answer| {
        if !elements(answer, "calendar").any(|found| is_in(&found, "resourcetype")) {
            return Err(CalendarError::NotCalendar("the address is none of a calendar's on that server".to_owned()));
        }
        let told = |name: &str| elements(answer, name).find_map(|found| found.text().map(str::trim).map(str::to_owned));
        Ok(TAGS.into_iter().find_map(told).filter(|tag| !tag.is_empty()))
    })?
}

/// The calendar's objects in a multistatus, as texts of iCalendar.
///
/// # Errors
/// It is no multistatus, or they are too long.
pub fn texts(multistatus: &str) -> Result<Vec<String>, CalendarError> {
    let texts: Vec<String> = parsed(multistatus, |answer| {
        elements(answer, "calendar-data").filter_map(|found| found.text().map(str::to_owned)).collect()
    })?;
    match texts.iter().map(String::len).sum::<usize>() > LONGEST {
        true => Err(CalendarError::TooLong { most: LONGEST }),
        false => Ok(texts),
    }
}

fn elements<'a, 'i>(answer: &'a Document<'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    answer.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

fn is_in(node: &Node<'_, '_>, name: &str) -> bool {
    node.parent_element().is_some_and(|parent| parent.tag_name().name() == name)
}
