//! Checks of `procedure.yaml`, `drill.yaml` and the built-in procedures.

use crate::configuration::fault::Fault;
use crate::configuration::files::ProcedureFile;
use crate::configuration::source::Place;
use crate::configuration::wrong::Wrong;
use nabat_domain::catalogue::Language;
use nabat_domain::procedure::ProcedureFault;

pub fn check(file: &ProcedureFile, missing_wording: &dyn Fn(&str) -> Vec<Language>, found: &mut Vec<Fault>) {
    if file.procedure.id != file.expected {
        let wrong = Wrong::ProcedureName { expected: file.expected, found: file.procedure.id.clone() };
        found.push(Fault::at(file.source.of(&file.outline.id), wrong));
    }
    for fault in file.procedure.faults() {
        found.push(Fault::at(place_of(file, &fault), Wrong::Procedure(fault)));
    }
    for step in &file.procedure.steps {
        for language in missing_wording(step.id.as_str()) {
            let wrong = Wrong::NoWording { step: step.id.to_string(), language };
            found.push(Fault::at(file.step(step.id.as_str()), wrong));
        }
    }
}

fn place_of(file: &ProcedureFile, fault: &ProcedureFault) -> Place {
    match fault {
        ProcedureFault::StageTwice(stage) | ProcedureFault::EndsWithUnknownStep(stage, _) => file.stage(stage.as_str()),
        ProcedureFault::StepTwice(step)
        | ProcedureFault::UnknownStage(step, _)
        | ProcedureFault::NothingToChoose(step)
        | ProcedureFault::DependsAhead(step, _) => file.step(step.as_str()),
    }
}
