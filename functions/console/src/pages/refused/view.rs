//! What the pages of refused registrations show.

use nabat_domain::ids::{FunctionId, ServiceId};
use nabat_domain::time::At;

/// A refused registration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Its name in the store.
    pub id: String,
    /// When it came.
    pub at: At,
    /// The desk's number, if it named one.
    pub desk: Option<String>,
    /// What happened, in its own words.
    pub summary: Option<String>,
    /// Why it was refused, in the language of the page.
    pub reason: String,
    /// What came, masked.
    pub fields: Vec<Field>,
    /// What can be done about it.
    pub cure: Cure,
}

/// What can be done about a refused registration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cure {
    /// Register it as something the catalogue knows; the service it most likely means.
    RegisterAs(Option<ServiceId>),
    /// The desk has to register its record first: what came is only a change of it.
    RegisterInDesk,
}

/// A field of what came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// What it says.
    pub value: Content,
}

/// What a field says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Words, a number, several words.
    Line(String),
    /// A moment.
    Moment(At),
    /// Something with parts of its own, as JSON.
    Block(String),
}

/// The page of all of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedList {
    /// Newest first.
    pub refusals: Vec<Refusal>,
    /// Every service of the catalogue, by name.
    pub services: Vec<(ServiceId, String)>,
}

/// The form that registers one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisterForm {
    /// Which.
    pub refusal: Refusal,
    /// Every service of the catalogue, by name.
    pub services: Vec<(ServiceId, String)>,
    /// The service chosen, with its functions.
    pub chosen: Option<Chosen>,
    /// Why the form is shown again.
    pub trouble: Option<Trouble>,
    /// Guards the form.
    pub csrf: String,
}

/// A service chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub name: String,
    /// Its functions, each with its name, and whether the registration names it.
    pub functions: Vec<(FunctionId, String, bool)>,
}

/// Why a form is shown again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// No function was marked.
    NoFunction,
    /// The service is not in the catalogue.
    UnknownService,
    /// What came cannot be registered: a field is missing or says something else than it should.
    BadField,
    /// The form is too old, or comes from elsewhere.
    Forged,
}

impl Trouble {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::NoFunction => "pages-register-no-function",
            Self::UnknownService => "pages-register-unknown-service",
            Self::BadField => "pages-register-bad-field",
            Self::Forged => "pages-forged-words",
        }
    }
}
