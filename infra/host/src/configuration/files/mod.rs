//! The files as a user writes them: strict, and with the place of whatever can be wrong.

mod action;
mod connection;
mod contract;
mod duty;
mod notices;
mod organisation;
mod person;
mod procedure;
mod product;
mod reliability;
mod service;
mod webhook;

pub use action::ActionEntry;
pub use connection::{Comments, ConnectionEntry, ConnectionKind, DeskField, Purpose};
pub use contract::ContractEntry;
pub use duty::{RotaEntry, ShiftEntry};
pub use notices::{DIRECT, MAIL, MailEntry, NoticesEntry, SubscriptionEntry};
pub use organisation::OrganisationEntry;
pub use person::PersonEntry;
pub use procedure::ProcedureFile;
pub use product::{ProductEntry, TimingEntry};
pub use reliability::{DigestEntry, ReliabilityEntry, WorksEntry};
pub use service::{AssessmentEntry, ServiceEntry, SupplierEntry, UsersEntry};
pub use webhook::WebhookEntry;

use super::source::Source;
use nabat_domain::ids::ProductId;

/// What one file says.
pub struct Written<T> {
    /// The file.
    pub source: Source,
    /// Its content.
    pub value: T,
}

/// Every file of one product.
pub struct ProductFiles {
    /// The folder's name.
    pub id: ProductId,
    /// `product.yaml`
    pub product: Written<ProductEntry>,
    /// `services.yaml`
    pub services: Written<Vec<ServiceEntry>>,
    /// `organisations.yaml`, or none
    pub organisations: Written<Vec<OrganisationEntry>>,
    /// `people.yaml`
    pub people: Written<Vec<PersonEntry>>,
    /// `contracts.yaml`
    pub contracts: Written<Vec<ContractEntry>>,
    /// `duty.yaml`
    pub duty: Written<Vec<RotaEntry>>,
    /// `notices.yaml`, or none
    pub notices: Written<NoticesEntry>,
    /// `webhooks.yaml`, or none
    pub webhooks: Written<Vec<WebhookEntry>>,
    /// `actions.yaml`, or none
    pub actions: Written<Vec<ActionEntry>>,
    /// `procedure.yaml` and `drill.yaml`, or the built-in ones.
    pub procedures: Vec<ProcedureFile>,
}
