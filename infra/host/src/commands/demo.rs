//! `nabat demo`: a whole incident with nothing configured.

use super::base;
use super::serve::told_to_stop;
use crate::chance::{MachineChance, of_seed};
use crate::clocks::StoryClock;
use crate::configuration::{Checked, Configured};
use crate::demo::{Homeserver, Place, Registration, Stage, Teller, outcome, play, play_problem, register_another};
use crate::web::Play;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use nabat_domain::catalogue::Language;
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
    /// Which messenger the story is led in.
    #[arg(long, value_enum, default_value = "builtin")]
    messenger: ChatsIn,
    #[command(flatten)]
    matrix: OnMatrix,
}

/// Where a demo's chats are.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChatsIn {
    /// In the built-in messenger.
    Builtin,
    /// On a Matrix homeserver.
    Matrix,
}

/// A homeserver of one's own.
#[derive(Args)]
struct OnMatrix {
    /// Of `matrix`: the homeserver's address, such as http://127.0.0.1:8008.
    #[arg(long, value_name = "URL", required_if_eq("messenger", "matrix"))]
    homeserver: Option<String>,
    /// Of `matrix`: the application service's registration. Written if it is not there; it is for the
    /// homeserver's `app_service_config_files`.
    #[arg(long, value_name = "FILE", default_value = "nabat-demo.yaml")]
    registration: PathBuf,
    /// Of `matrix`: where the homeserver finds this demo, for the registration that is written; http:// and
    /// what --listen says unless said.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Of `matrix`: your own account there, such as @anna:example.org; it is invited into every chat to look on.
    #[arg(long, value_name = "USER")]
    onlooker: Option<String>,
}

/// The story begins here, Moscow 03:07 on a Tuesday night; the seed adds minutes.
const BEGINS: At = At(1_795_478_820_000);

/// The product the story is played in.
const PRODUCT: &str = "clinics";

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let mut checked = crate::example::read()?;
        let product = ProductId::from(PRODUCT);
        let clock = Arc::new(StoryClock::new(self.begins()?));
        let mut homeserver = None;
        if self.messenger == ChatsIn::Matrix {
            let Some(there) = self.on_homeserver(&clock).await? else { return Ok(ExitCode::SUCCESS) };
            there.0.move_in(checked.estate.products.get_mut(&product).context("the example has no such product")?);
            homeserver = Some(there);
        }
        let place = Place { listen: self.listen, homeserver };
        let configured = checked.estate.products.get(&product).context("the example has no such product")?;
        let temporary = self.data.is_none();
        let data = match &self.data {
            Some(folder) => folder.clone(),
            None => temporary_folder(self.seed),
        };
        let told = self.play(&data, place, clock, &checked, configured).await;
        if temporary && self.exit {
            let _ = std::fs::remove_dir_all(&data);
        }
        told
    }

    fn begins(&self) -> anyhow::Result<At> {
        Ok(BEGINS.plus(Length::minutes(i64::try_from(self.seed % 240)?)))
    }

    /// The homeserver with its address; none where a registration was written that has to be installed there first.
    async fn on_homeserver(&self, clock: &Arc<StoryClock>) -> anyhow::Result<Option<(Homeserver, String)>> {
        let OnMatrix { homeserver, registration: file, url, onlooker } = &self.matrix;
        let address = homeserver.clone().context("--homeserver says where it is")?;
        if !file.exists() {
            let base = url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
            Registration::write(file, base.trim_end_matches('/'), &MachineChance)?;
            let shown = file.canonicalize().unwrap_or_else(|_| file.clone());
            let args = [("file", &*shown.display().to_string()), ("url", &*base)];
            println!("{}", say(Language::En, "demo-registration", &args));
            return Ok(None);
        }
        let agreed = Registration::read(file)?;
        let there = Homeserver::arrive(&address, agreed, Arc::clone(clock), &MachineChance, onlooker.clone()).await?;
        Ok(Some((there, address)))
    }

    async fn play(
        &self,
        data: &Path,
        place: Place,
        clock: Arc<StoryClock>,
        checked: &Checked,
        configured: &Configured,
    ) -> anyhow::Result<ExitCode> {
        let product = &configured.catalogue.product.id;
        let link = secret(of_seed(self.seed, "play"));
        let (shown, incident) = watch::channel(None::<IncidentId>);
        let play_page = Play { secret: link.clone(), product: product.clone(), incident };
        let stage = Stage::open(data, place, checked, self.seed, clock, play_page).await?;
        base::keep(data, &stage.address)?;
        if let Some(homeserver) = stage.homeserver() {
            homeserver.settle(&configured.names).await?;
        }
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
            if let Some(homeserver) = stage.homeserver()
                && let Some(you) = homeserver.let_onlooker_lead(&stage.host, configured, &another).await?
            {
                writeln!(output, "{}", say(language, "demo-you-are", &[("name", &you)]))?;
            }
            let runs_on = if stage.homeserver().is_some() { "demo-runs-on-matrix" } else { "demo-runs-on" };
            shown.send_replace(Some(another));
            stage.clock.release();
            stage.host.run(&stage.address);
            let page = format!("{}/play/{link}", stage.address);
            writeln!(output, "{}", say(language, runs_on, &[("address", &page)]))?;
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
