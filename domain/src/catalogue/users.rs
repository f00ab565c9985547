//! How monitoring is asked for the number of users.

use crate::ids::{FunctionId, ServiceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::{Catalogue, Service};

/// A question for monitoring: how many users are there at a moment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct UsersQuery {
    /// In the language of the source; one series, or one an organisation.
    pub query: String,
    /// The label that names the organisation, by id or by name, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

/// What is to be asked about functions, and which of them nobody can count.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counters<'a> {
    /// Questions, none of them twice.
    pub ask: Vec<&'a UsersQuery>,
    /// Functions without a question of their own or of their service.
    pub uncounted: BTreeSet<FunctionId>,
}

impl Service {
    /// A function's own question; its service's where it has none.
    pub fn users_of(&self, function: &FunctionId) -> Option<&UsersQuery> {
        self.function(function).and_then(|function| function.users.as_ref()).or(self.users.as_ref())
    }

    /// Somebody's users can be counted.
    pub fn counts_users(&self) -> bool {
        self.users.is_some() || self.functions.iter().any(|function| function.users.is_some())
    }
}

impl Catalogue {
    /// Users of this service can be counted.
    pub fn counts_users(&self, service: &ServiceId) -> bool {
        self.product.monitoring.is_some() && self.service(service).is_some_and(Service::counts_users)
    }

    /// What is asked where these functions are lost.
    pub fn counters<'a>(&'a self, service: &ServiceId, functions: &BTreeSet<FunctionId>) -> Counters<'a> {
        let mut counters = Counters::default();
        for function in functions {
            match self.service(service).and_then(|service| service.users_of(function)) {
                Some(query) if counters.ask.contains(&query) => {}
                Some(query) => counters.ask.push(query),
                None => {
                    counters.uncounted.insert(function.clone());
                }
            }
        }
        counters
    }
}
