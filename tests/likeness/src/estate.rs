//! Services of an invented estate and what people call their functions.

use crate::Wording;

/// A function, and what people call it.
pub(crate) struct Function {
    /// Its id.
    pub id: &'static str,
    /// In Russian.
    pub russian: [&'static str; 2],
    /// In English.
    pub english: [&'static str; 2],
}

/// A service with its functions, and the one in which its failures are often noticed first.
pub(crate) struct Service {
    /// Its id.
    pub id: &'static str,
    /// Its functions.
    pub functions: [Function; 2],
    /// The place of its neighbour.
    pub neighbour: usize,
}

const fn function(id: &'static str, russian: [&'static str; 2], english: [&'static str; 2]) -> Function {
    Function { id, russian, english }
}

const fn service(id: &'static str, functions: [Function; 2], neighbour: usize) -> Service {
    Service { id, functions, neighbour }
}

/// Services of a half.
pub(crate) const fn services(wording: Wording) -> &'static [Service; 8] {
    match wording {
        Wording::Open => &CLINICS,
        Wording::HeldOut => &TRADE,
    }
}

static CLINICS: [Service; 8] = [
    service(
        "appointments",
        [
            function("book", ["запись к врачу", "самозапись"], ["booking", "booking a visit"]),
            function("cancel", ["отмена записи", "перенос приёма"], ["cancelling a booking", "moving a visit"]),
        ],
        1,
    ),
    service(
        "e-records",
        [
            function("open", ["карта пациента", "электронная медкарта"], ["patient record", "medical card"]),
            function(
                "sign",
                ["протокол осмотра", "подписание протокола"],
                ["examination record", "signing the record"],
            ),
        ],
        0,
    ),
    service(
        "laboratory",
        [
            function("order", ["направление на анализы", "заказ анализов"], ["ordering tests", "test order"]),
            function("results", ["результаты анализов", "бланки анализов"], ["test results", "results of tests"]),
        ],
        1,
    ),
    service(
        "prescriptions",
        [
            function("issue", ["выписка рецепта", "рецепты"], ["issuing a prescription", "prescriptions"]),
            function("check", ["проверка рецепта", "аптечный модуль"], ["checking a prescription", "pharmacy module"]),
        ],
        1,
    ),
    service(
        "sick-leave",
        [
            function("open-leave", ["больничный лист", "открытие больничного"], ["sick leave", "opening a sick leave"]),
            function(
                "close-leave",
                ["закрытие больничного", "выдача листка"],
                ["closing a sick leave", "handing out the leave"],
            ),
        ],
        1,
    ),
    service(
        "imaging",
        [
            function("view", ["просмотр снимков", "архив снимков"], ["viewing images", "image archive"]),
            function(
                "describe",
                ["описание исследования", "заключение рентгенолога"],
                ["study description", "radiologist's report"],
            ),
        ],
        1,
    ),
    service(
        "ambulance",
        [
            function("call", ["приём вызова", "карта вызова"], ["taking a call", "call card"]),
            function("crew", ["назначение бригады", "выезд бригады"], ["assigning a crew", "sending a crew"]),
        ],
        7,
    ),
    service(
        "registry",
        [
            function(
                "find-person",
                ["поиск пациента", "регистр населения"],
                ["finding a patient", "population register"],
            ),
            function(
                "attach",
                ["прикрепление", "заявления на прикрепление"],
                ["attachment to a clinic", "applications to attach"],
            ),
        ],
        0,
    ),
];

static TRADE: [Service; 8] = [
    service(
        "cash-desk",
        [
            function("sell", ["продажа на кассе", "пробитие товара"], ["selling at the till", "ringing up goods"]),
            function("refund", ["возврат покупки", "сторно"], ["refund", "reversal of a purchase"]),
        ],
        4,
    ),
    service(
        "warehouse",
        [
            function("pick", ["сборка заказа", "отбор на складе"], ["order picking", "picking in the warehouse"]),
            function("receive", ["приёмка поставки", "оприходование"], ["receiving a delivery", "goods receipt"]),
        ],
        3,
    ),
    service(
        "web-shop",
        [
            function("basket", ["корзина", "оформление покупки"], ["basket", "checkout"]),
            function("goods-page", ["страница товара", "витрина"], ["goods page", "shop front"]),
        ],
        4,
    ),
    service(
        "transport",
        [
            function("route", ["маршрутный лист", "план рейсов"], ["route sheet", "trip plan"]),
            function("track", ["отслеживание машин", "карта рейсов"], ["vehicle tracking", "trip map"]),
        ],
        1,
    ),
    service(
        "loyalty",
        [
            function("points", ["начисление баллов", "бонусы"], ["points credit", "bonuses"]),
            function("coupons", ["купоны", "промокоды"], ["coupons", "promo codes"]),
        ],
        0,
    ),
    service(
        "payroll",
        [
            function("timesheet", ["табель", "учёт смен"], ["timesheet", "shift accounting"]),
            function("payslip", ["расчётный листок", "выдача листков"], ["payslip", "payslips"]),
        ],
        6,
    ),
    service(
        "contracts",
        [
            function(
                "approve",
                ["согласование договора", "лист согласования"],
                ["contract approval", "approval sheet"],
            ),
            function("archive", ["архив договоров", "карточка договора"], ["contract archive", "contract card"]),
        ],
        5,
    ),
    service(
        "pricing",
        [
            function("price-tag", ["ценники", "печать ценников"], ["price tags", "shelf labels"]),
            function("promotion", ["акции", "скидки"], ["promotions", "discounts"]),
        ],
        2,
    ),
];
