# Кнопки: choice-ШАГ-ОТВЕТ. Их же набирают словами, поэтому в каждой есть слово, которого нет в соседних.

choice-began-as_registered = Как в записи
choice-began-now = Сейчас
choice-scope-all = Все организации
choice-detected-users = Сообщили пользователи
choice-detected-monitoring = Заметил мониторинг
choice-detected-engineers = Нашли инженеры
choice-detected-contractor = Сообщил подрядчик
choice-planned-no_works = Работ нет
choice-planned-works_under_way = Идут плановые работы

choice-duplicate-different = Другой сбой
choice-duplicate-same = Тот же сбой
choice-linked-separate = Отделить
choice-linked-keep = Оставить здесь

choice-impact-works = Работает
choice-impact-degraded = Работает плохо
choice-impact-does_not_work = Не работает

choice-accept-accepted = Принимаю
choice-handover-keep = Чиним сами
choice-handover-hand_over = Передать подрядчику
choice-restored-now = Сейчас
choice-received-accepted = Принято
choice-hand_back-refuse = Не принимаю
choice-hand_back-accept = Принимаю
choice-on_contractor-leave = Не открываем
choice-on_contractor-open = Открываем

# Сервис и уверенность: для located, fault_service и таких же шагов.
choice-fault-certain = { $service }: точно
choice-fault-suspected = { $service }: похоже
choice-located-unknown = Пока неизвестно
choice-fault_service-unknown = Пока неизвестно

choice-works-works = Работает
choice-works-does_not_work = Не работает
choice-recovered-works = Работает
choice-recovered-degraded = Работает плохо
choice-recovered-does_not_work = Не работает

choice-whose_fault-ours = Наша
choice-whose_fault-contractor = Подрядчик
choice-whose_fault-outside = Внешняя причина
choice-whose_fault-unknown = Пока неизвестно

choice-decision-new_problem = Создать проблему
choice-decision-known_problem = Известная проблема
choice-decision-no_problem = Закрыть без проблемы
