# Что отвечаем машинам по HTTP.
desk-error-signature = Подпись отсутствует, неверна либо старше или новее 300 секунд.
desk-error-size = Тело больше 256 КБ.
desk-error-json = Тело — не объект JSON, либо вложенность больше 32 уровней.
desk-error-type = Поле «type» — incident.registered, incident.updated, incident.closed, problem.updated, problem.closed или problem.reopened.
desk-error-missing = Поле «{ $field }» отсутствует или пусто.
desk-error-not-text = Поле «{ $field }» должно быть текстом.
desk-error-not-list = Поле «{ $field }» должно быть списком текстов.
desk-error-not-moment = Поле «{ $field }» — момент по RFC 3339, например 2026-11-24T14:32:00+03:00.
desk-error-not-flag = Поле «{ $field }» — true или false.
desk-error-not-priority = Поле «{ $field }» — P1, P2, P3 или P4.
desk-error-no-function = Поле «{ $field }» должно назвать хотя бы одну функцию.
desk-error-restored-before-began = Поле «{ $field }» раньше, чем «started_at».
desk-error-unknown-product = Продукта «{ $product }» нет.
desk-error-unknown-service = В каталоге нет сервиса «{ $service }». Регистрация сохранена: её зарегистрируют люди.
desk-error-unknown-function = У сервиса «{ $service }» нет функции «{ $function }». Регистрация сохранена: её зарегистрируют люди.
desk-scope-as-sent = Охват, как его прислала служба поддержки, каталогу неизвестен: { $organisations }
desk-error-unknown-organisation = В каталоге нет организации «{ $organisation }». Регистрация сохранена: её зарегистрируют люди.
desk-error-no-organisations = В каталоге продукта нет ни одной организации (organisations.yaml), поэтому «{ $organisation }» не принята. Регистрация сохранена: её зарегистрируют люди.
desk-error-not-a-record = «{ $desk }» не похоже на номер записи: в нём не бывает пробелов и чужих данных. Регистрация сохранена: её зарегистрируют люди.
desk-error-unknown-record = По записи «{ $desk }» сбой не регистрировали. Сообщение сохранено для людей.
desk-error-other-body = Этот webhook-id уже приходил с другим телом.
desk-error-impossible = Nabat не может этого принять, сколько ни присылать; почему — в его логе. Сообщение сохранено для людей.
desk-error-later = Хранилище не отвечает. Ничего не принято; пришлите ещё раз.
api-error-no-token = Нужен токен (Bearer).
api-error-forbidden = Этому токену так нельзя.
api-error-not-found = Здесь такого нет.
api-error-cursor = «after» — это «next» предыдущей страницы.
api-error-answer = Нужен либо «text», либо «prompt» и «answer».
api-error-field = Поле адреса не читается.

# Alerts.
alerts-error-token = Это для Alertmanager с токеном первой линии: nabat token --product ПРОДУКТ --role first_line.
alerts-error-body = Это не сообщение Alertmanager версии 4.
alerts-proposed = Мониторинг предлагает сбой: { $alert }. Зарегистрируйте его под его сервисом или оставьте.
http-error-too-many = Слишком много запросов: повторите через столько секунд, сколько в Retry-After.
