//! A registration as machines send it: read, checked against the catalogue, masked.

use crate::messages::say;
use nabat_domain::catalogue::{Catalogue, Language, Priority};
use nabat_domain::ids::{DeskId, FunctionId, OrganisationId, ServiceId};
use nabat_domain::incident::{Arg, DeskReport, Registration, Scope, Wording};
use nabat_domain::masking::{Allowed, mask};
use nabat_domain::time::At;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Longest text of a field, bytes; what is longer is cut with a mark.
const LONGEST: usize = 20_000;

/// The words of what monitoring proposes.
const PROPOSED: &str = "alerts-proposed";

/// The words of what can never be taken.
pub const IMPOSSIBLE: &str = "desk-error-impossible";

/// A field that is missing or of another type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadField {
    /// Its name.
    pub field: String,
    /// What is wrong, for the sender.
    pub reason: String,
}

/// Something nobody knows: a service, a function, a desk record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// The field it stands in.
    pub field: &'static str,
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Unknown {
    /// What was sent may be anything, so it is masked before it is told or kept.
    fn new(field: &'static str, key: &'static str, args: &[(&'static str, &str)]) -> Self {
        let allowed = Allowed { contacts: &BTreeSet::new() };
        Self { field, key, args: args.iter().map(|(name, text)| (*name, mask(&cut(text), &allowed).text)).collect() }
    }

    /// No incident was registered for this record.
    pub fn record(desk: &DeskId) -> Self {
        Self::new("id", "desk-error-unknown-record", &[("desk", desk.as_str())])
    }

    /// Nobody registered anything: monitoring proposes it.
    pub fn proposed(alert: &str) -> Self {
        Self::new("service", PROPOSED, &[("alert", alert)])
    }

    /// Nabat cannot take it, whatever it says and however often it comes.
    pub fn impossible() -> Self {
        Self::new("id", IMPOSSIBLE, &[])
    }

    /// Whether monitoring proposes it.
    pub fn is_proposed(&self) -> bool {
        self.key == PROPOSED
    }

    /// For the machine that sent it.
    pub fn reason(&self) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, text)| (*name, text.as_str())).collect();
        say(Language::En, self.key, &args)
    }

    /// For people, in their own language.
    pub fn wording(&self) -> Wording {
        let words = self.args.iter();
        words.fold(Wording::new(self.key), |wording, (name, text)| wording.with(name, Arg::Word(text.clone())))
    }
}

/// What is read of a payload.
pub struct Payload<'a> {
    fields: &'a Map<String, Value>,
    allowed: Allowed<'a>,
}

impl<'a> Payload<'a> {
    /// Reads fields of this object; work contacts in `contacts` are not masked.
    pub fn new(fields: &'a Map<String, Value>, contacts: &'a BTreeSet<String>) -> Self {
        Self { fields, allowed: Allowed { contacts } }
    }

    /// A field that has to be a text.
    ///
    /// # Errors
    /// It is missing, empty or no text.
    pub fn text(&self, name: &str) -> Result<String, BadField> {
        self.optional_text(name)?.filter(|text| !text.trim().is_empty()).ok_or_else(|| bad(name, "desk-error-missing"))
    }

    fn optional_text(&self, name: &str) -> Result<Option<String>, BadField> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(bad(name, "desk-error-not-text")),
        }
    }

    fn masked(&self, name: &str) -> Result<Option<String>, BadField> {
        Ok(self.optional_text(name)?.map(|text| mask(&cut(&text), &self.allowed).text))
    }

    fn list(&self, name: &str) -> Result<Option<Vec<String>>, BadField> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(items)) => {
                let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                texts.map(Some).ok_or_else(|| bad(name, "desk-error-not-list"))
            }
            Some(_) => Err(bad(name, "desk-error-not-list")),
        }
    }

    fn moment(&self, name: &str) -> Result<Option<At>, BadField> {
        let Some(text) = self.optional_text(name)? else { return Ok(None) };
        At::from_rfc3339(&text).map(Some).ok_or_else(|| bad(name, "desk-error-not-moment"))
    }

    fn flag(&self, name: &str) -> Result<bool, BadField> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(bad(name, "desk-error-not-flag")),
        }
    }

    fn priority(&self) -> Result<Option<Priority>, BadField> {
        let Some(text) = self.optional_text("priority")? else { return Ok(None) };
        Priority::read(&text).map(Some).ok_or_else(|| bad("priority", "desk-error-not-priority"))
    }

    fn functions(&self) -> Result<Option<BTreeSet<FunctionId>>, BadField> {
        match self.list("functions")? {
            None => Ok(None),
            Some(list) if list.is_empty() => Err(bad("functions", "desk-error-no-function")),
            Some(list) => Ok(Some(list.into_iter().map(FunctionId::new).collect())),
        }
    }

    fn scope(&self) -> Result<Option<Scope>, BadField> {
        Ok(self.list("scope")?.map(|list| {
            if list.is_empty() {
                Scope::All
            } else {
                Scope::Organisations(list.into_iter().map(OrganisationId::new).collect())
            }
        }))
    }

    /// The whole registration.
    ///
    /// # Errors
    /// The first field that is missing or of another type.
    pub fn registration(&self) -> Result<Registration, BadField> {
        let desk = DeskId::new(self.text("id")?);
        let service = ServiceId::new(self.text("service")?);
        let functions = self.functions()?.ok_or_else(|| bad("functions", "desk-error-missing"))?;
        self.text("summary")?;
        let summary = self.masked("summary")?.unwrap_or_default();
        let began = self.moment("started_at")?.ok_or_else(|| bad("started_at", "desk-error-missing"))?;
        self.text("registered_by")?;
        let restored = self.moment("restored_at")?;
        if restored.is_some_and(|restored| restored < began) {
            return Err(bad("restored_at", "desk-error-restored-before-began"));
        }
        Ok(Registration {
            desk,
            alert: false,
            service,
            functions,
            summary,
            description: self.masked("description")?,
            priority: self.priority()?,
            scope: self.scope()?.unwrap_or_default(),
            began,
            restored,
            registered_by: self.masked("registered_by")?.unwrap_or_default(),
            url: self.url()?,
            drill: self.flag("drill")?,
        })
    }

    /// What an update says has changed.
    ///
    /// # Errors
    /// The first field that is of another type.
    pub fn report(&self) -> Result<DeskReport, BadField> {
        let (began, restored) = (self.moment("started_at")?, self.moment("restored_at")?);
        if began.zip(restored).is_some_and(|(began, restored)| restored < began) {
            return Err(bad("restored_at", "desk-error-restored-before-began"));
        }
        Ok(DeskReport {
            service: self.optional_text("service")?.map(ServiceId::new),
            functions: self.functions()?,
            summary: self.masked("summary")?,
            priority: self.priority()?,
            scope: self.scope()?,
            description: self.masked("description")?,
            began,
            restored,
            url: self.url()?,
        })
    }

    fn url(&self) -> Result<Option<String>, BadField> {
        Ok(self.masked("url")?.filter(|url| url.starts_with("https://") || url.starts_with("http://")))
    }
}

