//! Playing one incident from the signed registration to the closing decision.

use super::cast::Cast;
use super::contractor::owes;
use super::dice::Dice;
use super::lines::{Line, delay, lines};
use super::stage::Stage;
use super::tell::Teller;
use crate::builtin::monitoring::Planted;
use crate::configuration::Configured;
use anyhow::{Context as _, bail};
use nabat_domain::catalogue::{Catalogue, Direction, Priority, Role, Service};
use nabat_domain::ids::{IncidentId, PersonId, ProductId, PromptId, RoomId};
use nabat_domain::incident::{Prompt, State};
use nabat_domain::procedure::Kind;
use nabat_domain::time::{At, Length};
use nabat_kit::chat::ChatRow;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::messages::say;
use nabat_kit::port::Said;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A story that takes longer than this on its own clock has gone wrong.
const LONGEST: Length = Length::hours(30);

/// What closing leaves to be done is done within this.
const LONGEST_END: Length = Length::minutes(15);

/// What was played.
pub struct Played {
    /// The product.
    pub product: ProductId,
    /// The incident.
    pub incident: IncidentId,
}

/// Something somebody will do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Act {
    pub(super) person: PersonId,
    pub(super) prompt: Option<PromptId>,
    pub(super) line: Line,
    pub(super) direct: bool,
}

pub(super) struct Story<'a> {
    pub(super) stage: &'a Stage,
    configured: &'a Configured,
    product: ProductId,
    incident: IncidentId,
    dice: Dice,
    pub(super) cast: Cast,
    /// What will be done when; the number keeps the order of what was planned for one moment.
    plan: BTreeMap<(At, u32), Act>,
    planned: u32,
    pub(super) once: BTreeSet<&'static str>,
}

/// Plays a story; `teller` tells it as it goes.
///
/// # Errors
/// The host failed, or the story did not come to its end.
#[nabat_kit::boxed]
pub async fn play(
    stage: &Stage,
    configured: &Configured,
    seed: u64,
    teller: &mut Teller<'_>,
) -> anyhow::Result<Played> {
    let mut dice = Dice::new(seed);
    let cast = Cast::throw(&mut dice);
    let product = configured.catalogue.product.id.clone();
    let service = pick(&configured.catalogue, cast, stage.now(), &mut dice)
        .context("the example has no service whose failure is high priority")?;
    let incident = register(stage, &product, service, &configured.catalogue, &mut dice, "msg_demo_1").await?;
    let mut story = Story {
        stage,
        configured,
        product,
        incident,
        dice,
        cast,
        plan: BTreeMap::new(),
        planned: 0,
        once: BTreeSet::new(),
    };
    story.run(teller).await?;
    Ok(Played { product: story.product, incident: story.incident })
}

/// Registers one more failure, of a service that is no neighbour of the played one: for whoever
/// opens the pages to lead.
///
/// # Errors
/// The host failed.
#[nabat_kit::boxed]
pub async fn register_another(
    stage: &Stage,
    configured: &Configured,
    seed: u64,
    played: &Played,
) -> anyhow::Result<IncidentId> {
    let catalogue = &configured.catalogue;
    let mut dice = Dice::new(seed ^ u64::MAX);
    let state = load(stage.host.env.table.as_ref(), &played.product, &played.incident).await?;
    let taken = state.map(|state| state.head.service);
    let high = |service: &&Service| Priority::with_function_lost(catalogue.criticality_of(&service.id)).is_high();
    let free =
        |service: &&Service| Some(&service.id) != taken.as_ref() && catalogue.neighbours_of(&service.id).len() <= 4;
    let services: Vec<&Service> = catalogue.services.values().filter(high).filter(free).collect();
    let service = dice.one_of(&services).copied().context("the example has no other service to fail")?;
    register(stage, &played.product, service, catalogue, &mut dice, "msg_demo_2").await
}

