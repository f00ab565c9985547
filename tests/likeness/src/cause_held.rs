//! What fails: the half held out. Nobody improves a proposer by it.

use crate::cause::Cause;

pub(crate) static HELD_OUT: [Cause; 12] = [
    Cause {
        seen: [
            [
                "операция отменяется с сообщением о взаимной блокировке",
                "двое правят одну карточку — у одного всё откатывается",
                "правки слетают, когда работают несколько человек",
                "изменения пропадают, пишет «выбран жертвой блокировки»",
                "при одновременной работе отменяется проведение",
            ],
            [
                "the operation is cancelled with a deadlock message",
                "two people edit one card and one of them is rolled back",
                "edits are lost when several people work",
                "changes vanish, it says chosen as deadlock victim",
                "posting is cancelled when work goes on in parallel",
            ],
        ],
        found: [
            ["взаимоблокировка двух транзакций по разному порядку строк", "ночной пересчёт держит блокировки таблицы"],
            ["two transactions deadlock by the order of rows", "the nightly recount holds table locks"],
        ],
        helps: ["остановить пересчёт до вечера", "stop the recount until the evening"],
        log: "ERROR 1213 (40001): Deadlock found when trying to get lock",
    },
    Cause {
        seen: [
            [
                "показывает вчерашние сведения",
                "обновлённые цены не видны, висит прошлая версия",
                "исправили, а на экране по-прежнему старое",
                "данные устаревшие, перезагрузка не спасает",
                "у части сотрудников прежние значения",
            ],
            [
                "it shows yesterday's data",
                "new prices are not seen, the former version stays",
                "we corrected it, the screen still has the old one",
                "data is stale, reloading is no help",
                "some of the staff have the former values",
            ],
        ],
        found: [
            ["кэш не сбрасывается после публикации", "узел кэша отстал и отдаёт старое"],
            ["the cache is not invalidated on publishing", "a cache node lags and serves the old"],
        ],
        helps: ["сбросить кэш вручную на всех узлах", "flush the cache on all nodes by hand"],
        log: "redis: MISCONF replica is stale",
    },
    Cause {
        seen: [
            [
                "через пару минут выбрасывает и просит войти снова",
                "сессия обрывается посреди заполнения",
                "постоянно разлогинивает",
                "приходится заново авторизовываться на каждом шаге",
                "слетает вход при переходе между разделами",
            ],
            [
                "after a couple of minutes it throws us out and asks to log in again",
                "the session breaks in the middle of filling in",
                "it logs out all the time",
                "one has to authorise anew at every step",
                "the login is lost on going from section to section",
            ],
        ],
        found: [
            ["балансировщик не привязывает сессию к узлу", "сессии хранятся в памяти узла, а не в общем хранилище"],
            [
                "the balancer does not stick a session to a node",
                "sessions live in a node's memory, not in the common store",
            ],
        ],
        helps: ["оставить в работе один узел", "leave one node in work"],
        log: "JSESSIONID unknown, route=null",
    },
    Cause {
        seen: [
            [
                "программа не запускается, исчез ярлык",
                "клиент закрывается сразу после старта",
                "защитник удаляет исполняемый файл",
                "приложение на рабочих местах пропало после обновления защиты",
                "при запуске пишет, что файл заблокирован",
            ],
            [
                "the program does not start, its icon is gone",
                "the client closes right after the start",
                "the protection deletes the executable",
                "the application is gone from workplaces since the protection's update",
                "at the start it says that the file is blocked",
            ],
        ],
        found: [
            ["антивирус принял клиент за вредоносный", "базы антивируса с ложным срабатыванием"],
            ["the antivirus took the client for malware", "antivirus bases with a false positive"],
        ],
        helps: ["добавить клиент в исключения антивируса", "add the client to the antivirus exceptions"],
        log: "HEUR:Trojan.Generic quarantined client.exe",
    },
    Cause {
        seen: [
            [
                "только что внесённое не находится, появляется позже",
                "создали запись, а в перечне её нет минут десять",
                "новые строки видны с задержкой",
                "оператор не видит того, что ввёл коллега",
                "сведения доезжают с опозданием",
            ],
            [
                "what was just entered is not found, it comes later",
                "a record was made, and for ten minutes the list has none",
                "new rows are seen with a delay",
                "an operator does not see what a colleague has typed",
                "information arrives late",
            ],
        ],
        found: [
            ["реплика базы отстаёт от ведущей", "отставание репликации из-за длинной транзакции"],
            ["the database replica lags behind the primary", "replication lag through a long transaction"],
        ],
        helps: ["читать с ведущей базы", "read from the primary"],
        log: "replica lag 640s, wal receiver waiting",
    },
    Cause {
        seen: [
            [
                "пишет «превышено число подключений»",
                "зайти могут не все: остальным говорит, что мест нет",
                "не пускает новых пользователей, просит подождать",
                "после девяти утра вход закрыт: исчерпан лимит",
                "кто успел — работает, прочих не впускает",
            ],
            [
                "it says the number of connections is exceeded",
                "not all get in: the others are told there are no seats",
                "new users are not let in and told to wait",
                "after nine the entry is shut: limit reached",
                "who was early works, others are kept out",
            ],
        ],
        found: [
            ["кончились конкурентные лицензии", "сервер лицензий не освобождает места"],
            ["concurrent licences ran out", "the licence server does not free seats"],
        ],
        helps: ["сбросить висящие сеансы на сервере лицензий", "drop hanging seats on the licence server"],
        log: "FlexLM error -4,132: licensed number of users already reached",
    },
    Cause {
        seen: [
            [
                "оплата не проходит, деньги списываются, а подтверждения нет",
                "платёж висит в ожидании",
                "банк отвечает отказом на каждую карту",
                "чек не приходит, заказ не считается оплаченным",
                "терминал сообщает «повторите позже»",
            ],
            [
                "payment fails: money is taken and no confirmation comes",
                "the payment hangs pending",
                "the bank declines every card",
                "no receipt comes, the order does not count as paid",
                "the terminal says try later",
            ],
        ],
        found: [
            ["платёжный шлюз банка не отвечает в срок", "эквайринг сменил адрес и сеть его не пускает"],
            [
                "the bank's payment gateway does not answer in time",
                "the acquirer changed its address and the firewall drops it",
            ],
        ],
        helps: ["включить запасной эквайринг", "switch to the spare acquirer"],
        log: "acquirer response_code=91 issuer unavailable",
    },
    Cause {
        seen: [
            [
                "поиск ничего не находит",
                "выдача пустая по любому слову",
                "ни одной позиции по запросу, хотя они есть",
                "каталог есть, а подбор возвращает ноль",
                "по номеру не ищется, находится через реестр",
            ],
            [
                "the search finds nothing",
                "an empty result for any word",
                "not one item for a query although they exist",
                "the catalogue is there and the lookup returns zero",
                "it is not found by number, through the register it is",
            ],
        ],
        found: [
            ["повреждён индекс поисковой машины", "переиндексация оборвалась на середине"],
            ["the search engine's index is damaged", "reindexing broke off midway"],
        ],
        helps: ["пересобрать индекс заново", "build the index anew"],
        log: "IndexNotFoundException: no such index [catalog_v7]",
    },
    Cause {
        seen: [
            [
                "внутренняя ошибка 500 на любой вкладке",
                "после ночного выката раздел падает",
                "форма сразу выдаёт пятисотую",
                "вкладка не открывается: «что-то пошло не так»",
                "белый экран сразу после релиза",
            ],
            [
                "internal error 500 on any tab",
                "since last night's rollout the section fails",
                "the form gives a five hundred at once",
                "the tab does not open: something went wrong",
                "a white screen right after the release",
            ],
        ],
        found: [
            ["миграция не добавила столбец", "схема базы разошлась с версией кода"],
            ["the migration did not add a column", "the schema and the code's version differ"],
        ],
        helps: ["откатить релиз", "roll the release back"],
        log: "column \"tariff_id\" does not exist",
    },
    Cause {
        seen: [
            [
                "ровно в начале часа всё замирает минут на десять",
                "подвисает каждый час, потом отпускает",
                "в :00 отклик пропадает и восстанавливается сам",
                "периодические замирания по расписанию",
                "раз в час рабочий стол стоит колом",
            ],
            [
                "at the top of every hour all freezes for ten minutes",
                "it freezes hourly and lets go again",
                "at :00 responses stop and come back by themselves",
                "periodic freezes as if by timetable",
                "once an hour the desktop stands still",
            ],
        ],
        found: [
            ["пакетная выгрузка съедает процессор", "ежечасное задание упирается в квоту процессора"],
            ["the batch export eats the processor", "the hourly job hits its CPU quota"],
        ],
        helps: ["перенести выгрузку на ночь", "move the export to the night"],
        log: "cgroup cpu.stat nr_throttled=4821",
    },
    Cause {
        seen: [
            [
                "не подписывается: «подпись недействительна»",
                "электронная подпись отклоняется",
                "ключ вставлен, а подписать не выходит",
                "плагин подписи не видит носителя",
                "контрагент получает неподписанное",
            ],
            [
                "signing fails: the signature is not valid",
                "the electronic signature is refused",
                "the token is in and signing does not work",
                "the signing plug-in does not see the medium",
                "the other side gets it unsigned",
            ],
        ],
        found: [
            ["служба штампов времени недоступна", "список отзыва удостоверяющего центра просрочен"],
            ["the time-stamp service cannot be reached", "the authority's revocation list is out of date"],
        ],
        helps: ["обновить список отзыва вручную", "refresh the revocation list by hand"],
        log: "CRYPT_E_REVOCATION_OFFLINE 0x80092013",
    },
    Cause {
        seen: [
            [
                "картинки не отображаются, вместо них рамки",
                "снимки и фотографии не видны",
                "миниатюры пустые, оригинал не скачать",
                "изображения не подгружаются",
                "на месте чертежей серые квадраты",
            ],
            [
                "pictures are not shown, only frames",
                "photographs cannot be seen",
                "thumbnails are empty, originals do not download",
                "images do not load",
                "grey squares in place of drawings",
            ],
        ],
        found: [
            ["отвалился сетевой том хранилища", "объектное хранилище сменило ключ доступа"],
            ["the storage volume was detached", "the object store changed its access key"],
        ],
        helps: ["перемонтировать том", "mount the volume again"],
        log: "NFS: server nas not responding, still trying",
    },
];
