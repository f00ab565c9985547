//! The paper fallback: an incident is led by it while Nabat itself is away. Whom to call, what to ask, where to write.

use super::Regulation;
use super::paper::{Block, Paper, Table};
use chrono::NaiveDate;
use nabat_domain::catalogue::{Catalogue, Contact, DutyTurn, Language, PeopleNames, Role, Rota, RotaShift};
use nabat_domain::ids::{PersonId, ServiceId};
use nabat_domain::procedure::{Procedure, Stage};
use std::cmp::Reverse;

/// Days of duty printed: whoever prints it weekly always has a week in hand.
const DAYS: usize = 14;

/// Roles whose every holder is listed: they have no rota, or are called when the rota does not answer.
const ALWAYS: [Role; 4] = [Role::ShiftHead, Role::ProcessManager, Role::ProductOwner, Role::Head];

/// Columns to be written into: the answer and its time.
const ROOM: usize = 2;

/// What the paper is written from.
#[derive(Clone, Copy, Debug)]
pub struct Fallback<'a> {
    /// The product's configuration.
    pub catalogue: &'a Catalogue,
    /// Names and telephones.
    pub names: &'a PeopleNames,
    /// The procedure for incidents.
    pub procedure: &'a Procedure,
    /// Language to write in.
    pub language: Language,
    /// The first day of duty on it, by the product's calendar: the day of printing.
    pub first: NaiveDate,
}

