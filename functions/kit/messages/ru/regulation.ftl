# Регламент: схема, листы ролей, текст. Пишется из тех же данных, по которым бот ведёт сбой.

regulation-sort = Регламент
regulation-subject-incident = Высокоприоритетный инцидент
regulation-subject-drill = Учебный сбой
regulation-subject-problem = Проблема
regulation-source = Этот текст составлен из тех же данных, по которым бот ведёт сбой: что здесь написано, то он и спросит. Открытый сбой доводится до конца по той версии, с которой начался.

# Сведения о версии.
regulation-product = Продукт
regulation-version = Версия
regulation-approved-by = Утвердил
regulation-approved-on = Утверждён
regulation-in-force = Действует с

regulation-picture = Этапы и шаги
regulation-roles = Кто участвует
regulation-times = Сколько времени даётся
regulation-times-explained = На 100 % и на 200 % бюджета об этом пишут в чат и зовут следующего по цепочке; на половине видно только на карточке.
regulation-rights = Кто что может
regulation-rules = Правила
regulation-column-role = Роль
regulation-column-does = Что делает
regulation-column-time = На что
regulation-hours = { $hours } ч

regulation-time-whole = Весь сбой, от начала до восстановления
regulation-time-accept = Приём дежурным инженером
regulation-time-remind = Напоминание о вопросе без ответа
regulation-time-rhythm = Слово о ходе работ

# Этапы и их концы.
regulation-stage = Этап { $number }. { $name }
regulation-ends-registered = Кончается, когда сбой зарегистрирован.
regulation-ends-answered = { $count ->
    [one] Кончается, когда есть ответ на шаг { $steps }.
   *[other] Кончается, когда есть ответы на шаги { $steps }, если они заданы.
}
regulation-ends-restored = Кончается, когда восстановлена последняя функция.
regulation-ends-verified = Кончается, когда 1-я линия подтвердила каждую функцию, а каждый опрошенный связанный сервис ответил или снят с вопроса.
regulation-quoted = «{ $name }»

# Шаги.
regulation-only-if = Только если { $step }: { $answers }.
regulation-or = {" "}или{" "}
regulation-optional = Необязательный: закрытию не мешает.
regulation-asked-rhythm = Повторяется до восстановления, к сроку, который назван сам.
regulation-asked-functions = Отдельный вопрос о каждой функции, которая не работала.
regulation-asked-impact = Отдельный вопрос о каждом связанном сервисе, в начале сбоя.
regulation-asked-recovered = Отдельный вопрос о каждом связанном сервисе, после «восстановлено».
regulation-asked-records = Отдельный вопрос о каждой новой записи по этому сервису.
regulation-asked-incidents = Отдельный вопрос о каждом сбое соседа в этом чате.
regulation-asked-requests = Отдельный вопрос о каждом запросе подрядчика.
regulation-asked-hand-backs = Отдельный вопрос о каждом возврате от подрядчика.
regulation-asked-suspected = Только если вина на подрядчике под подозрением.

# Что стоит в вопросе на месте сведений о сбое.
regulation-blank-who = [имя]
regulation-blank-desk = [№ записи]
regulation-blank-service = [сервис]
regulation-blank-priority = [приоритет]
regulation-blank-began = [время начала]
regulation-blank-function = [функция]
regulation-blank-record = [№ другой записи]
regulation-blank-related = [связанный сервис]
regulation-blank-request = [что нужно подрядчику]
regulation-blank-contractor = [подрядчик]

# Листы ролей.
regulation-sheet = Лист роли · { $subject }
regulation-at-any-time = В любое время
regulation-sheet-answers = Отвечать можно в любом порядке: кнопкой, ответом на сообщение, командой или простой фразой, по-русски и по-английски.
regulation-sheet-help = Команда /помощь говорит, чего ждут именно от вас; /передать отдаёт роль сменщику, до его приёма отвечаете вы.
regulation-sheet-may = Вы можете: { $rights }.

# Что делает роль.
regulation-role-first_line = Регистрирует сбой, говорит с пользователями, подтверждает каждую функцию, предлагает решение.
regulation-role-duty_engineer = Ведёт восстановление: принимает сбой, находит место, говорит о ходе работ, заявляет восстановление, пишет итог.
regulation-role-contractor = Говорит за подрядчика, которому передан сбой: приём, диагноз, что сделано.
regulation-role-service_owner = Отвечает за связанный сервис: работает он, работает плохо или не работает.
regulation-role-shift_head = Снимает шаги с причиной, исправляет времена, принимает решение о закрытии.
regulation-role-process_manager = То же, что начальник смены; только он аннулирует ложную тревогу.
regulation-role-problem_manager = Ведёт проблему до коренной причины и её устранения.
regulation-role-methodologist = Хозяин регламента: утверждает его версии.
regulation-role-head = Видит всё, что происходит.
regulation-role-observer = Видит, что происходит.
regulation-role-product_owner = Узнаёт о том, что не выполнено и что отклонено.
regulation-role-admin = Токены, настройки, невыполненные задания; ничего не решает.

