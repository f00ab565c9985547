//! What looks like personal data and is none: tickets, moments, addresses of machines, figures.

use crate::dice::Dice;
use crate::{Language, Wording};

/// Something with digits that incidents are full of, with the word it stands beside.
pub(crate) fn any(dice: &mut Dice, wording: Wording, language: Language) -> String {
    match (dice.below(20), wording) {
        (0..3, _) => moment(dice),
        (3..5, _) => ticket(dice, wording, language),
        (5..7, _) => machine(dice),
        (7..9, _) => identifier(dice),
        (9..12, _) => figure(dice, language),
        (12..14, _) => version(dice),
        (14..16, _) => path(dice, wording),
        (16, _) => order(dice, wording, language),
        (17, Wording::Open) => format!("карта {} из 12 в реестре", dice.below(12)),
        (17, Wording::HeldOut) => format!("полисы: {} записей, карт {}", dice.below(9000), dice.below(9000)),
        (18, _) => format!("trace={} span={}", dice.hex(32), dice.hex(16)),
        (_, Wording::Open) => format!("@duty @user{} pkg@{}.{}.0", dice.below(99), dice.below(9), dice.below(20)),
        (_, Wording::HeldOut) => format!("root@srv-{:02} git@10.0.{}.7", dice.below(99), dice.below(99)),
    }
}

/// When something happened: this year and the last.
fn moment(dice: &mut Dice) -> String {
    let (year, month, day) = (dice.within(2025, 2026), dice.within(1, 12), dice.within(1, 28));
    let (hour, minute, second) = (dice.below(24), dice.below(60), dice.below(60));
    let seconds = dice.within(1_735_700_000, 1_795_000_000);
    match dice.below(10) {
        0..3 => format!("{day:02}.{month:02}.{year} {hour:02}:{minute:02}"),
        3 => format!("{day:02}.{month:02}.{year} в {hour}:{minute:02}"),
        4 => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{}+03:00", dice.digits(3)),
        5 => format!("с {hour:02}:{minute:02} {day:02}.{month:02}.{year}"),
        6 => format!("{seconds}"),
        7 => format!("{seconds}{}", dice.digits(3)),
        8 => format!("ts={seconds}{}", dice.digits(6)),
        _ => format!("{year}{month:02}{day:02}{hour:02}{minute:02}{second:02}"),
    }
}

fn ticket(dice: &mut Dice, wording: Wording, language: Language) -> String {
    let prefix = match wording {
        Wording::Open => dice.of(&["SD-", "INC00", "RFC-", "CHG"]),
        Wording::HeldOut => dice.of(&["REQ-", "IM", "PRB-00", "TASK"]),
    };
    let length = dice.within(4, 11) as usize;
    match (dice.below(3), language) {
        (0, Language::Russian) => format!("обращение №{}", dice.digits(7)),
        (0, Language::English) => format!("ticket #{}", dice.digits(7)),
        _ => format!("{prefix}{}", dice.digits(length)),
    }
}

fn machine(dice: &mut Dice) -> String {
    let octet = |dice: &mut Dice| dice.below(256);
    let address = format!("10.{}.{}.{}", octet(dice), octet(dice), octet(dice));
    match dice.below(4) {
        0 => address,
        1 => format!("{address}:{}", dice.within(1024, 65_000)),
        2 => format!("2001:db8:{}::{}", dice.hex(4), dice.hex(4)),
        _ => format!("{0}:{1}:{0}:{2}:{1}:{2}", dice.hex(2), dice.hex(2), dice.hex(2)),
    }
}

fn identifier(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 | 1 => format!("{}-{}-4{}-a{}-{}", dice.hex(8), dice.hex(4), dice.hex(3), dice.hex(3), dice.hex(12)),
        2 => {
            format!("{}-{}-4{}-8{}-{}", dice.digits(8), dice.digits(4), dice.digits(3), dice.digits(3), dice.digits(12))
        }
        _ => dice.hex(40),
    }
}

fn figure(dice: &mut Dice, language: Language) -> String {
    let (whole, part) = (dice.below(100), dice.below(100));
    match (dice.below(6), language) {
        (0, _) => format!("{whole}.{part:02}%"),
        (1, Language::Russian) => format!("доступность {whole},{part:02} %"),
        (1, Language::English) => format!("availability {whole}.{part:02} %"),
        (2, _) => format!("{} {:03} {:03} bytes", dice.below(999), dice.below(999), dice.below(999)),
        (3, _) => format!("p99={}.{}ms", dice.below(9999), dice.digits(6)),
        (4, Language::Russian) => format!("очередь {}, ошибок {}", dice.below(9999), dice.below(999_999)),
        (4, Language::English) => format!("queue {}, errors {}", dice.below(9999), dice.below(999_999)),
        _ => format!("requests_total {}", dice.below(9_999_999_999)),
    }
}

fn version(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("v{}.{}.{}", dice.below(20), dice.below(100), dice.below(50)),
        1 => format!("{}.{:02}.{:02}-rc{}", dice.within(20, 26), dice.within(1, 12), dice.below(30), dice.below(9)),
        2 => {
            format!("build {}.{}.{}.{}", dice.below(20), dice.below(20), dice.within(10_000, 30_000), dice.below(9999))
        }
        _ => format!("{}.{}.{}+g{}", dice.below(9), dice.below(30), dice.below(30), dice.hex(7)),
    }
}

fn path(dice: &mut Dice, wording: Wording) -> String {
    match wording {
        Wording::Open => format!("https://desk.example/incidents/{}/{}", dice.digits(13), dice.digits(11)),
        Wording::HeldOut => format!("/var/log/app/{}/{}.log", dice.digits(8), dice.digits(10)),
    }
}

/// Bare numbers of orders, accounts, consignments: nothing but a checksum tells them from personal ones.
fn order(dice: &mut Dice, wording: Wording, language: Language) -> String {
    let length = dice.of(&[8, 9, 10, 10, 11, 12, 13, 14, 16, 20]);
    match (wording, language) {
        (Wording::Open, Language::Russian) => format!("заказ {}", dice.digits(length)),
        (Wording::Open, Language::English) => format!("order {}", dice.digits(length)),
        (Wording::HeldOut, Language::Russian) => format!("накладная № {}", dice.digits(length)),
        (Wording::HeldOut, Language::English) => format!("invoice no. {}", dice.digits(length)),
    }
}