/// A service whose failure is high priority; one a contract covers, where it goes to the contractor.
fn pick<'c>(catalogue: &'c Catalogue, cast: Cast, now: At, dice: &mut Dice) -> Option<&'c Service> {
    let high = |service: &&Service| Priority::with_function_lost(catalogue.criticality_of(&service.id)).is_high();
    let fits = |service: &&Service| !cast.to_contractor || catalogue.contract_of(&service.id, now).is_some();
    let services: Vec<&Service> = catalogue.services.values().filter(high).filter(fits).collect();
    dice.one_of(&services).copied()
}

async fn register(
    stage: &Stage,
    product: &ProductId,
    service: &Service,
    catalogue: &Catalogue,
    dice: &mut Dice,
    webhook_id: &str,
) -> anyhow::Result<IncidentId> {
    let lost = 1 + usize::try_from(dice.below(2))?;
    let functions: Vec<_> = service.functions.iter().take(lost).map(|function| function.id.as_str()).collect();
    let language = catalogue.product.language;
    let record = format!("SD-{}", 1000 + dice.below(9000));
    let began = stage.now().minus(Length::minutes(dice.between(2, 12)));
    let body = json!({
        "type": "incident.registered",
        "id": record,
        "service": service.id,
        "functions": functions,
        "summary": say(language, "demo-registered", &[("service", &service.name)]),
        "started_at": began.to_rfc3339(),
        "registered_by": say(language, "desk-title", &[]),
        "url": "/desk",
    });
    stage.host.monitoring.plant(planted(catalogue, service, began));
    let (status, answer) = stage.desk(product.as_str(), webhook_id, &body).await?;
    if status != 202 {
        bail!("the registration was answered {status}: {answer}");
    }
    // A desk that is unsure whether it was heard says it again.
    let again = stage.desk(product.as_str(), webhook_id, &body).await?;
    if again != (status, answer.clone()) {
        bail!("the same delivery was answered otherwise the second time");
    }
    Ok(IncidentId::from(answer["incident"].as_str().context("the answer names no incident")?))
}

/// Where the failure comes from: a service the failing one needs, or itself where it needs none. Those
/// that need the culprit suffer with it.
fn planted(catalogue: &Catalogue, failing: &Service, from: At) -> Planted {
    let hard = failing.suppliers.iter().find(|link| link.hard);
    let needed = hard.or_else(|| failing.suppliers.first());
    let culprit = needed.map_or_else(|| failing.id.clone(), |link| link.id.clone());
    let consumers = catalogue.neighbours_of(&culprit).into_iter();
    let consumers = consumers.filter(|neighbour| neighbour.direction == Direction::Consumer);
    Planted { culprit, victims: consumers.map(|neighbour| neighbour.id).collect(), from, until: None }
}

