//! `nabat duty`: who is on duty for a service at a moment, and why.

use super::beside;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use chrono::{NaiveDateTime, TimeZone as _};
use clap::Args;
use nabat_domain::catalogue::{Catalogue, Duty as OnDuty, DutyTurn, Instance, ON_DUTY, OnDutyBy, Role};
use nabat_domain::ids::{PersonId, ProductId, ServiceId};
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::time::At;
use nabat_kit::configuration::{self, Current};
use nabat_kit::duty;
use nabat_kit::env::Env;
use nabat_kit::messages::Speaker;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Who is on duty for a service at a moment, and why: the event of a calendar, the rota, the fallback chain. Works
/// beside a running host, which reads the calendars.
#[derive(Args)]
pub struct Duty {
    /// The service.
    #[arg(long)]
    service: String,
    /// The moment: `2026-11-23T03:00:00+03:00`, or `2026-11-23T03:00` by the product's clock. Now unless said.
    #[arg(long = "at", id = "when", value_name = "T")]
    moment: Option<String>,
    /// The role; those called to every incident unless said.
    #[arg(long)]
    role: Option<String>,
    /// The product; the one that has the service unless said.
    #[arg(long)]
    product: Option<String>,
    /// As JSON, one object a role.
    #[arg(long)]
    json: bool,
    /// The data folder.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Duty {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let env = beside::env(self.table.beside(&self.data).await?);
        let service = ServiceId::new(&self.service);
        let current = self.product_of(&env, &service).await?;
        let catalogue = &current.version.catalogue;
        let at = self.at(catalogue, env.now())?;
        let roles = match &self.role {
            Some(word) => vec![Role::read(word).with_context(|| format!("there is no role `{word}`"))?],
            None => ON_DUTY.to_vec(),
        };
        let calendars = duty::known(env.table.as_ref(), [catalogue, catalogue]).await?;
        let asked = Asked { duty: OnDuty { catalogue, calendars: &calendars }, service: &service, at, now: env.now() };
        let texts = BTreeMap::new();
        let speaker = Speaker {
            language: catalogue.product.language,
            zone: catalogue.product.zone(),
            catalogue,
            names: &current.names.people,
            texts: &texts,
        };
        for role in roles {
            if self.json {
                println!("{}", asked.object(role));
                continue;
            }
            let lines: Vec<String> = asked.told(role).iter().map(|wording| speaker.say(wording)).collect();
            println!("{}", lines.join("\n  "));
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn product_of(&self, env: &Env, service: &ServiceId) -> anyhow::Result<Current> {
        let mut found = Vec::new();
        for (product, _) in configuration::products(env).await? {
            if self.product.as_ref().is_some_and(|only| ProductId::new(only) != product) {
                continue;
            }
            let current = configuration::of(env, &product).await?;
            if current.version.catalogue.services.contains_key(service) {
                found.push(current);
            }
        }
        match found.len() {
            0 => bail!("no product has a service `{service}`"),
            1 => Ok(found.remove(0)),
            _ => bail!("several products have a service `{service}`: say which, --product"),
        }
    }

    fn at(&self, catalogue: &Catalogue, now: At) -> anyhow::Result<At> {
        let Some(text) = &self.moment else { return Ok(now) };
        if let Some(at) = At::from_rfc3339(text) {
            return Ok(at);
        }
        let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
        let wall = forms.into_iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        let wall = wall.with_context(|| format!("`{text}` is no moment: write it as 2026-11-23T03:00"))?;
        let moment = catalogue.product.zone().from_local_datetime(&wall).earliest();
        let moment = moment.with_context(|| format!("the clock of {} leaps over `{text}`", catalogue.product.zone))?;
        Ok(At(moment.timestamp_millis()))
    }
}

/// What is asked.
struct Asked<'a> {
    duty: OnDuty<'a>,
    service: &'a ServiceId,
    at: At,
    now: At,
}

