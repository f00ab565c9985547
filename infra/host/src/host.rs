//! One installation: its files opened, its functions wired, its clockwork running.

use crate::bells::{Bells, Lanes, Ring};
use crate::builtin::copies::BuiltinCopies;
use crate::builtin::desk::BuiltinDesk;
use crate::builtin::messenger::{BuiltinMessenger, BuiltinSource};
use crate::builtin::monitoring::BuiltinMonitoring;
use crate::builtin::outward::BuiltinOutward;
use crate::builtin::wiki::BuiltinWiki;
use crate::configuration::Estate;
use crate::listening::{listen, reconcile};
use crate::pulse::Pulse;
use crate::secrets::Keys;
use crate::stores::Stores;
use anyhow::Context as _;
use nabat_connectors::connections::{Connections, SignIn};
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::port::{
    Chance, ChatListener, ChatSource, Clock, Desk, DeskListener, Doorbell, Messenger, Monitoring, Outward, Wiki,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Name of the built-in connections.
pub const BUILTIN: &str = "builtin";

/// The clock function runs at least this often.
const TICK: Duration = Duration::from_secs(5);

/// Whether a duty calendar is due is looked at this often.
const CALENDARS: Duration = Duration::from_secs(20);

/// And at most this often.
const SHORTEST_TICK: Duration = Duration::from_millis(200);

/// An installation with everything open.
pub struct Host {
    /// The ports.
    pub env: Env,
    /// The doorbell.
    pub bells: Arc<Bells>,
    /// The built-in messenger.
    pub messenger: Arc<BuiltinMessenger>,
    /// The built-in desk.
    pub desk: Arc<BuiltinDesk>,
    /// The built-in wiki.
    pub wiki: Arc<BuiltinWiki>,
    /// The built-in monitoring.
    pub monitoring: Arc<BuiltinMonitoring>,
    /// Whether the clock's loop still comes round.
    pub pulse: Arc<Pulse>,
    /// Where people sign in.
    pub sign_ins: BTreeMap<ConnectionId, Arc<SignIn>>,
    /// What asks messengers that do not push everything.
    listeners: BTreeMap<ConnectionId, Arc<dyn ChatListener>>,
    /// What asks desks.
    desk_listeners: BTreeMap<ConnectionId, Arc<dyn DeskListener>>,
}

/// What an installation is made of.
pub struct Parts {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// Keys.
    pub keys: Keys,
    /// What the built-in monitoring's recordings follow from.
    pub seed: u64,
    /// How bells are answered.
    pub lanes: Lanes,
    /// Where people open the pages.
    pub base: String,
    /// Other people's systems, beside the built-in ones.
    pub connections: Connections,
}

impl Host {
    /// Opens the files of a data folder, the table among them, and wires the functions.
    ///
    /// # Errors
    /// A file cannot be opened, or another host has it.
    pub fn open(data: &Path, parts: Parts) -> anyhow::Result<Self> {
        crate::private::make(data)?;
        Self::open_on(data, Stores::of_folder(data)?, parts)
    }

    /// The same with the table, and perhaps the doorbell, elsewhere.
    ///
    /// # Errors
    /// A file of the built-in connectors cannot be opened.
    pub fn open_on(data: &Path, stores: Stores, parts: Parts) -> anyhow::Result<Self> {
        let clock = parts.clock;
        let messenger = BuiltinMessenger::open(
            &data.join("messenger.db"),
            Arc::clone(&clock),
            parts.keys.messenger_signs().clone(),
        );
        let messenger = Arc::new(messenger.context("cannot open messenger.db")?);
        let (key, own) = (parts.keys.desk_signs().clone(), parts.keys.desks_sign());
        let desk = BuiltinDesk::open_with(&data.join("desk.db"), Arc::clone(&clock), key, own);
        let desk = Arc::new(desk.context("cannot open desk.db")?);
        let wiki = BuiltinWiki::open(&data.join("wiki.db"), Arc::clone(&clock));
        let wiki = Arc::new(wiki.context("cannot open wiki.db")?);
        let outward = Arc::new(BuiltinOutward::open(&data.join("outward"))?);
        let monitoring = Arc::new(BuiltinMonitoring::new(parts.seed));
        let copies = Arc::new(BuiltinCopies::of_folder(data, Arc::clone(&clock)));
        let bells = Bells::new(parts.lanes);
        let source: Arc<dyn ChatSource> = Arc::new(BuiltinSource::new(&parts.keys.messenger));
        let builtin = || ConnectionId::from(BUILTIN);
        let here = || Arc::new(Ring::at(&bells)) as Arc<dyn Doorbell>;
        let Connections {
            mut messengers,
            mut sources,
            listeners,
            mut monitors,
            mut wikis,
            mut desks,
            desk_listeners,
            calendars,
            sign_ins,
            unopened,
        } = parts.connections;
        monitors.insert(builtin(), Arc::clone(&monitoring) as Arc<dyn Monitoring>);
        desks.insert(builtin(), Arc::clone(&desk) as Arc<dyn Desk>);
        wikis.insert(builtin(), Arc::clone(&wiki) as Arc<dyn Wiki>);
        messengers.insert(builtin(), Arc::clone(&messenger) as Arc<dyn Messenger>);
        sources.insert(builtin(), source);
        let env = Env {
            table: stores.table,
            doorbell: stores.doorbell.unwrap_or_else(here),
            clock,
            chance: parts.chance,
            messengers: Arc::new(messengers),
            sources: Arc::new(sources),
            desks: Arc::new(desks),
            wikis: Arc::new(wikis),
            outward: Outward {
                mailer: outward.clone(),
                webhooks: outward,
                secrets: Arc::new(parts.keys.named.clone()),
            },
            copies,
            monitoring: Arc::new(monitors),
            calendars: Arc::new(calendars),
            unopened: Arc::new(unopened),
            secrets: Arc::new(parts.keys.for_functions()),
            configurations: Arc::default(),
            books: Arc::default(),
            base: parts.base.into(),
            until: None,
        };
        bells.answer_with(env.clone());
        let pulse = Arc::default();
        Ok(Self { env, bells, messenger, desk, wiki, monitoring, pulse, sign_ins, listeners, desk_listeners })
    }

    /// Makes an estate the one in force.
    ///
    /// # Errors
    /// The table's; a procedure that was changed and kept its version.
    #[nabat_kit::boxed]
    pub async fn put_in_force(&self, estate: &Estate) -> anyhow::Result<()> {
        crate::in_force::put(&self.env, estate).await?;
        Ok(self.desk.settle(&self.env).await?)
    }

    /// Lets the built-in connectors send to this address and the clock tick, for ever.
    pub fn run(&self, address: &str) {
        self.messenger.outbox().connect(address);
        self.desk.outbox().connect(address);
        tokio::spawn(Arc::clone(self.messenger.outbox()).run());
        tokio::spawn(Arc::clone(self.desk.outbox()).run());
        for (connection, listener) in &self.listeners {
            tokio::spawn(listen(self.env.clone(), connection.clone(), Arc::clone(listener)));
        }
        for (connection, listener) in &self.desk_listeners {
            tokio::spawn(reconcile(self.env.clone(), connection.clone(), Arc::clone(listener)));
        }
        tokio::spawn(calendars_for_ever(self.env.clone()));
        tokio::spawn(schedules_for_ever(self.env.clone()));
        let (env, pulse) = (self.env.clone(), Arc::clone(&self.pulse));
        pulse.beats(env.now());
        tokio::spawn(async move { tick_for_ever(env, &pulse).await });
    }

    /// Lets what is being worked on end; nothing new begins.
    #[nabat_kit::boxed]
    pub async fn drain(&self) {
        self.bells.close();
        self.messenger.close();
        let _ = tokio::time::timeout(Duration::from_secs(10), self.bells.quiet()).await;
    }
}

async fn tick_for_ever(env: Env, pulse: &Pulse) {
    loop {
        if let Err(fault) = nabat_clock::handle(&env).await {
            tracing::error!("the clock could not look for what is due: {fault}");
        }
        // Also where it failed: a table that keeps nothing is told apart from a loop that is dead.
        pulse.beats(env.now());
        let next = nabat_clock::next(&env).await.ok().flatten();
        let wait = next.map_or(Length(i64::MAX), |next| next.since(env.now()));
        let wait = Duration::from_millis(wait.0.try_into().unwrap_or(0));
        tokio::time::sleep(wait.clamp(SHORTEST_TICK, TICK)).await;
    }
}

/// Figures, signatures and what has expired, beside the clock: what takes minutes on a large table holds no timer up.
async fn schedules_for_ever(env: Env) {
    loop {
        if let Err(fault) = nabat_reliability_rollup::handle(&env).await {
            tracing::error!("what is due on schedule could not be looked for: {fault}");
        }
        if let Err(fault) = nabat_clock::sign_and_sweep(&env).await {
            tracing::error!("what has expired could not be removed: {fault}");
        }
        tokio::time::sleep(TICK).await;
    }
}

/// Duty calendars are read beside the clock: one that does not answer holds no timer up.
async fn calendars_for_ever(env: Env) {
    loop {
        if let Err(fault) = nabat_reliability_rollup::read_calendars(&env).await {
            tracing::error!("the duty calendars could not be read: {fault}");
        }
        tokio::time::sleep(CALENDARS).await;
    }
}
