//! Persons and the names messengers know them by.

use crate::port::CallError;
use nabat_domain::catalogue::{Contact, PeopleNames, PersonName};
use nabat_domain::ids::{ConnectionId, PersonId};

/// Nabat's own messenger, which knows everybody by their ids: nobody chooses theirs there.
pub const BUILTIN: &str = "builtin";

/// The person's user name in a messenger.
///
/// # Errors
/// None is configured. Elsewhere whoever took the person's id for a name would be let into their chats.
pub fn user_of(names: &PeopleNames, connection: &ConnectionId, person: &PersonId) -> Result<String, CallError> {
    let found = names.get(person).and_then(|name| user_in(name, connection)).map(str::to_owned);
    let own = || (connection.as_str() == BUILTIN).then(|| person.to_string());
    let unnamed = || CallError::Permanent(format!("people.yaml has no user of {person} in {connection}"));
    found.or_else(own).ok_or_else(unnamed)
}

/// The person a messenger's user name stands for, if one does. An id is a name in Nabat's own alone, and there of those
/// alone who have no other: elsewhere people may call themselves by somebody's staff number.
pub fn person_of(names: &PeopleNames, connection: &ConnectionId, user: &str) -> Option<PersonId> {
    let by_contact = names.iter().find(|(_, name)| user_in(name, connection) == Some(user));
    let by_id = || {
        let found = names.get_key_value(&PersonId::from(user)).filter(|_| connection.as_str() == BUILTIN);
        found.filter(|(_, name)| user_in(name, connection).is_none())
    };
    by_contact.or_else(by_id).map(|(person, _)| person.clone())
}

fn user_in<'a>(name: &'a PersonName, connection: &ConnectionId) -> Option<&'a str> {
    name.contacts.iter().find_map(|contact| match contact {
        Contact::Messenger { connection: at, user } if at == connection.as_str() => Some(user.as_str()),
        Contact::Messenger { .. } | Contact::Phone(_) | Contact::Email(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> PeopleNames {
        let named = |contacts| PersonName { name: "N".to_owned(), contacts };
        let contact = |at: &str| Contact::Messenger { connection: at.to_owned(), user: "anna".to_owned() };
        PeopleNames::from([
            ("e1".into(), named(vec![contact("mm"), contact(BUILTIN)])),
            ("e2".into(), named(vec![Contact::Phone("+7 000 000-00-02".to_owned())])),
        ])
    }

    #[test]
    fn a_staff_number_is_nobodys_name_where_people_choose_theirs() {
        let names = names();
        let known = |at: &str, user: &str| person_of(&names, &at.into(), user).map(|person| person.to_string());
        assert_eq!(known("mm", "anna").as_deref(), Some("e1"));
        assert_eq!((known("mm", "e1"), known("mm", "e2"), known("other", "anna")), (None, None, None));
        let user = |at: &str, person: &str| user_of(&names, &at.into(), &person.into()).ok();
        assert_eq!(user("mm", "e1").as_deref(), Some("anna"));
        assert_eq!((user("mm", "e2"), user("other", "e1")), (None, None), "nobody is let in by a number");
    }

    #[test]
    fn in_nabats_own_messenger_an_id_is_the_name_of_whoever_has_no_other() {
        let names = names();
        let known = |user: &str| person_of(&names, &BUILTIN.into(), user).map(|person| person.to_string());
        assert_eq!((known("e2").as_deref(), known("anna").as_deref()), (Some("e2"), Some("e1")));
        assert_eq!((known("e1"), known("e3")), (None, None));
        let user = |person: &str| user_of(&names, &BUILTIN.into(), &person.into()).ok();
        assert_eq!((user("e1").as_deref(), user("e2").as_deref()), (Some("anna"), Some("e2")));
    }
}
