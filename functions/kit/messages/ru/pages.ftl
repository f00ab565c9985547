# Страницы: открытые сбои, один сбой, отказы, невыполненные действия.
pages-language = По-русски
pages-sign-out = Выйти
pages-refused-short = Отказы
pages-dead-short = Не выполнено
pages-to-start = К открытым сбоям
pages-back = Назад
pages-next = Дальше

# Открытые сбои.
pages-open-title = Открытые сбои
pages-open-none = Открытых сбоев нет.
pages-open-before = { $count ->
    [one] Ещё { $count } более срочный
    [few] Ещё { $count } более срочных
   *[other] Ещё { $count } более срочных
}
pages-open-after = { $count ->
    [one] Ещё { $count } менее срочный
    [few] Ещё { $count } менее срочных
   *[other] Ещё { $count } менее срочных
}
pages-refresh-on = обновляется каждые { $seconds } с.
pages-refresh-off = не обновляется.
pages-refresh-stop = Остановить
pages-refresh-start = Обновлять снова
pages-drill = учебный
pages-whole = Весь сбой
pages-of-budget = из { $budget }
pages-over = бюджет превышен
pages-stages = Этапы
pages-holder = Ведёт
pages-not-accepted = ещё не принял
pages-nobody = никто
pages-next-word = Следующее слово
pages-word-asked = ждём с
pages-in = через { $length }
pages-restored = Восстановлено
pages-unanswered = Вопросов без ответа
pages-in-this-chat = В этом чате
pages-to-incident = Подробно
pages-to-chat = В чат
pages-to-report = Отчёт
pages-to-record = Запись в поддержке
pages-others-title = Недавние
pages-lasts = длится

pages-column-desk = Запись
pages-column-service = Сервис
pages-column-standing = Состояние
pages-column-registered = Зарегистрирован
pages-column-outage = Сбой длился
pages-column-stage = Этап
pages-column-began = Начало
pages-column-ended = Конец
pages-column-actual = Факт
pages-column-budget = Бюджет
pages-column-chart = Факт против бюджета
pages-column-function = Функция
pages-column-restored = Восстановлено
pages-column-length = Длилось

# Один сбой.
pages-functions = Не работает
pages-scope = Охват
pages-criticality = Класс сервиса
pages-began = Начало
pages-registered = Зарегистрирован
pages-closed = Закрыт
pages-description = Подробности
pages-procedure = Регламент
pages-outage = Сбой для пользователей
pages-team-called = Команда вызвана
pages-team-answered = Команда ответила
pages-outages = Интервалы сбоя
pages-timeline = Хронология
pages-events = { $count ->
    [one] { $count } событие
    [few] { $count } события
   *[other] { $count } событий
}
pages-unreadable = Событие прочитать нельзя
pages-owed = Ждём ответа
pages-optional = необязательный
pages-asked = спросили
pages-reminders = { $count ->
    [one] { $count } напоминание
    [few] { $count } напоминания
   *[other] { $count } напоминаний
}
pages-people = Люди
pages-people-counted = Приглашены: { $invited }, действовали: { $acted }
pages-invited = в чате с
pages-not-invited = в чат не приглашён
pages-unreachable = мессенджер не пустил
pages-left = вышел
pages-acted = { $count ->
    [one] { $count } действие
    [few] { $count } действия
   *[other] { $count } действий
}
pages-related = Связанные сервисы
pages-consumer = потребитель
pages-supplier = поставщик
pages-hard = без него не работает
pages-at-start = В начале
pages-afterwards = После восстановления
pages-silent = молчит
pages-waived = шаг снят
pages-not-asked = не спрашивали
pages-not-asked-many = Слишком много, не спрашивали:
pages-others = Другие сбои
pages-waivers = Снятые шаги
pages-notices = Сообщили вне чата
pages-notice-began = Началось
pages-notice-update = Новости
pages-notice-corrected = Уточнено
pages-notice-restored = Восстановлено
pages-notice-withdrawn = Отменено
pages-notice-closed = Закрыто
pages-notice-by-direct = лично
pages-notice-by-channel = канал
pages-notice-by-mail = письмо
pages-notice-by-gateway = шлюз
pages-notice-waits = ещё не передано
pages-corrections = Исправления
pages-decision = Решение
pages-problem = Проблема
pages-problem-state = { $state ->
        [open] открыта
        [closed] закрыта
       *[other] { $state }
    }
pages-journal = Журнал
pages-journal-holds = Журнал сходится
pages-journal-broken = Журнал нарушен: событие { $number }
pages-journal-events = Событий
pages-journal-head = Хеш последнего