impl Asked<'_> {
    /// Who it is, why, and whom to call next.
    fn told(&self, role: Role) -> Vec<Wording> {
        let named = |key: &str| {
            let wording = Wording::new(key).with("role", Arg::Role(role)).with("at", Arg::Moment(self.at));
            wording.with("service", Arg::Service(self.service.clone()))
        };
        let turn = self.duty.on_duty(self.service, role, self.at);
        let fallback = &self.duty.catalogue.product.fallback;
        let who = turn.as_ref().map(|turn| turn.person).or(fallback.first());
        let Some(who) = who else { return vec![named("duty-nobody")] };
        let mut told = vec![named("duty-on").with("who", Arg::Person(who.clone()))];
        match &turn {
            Some(turn) => told.extend(self.why(turn)),
            None => told.push(Wording::new("duty-by-fallback")),
        }
        if !matches!(turn, Some(DutyTurn { by: OnDutyBy::Calendar { .. }, .. })) {
            told.extend(self.silent(role));
        }
        let next: Vec<PersonId> = turn.as_ref().map_or(&[][..], |turn| turn.chain).to_vec();
        let next = next.iter().chain(fallback.iter().filter(|person| !next.contains(person)));
        let next: Vec<Arg> = next.filter(|person| *person != who).cloned().map(Arg::Person).collect();
        if !next.is_empty() {
            told.push(Wording::new("duty-next").with("people", Arg::List(next)));
        }
        told
    }

    fn why(&self, turn: &DutyTurn<'_>) -> Vec<Wording> {
        match &turn.by {
            OnDutyBy::Rota => vec![Wording::new("duty-by-rota")],
            OnDutyBy::Calendar { calendar, known, turn } => {
                let instance = Wording::new(&format!("duty-instance-{}", word(turn.instance)));
                let by = Wording::new("duty-by-calendar")
                    .with("calendar", Arg::Word(calendar.connection.to_string()))
                    .with("event", Arg::Word(turn.event.clone()))
                    .with("instance", Arg::Message(Box::new(instance)))
                    .with("from", Arg::Moment(turn.from))
                    .with("until", Arg::Moment(turn.until));
                let old = known.old(self.now);
                let old = old.map(|at| Wording::new("duty-by-calendar-old").with("read_at", Arg::Moment(at)));
                std::iter::once(by).chain(old).collect()
            }
        }
    }

    /// Calendars that were asked before and name nobody then, or were never read.
    fn silent(&self, role: Role) -> Vec<Wording> {
        let rotas = self.duty.catalogue.rotas.iter();
        let rotas = rotas.filter(|rota| rota.role == role && rota.is_for(self.service));
        let calendars = rotas.filter_map(|rota| rota.calendar.as_ref().map(|calendar| (rota, calendar)));
        let told = |key: &str, calendar: &nabat_domain::catalogue::RotaCalendar| {
            Wording::new(key).with("calendar", Arg::Word(calendar.connection.to_string()))
        };
        let silent = |(rota, calendar): (&_, &_)| match self.duty.calendars.of(rota) {
            Some(known) if self.at < known.until => told("duty-calendar-silent", calendar),
            Some(_) | None => told("duty-calendar-unread-then", calendar),
        };
        calendars.map(silent).collect()
    }

    fn object(&self, role: Role) -> Value {
        let turn = self.duty.on_duty(self.service, role, self.at);
        let fallback = &self.duty.catalogue.product.fallback;
        let person = turn.as_ref().map(|turn| turn.person).or(fallback.first());
        let mut told = json!({
            "service": self.service, "role": role, "at": self.at.to_rfc3339(), "person": person,
            "chain": turn.as_ref().map(|turn| turn.chain), "by": if person.is_some() { "fallback" } else { "nobody" },
        });
        match turn.as_ref().map(|turn| &turn.by) {
            Some(OnDutyBy::Rota) => told["by"] = "rota".into(),
            Some(OnDutyBy::Calendar { calendar, known, turn }) => {
                told["by"] = "calendar".into();
                told["calendar"] = json!({
                    "connection": calendar.connection, "event": turn.event, "instance": turn.instance,
                    "from": turn.from.to_rfc3339(), "until": turn.until.to_rfc3339(),
                    "read_at": known.read_at.to_rfc3339(), "old": known.old(self.now).is_some(),
                });
            }
            None => {}
        }
        told
    }
}

const fn word(instance: Instance) -> &'static str {
    match instance {
        Instance::Exception => "exception",
        Instance::Added => "added",
        Instance::Single => "single",
        Instance::Recurring => "recurring",
    }
}
