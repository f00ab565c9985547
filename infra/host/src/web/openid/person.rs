//! Whom a provider vouches for: found in the catalogue by a claim, never made.

use nabat_domain::catalogue::{Contact, PeopleNames};
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use nabat_kit::configuration::{Current, current, products};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;

/// The claim that is a mail address.
pub const EMAIL: &str = "email";

/// Who it is in each product that knows exactly one such person.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn known(
    env: &Env,
    connection: &ConnectionId,
    claim: &str,
    value: &str,
) -> Result<Vec<(ProductId, PersonId)>, Fault> {
    let mut all = Vec::new();
    for (product, _) in products(env).await? {
        all.extend(current(env, &product).await?.map(|current| (product, current)));
    }
    // What is somebody's account in one product is nobody's staff number in another.
    let by_account = |names: &PeopleNames, person: &PersonId| has_account(names, person, connection, claim, value);
    let known = each_once(&all, by_account);
    if claim == EMAIL || all.iter().any(|(_, current)| of(current, by_account).next().is_some()) {
        return Ok(known);
    }
    let by_number = |names: &PeopleNames, person: &PersonId| is_numbered(names, person, connection, value);
    let known = each_once(&all, by_number);
    let name = |(product, person): &(ProductId, PersonId)| {
        let current = &all.iter().find(|(one, _)| one == product)?.1;
        current.names.people.get(person).map(|named| named.name.clone())
    };
    // One number for people of different names are two people, and the account is at most one's.
    if known.iter().any(|one| name(one) != name(&known[0])) {
        tracing::warn!(
            "the staff number of an account is different people's in different products: nobody is signed in"
        );
        return Ok(Vec::new());
    }
    Ok(known)
}

/// People of a product who are meant.
fn of<'a>(
    current: &'a Current,
    meant: impl Fn(&PeopleNames, &PersonId) -> bool + 'a,
) -> impl Iterator<Item = &'a PersonId> {
    let people = current.version.catalogue.people.keys();
    people.filter(move |person| meant(&current.names.people, person))
}

/// The one who is meant in each product; one account for two people is nobody's.
fn each_once(
    all: &[(ProductId, Current)],
    meant: impl Fn(&PeopleNames, &PersonId) -> bool,
) -> Vec<(ProductId, PersonId)> {
    let mut known = Vec::new();
    for (product, current) in all {
        let found: Vec<&PersonId> = of(current, &meant).collect();
        match found.as_slice() {
            [] => {}
            [one] => known.push((product.clone(), (*one).clone())),
            several => {
                let several: Vec<&str> = several.iter().map(|person| person.as_str()).collect();
                tracing::warn!(%product, "people.yaml has one account for several people: {}", several.join(", "));
            }
        }
    }
    known
}

/// Whether a claim of that value is an address or an account of this person's.
fn has_account(names: &PeopleNames, person: &PersonId, connection: &ConnectionId, claim: &str, value: &str) -> bool {
    let contacts = names.get(person).map(|named| named.contacts.as_slice()).unwrap_or_default();
    if claim == EMAIL {
        // Some letters become others in lower case: K of the Kelvin scale is no k.
        let same = |mail: &str| mail.is_ascii() == value.is_ascii() && mail.to_lowercase() == value.to_lowercase();
        return contacts.iter().any(|contact| matches!(contact, Contact::Email(mail) if same(mail)));
    }
    accounts(contacts, connection).any(|account| account == value)
}

/// Whether the value is the staff number of a person with no account there. Whoever has one is not found by the
/// number, which another account may be called.
fn is_numbered(names: &PeopleNames, person: &PersonId, connection: &ConnectionId, value: &str) -> bool {
    let contacts = names.get(person).map(|named| named.contacts.as_slice()).unwrap_or_default();
    accounts(contacts, connection).next().is_none() && person.as_str() == value
}

fn accounts<'a>(contacts: &'a [Contact], connection: &'a ConnectionId) -> impl Iterator<Item = &'a str> {
    contacts.iter().filter_map(move |contact| match contact {
        Contact::Messenger { connection: at, user } if at == connection.as_str() => Some(user.as_str()),
        Contact::Messenger { .. } | Contact::Phone(_) | Contact::Email(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{has_account, is_numbered};
    use nabat_domain::catalogue::{Contact, PeopleNames, PersonName};

    fn names(contacts: Vec<Contact>) -> PeopleNames {
        PeopleNames::from([("e1".into(), PersonName { name: "N".to_owned(), contacts })])
    }

    #[test]
    fn a_mail_address_is_the_persons_own_however_it_is_written() {
        let known = names(vec![Contact::Email("Anna@clinics.example".to_owned())]);
        let meant = |value: &str| has_account(&known, &"e1".into(), &"sso".into(), "email", value);
        assert!(meant("anna@Clinics.example"));
        assert!(!has_account(
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
            let (person, sso) = ("e1".into(), "sso".into());
            has_account(names, &person, &sso, "preferred_username", value) || is_numbered(names, &person, &sso, value)
        };
        assert!(meant(&with, "anna") && !meant(&with, "e1"));
        assert!(meant(&without, "e1") && !meant(&without, "anna"));
    }
}
