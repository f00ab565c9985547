//! `connections.yaml`: other people's systems the products name, beside the products' folders.

use nabat_domain::ids::{ConnectionId, SecretId};
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

/// What sort of system it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// A Matrix homeserver, by an application service.
    Matrix,
    /// A team of a Mattermost server, by a bot account.
    Mattermost,
    /// A Slack workspace, by an app.
    Slack,
    /// A forum group of Telegram's, by a bot.
    Telegram,
    /// A corporate server of eXpress, by a bot.
    Express,
    /// A Prometheus, or what speaks its query API: Thanos, Mimir.
    Prometheus,
    /// A VictoriaMetrics.
    VictoriaMetrics,
    /// A Zabbix, by its front end.
    Zabbix,
    /// A file of recorded samples.
    Recording,
    /// A MediaWiki, by a bot.
    Mediawiki,
    /// A DokuWiki, by a user.
    Dokuwiki,
    /// A space of Confluence Data Center, by a user's token.
    Confluence,
    /// A Roundup tracker, by a user.
    Roundup,
    /// A Request Tracker, by a user's token.
    RequestTracker,
    /// An iCalendar (.ics), by its address or in a file.
    Icalendar,
    /// A calendar on a CalDAV server, by a user.
    Caldav,
    /// A project of Jira Service Management Data Center, by a user's token.
    Jira,
    /// A provider of OpenID Connect: Keycloak, AD FS, Entra ID, Blitz and others.
    Openid,
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// People are spoken to there.
    Messenger,
    /// Samples of services come from there.
    Monitoring,
    /// Reports are published there.
    Wiki,
    /// Incidents come from there and go back there.
    Desk,
    /// Who is on duty stands there.
    Calendar,
    /// People sign in there.
    SignIn,
}

impl Purpose {
    /// With its article, as an operator reads it.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Messenger => "a messenger",
            Self::Monitoring => "a monitoring system",
            Self::Wiki => "a wiki",
            Self::Desk => "a service desk",
            Self::Calendar => "a duty calendar",
            Self::SignIn => "a provider people sign in at",
        }
    }
}

impl ConnectionKind {
    /// What it is for.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Matrix | Self::Mattermost | Self::Slack | Self::Telegram | Self::Express => Purpose::Messenger,
            Self::Prometheus | Self::VictoriaMetrics | Self::Zabbix | Self::Recording => Purpose::Monitoring,
            Self::Mediawiki | Self::Dokuwiki | Self::Confluence => Purpose::Wiki,
            Self::Roundup | Self::RequestTracker | Self::Jira => Purpose::Desk,
            Self::Icalendar | Self::Caldav => Purpose::Calendar,
            Self::Openid => Purpose::SignIn,
        }
    }
}

/// What a field of a desk holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeskField {
    /// The class, queue or issue type of incidents; `incident` unless said.
    Incidents,
    /// The class, queue or issue type of problems; `problem` unless said.
    Problems,
    /// The failing service, by the catalogue's id; `service` unless said.
    Service,
    /// Unavailable functions, by the catalogue's ids; `functions` unless said.
    Functions,
    /// `P1` to `P4`; `priority` unless said.
    Priority,
    /// When it began; `started` unless said.
    Started,
    /// The incident's problem, in Jira the kind of link; `problem` unless said.
    Problem,
    /// Other records an incident belongs to, in Jira the kind of link; a comment names them unless said.
    Related,
    /// The work group a record is given to; a comment names it unless said.
    WorkGroup,
    /// By when it is to be done.
    Due,
    /// The word for what is open; `open` unless said.
    Open,
    /// The word for what is closed; `closed` unless said.
    Closed,
    /// Of `jira`: the resolution of what is closed, where the workflow asks for one.
    Resolution,
}

/// Who sees what Nabat writes on a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comments {
    /// The project's people alone.
    #[default]
    Internal,
    /// Its customers too.
    Public,
}

