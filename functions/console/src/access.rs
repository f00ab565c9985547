//! Every endpoint for machines, and who may call it: one table, deny by default.

use http::Method;
use nabat_domain::catalogue::{Right, Rights, Role};
use nabat_kit::access::Token;
use std::collections::BTreeSet;

/// An endpoint under `/api`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// Products of the token.
    Products,
    /// The catalogue in force.
    Catalogue,
    /// Incidents, newest first.
    Incidents,
    /// One incident.
    Incident,
    /// Its journal.
    Journal,
    /// Who was told of it outside its chat.
    Notices,
    /// Who read it, where it is restricted.
    Reads,
    /// What was said in its chat.
    Messages,
    /// Say something in it for a person.
    Say,
    /// Problems, newest first.
    Problems,
    /// One problem.
    Problem,
    /// Figures of a period.
    Reliability,
    /// Periods that were published.
    Published,
    /// Jobs given up.
    Dead,
    /// Registrations refused.
    Refused,
}

/// Roles that see incidents.
const SEES: &[Role] = &[
    Role::FirstLine,
    Role::DutyEngineer,
    Role::ShiftHead,
    Role::ProcessManager,
    Role::ProblemManager,
    Role::Methodologist,
    Role::Head,
    Role::Observer,
    Role::ProductOwner,
    Role::Admin,
];

/// Roles that restrict incidents, and see who read them.
const RESTRICTS: &[Role] = &[Role::ShiftHead, Role::ProcessManager];

/// Roles that see what was given up.
const OPERATES: &[Role] = &[Role::ShiftHead, Role::ProcessManager, Role::ProductOwner, Role::Admin];

/// Roles that see, and register, what was refused.
const REGISTERS: &[Role] = &[Role::FirstLine, Role::ShiftHead, Role::ProcessManager, Role::ProductOwner, Role::Admin];

/// The table: method, path (`*` stands for one part), endpoint, roles.
pub const ENDPOINTS: &[(Method, &[&str], Endpoint, &[Role])] = &[
    (Method::GET, &["products"], Endpoint::Products, &Role::ALL),
    (Method::GET, &["*", "catalogue"], Endpoint::Catalogue, SEES),
    (Method::GET, &["*", "incidents"], Endpoint::Incidents, SEES),
    (Method::GET, &["*", "incidents", "*"], Endpoint::Incident, SEES),
    (Method::GET, &["*", "incidents", "*", "journal"], Endpoint::Journal, SEES),
    (Method::GET, &["*", "incidents", "*", "notices"], Endpoint::Notices, SEES),
    (Method::GET, &["*", "incidents", "*", "reads"], Endpoint::Reads, RESTRICTS),
    (Method::GET, &["*", "incidents", "*", "messages"], Endpoint::Messages, SEES),
    (Method::POST, &["*", "incidents", "*", "messages"], Endpoint::Say, &Role::ALL),
    (Method::GET, &["*", "problems"], Endpoint::Problems, SEES),
    (Method::GET, &["*", "problems", "*"], Endpoint::Problem, SEES),
    (Method::GET, &["*", "reliability"], Endpoint::Reliability, SEES),
    (Method::GET, &["*", "reliability.csv"], Endpoint::Reliability, SEES),
    (Method::GET, &["*", "reliability.openmetrics"], Endpoint::Reliability, SEES),
    (Method::GET, &["*", "reliability", "published"], Endpoint::Published, SEES),
    (Method::GET, &["*", "jobs", "dead"], Endpoint::Dead, OPERATES),
    (Method::GET, &["*", "refused"], Endpoint::Refused, REGISTERS),
];

impl Endpoint {
    /// The endpoint of a request; `path` without `api`.
    pub fn find(method: &Method, path: &[&str]) -> Option<Self> {
        let fits = |pattern: &[&str]| {
            pattern.len() == path.len()
                && pattern.iter().zip(path).all(|(part, given)| (*part == "*" && !given.is_empty()) || part == given)
        };
        ENDPOINTS
            .iter()
            .find(|(known, pattern, ..)| known == method && fits(pattern))
            .map(|(_, _, endpoint, _)| *endpoint)
    }
}

/// Whether one of the roles may call the endpoint: by this table, and by the product's own rights where something is
/// seen.
pub fn may(endpoint: Endpoint, roles: &BTreeSet<Role>, rights: &Rights) -> bool {
    let needed = match endpoint {
        Endpoint::Products | Endpoint::Say => None,
        Endpoint::Reads => Some(Right::Restricts),
        Endpoint::Catalogue
        | Endpoint::Incidents
        | Endpoint::Incident
        | Endpoint::Journal
        | Endpoint::Notices
        | Endpoint::Messages
        | Endpoint::Problems
        | Endpoint::Problem
        | Endpoint::Reliability
        | Endpoint::Published
        | Endpoint::Dead
        | Endpoint::Refused => Some(Right::Sees),
    };
    let listed = |role| ENDPOINTS.iter().any(|(_, _, known, able)| *known == endpoint && able.contains(role));
    let has = |role: &Role| needed.is_none_or(|right| rights.allow(&BTreeSet::from([*role]), right));
    roles.iter().any(|role| listed(role) && has(role))
}

/// Whether a token may call the endpoint. Speaking for people takes `act-as` besides, under the person's rights.
pub fn allowed(endpoint: Endpoint, token: &Token, rights: &Rights) -> bool {
    let speaks = endpoint != Endpoint::Say || token.act_as;
    speaks && may(endpoint, &BTreeSet::from([token.role]), rights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_the_product_lets_see_nothing_sees_nothing() {
        let token = Token { product: "clinics".into(), role: Role::Observer, act_as: false };
        assert!(allowed(Endpoint::Journal, &token, &Rights::default()));
        let mut rights = Rights::default();
        rights.0.remove(&Role::Observer);
        for endpoint in [Endpoint::Catalogue, Endpoint::Incidents, Endpoint::Journal, Endpoint::Messages] {
            assert!(!allowed(endpoint, &token, &rights), "{endpoint:?}");
        }
        assert!(allowed(Endpoint::Products, &token, &rights));
    }

    #[test]
    fn who_read_a_restricted_incident_is_for_those_who_restrict_by_the_products_own_table() {
        let token = Token { product: "clinics".into(), role: Role::ShiftHead, act_as: false };
        assert!(allowed(Endpoint::Reads, &token, &Rights::default()));
        let mut rights = Rights::default();
        rights.0.entry(Role::ShiftHead).or_default().remove(&Right::Restricts);
        assert!(!allowed(Endpoint::Reads, &token, &rights) && allowed(Endpoint::Journal, &token, &rights));
    }
}
