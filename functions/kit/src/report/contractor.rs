//! The contractor's part: when it was handed over, what the contractor said, what the contract allows.

mod matter;

pub use matter::claimable_working;

use super::Told;
use super::part::{Name, Part, Section, key, message};
use super::stages::against;
use nabat_domain::catalogue::{Contract, Role};
use nabat_domain::incident::{Answer, Arg, Done, Value, Wording, value_arg};
use nabat_domain::procedure::{Kind, Step};
use nabat_domain::time::{At, Length};

/// The answer that hands an incident to the contractor.
const HAND_OVER: &str = "hand_over";

/// Only for those who see everything: terms and overruns are nobody else's business.
pub(super) fn section(told: &Told) -> Section {
    let matters = &told.state.contractors.matters;
    if !matters.is_empty() {
        return Section::full_only(
            "report-contractor",
            matters.values().flat_map(|of| matter::parts(told, of)).collect(),
        );
    }
    // A journal from before hand-overs had facts of their own.
    let Some(handed) = handed(told) else { return Section::full_only("report-contractor", Vec::new()) };
    let mut facts = vec![(
        Name::Key("report-handed-over"),
        message(
            Wording::new("report-by-at")
                .with("by", Arg::Person(handed.by.clone()))
                .with("at", Arg::Moment(handed.stated_at)),
        ),
    )];
    facts.extend(steps(told).map(|step| (Name::Of(Arg::Step(step.id.clone())), said(told, step))));
    if let Some(contract) = told.speaker.catalogue.contract_of(&told.state.head.service, handed.stated_at) {
        facts.splice(0..0, agreement(contract));
        facts.extend(terms(told, contract, handed.stated_at));
    }
    Section::full_only("report-contractor", vec![Part::Facts(facts)])
}

/// The answer by which it was handed over.
fn handed<'t>(told: &'t Told) -> Option<&'t Answer> {
    let mut steps = told.procedure()?.steps.iter().filter(|step| step.choices.iter().any(|choice| choice == HAND_OVER));
    let answer = told.state.answer(steps.next()?.id.as_str())?;
    matches!(&answer.value, Value::Choice { choice } if choice == HAND_OVER).then_some(answer)
}

fn steps<'t>(told: &'t Told) -> impl Iterator<Item = &'t Step> {
    let steps = told.procedure().into_iter().flat_map(|procedure| procedure.steps.iter());
    steps.filter(|step| step.role == Role::Contractor)
}

fn said(told: &Told, step: &Step) -> Arg {
    match told.state.steps.done.get(step.id.as_str()) {
        Some(Done::Answered(answer)) => message(
            Wording::new("report-said-by-at")
                .with("said", value_arg(&step.id, &answer.value))
                .with("by", Arg::Person(answer.by.clone()))
                .with("at", Arg::Moment(answer.stated_at)),
        ),
        Some(Done::Waived(_)) => key("report-waived"),
        None => key("report-not-given"),
    }
}

fn agreement(contract: &Contract) -> [(Name, Arg); 2] {
    [
        (Name::Key("report-contractor-name"), Arg::Word(contract.contractor.clone())),
        (Name::Key("report-contract"), Arg::Word(contract.id.to_string())),
    ]
}

/// How long reaction and restoration took from the hand-over on, against what the contract allows.
fn terms(told: &Told, contract: &Contract, handed: At) -> [(Name, Arg); 2] {
    let received = steps(told).find(|step| step.kind == Kind::Accept);
    let received = received.and_then(|step| told.state.answer(step.id.as_str())).map(|answer| answer.stated_at);
    let term = |ended: Option<At>, minutes: u32| {
        let until = ended.unwrap_or(told.state.head.closed_at.unwrap_or(told.state.head.at));
        let (actual, allowed) = (Length(until.since(handed).0.max(0)), Length::minutes(i64::from(minutes)));
        message(
            Wording::new("report-term")
                .with("actual", Arg::Length(actual))
                .with("allowed", Arg::Length(allowed))
                .with("against", against(actual, allowed)),
        )
    };
    [
        (Name::Key("report-reaction"), term(received, contract.reaction_minutes)),
        (Name::Key("report-restoration"), term(told.state.restored_at(), contract.restoration_minutes)),
    ]
}
