//! One row: what it states, or why it cannot be taken.

use super::columns::Places;
use super::mapping::{Mapping, NoEnd, Rows};
use super::times::{End, Moment, Shown, Unreadable, Zoned};
use chrono::NaiveTime;
use csv::StringRecord;
use nabat_console::figures::is_formula;
use nabat_domain::time::At;

/// Longest id or name, bytes.
const LONGEST_NAME: usize = 200;

/// Told of a row without an end that counts.
pub const LASTS: &str = "no end: counted as lasting up to now";

/// Told of a row without an end that does not.
pub const LEFT_OUT: &str = "no end: left out, as the mapping says";

/// A row that states an outage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stated<'a> {
    pub incident: &'a str,
    pub service: &'a str,
    pub region: &'a str,
    pub function: &'a str,
    pub contractor: &'a str,
    pub class: &'a str,
    pub began: At,
    pub restored: Option<At>,
}

/// What becomes of a row.
pub enum Taken<'a> {
    /// It is taken.
    Row(Stated<'a>),
    /// It is not part of the history.
    Other,
    /// It is left out, and listed.
    LeftOut(&'static str),
}

/// Why a row is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// A needed cell is empty.
    #[error("no {0}")]
    Empty(&'static str),
    /// A moment that cannot be read.
    #[error("{0}")]
    Moment(#[from] Unreadable),
    /// It is over before it began.
    #[error("ends before it starts")]
    Backwards,
    /// It states no end, and the mapping asks for one.
    #[error("no end")]
    NoEnd,
    /// No day of this history.
    #[error("{0} is before {1}: an empty field, not a day")]
    TooEarly(String, chrono::NaiveDate),
    /// Offsets and none in one file.
    #[error("a moment {0} where the rows before have {1}: two zones in one file")]
    TwoZones(&'static str, &'static str),
    /// A cell a spreadsheet would run.
    #[error("a formula in the column of the {0}")]
    Formula(&'static str),
    /// Longer than any name.
    #[error("the {0} is over {LONGEST_NAME} bytes long")]
    Long(&'static str),
}

/// Reads rows one after another; knows what the rows before said about zones.
pub struct Reader<'m> {
    mapping: &'m Mapping,
    places: Places,
    earliest: At,
    zoned: Option<Zoned>,
}

impl<'m> Reader<'m> {
    pub fn new(mapping: &'m Mapping, places: Places) -> Self {
        let earliest = At(mapping.earliest.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
        Self { mapping, places, earliest, zoned: None }
    }

    /// Reads a row; `mark` hears what is doubtful about one that is taken.
    pub fn take<'r>(&mut self, row: &'r StringRecord, mut mark: impl FnMut(String)) -> Result<Taken<'r>, Refused> {
        let wanted = |(place, values): &(usize, Vec<String>)| {
            values.iter().any(|value| row.get(*place).is_some_and(|cell| cell.trim() == value))
        };
        if !self.places.only.iter().all(wanted) {
            return Ok(Taken::Other);
        }
        let began = self.moment(row, self.places.began, "beginning", End::Began, &mut mark)?;
        let began = began.ok_or(Refused::Empty("beginning"))?;
        let restored = self.moment(row, self.places.restored, "end", End::Restored, &mut mark)?;
        if restored.is_some_and(|restored| restored < began) {
            return Err(Refused::Backwards);
        }
        // Of folded rows another one may state the end.
        if restored.is_none() && self.mapping.rows == Rows::One {
            match self.mapping.no_end {
                NoEnd::Lasts => mark(LASTS.to_owned()),
                NoEnd::LeaveOut => return Ok(Taken::LeftOut(LEFT_OUT)),
                NoEnd::Refuse => return Err(Refused::NoEnd),
            }
        }
        let other_formula = |(place, cell): &(usize, &str)| !self.places.uses(*place) && cell.starts_with(['=', '@']);
        if let Some((place, _)) = row.iter().enumerate().find(other_formula) {
            mark(format!("a formula in column {}, which is not read", place + 1));
        }
        Ok(Taken::Row(self.named(row, began, restored)?))
    }

    fn named<'r>(&self, row: &'r StringRecord, began: At, restored: Option<At>) -> Result<Stated<'r>, Refused> {
        let name = |place, what| self.name(row, place, what);
        let service = name(Some(self.places.service), "service")?;
        if service.is_empty() && self.mapping.service_when_unknown.is_none() && self.mapping.rows == Rows::One {
            return Err(Refused::Empty("service"));
        }
        Ok(Stated {
            incident: name(self.places.incident, "incident")?,
            service,
            region: name(self.places.region, "region")?,
            function: name(self.places.function, "function")?,
            contractor: name(self.places.contractor, "contractor")?,
            class: name(self.places.class, "class")?,
            began,
            restored,
        })
    }

    fn name<'r>(&self, row: &'r StringRecord, place: Option<usize>, what: &'static str) -> Result<&'r str, Refused> {
        let cell = place.and_then(|place| row.get(place)).unwrap_or_default();
        // Before it is trimmed: a tab in front is one of the ways to smuggle a formula in.
        if is_formula(cell) {
            return Err(Refused::Formula(what));
        }
        let cell = cell.trim();
        if cell.len() > LONGEST_NAME {
            return Err(Refused::Long(what));
        }
        Ok(if self.is_unknown(cell) { "" } else { cell })
    }

    fn is_unknown(&self, cell: &str) -> bool {
        self.mapping.unknown.iter().any(|unknown| unknown == cell)
    }

    fn moment(
        &mut self,
        row: &StringRecord,
        place: usize,
        what: &'static str,
        end: End,
        mark: &mut impl FnMut(String),
    ) -> Result<Option<At>, Refused> {
        let cell = row.get(place).unwrap_or_default();
        if is_formula(cell) {
            return Err(Refused::Formula(what));
        }
        let cell = cell.trim();
        if cell.is_empty() || self.is_unknown(cell) {
            return Ok(None);
        }
        let moment = self.mapping.times.read(cell, end)?;
        self.same_zone(&moment, mark)?;
        if moment.shown == Shown::Twice {
            mark(format!("`{cell}` was shown twice by the clock: the longer outage is counted"));
        }
        if moment.at < self.earliest {
            return Err(Refused::TooEarly(cell.to_owned(), self.mapping.earliest));
        }
        Ok(Some(moment.at))
    }

    fn same_zone(&mut self, moment: &Moment, mark: &mut impl FnMut(String)) -> Result<(), Refused> {
        let first = *self.zoned.get_or_insert(moment.zoned);
        let hours = |seconds: i32| format!("{:+03}:{:02}", seconds / 3600, seconds.abs() / 60 % 60);
        match (first, moment.zoned) {
            (Zoned::Offset(_), Zoned::Plain) => Err(Refused::TwoZones("without an offset", "one")),
            (Zoned::Plain, Zoned::Offset(_)) => Err(Refused::TwoZones("with an offset", "none")),
            (Zoned::Offset(first), Zoned::Offset(own)) if first != own => {
                mark(format!("the offset {} where the first row has {}", hours(own), hours(first)));
                Ok(())
            }
            (Zoned::Offset(_), Zoned::Offset(_)) | (Zoned::Plain, Zoned::Plain) => Ok(()),
        }
    }
}
