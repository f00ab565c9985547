//! `nabat reads INCIDENT`: who read a restricted incident.

use super::journal::all;
use crate::stores::TableFlag;
use anyhow::bail;
use clap::Args;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::time::At;
use nabat_kit::restricted::{Read, ReadBy, at_command_line, reads};
use nabat_kit::table::Table;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Who read a restricted incident or problem, when and what, the first one first. Works beside a running host.
#[derive(Args)]
pub struct Reads {
    /// The incident or problem.
    incident: String,
    /// As JSON, one object a line.
    #[arg(long)]
    json: bool,
    /// The data folder.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Reads {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let (incident, table) = (IncidentId::new(self.incident.as_str()), self.table.beside(&self.data).await?);
        let Some((product, _)) = all(table.as_ref()).await?.into_iter().find(|(_, id)| *id == incident) else {
            bail!("there is no incident `{incident}`");
        };
        for read in reads(table.as_ref(), &product, &incident).await? {
            if self.json {
                println!("{}", json!({ "at": read.at.to_rfc3339(), "by": read.by, "what": read.what }));
            } else {
                println!("{}", line(&read));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(read: &Read) -> String {
    let who = match &read.by {
        ReadBy::Person(person) => person.to_string(),
        ReadBy::Token(token) => format!("token {token}"),
        ReadBy::CommandLine(user) => format!("command line, {user}"),
    };
    format!("{}  {who}  {}", read.at.to_rfc3339(), read.what.replace(char::is_control, " "))
}

/// A command that shows what is in an incident says so where it is restricted, and that it is recorded.
pub(super) async fn recorded(
    table: &dyn Table,
    product: &ProductId,
    incident: &IncidentId,
    (what, now): (&str, At),
) -> anyhow::Result<()> {
    let user = ["SUDO_USER", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let user = user.unwrap_or_else(|| "unnamed".to_owned());
    if at_command_line(table, product, incident, (&user, what, now)).await? {
        eprintln!("incident `{incident}` is restricted: that you read it now is recorded (`nabat reads {incident}`)");
    }
    Ok(())
}
