# Что Набат пишет в запись службы поддержки.

desk-recorded-only = { $priority }: Набат эту запись сохранил и сбой не ведёт. Если приоритет станет P1 или P2, начнёт.
desk-merged = Тот же сбой, что в записи, которую ведёт Набат. Эта запись закрыта, чтобы не было двух.
desk-closed-with-parent = Сбой «{ $service }» закрыт вместе со сбоем, в чате которого его вели.
desk-claimed-restored = «{ $service }» восстановлен { $at }. Идёт проверка.
desk-withdrawn = Проверка не прошла: «{ $function }» не работает. Сбой продолжается.
desk-closed-by-hand =
    Запись { $desk } закрыли в службе поддержки, но сбой не закончен: запись откроем снова. Ждём: { $missing }
desk-reopened =
    Сбой не закончен, запись открыта снова. Закроет его решение в чате. Ждём: { $missing }
desk-report-published = Отчёт по сбою: { $address }

problem-title = { $service }: { $summary }
problem-text =
    Заведена по сбою { $desk }, сервис «{ $service }».
    { $summary }
