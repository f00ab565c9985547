# Встроенная вики: страницы.

wiki-title = Отчёты
wiki-none = Отчётов пока нет. Отчёт публикуется, когда дежурный инженер дал итог.
wiki-to-pages = Все отчёты
wiki-page = Отчёт
wiki-product = Продукт
wiki-revision = Редакция
wiki-changed = Обновлён
wiki-revisions = Редакции
wiki-revision-number = Редакция { $number }
wiki-made = Первая публикация
wiki-old = Это редакция { $number }, не последняя.
wiki-to-last = Открыть последнюю
wiki-full = Полный вид
wiki-redacted = Без имён
wiki-views = Виды
wiki-printed = Редакция { $number }, { $at }
wiki-what-changed = Что изменилось
wiki-no-words = Ничего, кроме времён и головы журнала.
wiki-compare = Какие строки изменились
wiki-first = Первая редакция.
wiki-compared = Редакция { $number } против { $before }
wiki-same = В этом виде ни одна строка не изменилась.
wiki-chart-mark = о чём речь
wiki-not-found = Такой страницы нет, или она вам не видна.
wiki-sign-in = Вы не вошли. Откройте ссылку для входа, которую вам дали.

# Wikis of others.
wiki-section = Текст между этими метками Nabat пишет заново; пишите выше или ниже.
