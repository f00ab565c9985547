//! Names of things: one newtype an id, so that a service is never taken for a person.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is; whether such a thing exists is the catalogue's business.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

ids! {
    /// An estate with its own catalogue, people, chats, procedure: the tenant.
    ProductId,
    /// A system of the estate.
    ServiceId,
    /// What users do with a service.
    FunctionId,
    /// A person, by an opaque id: journals outlive names.
    PersonId,
    /// A medical organisation or another place a failure is felt in.
    OrganisationId,
    /// An agreement with a contractor.
    ContractId,
    /// Nabat's incident.
    IncidentId,
    /// The service desk's own record number.
    DeskId,
    /// A problem's record in the desk.
    ProblemId,
    /// A stage of the procedure.
    StageId,
    /// A mandatory step of the procedure.
    StepId,
    /// One asking of a step: `step`, or `step.subject.round`.
    PromptId,
    /// A configured messenger, desk, wiki.
    ConnectionId,
    /// A room in a messenger, as the messenger names it.
    RoomId,
    /// A standing room of the messenger that notices go to.
    ChannelId,
    /// A service that calls or texts people.
    GatewayId,
    /// A secret, by its name; its value stands in no configuration.
    SecretId,
    /// A subscription to outgoing webhooks.
    HookId,
    /// An action of the runbook.
    ActionId,
}

impl IncidentId {
    /// The same desk record is always the same incident: the id is derived, not given out.
    pub fn of_desk_record(product: &ProductId, desk: &DeskId) -> Self {
        let digest = crate::journal::sha256_hex(format!("{product}\n{desk}").as_bytes());
        Self(format!("inc-{}", &digest[..12]))
    }

    /// The case of a problem, by the desk's number of it: whoever links to it means the same one.
    pub fn of_problem(product: &ProductId, problem: &ProblemId) -> Self {
        let digest = crate::journal::sha256_hex(format!("{product}\nproblem\n{problem}").as_bytes());
        Self(format!("prb-{}", &digest[..12]))
    }
}
