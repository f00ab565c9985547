//! What can be wrong with a configuration, each with its message.

use chrono::{NaiveDate, NaiveDateTime};
use nabat_domain::catalogue::{Criticality, Language, Role};
use nabat_domain::procedure::ProcedureFault;
use std::fmt;

/// What an id names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A product: its folder.
    Product,
    /// A service.
    Service,
    /// A business function.
    Function,
    /// An organisation.
    Organisation,
    /// A person.
    Person,
    /// A contract.
    Contract,
    /// A work group of the desk.
    WorkGroup,
    /// A stage of the procedure.
    Stage,
    /// A step of the procedure.
    Step,
    /// A service that calls or texts people.
    Gateway,
    /// A standing room of the messenger.
    Channel,
    /// A secret, by name.
    Secret,
    /// A connection to another system.
    Connection,
    /// A subscription to webhooks.
    Hook,
    /// An action of the runbook.
    Action,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Product => "product",
            Self::Service => "service",
            Self::Function => "function",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Contract => "contract",
            Self::WorkGroup => "work group",
            Self::Stage => "stage",
            Self::Step => "step",
            Self::Gateway => "gateway",
            Self::Channel => "channel",
            Self::Secret => "secret",
            Self::Connection => "connection",
            Self::Hook => "webhook",
            Self::Action => "action",
        })
    }
}

