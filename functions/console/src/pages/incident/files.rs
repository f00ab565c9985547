//! Files people posted: saved from here by whoever sees the page, under the hash the journal has.

use super::card;
use crate::pages::address;
use crate::pages::eyes::Eyes;
use crate::pages::sees;
use crate::viewer::Viewer;
use maud::{Markup, html};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Arg, ChatFile, FileCame, State, Wording};
use nabat_domain::time::At;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::files::{content, safe_name, size};
use nabat_kit::incident::{load as load_incident, text};
use nabat_kit::messages::Speaker;

/// A file as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileShown {
    /// Its name; what stands for an erased one.
    pub name: String,
    /// Who posted it.
    pub by: String,
    /// When.
    pub at: At,
    /// Where it is saved from; nothing where it is not kept, or erased.
    pub address: Option<String>,
    /// Its size and hash, or why it is not kept.
    pub what: Vec<String>,
}

/// A file to be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// What it is: one of a list of ours.
    pub media_type: &'static str,
    /// What is in it.
    pub content: Vec<u8>,
}

/// Every file, in order.
pub(super) fn shown(speaker: &Speaker, state: &State) -> Vec<FileShown> {
    state.files.posted.iter().map(|(number, file)| one(speaker, state, *number, file)).collect()
}

fn one(speaker: &Speaker, state: &State, number: u32, file: &ChatFile) -> FileShown {
    let said = |wording: Wording| speaker.say(&wording);
    let erased = !speaker.texts.contains_key(&file.name);
    let (address, what) = match &file.came {
        _ if erased => (None, Vec::new()),
        Some(FileCame::Kept(kept)) => (
            Some(address::file(&state.head.product, &state.head.id, number)),
            vec![speaker.arg(&size(kept.bytes)), format!("SHA-256 {}", kept.sha256)],
        ),
        Some(FileCame::NotKept { why }) => {
            let why = Arg::Message(Box::new(Wording::new(&format!("file-why-{}", why.as_str()))));
            (None, vec![said(Wording::new("report-file-not-kept").with("why", why))])
        }
        None => (None, vec![said(Wording::new("report-file-waits"))]),
    };
    FileShown {
        name: speaker.arg(&Arg::Text(file.name.clone())),
        by: speaker.arg(&Arg::Person(file.by.clone())),
        at: file.at,
        address,
        what,
    }
}

/// The card of files.
pub(super) fn section(eyes: &Eyes, files: &[FileShown]) -> Markup {
    let body = html! {
        ul.lines {
            @for file in files {
                li {
                    @match &file.address {
                        Some(address) => {
                            a href=(address) download aria-label=(eyes.say("pages-file-open", &[("name", &file.name)])) {
                                (file.name)
                            }
                        }
                        None => strong { (file.name) },
                    }
                    @for line in &file.what { br; span.hash { (line) } }
                    br; span.soft { (file.by) ", " (eyes.time(file.at)) }
                }
            }
        }
    };
    card(&eyes.say("pages-files", &[]), files.is_empty(), &body)
}

/// A kept file for whoever sees the incident's page; `None` for everybody else, and where there is none.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn saved(
    env: &Env,
    viewer: &Viewer,
    product: &ProductId,
    incident: &IncidentId,
    number: u32,
) -> Result<Option<Saved>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if *product != viewer.product || !sees(viewer, &current) {
        return Ok(None);
    }
    let table = env.table.as_ref();
    let Some(state) = load_incident(table, product, incident).await? else { return Ok(None) };
    let file = state.files.posted.get(&number).and_then(|file| Some((&file.name, file.kept()?)));
    let Some((name, kept)) = file else { return Ok(None) };
    let (name, content) =
        (text(env, product, incident, name).await?, content(table, product, incident, &kept.sha256).await?);
    let Some((name, content)) = name.zip(content) else { return Ok(None) };
    let name = safe_name(&name, number, kept.kind.ending());
    Ok(Some(Saved { name, media_type: kept.kind.media_type(), content }))
}
