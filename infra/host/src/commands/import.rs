//! `nabat import`: a history from a CSV file into a product, whole or not at all.

use super::file::{FileFlags, Noted};
use crate::clocks::MachineClock;
use crate::history::{Kept, Staging, read, sha256_of};
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::{ProductId, ServiceId};
use nabat_kit::configuration::catalogue;
use nabat_kit::findings::is_personal;
use nabat_kit::history::{CHUNK, ImportedOutage, Source, point, sources, write_chunk};
use nabat_kit::port::Clock as _;
use nabat_kit::table::Table;
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;
use std::process::ExitCode;

/// Outages taken out of the staging at once.
const PAGE: usize = 1_000;

/// Import a history: outages from before Nabat, counted in the product's figures from then on.
///
/// Nothing is imported while a row is refused. The same file again changes nothing; a corrected file
/// of the same --source replaces what that source said before. Works beside a running host.
#[derive(Args)]
pub struct Import {
    /// The history as CSV.
    file: PathBuf,
    /// The product it belongs to.
    #[arg(long)]
    product: String,
    /// The data folder of the host.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
    /// What the history is called [default: the file's name].
    #[arg(long)]
    source: Option<String>,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
    /// What becomes of services the catalogue does not have.
    #[arg(long, value_enum, default_value = "refuse")]
    unknown_services: Unknown,
    #[command(flatten)]
    flags: FileFlags,
}

/// What becomes of a service the catalogue does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Unknown {
    Refuse,
    Keep,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let table = self.table.beside(&self.data).await?;
        let table = table.as_ref();
        let product = ProductId::new(&self.product);
        let known = catalogue(table, &product).await?;
        let Some(known) = known else { bail!("there is no product `{product}` in {}", self.table.named(&self.data)) };
        let reading = read(&self.file, &self.flags.mapping()?)?;
        refuse_unfit(&reading.staging, &known, self.unknown_services)?;
        let noted = Noted::of(&reading)?;
        noted.tell(&reading.staging)?;
        if noted.refused > 0 && !self.flags.skip_refused {
            bail!("nothing is imported: {} rows are refused; --skip-refused leaves them out", noted.refused);
        }
        self.store(table, &product, &reading.staging).await
    }

    async fn store(&self, table: &dyn Table, product: &ProductId, staging: &Staging) -> anyhow::Result<ExitCode> {
        let name = self.name()?;
        let (version, outages) = (version(staging)?, staging.count()?);
        let held = sources(table, product).await?.into_iter().find(|(known, _)| *known == name);
        if held.is_some_and(|(_, held)| held.version == version) {
            println!("`{name}`: {outages} outages, all of them imported before; nothing changes");
            return Ok(ExitCode::SUCCESS);
        }
        if self.dry_run {
            println!("`{name}`: {outages} outages would be imported into {product}; nothing was written");
            return Ok(ExitCode::SUCCESS);
        }
        write(table, product, &version, staging, outages).await?;
        let source = Source::new(version, outages, sha256_of(&self.file)?, MachineClock.now());
        point(table, product, &name, &source).await?;
        println!("`{name}`: {outages} outages imported into {product}");
        Ok(ExitCode::SUCCESS)
    }

    fn name(&self) -> anyhow::Result<String> {
        let name = self.source.as_deref().or_else(|| self.file.file_name()?.to_str()).unwrap_or_default();
        if name.is_empty() || name.len() > 200 {
            bail!("give the history a name of at most 200 bytes with --source");
        }
        if is_personal(name) {
            bail!("there is personal data in the history's name: give it another one with --source");
        }
        Ok(name.to_owned())
    }
}

/// Refuses what must not come into the table.
fn refuse_unfit(staging: &Staging, catalogue: &Catalogue, unknown: Unknown) -> anyhow::Result<()> {
    let mut refused = Vec::new();
    let mut after = 0;
    while let Some(last) = staging.page(after, PAGE, |row| {
        if let Some(why) = unfit(&row, catalogue, unknown) {
            refused.push((row.line, why));
        }
    })? {
        after = last;
        for (line, why) in refused.drain(..) {
            staging.refuse_kept(line, &why)?;
        }
    }
    Ok(())
}

/// Why an outage cannot be taken: its service is not in the catalogue, or a name in it is somebody's.
fn unfit(row: &Kept, catalogue: &Catalogue, unknown: Unknown) -> Option<String> {
    let service = ServiceId::new(&row.service);
    if unknown == Unknown::Refuse && catalogue.service(&service).is_none() {
        return Some(format!("the catalogue has no service `{service}`"));
    }
    let columns = [
        ("incident", &row.incident),
        ("service", &row.service),
        ("function", &row.function),
        ("contractor", &row.contractor),
        ("class", &row.class),
    ];
    let (column, _) = columns.into_iter().find(|(_, text)| is_personal(text))?;
    Some(format!("personal data in the column of the {column}"))
}

/// The version: a hash of what is imported, whatever file it stood in.
fn version(staging: &Staging) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    let mut after = 0;
    while let Some(last) = staging.page(after, PAGE, |row| {
        let row = serde_json::to_string(&outage(row)).expect("an outage has only string keys");
        hash.update(row.as_bytes());
        hash.update(b"\n");
    })? {
        after = last;
    }
    Ok(hex::encode(&hash.finalize()[..8]))
}

async fn write(
    table: &dyn Table,
    product: &ProductId,
    version: &str,
    staging: &Staging,
    outages: u64,
) -> anyhow::Result<()> {
    let bar = ProgressBar::with_draw_target(Some(outages), ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos} of {len} outages, {eta} left")?);
    let (mut chunk, mut bytes, mut number, mut after) = (Vec::new(), 0, 0, 0);
    loop {
        let mut page = Vec::new();
        let Some(last) = staging.page(after, PAGE, |row| page.push(outage(row)))? else { break };
        after = last;
        for outage in page {
            bytes += size(&outage);
            chunk.push(outage);
            if bytes > CHUNK {
                write_chunk(table, product, version, number, &chunk).await.context("the table")?;
                bar.inc(chunk.len() as u64);
                chunk.clear();
                (bytes, number) = (0, number + 1);
            }
        }
    }
    write_chunk(table, product, version, number, &chunk).await.context("the table")?;
    bar.finish_and_clear();
    Ok(())
}

/// Bytes an outage takes at most, with its names escaped letter by letter left aside.
fn size(outage: &ImportedOutage) -> usize {
    let names = [&outage.incident, &outage.service, &outage.function, &outage.contractor, &outage.class];
    150 + names.iter().map(|name| name.len()).sum::<usize>()
}

fn outage(row: Kept) -> ImportedOutage {
    ImportedOutage {
        line: row.line,
        incident: row.incident,
        service: row.service,
        function: row.function,
        contractor: row.contractor,
        class: row.class,
        began: row.began,
        restored: row.restored,
    }
}
