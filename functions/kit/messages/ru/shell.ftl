# Рамка всех страниц.

shell-skip = К содержанию
shell-sections = Разделы
shell-now = Сейчас
shell-incidents = Сбои
shell-chats = Чаты
shell-wiki = Отчёты
shell-desk = Поддержка
shell-day = { $day } { $month ->
    [m1] января
    [m2] февраля
    [m3] марта
    [m4] апреля
    [m5] мая
    [m6] июня
    [m7] июля
    [m8] августа
    [m9] сентября
    [m10] октября
    [m11] ноября
   *[m12] декабря
} { $year }