# Права, как столбцы таблицы.
regulation-right-sees = Видит
regulation-right-answers = Отвечает
regulation-right-waives = Снимает шаги
regulation-right-annuls = Аннулирует
regulation-right-corrects = Исправляет
regulation-right-closes = Закрывает
regulation-right-approves = Утверждает регламент
regulation-right-publishes = Публикует показатели
regulation-right-restricts = Ограничивает доступ

# Правила, общие для всех.
regulation-rule-order = Бот задаёт каждой роли по одному вопросу. Отвечать можно в любом порядке, и раньше, чем спросили.
regulation-rule-times = Граница этапа — время, которое назвал человек; рядом хранится время записи. Одно время без дня — последнее такое, которое уже прошло.
regulation-rule-early = «Восстановлено» раньше диагноза заканчивает предыдущие этапы этим же моментом; их шаги остаются за теми, кто их должен.
regulation-rule-correct = Исправление не стирает прежнего: хранятся оба значения.
regulation-rule-waive = Шаг снимает начальник смены или менеджер процесса, всегда с причиной и никогда не тот, кто его должен. Снятое стоит в отчёте.
regulation-rule-behalf = Они же могут ответить за другого, под своим именем.
regulation-rule-handover = При сдаче смены отвечает прежний, пока новый не принял; открытые вопросы переходят к нему.
regulation-rule-silence = Вопрос без ответа задаётся снова, потом зовут следующего по цепочке.
regulation-rule-personal = Никаких данных пациентов: имён, полисов, СНИЛС. Рабочие контакты можно.

# Схема и модель BPMN.
regulation-bot = Nabat, бот
regulation-begin = Инцидент зарегистрирован
regulation-end = Чат закрыт
regulation-ready = Все обязательные шаги отвечены или сняты
regulation-stage-over = Конец этапа: { $stage }
regulation-if = если { $answers }
regulation-choose = { $step }?
regulation-optional-short = по случаю
regulation-spine = Этап
regulation-legend = Пунктир: шаг по случаю. Тёмный край: шаг заканчивает этап. Роль получает свои вопросы сверху вниз.

# Коротко, на схеме.
regulation-short-rhythm = повторяется
regulation-short-function = о каждой функции
regulation-short-service = о каждом соседе
regulation-short-record = о каждой записи
regulation-short-request = на каждый запрос
regulation-short-hand-back = на каждый возврат
regulation-short-contract = о подозреваемом

# Лист на случай, если Набат не работает.
paper-sort = Бумажный порядок
paper-printed = Напечатан
paper-when = По этому листу ведут инцидент, пока Набат не отвечает. Печатайте его раз в неделю и держите у смены.
paper-rule-gather = Кто заметил сбой, звонит начальнику смены; он собирает дежурных и хозяев соседних сервисов на общий звонок.
paper-rule-write = Записывайте здесь каждый ответ: кто, что, во сколько. Нужно время события, а не время записи.
paper-rule-silence = Не отвечает дежурный — звоните следующему по цепочке.
paper-rule-after = Когда Набат вернётся, зарегистрируйте инцидент с настоящим временем начала и передайте ответы с их временем: «08:14 дежурный …».
paper-duty = Кто дежурит
paper-every-service = все сервисы
paper-calendar = Кто дежурит, сначала смотрите в календаре { $calendar }; ниже - на время, когда в нём никого нет.
paper-nobody = никого
paper-no-phone = телефона нет
paper-chain = С { $from } дальше звонить: { $people }.
paper-people = Кому ещё звонить
paper-services = Сервисы
paper-contractors = Подрядчики
paper-stage = Начало __:__   Конец __:__
paper-column-call = Кому звонить
paper-column-service = Сервис
paper-column-class = Критичность
paper-column-neighbours = Соседи
paper-column-contractor = Подрядчик (договор)
paper-column-terms = Отреагировать / восстановить
paper-column-step = Шаг
paper-column-ask = Спросить
paper-column-answer = Ответ, кто ответил
paper-column-moment = Время
