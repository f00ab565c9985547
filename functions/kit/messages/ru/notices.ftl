# Оповещения тем, кого нет в чате. Первая строка — тема; под ней один из трёх текстов:
# -engineers — тем, кто чинит; -managers — тем, кто отвечает; -callers — прочесть вслух позвонившим.

notice-began = Сбой: { $service } ({ $priority }, { $desk })
notice-began-engineers =
    Сбой { $priority }: «{ $service }», запись { $desk }.
    Недоступно: { $functions }
    Охват: { $scope }
    Началось: { $began }
    Ведёт: { $who }
    { $page }
notice-began-managers =
    Сбой { $priority }: «{ $service }».
    Пользователи не могут: { $functions }
    Охват: { $scope }
    С { $began }. Ведёт: { $who }. Следующие новости — { $next }.
    { $page }
notice-began-callers = С { $began } не работает: { $functions }. Где: { $scope }. Специалисты уже занимаются, повторно обращаться не нужно. Следующие новости — { $next }.

notice-update = Сбой продолжается: { $service } ({ $desk })
notice-update-engineers =
    Сбой { $priority }: «{ $service }», запись { $desk }. Этап: { $stage }
    Ведёт { $who }: { $word }
    Недоступно: { $functions }. Охват: { $scope }
    Следующее слово: { $next }
    { $page }
notice-update-managers =
    «{ $service }» не работает с { $began }, этап: { $stage }.
    Пользователи не могут: { $functions }. Охват: { $scope }
    Ведёт: { $who }. Следующие новости — { $next }.
    { $page }
notice-update-callers = Всё ещё не работает: { $functions }. Где: { $scope }. Работы идут. Следующие новости — { $next }.

notice-late = Новостей пока нет: { $service } ({ $desk })
notice-late-engineers =
    Сбой { $priority }: «{ $service }», запись { $desk }. Обещанного слова нет, его спросили снова.
    Этап: { $stage }. Ведёт: { $who }
    { $page }
notice-late-managers =
    «{ $service }» не работает с { $began }, этап: { $stage }. Обещанного слова от ведущего нет, его спросили снова.
    Ведёт: { $who }
    { $page }
notice-late-callers = Всё ещё не работает: { $functions }. Где: { $scope }. Работы идут, срока пока нет.

notice-corrected = Уточнение: { $service } ({ $desk })
notice-corrected-engineers =
    Сообщали о сбое: «{ $old_service }» — { $old_functions }.
    Верно: «{ $service }» — { $functions }. Запись { $desk }, { $priority }
    { $page }
notice-corrected-managers =
    Раньше сообщали о сбое «{ $old_service }» ({ $old_functions }). Это уточнено: не работает «{ $service }».
    Пользователи не могут: { $functions }
    { $page }
notice-corrected-callers = Уточнение. Не работает: { $functions }. Раньше сообщали: { $old_functions }.

notice-start = Уточнение: { $service } ({ $desk })
notice-start-engineers =
    «{ $service }» не работает с { $new }; раньше сообщали: с { $old }. Запись { $desk }, { $priority }
    { $page }
notice-start-managers =
    Сбой «{ $service }» начался в { $new }, а не в { $old }, как сообщали раньше.
    { $page }
notice-start-callers = Уточнение. Не работает с { $new }: { $functions }. Раньше сообщали: с { $old }.

notice-restored = Восстановлено: { $service } ({ $desk })
notice-restored-engineers =
    «{ $service }» восстановлен в { $at }, сбой длился { $lasted }. Запись { $desk }. Идёт проверка.
    { $page }
notice-restored-managers =
    «{ $service }» снова работает с { $at }, сбой длился { $lasted }. Идёт проверка: если она не пройдёт, сообщим.
    { $page }
notice-restored-callers = Снова работает: { $functions }. Восстановлено в { $at }.

notice-restored-otherwise = Уточнение: когда восстановлен { $service } ({ $desk })
notice-restored-otherwise-engineers =
    «{ $service }» восстановлен в { $at }, сбой длился { $lasted }: это уточнено. Запись { $desk }.
    { $page }
notice-restored-otherwise-managers =
    «{ $service }» снова работает с { $at }, сбой длился { $lasted }: раньше сообщали другое время, это уточнено.
    { $page }
notice-restored-otherwise-callers = Уточнение: восстановлено в { $at }. Работает: { $functions }.

notice-withdrawn = Отмена: { $service } не восстановлен ({ $desk })
notice-withdrawn-engineers =
    «Восстановлено» снято: не работает { $function }. Сбой { $priority } «{ $service }» продолжается с { $began }, запись { $desk }.
    { $page }
notice-withdrawn-managers =
    Мы сообщали, что «{ $service }» восстановлен. Проверка не прошла: не работает { $function }. Сбой продолжается с { $began }.
    Ведёт: { $who }
    { $page }
notice-withdrawn-callers = Прежнее сообщение о восстановлении неверно. По-прежнему не работает: { $function }. Работы идут.

notice-failed-again = Снова не работает: { $service } ({ $desk })
notice-failed-again-engineers =
    Снова не работает { $function }, с { $at }. Сбой { $priority } «{ $service }» ещё не закрыт, запись { $desk }: второй интервал.
    { $page }
notice-failed-again-managers =
    «{ $service }» восстановили и проверили, но с { $at } снова не работает { $function }. Сбой ведут дальше.
    Ведёт: { $who }
    { $page }
notice-failed-again-callers = С { $at } снова не работает: { $function }. Работы идут.

notice-closed = Закрыто: { $service } ({ $desk })
notice-closed-engineers =
    Сбой «{ $service }», запись { $desk }, закрыт. Начался { $began }.
    { $page }
notice-closed-managers =
    Сбой «{ $service }» закрыт. Начался { $began }. Отчёт — на странице инцидента.
    { $page }
notice-closed-callers = Работа восстановлена полностью и проверена: { $functions }.

notice-annulled = Ложная тревога: { $service } ({ $desk })
notice-annulled-engineers =
    Сбой «{ $service }», запись { $desk }, признан ложной тревогой.
    { $page }
notice-annulled-managers =
    О сбое «{ $service }» сообщили ошибочно: это была ложная тревога, в показатели не входит.
    { $page }
notice-annulled-callers = Сообщение о сбое было ошибочным. Работает: { $functions }.

notice-merged = Тот же сбой: { $service } ({ $desk })
notice-merged-engineers =
    Запись { $desk } о «{ $service }» — тот же сбой, что { $other }. Дальше — по { $other }.
    { $page }
notice-merged-managers =
    Сбой «{ $service }» по записи { $desk } — тот же, что { $other }. Дальше сообщаем по { $other }.
    { $page }
notice-merged-callers = Недоступно: { $functions }. Этот сбой уже известен, работы идут.

# Вызов того, кто не отвечает в чате: читается вслух или приходит сообщением.
called-out = { $to }, нужны вы. Сбой { $priority }: «{ $service }», запись { $desk }. Не отвечает { $role }. Откройте чат и напишите «принимаю».
called-out-holder = { $to }, нужны вы. Сбой { $priority }: «{ $service }», запись { $desk }. Вы дежурите: { $role }. Откройте чат и напишите «принимаю».
called-out-fallback = { $to }, нужны вы. Сбой { $priority }: «{ $service }», запись { $desk }. На дежурстве никого: { $role }. Откройте чат и напишите «принимаю».
called-out-in-room = { $to } не отвечает в чате ({ $role }): вызываем другим способом.
called-out-subject = Нужны вы: { $service } ({ $priority }, { $desk })
notice-word-withheld = слова видят только участники

channel-topic = { $product }: оповещения о сбоях