# Отказы в регистрации.
pages-refused-title = Отказы в регистрации
pages-refused-explained = Каталог не знает сервис или функцию. Сбой никто не ведёт, пока его не зарегистрируют.
pages-refused-none = Отказов нет.
pages-refused-all = Все отказы
pages-refused-badge = не зарегистрирован
pages-refused-unknown-service = Сервиса «{ $service }» нет в каталоге.
pages-refused-unknown-function = У сервиса «{ $service }» нет функции «{ $function }».
pages-refused-unknown-organisation = Организации «{ $organisation }» нет в каталоге.
pages-refused-not-a-record = «{ $desk }» не похоже на номер записи.
pages-refused-unknown-record = Запись { $desk } изменили или закрыли, но сбой по ней не регистрировали.
pages-payload = Что пришло
pages-register-as = Зарегистрировать как…
pages-register-title = Зарегистрировать как…
pages-register-in-desk = Зарегистрируйте эту запись заново в службе поддержки, и отказ уйдёт сам.
pages-choose-service = Выберите сервис
pages-register-functions = что не работает?
pages-register = Зарегистрировать
pages-register-no-function = Отметьте хотя бы одну функцию, которая не работает.
pages-register-unknown-service = Такого сервиса в каталоге нет. Выберите другой.
pages-register-bad-field = В пришедшем не хватает полей или они непонятны. Зарегистрируйте сбой в службе поддержки заново.
pages-field-type = Вид
pages-field-id = Запись
pages-field-service = Сервис
pages-field-functions = Функции
pages-field-summary = Что случилось
pages-field-description = Подробности
pages-field-priority = Приоритет
pages-field-scope = Охват
pages-field-started_at = Началось
pages-field-restored_at = Восстановлено
pages-field-registered_by = Кто зарегистрировал
pages-field-url = Ссылка
pages-field-drill = Учебный

# Невыполненные действия.
pages-dead-title = Не выполнено
pages-dead-explained = Эти действия не удались ни с одной попытки. Устраните причину и повторите.
pages-dead-none = Всё выполнено.
pages-dead-more = Показаны не все: сначала разберите эти.
pages-attempts = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[other] { $count } попыток
}
pages-retry = Повторить
pages-discard = Отказаться
pages-discard-why = Почему этого не нужно делать
pages-discard-hint = Причина останется в журнале; само сообщение будет удалено.
pages-discarded-title = От чего отказались
pages-discarded-by = отказался
pages-job-open_chat = Создать чат
pages-job-bring_in = Пригласить людей в чат
pages-job-take_out = Вывести людей из чата
pages-job-search = Искать в мониторинге
pages-job-charts = Показать графики мониторинга
pages-job-count_users = Посчитать затронутых пользователей
pages-job-act = Выполнить действие ранбука
pages-job-launch = Выполнить действие ранбука
pages-job-post = Написать сообщение
pages-job-card = Показать карточку сбоя
pages-job-erase = Удалить сообщение с персональными данными
pages-job-desk_comment = Написать в запись службы поддержки
pages-job-desk_close = Закрыть запись службы поддержки
pages-job-desk_reopen = Снова открыть запись службы поддержки
pages-job-desk_link = Связать записи службы поддержки
pages-job-open_record = Завести запись службы поддержки
pages-job-open_problem = Завести проблему
pages-job-link_problem = Связать запись с проблемой
pages-job-leave_chat = Попрощаться в покинутом чате
pages-job-keep_file = Получить файл из чата и сохранить
pages-job-desk_problem = Сообщить записи проблемы
pages-job-desk_file = Приложить файл к записи службы поддержки
pages-job-tell_all = Сообщить другим сбоям
pages-job-hand_over = Передать сбой подрядчику
pages-job-open_on_contractor = Завести сбой на исполнителя
pages-job-comment_on_contractor = Написать в запись подрядчика
pages-job-close_on_contractor = Закрыть запись подрядчика
pages-job-reopen_on_contractor = Снова открыть запись подрядчика
pages-job-assign_on_contractor = Вернуть записи подрядчика группу и срок
pages-job-publish_report = Опубликовать отчёт
pages-job-archive = Закрыть чат для записи
pages-job-tell = Сообщить другому сбою
pages-job-notice = Выбрать, кого оповестить
pages-job-notice_post = Написать оповещение
pages-job-notice_delivery = Отправить оповещение
pages-job-call_out = Вызвать того, кто не отвечает
pages-job-webhook_publish = Выбрать, кому отправить вебхук
pages-job-webhook_send = Отправить вебхук
pages-job-delivery = Принять сообщение из чата
pages-job-wake = Выполнить то, чему настал срок
pages-job-unreadable = Запись, которую эта версия не может прочитать

# Страницы, которые говорят одно.
pages-sign-in-title = Нужно войти
pages-sign-in-words = Откройте ссылку для входа, которую вам дали. Новую даст администратор.
pages-not-found-title = Такой страницы нет
pages-not-found-words = Её нет, или она вам не видна.
pages-error-title = Не получилось
pages-error-words = Ничего не изменилось. Попробуйте ещё раз через минуту; если не поможет, сообщите администратору.
pages-forged-title = Форма устарела
pages-forged-words = Она устарела или отправлена не с этой страницы. Откройте страницу заново и повторите.
pages-only-chats-title = Ваши сбои — в чатах
pages-only-chats-words = Общий список сбоев вашей роли не показывается. Чаты, в которые вас пригласили, открыты.

pages-users = Затронуто пользователей
pages-user-minutes = Пользователе-минуты:
pages-mark = Что это за ряд

pages-restricted = Ограничен
reads-title = Кто читал { $number }
reads-restricted = Ограничен: читают только участники, дежурные по сервису и те, кто вправе ограничивать. Просмотры в пределах минуты — одна строка.
reads-not-restricted = Сейчас не ограничен: чтение не записывается. Записанное раньше хранится.
reads-none = Пока никто.
reads-column-at = Когда
reads-column-who = Кто
reads-column-what = Что
reads-token = Токен { $token }
reads-command-line = Командная строка, { $user }
pages-too-many-title = Слишком много запросов
pages-too-many-words = С этого адреса или из этого сеанса запросов больше, чем можно. Подождите минуту и откройте снова; ничего не изменилось.
