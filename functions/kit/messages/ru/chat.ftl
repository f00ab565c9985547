# Что бот пишет в чат сбоя и лично.

room-title = { $desk } · { $service }
room-title-drill = УЧЕБНЫЙ · { $desk } · { $service }
room-topic = { $product }: сбой сервиса «{ $service }», запись { $desk }

# Кто в чате.
team = На сбое: { $people }
team-member = { $role }: { $who }
team-fallback = { $role }: { $who } — на дежурстве никого, по запасной цепочке
team-nobody = { $role }: дежурного нет. Кто знает, кого звать, позовите.
people-unreachable = Мессенджер не впустил: { $people }. Позвоните им.
people-not-taken-out = { $desk } · { $service }: мессенджер не вывел { $people }. Их часть закончена: выведите их вручную, прежде чем писать итог.
neighbours-not-asked = Соседей больше, чем спрашиваем сразу. Не спросили: { $services }.
person-gone = { $person } больше не среди людей продукта:{ $roles }
person-gone-role = роль «{ $role }» теперь у { $to }
person-gone-nobody = роль «{ $role }» передать некому: назначьте, /передать РОЛЬ КОМУ
role-taken = Роль «{ $role }»: { $to }
role-taken-from = Роль «{ $role }»: теперь { $to }, до этого { $from }

# Сдача смены.
handover-offered = { $from } передаёт роль «{ $role }». { $to }, чтобы взять её, напишите «принимаю смену».
handover-offered-to-you =
    { $from } передаёт вам роль «{ $role }».
    { $priority }: «{ $service }», запись { $desk }
    Началось: { $began }
    Этап: { $stage }
    Что случилось: { $summary }
    Чтобы взять роль, напишите «принимаю смену».
handover-summary =
    Теперь это у вас. { $priority }: «{ $service }», запись { $desk }
    Началось: { $began }
    Этап: { $stage }
    Что случилось: { $summary }
    Ждём от вас: { $prompts }

# Шаги.
prompt-answered = ✓ { $step }: { $value } ({ $by })
prompt-answered-for = ✓ { $step }: { $value } (отвечает { $by }, шаг был за { $owner })
prompt-withdrawn = Отвечать больше не нужно.
failed-again = «{ $function }» снова не работает с { $at }. Сбой не закрыт: второй интервал, ведём дальше здесь.
corrected =
    Исправлено ({ $by }): { $step }
    Было: { $old }
    Стало: { $new }
    Причина: { $reason }
waived =
    Шаг снят ({ $by }): { $step }
    Причина: { $reason }
missing-step = { $step }: { $who }
reminder = Ещё ждём ответа: { $owed }
reminder-owner =
    Сбой { $priority }: «{ $service }», запись { $desk }.
    Ещё ждём ответа от вас: { $owed }
said-elsewhere = { $who } (лично боту): { $said }

# Никто не отвечает, время вышло.
escalated =
    Не отвечает { $role }. { $level ->
        [1] Зовём следующего
       *[other] Зовём дальше ({ $level })
    }: { $to }.
escalated-to-you =
    { $to }, нужны вы. { $priority }: «{ $service }», запись { $desk }. Не отвечает { $role }, вызов { $level }.
    Зайдите в чат сбоя. Если берёте его, напишите «принимаю».
escalated-nobody = Не отвечает { $role }, и звать больше некого. Кто может взять сбой, напишите «принимаю».
budget-stage-spent =
    { $percent ->
        [100] Бюджет этапа «{ $stage }» израсходован
       *[other] Бюджет этапа «{ $stage }» израсходован на { $percent } %
    }. Сбой { $desk }, { $priority }.
budget-incident-spent =
    { $percent ->
        [100] Бюджет времени на сбой { $desk } израсходован
       *[other] Бюджет времени на сбой { $desk } израсходован на { $percent } %
    }. Ещё не восстановлено.
budget-stage-escalated =
    { $priority }: «{ $service }», запись { $desk }. Этап «{ $stage }» занял { $percent } % бюджета.
    Зайдите в чат сбоя: нужна ваша помощь.
budget-incident-escalated =
    { $priority }: «{ $service }», запись { $desk }. Сбой занял { $percent } % бюджета времени и не восстановлен.
    Зайдите в чат сбоя: нужна ваша помощь.

# Что не работает и с каких пор.
restored = Восстановлено { $at }. Теперь проверка: первая линия смотрит функции, соседи — свои сервисы.
withdrawn = «{ $function }» не работает. Восстановление отменяем: сбой продолжается, время идёт.
service-changed =
    Изменено, что не работает.
    Было: { $old_service } ({ $old_functions })
    Стало: { $service } ({ $functions })
priority-changed = Приоритет теперь { $priority }, был { $old }.
neighbour-linked = У соседа тоже сбой, ведём его здесь: «{ $service }» ({ $functions }), запись { $desk }.
neighbour-changed = У связанного сбоя, запись { $desk }, изменилось, что не работает: «{ $service }» ({ $functions }).
other-left = Запись { $desk } больше не относится к этому сбою.
# Что новое пришло, пока бот молчал, одним сообщением.
gathered = Что нового: { $notices }
# Учения видны и вне своего чата.
drill =
    УЧЕНИЯ
    { $message }
linked-offered =
    { $who }, сосед «{ $service }» не работает. Зарегистрируйте его сбой в службе поддержки: поведём его здесь, со своим временем и записью.
merged = Это тот же сбой, что { $desk }: его ведём там. Этот чат закрыт.

# Конец.
problem-recorded = Проблема: { $problem } { $url }
report-published = Отчёт: { $address }
problem-refused = Такой проблемы в службе поддержки нет. Сверьте номер: спросим ещё раз.
closed-no-problem = ✓ Сбой { $desk } закрыт ({ $by }): «{ $service }», { $priority }. Проблема не нужна.
closed-known-problem = ✓ Сбой { $desk } закрыт ({ $by }): «{ $service }», { $priority }. Известная проблема: { $problem }.
closed-new-problem = ✓ Сбой { $desk } закрыт ({ $by }): «{ $service }», { $priority }. Создаём проблему.
annulled =
    Ложная тревога: сбой { $desk } аннулирован ({ $by }), «{ $service }», { $priority }. В показатели не войдёт.
    Причина: { $reason }
# Голова журнала стоит в чате и в записи: переписанный журнал с ней не сойдётся.
with-head =
    { $message }
    Журнал: { $number ->
        [one] { $number } событие
        [few] { $number } события
       *[other] { $number } событий
    }, последнее { $head }

# Лично.
message-masked =
    В вашем сообщении по сбою { $desk } были личные данные. Они скрыты, само сообщение убрано из чата, где это возможно.
    Если смысл потерялся, напишите ещё раз без них.
job-given-up =
    Нужен человек: «{ $job }» по записи { $desk } не удалось.
    Это стоит в списке «Не выполнено» вместе со всем, что не удалось после; оттуда же можно повторить.
registration-refused =
    Запись { $desk } не стала сбоем: { $reason }
    Она ждёт в списке отказов: зарегистрируйте её оттуда под верным сервисом.