/// One thing wrong. Messages speak to whoever edits the files.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Wrong {
    /// The folder or a file cannot be read.
    #[error("cannot be read: {why}")]
    Unreadable { why: String },
    /// The folder has no product in it.
    #[error("no product in this folder")]
    NoProduct,
    /// A product's folder lacks a file.
    #[error("`{file}` is missing")]
    NoFile { file: &'static str },
    /// A file nobody reads.
    #[error("`{file}` is not a file of a product")]
    StrayFile { file: String, near: Option<String> },
    /// Not YAML, or not of the right form.
    #[error("{why}")]
    Form { why: String },
    /// A key nobody reads.
    #[error("unknown key `{key}`")]
    UnknownKey { key: String, near: Option<String>, known: Vec<&'static str> },
    /// A word out of a fixed list was meant.
    #[error("unknown word `{word}`")]
    UnknownWord { word: String, near: Option<String>, known: Vec<&'static str> },
    /// A key that must stand.
    #[error("`{key}` is missing")]
    NoKey { key: &'static str },
    /// A zone nobody knows.
    #[error("unknown zone `{zone}`")]
    UnknownZone { zone: String, near: Option<String> },
    /// An id that could not stand in an address.
    #[error("`{id}` cannot be the id of a {what}")]
    BadId { what: What, id: String },
    /// An id nobody has.
    #[error("unknown {what} `{id}`")]
    Unknown { what: What, id: String, near: Option<String> },
    /// An id that was given already.
    #[error("{what} `{id}` stands twice, first on line {line}")]
    Twice { what: What, id: String, line: usize },
    /// An organisation nobody could name.
    #[error("organisation `{id}` has a name without letters")]
    NoName { id: String },
    /// A name that means two organisations.
    #[error("the name `{name}` stands for another organisation on line {line}")]
    NameTwice { name: String, line: usize },
    /// A service nobody uses.
    #[error("service `{service}` has no functions")]
    NoFunctions { service: String },
    /// More functions than one incident is led over.
    #[error("service `{service}` has {count} functions, at most {most}")]
    TooManyFunctions { service: String, count: usize, most: usize },
    /// More related services asked than one incident is led over.
    #[error("`related_at_once` is {count}, at most {most}")]
    TooManyAsked { count: u32, most: u32 },
    /// A service nobody answers for.
    #[error("service `{service}` has no owners")]
    NoOwners { service: String },
    /// A score above the scale.
    #[error("score {score} for `{question}` is above 3")]
    ScoreTooHigh { question: &'static str, score: u8 },
    /// An assessment that no longer holds.
    #[error("the assessment of `{service}` expired on {on}")]
    AssessmentExpired { service: String, on: NaiveDate },
    /// Services that need each other to work at all.
    #[error("services need each other hard: {}", path.join(" → "))]
    HardCycle { path: Vec<String> },
    /// A person with nothing to do here.
    #[error("person `{person}` has no role")]
    NoRole { person: String },
    /// One id for two people who would share their chats.
    #[error("person `{person}` is somebody else in `{product}`: another name, and no contact that stands in both")]
    SomebodyElse { person: String, product: String },
    /// An id that tells who it is.
    #[error("id `{id}` contains the person's own name (`{word}`)")]
    IdIsName { id: String, word: String },
    /// Somebody stands where only holders of a role may.
    #[error("person `{person}` does not hold the role `{}`", role.as_str())]
    LacksRole { person: String, role: Role },
    /// A contract over nothing.
    #[error("contract `{contract}` names no services")]
    NoServices { contract: String },
    /// A contract that ends before it begins.
    #[error("contract `{contract}` ends before it begins")]
    EndsBeforeItBegins { contract: String },
    /// Nobody speaks for the contractor.
    #[error("contract `{contract}` names nobody who speaks for the contractor")]
    NobodySpeaks { contract: String },
    /// A ceiling that cuts one fixed sum.
    #[error("the ceiling of contract `{contract}` lies below its fixed sum")]
    CeilingBelowFixed { contract: String },
    /// Two contracts cover a service on the same day.
    #[error("service `{service}` is covered by contract `{other}` on the same days")]
    TwoContracts { service: String, other: String },
    /// A contract that is over.
    #[error("contract `{contract}` expired on {on}")]
    ContractExpired { contract: String, on: NaiveDate },
    /// Nobody to call when nobody is on duty.
    #[error("nobody stands in `fallback`")]
    NoFallback,
    /// A class without times.
    #[error("class `{}` has no timing", class.as_str())]
    NoTiming { class: Criticality },
    /// A stage without a budget.
    #[error("stage `{stage}` has no budget for class `{}`", class.as_str())]
    NoBudget { class: Criticality, stage: String },
    /// Not an ISO weekday.
    #[error("{day} is not a day of the week")]
    BadWeekday { day: u8 },
    /// A shift nobody takes.
    #[error("nobody takes this shift")]
    NobodyInShift,
    /// A role nobody is ever on duty in.
    #[error("no rota for the role `{}`", role.as_str())]
    NoRota { role: Role },
    /// Hours in which nobody is on duty.
    #[error(
        "nobody is on duty as `{}` from {} to {} for {}",
        role.as_str(), from.format("%Y-%m-%d %H:%M"), to.format("%Y-%m-%d %H:%M"), some(services)
    )]
    Gap { role: Role, from: NaiveDateTime, to: NaiveDateTime, services: Vec<String> },
    /// A procedure under another's name.
    #[error("the procedure of this file is `{expected}`, not `{found}`")]
    ProcedureName { expected: &'static str, found: String },
    /// A fault the domain finds in a procedure.
    #[error("{0}")]
    Procedure(ProcedureFault),
    /// A role that approves without the right to.
    #[error("the role `{}` may not approve a procedure", role.as_str())]
    MayNotApprove { role: Role },
    /// Approved on a day that has not come.
    #[error("this version is approved only on {on}")]
    ApprovedAhead { on: NaiveDate },
    /// Serving the folder would put it in force before its day.
    #[error("this version is in force only since {since}")]
    NotYetInForce { since: NaiveDate },
    /// An incident that could never be closed.
    #[error("no step of the procedure takes the decision")]
    NoDecision,
    /// A password nobody should send so.
    #[error("a password would go over the wire in the open")]
    PasswordInTheOpen,
    /// Nothing mail can be sent to.
    #[error("`{text}` is not a mail address")]
    NotAnAddress { text: String },
    /// Nobody, or more than one, is told.
    #[error("a subscription tells one: a person, a channel or a mailbox")]
    NotOneRecipient,
    /// Ways for nobody.
    #[error("`by` says how a person is told, and no person is named")]
    WaysWithoutPerson,
    /// Somebody would read what they may not see.
    #[error("person `{person}` may not see incidents")]
    MayNotSee { person: String },
    /// Somebody cannot be reached so.
    #[error("person `{person}` has no `{contact}` in people.yaml")]
    NoContact { person: String, contact: &'static str },
    /// A subscription to nothing.
    #[error("no events are named")]
    NoEvents,
    /// An address Nabat will not call.
    #[error("`{url}` will not be called: {why}")]
    Address { url: String, why: String },
    /// A messenger that makes no groups and brings nobody in.
    #[error("`{connection}` makes no group and brings nobody in: incidents are topics the whole group reads")]
    OnlyTopics { connection: String },
    /// A messenger that takes nobody out, where somebody has to leave.
    #[error("`{connection}` takes nobody out of a chat, and contractors' people have to leave it")]
    StaysInChat { connection: String },
    /// A connection to another sort of system.
    #[error("the connection `{connection}` is not {wanted}")]
    OtherConnection { connection: String, wanted: &'static str },
    /// A second messenger that is the first.
    #[error("the second messenger is the first one, `{connection}`")]
    SameMessenger { connection: String },
    /// People who could not be called where the talk goes on.
    #[error("{} cannot be called in the second messenger `{connection}`", some(people))]
    UnknownInSecond { connection: String, people: Vec<String> },
    /// A recording that is not there.
    #[error("`{file}` is no file of this folder")]
    NoRecording { file: String },
    /// A problem nobody could say the end of.
    #[error("nothing says what becomes of a problem")]
    NoExit,
    /// Contractors are under contract, and the procedure does not lead them.
    #[error("contracts are in contracts.yaml, and this procedure has {what}")]
    ContractorUnled { what: &'static str },
    /// Nobody works a rota's shifts: there are none.
    #[error("the rota of the role `{}` has no shifts", role.as_str())]
    NoShifts { role: Role },
    /// Nothing, or more than one thing, is done.
    #[error("an action does one thing: it calls, shows a table or names a page")]
    NotOneDeed,
    /// Nothing a browser follows.
    #[error("`{text}` is not the address of a page")]
    NotAPage { text: String },
    /// A query no monitoring system could read.
    #[error("`{query}` is no query: {why}")]
    Query { query: String, why: &'static str },
    /// A query without a monitoring system.
    #[error("the product has no monitoring that could be asked")]
    NobodyToAsk,
    /// A label no monitoring system has.
    #[error("`{label}` is no name of a label")]
    NotALabel { label: String },
    /// A target that is no share of the time.
    #[error("`{text}` is not a share of the time")]
    NotAShare { text: String },
    /// Targets that do not follow one another.
    #[error("the target from {from} stands after the one from {before}")]
    TargetBefore { from: NaiveDate, before: NaiveDate },
    /// Two digests of the same for the same.
    #[error("channel `{channel}` has this digest already")]
    DigestTwice { channel: String },
    /// A moment nobody can read.
    #[error("`{text}` is not a moment")]
    NotAMoment { text: String },
    /// Works without length.
    #[error("the works end before they begin")]
    WorksEndBeforeTheyBegin,
    /// Works that leave nothing out.
    #[error("the works were announced only once they had begun")]
    AnnouncedTooLate,
    /// Something people could not read.
    #[error("{thing} has no wording in `{}`", language.as_str())]
    NoWording { thing: String, keys: Vec<String>, language: Language },
}

/// The first few, and how many more.
fn some(services: &[String]) -> String {
    let shown: Vec<String> = services.iter().take(3).map(|id| format!("`{id}`")).collect();
    match services.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
