# Что сказано в ответе: стоит после имени шага и двоеточия.

value-accepted = взято в работу
value-scope-all = все организации
value-fault-certain = { $service }, точно
value-fault-suspected = { $service }, похоже
value-fault-unknown = пока неизвестно
value-word = { $text } · следующее слово { $next }
value-works = работает
value-works-but = работает: { $remark }
value-degraded = работает плохо
value-degraded-but = работает плохо: { $remark }
value-does-not-work = не работает
value-does-not-work-but = не работает: { $remark }
value-together = вместе с этим сбоем
value-apart = сам по себе
