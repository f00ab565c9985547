//! A model of a duty calendar: a text as people keep it, read by the connector's own reader; its server can be down.

use super::Rig;
use async_trait::async_trait;
use nabat_connectors::duty::ical;
use nabat_kit::port::{CalendarError, CalendarNews, CalendarRead, CalendarWindow, DutyCalendar};
use std::future::pending;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard};

/// A calendar. Cheap to clone: clones share.
#[derive(Clone, Default)]
pub struct ModelCalendar(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    text: String,
    error: Option<CalendarError>,
    version: u64,
    read: u64,
}

impl ModelCalendar {
    /// A calendar of these events, each without its BEGIN and END.
    pub fn of(events: &[&str]) -> Self {
        let model = Self::default();
        model.set(events);
        model
    }

    /// People change it.
    pub fn set(&self, events: &[&str]) {
        let event = |event: &&str| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", event.replace('\n', "\r\n"));
        let events: String = events.iter().map(event).collect();
        let mut kept = self.kept();
        kept.text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n{events}END:VCALENDAR\r\n");
        kept.version += 1;
    }

    /// It answers so from now on, or well again.
    pub fn answers(&self, error: Option<CalendarError>) {
        self.kept().error = error;
    }

    /// How often it was read whole.
    pub fn read_whole(&self) -> u64 {
        self.kept().read
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().expect("nothing panics while holding it")
    }
}

#[async_trait]
impl DutyCalendar for ModelCalendar {
    async fn read(&self, window: CalendarWindow, known: Option<&str>) -> Result<CalendarNews, CalendarError> {
        let mut kept = self.kept();
        if let Some(error) = &kept.error {
            return Err(error.clone());
        }
        let tag = Some(kept.version.to_string());
        if known.is_some() && known == tag.as_deref() {
            return Ok(CalendarNews::Unchanged);
        }
        kept.read += 1;
        let read = ical::read(std::slice::from_ref(&kept.text), window, &AtomicBool::new(false))?;
        Ok(CalendarNews::Read(CalendarRead { tag, ..read }))
    }
}

impl Rig {
    /// Duty calendars that are due are read.
    #[nabat_kit::boxed]
    pub async fn read_calendars(&self) {
        let _ = nabat_reliability_rollup::read_calendars(&self.env).await;
        self.pump().await;
    }
}

/// A calendar whose server takes the question and never answers.
pub struct HangingCalendar;

#[async_trait]
impl DutyCalendar for HangingCalendar {
    async fn read(&self, _: CalendarWindow, _: Option<&str>) -> Result<CalendarNews, CalendarError> {
        pending().await
    }
}
