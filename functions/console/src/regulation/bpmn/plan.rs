//! What stands in the model and how it hangs together: nodes on a grid, flows between them.

use super::chain::{Branch, branches};
use super::ids;
use crate::regulation::Regulation;
use nabat_domain::catalogue::Role;
use nabat_domain::procedure::{Condition, Kind, Stage, Step};

/// A node of the model.
#[derive(Debug)]
pub struct Node<'a> {
    pub id: String,
    pub sort: Sort<'a>,
    pub name: String,
    /// 0 is the bot's own lane.
    pub lane: usize,
    /// Row within the lane.
    pub row: usize,
    pub column: usize,
}

/// Sorts of nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort<'a> {
    /// The registration.
    Start,
    /// A stage has ended.
    Milestone,
    /// Everything mandatory is done: the decision may be asked for.
    Ready,
    /// All branches are taken.
    Split,
    /// All branches are waited for.
    Join,
    /// All branches that were taken are waited for.
    JoinTaken,
    /// One answer or another.
    Choose,
    /// Whatever the answer was.
    Merge,
    /// A step.
    Step(&'a Step),
    /// Nothing more in this branch.
    Done,
    /// The end of all.
    End,
}

/// How a flow runs on the picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Along its row.
    Straight,
    /// Up or down at its source, then along the target's row.
    Leave,
    /// Along its source's row, then up or down into its target.
    Arrive,
    /// Under its row, for what stands in it, then up into its target.
    Under,
    /// Out of the source's side, up or down before the next column, then along the target's row.
    Beside,
}

/// A flow of the model.
#[derive(Debug)]
pub struct Flow<'a> {
    pub id: String,
    pub from: usize,
    pub to: usize,
    pub way: Way,
    /// Taken only on these answers.
    pub condition: Option<&'a Condition>,
    /// Taken if no other is.
    pub otherwise: Otherwise,
}

/// Whether a flow is its source's default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    Yes,
    No,
}

/// Columns of a stage.
#[derive(Debug)]
pub struct Span<'a> {
    pub stage: &'a Stage,
    pub from: usize,
    /// The last one.
    pub to: usize,
}

/// The whole model.
#[derive(Default, Debug)]
pub struct Plan<'a> {
    pub nodes: Vec<Node<'a>>,
    pub flows: Vec<Flow<'a>>,
    pub spans: Vec<Span<'a>>,
    /// Roles of the lanes after the bot's.
    pub roles: Vec<Role>,
    /// Rows of each lane.
    pub rows: Vec<usize>,
    pub columns: usize,
}

/// Plans the model of a procedure.
pub fn plan<'a>(regulation: &Regulation<'a>) -> Plan<'a> {
    let roles = regulation.roles();
    let mut plan = Plan { rows: vec![1; roles.len() + 1], roles, ..Plan::default() };
    let begin = regulation.say("regulation-begin", &[]);
    let mut last = plan.spine("Begin".to_owned(), Sort::Start, begin, 0);
    for stage in &regulation.procedure.stages {
        last = plan.stage(regulation, stage, last);
    }
    let end = plan.spine("End".to_owned(), Sort::End, regulation.say("regulation-end", &[]), plan.columns);
    plan.flow(last, end, Way::Straight);
    plan
}

impl<'a> Plan<'a> {
    /// A node in the bot's lane.
    fn spine(&mut self, id: String, sort: Sort<'a>, name: String, column: usize) -> usize {
        self.node(Node { id, sort, name, lane: 0, row: 0, column })
    }

    pub(super) fn node(&mut self, node: Node<'a>) -> usize {
        self.columns = self.columns.max(node.column + 1);
        self.rows[node.lane] = self.rows[node.lane].max(node.row + 1);
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    pub(super) fn flow(&mut self, from: usize, to: usize, way: Way) {
        self.flow_if(from, to, way, None);
    }

    pub(super) fn flow_if(&mut self, from: usize, to: usize, way: Way, condition: Option<&'a Condition>) {
        let id = ids::flow(&self.nodes[from].id, &self.nodes[to].id);
        self.flows.push(Flow { id, from, to, way, condition, otherwise: Otherwise::No });
    }

    pub(super) fn otherwise(&mut self, from: usize, to: usize) {
        self.flow(from, to, Way::Straight);
        if let Some(flow) = self.flows.last_mut() {
            flow.otherwise = Otherwise::Yes;
        }
    }

    /// Adds a stage after the node `last`; the node that stands at its end.
    fn stage(&mut self, regulation: &Regulation<'a>, stage: &'a Stage, last: usize) -> usize {
        let of = |what: &str| ids::stage(what, &stage.id);
        // The first stage holds the registration itself.
        let from = if self.spans.is_empty() { 0 } else { self.columns };
        let mut entry = last;
        if regulation.steps_of(stage).any(|step| step.kind == Kind::Decision) {
            let ready = self.spine(of("Ready"), Sort::Ready, regulation.say("regulation-ready", &[]), self.columns);
            self.flow(entry, ready, Way::Straight);
            entry = ready;
        }
        let branches = branches(regulation, stage);
        // What is asked only on some answer is not waited for where it is not asked.
        let waited_for = branches.iter().any(|branch| branch.exits() && branch.called_by.is_none());
        let taken = branches.iter().filter(|branch| branch.called_by.is_none()).count() + usize::from(!waited_for);
        if taken > 1 {
            let split = self.spine(of("Split"), Sort::Split, String::new(), self.columns);
            self.flow(entry, split, Way::Straight);
            entry = split;
        }
        let mut exits = self.branches(regulation, entry, &branches);
        if !waited_for {
            exits.push((entry, Way::Straight));
        }
        let milestone = self.milestone(regulation, stage, &branches, exits);
        self.spans.push(Span { stage, from, to: self.columns - 1 });
        milestone
    }

    /// Where the exits meet, and the end of the stage.
    fn milestone(
        &mut self,
        regulation: &Regulation<'a>,
        stage: &'a Stage,
        branches: &[Branch<'a>],
        exits: Vec<(usize, Way)>,
    ) -> usize {
        let of = |what: &str| ids::stage(what, &stage.id);
        let some_called = branches.iter().any(|branch| branch.exits() && branch.called_by.is_some());
        let sort = if some_called { Sort::JoinTaken } else { Sort::Join };
        let join = (exits.len() > 1).then(|| self.spine(of("Join"), sort, String::new(), self.columns));
        let over = regulation.say("regulation-stage-over", &[("stage", &regulation.stage(&stage.id))]);
        let milestone = self.spine(of("Milestone"), Sort::Milestone, over, self.columns);
        if let Some(join) = join {
            self.flow(join, milestone, Way::Straight);
        }
        for (exit, way) in exits {
            self.flow(exit, join.unwrap_or(milestone), way);
        }
        milestone
    }

    fn branches(&mut self, regulation: &Regulation<'a>, entry: usize, branches: &[Branch<'a>]) -> Vec<(usize, Way)> {
        let first_column = self.columns;
        let mut used = vec![0; self.rows.len()];
        let mut exits = Vec::new();
        for branch in branches {
            let lane = 1 + self.roles.iter().position(|role| *role == branch.role).expect("roles are those of steps");
            let row = used[lane];
            used[lane] += branch.height();
            exits.extend(self.branch(regulation, branch, entry, (lane, row, first_column)));
        }
        exits
    }
}
