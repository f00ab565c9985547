# Проблема: этапы, шаги, кнопки, что бот пишет в её чат и лично, страницы, комитеты.

stage-registration = Регистрация
stage-cause = Поиск причины
stage-workaround = Обходной путь
stage-planning = План исправления
stage-fixing = Исправление
stage-watch = Наблюдение
stage-conclusion = Выводы

step-lead = Ведущий проблемы
step-cause = Причина
step-evidence = Доказательства
step-meanwhile = Обходной путь
step-course = Что дальше
step-fixer = Кто исправит
step-fix_day = Срок исправления
step-change = Номер изменения
step-agreed = Решение комитета
step-same_as = Та же проблема
step-fixed = Исправлено
step-lessons = Выводы

ask-step-lead =
    { $who }, берёте проблему { $desk } по сервису «{ $service }»?
    Ответьте кнопкой.
ask-step-cause =
    { $who }, почему отказал сервис «{ $service }»? Назовите первую причину, потом спросим о причине этой причины.
    Причину не найти: /ответ course cause_not_found. Проблема уже есть: /ответ course duplicate.
ask-deeper-cause =
    { $who }, а почему так вышло: { $before }?
    Назовите причину глубже. Если эта и есть корневая, нажмите кнопку.
ask-step-evidence =
    { $who }, чем это доказано? Ссылки на графики, журналы, отчёты по сбоям.
ask-step-meanwhile =
    { $who }, как обходиться, пока причина не устранена? Эти слова увидят в чате следующего похожего сбоя.
ask-step-course =
    { $who }, что делаем с проблемой { $desk }?
    Ответьте кнопкой.
ask-step-fixer =
    { $who }, кто исправит? Кнопкой или ответом: имя или id.
ask-step-fix_day =
    { $who }, к какому дню? Ответом: «15.12», «15 декабря», «через 2 недели».
ask-step-change =
    { $who }, какой номер изменения в службе поддержки, например «CHG-204»?
ask-step-agreed =
    { $who }, каким решением комитета ошибка принята как известная? Номер и дата протокола.
ask-step-same_as =
    { $who }, какая проблема уже есть? Ответом: её номер, например «PRB-17».
ask-step-fixed =
    { $who }, исправление по проблеме { $desk } сделано?
    Кнопкой «Сейчас» или ответом с временем, когда сделано.
ask-step-lessons =
    { $who }, какие выводы? Что сделать, чтобы такое не повторилось в других местах.

choice-lead-accepted = Беру
choice-cause-root_cause = Это корневая причина
choice-course-fix = Исправляем
choice-course-known_error = Известная ошибка, остаётся
choice-course-cause_not_found = Причина не найдена
choice-course-duplicate = Повтор другой проблемы
choice-fixed-now = Сейчас

ask-cause-first = Корневой пока назвать нечего: напишите первую причину словами.
ask-person = Такого человека среди людей продукта не видно. Напишите имя или id.
ask-person-answers-nothing = { $who } по таблице прав ни на что не отвечает. Назовите другого.
ask-day = Дня не видно. Напишите, например: «15.12», «15 декабря», «через 2 недели».
ask-day-past = Этот день уже прошёл. Напишите день, который ещё будет.
refused-not-for-committee = Решения комитета записывает тот, кто ведёт проблему или может закрывать сбои.
refused-no-owner = Ответственного за решение нет среди людей продукта. Назовите другого.
refused-no-such-decision = Такого решения у проблемы нет.

# Чат проблемы.
room-title-problem = { $desk } · проблема · { $service }
room-topic-problem = { $product }: проблема { $desk } сервиса «{ $service }»
rules-problem =
    Здесь ищут и устраняют коренную причину: проблема { $desk }, «{ $service }», { $priority }.
    Бот спрашивает по одному вопросу; отвечать можно кнопкой, ответом на вопрос или командой /ответ ШАГ ТЕКСТ.
    Не пишите имена пациентов, номера полисов, телефоны. Что можно, покажет /помощь.
problem-attached = К проблеме { $desk } добавлены сбои: { $incidents }.
problem-returned = Похожий сбой { $incident } пришёл во время наблюдения: исправление проблемы { $desk } не помогло. План спросим заново.
problem-reopened = К закрытой проблеме { $desk } привязали сбой { $incident }: проблема открыта снова. План спросим заново.
problem-reopened-in-desk = Запись проблемы { $desk } открыли снова в службе поддержки: проблема открыта и здесь. План спросим заново.
problem-desk-closed-by-hand =
    Запись проблемы { $desk } закрыли в службе поддержки, но проблема не закончена: запись откроем снова. Ждём: { $missing }
