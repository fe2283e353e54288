//! Who is notified when a link request is answered.

use crate::domain::email::Email;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::partner::PartnerRow;
use crate::error::Result;
use crate::store::{Tx, login};

use super::outbox::Recipient;

pub(super) enum Requester {
    Person(Box<LoginRow>),
    Contact(String),
}

impl Requester {
    pub(super) fn recipient(&self) -> Recipient<'_> {
        match self {
            Self::Person(login) => Recipient::User(login),
            Self::Contact(address) => Recipient::Address(address),
        }
    }
}

/// The partner user who asked (`by`), while they work there, else the partner's contact address, else no one.
pub(super) fn requester(tx: &Tx<'_>, by: &str, partner: &PartnerRow) -> Result<Option<Requester>> {
    let contact = || partner.contact_email.clone().map(Requester::Contact);
    let Ok(email) = Email::parse(by) else { return Ok(contact()) };
    let Some(person) = login::by_key(tx, email.key())? else { return Ok(contact()) };
    let membership =
        login::membership(tx, person.id)?.filter(|membership| !membership.ended && membership.partner == partner.id);
    Ok(match (membership, person.state) {
        (Some(_), LoginState::Active) => Some(Requester::Person(Box::new(person))),
        _ => contact(),
    })
}
