//! What sentences of the timeline are filled with.

use nabat_domain::catalogue::Priority;
use nabat_domain::ids::{PersonId, StepId};
use nabat_domain::incident::{Arg, Decided, Scope, Standing, TeamMember, TextRef, Wording};
use nabat_domain::masking::Kind;
use std::collections::BTreeMap;

/// Typed words.
pub(super) fn words(text: &TextRef) -> Arg {
    Arg::Text(text.clone())
}

/// A part of a sentence that may be missing.
pub(super) fn part(wording: Option<Wording>) -> Arg {
    wording.map_or_else(|| Arg::Word(String::new()), |wording| Arg::Message(Box::new(wording)))
}

/// A part of a sentence with one thing in it, if there is that thing.
pub(super) fn optional(key: &str, name: &str, arg: Option<Arg>) -> Arg {
    part(arg.map(|arg| Wording::new(key).with(name, arg)))
}

/// That an incident is restricted, or no longer; nobody said so where the catalogue does.
pub(super) fn restricted(restricted: bool, by: Option<&PersonId>, reason: Option<&TextRef>) -> Wording {
    let said = Wording::new(if restricted { "event-restricted" } else { "timeline-unrestricted" });
    let catalogue = || Arg::Message(Box::new(Wording::new("timeline-catalogue")));
    said.with("by", by.cloned().map_or_else(catalogue, Arg::Person))
        .with("reason", optional("timeline-reason", "text", reason.map(words)))
}

pub(super) fn priority(priority: Priority) -> Arg {
    Arg::Word(priority.as_str().to_owned())
}

/// People by name; "nobody" where there are none.
pub(super) fn people(people: &[PersonId]) -> Arg {
    if people.is_empty() {
        return Arg::Message(Box::new(Wording::new("timeline-nobody")));
    }
    Arg::List(people.iter().cloned().map(Arg::Person).collect())
}

/// Whom the messenger would not let in, if anybody.
pub(super) fn failed(failed: &[PersonId]) -> Arg {
    optional("timeline-failed", "people", (!failed.is_empty()).then(|| people(failed)))
}

/// Whom the messenger would not take out, if anybody.
pub(super) fn still_in(still: &[PersonId]) -> Arg {
    optional("timeline-still-in", "people", (!still.is_empty()).then(|| people(still)))
}

pub(super) fn team(team: &[TeamMember]) -> Arg {
    let one = |member: &TeamMember| {
        let nobody = || Arg::Message(Box::new(Wording::new("timeline-nobody")));
        let person = member.person.clone().map_or_else(nobody, Arg::Person);
        Arg::Message(Box::new(
            Wording::new("timeline-member").with("role", Arg::Role(member.role)).with("person", person),
        ))
    };
    Arg::List(team.iter().map(one).collect())
}

/// Where it is felt.
pub fn scope(scope: &Scope) -> Arg {
    match scope {
        Scope::All => Arg::Message(Box::new(Wording::new("value-scope-all"))),
        Scope::Organisations(list) => Arg::List(list.iter().cloned().map(Arg::Organisation).collect()),
    }
}

/// Who did it; the service desk where no person did.
pub(super) fn by_or_desk(by: Option<&PersonId>) -> Arg {
    by.cloned().map_or_else(|| Arg::Message(Box::new(Wording::new("timeline-desk"))), Arg::Person)
}

/// Its name among the standings of an incident.
pub const fn standing_key(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open => "standing-open",
        Standing::RecordedOnly => "standing-recorded_only",
        Standing::DuplicateOffered { .. } => "standing-duplicate_offered",
        Standing::Merged { .. } => "standing-merged",
        Standing::Linked { .. } => "standing-linked",
        Standing::Closed => "standing-closed",
        Standing::Annulled => "standing-annulled",
    }
}

pub(super) fn standing(standing: &Standing) -> Arg {
    Arg::Message(Box::new(Wording::new(standing_key(standing))))
}

/// The decision as its button shows it, with the problem where one is named.
pub fn decided(decided: &Decided) -> Arg {
    let choice = |choice: &str| Arg::Choice(StepId::from("decision"), choice.to_owned());
    match decided {
        Decided::NoProblem => choice("no_problem"),
        Decided::NewProblem => choice("new_problem"),
        Decided::KnownProblem { problem: None } => choice("known_problem"),
        Decided::KnownProblem { problem: Some(problem) } => Arg::Message(Box::new(
            Wording::new("timeline-decided")
                .with("decided", choice("known_problem"))
                .with("problem", Arg::Word(problem.to_string())),
        )),
    }
}

pub(super) fn masked(found: &BTreeMap<Kind, u32>) -> Arg {
    let one = |(kind, count): (&Kind, &u32)| {
        let args = Wording::new("timeline-masked")
            .with("kind", Arg::Message(Box::new(Wording::new(masked_key(*kind)))))
            .with("count", Arg::Number(i64::from(*count)));
        Arg::Message(Box::new(args))
    };
    Arg::List(found.iter().map(one).collect())
}

/// Its name among the kinds of masked data.
pub const fn masked_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Snils => "timeline-masked-snils",
        Kind::InnPerson | Kind::InnCompany => "timeline-masked-inn",
        Kind::Policy => "timeline-masked-policy",
        Kind::Card => "timeline-masked-card",
        Kind::Passport => "timeline-masked-passport",
        Kind::Phone => "timeline-masked-phone",
        Kind::Email => "timeline-masked-email",
        Kind::BirthDate => "timeline-masked-birth_date",
    }
}
