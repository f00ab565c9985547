//! `nabat init DIR`: a starter configuration that passes `nabat check` as it is.

use super::lang::Lang;
use crate::starter::{SCHEMAS, Starter};
use anyhow::{Context as _, bail};
use clap::Args;
use nabat_domain::catalogue::Language;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Make a configuration folder to begin with.
#[derive(Args)]
pub struct Init {
    /// The folder of products; made if it is not there.
    dir: PathBuf,
    /// The product's id: the name of its folder.
    #[arg(long, default_value = "my-product")]
    product: String,
    /// Language of the comments and of the product's chats.
    #[arg(long, default_value = "ru")]
    lang: Lang,
    /// Write the built-in procedure out too, to change it.
    #[arg(long)]
    with_procedure: bool,
}

impl Init {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        if !crate::configuration::is_id(&self.product) {
            bail!("`{}` cannot be the id of a product: letters, digits, `-` and `_`", self.product);
        }
        let folder = self.dir.join(&self.product);
        if folder.exists() {
            bail!("{} is there already and is left as it is: choose another --product", folder.display());
        }
        let starter = Starter { language: Language::from(self.lang), today: chrono::Local::now().date_naive() };
        // A folder that begins with a dot is no product: nothing half written is ever taken for one.
        let unfinished = self.dir.join(format!(".{}.new", self.product));
        write_all(&unfinished, &starter.files(self.with_procedure))?;
        write_all(&self.dir.join(".schema"), &SCHEMAS.map(|(name, text)| (name, text.to_owned())))?;
        std::fs::rename(&unfinished, &folder).with_context(|| format!("cannot make {}", folder.display()))?;
        if let Err(report) = super::check::read(&self.dir) {
            eprintln!("{report:?}");
            return Ok(ExitCode::FAILURE);
        }
        super::print(&self.told(&folder))?;
        Ok(ExitCode::SUCCESS)
    }

    fn told(&self, folder: &Path) -> String {
        let (folder, dir, product) = (folder.display(), self.dir.display(), &self.product);
        format!(
            "{folder} is written and passes the check. Replace what is marked EDIT, in this order:
  people.yaml     who takes part, by staff number
  services.yaml   what can fail, or: nabat catalogue import FILE.csv --product {product} {dir}
  organisations.yaml  where it can fail, or remove it
  duty.yaml       who is on duty when
  contracts.yaml  who repairs what, or []
  product.yaml    name, zone, time allowed
Then: nabat check {dir} && nabat serve {dir}
"
        )
    }
}

fn write_all(folder: &Path, files: &[(&str, String)]) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in files {
        let file = folder.join(name);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}