/// What a message of the desk names out of the catalogue.
pub struct Mentioned<'a> {
    /// The failing service.
    pub service: &'a ServiceId,
    /// Functions lost.
    pub functions: &'a BTreeSet<FunctionId>,
    /// Where it is felt; nothing where the message does not say.
    pub scope: Option<&'a Scope>,
}

/// Whether the catalogue has the service, these functions of it, and the organisations.
///
/// # Errors
/// Which of them it does not have.
pub fn known(catalogue: &Catalogue, mentioned: &Mentioned) -> Result<(), Unknown> {
    let Mentioned { service, functions, scope } = mentioned;
    let Some(found) = catalogue.service(service) else {
        return Err(Unknown::new("service", "desk-error-unknown-service", &[("service", service.as_str())]));
    };
    if let Some(missing) = functions.iter().find(|function| found.function(function).is_none()) {
        let args = [("service", service.as_str()), ("function", missing.as_str())];
        return Err(Unknown::new("functions", "desk-error-unknown-function", &args));
    }
    let Some(Scope::Organisations(named)) = scope else { return Ok(()) };
    let Some(missing) = named.iter().find(|id| !catalogue.organisations.contains_key(*id)) else { return Ok(()) };
    let key = if catalogue.organisations.is_empty() {
        "desk-error-no-organisations"
    } else {
        "desk-error-unknown-organisation"
    };
    Err(Unknown::new("scope", key, &[("organisation", missing.as_str())]))
}

/// The registration with organisations the catalogue knows alone, everywhere if it knows none of them:
/// first line is asked for the scope anyway, and no failure waits for a name to be spelt right. What was
/// sent stays in the description, masked.
pub fn scoped(catalogue: &Catalogue, registration: Registration) -> Registration {
    let Scope::Organisations(named) = &registration.scope else { return registration };
    let (known, unknown): (BTreeSet<OrganisationId>, BTreeSet<OrganisationId>) =
        named.iter().cloned().partition(|id| catalogue.organisations.contains_key(id));
    if unknown.is_empty() {
        return registration;
    }
    let sent: Vec<&str> = unknown.iter().map(OrganisationId::as_str).collect();
    let note = say(catalogue.product.language, "desk-scope-as-sent", &[("organisations", &sent.join(", "))]);
    let note = mask(&cut(&note), &Allowed { contacts: &BTreeSet::new() }).text;
    let description = registration.description.iter().cloned().chain([note]).collect::<Vec<_>>().join("\n");
    let scope = if known.is_empty() { Scope::All } else { Scope::Organisations(known) };
    Registration { scope, description: Some(description), ..registration }
}

/// Whether the text can be the number of a record: it stands in events and addresses for ever, and the
/// desk is called by it, so it cannot be masked. One run of digits is the desk's own number; groups of
/// digits that read as a person's are not taken for one.
///
/// # Errors
/// It is no number of a record, or may be somebody's.
pub fn is_record(desk: &DeskId) -> Result<(), Unknown> {
    let text = desk.as_str();
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | ':'));
    let personal = runs > 1 && mask(text, &Allowed { contacts: &BTreeSet::new() }).text != text;
    if plain && !personal { Ok(()) } else { Err(Unknown::new("id", "desk-error-not-a-record", &[("desk", text)])) }
}

fn bad(field: &str, key: &str) -> BadField {
    BadField { field: field.to_owned(), reason: say(Language::En, key, &[("field", field)]) }
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}
