//! What to do about each thing that can be wrong.

use super::wrong::{What, Wrong};
use miette::Severity;

impl Wrong {
    /// Whether the product cannot work so, or merely should not.
    pub const fn severity(&self) -> Severity {
        if matches!(
            self,
            Self::AssessmentExpired { .. }
                | Self::ContractExpired { .. }
                | Self::Gap { .. }
                | Self::ContractorUnled { .. }
                | Self::OnlyTopics { .. }
                | Self::UnknownInSecond { .. }
                | Self::AnnouncedTooLate
        ) {
            Severity::Warning
        } else {
            Severity::Error
        }
    }

    /// What to do about it.
    pub fn cure(&self) -> String {
        match self {
            Self::Unreadable { .. } => "check that the path exists, may be read and is UTF-8 text".into(),
            Self::NoProduct => "name the folder above this one if this is a product's own; else make a folder here, named after the product's id, with product.yaml, services.yaml, people.yaml, contracts.yaml and duty.yaml".into(),
            Self::NoFile { file } => format!("add `{file}`; a list with nothing in it is written `[]`"),
            Self::StrayFile { near, .. } => meant(near, "rename or remove it"),
            Self::Form { .. } => "correct this value: lines are indented by spaces, never tabs, and each key stands once in its entry; `nabat init DIR` writes a commented example of the files".into(),
            Self::UnknownKey { near, known, .. } | Self::UnknownWord { near, known, .. } => {
                meant(near, &format!("write one of: {}", known.join(", ")))
            }
            Self::NoKey { key } => format!("add `{key}:` to this entry"),
            Self::UnknownZone { near, .. } => meant(near, "write an IANA zone, such as `Europe/Moscow`"),
            Self::BadId { what: What::Person, .. } => "write the staff number in letters, digits, `-` and `_`".into(),
            Self::BadId { what: What::Secret, .. } => "write the secret's name in letters, digits, `-` and `_`; its value stands in no file here".into(),
            Self::BadId { .. } => "write it in letters, digits, `-` and `_`; it stands in addresses".into(),
            Self::Unknown { what, near, .. } => meant(near, &add(*what)),
            Self::Twice { what, .. } => format!("remove one of the two, or give this {what} another id"),
            Self::NoName { .. } => "write the name people say when they speak of it".into(),
            Self::NameTwice { .. } => "leave the name with one of the two, and give the other one that tells them apart".into(),
            Self::NoFunctions { .. } => "name at least one thing users do with it: `- { id: …, name: … }`".into(),
            Self::TooManyFunctions { .. } => {
                "make services of its parts: users lose one thing they know by name, not a hundred".into()
            }
            Self::TooManyAsked { most, .. } => {
                format!("write {most} or less: the nearest are asked, the others are named in the chat")
            }
            Self::NoOwners { .. } => "name at least one person with the role `service_owner`".into(),
            Self::ScoreTooHigh { .. } => "score each question 0, 1, 2 or 3".into(),
            Self::AssessmentExpired { .. } => "have the assessment approved again and set `valid_until`".into(),
            Self::HardCycle { .. } => "remove `hard: true` from the link the service can do without".into(),
            Self::NoRole { .. } => "give the person a role, or remove the entry: only people with a role belong here".into(),
            Self::SomebodyElse { .. } => {
                "give one of the two another id: both would be in the same chats; one person has one name in both, or a contact that stands in both".into()
            }
            Self::IdIsName { .. } => "use the staff number: journals keep ids for ever, names can be erased".into(),
            Self::LacksRole { role, .. } => {
                format!("add `{}` to the person's roles in people.yaml, or name somebody else", role.as_str())
            }
            Self::NoServices { .. } => "name the services the contract covers".into(),
            Self::EndsBeforeItBegins { .. } => "`until` is the last day in force; set it on or after `from`".into(),
            Self::NobodySpeaks { .. } => "name at least one person with the role `contractor`".into(),
            Self::CeilingBelowFixed { .. } => "set `ceiling` to at least `fixed`".into(),
            Self::TwoContracts { .. } => "take the service out of one of the two, or let them follow each other".into(),
            Self::ContractExpired { .. } => "set `until` to the prolonged date, or remove the contract".into(),
            Self::NotAShare { .. } => "write a fraction of one with at most nine decimals, such as `0.985`".into(),
            Self::TargetBefore { .. } => "put the targets in order of their days, each day once".into(),
            Self::DigestTwice { .. } => "remove one of the two, or give it another language".into(),
            Self::NotAMoment { .. } => "write it with its offset, such as `2026-06-15T12:00:00+03:00`".into(),
            Self::WorksEndBeforeTheyBegin => "set `ends_at` after `starts_at`".into(),
            Self::AnnouncedTooLate => "such works are failure and count; remove them, or correct `announced_at`".into(),
            Self::NoFallback => "name at least one person to call when nobody is on duty".into(),
            Self::NoTiming { class } => format!("add `{}:` with stages, incident, accept, remind, rhythm", class.as_str()),
            Self::NoBudget { stage, .. } => format!("add `{stage}: MINUTES` to these stages"),
            Self::BadWeekday { .. } => "write 1 for Monday to 7 for Sunday".into(),
            Self::NobodyInShift => "name the people who take it in turn, or remove the shift".into(),
            Self::NoRota { role } => format!("add a rota with `role: {}` to this file", role.as_str()),
            Self::Gap { .. } => "add a shift for these hours; until then the fallback chain is called".into(),
            Self::ProcedureName { expected, .. } => format!("write `id: {expected}`"),
            Self::Procedure(_) => "correct the procedure, raise its `version` and have it approved".into(),
            Self::MayNotApprove { role } => {
                format!("name who approved it, or add `approves` to `{}` under `rights` in product.yaml", role.as_str())
            }
            Self::ApprovedAhead { .. } => "keep the version in force in this file until the new one is approved".into(),
            Self::NotYetInForce { .. } => "keep the version in force in this file until that day".into(),
            Self::ContractorUnled { .. } => {
                "take the contractor's steps over from `nabat procedure text`, or from the built-in procedure, and raise `version`".into()
            }
            Self::NoExit => "add a step with `kind: exit` and its choices".into(),
            Self::NoDecision => "add a step with `kind: decision` and its choices to the last stage".into(),
            Self::PasswordInTheOpen => "write `security: starttls` or `security: tls`".into(),
            Self::NotAnAddress { .. } => "write it as `name@host`, in plain letters".into(),
            Self::NotOneRecipient => "name exactly one of `person`, `channel`, `mailbox` in each entry".into(),
            Self::WaysWithoutPerson => "add `person:`, or remove `by`".into(),
            Self::MayNotSee { .. } => "write `text: callers`, or add `sees` to one of the person's roles under `rights` in product.yaml".into(),
            Self::NoContact { contact, .. } => format!("add `- {contact}: …` to the person's contacts, or tell them another way"),
            Self::NoEvents => "name at least one event, such as `incident.registered`".into(),
            Self::Address { .. } => "write an https address; `private: true` allows http and an address of one's own network".into(),
            Self::OnlyTopics { .. } => "have everybody of people.yaml join the group; who has not is named in each chat".into(),
            Self::StaysInChat { .. } => "lead this product's incidents in another messenger, or keep no contracts in it".into(),
            Self::SameMessenger { .. } => "name another connection, or `builtin`, or remove the line".into(),
            Self::UnknownInSecond { connection, .. } => {
                format!("add `- messenger: {{connection: {connection}, user: …}}` to their contacts in people.yaml")
            }
            Self::OtherConnection { wanted: wanted @ "a duty calendar", .. } => format!("name a connection to {wanted}"),
            Self::OtherConnection { wanted, .. } => format!("name a connection to {wanted}, or `builtin`"),
            Self::NoRecording { .. } => "put the file there, or correct its name; it is looked for from the folder of connections.yaml on".into(),
            Self::NoShifts { .. } => "add a shift or a calendar, or remove the rota".into(),
            Self::NotOneDeed => "write exactly one of `call`, `table`, `link`".into(),
            Self::NotAPage { .. } => "write it with `https://`, without a user or a password".into(),
            Self::Query { .. } => "write it as the monitoring system's own page takes it, in quotes of the other kind".into(),
            Self::NobodyToAsk => "name it in product.yaml: `monitoring: …`, or remove the query".into(),
            Self::NotALabel { .. } => "write the label's name alone, such as `organisation`".into(),
            Self::NoWording { keys, language, .. } => {
                format!("add to the catalogue of `{}`: `{}`", language.as_str(), keys.join("`, `"))
            }
        }
    }
}

fn meant(near: &Option<String>, otherwise: &str) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`? Otherwise: {otherwise}"),
        None => otherwise.to_owned(),
    }
}

fn add(what: What) -> String {
    match what {
        What::Person => "add the person to people.yaml".into(),
        What::Service => "add the service to services.yaml".into(),
        What::Stage => "name a stage of the product's procedures".into(),
        What::Step => "name a step of the procedure".into(),
        What::Gateway => "add the gateway under `gateways` in notices.yaml".into(),
        What::Connection => "add the connection to connections.yaml, beside the products' folders".into(),
        What::Channel => "add the channel under `channels` in notices.yaml".into(),
        What::WorkGroup => "add the group to `work_groups` in product.yaml, spelt as in the desk".into(),
        What::Product
        | What::Function
        | What::Organisation
        | What::Contract
        | What::Secret
        | What::Hook
        | What::Action => {
            format!("add the {what}")
        }
    }
}
