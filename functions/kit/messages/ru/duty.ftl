# Календари дежурств: что пишут ответственному за график, что говорят `nabat duty` и `nabat check --live`.

duty-calendar-trouble = Календарь дежурств { $calendar }, роль «{ $role }»: { $what }
duty-calendar-unread = Календарь дежурств { $calendar }, роль «{ $role }», прочитать не удаётся: { $why } Зовём тех, кто стоял в нём { $read_at }, когда он был прочитан; дальше по сменам из duty.yaml, потом по запасной цепочке.
duty-calendar-never-read = Календарь дежурств { $calendar }, роль «{ $role }», прочитать не удаётся: { $why } Пока это так, зовём по сменам из duty.yaml, потом по запасной цепочке.
duty-calendar-well = Календарь дежурств { $calendar }, роль «{ $role }», снова читается.
duty-unread-unreachable = его сервер не отвечает. Посмотреть должен тот, кто за сервер отвечает.
duty-unread-refused = его сервер не пускает Nabat. Пароль или адрес сменился: новый должен положить в секреты Nabat тот, кто его обслуживает.
duty-unread-missing = по его адресу ничего нет. Его перенесли или удалили: верните его или поправьте адрес в connections.yaml.
duty-unread-not-calendar = по его адресу стоит не календарь, а, например, страница входа. Дайте Nabat адрес самого календаря (iCalendar, .ics).
duty-unread-long = он длиннее { $megabytes } МБ. Уберите из него прошедшие годы или заведите для дежурств отдельный календарь.
duty-fault-zone = в нём стоит часовой пояс «{ $zone }», которого никто не знает. Его часы считаем часами продукта; выберите для этих событий известный пояс.
duty-fault-rule = повторение события { $event } разобрать не удаётся. В счёт идёт только первая смена; задайте повторение заново.
duty-fault-start = у события { $event } нет начала, оно пропущено. Задайте время заново.
duty-fault-many = смен в нём больше, чем читается, в счёт идут только первые { $count }. Уберите из него то, что не дежурства.
duty-fault-unknown = непонятно, кто это: { $people }. Впишите адрес в контакты в people.yaml или объясните имя в «names» этого календаря в duty.yaml.
duty-fault-role = в people.yaml у этих людей нет роли «{ $role }», поэтому их не зовут: { $people }.
duty-fault-nobody = на ближайшие 45 дней в нём нет никого из тех, кого Nabat знает.
duty-gaps = { $count ->
    [one] В дежурствах ближайших тридцати дней { $count } дыра:
    [few] В дежурствах ближайших тридцати дней { $count } дыры:
   *[other] В дежурствах ближайших тридцати дней { $count } дыр:
} { $gaps }
    Пока там никого нет, позовут запасную цепочку.
duty-gap = { $role }, { $services }: { $from } – { $until }
duty-gap-everything = все сервисы

# `nabat duty`.
duty-on = { $role }, { $service }, { $at }: { $who }
duty-nobody = { $role }, { $service }, { $at }: на дежурстве никого, запасной цепочки нет
duty-by-rota = по сменам из duty.yaml
duty-by-fallback = на дежурстве никого: первый из запасной цепочки
duty-by-calendar = по календарю { $calendar }, событие { $event }, { $instance }, { $from } – { $until }
duty-by-calendar-old = календарь прочитать не удаётся; так в нём было { $read_at }
duty-calendar-silent = календарь { $calendar } на это время никого не называет
duty-calendar-unread-then = что в календаре { $calendar } на это время, неизвестно
duty-next = дальше: { $people }
duty-instance-exception = изменено на этот раз
duty-instance-added = добавлено на этот раз
duty-instance-single = отдельное событие
duty-instance-recurring = по повторению

# `nabat check --live`.
live-calendar = { $calendar }, { $role }: календарь читается, { $count ->
    [one] { $count } смена
    [few] { $count } смены
   *[other] { $count } смен
} в ближайшие 45 дней
live-calendar-trouble = { $calendar }, { $role }: { $what }
