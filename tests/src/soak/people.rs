//! The people of the estate: whoever is asked answers in their own time, late, wrong and twice as those of the demo do.

use super::estate::product;
use super::outside::{Act, Outside};
use nabat::builtin::messenger::BuiltinMessenger;
use nabat::demo::cast::Cast;
use nabat::demo::dice::Dice;
use nabat::demo::lines::{Line, delay, lines};
use nabat_domain::ids::{IncidentId, PersonId, PromptId, RoomId};
use nabat_domain::incident::{Prompt, State};
use nabat_domain::procedure::Kind;
use nabat_domain::time::Length;
use nabat_kit::chat::ChatRow;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::port::Said;
use nabat_kit::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody will say this.
#[derive(Clone, Debug)]
pub struct Saying {
    incident: IncidentId,
    person: PersonId,
    prompt: PromptId,
    line: Line,
    direct: bool,
    /// Whether more is said to the same prompt afterwards.
    more: bool,
}

/// What is known of the people's incidents.
#[derive(Default)]
pub struct People {
    /// Incidents and problems somebody may still be asked about.
    pub open: BTreeSet<IncidentId>,
    casts: BTreeMap<IncidentId, Cast>,
    /// What somebody is about to answer.
    planned: BTreeSet<(IncidentId, PromptId)>,
    /// Things said.
    pub said: u64,
}

impl Outside {
    /// People look at what changed, and decide what they will say.
    pub async fn look(&mut self, table: &dyn Table, incident: &IncidentId) {
        let state = load(table, &product(), incident).await.expect("the table itself never fails");
        let Some(state) = state else { return };
        if state.head.closed_at.is_some() {
            self.people.open.remove(incident);
            self.people.casts.remove(incident);
            return;
        }
        self.people.open.insert(incident.clone());
        let is_planned = |prompt: &&Prompt| self.people.planned.contains(&(incident.clone(), prompt.id.clone()));
        let open: Vec<Prompt> = state.steps.open.values().filter(|prompt| !is_planned(prompt)).cloned().collect();
        for prompt in open {
            if let Some(holder) = prompt.holder.clone() {
                self.plan_answer(&state, &prompt, &holder);
            }
        }
    }

    fn plan_answer(&mut self, state: &State, prompt: &Prompt, holder: &PersonId) {
        let incident = &state.head.id;
        let dice = &mut self.dice;
        let thrown = self.people.casts.entry(incident.clone()).or_insert_with(|| Cast::throw(dice));
        // Who sleeps for a day in the demo is woken by others; here they answer late in `late`.
        let cast = Cast { sleeps: false, ..*thrown };
        let mut at = self.now().plus(delay(prompt.kind, cast, false, &mut self.dice)).plus(late(&mut self.dice));
        let own = &self.estate.products[&product()].catalogue.product;
        let (language, zone) = (own.language, own.zone());
        let all = match state.head.as_problem {
            Some(_) => nabat::demo::problem_lines(language, prompt),
            None => lines(language, zone, prompt, state, cast, &mut self.dice, at),
        };
        let last = all.len();
        self.people.planned.insert((incident.clone(), prompt.id.clone()));
        for (number, line) in all.into_iter().enumerate() {
            let saying = Saying {
                incident: incident.clone(),
                person: holder.clone(),
                prompt: prompt.id.clone(),
                line,
                direct: matches!(prompt.kind, Kind::Impact | Kind::Recovered),
                more: number + 1 < last,
            };
            self.plan(at, Act::Says(saying));
            at = at.plus(Length::seconds(self.dice.between(15, 60)));
        }
    }

    /// Somebody says what they meant to say, where they are by now.
    pub async fn say(&mut self, table: &dyn Table, messenger: &BuiltinMessenger, saying: Saying) {
        if !saying.more {
            self.people.planned.remove(&(saying.incident.clone(), saying.prompt.clone()));
        }
        let state = load(table, &product(), &saying.incident).await.expect("the table itself never fails");
        let Some(state) = state else { return };
        let prompt = state.steps.open.get(&saying.prompt);
        let holder = prompt.filter(|prompt| prompt.kind != Kind::Accept).and_then(|prompt| prompt.holder.clone());
        let person = holder.unwrap_or_else(|| saying.person.clone());
        let Some(room) = room(table, &state, &person, saying.direct).await else { return };
        let prompt = PromptId::new(format!("{}/{}", saying.incident, saying.prompt));
        let said = match saying.line {
            Line::Pressed(answer) => Said::Button { prompt, answer },
            Line::Typed(text) => Said::Text { text, prompt: Some(prompt) },
        };
        // Who is not in the room yet, or no longer, says nothing.
        if messenger.say_as(person.as_str(), &room, said).await.is_ok() {
            self.people.said += 1;
        }
    }
}

/// Three in a hundred are away for hours.
fn late(dice: &mut Dice) -> Length {
    if dice.happens(3) { Length::minutes(dice.between(60, 300)) } else { Length(0) }
}

/// The incident's room, or the person's direct chat once they are out of it.
async fn room(table: &dyn Table, state: &State, person: &PersonId, direct: bool) -> Option<RoomId> {
    let left = state.people.members.get(person).is_some_and(|member| member.left_at.is_some());
    if !direct && !left {
        return state.head.room.clone();
    }
    let key = keys::chat(&keys::direct_posts(&product(), person));
    let row = table.get(&key).await.expect("the table itself never fails")?;
    let chat: ChatRow = serde_json::from_str(&row.body).expect("a chat's row can be read");
    chat.room
}