/// One connection.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectionEntry {
    /// Its id: what `messenger:`, `desk:`, `wiki:` and `monitoring:` of a product, `calendar:` of a rota and the
    /// contacts of people name.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ConnectionId>,
    /// What sort of system it is: `matrix`, `mattermost`, `slack`, `telegram`, `express`; `prometheus`,
    /// `victoria_metrics`, `zabbix`, `recording`; `mediawiki`, `dokuwiki`, `confluence`; `roundup`,
    /// `request_tracker`, `jira`; `icalendar`, `caldav`; `openid`.
    pub kind: ConnectionKind,
    /// Where its API is, such as `https://matrix.example.org`; the vendor's own for `slack` and `telegram`.
    /// Of monitoring: what stands before `/api/v1` of Prometheus, before `/api_jsonrpc.php` of Zabbix.
    /// Of wikis: what stands before `/api.php` of MediaWiki, before `/doku.php` of DokuWiki,
    /// before `/rest/api` of Confluence.
    /// Of desks: the tracker's own; what stands before `/REST/2.0` of Request Tracker, before
    /// `/rest/api/2` of Jira.
    /// Of duty calendars: the iCalendar's own; the collection's of `caldav`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub address: Option<Spanned<String>>,
    /// Of `matrix`: the homeserver's name, after the colon of user ids.
    #[serde(default)]
    pub server_name: Option<String>,
    /// Of `mattermost`: the team's name, as it stands in addresses.
    #[serde(default)]
    pub team: Option<String>,
    /// Of `mattermost`: where the server finds Nabat, such as `https://nabat.example.org/chat/mattermost`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub callback: Option<Spanned<String>>,
    /// Of `telegram`: the forum group's id, below zero.
    #[serde(default)]
    pub group: Option<i64>,
    /// Of monitoring: under which labels a service is looked for by its id, the most telling first; tags of hosts in
    /// Zabbix. Those in common use unless said.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Of `recording`: the CSV, plain or gzipped, from this file's folder on; of `icalendar`: the .ics.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub file: Option<Spanned<String>>,
    /// The bot's account: `sender_localpart` of Matrix's registration, the user name on Telegram, the
    /// bot's id on eXpress, the user of a duty calendar, of a wiki (of a bot password of MediaWiki: `Nabat@nabat`). `nabat` unless said.
    #[serde(default = "bot")]
    pub bot: String,
    /// Of wikis: below which page reports stand, in DokuWiki in which namespace; `Incidents` unless said.
    #[serde(default)]
    pub parent: Option<String>,
    /// Of `jira`: the project's key.
    #[serde(default)]
    pub project: Option<String>,
    /// Of `confluence`: the space's key.
    #[serde(default)]
    pub space: Option<String>,
    /// Of `jira`: who sees what Nabat writes on a record, `internal` (unless said) or `public`.
    #[serde(default)]
    pub comments: Comments,
    /// Of desks: which of its fields holds what, where it differs from the names Nabat has for them.
    #[serde(default)]
    pub fields: BTreeMap<DeskField, String>,
    /// Name of the secret Nabat calls with: `as_token` of Matrix's registration, elsewhere the bot's token or
    /// secret key. Of monitoring: the bearer token, where one is asked for; Zabbix always does.
    /// Of wikis and desks: the bot's or the user's password; of Request Tracker the user's token, of Jira
    /// and Confluence a personal access token.
    /// Of duty calendars: the user's password, where one is asked for; of an `icalendar` without `address` and `file`
    /// the whole address, for whoever knows it can read the calendar.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub token: Option<Spanned<SecretId>>,
    /// Name of the secret that proves what comes, which `jira` may do without: `hs_token` of Matrix's registration, Slack's signing secret,
    /// Telegram's `secret_token`, eXpress's secret key again, the secret of Jira's webhook; for Mattermost any long random text, which buttons are sealed with.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub callback_token: Option<Spanned<SecretId>>,
    /// Of `mattermost`: name of the secret with the slash command's token.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub command_token: Option<Spanned<SecretId>>,
    /// Of `openid`: the provider's issuer, letter by letter as its discovery has it, such as
    /// `https://sso.example.org/realms/staff`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub issuer: Option<Spanned<String>>,
    /// Of `openid`: the client's id there.
    #[serde(default)]
    pub client: Option<String>,
    /// Of `openid`: name of the secret with the client's secret.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub secret: Option<Spanned<SecretId>>,
    /// Of `openid`: the claim people are found by. `email` is looked for among their mail addresses; any other, such as
    /// `preferred_username`, `sub` or `employee_id`, among their contacts under this connection's id, else it is the
    /// staff number. It has to be one that nobody can change for themselves.
    #[serde(default)]
    pub claim: Option<String>,
    /// Of `openid`: scopes to ask for beside `openid`, and `email` or `profile`, where the claim stands in another one.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Of `openid` with `claim: email`: whether an address is believed of which the provider does not say that it was
    /// verified. Only where nobody can change theirs.
    #[serde(default)]
    pub unproved: bool,
    /// Of `openid`: what people call it, on the button; the issuer's host unless said.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether it may be called without TLS, and at an address of a private network written as a number; refused
    /// otherwise. Its name may lead into one's own network without it, unless it is a provider of `openid`.
    #[serde(default)]
    pub private: bool,
}

fn bot() -> String {
    "nabat".to_owned()
}
