//! `services.yaml`: one entry a service.

#[cfg(test)]
use crate::configuration::schema;
use chrono::NaiveDate;
use nabat_domain::catalogue::{
    Assessment, BusinessFunction, Criticality, Exception, Scores, Service, Supplier, UsersQuery,
};
use nabat_domain::ids::{FunctionId, PersonId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// A service.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceEntry {
    /// Its id: stands in addresses and in what the desk sends.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ServiceId>,
    /// Its name.
    pub name: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its assessment, from which its class is computed.
    pub assessment: AssessmentEntry,
    /// Who answers for it.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub owners: Spanned<Vec<Spanned<PersonId>>>,
    /// What users do with it.
    #[cfg_attr(test, schemars(with = "Vec<FunctionEntry>"))]
    pub functions: Spanned<Vec<FunctionEntry>>,
    /// Services it needs.
    #[serde(default)]
    pub suppliers: Vec<SupplierEntry>,
    /// How its series are found in monitoring, where not by its id: `namespace="pay",pod=~"api-.*"`.
    #[serde(default)]
    pub monitoring: Option<String>,
    /// How its users are counted, for functions that do not say so themselves.
    #[serde(default)]
    pub users: Option<UsersEntry>,
}

/// How users are counted: asked of monitoring every minute of a failure, and about the same hour of four weeks
/// before. What it does not answer stays unknown; `or vector(0)` makes nobody out of no answer.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UsersEntry {
    /// A query for the number of users at a moment: `sum(active_sessions{service="booking"})`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub query: Spanned<String>,
    /// The label whose value is an organisation, by id or by name, where the query gives a series for each.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub organisation: Option<Spanned<String>>,
}

/// Its assessment.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssessmentEntry {
    /// The six answers, 0 to 3 each.
    #[cfg_attr(test, schemars(with = "ScoresEntry"))]
    pub scores: Spanned<ScoresEntry>,
    /// Mission critical at once.
    #[serde(default)]
    pub threat_to_life: bool,
    /// Who approved it.
    pub approved_by: String,
    /// The last day it holds.
    #[cfg_attr(test, schemars(with = "NaiveDate"))]
    pub valid_until: Spanned<NaiveDate>,
    /// A class the committee set itself.
    #[serde(default)]
    pub exception: Option<ExceptionEntry>,
}

/// The six answers, 0 to 3.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoresEntry {
    /// People affected an hour.
    #[cfg_attr(test, schemars(with = "schema::Score"))]
    pub people: u8,
    /// Harm to patients, or a legal duty.
    #[cfg_attr(test, schemars(with = "schema::Score"))]
    pub harm: u8,
    /// Whether work goes on by hand.
    #[cfg_attr(test, schemars(with = "schema::Score"))]
    pub workaround: u8,
    /// Hours of need.
    #[cfg_attr(test, schemars(with = "schema::Score"))]
    pub hours: u8,
    /// Money or a contract.
    #[cfg_attr(test, schemars(with = "schema::Score"))]
    pub money: u8,
    /// Services that depend on it.
    #[cfg_attr(test, schemars(with = "schema::Score"))]
    pub dependants: u8,
}

/// A class the committee set itself.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionEntry {
    /// The class.
    #[cfg_attr(test, schemars(with = "schema::Word<Criticality>"))]
    pub class: Criticality,
    /// Number of the committee's decision.
    pub decision: String,
}

/// What users do with the service.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FunctionEntry {
    /// Its id.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<FunctionId>,
    /// What users do: `Book an appointment`.
    pub name: String,
    /// How its users are counted.
    #[serde(default)]
    pub users: Option<UsersEntry>,
}

/// A service it needs.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupplierEntry {
    /// The other service's id.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ServiceId>,
    /// Does not work at all without it.
    #[serde(default)]
    pub hard: bool,
}

impl ServiceEntry {
    /// The service of the catalogue.
    pub fn service(&self) -> Service {
        Service {
            id: self.id.value.clone(),
            name: self.name.clone(),
            aliases: self.aliases.clone(),
            assessment: self.assessment.assessment(),
            owners: self.owners.value.iter().map(|owner| owner.value.clone()).collect(),
            functions: self.functions.value.iter().map(FunctionEntry::function).collect(),
            suppliers: self.suppliers.iter().map(SupplierEntry::supplier).collect(),
            monitoring: self.monitoring.clone(),
            users: self.users.as_ref().map(UsersEntry::users),
        }
    }
}

impl AssessmentEntry {
    fn assessment(&self) -> Assessment {
        let exception = self.exception.as_ref();
        Assessment {
            scores: self.scores.value.scores(),
            threat_to_life: self.threat_to_life,
            approved_by: self.approved_by.clone(),
            valid_until: self.valid_until.value,
            exception: exception.map(|set| Exception { class: set.class, decision: set.decision.clone() }),
        }
    }
}

impl ScoresEntry {
    /// The answers by the question's name.
    pub const fn by_question(&self) -> [(&'static str, u8); 6] {
        [
            ("people", self.people),
            ("harm", self.harm),
            ("workaround", self.workaround),
            ("hours", self.hours),
            ("money", self.money),
            ("dependants", self.dependants),
        ]
    }

    const fn scores(&self) -> Scores {
        Scores {
            people: self.people,
            harm: self.harm,
            workaround: self.workaround,
            hours: self.hours,
            money: self.money,
            dependants: self.dependants,
        }
    }
}

impl FunctionEntry {
    fn function(&self) -> BusinessFunction {
        let users = self.users.as_ref().map(UsersEntry::users);
        BusinessFunction { id: self.id.value.clone(), name: self.name.clone(), users }
    }
}

impl UsersEntry {
    fn users(&self) -> UsersQuery {
        let organisation = self.organisation.as_ref().map(|label| label.value.clone());
        UsersQuery { query: self.query.value.clone(), organisation }
    }
}

impl SupplierEntry {
    fn supplier(&self) -> Supplier {
        Supplier { id: self.id.value.clone(), hard: self.hard }
    }
}
