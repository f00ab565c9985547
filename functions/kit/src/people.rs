//! Persons and the names messengers know them by.

use nabat_domain::catalogue::{Contact, PeopleNames};
use nabat_domain::ids::{ConnectionId, PersonId};

/// The person's user name in a messenger; the person's id where none is configured.
pub fn user_of(names: &PeopleNames, connection: &ConnectionId, person: &PersonId) -> String {
    let contacts = names.get(person).into_iter().flat_map(|name| name.contacts.iter());
    let found = contacts.filter_map(|contact| match contact {
        Contact::Messenger { connection: at, user } if at == connection.as_str() => Some(user.clone()),
        Contact::Messenger { .. } | Contact::Phone(_) | Contact::Email(_) => None,
    });
    found.into_iter().next().unwrap_or_else(|| person.to_string())
}

/// The person a messenger's user name stands for, if one does.
pub fn person_of(names: &PeopleNames, connection: &ConnectionId, user: &str) -> Option<PersonId> {
    let by_contact = names.iter().find(|(_, name)| {
        name.contacts.iter().any(|contact| match contact {
            Contact::Messenger { connection: at, user: known } => at == connection.as_str() && known == user,
            Contact::Phone(_) | Contact::Email(_) => false,
        })
    });
    let by_id = || names.get_key_value(&PersonId::from(user));
    by_contact.or_else(by_id).map(|(person, _)| person.clone())
}
