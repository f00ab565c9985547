# Подрядчик: что слышит он сам (только лично и только о себе), что слышат начальник смены и запись в службе поддержки.
# Ни сроков договора, ни превышений, ни сумм в словах для подрядчика нет.

# Передача и часы.
contractor-handed-over =
    Вам передан сбой { $priority }: «{ $service }», запись { $desk }. Началось { $began }.
    Что случилось: { $summary }
    Время идёт с этого сообщения. Чего-то не хватает от нас: /запрос ЧТО НУЖНО, пока не ответим, время стоит.
    Сделали: ответьте на вопрос «что сделано». Возвращаете: /вернуть ПОЧЕМУ. Не согласны: /возражение СЛОВА. Ваше время: /часы.
contractor-request-recorded =
    { $desk } · «{ $service }»: запрос записан, отвечает дежурный инженер.
    { $clock }
contractor-request-met =
    { $desk } · «{ $service }»: ответ на запрос «{ $request }».
    { $answer }
    { $clock }
contractor-back-recorded =
    { $desk } · «{ $service }»: записано, что возвращаете. Дежурный инженер примет или вернёт.
    { $clock }
contractor-back-accepted =
    { $desk } · «{ $service }»: работа принята.
    { $clock }
contractor-back-refused =
    { $desk } · «{ $service }»: работа не принята, сбой по-прежнему у вас.
    { $clock }
contractor-withdrawn =
    { $desk } · «{ $service }»: передача отозвана, от вас больше ничего не нужно.
    { $clock }
clock-runs = Время у вас с { $from }: считается { $held }, ждали нас { $paused }, вне часов работы { $waiting }. Время идёт.
clock-pauses = Время у вас с { $from }: считается { $held }, ждали нас { $paused }, вне часов работы { $waiting }. Время стоит, ответ за нами.
clock-waits = Время у вас с { $from }: считается { $held }, ждали нас { $paused }, вне часов работы { $waiting }. Сейчас не ваши часы работы.
clock-is-stopped = С { $from } до { $until }: считается { $held }, ждали нас { $paused }, вне часов работы { $waiting }. Время остановлено.
clock-not-delivered = Время ещё не идёт: передача до вас не дошла.
clock-reply = { $clock }
clock-ask-directly = Своё время спросите лично у бота: /часы. Здесь его прочтут другие.

# Возражение.
contractor-objection-recorded = { $desk } · «{ $service }»: возражение записано рядом с фактами: { $text }
contractor-objects =
    { $desk } · «{ $service }»: возражает { $contractor }, договор { $contract }.
    { $text }

# Сбой на Исполнителя.
on-contractor-title = Сбой на Исполнителя: «{ $fault }», сбой { $desk }
on-contractor-text =
    Массовый сбой { $desk }: «{ $service }». { $summary }
    Началось { $began }. Виновник: «{ $fault }».
    Нужен отчёт о массовом сбое до { $due }: времена, причина, действия, почему не предотвратили, меры с датами и ответственными.
on-contractor-opened = Открыт «Сбой на Исполнителя»: { $contractor }, договор { $contract }.
on-contractor-times =
    Времена сбоя. Началось: { $began }. Восстановлено: { $restored }.
    Передано: { $handed }, доставлено: { $delivered }, принято: { $received }, возвращено: { $back }.
on-contractor-times-changed =
    Времена исправлены. Началось: { $began }. Восстановлено: { $restored }.
    Передано: { $handed }, доставлено: { $delivered }, принято: { $received }, возвращено: { $back }.
on-contractor-never = не было
on-contractor-objection = Возражение исполнителя: { $text }
on-contractor-dropped = Отозвано: сбой не на Исполнителя.
on-contractor-reopened = Закрыто вручную, но отчёт о массовом сбое ещё должны, до { $due }. Запись открыта снова.
on-contractor-reopened-unread = Закрыто вручную, но отчёт ещё не принят (срок был { $due }). Запись открыта снова.
on-contractor-closed-by-hand = { $desk } · «{ $service }»: запись «Сбой на Исполнителя» ({ $contractor }, договор { $contract }) закрыли вручную. Отчёт не принят, запись открыта снова.
on-contractor-report =
    Отчёт о массовом сбое:
    { $text }
on-contractor-report-lacking =
    Отчёт о массовом сбое, не хватает:{ $parts }
    { $text }
on-contractor-report-refused = Отчёт не принят: { $reason }
on-contractor-report-lost = Файл, присланный как отчёт, сохранить нельзя; отчёт снова ждём.
on-contractor-report-overdue = Отчёт о массовом сбое просрочен: ждали до { $due }.
on-contractor-done = Отчёт принят. Закрыто.
contractor-not-covered = { $desk }: вина на подрядчике, но на { $day } договора на «{ $fault }» не было. «Сбой на Исполнителя» не открыт.

