//! Branches of a stage: what one role is asked one after another, and what it is asked beside.

use super::ids;
use super::plan::{Node, Plan, Sort, Way};
use crate::regulation::Regulation;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::StepId;
use nabat_domain::procedure::{Condition, Stage, Step};

/// Steps of one role, one after another.
#[derive(Debug)]
pub struct Branch<'a> {
    pub role: Role,
    /// Taken when this step of another role is answered so; otherwise with the stage.
    pub called_by: Option<&'a Condition>,
    links: Vec<Link<'a>>,
    /// The last link without which the stage does not end.
    exit: Option<usize>,
}

/// A piece of a branch.
#[derive(Debug)]
enum Link<'a> {
    One(&'a Step),
    /// Several ways, by the answer to one step; none of them if it was another.
    Ways(Vec<(&'a Condition, Vec<&'a Step>)>),
}

impl<'a> Link<'a> {
    fn steps(&self) -> Vec<&'a Step> {
        match self {
            Self::One(step) => vec![step],
            Self::Ways(ways) => ways.iter().flat_map(|(_, steps)| steps.iter().copied()).collect(),
        }
    }
}

impl Branch<'_> {
    /// Whether the stage waits for it.
    pub const fn exits(&self) -> bool {
        self.exit.is_some()
    }

    /// Rows it takes.
    pub fn height(&self) -> usize {
        let ways = |link: &Link| if let Link::Ways(ways) = link { ways.len() } else { 0 };
        1 + self.links.iter().map(ways).max().unwrap_or(0)
    }
}

