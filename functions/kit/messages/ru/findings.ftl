# Что нашёл поиск по мониторингу. Числа приходят короткими текстами.

finding-up = { $service }, { $series }: { $now }, обычно { $usual }; отклонение в { $far } раза больше обычного разброса, с { $since }
finding-down = { $service }, { $series }: упало до { $now }, обычно { $usual }; отклонение в { $far } раза больше обычного разброса, с { $since }
finding-before = так далеко уже уходило ({ $before } обычного разброса)
finding-season-day = сравнивается с тем же часом вчера
finding-season-week = сравнивается с тем же часом неделю назад
finding-nothing = Ничего не выделяется: ни один ряд заметно не отошёл от обычного.
finding-vanished = { $service }, { $series }: нет данных с { $since }
finding-new = { $service }, { $series }: появился в { $since }
finding-coverage =
    { $series ->
        [one] Прочитан { $series } ряд
        [few] Прочитано { $series } ряда
       *[other] Прочитано { $series } рядов
    }: измерено { $measured }, мало данных { $sparse }, пропало { $vanished }, появилось { $new }.
finding-symptom = { $service } — то, что пользователи видят первым: показывает сбой, в списке не стоит.

finding-missing-query = Не прочитано: { $query }: { $reason }
finding-missing-limit =
    { $series ->
        [one] Из-за ограничения не прочитан { $series } ряд.
        [few] Из-за ограничения не прочитано { $series } ряда.
       *[other] Из-за ограничения не прочитано { $series } рядов.
    }
finding-missing-service = Мониторинг ничего не знает о { $service }.
finding-missing-warning = Мониторинг предупреждает: { $reason }

chart-usual = обычно
chart-suspected = под подозрением
chart-began = началось

finding-series = { $service }, { $series }
finding-missing-source = Мониторинг не ответил: { $reason }
finding-missing-more = Не прочитано и другое, всего ещё { $count }.
finding-with = { $finding }; { $note }
finding-plain = { $finding }{ $marked }
finding-numbered = { $number }. { $finding }{ $marked }{ $address }
finding-marked = {" "}[{ $mark }: { $who }]
finding-earlier = в прошлый раз ({ $desk }, { $at }) это назвали так: { $mark }
finding-address = {"\u000A"}  { $address }

findings =
    Мониторинг вокруг «{ $service }» до { $until }, самое подозрительное сверху:{ $findings }
    Кроме того:{ $rest }
    Что из этого причина, скажите кнопкой или так: /метка 1 причина (шум, не сейчас). Искать заново: «ещё раз», /искать СЕРВИС ВРЕМЯ.
findings-none =
    Мониторинг вокруг «{ $service }» до { $until }: ничего не выделяется.{ $findings }{ $rest }
    Искать заново: «ещё раз», /искать СЕРВИС ВРЕМЯ.
findings-unasked =
    Мониторинг вокруг «{ $service }» до { $until } посмотреть не удалось.{ $findings }{ $rest }
    Сбой идёт дальше и без этого. Искать заново: «ещё раз».
findings-button = { $number }: { $mark }

choice-finding-cause = причина
choice-finding-noise = шум
choice-finding-not_now = не сейчас
findings-file = Мониторинг, { $service }
