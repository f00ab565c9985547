//! Who is called comes from a duty calendar: its exceptions, its silence, its failures.

use crate::told::SERVICE;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{ConnectionId, PersonId};
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::push;
use nabat_kit::port::CalendarError;
use nabat_tests::rig::{BEGINS, HangingCalendar, KeepShifts, ModelCalendar, Rig};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Engineers of the example who may lead `appointments`.
const WEEK: &str = "e2016";
const SWAP: &str = "e2110";
const LATE: &str = "e2164";

/// Nights and days of the same person, since the year began.
const SERIES: &str = "UID:week
DTSTART;TZID=Europe/Moscow:20260105T080000
DTEND;TZID=Europe/Moscow:20260105T200000
RRULE:FREQ=DAILY
SUMMARY:Дежурный: e2016";

/// This afternoon somebody else.
const EXCEPTION: &str = "UID:week
SEQUENCE:3
RECURRENCE-ID;TZID=Europe/Moscow:20261123T080000
DTSTART;TZID=Europe/Moscow:20261123T080000
DTEND;TZID=Europe/Moscow:20261123T200000
SUMMARY:Дежурный: e2110";

const NIGHTS: &str = "UID:nights
DTSTART;TZID=Europe/Moscow:20260105T200000
DTEND;TZID=Europe/Moscow:20260106T080000
RRULE:FREQ=DAILY
SUMMARY:e2164";

async fn owner(rig: &Rig) -> PersonId {
    let mut people = rig.catalogue.people.values();
    people.find(|person| person.roles.contains(&Role::ProductOwner)).expect("somebody owns it").id.clone()
}

async fn rig(begins: At, keep: KeepShifts, calendar: &ModelCalendar) -> Rig {
    let rig = Rig::by_calendar(begins, Role::DutyEngineer, keep, calendar).await;
    rig.read_calendars().await;
    rig
}

#[tokio::test]
async fn whoever_the_calendar_names_is_called_and_its_exception_goes_first() {
    let calendar = ModelCalendar::of(&[SERIES, EXCEPTION, NIGHTS]);
    let rig = rig(BEGINS, KeepShifts::Yes, &calendar).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, SWAP.into());
    let state = rig.state(&incident).await;
    let by = &state.people.calendars[&Role::DutyEngineer];
    assert_eq!((by.connection.as_str(), by.old), ("oncall", None));
    assert_eq!(by.instance, nabat_domain::catalogue::Instance::Exception);
    assert!(rig.room(&incident).await.contains("дежурит по календарю oncall"));
    rig.assert_journal(&incident).await;
    // The swap is taken back: the next incident is the week's.
    calendar.set(&[SERIES, NIGHTS]);
    rig.minutes(6).await;
    rig.read_calendars().await;
    let next = rig.register("SD-1043", "identity").await;
    assert_eq!(rig.holder(&next, Role::DutyEngineer).await, WEEK.into());
}

#[tokio::test]
async fn calendars_that_hang_keep_no_other_unread() {
    let calendar = ModelCalendar::of(&[SERIES, NIGHTS]);
    let mut rig = Rig::by_calendar(BEGINS, Role::DutyEngineer, KeepShifts::No, &calendar).await;
    let mut catalogue = rig.catalogue.clone();
    let mut calendars = BTreeMap::clone(&rig.env.calendars);
    let mut all: Vec<_> = catalogue.rotas.iter_mut().filter_map(|rota| rota.calendar.as_mut()).collect();
    // All but the one that is asked last.
    all.pop();
    for (number, one) in all.into_iter().enumerate() {
        one.connection = ConnectionId::new(format!("hangs-{number}"));
        calendars.insert(one.connection.clone(), Arc::new(HangingCalendar));
    }
    assert!(calendars.len() > 2);
    rig.env.calendars = Arc::new(calendars);
    push(rig.outside.table.plain(), &catalogue, &rig.names).await.expect("the model table takes it");
    let read = timeout(Duration::from_millis(500), nabat_reliability_rollup::read_calendars(&rig.env)).await;
    assert!(read.is_err(), "they hang");
    assert_eq!(calendar.read_whole(), 1);
}

#[tokio::test]
async fn a_calendar_that_did_not_change_is_not_read_whole_again() {
    let calendar = ModelCalendar::of(&[SERIES, NIGHTS]);
    let rig = rig(BEGINS, KeepShifts::No, &calendar).await;
    for _ in 0..5 {
        rig.minutes(6).await;
        rig.read_calendars().await;
    }
    assert_eq!(calendar.read_whole(), 1, "four rotas have it, and it is read once");
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_is_used_as_it_was_and_that_is_said() {
    let calendar = ModelCalendar::of(&[SERIES, NIGHTS]);
    let rig = rig(BEGINS, KeepShifts::Yes, &calendar).await;
    calendar.answers(Some(CalendarError::Unreachable("no connection".to_owned())));
    for _ in 0..40 {
        rig.minutes(1).await;
        rig.read_calendars().await;
    }
    let incident = rig.register("SD-1042", SERVICE).await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, WEEK.into());
    let room = rig.room(&incident).await;
    assert!(room.contains("каким он был прочитан 23.11 14:00"), "{room}");
    let owner = owner(&rig).await;
    let told = rig.direct(&owner);
    assert!(told.contains("Календарь дежурств oncall") && told.contains("его сервер не отвечает"), "{told}");
    assert_eq!(told.matches("прочитать не удаётся").count(), 1, "once, not once a minute: {told}");
    calendar.answers(None);
    rig.minutes(2).await;
    rig.read_calendars().await;
    assert!(rig.direct(&owner).contains("снова читается"));
}