problem-desk-closed-by-hand-watched =
    Запись проблемы { $desk } закрыли в службе поддержки, но за исправлением ещё наблюдаем до { $until }: запись откроем снова.
problem-desk-reopened =
    Проблема не закончена, запись открыта снова. Закроется, когда всё отвечено в чате проблемы. Ждём: { $missing }
problem-desk-reopened-watched =
    За исправлением ещё наблюдаем до { $until }, запись открыта снова. Закроется после наблюдения.
problem-fix-overdue = Проблема { $desk }, «{ $service }»: срок исправления прошёл { $day }, отвечает { $who }. Сделано или нужен новый срок? Новый: /исправить fix_day ДЕНЬ; ПРИЧИНА.
problem-watching = Исправление записано. Наблюдаем до { $until }: похожий сбой за это время вернёт проблему { $desk }.
problem-watched = Наблюдение закончилось { $at }: похожих сбоев не было.
problem-committee-decided = Решение комитета по проблеме { $desk }: { $words }. Отвечает { $owner }, срок { $due }.
problem-decision-overdue = Проблема { $desk }, «{ $service }»: просрочено решение комитета. Срок был { $due }. Решение: { $words }
problem-closed-fixed = ✓ Проблема { $desk } закрыта: исправлена, за время наблюдения не повторилась.
problem-closed-known-error = ✓ Проблема { $desk } закрыта: принята как известная ошибка. Обходной путь увидят в чатах похожих сбоев.
problem-closed-not-found = Проблема { $desk } закрыта: причина не найдена.
problem-closed-duplicate = Проблема { $desk } закрыта: её ведут под другим номером.

# Чат сбоя: похожие проблемы.
known-problems = Похоже на известное:{ $problems }
known-problem-open = { $problem }, причину ищут. { $address }
known-problem-open-workaround = { $problem }, причину ищут. Обходной путь: { $workaround } { $address }
known-problem-watched = { $problem } исправлена и под наблюдением: если это она, исправление не помогло. { $address }
known-problem-error = { $problem }, известная ошибка. { $address }
known-problem-error-workaround = { $problem }, известная ошибка. Обходной путь: { $workaround } { $address }
known-problem-because-function = { $known } Почему: тот же сервис и та же функция, общих слов { $words }.
known-problem-because-service = { $known } Почему: тот же сервис, общих слов { $words }.
known-problem-because-named = { $known } Почему: её сервис назван в описании, общих слов { $words }.

# Карточка.
problem-card-title = Проблема { $problem } · { $service } · { $priority }
problem-card-title-drill = УЧЕБНАЯ · Проблема { $problem } · { $service } · { $priority }
problem-card-summary = Что случилось: { $summary }
problem-card-incidents = Сбои: { $incidents }
problem-card-leader = Ведёт: { $who }
problem-card-fix = Исправит: { $who }, до { $day }
problem-card-watch = Наблюдение до { $until }
problem-card-overdue = Просрочено с { $since }
problem-card-exit = Итог: { $exit }

problem-exit-fixed_and_watched = исправлена, не повторилась
problem-exit-known_error = известная ошибка
problem-exit-cause_not_found = причина не найдена
problem-exit-duplicate = повтор другой проблемы

# Хронология.
problem-event-raised = Проблема { $problem }: «{ $service }», { $priority }. Не работало: { $functions }. { $summary }
problem-event-like = Похожие проблемы: { $problems }
problem-event-attached = Сбои этой проблемы: { $incidents }
problem-event-returned = Похожий сбой { $incident } во время наблюдения: план спросим заново
problem-event-reopened = Привязан сбой { $incident }: проблема открыта снова
problem-event-reopened_in_desk = Запись открыли снова в службе поддержки: проблема открыта снова
problem-event-fixer_named = Исправит { $person }
problem-event-fix_overdue = Срок исправления { $day } прошёл{ $owner }
problem-event-owner = { ", " }отвечает { $person }
problem-event-watched = Наблюдение закончилось { $at }: не повторилась
problem-event-exited = Итог: { $exit }
problem-event-committee_decided = Решение комитета (записал { $by }): { $words }. Отвечает { $owner }, срок { $due }
problem-event-decision_overdue = Решение комитета просрочено, отвечает { $owner }
problem-event-decision_done = { $by }: решение комитета выполнено

