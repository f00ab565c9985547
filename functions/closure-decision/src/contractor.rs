//! The failure on contractor in the desk: opened on the contractor's work group, kept true, closed.

use crate::words;
use nabat_domain::ids::ContractId;
use nabat_domain::incident::{Arg, Command, ContractorCame, ContractorJob, Matter, State, Wording};
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::perform::{Leased, renew};
use nabat_kit::port::{Desk, DeskRecordChange, NewDeskRecord, RecordCategory};

/// Carries one job out.
pub(crate) async fn perform(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    current: &Current,
    desk: &dyn Desk,
    job: &ContractorJob,
) -> Result<Option<Command>, Fault> {
    let held = &*leased;
    let said = |wording: &Wording| {
        let wording = wording.clone();
        async move { words(env, held, current, &wording).await }
    };
    let (record, change) = match job {
        ContractorJob::OpenRecord { contract } => return open(env, leased, state, current, desk, contract).await,
        ContractorJob::Comment { record, wording } => {
            (record, DeskRecordChange::Comment { text: said(wording).await? })
        }
        ContractorJob::Close { record, wording } => (record, DeskRecordChange::Close { text: said(wording).await? }),
        ContractorJob::Reopen { record, wording } => (record, DeskRecordChange::Reopen { text: said(wording).await? }),
        ContractorJob::Assign { record, contract } => {
            let Some((matter, due)) = of(state, contract) else { return Ok(None) };
            (record, DeskRecordChange::Assign { work_group: matter.deal.work_group.0.clone(), due })
        }
        ContractorJob::HandOver { .. } => {
            return Err(Fault::Permanent(format!("job {} is not for closure-decision", job.kind())));
        }
    };
    renew(env, leased).await?;
    desk.change(&leased.effect(), &leased.product, record, &change).await?;
    Ok(None)
}

/// The contractor's part, and when its report is due.
fn of<'s>(state: &'s State, contract: &ContractId) -> Option<(&'s Matter, nabat_domain::time::At)> {
    let matter = state.contractors.matters.get(contract)?;
    Some((matter, matter.on.as_ref()?.report.as_ref()?.due))
}

async fn open(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    current: &Current,
    desk: &dyn Desk,
    contract: &ContractId,
) -> Result<Option<Command>, Fault> {
    let Some((matter, due)) = of(state, contract) else { return Ok(None) };
    let fault = matter.on.as_ref().map_or_else(|| state.head.service.clone(), |on| on.service.clone());
    let filled = |key: &str| {
        Wording::new(key)
            .with("desk", Arg::Desk(state.head.desk.clone()))
            .with("service", Arg::Service(state.head.service.clone()))
            .with("fault", Arg::Service(fault.clone()))
            .with("summary", Arg::Text(state.head.summary.clone()))
            .with("began", Arg::Moment(state.head.began))
            .with("due", Arg::Moment(due))
    };
    let record = NewDeskRecord {
        product: leased.product.clone(),
        category: RecordCategory::OnContractor,
        work_group: matter.deal.work_group.0.clone(),
        title: words(env, leased, current, &filled("on-contractor-title")).await?,
        text: words(env, leased, current, &filled("on-contractor-text")).await?,
        due,
        from: state.head.desk.clone(),
    };
    renew(env, leased).await?;
    let opened = desk.open_record(&leased.effect(), &record).await?;
    let came = ContractorCame::Recorded { contract: contract.clone(), desk: opened.id, url: opened.url };
    Ok(Some(Command::Contractor(came)))
}
