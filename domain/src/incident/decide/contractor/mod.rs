//! A contractor's part: what follows by itself, what people say, what the desk and the messenger report.

mod answers;
mod came;
mod due;
mod follow;
mod said;

pub(super) use answers::{hand_back_answered, handed_back, is_done, met};
pub(super) use came::came;
pub(super) use due::due;
pub(in crate::incident) use follow::follow;
pub(super) use follow::handed_over_by;
pub(super) use said::{report_file, report_of, said};

use super::super::contractor::{Contracted, ContractorEvent, Deal};
use super::super::draft::Draft;
use super::super::event::Event;
use crate::catalogue::Contract;
use crate::ids::ContractId;
use crate::time::Length;

/// One more fact about a contractor.
pub(super) fn push(draft: &mut Draft, contract: &ContractId, event: ContractorEvent) {
    draft.push(Event::Contractor(Box::new(Contracted { contract: contract.clone(), event })));
}

/// What is agreed, as the event carries it.
fn deal(draft: &Draft, contract: &Contract) -> Box<Deal> {
    Box::new(Deal {
        contract: contract.id.clone(),
        contractor: contract.contractor.clone(),
        work_group: contract.work_group.clone(),
        people: contract.representatives.clone(),
        zone: draft.cx.catalogue.product.zone.clone(),
        hours: contract.service_hours.clone(),
        reaction: Length::minutes(i64::from(contract.reaction_minutes)),
        restoration: Length::minutes(i64::from(contract.restoration_minutes)),
        report: Length::hours(i64::from(contract.report_hours)),
    })
}
