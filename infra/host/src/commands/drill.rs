//! `nabat drill PRODUCT`: an incident for practice in a running server, through its table.

use super::beside;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::Args;
use nabat_domain::catalogue::{Catalogue, Service};
use nabat_domain::ids::{DeskId, FunctionId, IncidentId, ProductId, ServiceId};
use nabat_domain::incident::{Command, Registration, Scope};
use nabat_domain::time::Length;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::keys;
use nabat_kit::messages::say;
use nabat_kit::registration::is_record;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Start a drill: the whole process in a marked chat, outside every figure. Works beside a running host.
#[derive(Args)]
pub struct Drill {
    /// The product.
    product: String,
    /// The service that fails for practice; without it the most critical one.
    #[arg(long)]
    service: Option<String>,
    /// A function that is lost; may be repeated. Without it all of the service's.
    #[arg(long = "function")]
    functions: Vec<String>,
    /// One line of what seems to happen.
    #[arg(long)]
    summary: Option<String>,
    /// How many minutes ago it seems to have begun.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=720))]
    began_minutes_ago: i64,
    /// The record made for it in the service desk. Without it the drill has a number of its own, which only the
    /// built-in desk takes.
    #[arg(long)]
    record: Option<String>,
    /// The data folder of the host.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Drill {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let env = beside::env(self.table.beside(&self.data).await?);
        let product = ProductId::new(&self.product);
        let current = configuration::current(&env, &product).await?;
        let current = current.with_context(|| format!("there is no product `{product}`"))?;
        let registration = self.registration(&env, &current.version.catalogue)?;
        let incident = register(&env, &product, registration.clone()).await?;
        let (service, record) = (&registration.service, &registration.desk);
        println!("drill {incident} of service `{service}` is registered as {record}");
        println!("its chat is made within a minute by the host that serves; no figure counts it");
        Ok(ExitCode::SUCCESS)
    }

    fn registration(&self, env: &Env, catalogue: &Catalogue) -> anyhow::Result<Registration> {
        let service = match &self.service {
            Some(id) => ServiceId::new(id),
            None => most_critical(catalogue).context("the catalogue has no service")?.id.clone(),
        };
        let found = catalogue.service(&service).with_context(|| format!("there is no service `{service}`"))?;
        let named: BTreeSet<FunctionId> = self.functions.iter().map(FunctionId::new).collect();
        if let Some(unknown) = named.iter().find(|id| found.function(id).is_none()) {
            bail!("service `{service}` has no function `{unknown}`");
        }
        let all = || found.functions.iter().map(|function| function.id.clone()).collect();
        let functions = if named.is_empty() { all() } else { named };
        let own = || say(catalogue.product.language, "desk-drill-summary", &[("service", &found.name)]);
        Ok(Registration {
            desk: self.desk(env, catalogue)?,
            alert: false,
            functions,
            summary: self.summary.clone().unwrap_or_else(own),
            description: None,
            priority: None,
            scope: Scope::All,
            began: env.now().minus(Length::minutes(self.began_minutes_ago)),
            restored: None,
            registered_by: "nabat drill".to_owned(),
            url: None,
            drill: true,
            service,
        })
    }

    fn desk(&self, env: &Env, catalogue: &Catalogue) -> anyhow::Result<DeskId> {
        let Some(record) = &self.record else {
            if catalogue.product.desk.as_str() != "builtin" {
                bail!("the desk of this product is not the built-in one: make a record in it and name it by --record");
            }
            let now = env.now().in_zone(catalogue.product.zone());
            return Ok(DeskId::new(format!("DRILL-{}", now.format("%Y%m%d%H%M%S"))));
        };
        let record = DeskId::new(record);
        if is_record(&record).is_err() {
            bail!("`{record}` does not look like the number of a record");
        }
        Ok(record)
    }
}

/// The first of the most critical services, by id.
fn most_critical(catalogue: &Catalogue) -> Option<&Service> {
    let all = catalogue.services.values();
    all.min_by_key(|service| (std::cmp::Reverse(catalogue.criticality_of(&service.id)), service.id.clone()))
}

async fn register(env: &Env, product: &ProductId, registration: Registration) -> anyhow::Result<IncidentId> {
    let incident = IncidentId::of_desk_record(product, &registration.desk);
    if env.table.get(&keys::head(product, &incident)).await?.is_some() {
        bail!("record {} is an incident already: {incident}", registration.desk);
    }
    let key = keys::desk_delivery(product, &format!("drill-{}", registration.desk));
    let inbox = Inbox::New { key, body_hash: String::new() };
    let command = Command::Register(registration);
    execute(env, Order { product, incident: &incident, command: &command, inbox, spoken: None }).await?;
    Ok(incident)
}