# Регламент проблемы.
regulation-ends-watched =
    { $days ->
        [one] Кончается, когда { $days } день после исправления не было похожего сбоя.
        [few] Кончается, когда { $days } дня после исправления не было похожего сбоя.
       *[other] Кончается, когда { $days } дней после исправления не было похожего сбоя.
    } Пришёл похожий сбой — обещанное спрашивают заново.
regulation-not-if = Не спрашивают, если { $step }: { $answers }.
regulation-asked-causes = Повторяется: причина каждой причины, пока не названа корневая.
regulation-short-cause = о каждой причине

# То же, что в чате сбоя, но о проблеме.
problem-team = Над проблемой: { $people }
problem-reminder-owner =
    Проблема { $desk }, «{ $service }», { $priority }.
    Ещё ждём ответа от вас: { $owed }
problem-escalated-to-you =
    { $to }, нужны вы: проблема { $desk }, «{ $service }», { $priority }. Не отвечает { $role }, вызов { $level }.
    Зайдите в её чат. Если берёте её, напишите «принимаю».
problem-escalated-nobody = Не отвечает { $role }, и звать больше некого. Кто может вести проблему, напишите «принимаю».
problem-stage-spent =
    { $percent ->
        [100] Срок этапа «{ $stage }» вышел
       *[other] На этап «{ $stage }» ушло { $percent } % срока
    }. Проблема { $desk }, { $priority }.
problem-stage-escalated =
    Проблема { $desk }, «{ $service }», { $priority }. На этап «{ $stage }» ушло { $percent } % срока.
    Зайдите в её чат: нужна ваша помощь.
problem-refused-over = Проблема { $desk } закрыта: можно только исправить записанное. Если отказ повторился, привяжите к ней новый сбой, и она откроется снова.
problem-ask-accept = Берёте проблему на себя? Напишите «принимаю».

# Страницы.
problems-title = Проблемы
problems-explained = Просроченные стоят первыми.
problems-none = Открытых проблем нет.
problems-ended = Закрытые
problems-column-number = Номер
problems-column-service = Сервис
problems-column-stage = Этап, итог
problems-column-leader = Ведёт
problems-column-due = Срок
problems-column-repeats = Повторы
problems-overdue = просрочено
problems-came-back =
    { $count ->
        [one] вернулась { $count } раз
        [few] вернулась { $count } раза
       *[other] вернулась { $count } раз
    }
problems-causes = Причины
problems-causes-none = Причина пока не названа.
problems-root = корневая
problems-fix = Исправление
problems-watched-until = Наблюдаем до
problems-watched = Наблюдение закончилось
problems-incidents = Сбои
problems-decisions = Решения комитетов
problems-done = выполнено

# Комитеты.
committees-title = Комитеты
committee-problems = Комитет по проблемам
committee-reliability = Комитет по надёжности
committees-next = Следующее заседание:
committees-agenda = Повестка заседания
committees-nothing = На повестке ничего нет.
committees-repeats =
    { $count ->
        [one] повторился { $count } раз
        [few] повторился { $count } раза
       *[other] повторился { $count } раз
    }
committees-came-back = вернулась после исправления
committees-to-accept = принять как известную ошибку
committees-decided = решение не выполнено
committees-with-repeats = повторяется
committees-new = новая
committees-record = Записать решение
committees-words = Что решили
committees-owner = Кто отвечает
committees-due = К какому дню
committees-save = Записать
committees-mark-done = Выполнено
committees-too-long = Решение слишком длинное. Запишите суть, остальное оставьте в протоколе.
regulation-days =
    { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }
regulation-time-lead = Ответ менеджера проблем, берёт ли он её
regulation-column-days = Сколько

# Снятые шаги.
waivers-title = Снятые шаги
waivers-counted =
    { $count ->
        [one] Снят { $count } шаг, учебные не в счёт.
        [few] Снято { $count } шага, учебные не в счёт.
       *[other] Снято { $count } шагов, учебные не в счёт.
    }
waivers-none = Ни одного шага не сняли.
waivers-column-record = Запись
waivers-column-step = Шаг
waivers-column-by = Снял
waivers-column-at = Когда
waivers-column-reason = Причина
ask-person-contractor = { $who } от подрядчика: в чат проблемы подрядчика не зовём. Назовите того, кто у нас отвечает за его работу.
