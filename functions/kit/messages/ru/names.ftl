# Имена этапов, ролей, классов, приоритетов и состояний. Роли и состояния стоят посреди фразы.

stage-detection = Обнаружение
stage-assembly = Сбор команды
stage-diagnosis = Диагностика
stage-restoration = Восстановление
stage-verification = Проверка
stage-reporting = Отчёт
stage-closure = Закрытие
stage-recorded = Только записан
stage-closed = Закрыт
stage-annulled = Аннулирован
stage-merged = Объединён

role-first_line = специалист 1-й линии
role-duty_engineer = дежурный инженер
role-contractor = представитель подрядчика
role-service_owner = ответственный за сервис
role-shift_head = начальник смены
role-process_manager = менеджер процесса
role-problem_manager = менеджер проблем
role-methodologist = методолог
role-head = руководитель эксплуатации
role-observer = наблюдатель
role-product_owner = владелец продукта
role-admin = администратор

# Классы называют по-английски и в русской речи.
criticality-mission_critical = Mission critical
criticality-business_critical = Business critical
criticality-business_operational = Business operational
criticality-office_productivity = Office productivity

priority-P1 = P1, критический
priority-P2 = P2, высокий
priority-P3 = P3, средний
priority-P4 = P4, низкий

standing-open = ведётся
standing-recorded_only = записан, оставлен службе поддержки
standing-duplicate_offered = похоже, повтор
standing-merged = объединён с другим
standing-linked = ведётся в чате соседа
standing-closed = закрыт
standing-annulled = аннулирован

# Чем кончился сбой.
outcome-no_problem = без проблемы, с комментарием
outcome-known_problem = известная проблема
outcome-new_problem = создана проблема
outcome-annulled = ложная тревога

# Чем кончилось сказанное.
outcome-recorded = записано
outcome-already_so = так уже и было
outcome-question = бот переспросил
outcome-refused = нельзя

person-erased = ({ $person }, имя стёрто)
text-erased = (стёрто)
