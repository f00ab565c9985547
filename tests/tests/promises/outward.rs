//! What goes out to those who are not in the chat: a crash anywhere loses nothing; what is keyed goes out
//! once, a mail may go out again under the same name, a webhook again under the same id.

use crate::phases::{Act, Phase};
use crate::sample;
use nabat_domain::catalogue::{
    Channel, MailSecurity, MailServer, NoticeText, Notices, PublicEvent, Recipient, Subscription, Webhook,
};
use nabat_domain::ids::{IncidentId, RoomId};
use nabat_tests::rig::{Moment, Rig};
use std::collections::{BTreeMap, BTreeSet};

const HEAD: &str = "e5031";

fn to(to: Recipient) -> Subscription {
    let (services, classes, kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    Subscription { to, text: NoticeText::Managers, language: None, services, classes, kinds }
}

fn notices() -> Notices {
    let mail = MailServer {
        host: "mail.example".into(),
        port: 25,
        security: MailSecurity::None,
        from: "nabat@clinics.example".into(),
        user: None,
        password: None,
    };
    let channel = Channel { title: "Сводка".into(), people: vec![HEAD.into()] };
    Notices {
        mail: Some(mail),
        channels: BTreeMap::from([("operations".into(), channel)]),
        subscriptions: vec![
            to(Recipient::Direct { person: HEAD.into() }),
            to(Recipient::Channel { channel: "operations".into() }),
            to(Recipient::Mail { person: HEAD.into() }),
        ],
        ..Notices::default()
    }
}

/// A registration of which a person, a room, a mailbox and a machine are told.
pub(crate) async fn registration() -> Phase {
    let mut rig = Rig::telling(notices()).await;
    let hook = Webhook {
        url: "https://bus.example/in".into(),
        secret: "bus".into(),
        private: false,
        events: [PublicEvent::Registered, PublicEvent::ChatOpened].into(),
    };
    rig.reconfigure(|catalogue| catalogue.webhooks = [("bus".into(), hook)].into()).await;
    let body = rig.registration("SD-1", "appointments");
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1".into());
    Phase { name: "told", rig, incident, act: Act::Desk("msg_1", body) }
}

fn assert_told_once(rig: &Rig, run: &str) {
    let outward = rig.outside.outward.plain();
    assert_eq!(rig.direct(&HEAD.into()).matches("Пользователи не могут").count(), 1, "by direct message, {run}");
    assert_eq!(rig.channel("operations").matches("Пользователи не могут").count(), 1, "in the room, {run}");
    let mails = outward.mails();
    assert!(!mails.is_empty() && mails.iter().all(|mail| *mail == mails[0]), "one mail, {run}");
    let mut kinds: Vec<String> = outward.bodies().iter().map(|body| body["type"].to_string()).collect();
    kinds.sort();
    assert_eq!(kinds, ["\"incident.chat_opened\"", "\"incident.registered\""], "each once by its id, {run}");
    let waiting: Vec<String> = rig
        .outside
        .table
        .plain()
        .dump()
        .into_iter()
        .filter(|row| ["J#", "P#", "X#"].iter().any(|prefix| row.key.sk.starts_with(prefix)))
        .map(|row| format!("{:?}", row.key))
        .collect();
    assert!(waiting.is_empty(), "nothing waits any more, {run}: {waiting:?}");
}

#[tokio::test]
async fn every_recipient_is_told_through_every_single_crash() {
    let phase = registration().await;
    assert_told_once(&phase.carry_through(phase.rig.outside.fork()).await, "uncrashed");
    let calls = phase.calls(phase.rig.outside.fork()).await;
    for call in sample::calls(calls, 3) {
        for moment in [Moment::Before, Moment::After] {
            let outside = phase.rig.outside.fork();
            outside.crashes.at(call, moment);
            let rig = phase.carry_through(outside).await;
            assert_told_once(&rig, &format!("died {moment:?} call {call} of {calls}"));
        }
    }
}

#[tokio::test]
async fn promise_05_who_is_named_no_longer_is_taken_out_of_a_standing_room_however_often_that_fails() {
    let mut both = notices();
    both.channels.values_mut().for_each(|channel| channel.people.push("e5044".into()));
    let mut rig = Rig::telling(both).await;
    rig.register("SD-1", "appointments").await;
    let room = RoomId::new(format!("notices.{}.operations", rig.product));
    let people = |rig: &Rig| rig.outside.messenger.plain().people(&room);
    assert_eq!(people(&rig), BTreeSet::from(["e5031".to_owned(), "e5044".to_owned()]));
    rig.reconfigure(|catalogue| {
        catalogue.notices.channels.values_mut().for_each(|channel| channel.people = vec![HEAD.into()]);
    })
    .await;
    rig.outside.messenger.plain().take_nobody_out();
    // No neighbour of the other one: those who are told of everything are told of it.
    rig.register("SD-2", "data-network").await;
    assert_eq!(people(&rig).len(), 2, "the messenger takes nobody out");
    rig.outside.messenger.plain().take_people_out();
    rig.minutes(3).await;
    assert_eq!(people(&rig), BTreeSet::from([HEAD.to_owned()]));
}
