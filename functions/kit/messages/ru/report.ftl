# Страница отчёта. Имена столбцов и сведений стоят отдельно.

report-title = Отчёт по сбою { $desk }: «{ $service }»
report-title-drill = Отчёт об учебном сбое { $desk }: «{ $service }»
report-drill = Сбой был учебным. В показатели он не входит.
report-annulled = Ложная тревога: сбой аннулирован и в показатели не входит ({ $by }). Причина: { $reason }
report-goes-on = Сбой ещё не закрыт, этап: { $stage }. Страница будет обновлена.

report-summary = Итог
report-facts = Что произошло
report-stages = Этапы и бюджеты
report-outages = Интервалы сбоя
report-timeline = Хронология
report-people = Люди
report-related = Связанные сервисы
report-others = Другие сбои в том же чате
report-findings = Находки в мониторинге
report-actions = Действия ранбука
report-contractor = Участие подрядчика
report-waivers = Снятые шаги
report-corrections = Исправления
report-decision = Решение
report-journal = Журнал

# Что произошло.
report-words = Словами службы поддержки
report-description = Подробности
report-service = Сервис
report-criticality = Класс сервиса
report-priority = Приоритет
report-functions = Не работает
report-scope = Охват
report-users = Затронуто пользователей
report-users-unknown = неизвестно
report-user-minutes = Пользователе-минуты
report-users-worst = до { $users } (от { $low } до { $high }) на { $at }{ $beside }
report-began = Начало
report-registered = Зарегистрирован
report-restored = Восстановлено
report-not-restored = ещё нет
report-closed = Закрыт
report-not-closed = ещё нет
report-outage = Сбой для пользователей
report-team-called = Команда вызвана за
report-team-answered = Команда ответила за
report-desk = Запись
report-procedure = Регламент
report-to-record = Открыть запись службы поддержки
report-moment = { $day }, { $clock }

# Столбцы.
report-stage = Этап
report-whole = Весь сбой
report-ended = Конец
report-actual = Факт
report-budget = Бюджет
report-against-budget = Против бюджета
report-within = уложились
report-over = больше на { $over }
report-lasts = длится
report-function = Функция
report-length = Длилось
report-happened = Когда
report-recorded = Записано
report-what = Что
report-person = Кто
report-roles = Роли
report-invited = В чате с
report-left = Вышел
report-acted = Действий
report-unreachable = мессенджер не пустил
report-not-invited = нет
report-people-counted = Приглашены: { $invited }. Действовали: { $acted }.
report-direction = Связь
report-consumer = потребитель
report-consumer-hard = потребитель, без него не работает
report-supplier = поставщик
report-supplier-hard = поставщик, без него не обойтись
report-owner = Отвечает
report-at-start = В начале
report-afterwards = После восстановления
report-silent = нет ответа
report-not-asked = не спрашивали
report-not-asked-many = Слишком много, не спрашивали: { $services }.
report-standing = Состояние
report-step = Шаг
report-owed-by = За кем был
report-waived-by = Кто снял
report-at = Когда
report-reason = Причина
report-was = Было
report-is = Стало
report-corrected-by = Кто исправил
report-failing = «{ $service }» ({ $functions })
report-waived = шаг снят
report-not-given = не указано
report-to-monitoring = Открыть в мониторинге

# Участие подрядчика.
report-contractor-name = Подрядчик
report-contract = Договор
report-handed-over = Передано
report-by-at = { $by }, { $at }
report-said-by-at = { $said } ({ $by }, { $at })
report-reaction = Реакция
report-restoration = Восстановление
report-reaction-before = Реакция, прошлая передача
report-restoration-before = Восстановление, прошлая передача
report-term = { $actual } из { $allowed } по договору: { $against }

# Решение и журнал.
report-decided = Решение
report-decided-by = Кто принял
report-problem = Проблема
report-to-problem = Открыть проблему
report-journal-events = Событий
report-journal-head = Хеш последнего

# Сокращённый вид: вместо имени и вместо набранных слов.
report-somebody = участник без роли
report-words-withheld = (здесь не показано)
report-search = Вокруг «{ $service }» до { $until }, самое подозрительное сверху.
report-search-none = Вокруг «{ $service }» до { $until } ничего не выделяется.