# Отчёт о массовом сбое.
contractor-report-asked =
    { $desk } · «{ $service }», сбой { $began }: нужен отчёт о массовом сбое до { $due }.
    Пришлите сюда одним сообщением, каждую часть с новой строки:
    /отчёт
    Времена: когда началось, передано, восстановлено
    Причина: …
    Действия: …
    Почему не предотвратили: …
    Меры: что, до какой даты, ответственный
contractor-report-not-owed = { $desk } · «{ $service }»: отчёт о массовом сбое больше не нужен.
contractor-report-recorded = { $desk } · «{ $service }»: отчёт записан, его посмотрят.
contractor-report-in =
    { $desk } · «{ $service }»: отчёт о массовом сбое прислал { $contractor }, договор { $contract }.
    { $text }
    Принять: { $desk } /принять-отчёт. Вернуть: { $desk } /отклонить-отчёт ПРИЧИНА.
contractor-report-in-lacking =
    { $desk } · «{ $service }»: отчёт о массовом сбое прислал { $contractor }, договор { $contract }. Не хватает:{ $parts }
    { $text }
    Принять: { $desk } /принять-отчёт. Вернуть: { $desk } /отклонить-отчёт ПРИЧИНА.
contractor-report-unread = { $desk } · «{ $service }»: отчёт { $contractor } (договор { $contract }) ждёт вашего слова: /принять-отчёт или /отклонить-отчёт ПРИЧИНА.
contractor-report-accepted = { $desk } · «{ $service }»: отчёт о массовом сбое принят.
contractor-report-refused = { $desk } · «{ $service }»: отчёт о массовом сбое не принят: { $reason }. Пришлите новый: /отчёт ТЕКСТ.
contractor-report-lost = { $desk } · «{ $service }»: файл, который { $contractor } прислал вместо отчёта о массовом сбое (договор { $contract }), сохранить нельзя, и слов при нём нет. Отчёт снова ждём.
contractor-report-overdue = { $desk } · «{ $service }»: отчёт о массовом сбое ждали до { $due }. Пришлите его: /отчёт ТЕКСТ. Напоминание { $times }.
contractor-report-overdue-head = { $desk } · «{ $service }»: нет отчёта о массовом сбое от { $contractor }, договор { $contract }. Ждали до { $due }, напоминание { $times }.
ask-report-lacks =
    В отчёте не хватает:{ $parts }
    Дополните и пришлите снова: /отчёт ТЕКСТ. Пришлёте как есть, так и запишем.
ask-report-file =
    Файл приложен к отчёту. Прочитать его бот не может; словами не сказано:{ $parts }
    Пришлите эти части: /отчёт ТЕКСТ. Не пришлёте, отчёт останется как есть.
report-part-times = времена
report-part-cause = причина
report-part-actions = действия
report-part-prevention = почему не предотвратили
report-part-measures = меры
report-part-measure_dates = даты мер
report-part-measure_owners = ответственные за меры
owed-report = отчёт о массовом сбое { $desk } («{ $service }») до { $due }: /отчёт ТЕКСТ
owed-look-at-report = посмотреть отчёт подрядчика о сбое { $desk } («{ $service }»), срок был { $due }: /принять-отчёт или /отклонить-отчёт ПРИЧИНА

# Отказы и вопросы.
act-look-at-report = Принять или вернуть отчёт подрядчика
refused-not-handed-over = Сейчас вам ничего не передано.
refused-nothing-of-yours = В этом сбое вашей части нет.
refused-no-report-owed = Отчёта о массовом сбое от вас по этой записи не ждут.
refused-file-large = Файл «{ $file }» не принят: { $size } МБ, а можно до { $largest } МБ. Имя и размер записаны; пришлите меньший или ссылку.
refused-file-kind = Файл «{ $file }» не принят: он запускается при открытии. Имя записано; пришлите текст, таблицу, снимок или архив.
refused-file-macros = Файл «{ $file }» не принят: это документ с макросами. Имя записано; сохраните без макросов (docx, xlsx) или в PDF и пришлите так.
refused-file-many = Файл «{ $file }» не принят: у этого сбоя уже сохранено столько файлов, сколько можно. Имя записано; пришлите ссылку или несколько одним архивом.
refused-no-report-in = Отчёта, который ждал бы вашего слова, по этой записи нет.
refused-correct-hand-back = Приёмку у подрядчика не исправляют: по ней остановили время, и подрядчику об этом сказано.
already-handed-back = Уже записано, что возвращаете: слово за дежурным инженером.
already-report-accepted = Отчёт уже принят.
ask-hand-back-why = Почему возвращаете? Напишите: /вернуть ПОЧЕМУ

