//! What a product is made of: services, functions, neighbours, people, contracts, duty.
//!
//! One `Catalogue` is one immutable version of a product's configuration; names of people stand
//! apart (`PeopleNames`) because they can be erased and a version cannot.

mod action;
mod calendar;
mod committee;
mod contract;
mod covered;
mod criticality;
mod digest;
mod duty;
mod notices;
mod nowhere;
mod organisation;
mod penalty;
mod person;
mod product;
mod reliability;
mod retention;
mod rights;
mod service;
mod service_hours;
mod users;
mod webhook;

pub use action::{ActionDoes, ActionWhen, RunbookAction};
pub use calendar::{
    CalendarShift, CalendarTurn, Calendars, Instance, KnownCalendar, RotaCalendar, turns as calendar_turns,
};
pub use committee::{Announced, Committee, Subject};
pub use contract::{Contract, REPORT_HOURS, WorkGroup};
pub use covered::{Duty, Gap, ON_DUTY};
pub use criticality::{Assessment, Criticality, Exception, Priority, Scores};
pub use digest::{Digest, Due, Every};
pub use duty::{DutyTurn, OnDutyBy, Rota, RotaShift};
pub use notices::{
    CallOutBy, Channel, Gateway, MailSecurity, MailServer, NoticeKind, NoticeText, Notices, Reach, Recipient,
    Subscription,
};
pub use organisation::Organisation;
pub use penalty::{Claimable, Penalty, Per};
pub use person::{Contact, Person, PersonName};
pub use product::{Language, MOST_RELATED, Policy, ProblemTiming, Product, RestrictedFrom, Timing};
pub use reliability::{Counting, ReliabilityTerms};
pub use retention::{Kept, Retention};
pub use rights::{Right, Rights, Role};
pub use service::{BusinessFunction, Direction, MOST_FUNCTIONS, Neighbour, Service, Supplier};
pub use service_hours::{ServiceHours, ServiceWindow, length_of};
pub use users::{Counters, UsersQuery};
pub use webhook::{PublicEvent, Webhook};

use crate::ids::{ActionId, ContractId, HookId, OrganisationId, PersonId, ServiceId};
use crate::procedure::Procedure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One version of a product's configuration.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Catalogue {
    /// The product itself: zone, language, policy.
    pub product: Product,
    /// Services by id.
    pub services: BTreeMap<ServiceId, Service>,
    /// Places a failure can be felt in; where there are none, nobody can name one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub organisations: BTreeMap<OrganisationId, Organisation>,
    /// People with a role, by opaque id.
    pub people: BTreeMap<PersonId, Person>,
    /// Agreements with contractors.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Who is on duty when.
    pub rotas: Vec<Rota>,
    /// Procedures by id: `incident`, `drill`.
    pub procedures: BTreeMap<String, Procedure>,
    /// Who hears of failures besides those in the chat.
    #[serde(default, skip_serializing_if = "Notices::is_empty")]
    pub notices: Notices,
    /// Who is told by machine.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub webhooks: BTreeMap<HookId, Webhook>,
    /// What the runbook can do besides searching.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub actions: BTreeMap<ActionId, RunbookAction>,
}

/// Names and addresses of a product's people: erasable, so never part of a version.
pub type PeopleNames = BTreeMap<PersonId, PersonName>;

impl Catalogue {
    /// The service, if the catalogue has it.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.get(id)
    }

    /// Neighbours of a service in both directions: those it names and those that name it.
    pub fn neighbours_of(&self, id: &ServiceId) -> Vec<Neighbour> {
        let own = self.services.get(id).into_iter().flat_map(|service| service.suppliers.iter());
        let suppliers =
            own.map(|link| Neighbour { id: link.id.clone(), direction: Direction::Supplier, hard: link.hard });
        let consumers = self.services.values().flat_map(|other| {
            other.suppliers.iter().filter(|link| &link.id == id).map(|link| Neighbour {
                id: other.id.clone(),
                direction: Direction::Consumer,
                hard: link.hard,
            })
        });
        consumers.chain(suppliers).collect()
    }

    /// The criticality in force: the assessed one, raised to business critical where a
    /// mission-critical service depends hard on this one.
    pub fn criticality_of(&self, id: &ServiceId) -> Criticality {
        let own = self.services.get(id).map(|service| service.assessment.criticality());
        let raised = self.neighbours_of(id).into_iter().any(|neighbour| {
            neighbour.direction == Direction::Consumer
                && neighbour.hard
                && self.services[&neighbour.id].assessment.criticality() == Criticality::MissionCritical
        });
        let own = own.unwrap_or(Criticality::OfficeProductivity);
        if raised { own.max(Criticality::BusinessCritical) } else { own }
    }

    /// Incidents of the service are for those who take part in them, from the first moment on.
    pub fn restricts(&self, id: &ServiceId) -> bool {
        let restricted = &self.product.policy.restricted;
        restricted.services.contains(id) || restricted.classes.contains(&self.criticality_of(id))
    }

    /// The contract that covers a service on a day (days since 1970-01-01 in the product's zone).
    pub fn contract_of(&self, id: &ServiceId, at: crate::time::At) -> Option<&Contract> {
        let day = at.in_zone(self.product.zone()).date_naive();
        self.contracts.values().find(|contract| contract.covers(id, day))
    }
}
