//! A system of the estate, what users do with it, and whom it stands beside.

use super::{Assessment, UsersQuery};
use crate::ids::{FunctionId, PersonId, ServiceId};
use serde::{Deserialize, Serialize};

/// Most functions of one service: so many lost at once are led from the registration to the end, and seen to be.
pub const MOST_FUNCTIONS: usize = 100;

/// A system of the estate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Service {
    /// Catalogue id, as the desk sends it.
    pub id: ServiceId,
    /// Name people know it by.
    pub name: String,
    /// Other words people use for it in a chat.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The approved assessment its class comes from.
    pub assessment: Assessment,
    /// Who answers for it as a related service; the first reachable one is asked.
    pub owners: Vec<PersonId>,
    /// What users do with it; never empty.
    pub functions: Vec<BusinessFunction>,
    /// Services this one needs.
    #[serde(default)]
    pub suppliers: Vec<Supplier>,
    /// How its series are found in monitoring, where not by its id: matchers in the language of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<String>,
    /// How its users are counted, where a function has no way of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<UsersQuery>,
}

/// What users do with a service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BusinessFunction {
    /// Id, unique within its service.
    pub id: FunctionId,
    /// Name people know it by.
    pub name: String,
    /// How its users are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<UsersQuery>,
}

/// A service needed by another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Supplier {
    /// The service needed.
    pub id: ServiceId,
    /// Without it the consumer does not work at all.
    #[serde(default)]
    pub hard: bool,
}

/// Which way the need goes, seen from the failing service.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The neighbour needs the failing service.
    Consumer,
    /// The failing service needs the neighbour.
    Supplier,
}

/// A service beside another in the dependency graph.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Neighbour {
    /// The neighbour.
    pub id: ServiceId,
    /// Which way the need goes.
    pub direction: Direction,
    /// The need is hard.
    pub hard: bool,
}

impl Service {
    /// The function, if the service has it.
    pub fn function(&self, id: &FunctionId) -> Option<&BusinessFunction> {
        self.functions.iter().find(|function| &function.id == id)
    }
}