# Хронология.
event-not_covered = Вина на подрядчике, но { $day } договора на «{ $service }» не было
event-contractor-handed_over = { $by }: передано подрядчику { $contractor }
event-contractor-delivered = Передача подрядчику { $contractor } доставлена { $at }: { $to }
event-contractor-requested = { $by }: запрос от подрядчика. { $text }
event-contractor-met = { $by }: ответ на запрос подрядчика. { $text }
event-contractor-handed_back = { $by }: подрядчик возвращает сбой. { $text }
event-contractor-back_accepted = Работа подрядчика { $contractor } принята, время остановлено { $at }{ $owner }
event-contractor-back_refused = { $by }: работа подрядчика { $contractor } не принята
event-contractor-withdrawn = Передача подрядчику { $contractor } отозвана
event-contractor-objected = { $by }: возражение подрядчика. { $text }
event-contractor-suspected = Под подозрением подрядчик { $contractor }, виновник «{ $service }»: решает начальник смены
event-contractor-declined = { $by }: «Сбой на Исполнителя» ({ $contractor }) не открываем
event-contractor-opened = Открываем «Сбой на Исполнителя»: { $contractor }, виновник «{ $service }», отчёт до { $at }
event-contractor-recorded = «Сбой на Исполнителя»: запись { $desk }
event-contractor-dropped = «Сбой на Исполнителя» ({ $contractor }) отозван
event-contractor-closed_by_hand = Запись «Сбой на Исполнителя» ({ $contractor }) закрыли вручную
event-contractor-edited_by_hand = Запись «Сбой на Исполнителя» ({ $contractor }) изменили вручную
event-contractor-report_doubted = { $by }: отчёт неполон, бот переспросил. Не хватает:{ $parts }
event-contractor-report_given = { $by }: отчёт о массовом сбое{ $lacks }. { $text }
event-contractor-report_accepted = { $by }: отчёт подрядчика { $contractor } принят
event-contractor-report_refused = { $by }: отчёт подрядчика { $contractor } не принят. { $reason }
event-contractor-report_lost = { $by }: файл, присланный как отчёт подрядчика { $contractor }, сохранить нельзя, отчёт снова ждём
event-contractor-report_chased = Отчёт подрядчика { $contractor } просрочен, напоминание { $times }{ $to }
event-contractor-report_unread = Отчёт подрядчика { $contractor } ждёт слова начальника смены{ $to }
timeline-accepted-by = , принял { $person }
timeline-lacks = , не хватает:{ $parts }

# В отчёте (полный вид) и на страницах.
report-delivered = Доставлено
report-handed-back = Возвращено
report-back-offered = { $at }, не принято
report-back-done = { $at }, сделано
report-back-returned = { $at }, вернули
report-withdrawn = Передача отозвана
report-clock-held = Время у подрядчика, считается
report-clock-paused = Ждали нас
report-clock-waiting = Вне часов работы
report-on-contractor = Сбой на Исполнителя
report-on-suspected = под подозрением, виновник «{ $service }», запись { $record }
report-on-declined = не открыт, виновник «{ $service }», запись { $record }
report-on-opened = открыт, виновник «{ $service }», запись { $record }
report-on-over = был открыт, отчёт принят, виновник «{ $service }», запись { $record }
report-on-dropped = отозван, виновник «{ $service }», запись { $record }
report-mass-due = Отчёт о массовом сбое до
report-mass = Отчёт о массовом сбое
report-mass-given = пришёл, ждёт слова начальника смены
report-mass-accepted = принят
report-mass-refused = не принят
report-mass-came = Отчёт прислал
report-mass-lacks = В отчёте не хватает
report-mass-term = Срок отчёта
report-claimable = Можно требовать, в валюте договора
report-claimable-working = { $sum } = { $fixed } (твёрдо, нарушено сроков: { $terms }) + { $shares } (доля, начатых единиц: { $units }, единица: { $per }), не больше { $ceiling }
report-per-hour = час
report-per-day = сутки
report-request-at = Запрос
report-request-by = Кто просил
report-request = Что нужно
report-request-met = Ответили
report-objection-at = Возражение
report-objection-by = Кто возражает
report-objection = Слова

# Страница подрядчиков.
pages-contractors-short = Подрядчики
pages-contractors-title = Подрядчики
pages-contractors-explained = Время у подрядчика от доставленной передачи до принятого возврата, сроки договора, превышения и отчёты. Подрядчики этой страницы не видят.
pages-contractors-none = Ни один из последних сбоев не передавали подрядчику и не открывали на него.
pages-contractors-open = Время идёт
pages-contractors-owed = Ждём отчёт или слово о нём
pages-contractors-rest = Остальное
pages-contractors-clock = Время
pages-contractors-since = с
pages-contractors-runs = идёт
pages-contractors-paused = стоит, ответ за нами
pages-contractors-waiting = стоит, не часы работы
pages-contractors-stopped = остановлено
pages-contractors-undelivered = ещё не идёт: передача не доставлена
pages-contractors-requests = Запросы
pages-contractors-objections = Возражения
