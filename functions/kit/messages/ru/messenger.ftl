# Встроенный мессенджер: страницы комнат.

messenger-bot = Набат
messenger-direct = Набат: личные сообщения
messenger-rooms = Чаты
messenger-section-chats = Чаты сбоев
messenger-section-direct = Личные сообщения
messenger-section-archived = Архив
messenger-no-rooms = Вас пока не пригласили ни в один чат. Когда пригласят, он появится здесь сам.
messenger-choose = Выберите чат из списка.
messenger-unread = { $count ->
    [one] { $count } непрочитанное сообщение
    [few] { $count } непрочитанных сообщения
   *[other] { $count } непрочитанных сообщений
}
messenger-people = { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}
messenger-pinned = Закреплённые сообщения
messenger-messages = Сообщения чата
messenger-earlier = Показать более ранние
messenger-newest = К последним сообщениям
messenger-new-below = Новые сообщения ↓
messenger-to-rooms = К списку чатов

messenger-edited = изменено
messenger-removed = Сообщение удалено.
messenger-on-its-way = ещё не доставлено
messenger-not-taken = не принято
messenger-answer = Ответить
messenger-edit = Изменить
messenger-size-b = { $amount } Б
messenger-size-kb = { $amount } КБ
messenger-size-mb = { $amount } МБ

messenger-message = Сообщение
messenger-send = Отправить
messenger-attach = Приложить файл, до 10 МБ
messenger-answering = Ответ на:
messenger-changing = Изменение сообщения
messenger-cancel = Отмена

messenger-lost = Нет связи с сервером, подключаемся снова. Набранное не пропадёт.
messenger-failed = Не отправлено: нет связи с сервером. Попробуйте ещё раз.
messenger-archived = Чат закрыт: его можно читать, но не писать в него.
messenger-empty = Здесь нечего отправить.
messenger-too-long = Слишком много: сообщение до 8000 знаков, файл до 10 МБ.
messenger-not-yours = Изменить можно только своё сообщение.
messenger-no-room = Такого чата нет, или вы в нём не состоите.
messenger-forged = Форма устарела или отправлена не с этой страницы. Откройте чат заново и повторите.
messenger-sign-in = Вы не вошли. Откройте ссылку для входа, которую вам дали.
