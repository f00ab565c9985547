//! Everything the default procedures and the domain name has a name in both languages.

use super::super::has;
use nabat_domain::catalogue::{Criticality, Language, Priority, Role};
use nabat_domain::procedure::{DEFAULT_DRILL, DEFAULT_INCIDENT, DEFAULT_PROBLEM, Kind, Procedure, Step};

pub(super) fn default_procedures() -> Vec<Procedure> {
    let read = |text| serde_saphyr::from_str(text).expect("the default procedures are YAML");
    [DEFAULT_INCIDENT, DEFAULT_DRILL, DEFAULT_PROBLEM].map(read).to_vec()
}

fn assert_named(key: &str) {
    for language in Language::ALL {
        assert!(has(language, key), "no `{key}` in {}", language.as_str());
    }
}

/// Buttons a step offers beyond its own choices.
fn offered(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Accept => &["accepted"],
        Kind::Began => &["as_registered", "now"],
        Kind::Restored | Kind::Fixed => &["now"],
        Kind::Scope => &["all"],
        Kind::Fault => &["unknown"],
        Kind::Choice
        | Kind::Text
        | Kind::Word
        | Kind::Works
        | Kind::Impact
        | Kind::Recovered
        | Kind::Decision
        | Kind::Problem
        | Kind::Cause
        | Kind::Exit
        | Kind::Person
        | Kind::Day
        | Kind::Duplicate
        | Kind::Linked
        | Kind::Provided
        | Kind::HandBack
        | Kind::OnContractor => &[],
    }
}

fn assert_worded(step: &Step) {
    assert_named(&format!("step-{}", step.id));
    assert_named(&format!("ask-step-{}", step.id));
    let own = step.choices.iter().map(String::as_str);
    for choice in own.chain(offered(step.kind).iter().copied()) {
        assert_named(&format!("choice-{}-{choice}", step.id));
    }
}

#[test]
fn stages_steps_and_choices_of_the_default_procedures() {
    for procedure in default_procedures() {
        procedure.stages.iter().for_each(|stage| assert_named(&format!("stage-{}", stage.id)));
        procedure.steps.iter().for_each(assert_worded);
    }
}

#[test]
fn roles_classes_priorities_and_states() {
    Role::ALL.iter().for_each(|role| assert_named(&format!("role-{}", role.as_str())));
    let classes = [
        Criticality::OfficeProductivity,
        Criticality::BusinessOperational,
        Criticality::BusinessCritical,
        Criticality::MissionCritical,
    ];
    classes.iter().for_each(|class| assert_named(&format!("criticality-{}", class.as_str())));
    let priorities = [Priority::P1, Priority::P2, Priority::P3, Priority::P4];
    priorities.iter().for_each(|priority| assert_named(&format!("priority-{}", priority.as_str())));
    for standing in ["open", "recorded_only", "duplicate_offered", "merged", "linked", "closed", "annulled"] {
        assert_named(&format!("standing-{standing}"));
    }
}
