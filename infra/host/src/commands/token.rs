//! `nabat token`: a machine's token, or a person's one-time link.

use super::base::BaseFlag;
use crate::chance::MachineChance;
use crate::clocks::MachineClock;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::Args;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{PersonId, ProductId};
use nabat_kit::access::{self, keep_link, keep_token, secret};
use nabat_kit::keys;
use nabat_kit::port::{Chance as _, Clock as _};
use nabat_kit::table::Key;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make a token for a machine, or a sign-in link for a person.
#[derive(Args)]
pub struct Token {
    /// The data folder of the host.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
    /// The product it is for.
    #[arg(long)]
    product: String,
    /// The role of the machine: first_line, duty_engineer, shift_head, process_manager, head, observer, admin and so on.
    #[arg(long, required_unless_present = "person")]
    role: Option<String>,
    /// The machine speaks for any person, under that person's rights.
    #[arg(long, conflicts_with = "person")]
    act_as: bool,
    /// Print a one-time sign-in link for this person instead.
    #[arg(long, conflicts_with = "role")]
    person: Option<String>,
    #[command(flatten)]
    base: BaseFlag,
}

impl Token {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let table = self.table.beside(&self.data).await?;
        let table = table.as_ref();
        let product = ProductId::new(&self.product);
        if table.get(&Key::new(keys::PRODUCTS, product.as_str())).await?.is_none() {
            bail!("there is no product `{product}` in {}", self.table.named(&self.data));
        }
        let made = secret(MachineChance.bytes());
        match (&self.person, &self.role) {
            (Some(person), _) => {
                let person = PersonId::new(person);
                if table.get(&Key::new(keys::people(&product), person.as_str())).await?.is_none() {
                    bail!("product `{product}` has no person `{person}`");
                }
                keep_link(table, &made, &product, &person, MachineClock.now()).await?;
                println!("{}/in/{made}", self.base.of_host(&self.data));
            }
            (None, role) => {
                let role = role.as_deref().context("a role is needed")?;
                let Some(role) = Role::read(role) else {
                    let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
                    bail!("there is no role `{role}`; roles are {}", known.join(", "));
                };
                keep_token(table, &made, &access::Token { product, role, act_as: self.act_as }).await?;
                println!("{made}");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
