//! One notice to one recipient, and the note that it was handed over.

use crate::{gateway, mail, words};
use nabat_domain::catalogue::{NoticeKind, Recipient};
use nabat_domain::incident::Delivery;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::notices::{Told, told};
use nabat_kit::perform::{Leased, renew};
use nabat_kit::table::{Action, Condition, Row};

pub(crate) async fn deliver(env: &Env, leased: &mut Leased, delivery: &Delivery) -> Result<(), Fault> {
    if is_stale(env, leased, delivery).await? {
        return Ok(());
    }
    let current = configuration::of(env, &leased.product).await?;
    let said = words::said(env, leased, &current, delivery.language, &[&delivery.title, &delivery.text]).await?;
    let (title, text) = (said[0].as_str(), said[1].as_str());
    renew(env, leased).await?;
    match &delivery.to {
        Recipient::Mail { person } => {
            let to = mail::address_of(&current, person)?;
            mail::send(env, leased, &current, &to, title, text).await?;
        }
        Recipient::Mailbox { address } => mail::send(env, leased, &current, address, title, text).await?,
        Recipient::Gateway { gateway, person } => {
            let what = gateway::Said { kind: &format!("notice.{}", delivery.kind.as_str()), text };
            gateway::call(env, leased, &current, gateway, person, delivery.language, &what).await?;
        }
        Recipient::Direct { .. } | Recipient::Channel { .. } => {
            return Err(Fault::Permanent("the messenger's notices are posted by chat-posting".to_owned()));
        }
    }
    handed_over(env, leased, delivery).await
}

/// An update that could not get through is left out once there is something newer to say.
async fn is_stale(env: &Env, leased: &Leased, delivery: &Delivery) -> Result<bool, Fault> {
    if delivery.kind != NoticeKind::Update || leased.body.attempts == 0 {
        return Ok(false);
    }
    let all = told(env.table.as_ref(), &leased.product, &leased.incident).await?;
    Ok(all.iter().any(|told| told.to == delivery.to && told.number > leased.event_number()))
}

/// Noted beside who was told. A crash before it costs the note and nothing else.
async fn handed_over(env: &Env, leased: &Leased, delivery: &Delivery) -> Result<(), Fault> {
    let all = told(env.table.as_ref(), &leased.product, &leased.incident).await?;
    let number = leased.event_number();
    let ours = |told: &&Told| told.to == delivery.to && told.kind == delivery.kind && told.number == number;
    let Some(told) = all.iter().find(ours) else { return Ok(()) };
    let told = Told { sent_at: Some(env.now()), ..told.clone() };
    let row: Row = told.row(told.key(&leased.product, &leased.incident));
    Ok(env.table.write(&[Action::Put(row, Condition::Any)]).await?)
}