#[tokio::test]
async fn a_calendar_nobody_ever_read_leaves_the_rota() {
    let calendar = ModelCalendar::of(&[SERIES]);
    calendar.answers(Some(CalendarError::Refused("401 Unauthorized".to_owned())));
    let rig = rig(BEGINS, KeepShifts::Yes, &calendar).await;
    let own = Rig::new().await;
    let (incident, same) = (rig.register("SD-1042", SERVICE).await, own.register("SD-1042", SERVICE).await);
    let holder = rig.holder(&incident, Role::DutyEngineer).await;
    assert_eq!(holder, own.holder(&same, Role::DutyEngineer).await, "by the shifts of the rota");
    assert!(rig.state(&incident).await.people.calendars.is_empty());
    let told = rig.direct(&owner(&rig).await);
    assert!(told.contains("не пускает Nabat") && told.contains("по сменам из duty.yaml"), "{told}");
}

#[tokio::test]
async fn a_calendar_nobody_is_in_at_three_at_night_is_said_and_chased_once() {
    // 2026-11-24 03:00 in Moscow.
    let calendar = ModelCalendar::of(&[SERIES]);
    let rig = rig(BEGINS.plus(Length::hours(13)), KeepShifts::No, &calendar).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let fallback = rig.catalogue.product.fallback[0].clone();
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, fallback);
    assert!(rig.room(&incident).await.contains("запасной цепочке"));
    let owner = owner(&rig).await;
    rig.scheduled().await;
    let soon = rig.direct(&owner);
    assert!(soon.contains("24.11 03:00 – 24.11 08:00"), "this night's is said at night: {soon}");
    assert!(!soon.contains("25.11 20:00"), "what is days away waits for the day: {soon}");
    for _ in 0..8 {
        rig.hour().await;
        rig.read_calendars().await;
        rig.scheduled().await;
    }
    let by_day = rig.direct(&owner);
    assert!(by_day.contains("25.11 20:00 – 26.11 08:00"), "{by_day}");
    for _ in 0..30 {
        rig.hour().await;
        rig.read_calendars().await;
        rig.scheduled().await;
    }
    let later = rig.direct(&owner);
    assert!(!later.contains("25.11 20:00"), "a gap is said once: {later}");
}

#[tokio::test]
async fn at_the_shifts_change_the_one_the_calendar_names_next_takes_over() {
    // 19:50 in Moscow, ten minutes before the night shift.
    let calendar = ModelCalendar::of(&[SERIES, NIGHTS]);
    let mut rig = rig(BEGINS.plus(Length::minutes(350)), KeepShifts::No, &calendar).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let first: PersonId = WEEK.into();
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, first);
    rig.minutes(15).await;
    // What fails now is the night's from the beginning; what fails already is handed over by its holder.
    let other = rig.register("SD-1043", "identity").await;
    assert_eq!(rig.holder(&other, Role::DutyEngineer).await, LATE.into());
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, first);
    rig.say(&incident, &first, &format!("/передать duty_engineer {LATE}")).await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, first, "nothing moves before it is accepted");
    rig.say(&incident, &LATE.into(), "смену принял").await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, LATE.into());
    assert!(rig.state(&incident).await.people.calendars.is_empty(), "taken over, not by the calendar any more");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_is_broken_in_a_calendar_is_told_once_and_the_rest_counts() {
    let stranger = "UID:stranger\nDTSTART:20261201T080000Z\nDTEND:20261201T090000Z\nSUMMARY:Вася из соседнего отдела";
    let broken = "UID:broken\nDTSTART;TZID=Mars/Olympus:20261202T080000\nDTEND;TZID=Mars/Olympus:20261202T090000
RRULE:FREQ=SOMETIMES;BYDAY=XX\nSUMMARY:e2016";
    let unable = "UID:unable\nDTSTART:20261203T080000Z\nDTEND:20261203T090000Z\nSUMMARY:e4003";
    let calendar = ModelCalendar::of(&[SERIES, NIGHTS, stranger, broken, unable]);
    let rig = rig(BEGINS, KeepShifts::No, &calendar).await;
    let owner = owner(&rig).await;
    let told = rig.direct(&owner);
    for expected in ["Вася из соседнего отдела", "Mars/Olympus", "события broken", "нет роли «дежурный инженер»"]
    {
        assert_eq!(told.matches(expected).count(), 1, "{expected}: {told}");
    }
    let incident = rig.register("SD-1042", SERVICE).await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, WEEK.into(), "the rest counts");
    calendar.set(&[SERIES, NIGHTS, stranger]);
    rig.minutes(6).await;
    rig.read_calendars().await;
    assert!(!rig.direct(&owner).contains("Вася"), "said once");
}
