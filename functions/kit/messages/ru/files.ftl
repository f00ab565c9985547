# Файлы, присланные в чат сбоя.

file-not-kept-empty = { $who }, файл «{ $file }» не сохранён: он пуст. Пришлите его ещё раз или напишите текстом.
file-not-kept-large = { $who }, файл «{ $file }» не сохранён: он больше { $largest } МБ. Пришлите меньший, по частям или ссылку.
file-not-kept-macros = { $who }, файл «{ $file }» не сохранён: в нём макросы, или его расширение скрывает, что это. Сохраните без макросов (docx, xlsx) или в PDF и пришлите так.
file-not-kept-runs = { $who }, файл «{ $file }» не сохранён: он запускается при открытии. Пришлите текст, таблицу, снимок или архив.
file-not-kept-gone = { $who }, файл «{ $file }» не сохранён: в мессенджере его уже нет. Пришлите ещё раз.

# Почему, в перечне.
file-why-empty = он пуст
file-why-large = он слишком велик
file-why-macros = в нём макросы
file-why-runs = он запускается при открытии
file-why-gone = в мессенджере его уже не было

file-size-bytes = { $number } Б
file-size-kilobytes = { $number } КБ
file-size-megabytes = { $number } МБ

event-file-posted = { $by }: прислан файл { $number }, { $name }
event-file-kept = Файл { $number } сохранён, { $size }, SHA-256 { $hash }
event-file-not-kept = Файл { $number } не сохранён: { $why }

report-files = Файлы из чата
report-number = №
report-file = Файл
report-file-by = Кто прислал
report-file-size = Размер
report-file-hash = SHA-256
report-file-not-kept = не сохранён: { $why }
report-file-waits = ещё не получен

pages-files = Файлы
pages-file-open = Сохранить файл { $name }
pages-file-erased = стёрт
desk-files = Файлы

# Что пишется рядом с файлом в заявке.
desk-file = Файл из чата: { $name }, { $size }, прислал { $by }. SHA-256 { $hash }. Хранится здесь: { $address }
