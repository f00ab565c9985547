//! A kept file on the desk's record: the contractor's report on the contractor's own, anything else on the incident's.

use crate::words;
use nabat_domain::incident::{Arg, Command, State, Wording};
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::files::{content, safe_name, size};
use nabat_kit::incident::text;
use nabat_kit::perform::{Leased, renew};
use nabat_kit::port::{Desk, DeskFile};

/// Puts it there; nothing where it was erased meanwhile.
pub(crate) async fn attach(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    current: &Current,
    desk: &dyn Desk,
    number: u32,
) -> Result<Option<Command>, Fault> {
    let (product, incident) = (&leased.product.clone(), &leased.incident.clone());
    let Some((file, kept)) = state.files.posted.get(&number).and_then(|file| Some((file, file.kept()?))) else {
        return Ok(None);
    };
    let content = content(env.table.as_ref(), product, incident, &kept.sha256).await?;
    let (Some(content), Some(name)) = (content, text(env, product, incident, &file.name).await?) else {
        return Ok(None);
    };
    let name = safe_name(&name, number, kept.kind.ending());
    let wording = Wording::new("desk-file")
        .with("name", Arg::Word(name.clone()))
        .with("size", size(kept.bytes))
        .with("by", Arg::Person(file.by.clone()))
        .with("hash", Arg::Word(kept.sha256.clone()))
        .with("address", Arg::Page(format!("/incidents/{product}/{incident}/files/{number}")));
    let text = words(env, leased, current, &wording).await?;
    let matter = file.contract.as_ref().and_then(|contract| state.contractors.matters.get(contract));
    let own = matter.and_then(|matter| matter.on.as_ref()?.record.as_ref());
    let record = own.map_or(&state.head.desk, |record| &record.desk);
    let file = DeskFile { name, media_type: kept.kind.media_type().to_owned(), content, text };
    renew(env, leased).await?;
    desk.attach(&leased.effect(), product, record, &file).await?;
    Ok(None)
}
