//! Actions of the runbook: offered at the registration, asked for, answered.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::runbook::{ActionName, ActionResult, Came, Runbook};
use super::super::wording::{Arg, Wording};
use super::rights::{need, need_open, refuse};
use crate::catalogue::{ActionDoes, ActionWhen, Right};
use crate::ids::{ActionId, PersonId};

/// What can be done about the failing service, and what is done unasked.
pub(super) fn offer(draft: &mut Draft) {
    let state = draft.state();
    if !state.is_open() || state.head.as_problem.is_some() {
        return;
    }
    let known = draft.cx.catalogue.actions_of(&state.head.service);
    let named = |id: &ActionId, name: &str| ActionName { id: id.clone(), name: name.to_owned() };
    let offered: Vec<ActionName> = known.iter().map(|(id, action)| named(id, &action.name)).collect();
    if offered == state.findings.actions.offered {
        return;
    }
    let unasked: Vec<ActionId> = known
        .into_iter()
        .filter(|(_, action)| action.when == ActionWhen::Registration)
        .map(|(id, _)| id.clone())
        .collect();
    draft.push(Event::Runbook(Runbook::Offered { actions: offered }));
    unasked.iter().for_each(|id| begin(draft, id, None));
}

/// Somebody wants an action done; without a word, to know which there are.
pub(super) fn act(draft: &mut Draft, person: &PersonId, what: &str) -> Result<Reply, Refusal> {
    need_open(draft)?;
    need(draft, person, Right::Answers, "act-action")?;
    let service = &draft.state().head.service;
    let catalogue = draft.cx.catalogue;
    let known = catalogue.actions_of(service);
    if known.is_empty() {
        return Err(refuse("refused-no-actions"));
    }
    let Some(id) = catalogue.action_named(service, what).cloned() else {
        let list = known.into_iter().map(|(id, action)| {
            let line = Wording::new("action-line")
                .with("id", Arg::Word(id.to_string()))
                .with("name", Arg::Word(action.name.clone()));
            Arg::Message(Box::new(line))
        });
        return Ok(Reply::question(Wording::new("ask-action").with("actions", Arg::List(list.collect()))));
    };
    let under_way = draft.state().findings.actions.asked.iter().any(|(_, action, _)| *action == id);
    if under_way {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    let name = catalogue.actions.get(&id).map(|action| action.name.clone()).unwrap_or_default();
    begin(draft, &id, Some(person));
    Ok(Reply::recorded_saying(Wording::new("reply-action").with("action", Arg::Word(name))))
}

/// A link is there at once; what has to be fetched is.
fn begin(draft: &mut Draft, id: &ActionId, by: Option<&PersonId>) {
    let Some(action) = draft.cx.catalogue.actions.get(id) else { return };
    let (name, by) = (ActionName { id: id.clone(), name: action.name.clone() }, by.cloned());
    draft.push(Event::Runbook(Runbook::ActionAsked { action: name.clone(), by: by.clone() }));
    if let ActionDoes::Link { url } = &action.does {
        let number = draft.state().findings.actions.count;
        let result = ActionResult { number, action: name, by, came: Came::Link { url: url.clone() } };
        draft.push(Event::Runbook(Runbook::ActionCame { result: Box::new(result) }));
    }
}
