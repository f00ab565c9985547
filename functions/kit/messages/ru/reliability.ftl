# Надёжность: страница, её методика, то же файлом.
reliability-short = Надёжность
reliability-title = Надёжность
reliability-period = С { $from } по { $to }, последний день не входит ({ $zone })
reliability-method-link = Как это считается

reliability-from = С
reliability-to = По, не включая
reliability-target = Цель
reliability-by = Слабые места по
reliability-show = Показать
reliability-by-service = Сервис
reliability-by-function = Функция
reliability-by-contractor = Подрядчик
reliability-by-class = Класс

reliability-fact = Факт
reliability-reliability = Надёжность
reliability-failure = Сбой, ч:мин
reliability-counted = Учтено, ч:мин
reliability-between = Между сбоями в среднем, ч:мин
reliability-repeats = Повторы

reliability-allowed = Допустимое время сбоя, ч:мин
reliability-plan = План
reliability-forecast = Прогноз
reliability-spent = Израсходовано
reliability-left = Осталось
reliability-burn-rate = Скорость расхода
reliability-exhausted = Израсходовано полностью { $day }.
reliability-exhausted-ahead = При таком темпе закончится { $day }.
reliability-exhausted-never = При таком темпе хватит до конца периода.

reliability-months = План, факт и прогноз по месяцам
reliability-months-explained = Столбцы — время сбоя за месяц, черта поперёк — сколько допускает цель. В таблице то же самое.
reliability-month = Месяц
reliability-month-name = { $month ->
    [m1] Январь
    [m2] Февраль
    [m3] Март
    [m4] Апрель
    [m5] Май
    [m6] Июнь
    [m7] Июль
    [m8] Август
    [m9] Сентябрь
    [m10] Октябрь
    [m11] Ноябрь
   *[m12] Декабрь
} { $year }

reliability-weak = Слабые места
reliability-weak-explained = Только он: что исчезло бы, не откажи он ни разу. Доля: каждый момент делится поровну между отказавшими; доли в сумме дают время сбоя продукта.
reliability-outages = Сбоев
reliability-own = Не работал, ч:мин
reliability-exclusive = Только он, ч:мин
reliability-shared = Доля, ч:мин
reliability-availability = Доступность
reliability-part = Часть целого
reliability-none = Сбоев за период нет.
reliability-unknown = не известно
reliability-more = И ещё { $count }.

reliability-week = Неделя
reliability-week-explained = Время сбоя по дням недели и часам продукта; чем темнее, тем больше.
reliability-weekday = День недели
reliability-weekday-0 = Пн
reliability-weekday-1 = Вт
reliability-weekday-2 = Ср
reliability-weekday-3 = Чт
reliability-weekday-4 = Пт
reliability-weekday-5 = Сб
reliability-weekday-6 = Вс

reliability-outages-merged = Сбои, сначала новые
reliability-began = Начало
reliability-restored = Восстановление
reliability-length = Длительность, ч:мин
reliability-incidents = Инциденты
reliability-fingerprint = Отпечаток списка интервалов:

reliability-method-title = Как считается надёжность
reliability-method-interval = Интервал сбоя
reliability-method-interval-text = Относится к сервису и функции: от первого момента без неё, включая его, до первого момента, когда она снова есть, не включая его. Целые миллисекунды, внутри — UTC.
reliability-method-counted = Что учитывается
reliability-method-counted-text = Подтверждённые высокоприоритетные инциденты, при которых недоступна хотя бы одна функция, чья бы ни была вина, и загруженная история. Учебные, аннулированные и только записанные не учитываются. То, что ещё длится, учитывается до настоящего момента.
reliability-method-share = Надёжность
reliability-method-share-text = Единица минус длина объединения всех интервалов сбоя за период, делённая на длину периода. Наложения учитываются один раз. Доступность сервиса или функции — то же по их собственным интервалам.
reliability-method-works = Плановые работы
reliability-method-works-text = Работы, объявленные до своего начала, выходят из обеих частей дроби, если так решено в правилах. Что вышло за объявленное время, то сбой.
reliability-method-edges = Границы
reliability-method-edges-text = Дни, недели, месяцы, кварталы и годы начинаются в полночь часового пояса продукта, с учётом перевода часов.
reliability-method-allowed = Допустимое время сбоя
reliability-method-allowed-text = Единица минус цель, умноженная на период. Скорость расхода — израсходованная часть к прошедшей части периода: при 1 всё будет израсходовано к концу периода.
reliability-method-shared = Только он и доля
reliability-method-shared-text = «Только он» — что исчезло бы, не откажи сервис ни разу. Доля делит каждый момент поровну между отказавшими в этот момент сервисами. Доли округляются один раз, до миллисекунды, по наибольшему остатку, и в сумме дают объединение.
reliability-method-repeats = Повторы
reliability-method-repeats-text = За 30 дней до этого начался другой инцидент того же сервиса и той же функции.
reliability-method-recount = Как пересчитать
reliability-method-recount-text = Отпечаток — SHA-256 от строк, по одной на интервал объединения, по порядку времени: начало и конец в миллисекундах с 1970 года, пробел между ними, перевод строки в конце.
reliability-method-example = Пример: Москва, июнь
reliability-method-example-interval = Интервал
reliability-method-example-day = День
reliability-method-example-A = один из дней июня
reliability-method-example-B = тот же день
reliability-method-example-C = другой день июня; на 02:00–04:00 объявлены работы
reliability-method-example-D = с 31 мая на 1 июня
reliability-method-example-not-counted = Не учитываются: учебный сбой 3 ч, аннулированный инцидент 1 ч, только записанный 5 ч.
reliability-method-example-excluded = Работы исключены: 4,5 ч из 718 ч, надёжность 99,3733 %.
reliability-method-example-included = Работы учтены: 6,5 ч из 720 ч, надёжность 99,0972 %.
reliability-method-example-shares = A и B: только он 1 ч, доля 1,5 ч у каждого; C 1 ч (3 ч, если работы учтены), D 0,5 ч. Доли в сумме дают 4,5 ч (6,5 ч).

# Что отправляется по расписанию.
digest =
    { $title } { $from } – { $to }: { $fact }, план { $plan }.{ $lines }
    { $page }
digest-week = Надёжность за неделю
digest-month = Надёжность за месяц
digest-none = сбоев, идущих в счёт, не было
digest-failure = время сбоя { $failure }
digest-outages = сбоев: { $outages }, вёл Набат: { $led }, повторов: { $repeats }
digest-weak = слабое место: { $service }, доля { $shared }, без других { $exclusive }
digest-year = с начала года { $fact }
digest-left = допустимого за год времени сбоя осталось { $left }
digest-over = допустимое за год время сбоя превышено на { $over }
digest-runs-out = такими темпами оно кончится { $day }
committee-announced =
    { $name } собирается { $meets }. { $subject }
    { $page }
committee-announced-problems = В повестке: просроченные проблемы, вернувшиеся, известные ошибки на принятие.
committee-announced-reliability = В повестке: сервисы с повторами и что о них решено.