impl Story<'_> {
    async fn run(&mut self, teller: &mut Teller<'_>) -> anyhow::Result<()> {
        let until = self.stage.now().plus(LONGEST);
        loop {
            let state = self.state().await?;
            teller.tell(&self.product, &self.incident).await?;
            if state.head.closed_at.is_some() && !owes(&state) {
                return self.end(teller).await;
            }
            self.plan_answers(&state);
            self.plan_turns(&state);
            self.plan_contractor(&state);
            let act = self.plan.first_key_value().map(|((at, _), _)| *at);
            let due = self.stage.next_due().await?;
            let Some(next) = act.into_iter().chain(due).min() else {
                bail!("nobody has anything to do at stage {}", state.head.stage)
            };
            if next > until && !owes(&state) {
                bail!("the story did not end; it stands at stage {}", state.head.stage);
            }
            self.stage.wait_until(next).await?;
            while let Some(entry) = self.plan.first_entry().filter(|entry| entry.key().0 <= next) {
                let act = entry.remove();
                self.act(act).await?;
            }
        }
    }

    /// What closing leaves to be done is done: the last revision of the report gathers for a minute.
    async fn end(&self, teller: &mut Teller<'_>) -> anyhow::Result<()> {
        while let Some(due) = self.stage.next_due().await? {
            if due > self.stage.now().plus(LONGEST_END) {
                break;
            }
            self.stage.wait_until(due).await?;
        }
        teller.tell(&self.product, &self.incident).await
    }

    async fn state(&self) -> anyhow::Result<State> {
        let found = load(self.stage.host.env.table.as_ref(), &self.product, &self.incident).await?;
        found.context("the incident is gone")
    }

    /// Whoever is asked will answer, each in their own time; what was not taken is answered again.
    fn plan_answers(&mut self, state: &State) {
        let planned = |prompt: &Prompt| self.plan.values().any(|act| act.prompt.as_ref() == Some(&prompt.id));
        let open: Vec<Prompt> = state.steps.open.values().filter(|prompt| !planned(prompt)).cloned().collect();
        for prompt in open {
            let Some(holder) = prompt.holder.clone() else { continue };
            let first = self.once.insert("accept asked") || prompt.kind != Kind::Accept;
            let mut at = self.stage.now().plus(delay(prompt.kind, self.cast, first, &mut self.dice));
            let product = &self.configured.catalogue.product;
            let lines = lines(product.language, product.zone(), &prompt, state, self.cast, &mut self.dice, at);
            let direct = matches!(prompt.kind, Kind::Impact | Kind::Recovered);
            for line in lines {
                self.plan(
                    at,
                    Act { person: holder.clone(), prompt: Some(prompt.id.clone()), line: line.clone(), direct },
                );
                if self.cast.answers_twice && matches!(prompt.kind, Kind::Choice) {
                    let again = Act { person: holder.clone(), prompt: Some(prompt.id.clone()), line, direct };
                    self.plan(at.plus(Length::seconds(5)), again);
                }
                at = at.plus(Length::seconds(self.dice.between(15, 60)));
            }
        }
    }

    /// What happens besides answers: escalation answered, shift change, a correction, a waiver.
    fn plan_turns(&mut self, state: &State) {
        let now = self.stage.now();
        let accept =
            state.steps.open.values().find(|prompt| prompt.kind == Kind::Accept && prompt.role == Role::DutyEngineer);
        if let Some(prompt) = accept
            && let Some(called) = self.called(state)
            && self.once.insert("escalation answered")
        {
            let prompt = prompt.id.clone();
            let line = Line::Pressed("accepted".to_owned());
            self.plan(now.plus(Length::seconds(70)), Act { person: called, prompt: Some(prompt), line, direct: false });
        }
        let early = self.cast.restores_early && accept.is_none() && state.restored_at().is_none();
        if let (true, Some(holder)) = (early, state.people.holders.get(&Role::DutyEngineer).cloned())
            && self.once.insert("early")
        {
            let line = Line::Typed(self.words("demo-restored-early"));
            self.plan(now.plus(Length::minutes(4)), Act { person: holder, prompt: None, line, direct: false });
        }
        if state.answer("located").is_some() {
            self.plan_shift_change(state, now);
        }
        if state.answer("began").is_some() && self.cast.corrects && self.once.insert("corrected") {
            let earlier = state.head.began.minus(Length::minutes(3)).in_zone(self.zone()).format("%H:%M").to_string();
            self.head_says(state, now.plus(Length::minutes(6)), "demo-correct-began", &[("at", &earlier)]);
        }
        let workaround = state.steps.open.values().any(|prompt| prompt.step.as_str() == "workaround");
        if workaround && self.cast.waives && self.once.insert("waived") {
            self.head_says(state, now.plus(Length::seconds(20)), "demo-waive-workaround", &[]);
        }
    }

    fn plan_shift_change(&mut self, state: &State, now: At) {
        let Some(holder) = state.people.holders.get(&Role::DutyEngineer).cloned() else { return };
        if let Some(successor) = state.people.offered.get(&Role::DutyEngineer).cloned() {
            if self.once.insert("shift taken") {
                let line = Line::Typed(self.words("demo-take-over"));
                self.plan(now.plus(Length::seconds(90)), Act { person: successor, prompt: None, line, direct: false });
            }
            return;
        }
        if !self.cast.hands_over || state.restored_at().is_some() || !self.once.insert("handed over") {
            return;
        }
        let engineers =
            self.configured.catalogue.people.values().filter(|person| person.roles.contains(&Role::DutyEngineer));
        let others: Vec<PersonId> = engineers.map(|person| person.id.clone()).filter(|id| *id != holder).collect();
        if let Some(successor) = self.dice.one_of(&others).cloned() {
            let text = say(self.language(), "demo-hand-over", &[("to", successor.as_str())]);
            self.plan(
                now.plus(Length::seconds(40)),
                Act { person: holder, prompt: None, line: Line::Typed(text), direct: false },
            );
        }
    }

    /// Somebody the escalation called besides the holder.
    fn called(&self, state: &State) -> Option<PersonId> {
        let holder = state.people.holders.get(&Role::DutyEngineer)?;
        let able = |person: &PersonId| {
            self.configured.catalogue.people.get(person).is_some_and(|known| known.roles.contains(&Role::DutyEngineer))
        };
        let members = state.people.members.iter();
        members
            .filter(|(person, member)| *person != holder && member.invited_at.is_some() && able(person))
            .find(|(_, member)| member.roles.contains(&Role::DutyEngineer))
            .map(|(person, _)| person.clone())
    }

    fn head_says(&mut self, state: &State, at: At, key: &str, args: &[(&str, &str)]) {
        if let Some(head) = state.people.holders.get(&Role::ShiftHead).cloned() {
            let line = Line::Typed(say(self.language(), key, args));
            self.plan(at, Act { person: head, prompt: None, line, direct: false });
        }
    }

    pub(super) fn plan(&mut self, at: At, act: Act) {
        self.planned += 1;
        self.plan.insert((at, self.planned), act);
    }

    async fn act(&self, act: Act) -> anyhow::Result<()> {
        let state = self.state().await?;
        let Some(room) = self.room(&state, &act).await? else { return Ok(()) };
        let person = Self::actor(&state, &act);
        let prompt = act.prompt.map(|prompt| PromptId::new(format!("{}/{prompt}", self.incident)));
        let said = match (act.line, prompt) {
            (Line::Pressed(answer), Some(prompt)) => Said::Button { prompt, answer },
            (Line::Pressed(text), None) => Said::Text { text, prompt: None },
            (Line::Typed(text), prompt) => Said::Text { text, prompt },
        };
        self.stage.says(&person, &room, said).await?;
        Ok(())
    }

    /// Who does it: whoever holds the prompt by now, for a shift may have changed meanwhile.
    fn actor(state: &State, act: &Act) -> PersonId {
        let prompt = act.prompt.as_ref().and_then(|prompt| state.steps.open.get(prompt));
        let holder = prompt.filter(|prompt| prompt.kind != Kind::Accept).and_then(|prompt| prompt.holder.clone());
        holder.unwrap_or_else(|| act.person.clone())
    }

    /// The incident's room, or the person's direct chat once they are out of the room.
    async fn room(&self, state: &State, act: &Act) -> anyhow::Result<Option<RoomId>> {
        let left = state.people.members.get(&act.person).is_some_and(|member| member.left_at.is_some());
        if !act.direct && !left {
            return Ok(state.head.room.clone());
        }
        let key = keys::chat(&keys::direct_posts(&self.product, &act.person));
        let row = self.stage.host.env.table.get(&key).await?;
        let chat: Option<ChatRow> = row.map(|row| serde_json::from_str(&row.body)).transpose()?;
        Ok(chat.and_then(|chat| chat.room))
    }

    pub(super) fn words(&self, key: &str) -> String {
        say(self.language(), key, &[])
    }

    fn language(&self) -> nabat_domain::catalogue::Language {
        self.configured.catalogue.product.language
    }

    fn zone(&self) -> chrono_tz::Tz {
        self.configured.catalogue.product.zone()
    }
}
