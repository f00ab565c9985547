//! What CalDAV servers answer: a multistatus with a collection's state, or with its objects, read on as calendars.

use super::calendars::{objects, spoken};
use nabat_connectors::duty::caldav::{tag, texts};
use nabat_kit::duty::why_unread;
use nabat_kit::port::CalendarError;

/// Both readings of an answer: what is said where it is none, and of the calendar in it.
pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    let answer = String::from_utf8_lossy(bytes);
    let mut said = Vec::new();
    match tag(&answer) {
        Ok(Some(tag)) => assert!(!tag.is_empty() && tag.trim() == tag, "a state that is none: {tag}"),
        Ok(None) => {}
        Err(error) => said.extend(refused(&error)),
    }
    match texts(&answer) {
        Ok(texts) if texts.is_empty() => {}
        Ok(texts) => said.extend(objects(&texts)),
        Err(error) => said.extend(refused(&error)),
    }
    said
}

fn refused(error: &CalendarError) -> Vec<String> {
    let mut said = spoken(&[why_unread(error)]);
    said.push(error.to_string());
    said
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let own = [STATE, OBJECTS, BOTH, PREFIXES, ENTITIES].map(|text| text.as_bytes().to_vec());
    own.into_iter().chain([deep()]).collect()
}

/// Elements in each other, as no server has them.
fn deep() -> Vec<u8> {
    const DEPTH: usize = 4_000;
    format!("<d:multistatus xmlns:d=\"DAV:\">{}{}</d:multistatus>", "<d:a>".repeat(DEPTH), "</d:a>".repeat(DEPTH))
        .into_bytes()
}

/// To `PROPFIND`, as Radicale answers.
const STATE: &str = r#"<?xml version='1.0' encoding='utf-8'?>
<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"><response>
<href>/nabat/oncall/</href><propstat><prop><resourcetype><C:calendar/><collection/></resourcetype>
<CS:getctag>"6d0f3c1b"</CS:getctag><sync-token>http://radicale.org/ns/sync/4f53</sync-token><getetag>"6d0f3c1b"</getetag>
</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"#;

/// To `REPORT`: an object in characters of XML, one in CDATA, one without data.
const OBJECTS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<d:multistatus xmlns:d="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/c/a.ics</d:href>
<d:propstat><d:prop><cal:calendar-data>BEGIN:VCALENDAR&#13;
BEGIN:VEVENT&#13;
UID:a&#13;
DTSTART:20260402T080000Z&#13;
DTEND:20260402T200000Z&#13;
SUMMARY:P. &amp; Q. &lt;anna&gt;&#13;
END:VEVENT&#13;
END:VCALENDAR&#13;
</cal:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
<d:response><d:href>/c/b.ics</d:href><d:propstat><d:prop><cal:calendar-data><![CDATA[BEGIN:VCALENDAR
BEGIN:VEVENT
UID:b
DTSTART;TZID=Europe/Moscow:20260403T080000
DURATION:PT12H
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:bob
END:VEVENT
END:VCALENDAR
]]></cal:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
<d:response><d:href>/c/gone.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response></d:multistatus>"#;

/// A state and an object in one answer, so that both readings take it.
const BOTH: &str = r#"<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:prop>
<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:getetag> W/"7" </d:getetag><c:calendar-data>BEGIN:VCALENDAR
BEGIN:VEVENT
UID:day
DTSTART;VALUE=DATE:20260401
SUMMARY:anna
END:VEVENT
END:VCALENDAR
</c:calendar-data></d:prop></d:response></d:multistatus>"#;

/// Prefixes and declarations where they are allowed and nobody expects them, and an empty state.
const PREFIXES: &str = r#"<!-- before --><?pi x?><x:multistatus xmlns:x="DAV:"><response xmlns=""><resourcetype
 xmlns="DAV:"><calendar xmlns="urn:ietf:params:xml:ns:caldav" a="1"/></resourcetype><y:getctag
 xmlns:y="http://calendarserver.org/ns/">  </y:getctag></response></x:multistatus>"#;

/// Entities that grow: a document type is not read at all.
const ENTITIES: &str = r#"<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/hostname">]><m><calendar-data>&b;&b;&c;</calendar-data></m>"#;
