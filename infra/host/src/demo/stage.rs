//! The stage: a host in one process on a clock that stands still between the lines.

use super::homeserver::Homeserver;
use crate::bells::Lanes;
use crate::chance::SeededChance;
use crate::clocks::StoryClock;
use crate::configuration::Checked;
use crate::host::{Host, Parts};
use crate::secrets::Keys;
use crate::web::{self, Play};
use anyhow::Context as _;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{PersonId, RoomId};
use nabat_domain::time::{At, Length};
use nabat_kit::port::Said;
use nabat_kit::signature::sign;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// A host for a story.
pub struct Stage {
    /// The host.
    pub host: Host,
    /// Its clock.
    pub clock: Arc<StoryClock>,
    /// Where it listens.
    pub address: String,
    language: Language,
    desk_secret: Vec<u8>,
    client: reqwest::Client,
    /// Where people speak; in the built-in messenger where there is none.
    homeserver: Option<Homeserver>,
}

/// Where a story is led.
pub struct Place {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The homeserver, with its address.
    pub homeserver: Option<(Homeserver, String)>,
}

impl Stage {
    /// Opens a host over the data folder and lets it listen; people are chosen on the page of `play`.
    ///
    /// # Errors
    /// The folder or the address cannot be used.
    #[nabat_kit::boxed]
    pub async fn open(
        data: &Path,
        place: Place,
        checked: &Checked,
        seed: u64,
        clock: Arc<StoryClock>,
        play: Play,
    ) -> anyhow::Result<Self> {
        let Place { listen, homeserver } = place;
        let listener = match TcpListener::bind(listen).await {
            Ok(listener) => listener,
            // The homeserver calls at one address alone.
            Err(error) if homeserver.is_some() => {
                return Err(error).with_context(|| format!("cannot listen on {listen}"));
            }
            // Somebody has that port: any other will do for a demo.
            Err(_) => TcpListener::bind(SocketAddr::new(listen.ip(), 0)).await.context("cannot listen")?,
        };
        let connections = homeserver.as_ref().map(|(there, base)| there.connections(base)).unwrap_or_default();
        let language = checked.estate.products.get(&play.product).map(|product| product.catalogue.product.language);
        let address = format!("http://{}", listener.local_addr()?);
        let keys = Keys::of_seed_kept(seed, data)?;
        let desk_secret = keys.desk_signs().bytes().to_vec();
        let parts = Parts {
            clock: clock.clone(),
            chance: Arc::new(SeededChance::new(seed)),
            keys,
            seed,
            lanes: Lanes::OneByOne,
            base: address.clone(),
            connections,
        };
        let host = Host::open(data, parts)?;
        host.put_in_force(&checked.estate).await?;
        host.messenger.outbox().connect(&address);
        host.desk.outbox().connect(&address);
        let router = web::router(&host, Some(play));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = nabat_connectors::http::loopback().build()?;
        let homeserver = homeserver.map(|(there, _)| there);
        Ok(Self { host, clock, address, language: language.unwrap_or_default(), desk_secret, client, homeserver })
    }

    /// The homeserver, where the story is led on one.
    pub const fn homeserver(&self) -> Option<&Homeserver> {
        self.homeserver.as_ref()
    }

    /// Language of the chats.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Sends what a service desk would send; the answer's status and body.
    ///
    /// # Errors
    /// The host does not answer.
    #[nabat_kit::boxed]
    pub async fn desk(
        &self,
        product: &str,
        webhook_id: &str,
        body: &serde_json::Value,
    ) -> anyhow::Result<(u16, serde_json::Value)> {
        let bytes = serde_json::to_vec(body)?;
        let seconds = self.now().0.div_euclid(1_000);
        let answer = self
            .client
            .post(format!("{}/desk/{product}/generic", self.address))
            .header("webhook-id", webhook_id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", sign(&self.desk_secret, webhook_id, seconds, &bytes))
            .body(bytes)
            .send()
            .await?;
        let status = answer.status().as_u16();
        let body = answer.json().await?;
        self.settle().await?;
        Ok((status, body))
    }

    /// A person does something in a room; everything that follows is done when this returns.
    /// `false` where the messenger does not let them.
    ///
    /// # Errors
    /// The messenger's.
    #[nabat_kit::boxed]
    pub async fn says(&self, person: &PersonId, room: &RoomId, said: Said) -> anyhow::Result<bool> {
        let done = match &self.homeserver {
            Some(homeserver) => homeserver.says(&self.host.env, person, room, said).await?,
            None => self.host.messenger.say_as(person.as_str(), room, said).await.is_ok(),
        };
        self.settle().await?;
        Ok(done)
    }

    /// Lets everything happen that happens now.
    async fn settle(&self) -> anyhow::Result<()> {
        self.host.bells.quiet().await;
        loop {
            let waits = self.host.messenger.outbox().deliver_due().await?;
            self.host.desk.outbox().deliver_due().await?;
            self.host.bells.quiet().await;
            if waits.is_none_or(|at| at > self.now()) {
                return Ok(());
            }
        }
    }

    /// Moves the clock and rings for whatever is due then.
    ///
    /// # Errors
    /// The table's.
    #[nabat_kit::boxed]
    pub async fn wait_until(&self, at: At) -> anyhow::Result<()> {
        self.clock.move_to(at);
        nabat_clock::handle(&self.host.env).await?;
        nabat_clock::sign_and_sweep(&self.host.env).await?;
        self.settle().await
    }

    /// The next moment at which anything is due by itself, later than now.
    ///
    /// # Errors
    /// The table's.
    #[nabat_kit::boxed]
    pub async fn next_due(&self) -> anyhow::Result<Option<At>> {
        let next = nabat_clock::next(&self.host.env).await?;
        Ok(next.map(|at| at.max(self.now().plus(Length(1)))))
    }

    /// Now, on the story's clock.
    pub fn now(&self) -> At {
        self.host.env.now()
    }
}
