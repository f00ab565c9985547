//! What fails, as people see it, as engineers name it, as the log has it: the open half.

use crate::{Language, Wording};

/// One cause, in words of both languages.
pub(crate) struct Cause {
    /// What users and first line say: each a sentence of its own about the same thing.
    pub seen: [[&'static str; 5]; 2],
    /// What engineers find.
    pub found: [[&'static str; 2]; 2],
    /// What helps.
    pub helps: [&'static str; 2],
    /// What the log repeats.
    pub log: &'static str,
}

impl Cause {
    pub const fn seen(&self, language: Language) -> &[&'static str; 5] {
        &self.seen[language as usize]
    }

    pub const fn found(&self, language: Language) -> &[&'static str; 2] {
        &self.found[language as usize]
    }

    pub const fn helps(&self, language: Language) -> &'static str {
        self.helps[language as usize]
    }
}

/// Causes of a half.
pub(crate) const fn causes(wording: Wording) -> &'static [Cause; 12] {
    match wording {
        Wording::Open => &OPEN,
        Wording::HeldOut => &crate::cause_held::HELD_OUT,
    }
}

static OPEN: [Cause; 12] = [
    Cause {
        seen: [
            [
                "при сохранении долго крутится и выходит ошибка 503",
                "сохранить получается с третьего раза, сервер отвечает через раз",
                "кнопка «Сохранить» зависает, потом 503",
                "сохранение отваливается по таймауту, повтор иногда помогает",
                "данные не сохраняются, ждём минуту и видим отказ сервера",
            ],
            [
                "saving spins for long and ends with 503",
                "a save goes through at the third attempt, the server answers every other time",
                "the Save button hangs, then 503",
                "saves time out, trying again sometimes helps",
                "data is not saved, a minute of waiting and the server refuses",
            ],
        ],
        found: [
            ["исчерпан пул соединений с базой данных", "соединения не возвращаются в пул"],
            ["the database connection pool is exhausted", "connections are not returned to the pool"],
        ],
        helps: [
            "перезапустить приложение по очереди, пул освобождается",
            "restart the nodes one by one, the pool is freed",
        ],
        log: "HikariPool-1 - Connection is not available",
    },
    Cause {
        seen: [
            [
                "браузер пишет, что подключение не защищено",
                "страница не открывается, предупреждение о сертификате",
                "у всех красный замок и «срок действия сертификата истёк»",
                "соединение отклонено: недоверенный сертификат сайта",
                "вход невозможен, браузер ругается на защиту соединения",
            ],
            [
                "the browser says the connection is not secure",
                "the page does not open, a certificate warning",
                "everybody sees a red lock and that the certificate has expired",
                "connection refused: the site's certificate is not trusted",
                "no entry, the browser complains about connection security",
            ],
        ],
        found: [
            ["истёк сертификат на балансировщике", "сертификат не продлён автоматически"],
            ["the certificate on the balancer expired", "the certificate was not renewed automatically"],
        ],
        helps: ["поставить продлённый сертификат вручную", "install the renewed certificate by hand"],
        log: "SSL_ERROR_EXPIRED_CERT_ALERT",
    },
    Cause {
        seen: [
            [
                "файлы не прикрепляются, пишет «нет места»",
                "не загружаются вложения и сканы",
                "прикрепить документ нельзя, загрузка обрывается в конце",
                "сканы пропадают после загрузки",
                "при добавлении файла ошибка записи на диск",
            ],
            [
                "files are not attached, it says no space",
                "attachments and scans do not upload",
                "a document cannot be attached, the upload breaks off at the end",
                "scans vanish after uploading",
                "adding a file gives a disk write error",
            ],
        ],
        found: [
            ["диск с вложениями заполнен на 100 %", "журналы заняли всё место на диске"],
            ["the disk with attachments is 100 % full", "logs took all the disk space"],
        ],
        helps: ["очистить старые журналы, место появится", "clean old logs, space comes back"],
        log: "ENOSPC: no space left on device",
    },
    Cause {
        seen: [
            [
                "всё тормозит с утра, к обеду перестаёт отвечать",
                "система работает всё медленнее и падает",
                "каждые несколько часов вылетает, потом поднимается сама",
                "к середине дня окна открываются по минуте",
                "сервис сам перезапускается, людей выкидывает",
            ],
            [
                "slow since morning, stops answering by noon",
                "it works slower and slower and then falls over",
                "it crashes every few hours and comes up by itself",
                "by the middle of the day windows take a minute to open",
                "the service restarts by itself, people are thrown out",
            ],
        ],
        found: [
            ["утечка памяти в шлюзе", "память растёт, процесс убит по OOM"],
            ["a memory leak in the gateway", "memory grows, the process is OOM-killed"],
        ],
        helps: ["перезапуск по расписанию ночью, память сбрасывается", "a nightly restart resets the memory"],
        log: "java.lang.OutOfMemoryError: Java heap space",
    },
    Cause {
        seen: [
            [
                "списки открываются очень долго, поиск по фамилии минутами",
                "поиск висит, карточка грузится бесконечно",
                "журнал за неделю не дождаться",
                "фильтр по дате крутится и ничего не показывает",
                "отбор по списку стал занимать минуты вместо секунд",
            ],
            [
                "lists open very slowly, searching by surname takes minutes",
                "the search hangs, the card loads forever",
                "the week's journal never comes",
                "the date filter spins and shows nothing",
                "filtering a list takes minutes instead of seconds",
            ],
        ],
        found: [
            ["запрос идёт полным просмотром: устарела статистика", "план запроса сменился, индекс не используется"],
            ["the query scans the whole table: stale statistics", "the query plan changed, the index is not used"],
        ],
        helps: ["обновить статистику таблиц вручную", "update table statistics by hand"],
        log: "slow query: Seq Scan on visits",
    },
    Cause {
        seen: [
            [
                "уведомления не приходят второй час",
                "статусы не обновляются, обмен стоит",
                "отправленное остаётся «в обработке»",
                "документы зависли в очереди на отправку",
                "результаты не доходят до получателей, копятся",
            ],
            [
                "no notifications for the second hour",
                "statuses do not change, the exchange stands still",
                "what was sent stays \"in processing\"",
                "documents are stuck in the outgoing queue",
                "results do not reach the recipients, they pile up",
            ],
        ],
        found: [
            ["очередь сообщений встала: потребитель завис", "битое сообщение блокирует очередь обмена"],
            ["the message queue stands: the consumer hangs", "a poisoned message blocks the exchange queue"],
        ],
        helps: [
            "убрать битое сообщение и перезапустить потребителя",
            "remove the poisoned message and restart the consumer",
        ],
        log: "amqp: consumer ack timeout on channel 1",
    },
    Cause {
        seen: [
            [
                "не удаётся найти сервер, адрес не определяется",
                "сайт недоступен, «не удалось преобразовать имя»",
                "по имени не заходит, по прямому адресу открывается",
                "у половины филиалов сайт не находится",
                "имя узла не разрешается из внутренней сети",
            ],
            [
                "the server cannot be found, its address does not resolve",
                "the site is unreachable, name not resolved",
                "it does not open by name but by direct address it does",
                "half of the branches cannot find the site",
                "the host name is not resolved from the inner network",
            ],
        ],
        found: [
            ["сервер DNS отдаёт старую зону", "запись DNS пропала после переноса зоны"],
            ["the DNS server gives out an old zone", "the DNS record was lost in the zone's move"],
        ],
        helps: ["прописать адрес в hosts, обновить зону", "put the address into hosts, refresh the zone"],
        log: "getaddrinfo ENOTFOUND",
    },
    Cause {
        seen: [
            [
                "не печатается: пустая страница вместо бланка",
                "печатная форма не формируется",
                "бланки выходят пустыми, принтер исправен",
                "кнопка печати ничего не делает, файл пустой",
                "вместо документа скачивается файл в ноль байт",
            ],
            [
                "nothing prints: a blank page instead of the form",
                "the printed form is not produced",
                "forms come out blank, the printer is fine",
                "the print button does nothing, the file is empty",
                "a file of zero bytes downloads instead of the document",
            ],
        ],
        found: [
            ["служба формирования PDF не видит шрифтов", "шаблонизатор PDF падает после обновления"],
            ["the PDF service does not see its fonts", "the PDF templating fails after the update"],
        ],
        helps: ["вернуть прежнюю версию службы PDF", "go back to the previous PDF service"],
        log: "pdf-render: font not found, 0 pages",
    },
    Cause {
        seen: [
            [
                "никто не может войти, неверный логин или пароль",
                "вход не проходит, хотя пароль правильный",
                "авторизация отказывает всем сотрудникам",
                "после ввода пароля возвращает на страницу входа",
                "учётные записи не принимаются",
            ],
            [
                "nobody can sign in, wrong login or password",
                "sign-in fails although the password is right",
                "authorisation refuses all staff",
                "after the password one is back at the sign-in page",
                "accounts are not accepted",
            ],
        ],
        found: [
            ["каталог LDAP недоступен со стороны сервиса", "заблокирована служебная учётная запись LDAP"],
            ["the LDAP directory cannot be reached by the service", "the LDAP service account is locked"],
        ],
        helps: ["разблокировать служебную учётную запись", "unlock the service account"],
        log: "LDAP bind failed: INVALID_CREDENTIALS data 775",
    },
    Cause {
        seen: [
            [
                "одно и то же создаётся по два раза",
                "задвоились строки у части людей",
                "появляются дубли после нажатия один раз",
                "двойные записи, удалять приходится руками",
                "вижу две одинаковые позиции вместо одной",
            ],
            [
                "the same thing is created twice",
                "rows are doubled for some people",
                "duplicates appear after one click",
                "double entries, they have to be deleted by hand",
                "I see two identical items instead of one",
            ],
        ],
        found: [
            ["повтор запроса без ключа идемпотентности", "шлюз повторяет запрос, метод не идемпотентен"],
            ["a request repeated without an idempotency key", "the gateway retries, the method is not idempotent"],
        ],
        helps: ["отключить повторы на шлюзе", "switch off retries on the gateway"],
        log: "upstream retry attempt=2 method=POST",
    },
    Cause {
        seen: [
            [
                "время в расписании сдвинулось на три часа",
                "часы показывают не то, сетка съехала",
                "приёмы стоят на ночь, хотя должны быть утром",
                "неправильное время в талонах",
                "всё отображается на несколько часов раньше",
            ],
            [
                "times in the schedule moved by three hours",
                "the clock is wrong, the grid has shifted",
                "visits stand at night where they should be in the morning",
                "wrong time on the tickets",
                "everything shows some hours early",
            ],
        ],
        found: [
            ["после обновления узел считает в UTC, а не в местном поясе", "часовой пояс контейнера сброшен"],
            ["since the update the node counts in UTC instead of local time", "the container's time zone was reset"],
        ],
        helps: ["задать часовой пояс переменной и перезапустить", "set the time zone by a variable and restart"],
        log: "TZ is not set, falling back to UTC",
    },
    Cause {
        seen: [
            [
                "филиал полностью без связи",
                "не открывается ничего во всём здании, телефоны тоже молчат",
                "в корпусе пропала сеть",
                "рабочие места в филиале не видят серверов",
                "связь рвётся каждые пять минут, пинг теряется",
            ],
            [
                "a branch is without connection altogether",
                "nothing opens in the whole building, telephones are silent too",
                "the building has lost its network",
                "workplaces of the branch do not see the servers",
                "the link breaks every five minutes, pings are lost",
            ],
        ],
        found: [
            ["отказ коммутатора уровня доступа", "петля на коммутаторе, порт в блокировке"],
            ["the access switch failed", "a loop on the switch, the port is blocked"],
        ],
        helps: ["переключить на резервный канал", "switch over to the reserve channel"],
        log: "STP: port Gi0/1 moved to blocking state",
    },
];
