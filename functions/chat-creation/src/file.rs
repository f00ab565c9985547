//! A file somebody posted: fetched from the messenger, looked at, kept.
//!
//! Asking for content changes nothing over there and pieces are named by the content's hash, so all of it may be
//! repeated; what came of it is recorded once, by the command that closes the job.

use nabat_domain::incident::{Command, FileCame, KeptFile, LARGEST_FILE, NotKept, State, inspect_file};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::files;
use nabat_kit::incident::text;
use nabat_kit::perform::{Leased, renew};
use nabat_kit::port::Fetched;

/// What came of it; nothing where there is nothing to fetch any more.
pub(crate) async fn keep(env: &Env, leased: &mut Leased, state: &State, number: u32) -> Result<Option<Command>, Fault> {
    let Some(file) = state.files.posted.get(&number).filter(|file| file.came.is_none()) else { return Ok(None) };
    let Some(source) = &file.source else { return Ok(None) };
    // Erased before it was fetched: it is not to be here at all.
    let name = text(env, &leased.product, &leased.incident, &file.name).await?;
    let Some(name) = name else { return Ok(None) };
    let messenger = env.messenger(&source.connection).map_err(|fault| fault.about(&leased.incident))?;
    renew(env, leased).await?;
    let longest = usize::try_from(LARGEST_FILE).expect("the largest file fits into memory");
    let came = match messenger.fetch(&source.room, &source.file, longest).await? {
        Fetched::Gone => FileCame::NotKept { why: NotKept::Gone },
        Fetched::TooLong => FileCame::NotKept { why: NotKept::Large },
        Fetched::Content(content) => match inspect_file(&name, &content) {
            Err(why) => FileCame::NotKept { why },
            Ok(kind) => {
                let sha256 = files::keep(env, leased, &content).await?;
                FileCame::Kept(KeptFile { sha256, bytes: content.len() as u64, kind })
            }
        },
    };
    Ok(Some(Command::FileCame { number, came }))
}
