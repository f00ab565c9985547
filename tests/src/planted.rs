//! Personal data of every kind, planted by tests in whatever comes in, and looked for wherever anything stands.

use crate::rig::Rig;

/// One kind: as people write it with what announces it, what of it must be nowhere, and the mark that stands instead.
pub type Planted = (&'static str, &'static str, &'static str);

/// Every kind.
pub const PLANTED: [Planted; 9] = [
    ("СНИЛС 112-233-445 95", "112-233-445 95", "snils"),
    ("ИНН 500100732259", "500100732259", "inn_person"),
    ("ИНН организации 7707083893", "7707083893", "inn_company"),
    ("полис ОМС 7751123400001232", "7751123400001232", "policy"),
    ("карта 4111 1111 1111 1111", "4111 1111 1111 1111", "card"),
    ("паспорт 4509 123456", "4509 123456", "passport"),
    ("звоните +7 916 123-45-67", "+7 916 123-45-67", "phone"),
    ("почта ivanova.patient@mail.example", "ivanova.patient@mail.example", "email"),
    ("Иванова Анна, дата рождения 12.05.1980", "12.05.1980", "birth_date"),
];

/// All of them in one message.
pub fn planted() -> String {
    format!("Жалоба: {}; больше ничего", written(&PLANTED))
}

/// Some of them, one after the other.
pub fn written(some: &[Planted]) -> String {
    some.iter().map(|(written, ..)| *written).collect::<Vec<_>>().join("; ")
}

/// What of it a text holds.
pub fn held(text: &str) -> Option<&'static str> {
    PLANTED.iter().find(|(_, bare, _)| text.contains(bare)).map(|(written, ..)| *written)
}

/// What holds any of it, by where it stands: the table, what the bot posted, desk, wiki, mail and webhooks.
pub fn standing(rig: &Rig) -> Vec<String> {
    let outside = &rig.outside;
    let mut texts: Vec<(String, String)> =
        outside.table.plain().dump().into_iter().map(|row| (format!("{:?}", row.key), row.body)).collect();
    let wiki = outside.wiki.plain();
    let pages = wiki.names().into_iter().flat_map(|name| wiki.revisions(&name));
    texts.extend(pages.map(|(_, page)| ("the wiki".to_owned(), format!("{page:?}"))));
    texts.extend(outside.outward.plain().mails().into_iter().map(|mail| ("a letter".to_owned(), format!("{mail:?}"))));
    let bodies = outside.outward.plain().bodies().into_iter();
    texts.extend(bodies.map(|body| ("a webhook".to_owned(), body.to_string())));
    for record in ["SD-1", "SD-2", "OPS-0001"] {
        texts.push((format!("record {record}"), format!("{:?}", outside.desk.plain().changes(record))));
    }
    texts.push(("opened records".to_owned(), format!("{:?}", outside.desk.plain().incidents())));
    // A row's key is looked at too: series and records are found by their names.
    let holds = |place: &str, text: &str| held(place).or_else(|| held(text));
    let found = texts.iter().filter_map(|(place, text)| Some((holds(place, text)?, place, text)));
    found.map(|(what, place, text)| format!("{what} in {place}: {text}")).collect()
}

/// The mark of each of these kinds stands somewhere: it came in, and was seen for what it is.
///
/// # Panics
/// One of them stands somewhere unmasked, or none of its marks does.
pub fn marked(rig: &Rig, some: &[Planted], inlet: &str) {
    assert_eq!(standing(rig), [""; 0], "{inlet}");
    let rows = rig.outside.table.plain().dump();
    let is_lost = |mark: &&str| !rows.iter().any(|row| row.body.contains(&format!("[{mark} ***]")));
    assert_eq!(some.iter().map(|(.., mark)| *mark).find(is_lost), None, "{inlet}");
}
