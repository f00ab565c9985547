# Кого сбой оставил без работы: сколько обычно бывает в этот час минус сколько видно, с разбросом обычного.

users-now = Затронуто пользователей на { $at }: { $users } (от { $low } до { $high }){ $beside }
users-worst = Затронуто пользователей: до { $users } (от { $low } до { $high }) на { $at }{ $beside }
users-unknown = Затронуто пользователей: неизвестно, { $why }{ $beside }
users-why-source = мониторинг не ответил: { $reason }
users-why-no-sample = в мониторинге нет данных за эту минуту
users-why-no-history = истории мало, чтобы сказать, сколько обычно бывает в этот час
users-organisation = { $organisation }: { $users }
users-silent = организаций, о которых ничего не известно: { $count }
users-elsewhere = в остальных организациях людей больше обычного: { $count }
users-linked = без пользователей связанных сбоев ({ $desks }): их считают там, и кто-то мог потерять и то и другое
users-uncounted = некому посчитать пользователей функций: { $functions }
users-line =
    { $post }
    { $users }

users-minutes = { $minutes } (от { $low } до { $high })
users-minutes-part = не меньше { $minutes } (от { $low } до { $high }) за { $known }; ещё { $unknown } сбоя неизвестны
users-minutes-unknown = неизвестно

# Действия ранбука.
actions =
    Что можно сделать (кнопкой или так: /действие НАЗВАНИЕ):{ $actions }
action-line = { $id }: { $name }
action-taken = { $action }: принято, без ответа
action-answer = { $action }: { $text }
action-link = { $action }: { $address }
action-failed = { $action }: не получилось: { $reason }
action-why-status = ответ { $status }
action-why-unreachable = ответа нет ({ $reason })
action-why-refused = так вызывать нельзя ({ $reason })
action-why-secret = секрет { $secret } не задан или не подписывает
action-why-gone = в настройке такого действия больше нет
action-why-no-monitoring = у продукта нет мониторинга
action-why-monitoring = мониторинг не ответил ({ $reason })
action-why-inside = сбой внутри Nabat, администратору сказано
action-table = { $action }:{ $rows }
action-table-empty = { $action }: в мониторинге показать нечего
action-row = { $labels } = { $value }
action-more = и ещё строк: { $count }
