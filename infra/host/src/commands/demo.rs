//! `nabat demo`: a whole incident with nothing configured.

use super::serve::told_to_stop;
use crate::chance::of_seed;
use crate::configuration::{Checked, Configured};
use crate::demo::{Stage, Teller, outcome, play, play_problem, register_another};
use crate::web::Play;
use anyhow::Context as _;
use clap::Args;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::access::secret;
use nabat_kit::configuration;
use nabat_kit::messages::say;
use std::io::{Write, stderr, stdout};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::watch;

/// Play a whole incident on an invented estate, then leave the pages up.
///
/// The story runs on a clock of its own, so it takes seconds. People answer late, wrong, twice and
/// out of order; everything they do goes over signed HTTP. The same seed gives the same story.
#[derive(Args)]
pub struct Demo {
    /// Which story: the same seed is the same story.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where everything is kept; a new temporary folder unless said.
    #[arg(long)]
    data: Option<PathBuf>,
    /// End after the story.
    #[arg(long)]
    exit: bool,
    /// Print the story in figures, as one JSON object; the story itself goes to standard error.
    #[arg(long)]
    json: bool,
    /// Where to listen; any free port if this one is taken.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// The story begins here, Moscow 03:07 on a Tuesday night; the seed adds minutes.
const BEGINS: At = At(1_795_478_820_000);

/// The product the story is played in.
const PRODUCT: &str = "clinics";

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let checked = crate::example::read()?;
        let product = ProductId::from(PRODUCT);
        let configured = checked.estate.products.get(&product).context("the example has no such product")?;
        let temporary = self.data.is_none();
        let data = match &self.data {
            Some(folder) => folder.clone(),
            None => temporary_folder(self.seed),
        };
        let told = self.play(&data, &checked, configured, &product).await;
        if temporary && self.exit {
            let _ = std::fs::remove_dir_all(&data);
        }
        told
    }

    async fn play(
        &self,
        data: &Path,
        checked: &Checked,
        configured: &Configured,
        product: &ProductId,
    ) -> anyhow::Result<ExitCode> {
        let begins = BEGINS.plus(Length::minutes(i64::try_from(self.seed % 240)?));
        let link = secret(of_seed(self.seed, "play"));
        let (shown, incident) = watch::channel(None::<IncidentId>);
        let play_page = Play { secret: link.clone(), product: product.clone(), incident };
        let stage = Stage::open(data, self.listen, checked, self.seed, begins, play_page).await?;
        let current = configuration::of(&stage.host.env, product).await?;
        let mut output: Box<dyn Write + Send> = if self.json { Box::new(stderr()) } else { Box::new(stdout()) };
        let language = configured.catalogue.product.language;
        let folder = data.display().to_string();
        writeln!(output, "{}", say(language, "demo-begins", &[("seed", &self.seed.to_string()), ("data", &folder)]))?;
        let mut teller = Teller::new(stage.host.env.clone(), current, output.as_mut());
        let played = play(&stage, configured, self.seed, &mut teller).await?;
        let problem = play_problem(&stage, &played, &mut teller).await?;
        let figures = outcome(&stage.host.env, stage.host.wiki.as_ref(), &played, problem.as_ref()).await?;
        writeln!(output, "{}", crate::demo::ending(language, &figures, &stage.address))?;
        if self.json {
            println!("{figures}");
        }
        if !self.exit {
            let another = register_another(&stage, configured, self.seed, &played).await?;
            shown.send_replace(Some(another));
            stage.clock.release();
            stage.host.run(&stage.address);
            let page = format!("{}/play/{link}", stage.address);
            writeln!(output, "{}", say(language, "demo-runs-on", &[("address", &page)]))?;
            told_to_stop().await;
        }
        Arc::clone(&stage.host.bells).close();
        stage.host.drain().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn temporary_folder(seed: u64) -> PathBuf {
    std::env::temp_dir().join(format!("nabat-demo-{}-{seed}", std::process::id()))
}