impl Fallback<'_> {
    /// The paper.
    pub fn paper(&self) -> Paper {
        let regulation = self.regulation();
        let mut blocks = vec![Block::Words(self.say("paper-when"))];
        blocks.push(Block::List(
            ["gather", "write", "silence", "after"].map(|rule| self.say(&format!("paper-rule-{rule}"))).to_vec(),
        ));
        blocks.push(Block::Heading(self.say("paper-duty")));
        for rota in &self.catalogue.rotas {
            blocks.extend(self.duty(rota));
        }
        blocks.push(Block::Heading(self.say("paper-people")));
        blocks.push(Block::Table(self.people()));
        blocks.push(Block::Heading(self.say("paper-services")));
        blocks.push(Block::Table(self.services()));
        if !self.catalogue.contracts.is_empty() {
            blocks.push(Block::Heading(self.say("paper-contractors")));
            blocks.push(Block::Table(self.contractors()));
        }
        if let Some(times) = regulation.times() {
            blocks.push(Block::Heading(self.say("regulation-times")));
            blocks.push(Block::Table(times));
        }
        blocks.extend(self.procedure.stages.iter().flat_map(|stage| self.stage(stage)));
        let mut paper = regulation.paper(self.say("paper-sort"), regulation.subject(), blocks);
        paper.facts.push((self.say("paper-printed"), regulation.day(self.first)));
        paper
    }

    fn regulation(&self) -> Regulation<'_> {
        Regulation { procedure: self.procedure, product: Some(&self.catalogue.product), language: self.language }
    }

    fn say(&self, key: &str) -> String {
        self.regulation().say(key, &[])
    }

    /// A rota: its days down, its turns across, and whom to call next.
    fn duty(&self, rota: &Rota) -> Vec<Block> {
        let regulation = self.regulation();
        let services: Vec<String> = rota.services.iter().map(|id| self.service(id)).collect();
        let of = if services.is_empty() { self.say("paper-every-service") } else { services.join(", ") };
        let title = format!("{}: {of}", regulation.role_title(rota.role));
        let turns =
            rota.shifts.iter().map(|shift| format!("{}–{}", shift.from.format("%H:%M"), shift.to.format("%H:%M")));
        let head = std::iter::once(String::new()).chain(turns).collect();
        let days = self.first.iter_days().take(DAYS);
        let row = |day: NaiveDate| {
            let turns = rota.shifts.iter().map(|shift| self.turn(shift.begun_on(day)));
            std::iter::once(regulation.day(day)).chain(turns).collect()
        };
        let chains = rota.shifts.iter().filter_map(|shift| self.chain(shift)).map(Block::Remark);
        let table = Block::Table(Table { head, rows: days.map(row).collect(), room: 0 });
        // What is on paper cannot follow a calendar: where it stands is said.
        let calendar = rota.calendar.as_ref().map(|calendar| {
            let connection = [("calendar", calendar.connection.as_str())];
            Block::Remark(self.regulation().say("paper-calendar", &connection))
        });
        let table = (!rota.shifts.is_empty()).then_some(table);
        [Block::Words(title)].into_iter().chain(calendar).chain(table).chain(chains).collect()
    }

    /// Nobody is said aloud: it is the one line to be mended before the night.
    fn turn(&self, turn: Option<DutyTurn<'_>>) -> String {
        turn.map_or_else(|| self.say("paper-nobody"), |turn| self.person(turn.person))
    }

    fn chain(&self, shift: &RotaShift) -> Option<String> {
        if shift.chain.is_empty() {
            return None;
        }
        let people: Vec<String> = shift.chain.iter().map(|person| self.person(person)).collect();
        let (from, people) = (shift.from.format("%H:%M").to_string(), people.join(", "));
        Some(self.regulation().say("paper-chain", &[("from", &from), ("people", &people)]))
    }

    fn people(&self) -> Table {
        let regulation = self.regulation();
        let row = |role: Role| {
            let holders = self.catalogue.people.values().filter(|person| person.roles.contains(&role));
            let holders: Vec<String> = holders.map(|person| self.person(&person.id)).collect();
            (!holders.is_empty()).then(|| vec![regulation.role_title(role), holders.join("\n")])
        };
        let head = regulation.columns(&["regulation-column-role", "paper-column-call"]);
        Table { head, rows: ALWAYS.into_iter().filter_map(row).collect(), room: 0 }
    }

    /// The most critical first; whom to ask, and whom a failure is felt by.
    fn services(&self) -> Table {
        let regulation = self.regulation();
        let mut services: Vec<_> = self.catalogue.services.values().collect();
        services.sort_by_key(|service| (Reverse(self.catalogue.criticality_of(&service.id)), service.name.clone()));
        let rows = services.into_iter().map(|service| {
            let owners: Vec<String> = service.owners.iter().map(|owner| self.person(owner)).collect();
            let neighbours = self.catalogue.neighbours_of(&service.id);
            let neighbours: Vec<String> = neighbours.iter().map(|neighbour| self.service(&neighbour.id)).collect();
            let class = regulation.class(self.catalogue.criticality_of(&service.id));
            vec![service.name.clone(), class, owners.join("\n"), neighbours.join(", ")]
        });
        let keys = ["paper-column-service", "paper-column-class", "paper-column-call", "paper-column-neighbours"];
        Table { head: regulation.columns(&keys), rows: rows.collect(), room: 0 }
    }

    fn contractors(&self) -> Table {
        let regulation = self.regulation();
        let in_force = self.catalogue.contracts.values().filter(|contract| contract.until >= self.first);
        let rows = in_force.map(|contract| {
            let services: Vec<String> = contract.services.iter().map(|id| self.service(id)).collect();
            let people: Vec<String> = contract.representatives.iter().map(|person| self.person(person)).collect();
            let terms = [contract.reaction_minutes, contract.restoration_minutes].map(|term| regulation.minutes(term));
            vec![
                format!("{} ({})", contract.contractor, contract.id),
                services.join(", "),
                terms.join(" / "),
                people.join("\n"),
            ]
        });
        let keys = ["paper-column-contractor", "paper-column-service", "paper-column-terms", "paper-column-call"];
        Table { head: regulation.columns(&keys), rows: rows.collect(), room: 0 }
    }

    /// A stage's questions, with room for who answered what and when.
    fn stage(&self, stage: &Stage) -> Vec<Block> {
        let regulation = self.regulation();
        let rows = regulation.steps_of(stage).map(|step| {
            let block = regulation.step_block(String::new(), step);
            let asked = block.question.into_iter().chain(block.notes).collect::<Vec<_>>().join(" ");
            let asked =
                if block.buttons.is_empty() { asked } else { format!("{asked} [{}]", block.buttons.join(" / ")) };
            vec![block.name, regulation.role(step.role), asked, String::new(), String::new()]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let keys = [
            "paper-column-step",
            "regulation-column-role",
            "paper-column-ask",
            "paper-column-answer",
            "paper-column-moment",
        ];
        let heading = Block::Heading(regulation.stage(&stage.id));
        let begun = Block::Remark(self.say("paper-stage"));
        let table =
            (!rows.is_empty()).then(|| Block::Table(Table { head: regulation.columns(&keys), rows, room: ROOM }));
        [heading, begun].into_iter().chain(table).collect()
    }

    fn service(&self, id: &ServiceId) -> String {
        self.catalogue.service(id).map_or_else(|| id.to_string(), |service| service.name.clone())
    }

    /// A name and how to reach them without a messenger.
    fn person(&self, id: &PersonId) -> String {
        let Some(known) = self.names.get(id) else { return id.to_string() };
        let reached = known.contacts.iter().filter_map(|contact| match contact {
            Contact::Phone(phone) => Some((0, phone)),
            Contact::Email(address) => Some((1, address)),
            Contact::Messenger { .. } => None,
        });
        let best = reached.min_by_key(|(rank, _)| *rank).map(|(_, address)| address.as_str());
        best.map_or_else(
            || format!("{}, {}", known.name, self.say("paper-no-phone")),
            |best| format!("{} {best}", known.name),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::estate::catalogue;
    use crate::regulation::paper::html;
    use nabat_domain::catalogue::PersonName;

    fn written(language: Language, change: impl Fn(&mut Catalogue)) -> String {
        let mut catalogue = catalogue();
        change(&mut catalogue);
        let phone = vec![Contact::Email("anna@example.org".to_owned()), Contact::Phone("+7 495 000-11-22".to_owned())];
        let anna = PersonName { name: "Anna <b>".to_owned(), contacts: phone };
        let boris = PersonName { name: "Boris".to_owned(), contacts: Vec::new() };
        let names = [("e1".into(), anna), ("e2".into(), boris)].into();
        let first = NaiveDate::from_ymd_opt(2026, 2, 25).expect("a day");
        let procedure = &catalogue.procedures["incident"];
        html(&[Fallback { catalogue: &catalogue, names: &names, procedure, language, first }.paper()])
    }

    #[test]
    fn it_says_whom_to_call_for_two_weeks_and_leaves_room_for_the_answers() {
        let paper = written(Language::En, |_| {});
        assert!(
            paper.contains("Anna &lt;b&gt; <span class=\"phone\">+7 495 000-11-22</span>"),
            "a telephone, whole, before an address"
        );
        assert!(paper.contains("Boris, no telephone"), "who cannot be called is said aloud");
        let days = paper.matches("March 2026</th>").count() + paper.matches("February 2026</th>").count();
        assert_eq!(days, 3 * DAYS, "{DAYS} days of each of three rotas, over the end of a month");
        assert!(paper.contains("Patient record") && paper.contains("Laboratory"));
        assert!(paper.contains("[Close without a problem]"), "the decisions one can take");
    }

    #[test]
    fn there_is_room_to_write_beside_every_question() {
        let paper = written(Language::En, |_| {});
        let stages = paper.matches(">Answer, by whom</th>").count();
        assert!(stages > 1 && paper.matches("<th class=\"room\"").count() == ROOM * stages, "{stages} stages");
    }

    #[test]
    fn a_day_nobody_has_is_named_as_such() {
        let only_mondays = |catalogue: &mut Catalogue| {
            catalogue.rotas.truncate(1);
            catalogue.rotas[0].shifts[0].days = [1].into();
        };
        let paper = written(Language::En, only_mondays);
        assert_eq!(paper.matches("<td>nobody</td>").count(), 12, "two Mondays of fourteen days are taken");
    }

    #[test]
    fn every_word_of_it_is_in_both_catalogues() {
        for language in Language::ALL {
            assert!(!written(language, |_| {}).contains('‹'), "{language:?}");
        }
    }
}
