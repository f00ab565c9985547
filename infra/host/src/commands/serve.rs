//! `nabat serve CONFIG_DIR`: check, put in force, serve until told to stop.

use super::base::{self, BaseFlag};
use super::log::LogForm;
use crate::bells::Lanes;
use crate::chance::MachineChance;
use crate::clocks::MachineClock;
use crate::host::{Host, Parts};
use crate::private;
use crate::secrets::{DESK_SECRET, Keys};
use crate::stores::StoreFlags;
use crate::web;
use anyhow::Context as _;
use clap::Args;
use nabat_connectors::connections::Connections;
use nabat_domain::ids::ProductId;
use nabat_kit::port::Clock;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// So long may requests go on once the host was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// Serve the products of a configuration folder.
#[derive(Args)]
pub struct Serve {
    /// The folder: one subfolder a product.
    config_dir: PathBuf,
    /// Where everything is kept.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Requests a minute of one source where they are not the usual ones: `pages=600`; also webhooks, chats, api,
    /// sign-in, and peer for everything from one address.
    #[arg(long = "limit", env = "NABAT_LIMITS", value_name = "SOURCE=NUMBER", value_delimiter = ',')]
    limits: Vec<web::Limit>,
    /// An address of a proxy in front of it whose X-Forwarded-For says who asks; nobody else's does.
    #[arg(long = "proxy", env = "NABAT_PROXIES", value_name = "ADDRESS", value_delimiter = ',')]
    proxies: Vec<IpAddr>,
    /// How lines of the log are written.
    #[arg(long, env = "NABAT_LOG", value_enum, default_value = "text")]
    log: LogForm,
    #[command(flatten)]
    base: BaseFlag,
    #[command(flatten)]
    stores: StoreFlags,
}

impl Serve {
    pub(super) const fn log(&self) -> LogForm {
        self.log
    }

    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let checked = match super::check::read(&self.config_dir) {
            Ok(checked) => checked,
            Err(report) => {
                eprintln!("{report:?}");
                return Ok(ExitCode::FAILURE);
            }
        };
        private::make(&self.data)?;
        let chance = Arc::new(MachineChance);
        let keys = Keys::of_folder(&self.data, chance.as_ref())?;
        let listener =
            TcpListener::bind(self.listen).await.with_context(|| format!("cannot listen on {}", self.listen))?;
        let address = format!("http://{}", listener.local_addr()?);
        let told = keys.desk_file.clone();
        let own: Vec<ProductId> = keys.desks.keys().cloned().collect();
        let unset = keys.named.prepare(&checked.estate, chance.as_ref())?;
        let (clock, lanes, base) =
            (Arc::new(MachineClock) as Arc<dyn Clock>, Lanes::SideBySide, self.base.or(&address));
        base::keep(&self.data, &base)?;
        let connections = Connections::open(&checked.estate.connections, &keys.named, &clock)?;
        let parts = Parts { clock, chance, keys, lanes, base, connections, seed: 1 };
        let chance = Arc::clone(&parts.chance);
        let host = Host::open_on(&self.data, self.stores.open(&self.data, chance).await?, parts)?;
        host.put_in_force(&checked.estate).await?;
        host.run(&address);
        let answering = self.stores.answer(&host.env).await?;
        println!("Nabat serves {} products at {address}", checked.estate.products.len());
        match told {
            Some(file) => println!("Desks sign with the secret in {}", file.display()),
            None => println!("Desks sign with the secret in {DESK_SECRET}"),
        }
        for product in own {
            match checked.estate.products.contains_key(&product) {
                true => println!("The desk of {product} signs with the secret in desk-{product}.secret"),
                false => println!("desk-{product}.secret: there is no product {product}"),
            }
        }
        // What needs them is given up and seen; the process itself does not wait for a gateway.
        unset.iter().for_each(|unset| println!("{unset}"));
        if let Some(cure) = private::cure(&self.data) {
            println!("{cure}");
        }
        println!("People sign in by a link: nabat token --data {} --product ID --person ID", self.data.display());
        let allowed = web::Allowed::new(self.limits, self.proxies);
        let router = web::limited(web::router(&host, None), allowed, Arc::clone(&host.env.clock));
        let messenger = Arc::clone(&host.messenger);
        let stopping = Arc::new(Notify::new());
        let told = Arc::clone(&stopping);
        let server = web::serve(listener, router, web::Patience::default(), async move {
            told_to_stop().await;
            messenger.close();
            told.notify_one();
        });
        // A caller that never ends its request must not hold the host up.
        let too_long = async {
            stopping.notified().await;
            tokio::time::sleep(LAST_REQUESTS).await;
        };
        tokio::select! {
            () = server => {}
            () = too_long => tracing::warn!("requests that did not end in time are cut off"),
        }
        answering.end().await;
        host.drain().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Waits for SIGTERM or Ctrl-C.
pub(super) async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