/// The branches of a stage; one that is called stands after the one that calls it.
pub fn branches<'a>(regulation: &Regulation<'a>, stage: &'a Stage) -> Vec<Branch<'a>> {
    let mut groups: Vec<(Role, Option<&Condition>, Vec<&'a Step>)> = Vec::new();
    for step in regulation.steps_of(stage) {
        let caller = step.when.as_ref().filter(|condition| is_called(regulation, stage, step, condition));
        let own = |(role, by, _): &&mut (Role, Option<&Condition>, Vec<&Step>)| *role == step.role && *by == caller;
        let found = if step.kind.is_beside() { None } else { groups.iter_mut().find(own) };
        match found {
            Some((_, _, steps)) if !steps[0].kind.is_beside() => steps.push(step),
            Some(_) | None => groups.push((step.role, caller, vec![step])),
        }
    }
    groups.sort_by_key(|(_, by, _)| by.is_some());
    groups.into_iter().map(|(role, called_by, steps)| branch(stage, role, called_by, &steps)).collect()
}

/// By another role's step of the same stage.
fn is_called(regulation: &Regulation, stage: &Stage, step: &Step, condition: &Condition) -> bool {
    let caller = regulation.procedure.step(&condition.step);
    caller.is_some_and(|caller| caller.stage == stage.id && caller.role != step.role)
}

fn branch<'a>(stage: &Stage, role: Role, called_by: Option<&'a Condition>, steps: &[&'a Step]) -> Branch<'a> {
    let mut links: Vec<Link> = Vec::new();
    for step in steps {
        match step.when.as_ref().filter(|_| called_by.is_none()) {
            Some(condition) => add_way(&mut links, condition, step),
            None => links.push(Link::One(step)),
        }
    }
    let exit = links.iter().rposition(|link| link.steps().iter().any(|step| Regulation::ends_with(stage, step)));
    Branch { role, called_by, links, exit }
}

/// Into the ways before it, if they ask about the same step and the answers are others, or the same.
fn add_way<'a>(links: &mut Vec<Link<'a>>, condition: &'a Condition, step: &'a Step) {
    if let Some(Link::Ways(ways)) = links.last_mut() {
        if let Some((_, steps)) = ways.iter_mut().find(|(other, _)| *other == condition) {
            steps.push(step);
            return;
        }
        let apart = |(other, _): &(&Condition, Vec<&Step>)| {
            other.step == condition.step && other.is.iter().all(|answer| !condition.is.contains(answer))
        };
        if ways.iter().all(apart) {
            ways.push((condition, vec![step]));
            return;
        }
    }
    links.push(Link::Ways(vec![(condition, vec![step])]));
}

impl<'a> Plan<'a> {
    /// Adds a branch at `(lane, row, column)`; where the stage goes on from, if it waits for it.
    pub(super) fn branch(
        &mut self,
        regulation: &Regulation<'a>,
        branch: &Branch<'a>,
        entry: usize,
        (lane, row, column): (usize, usize, usize),
    ) -> Option<(usize, Way)> {
        let caller = branch.called_by.and_then(|condition| self.step_node(&condition.step));
        let mut column = caller.map_or(column, |caller| self.nodes[caller].column + 1);
        let (mut from, mut way) = caller.map_or((entry, Way::Leave), |caller| (caller, Way::Beside));
        let mut exit = None;
        for (number, link) in branch.links.iter().enumerate() {
            let condition = branch.called_by.filter(|_| number == 0);
            from = match link {
                Link::One(step) => {
                    let node = self.step(regulation, step, (lane, row, column));
                    self.flow_if(from, node, way, condition);
                    node
                }
                Link::Ways(ways) => self.ways(regulation, ways, (from, way), (lane, row, column)),
            };
            (way, column) = (Way::Straight, self.nodes[from].column + 1);
            if branch.exit == Some(number) {
                exit = Some(from);
            }
        }
        let last = branch.links.len() - 1;
        if branch.exit == Some(last) {
            return exit.map(|node| (node, Way::Arrive));
        }
        let id = format!("Done_{}", self.nodes[from].id);
        let done = self.node(Node { id, sort: Sort::Done, name: String::new(), lane, row, column });
        self.flow(from, done, Way::Straight);
        exit.map(|node| (node, Way::Under))
    }

    fn step(
        &mut self,
        regulation: &Regulation<'a>,
        step: &'a Step,
        (lane, row, column): (usize, usize, usize),
    ) -> usize {
        let name = regulation.step(&step.id);
        self.node(Node { id: ids::step(&step.id), sort: Sort::Step(step), name, lane, row, column })
    }

    /// A gateway, the ways out of it below its row, and where they meet again.
    fn ways(
        &mut self,
        regulation: &Regulation<'a>,
        ways: &[(&'a Condition, Vec<&'a Step>)],
        (from, way): (usize, Way),
        (lane, row, column): (usize, usize, usize),
    ) -> usize {
        let (condition, steps) = &ways[0];
        let first = ids::step(&steps[0].id);
        let name = regulation.say("regulation-choose", &[("step", &regulation.step(&condition.step))]);
        let choose = self.node(Node { id: format!("Choose_{first}"), sort: Sort::Choose, name, lane, row, column });
        self.flow(from, choose, way);
        let mut ends = Vec::new();
        for (number, (condition, steps)) in ways.iter().enumerate() {
            let (mut last, mut way, mut at) = (choose, Way::Leave, column + 1);
            for (place, step) in steps.iter().enumerate() {
                let node = self.step(regulation, step, (lane, row + 1 + number, at));
                self.flow_if(last, node, way, Some(*condition).filter(|_| place == 0));
                (last, way, at) = (node, Way::Straight, at + 1);
            }
            ends.push(last);
        }
        let longest = ways.iter().map(|(_, steps)| steps.len()).max().unwrap_or(1);
        let at = column + 1 + longest;
        let id = format!("Merge_{first}");
        let merge = self.node(Node { id, sort: Sort::Merge, name: String::new(), lane, row, column: at });
        self.otherwise(choose, merge);
        for end in ends {
            self.flow(end, merge, Way::Arrive);
        }
        merge
    }

    fn step_node(&self, id: &StepId) -> Option<usize> {
        self.nodes.iter().position(|node| matches!(node.sort, Sort::Step(step) if step.id == *id))
    }
}
