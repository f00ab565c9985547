//! Making a pack: everything of an incident that a claim rests on, read from the table and signed.

use super::{CONTRACTS, FINDINGS, Files, HEADS, KEY, Listed, MANIFEST, Manifest, PEOPLE, README, SIGNATURE};
use super::{container, derived, journal, page, posted};
use crate::configuration;
use crate::env::Env;
use crate::fault::Fault;
use crate::heads;
use crate::incident;
use crate::keys;
use crate::messages::{Speaker, say};
use crate::report::{Report, Sources, report};
use crate::samples::{Samples, samples};
use crate::signing::SigningKey;
use crate::table::Query;
use nabat_domain::catalogue::{Catalogue, Contract, PeopleNames};
use nabat_domain::ids::{ContractId, IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Event, SideText, State, TextRef, read, replay};
use nabat_domain::journal::Sealed;
use nabat_domain::time::At;
use std::collections::BTreeMap;

/// What a pack is made of besides the table.
pub struct Making<'a> {
    /// Whose.
    pub product: &'a ProductId,
    /// Of which incident.
    pub incident: &'a IncidentId,
    /// Signs it.
    pub key: &'a SigningKey,
    /// When it is signed: the only thing in a pack that does not follow from what is stored.
    pub signed_at: At,
    /// The program and its version.
    pub program: &'a str,
}

/// What was read of the incident.
struct Kept {
    state: State,
    events: Vec<Sealed>,
    texts: BTreeMap<TextRef, String>,
    samples: BTreeMap<String, Samples>,
    catalogue: std::sync::Arc<configuration::Version>,
    current: configuration::Current,
}

/// The pack's bytes; `None` if there is no such incident.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn pack(env: &Env, making: &Making<'_>) -> Result<Option<Vec<u8>>, Fault> {
    let Making { product, incident, key, .. } = making;
    let table = env.table.as_ref();
    // Before the journal: no list names more than the journal has.
    let signed = heads::pages(table, product).await?;
    let Some(kept) = kept(env, product, incident).await? else { return Ok(None) };
    let mut files = kept.files(env, making).await?;
    for (number, page) in signed.into_iter().filter_map(|(number, page)| Some((number, page?))) {
        if page.bytes.contains(&format!("\"{incident}\"")) {
            files.insert(format!("{HEADS}{number:08}.json"), derived::json(&page));
        }
    }
    let language = kept.speaker().language;
    files.insert(KEY.to_owned(), key.public().to_pem().into_bytes());
    files.insert(README.to_owned(), format!("{}\n", say(language, "evidence-readme", &[])).into_bytes());
    sign(&mut files, &kept.state, making);
    Ok(Some(container::packed(&files)))
}

fn sign(files: &mut Files, state: &State, making: &Making) {
    let manifest = Manifest {
        product: making.product.to_string(),
        incident: making.incident.to_string(),
        desk: state.head.desk.to_string(),
        events: state.head.version,
        head: state.head.hash.clone(),
        as_of: state.head.at,
        signed_at: making.signed_at,
        program: making.program.to_owned(),
        key: making.key.public(),
        files: files.iter().map(|(name, bytes)| (name.clone(), Listed::of(bytes))).collect(),
    };
    let text = manifest.to_text();
    files.insert(SIGNATURE.to_owned(), making.key.sign(text.as_bytes()).to_vec());
    files.insert(MANIFEST.to_owned(), text.into_bytes());
}

async fn kept(env: &Env, product: &ProductId, id: &IncidentId) -> Result<Option<Kept>, Fault> {
    let events = incident::journal(env.table.as_ref(), product, id).await?;
    let unreadable = |breach| Fault::unreadable("the journal", breach);
    let Some(state) = replay(&events, id, product).map_err(unreadable)? else { return Ok(None) };
    let texts = incident::texts(env, product, id).await?;
    let samples = samples(env, product, id).await?;
    let catalogue = configuration::version(env, product, &state.head.catalogue).await?;
    let current = configuration::of(env, product).await?;
    Ok(Some(Kept { state, events, texts, samples, catalogue, current }))
}

