//! A history of outages, held by columns: names once, rows as numbers.

use super::names::Names;
use super::span::Span;
use crate::time::At;
use std::collections::HashMap;
use std::sync::Arc;

/// What outages are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Dimension {
    /// The failing service.
    Service,
    /// A function of a service.
    Function,
    /// The contractor whose contract covered the service.
    Contractor,
    /// The service's criticality class.
    Class,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Service, Self::Function, Self::Contractor, Self::Class];

    /// Its place among [`ALL`](Self::ALL).
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Service => 0,
            Self::Function => 1,
            Self::Contractor => 2,
            Self::Class => 3,
        }
    }
}

/// One row of a history, as it comes in. What is not known is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fact<'a> {
    /// The incident it belongs to.
    pub incident: &'a str,
    /// The failing service.
    pub service: &'a str,
    /// The function lost.
    pub function: &'a str,
    /// Whose contract covered the service.
    pub contractor: &'a str,
    /// The service's class.
    pub class: &'a str,
    /// First moment without it.
    pub began: At,
    /// First moment with it again; `None` while it lasts.
    pub restored: Option<At>,
}

/// Names of groups by number: few, and asked for often.
#[derive(Clone, Debug, Default)]
struct Groups {
    by_number: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Groups {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = u32::try_from(self.by_number.len()).expect("no history has four billion names");
        let name: Arc<str> = name.into();
        self.by_number.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }
}

/// Outages in the order they came in.
#[derive(Clone, Debug, Default)]
pub struct History {
    spans: Vec<Span>,
    incidents: Vec<u32>,
    incident_names: Names,
    columns: [Vec<u32>; 4],
    names: [Groups; 4],
}

/// The end of what lasts: later than any period.
pub const LASTS: At = At(i64::MAX);

impl History {
    /// An empty one with room for so many rows.
    pub fn with_room(rows: usize) -> Self {
        let numbers = || Vec::with_capacity(rows);
        let columns = [numbers(), numbers(), numbers(), numbers()];
        Self { spans: Vec::with_capacity(rows), incidents: numbers(), columns, ..Self::default() }
    }

    /// Adds a row.
    pub fn push(&mut self, fact: &Fact<'_>) {
        self.spans.push(Span::new(fact.began, fact.restored.unwrap_or(LASTS)));
        self.incidents.push(self.incident_names.number(fact.incident));
        for dimension in Dimension::ALL {
            let place = dimension.place();
            let number = match dimension {
                Dimension::Service => self.names[place].number(fact.service),
                Dimension::Function => self.names[place].number(&function_name(fact)),
                Dimension::Contractor => self.names[place].number(fact.contractor),
                Dimension::Class => self.names[place].number(fact.class),
            };
            self.columns[place].push(number);
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The interval of each row; the end of what lasts is [`LASTS`].
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The incident a row belongs to.
    pub fn incident(&self, row: u32) -> &str {
        self.incident_names.get(self.incidents[row as usize])
    }

    /// For each row the number of its incident.
    pub fn incidents(&self) -> &[u32] {
        &self.incidents
    }

    /// Names of the incidents by number.
    pub const fn incident_names(&self) -> &Names {
        &self.incident_names
    }

    /// For each row the number of its group.
    pub fn column(&self, dimension: Dimension) -> &[u32] {
        &self.columns[dimension.place()]
    }

    /// Names of the groups by number; that of rows where it is not known is empty. A function's
    /// is `service/function`.
    pub fn names(&self, dimension: Dimension) -> &[Arc<str>] {
        &self.names[dimension.place()].by_number
    }

    /// The number of a group, if any row belongs to it.
    pub fn number(&self, dimension: Dimension, name: &str) -> Option<u32> {
        self.names[dimension.place()].numbers.get(name).copied()
    }
}

fn function_name(fact: &Fact<'_>) -> String {
    if fact.function.is_empty() { String::new() } else { format!("{}/{}", fact.service, fact.function) }
}
