//! `procedure.yaml`, `drill.yaml` and `problem.yaml`: the domain's own form, with the places of its ids beside it.

use crate::configuration::source::{Place, Source};
use nabat_domain::procedure::Procedure;
use serde::Deserialize;
use serde_saphyr::Spanned;

/// A procedure and where its parts stand.
pub struct ProcedureFile {
    /// The id the file's name promises.
    pub expected: &'static str,
    /// The file, or the built-in text.
    pub source: Source,
    /// What it says.
    pub procedure: Procedure,
    /// Where it says it.
    pub outline: Outline,
}

/// Only the ids of a procedure and its approval, with their places.
#[derive(Deserialize)]
pub struct Outline {
    pub id: Spanned<String>,
    approved_by: Spanned<String>,
    approved_on: Spanned<String>,
    #[serde(default)]
    in_force_since: Option<Spanned<String>>,
    stages: Vec<Named>,
    steps: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: Spanned<String>,
}

impl ProcedureFile {
    /// Where a stage stands; the last place, if it stands twice.
    pub fn stage(&self, id: &str) -> Place {
        self.last(&self.outline.stages, id)
    }

    /// Where a step stands; the last place, if it stands twice.
    pub fn step(&self, id: &str) -> Place {
        self.last(&self.outline.steps, id)
    }

    /// Where it says who approved it.
    pub fn approved_by(&self) -> Place {
        self.source.of(&self.outline.approved_by)
    }

    /// Where it says when it was approved.
    pub fn approved_on(&self) -> Place {
        self.source.of(&self.outline.approved_on)
    }

    /// Where it says since when it is in force: of itself, from its approval on.
    pub fn in_force_since(&self) -> Place {
        self.source.of(self.outline.in_force_since.as_ref().unwrap_or(&self.outline.approved_on))
    }

    fn last(&self, list: &[Named], id: &str) -> Place {
        let named = list.iter().rev().map(|named| &named.id).find(|named| named.value == id);
        self.source.of(named.unwrap_or(&self.outline.id))
    }
}
