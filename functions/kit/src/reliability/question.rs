//! What is asked of the figures: the period, whose clocks, which part of the product, what if.

use chrono::NaiveDate;
use chrono_tz::Tz;
use nabat_domain::reliability::calendar::midnight;
use nabat_domain::reliability::{Span, Target, Targets};
use nabat_domain::time::At;

/// The target where a product names none.
pub const USUAL_TARGET: &str = "0.985";

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// First day, and first day after.
    pub days: (NaiveDate, NaiveDate),
    /// Whose midnights part the days: the product's.
    pub zone: Tz,
    /// The moment the figures are of.
    pub now: At,
    /// A target instead of the product's own.
    pub target: Option<Target>,
    /// Which part of the product.
    pub only: Only,
    /// What if these services had never failed.
    pub without: Vec<String>,
    /// First day, and first day after, of an earlier period to compare with.
    pub against: Option<(NaiveDate, NaiveDate)>,
}

/// A part of a product; all of it where nothing is named.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Only {
    /// A service.
    pub service: Option<String>,
    /// A criticality class.
    pub class: Option<String>,
    /// A contractor.
    pub contractor: Option<String>,
}

impl Only {
    /// All of the product.
    pub const fn is_all(&self) -> bool {
        self.service.is_none() && self.class.is_none() && self.contractor.is_none()
    }

    /// Whether an outage belongs to it.
    pub fn fits(&self, service: &str, class: &str, contractor: &str) -> bool {
        let is = |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|wanted| wanted == name);
        is(&self.service, service) && is(&self.class, class) && is(&self.contractor, contractor)
    }
}

impl Question {
    /// The period.
    pub fn span(&self) -> Span {
        self.of_days(self.days)
    }

    /// A period of days, by the zone's midnights.
    pub fn of_days(&self, (from, to): (NaiveDate, NaiveDate)) -> Span {
        Span::new(midnight(from, self.zone), midnight(to, self.zone))
    }

    /// What the figures are held against: the target asked for, the product's own, the usual one.
    pub fn targets(&self, own: &Targets) -> Targets {
        match self.target {
            Some(target) => Targets::always(target),
            None if own.series().is_empty() => Targets::always(Target::read(USUAL_TARGET).expect("0.985 is a share")),
            None => own.clone(),
        }
    }
}
