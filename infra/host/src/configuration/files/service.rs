//! `services.yaml`: one entry a service.

use chrono::NaiveDate;
use nabat_domain::catalogue::{Assessment, BusinessFunction, Criticality, Exception, Scores, Service, Supplier};
use nabat_domain::ids::{FunctionId, PersonId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// A service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceEntry {
    pub id: Spanned<ServiceId>,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub assessment: AssessmentEntry,
    pub owners: Spanned<Vec<Spanned<PersonId>>>,
    pub functions: Spanned<Vec<FunctionEntry>>,
    #[serde(default)]
    pub suppliers: Vec<SupplierEntry>,
}

/// Its assessment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssessmentEntry {
    pub scores: Spanned<ScoresEntry>,
    #[serde(default)]
    pub threat_to_life: bool,
    pub approved_by: String,
    pub valid_until: Spanned<NaiveDate>,
    #[serde(default)]
    pub exception: Option<ExceptionEntry>,
}

/// The six answers, 0 to 3.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoresEntry {
    pub people: u8,
    pub harm: u8,
    pub workaround: u8,
    pub hours: u8,
    pub money: u8,
    pub dependants: u8,
}

/// A class the committee set itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionEntry {
    pub class: Criticality,
    pub decision: String,
}

/// What users do with the service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionEntry {
    pub id: Spanned<FunctionId>,
    pub name: String,
}

/// A service it needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplierEntry {
    pub id: Spanned<ServiceId>,
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
        BusinessFunction { id: self.id.value.clone(), name: self.name.clone() }
    }
}

impl SupplierEntry {
    fn supplier(&self) -> Supplier {
        Supplier { id: self.id.value.clone(), hard: self.hard }
    }
}
