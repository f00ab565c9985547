//! Whether a procedure of the product's own leads the contractors it has contracts with: steps that came with
//! newer versions of the built-in one are missed where it was copied before.

use crate::configuration::fault::Fault;
use crate::configuration::files::ProcedureFile;
use crate::configuration::wrong::Wrong;
use nabat_domain::catalogue::Role;
use nabat_domain::procedure::{Kind, Procedure, Step};

/// Whether a procedure has what is needed.
type IsThere = fn(&Procedure) -> bool;

/// What leads a contractor, and what is said where it is missing.
const NEEDED: &[(&str, IsThere)] = &[
    ("no step that hands over to one (a choice `hand_over`)", |own| chooses(own, "hand_over")),
    ("no step in which one accepts (role `contractor`, kind `accept`)", |own| {
        own.steps.iter().any(|step| step.role == Role::Contractor && step.kind == Kind::Accept)
    }),
    ("no step `contractor_done`, with which one says what was done", |own| {
        own.steps.iter().any(|step| step.role == Role::Contractor && step.id.as_str() == "contractor_done")
    }),
    ("no step that answers what one asks for (kind `provided`)", |own| own.step_of_kind(Kind::Provided).is_some()),
    ("no step that takes work back from one (kind `hand_back`)", |own| own.step_of_kind(Kind::HandBack).is_some()),
    ("no step `whose_fault` with the choice `contractor`", |own| {
        own.steps.iter().any(|step| step.id.as_str() == "whose_fault" && has(step, "contractor"))
    }),
    ("no step that decides on a contractor who is only suspected (kind `on_contractor`)", |own| {
        own.step_of_kind(Kind::OnContractor).is_some()
    }),
];

/// Warns of every such step the procedure lacks.
pub fn check(file: &ProcedureFile, found: &mut Vec<Fault>) {
    for (what, there) in NEEDED {
        if !there(&file.procedure) {
            found.push(Fault::at(file.source.of(&file.outline.id), Wrong::ContractorUnled { what }));
        }
    }
}

fn chooses(procedure: &Procedure, choice: &str) -> bool {
    procedure.steps.iter().any(|step| has(step, choice))
}

fn has(step: &Step, choice: &str) -> bool {
    step.choices.iter().any(|known| known == choice)
}
