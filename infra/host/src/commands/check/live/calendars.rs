//! Duty calendars as they are now: whether each can be read, and what in it cannot be followed.

use super::Told;
use nabat_connectors::connections::Connections;
use nabat_domain::catalogue::{Calendars, KnownCalendar};
use nabat_domain::time::At;
use nabat_kit::duty::{AHEAD, BEFORE, turns_of, why_unread};
use nabat_kit::messages::{Speaker, say};
use nabat_kit::port::{CalendarError, CalendarNews, CalendarRead, CalendarWindow};
use std::collections::BTreeMap;

impl Told<'_> {
    /// Reads each calendar of the product's rotas once; what is told of it stands among the lines.
    pub(super) async fn calendars(&mut self, connections: &Connections, now: At) -> Calendars {
        let product = self.product;
        let zone = product.catalogue.product.zone();
        let window = CalendarWindow { from: now.minus(BEFORE), until: now.plus(AHEAD), zone };
        let (mut read, mut known) = (BTreeMap::new(), Calendars::default());
        let texts = BTreeMap::new();
        let (catalogue, names, language) = (&product.catalogue, &product.names, product.catalogue.product.language);
        let speaker = Speaker { language, zone, catalogue, names, texts: &texts };
        for rota in &catalogue.rotas {
            let Some(calendar) = &rota.calendar else { continue };
            let connection = &calendar.connection;
            if !read.contains_key(connection) {
                read.insert(connection.clone(), asked(connections, connection, window).await);
            }
            let role = say(language, &format!("role-{}", rota.role.as_str()), &[]);
            let of = [("calendar", connection.as_str()), ("role", role.as_str())];
            match &read[connection] {
                Ok(read) => {
                    let reading = turns_of(read, window.until, (rota, calendar), (catalogue, names));
                    let count = reading.turns.len().to_string();
                    self.well("live-calendar", &[of[0], of[1], ("count", &count)]);
                    for what in reading.told {
                        self.ill("live-calendar-trouble", &[of[0], of[1], ("what", &speaker.say(&what))]);
                    }
                    let (until, turns) = (reading.until, reading.turns);
                    let read = KnownCalendar { read_at: now, until, failed_since: None, turns };
                    known.0.push((rota.role, calendar.clone(), read));
                }
                Err(error) => {
                    let what = format!("{} ({error})", speaker.say(&why_unread(error)));
                    self.ill("live-calendar-trouble", &[of[0], of[1], ("what", &what)]);
                }
            }
        }
        known
    }
}

async fn asked(
    connections: &Connections,
    connection: &nabat_domain::ids::ConnectionId,
    window: CalendarWindow,
) -> Result<CalendarRead, CalendarError> {
    let Some(calendar) = connections.calendars.get(connection) else {
        return Err(CalendarError::Missing("it is no duty calendar of connections.yaml".to_owned()));
    };
    match calendar.read(window, None).await? {
        CalendarNews::Read(read) => Ok(read),
        // Nothing was known before, so nothing can be as before.
        CalendarNews::Unchanged => Ok(CalendarRead::default()),
    }
}
