# Карточка сбоя: короткие строки, столбцы в моноширинном шрифте.
card-title = { $priority } · { $desk } · { $service }
card-title-drill = УЧЕБНЫЙ · { $priority } · { $desk } · { $service }
card-functions = Не работает: { $functions }
card-scope-all = Охват: все организации
card-scope-some = Охват: { $organisations }
card-began = Началось: { $at }
card-restored = Восстановлено: { $at }
card-stage = Этап: { $stage }
card-holder = Ведёт: { $who }
card-next-word = Следующее слово: { $at }
card-incident = Весь сбой
card-linked = Здесь же: { $desks }
card-closed = Закрыт: { $at }
