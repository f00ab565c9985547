//! Checks of `procedure.yaml`, `drill.yaml`, `problem.yaml` and the built-in procedures.

use super::is_id;
use crate::configuration::Surroundings;
use crate::configuration::fault::Fault;
use crate::configuration::files::ProcedureFile;
use crate::configuration::source::Place;
use crate::configuration::wrong::{What, Wrong};
use nabat_domain::catalogue::{Language, Right, Rights, Role};
use nabat_domain::procedure::{Kind, ProcedureFault};

pub fn check(file: &ProcedureFile, rights: &Rights, surroundings: Surroundings<'_>, found: &mut Vec<Fault>) {
    if file.procedure.id != file.expected {
        let wrong = Wrong::ProcedureName { expected: file.expected, found: file.procedure.id.clone() };
        found.push(Fault::at(file.source.of(&file.outline.id), wrong));
    }
    for fault in file.procedure.faults() {
        found.push(Fault::at(place_of(file, &fault), Wrong::Procedure(fault)));
    }
    check_ids(file, found);
    check_approval(file, rights, surroundings, found);
    if matches!(file.expected, "incident" | "drill") && file.procedure.step_of_kind(Kind::Decision).is_none() {
        found.push(Fault::at(file.source.of(&file.outline.id), Wrong::NoDecision));
    }
    if file.expected == "problem" && file.procedure.step_of_kind(Kind::Exit).is_none() {
        found.push(Fault::at(file.source.of(&file.outline.id), Wrong::NoExit));
    }
    check_wording(file, surroundings.missing_wording, found);
}

/// Ids stand in prompts' ids, between dots.
fn check_ids(file: &ProcedureFile, found: &mut Vec<Fault>) {
    let stages = file.procedure.stages.iter().map(|stage| stage.id.as_str());
    for id in stages.filter(|id| !is_id(id)) {
        found.push(Fault::at(file.stage(id), Wrong::BadId { what: What::Stage, id: id.to_owned() }));
    }
    let steps = file.procedure.steps.iter().map(|step| step.id.as_str());
    for id in steps.filter(|id| !is_id(id)) {
        found.push(Fault::at(file.step(id), Wrong::BadId { what: What::Step, id: id.to_owned() }));
    }
}

/// What is put in force today was approved by somebody who may, and its day has come.
fn check_approval(file: &ProcedureFile, rights: &Rights, surroundings: Surroundings<'_>, found: &mut Vec<Fault>) {
    let procedure = &file.procedure;
    let role = Role::read(procedure.approved_by.trim());
    if let Some(role) = role.filter(|role| !rights.allow(&[*role].into(), Right::Approves)) {
        found.push(Fault::at(file.approved_by(), Wrong::MayNotApprove { role }));
    }
    if procedure.approved_on > surroundings.today {
        found.push(Fault::at(file.approved_on(), Wrong::ApprovedAhead { on: procedure.approved_on }));
    } else if procedure.in_force_since() > surroundings.today {
        let wrong = Wrong::NotYetInForce { since: procedure.in_force_since() };
        found.push(Fault::at(file.in_force_since(), wrong));
    }
}

fn check_wording(file: &ProcedureFile, missing: &dyn Fn(&str) -> Vec<Language>, found: &mut Vec<Fault>) {
    let mut tell = |thing: String, keys: &[String], place: Place| {
        for language in Language::ALL {
            let lacking = keys.iter().filter(|key| missing(key).contains(&language));
            let keys: Vec<String> = lacking.cloned().collect();
            if !keys.is_empty() {
                found.push(Fault::at(place.clone(), Wrong::NoWording { thing: thing.clone(), keys, language }));
            }
        }
    };
    for stage in &file.procedure.stages {
        let id = &stage.id;
        tell(format!("stage `{id}`"), &[format!("stage-{id}")], file.stage(id.as_str()));
    }
    for step in &file.procedure.steps {
        let id = &step.id;
        tell(format!("step `{id}`"), &[format!("step-{id}"), format!("ask-step-{id}")], file.step(id.as_str()));
        for choice in &step.choices {
            let thing = format!("answer `{choice}` of step `{id}`");
            tell(thing, &[format!("choice-{id}-{choice}")], file.step(id.as_str()));
        }
    }
}

fn place_of(file: &ProcedureFile, fault: &ProcedureFault) -> Place {
    match fault {
        ProcedureFault::StageTwice(stage)
        | ProcedureFault::EndsWithUnknownStep(stage, _)
        | ProcedureFault::EndsWithLaterStep(stage, _)
        | ProcedureFault::NeverEnds(stage)
        | ProcedureFault::ReturnsNowhere(stage, _) => file.stage(stage.as_str()),
        ProcedureFault::StepTwice(step)
        | ProcedureFault::UnknownStage(step, _)
        | ProcedureFault::NothingToChoose(step)
        | ProcedureFault::DependsAhead(step, _)
        | ProcedureFault::DependsOnNothing(step)
        | ProcedureFault::NoSuchAnswer(step, ..) => file.step(step.as_str()),
        ProcedureFault::NobodyApproved => file.approved_by(),
        ProcedureFault::InForceBeforeApproval => file.in_force_since(),
    }
}
