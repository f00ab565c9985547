//! What people say to a prompt: from the message catalogues, in the product's language.

use super::cast::Cast;
use super::dice::Dice;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::incident::{Prompt, State};
use nabat_domain::procedure::Kind;
use nabat_domain::time::{At, Length};
use nabat_kit::messages::say;

/// Something said to a prompt: by button, or in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// A choice.
    Pressed(String),
    /// Words.
    Typed(String),
}

/// What a person will say to a prompt, in order; the last line is meant to be taken.
pub fn lines(
    language: Language,
    zone: chrono_tz::Tz,
    prompt: &Prompt,
    state: &State,
    cast: Cast,
    dice: &mut Dice,
    at: At,
) -> Vec<Line> {
    let words = |key: &str| Line::Typed(say(language, key, &[]));
    let clock = |at: At| at.in_zone(zone).format("%H:%M").to_string();
    match prompt.kind {
        Kind::Accept => {
            vec![if dice.happens(50) { Line::Pressed("accepted".to_owned()) } else { words("demo-accepted") }]
        }
        Kind::Began => {
            let mut lines = Vec::new();
            if cast.mistypes {
                lines.push(Line::Typed("25:70".to_owned()));
            }
            let earlier = dice.between(0, 6);
            lines.push(if earlier == 0 {
                Line::Pressed("as_registered".to_owned())
            } else {
                Line::Typed(clock(state.head.began.minus(Length::minutes(earlier))))
            });
            lines
        }
        Kind::Restored => {
            let earlier = dice.between(0, 4);
            let moment = at.minus(Length::minutes(earlier)).max(state.head.began);
            vec![Line::Typed(say(language, "demo-restored", &[("at", &clock(moment))]))]
        }
        Kind::Choice => vec![Line::Pressed(choice(prompt, state, cast, dice))],
        Kind::Text => {
            let mut lines = Vec::new();
            if cast.mistypes && prompt.step.as_str() == "summary" {
                lines.push(Line::Typed("…".to_owned()));
            }
            lines.push(words(&format!("demo-text-{}", prompt.step)));
            lines
        }
        Kind::Scope => vec![Line::Pressed("all".to_owned())],
        Kind::Fault => prompt.choices.first().cloned().map(Line::Pressed).into_iter().collect(),
        Kind::Word => vec![words(&format!("demo-word-{}", dice.between(1, 3)))],
        Kind::Works => {
            let fails = cast.verification_fails && prompt.id.as_str().ends_with(".1");
            vec![words(if fails { "demo-does-not-work" } else { "demo-works" })]
        }
        Kind::Impact => match dice.below(3) {
            0 => vec![Line::Pressed("works".to_owned())],
            1 => vec![words("demo-degraded")],
            _ => vec![Line::Pressed("does_not_work".to_owned())],
        },
        Kind::Recovered => match dice.below(4) {
            0 => vec![Line::Pressed("degraded".to_owned()), words("demo-degraded")],
            _ => vec![Line::Pressed("works".to_owned())],
        },
        Kind::Decision => vec![Line::Pressed(if cast.makes_problem { "new_problem" } else { "no_problem" }.to_owned())],
        Kind::Problem => vec![Line::Typed("PRB-0001".to_owned())],
        Kind::Cause | Kind::Exit | Kind::Person | Kind::Day | Kind::Fixed => super::problem::lines(language, prompt),
        Kind::Provided => vec![words("demo-text-provided")],
        // A hand-back is refused once in a while, and then accepted.
        Kind::HandBack if prompt.instance().ends_with("#1") && dice.happens(30) => {
            vec![Line::Pressed("refuse".to_owned())]
        }
        Kind::Duplicate | Kind::Linked | Kind::HandBack | Kind::OnContractor => {
            prompt.choices.last().cloned().map(Line::Pressed).into_iter().collect()
        }
    }
}

fn choice(prompt: &Prompt, state: &State, cast: Cast, dice: &mut Dice) -> String {
    let covered = state.people.holders.contains_key(&Role::Contractor);
    let meant = match prompt.step.as_str() {
        "planned" => Some("no_works"),
        "handover" if cast.to_contractor && covered => Some("hand_over"),
        "handover" => Some("keep"),
        // Whoever was handed the matter and did it is mostly at fault too.
        "whose_fault" if !state.contractors.is_empty() && dice.happens(80) => Some("contractor"),
        _ => None,
    };
    let thrown = || dice.one_of(&prompt.choices).cloned();
    meant.map(str::to_owned).or_else(thrown).unwrap_or_default()
}

/// How long a person takes to answer, by what is asked.
pub fn delay(kind: Kind, cast: Cast, first: bool, dice: &mut Dice) -> Length {
    let seconds = match kind {
        Kind::Accept if cast.sleeps && first => 24 * 3_600,
        Kind::Accept => dice.between(30, 150),
        Kind::Restored if cast.restores_early => dice.between(240, 600),
        Kind::Restored => dice.between(900, 2_400),
        Kind::Impact | Kind::Recovered => dice.between(60, 900),
        Kind::Fault | Kind::Cause | Kind::Exit | Kind::Person | Kind::Day | Kind::Fixed => dice.between(240, 900),
        Kind::Text | Kind::Word | Kind::Provided => dice.between(60, 300),
        Kind::Decision => dice.between(300, 1_200),
        Kind::Began
        | Kind::Choice
        | Kind::Scope
        | Kind::Works
        | Kind::Problem
        | Kind::Duplicate
        | Kind::Linked
        | Kind::HandBack
        | Kind::OnContractor => dice.between(20, 120),
    };
    Length::seconds(seconds)
}
