# `nabat check --live`: что выяснено до ночи; читает тот, кто запустил проверку.

live-head = { $product }, { $messenger }
live-builtin = встроенный мессенджер: в нём есть все
live-can = бот создаёт чат, пишет в него и закрепляет сообщения
live-cannot-room = бот не может создать чат: { $why }
live-cannot-post = бот не может написать в чат: { $why }
live-cannot-pin = бот не может закрепить сообщение: { $why }
live-people = { $count ->
    [one] связь есть с { $count } человеком из тех, кого могут позвать в ближайшие семь дней
   *[other] связь есть с { $count } людьми из тех, кого могут позвать в ближайшие семь дней
}
live-person-no-address = { $person } ({ $name }): могут позвать, а связи нет - нет имени в { $messenger }. Впишите его в контакты в people.yaml
live-person-unknown = { $person } ({ $name }): могут позвать, а связи нет - { $messenger } отвечает про { $user }: { $why }. Исправьте имя в people.yaml или заведите учётную запись
live-person-untold = { $person } ({ $name }): есть ли связь через { $user }, узнать не удалось: { $why }
live-untold-why = мессенджер не говорит
live-desk = в { $desk } есть все поля, какие должны быть
live-desk-silent = узнать, что есть в { $desk }, не удалось: { $why }
live-desk-untold = какие поля есть в { $desk }, видно только по записи, а их пока нет: заведите одну и проверьте снова
live-desk-absent = в { $desk } нет `{ $field }`: впишите в connections.yaml, в `fields`, как это там называется, или попросите завести
live-desk-ambiguous = в { $desk } два поля с именем `{ $field }`: впишите в connections.yaml, в `fields`, идентификатор нужного
live-desk-off-screen = в { $desk } есть `{ $field }`, но не на том экране, который заполняет Nabat: попросите добавить
live-desk-needed = { $desk } требует `{ $field }` при создании записи, а Nabat дать нечего: попросите сделать поле необязательным или задать значение по умолчанию
live-provider = через { $provider } можно войти: он сообщает, что умеет и какими ключами подписывает
live-provider-silent = через { $provider } никто не войдёт: { $why }
live-no-gaps = в ближайшие тридцать дней в любой момент кто-то дежурит
live-gap = никто не дежурит с { $from } до { $until }: { $role }, { $services }. Пока в duty.yaml никого нет, позовут запасную цепочку
live-gap-everything = все сервисы
live-probe-title = Nabat: проверка до ночи
live-probe-topic = В этом чате только бот. Он нужен, чтобы проверять, что чат создаётся, сообщение пишется и закрепляется.
live-probe-post = Если вы это читаете, Nabat может писать сюда и закреплять написанное.
