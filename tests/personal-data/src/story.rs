//! What people write around it: chats, desk records, logs, in both languages.

use crate::dice::Dice;
use crate::{Language, Wording};

/// `@` is somebody's datum, `%` a look-alike, `{N}`, `{G}`, `{D}`, `{I}` somebody's name in that case.
const OPEN_RUSSIAN: [&str; 14] = [
    "У пациента {G} не открывается запись к врачу, @.",
    "Жалоба из регистратуры: %, @, карта не грузится",
    "коллеги, снова 503 на записи. % Пример: @",
    "{N} звонил в 10:40, @",
    "Восстановили в %, причина: переполнение пула соединений (%).",
    "откатили на %, ошибок меньше; проверьте %",
    "Заявитель: {N}\n@\n@\nОписание: не печатается рецепт, %",
    "ответить {D}: @",
    "по заявке % ничего нет, @",
    "врач не может открыть карту: @; второй случай: @",
    "Инцидент %: на стенде %, 12 филиалов, связи нет с 14:32",
    "созвон в 15:00, дежурный подключится; лог: %",
    "Связался с {I}, @, обещал перезвонить",
    "данные для проверки: @, @, @",
];
const OPEN_ENGLISH: [&str; 10] = [
    "Patient {N} cannot be booked, @.",
    "Complaint from reception: %, @",
    "still 503 on bookings. % Example: @",
    "Restored at %, cause: connection pool exhausted (%).",
    "rolled back to %, please check %",
    "Reported by {N}\n@\n@\nDescription: prescriptions do not print, %",
    "GET /api/v1/slots 503 took=1532ms % @",
    "answer them: @; the second case: @",
    "{N} called at 10:40, %",
    "to reproduce: @, @, @",
];
const HELD_RUSSIAN: [&str; 14] = [
    "Пациентка {N} жалуется: нет талонов. @",
    "из поликлиники сообщают — @, ошибка %",
    "всё ещё не работает( % вот данные: @",
    "перезвонил {D}; @",
    "Причина: диск заполнен на %, почищено, наблюдаем. %",
    "версия %, до этого была %",
    "Кто сообщил: {N}\nКонтакты: @\nСуть: не выгружается отчёт %\n@",
    "для {G} оформили вручную, @",
    "см. %; ещё раз: @",
    "два обращения подряд: @ и @",
    "метрика % выросла, на % пусто",
    "Работы по % перенесены, уведомите филиалы",
    "Общался с {I}: @",
    "[лог] % user: @ status=500",
];
const HELD_ENGLISH: [&str; 10] = [
    "{N} complains of missing slots. @",
    "the clinic tells us: @, error %",
    "not working yet, % the data: @",
    "Cause: disk full on %, cleaned, watching. %",
    "version %, before it %",
    "Who: {N}\nContact: @\nWhat: report % is not exported\n@",
    "two calls in a row: @ and @",
    "ERROR booking failed % user: @ status=500",
    "metric % is up, % is empty",
    "see %; once more: @",
];

/// A sentence or a few lines with marks in it.
pub(crate) fn any(dice: &mut Dice, wording: Wording, language: Language) -> &'static str {
    match (wording, language) {
        (Wording::Open, Language::Russian) => dice.of(&OPEN_RUSSIAN),
        (Wording::Open, Language::English) => dice.of(&OPEN_ENGLISH),
        (Wording::HeldOut, Language::Russian) => dice.of(&HELD_RUSSIAN),
        (Wording::HeldOut, Language::English) => dice.of(&HELD_ENGLISH),
    }
}
