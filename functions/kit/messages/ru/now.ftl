# Экран «Сейчас».
now-title = Сейчас
now-count = { $count ->
    [0] Сбоев нет
    [one] Сейчас { $count } сбой
    [few] Сейчас { $count } сбоя
   *[other] Сейчас { $count } сбоев
}
now-refused = { $count ->
    [one] { $count } регистрация отклонена: этот сбой никто не ведёт
    [few] { $count } регистрации отклонены: эти сбои никто не ведёт
   *[other] { $count } регистраций отклонено: эти сбои никто не ведёт
}
now-none = Ни одного сбоя сейчас не ведут.
now-last = Последний сбой закрыт
now-all = Все сбои
now-touches = У кого
now-beside = В том же чате
now-lasts = Длится
now-holder = У кого в руках
now-doing = Что делают
now-contractor = у подрядчика: { $contractor }
now-late = опаздывает на { $length }

# Просроченное.
overdue-title = Просрочено
overdue-short = Просрочено
overdue-counted = { $count ->
    [0] Ничего не просрочено.
    [one] { $count } просроченное дело без учёта учебных.
    [few] { $count } просроченных дела без учёта учебных.
   *[other] { $count } просроченных дел без учёта учебных.
}
overdue-drills-alone = Ничего не просрочено, кроме учебных дел: { $count }.
overdue-none = Всё сделано в срок.
overdue-column-record = Запись
overdue-column-what = Что ждут
overdue-column-who = От кого
overdue-column-since = Срок был
overdue-column-by = Опоздание
overdue-sort-step = шаг
overdue-sort-contractor = подрядчик
overdue-sort-report = отчёт подрядчика
overdue-sort-problem = проблема
overdue-sort-decision = решение комитета
overdue-fix = исправление
overdue-minutes = { $minutes } мин
overdue-hours = { $hours } ч { $minutes } мин
overdue-days = { $days } дн { $hours } ч
