# Что бот говорит в чате и лично.
room-title = { $desk } · { $service }
room-title-drill = УЧЕБНЫЙ · { $desk } · { $service }
room-topic = Сбой сервиса «{ $service }», { $product }

rules =
    Чат по сбою { $desk }: «{ $service }», { $priority }.
    Бот задаёт по одному вопросу тому, кто за него отвечает.
    Отвечайте кнопкой, ответом на сообщение, командой или обычными словами: «принял», «восстановлено 14:32».
    «помощь» — что ждут от вас. «статус» — карточка сбоя.
    Исправить: /исправить ШАГ ЗНАЧЕНИЕ; ПРИЧИНА. Снять шаг: /снять ШАГ ПРИЧИНА (начальник смены).
    Передать роль: /передать РОЛЬ ЧЕЛОВЕК. Ответить за другого: /за ШАГ ОТВЕТ (начальник смены).
    Персональные и медицинские данные сюда не пишут: бот их скрывает и удаляет сообщение. Рабочие контакты можно.
    Сбой закрывает решение начальника смены, когда все обязательные шаги выполнены.
rules-drill =
    УЧЕБНЫЙ СБОЙ { $desk }: «{ $service }», { $priority }. В показатели он не входит.
    Бот задаёт по одному вопросу тому, кто за него отвечает.
    Отвечайте кнопкой, ответом на сообщение, командой или обычными словами: «принял», «восстановлено 14:32».
    «помощь» — что ждут от вас. «статус» — карточка сбоя.
    Персональные и медицинские данные сюда не пишут.

team = Кто здесь:{ $people }
team-member = { $role }: { $who }
team-nobody = { $role }: на дежурстве никого нет
people-unreachable = Мессенджер не пускает: { $people }. Их нужно вызвать иначе.
neighbours-not-asked = Связанных сервисов слишком много. Не спрашиваем: { $services }.
role-taken = { $to } теперь { $role }.
role-taken-from = { $to } теперь { $role } вместо: { $from }.
handover-offered = { $from } передаёт роль «{ $role }»: { $to }. Пока не принято, отвечает { $from }.
handover-offered-to-you =
    { $from } передаёт вам роль «{ $role }» по сбою { $desk }: «{ $service }», { $priority }, с { $began }. Этап: { $stage }.
    { $summary }
    Чтобы принять, напишите в чате сбоя «смену принял».
handover-summary =
    Сбой { $desk }: «{ $service }», { $priority }, с { $began }. Этап: { $stage }.
    { $summary }
    Теперь за вами: { $prompts }
escalated = Не отвечают. Вызван { $to } ({ $role }).
escalated-to-you = Вас вызывают: сбой { $desk }, «{ $service }», { $priority }. Роль: { $role }. Зайдите в чат сбоя и ответьте «принял».
escalated-nobody = Не отвечают, и вызвать больше некого: { $role }. Нужен человек.
message-masked = В вашем сообщении по сбою { $desk } были персональные данные. Они скрыты, сообщение удалено. Напишите без них.
neighbour-linked = Связанный сбой { $desk }: «{ $service }» ({ $functions }). Он ведётся в этом чате, его интервал считается отдельно.

prompt-answered = ✓ { $step }: { $value } ({ $by })
prompt-answered-for = ✓ { $step }: { $value } ({ $by } за: { $owner })
prompt-withdrawn = Вопрос больше не нужен.
corrected = Исправлено: { $step }. Было: { $old }. Стало: { $new }. { $by }, причина: { $reason }
waived = Шаг снят: { $step }. { $by }, причина: { $reason }
reminder = Ждём:{ $owed }
reminder-owner = Сбой { $desk }, «{ $service }». Ждём вашего ответа: { $owed }
missing-step = { $step } ({ $who })

budget-stage-spent = Этап «{ $stage }»: израсходовано { $percent } % бюджета времени.
budget-stage-escalated = Сбой { $desk }, «{ $service }», { $priority }: этап «{ $stage }» израсходовал { $percent } % бюджета времени.
budget-incident-spent = На весь сбой израсходовано { $percent } % бюджета времени.
budget-incident-escalated = Сбой { $desk }, «{ $service }», { $priority }: израсходовано { $percent } % бюджета времени на сбой.

restored = Восстановлено { $at }. Проверяем функции и связанные сервисы.
withdrawn = Восстановление не подтвердилось: «{ $function }» не работает. Сбой продолжается.
service-changed = Сервис изменён. Было: «{ $old_service }» ({ $old_functions }). Стало: «{ $service }» ({ $functions }).
priority-changed = Приоритет: { $priority }, был { $old }.
problem-recorded = Проблема { $problem } заведена: { $url }
problem-refused = Такой проблемы в службе поддержки нет. Назовите другой номер.
closed-no-problem = Сбой { $desk } закрыт без проблемы. Решение: { $by }.
closed-known-problem = Сбой { $desk } закрыт и связан с проблемой { $problem }. Решение: { $by }.
closed-new-problem = Сбой { $desk } закрыт, заводится проблема. Решение: { $by }.
annulled = Сбой { $desk } аннулирован: { $reason } ({ $by }). В показатели он не входит.
with-head =
    { $message }
    Журнал: { $number } событий, хеш { $head }.
said-elsewhere = { $who } (вне чата): { $said }
reply = { $who }, { $message }
status = карточка сбоя выше.
registration-refused = Заявка { $desk } не зарегистрирована: { $reason } Откройте «Отклонённые» и зарегистрируйте её как известный сервис.
