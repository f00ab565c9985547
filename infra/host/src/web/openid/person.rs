//! Whom a provider vouches for: found in the catalogue by a claim, never made.

use nabat_domain::catalogue::{Contact, PeopleNames};
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use nabat_kit::configuration::{current, products};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;

/// The claim that is a mail address.
pub const EMAIL: &str = "email";

/// Who it is in each product that knows exactly one such person.
///
/// # Errors
/// The table's.
pub async fn known(
    env: &Env,
    connection: &ConnectionId,
    claim: &str,
    value: &str,
) -> Result<Vec<(ProductId, PersonId)>, Fault> {
    let mut known = Vec::new();
    for (product, _) in products(env).await? {
        let Some(current) = current(env, &product).await? else { continue };
        let people = current.version.catalogue.people.keys();
        let names = &current.names.people;
        let found: Vec<&PersonId> = people.filter(|person| is_meant(names, person, connection, claim, value)).collect();
        match found.as_slice() {
            [] => {}
            [one] => known.push((product, (*one).clone())),
            // One account for two people is nobody's.
            several => {
                let several: Vec<&str> = several.iter().map(|person| person.as_str()).collect();
                tracing::warn!(%product, "people.yaml has one account for several people: {}", several.join(", "));
            }
        }
    }
    Ok(known)
}

/// Whether a claim of that value is this person's.
fn is_meant(names: &PeopleNames, person: &PersonId, connection: &ConnectionId, claim: &str, value: &str) -> bool {
    let contacts = names.get(person).map(|named| named.contacts.as_slice()).unwrap_or_default();
    if claim == EMAIL {
        // Some letters become others in lower case: K of the Kelvin scale is no k.
        let same = |mail: &str| mail.is_ascii() == value.is_ascii() && mail.to_lowercase() == value.to_lowercase();
        return contacts.iter().any(|contact| matches!(contact, Contact::Email(mail) if same(mail)));
    }
    let accounts: Vec<&str> = contacts
        .iter()
        .filter_map(|contact| match contact {
            Contact::Messenger { connection: at, user } if at == connection.as_str() => Some(user.as_str()),
            Contact::Messenger { .. } | Contact::Phone(_) | Contact::Email(_) => None,
        })
        .collect();
    // Whoever has an account of theirs is not found by the staff number, which another account may be called.
    if accounts.is_empty() { person.as_str() == value } else { accounts.contains(&value) }
}

#[cfg(test)]
mod tests {
    use super::is_meant;
    use nabat_domain::catalogue::{Contact, PeopleNames, PersonName};

    fn names(contacts: Vec<Contact>) -> PeopleNames {
        PeopleNames::from([("e1".into(), PersonName { name: "N".to_owned(), contacts })])
    }

    #[test]
    fn a_mail_address_is_the_persons_own_however_it_is_written() {
        let known = names(vec![Contact::Email("Anna@clinics.example".to_owned())]);
        let meant = |value: &str| is_meant(&known, &"e1".into(), &"sso".into(), "email", value);
        assert!(meant("anna@Clinics.example"));
        assert!(!is_meant(
            &names(vec![Contact::Email("mike@a.example".to_owned())]),
            &"e1".into(),
            &"sso".into(),
            "email",
            "mi\u{212a}e@a.example"
        ));
        assert!(!meant("e1") && !meant("") && !meant("anna@clinics.example.org"));
    }

    #[test]
    fn an_account_is_a_contact_under_the_connection_else_the_staff_number() {
        let account = |at: &str| Contact::Messenger { connection: at.to_owned(), user: "anna".to_owned() };
        let (with, without) = (names(vec![account("sso")]), names(vec![account("chat")]));
        let meant = |names: &PeopleNames, value: &str| {
            is_meant(names, &"e1".into(), &"sso".into(), "preferred_username", value)
        };
        assert!(meant(&with, "anna") && !meant(&with, "e1"));
        assert!(meant(&without, "e1") && !meant(&without, "anna"));
    }
}
