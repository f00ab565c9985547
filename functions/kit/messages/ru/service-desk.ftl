# Что Набат пишет в запись службы поддержки.
desk-recorded-only = Набат: «{ $service }», { $priority }. Приоритет не высокий, сбой записан и остаётся службе поддержки.
desk-claimed-restored = Набат: «{ $service }» восстановлен { $at }, идёт проверка.
desk-withdrawn = Набат: восстановление не подтвердилось, «{ $function }» не работает.
desk-closed-by-hand = Запись { $desk } закрыли вручную, но сбой не закончен. Не хватает:{ $missing }
desk-reopened = Набат: запись закрыли вручную, но сбой не закончен. Не хватает:{ $missing }
desk-merged = Набат: это тот же сбой, он ведётся по другой записи.
desk-closed-with-parent = Набат: закрыто вместе со сбоем, с которым эта запись связана.
problem-title = «{ $service }»: { $summary }
problem-text = Проблема по сбою { $desk }, сервис «{ $service }». { $summary }
