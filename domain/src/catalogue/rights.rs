//! Roles and what each may do: data per product, with this default.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A role in the process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Registers, talks to users, confirms functions, proposes the decision.
    FirstLine,
    /// Leads recovery.
    DutyEngineer,
    /// Speaks for the contractor.
    Contractor,
    /// Answers for a related service.
    ServiceOwner,
    /// Waives, corrects, takes the closing decision.
    ShiftHead,
    /// As the shift head; the only one who annuls.
    ProcessManager,
    /// Leads problems to their root cause.
    ProblemManager,
    /// Owns the procedure.
    Methodologist,
    /// Head of operations: sees.
    Head,
    /// Sees.
    Observer,
    /// Gets dead-list and refusal notices.
    ProductOwner,
    /// Tokens, configuration, dead list; decides nothing.
    Admin,
}

impl Role {
    /// Every role, in the order people list them.
    pub const ALL: [Self; 12] = [
        Self::FirstLine,
        Self::DutyEngineer,
        Self::Contractor,
        Self::ServiceOwner,
        Self::ShiftHead,
        Self::ProcessManager,
        Self::ProblemManager,
        Self::Methodologist,
        Self::Head,
        Self::Observer,
        Self::ProductOwner,
        Self::Admin,
    ];

    /// The id used in files, tokens and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstLine => "first_line",
            Self::DutyEngineer => "duty_engineer",
            Self::Contractor => "contractor",
            Self::ServiceOwner => "service_owner",
            Self::ShiftHead => "shift_head",
            Self::ProcessManager => "process_manager",
            Self::ProblemManager => "problem_manager",
            Self::Methodologist => "methodologist",
            Self::Head => "head",
            Self::Observer => "observer",
            Self::ProductOwner => "product_owner",
            Self::Admin => "admin",
        }
    }

    /// The role of that id, if there is one.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// What a role may do with an incident.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Read incidents.
    Sees,
    /// Answer prompts of a role held.
    Answers,
    /// Waive a step, or answer for somebody else under one's own name.
    Waives,
    /// Annul a false alarm.
    Annuls,
    /// Correct times and facts.
    Corrects,
    /// Take the closing decision.
    Closes,
    /// Approve versions of the procedure.
    Approves,
    /// Publish a period's figures.
    Publishes,
    /// Restrict incidents to those who take part in them, open them again, read those that are restricted and who
    /// read them.
    Restricts,
}

/// The table role × right of a product. A role that is not in it may do nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rights(pub BTreeMap<Role, BTreeSet<Right>>);

impl Rights {
    /// Whether any of the roles has the right.
    pub fn allow(&self, roles: &BTreeSet<Role>, right: Right) -> bool {
        roles.iter().any(|role| self.0.get(role).is_some_and(|rights| rights.contains(&right)))
    }
}

impl Default for Rights {
    fn default() -> Self {
        use Right::{Annuls, Answers, Approves, Closes, Corrects, Publishes, Restricts, Sees, Waives};
        let table: [(Role, &[Right]); 12] = [
            (Role::FirstLine, &[Sees, Answers]),
            (Role::DutyEngineer, &[Sees, Answers]),
            (Role::Contractor, &[Answers]),
            (Role::ServiceOwner, &[Answers]),
            (Role::ShiftHead, &[Sees, Answers, Waives, Corrects, Closes, Restricts]),
            (Role::ProcessManager, &[Sees, Answers, Waives, Corrects, Closes, Annuls, Publishes, Restricts]),
            (Role::ProblemManager, &[Sees, Answers]),
            (Role::Methodologist, &[Sees, Approves]),
            (Role::Head, &[Sees]),
            (Role::Observer, &[Sees]),
            (Role::ProductOwner, &[Sees]),
            (Role::Admin, &[Sees]),
        ];
        Self(table.into_iter().map(|(role, rights)| (role, rights.iter().copied().collect())).collect())
    }
}