impl Kept {
    /// Everything that follows from what is stored of the incident.
    async fn files(&self, env: &Env, making: &Making<'_>) -> Result<Files, Fault> {
        let (table, Making { product, incident, .. }) = (env.table.as_ref(), making);
        let mut files = Files::new();
        let side = table.query(&Query::prefix(keys::incident(product, incident), "T#")).await?;
        let side: Result<Vec<SideText>, _> = side.iter().map(|row| serde_json::from_str(&row.body)).collect();
        let side = side.map_err(|error| Fault::unreadable("typed words", error))?;
        files.extend(journal::files(&self.events, &side));
        files.extend(self.reports(incident)?);
        files.extend(self.contractors_reports());
        let contracts = self.contracts();
        files.insert(CONTRACTS.to_owned(), derived::json(&contracts));
        files.extend(derived::files(&self.state, &contracts));
        files.extend(posted::files(env, product, incident, &self.state).await?);
        files.insert(PEOPLE.to_owned(), derived::json(&named(&self.events, &self.current.names.people)));
        for row in table.query(&Query::prefix(keys::incident(product, incident), "F#")).await? {
            let hash = row.key.sk.trim_start_matches("F#").to_owned();
            files.insert(format!("{FINDINGS}{hash}.json"), row.body.into_bytes());
        }
        let speaker = self.speaker();
        files.extend(self.samples.iter().map(|(hash, samples)| {
            let sheet = samples.sheet(&speaker);
            (format!("{FINDINGS}{hash}.svg"), sheet.into_bytes())
        }));
        Ok(files)
    }

    fn speaker(&self) -> Speaker<'_> {
        let product = &self.current.version.catalogue.product;
        Speaker {
            language: product.language,
            zone: product.zone(),
            catalogue: &self.catalogue.catalogue,
            names: &self.current.names.people,
            texts: &self.texts,
        }
    }

    /// Every revision that was published, and the report as of the last event, in both views.
    fn reports(&self, incident: &IncidentId) -> Result<Files, Fault> {
        let mut upto: Vec<(String, u64)> = Vec::new();
        for event in &self.events {
            let event = read(event).map_err(|breach| Fault::unreadable("the journal", breach))?;
            if let Event::ReportPublished { upto: as_of, .. } = event {
                upto.push((format!("revision-{:02}", upto.len() + 1), as_of));
            }
        }
        upto.push(("last".to_owned(), self.state.head.version));
        let speaker = self.speaker();
        let mut files = Files::new();
        for (name, upto) in upto {
            let (journal, samples) = (&self.events, &self.samples);
            let sources = Sources { speaker: &speaker, incident, journal, upto, samples };
            let made = report(&sources).map_err(|breach| Fault::unreadable("the journal", breach))?;
            let Some(Report { full, redacted }) = made else { continue };
            files.insert(format!("report/{name}-full.txt"), page::text(&full).into_bytes());
            files.insert(format!("report/{name}-redacted.txt"), page::text(&redacted).into_bytes());
        }
        Ok(files)
    }

    /// What contractors handed in, each time, as they wrote it.
    fn contractors_reports(&self) -> Files {
        let mut files = Files::new();
        for (place, matter) in (1..).zip(self.state.contractors.matters.values()) {
            let given = matter.report().map(|report| report.given.as_slice()).unwrap_or_default();
            for (time, report) in (1..).zip(given) {
                if let Some(words) = self.texts.get(&report.text) {
                    files.insert(format!("contractor/{place}-report-{time}.txt"), format!("{words}\n").into_bytes());
                }
            }
        }
        files
    }

    /// Contracts a contractor's part rests on, and the one that covered the failing service when it began.
    fn contracts(&self) -> BTreeMap<ContractId, Contract> {
        let catalogue: &Catalogue = &self.catalogue.catalogue;
        let head = &self.state.head;
        let part = self.state.contractors.matters.keys().filter_map(|id| catalogue.contracts.get(id));
        let covering = catalogue.contract_of(&head.service, head.began);
        part.chain(covering).map(|contract| (contract.id.clone(), contract.clone())).collect()
    }
}

/// Names of those the events speak of. Their contacts are nobody's business here.
fn named<'a>(events: &[Sealed], names: &'a PeopleNames) -> BTreeMap<&'a PersonId, &'a str> {
    let spoken_of = |person: &PersonId| {
        let id = format!("\"{person}\"");
        events.iter().any(|event| event.bytes.contains(&id))
    };
    names.iter().filter(|(person, _)| spoken_of(person)).map(|(person, name)| (person, name.name.as_str())).collect()
}
