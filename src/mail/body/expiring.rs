//! The reminder that an access ends.

use minijinja::{Value, context};

use super::{Access, Client, Still, access, client, text};

/// To an owner: someone's access, or a partner's link, ends soon.
#[derive(Debug, Clone, Copy)]
pub struct AccessExpiring<'a> {
    pub client: Client<'a>,
    pub whose: ExpiringAccess<'a>,
    /// What they may do, and until when, in plain words with zone.
    pub access: Access<'a>,
    pub given_by: &'a str,
    /// The command with which support lets it go on.
    pub command: &'a str,
    /// By which other ways the person, or people of the partner, enter after that.
    pub still: &'a [Still<'a>],
}

#[derive(Debug, Clone, Copy)]
pub enum ExpiringAccess<'a> {
    /// A person's: their name, maybe empty, and their address.
    Person { name: &'a str, email: &'a str },
    /// A partner's, by its link.
    Partner(&'a str),
}

impl AccessExpiring<'_> {
    pub(super) fn context(&self) -> Value {
        context! {
            client => client(&self.client),
            access => access(&self.access),
            given_by => text(self.given_by),
            command => text(self.command),
            still => self.still.iter().map(Still::value).collect::<Vec<_>>(),
            ..who(&self.whose),
        }
    }
}

/// What a template may name of the person or partner: `who` is always there, and one of the others.
pub(super) fn who(whose: &ExpiringAccess<'_>) -> Value {
    let (who, email, partner) = match *whose {
        ExpiringAccess::Person { name: "", email } => (email, Some(email), None),
        ExpiringAccess::Person { name, email } => (name, Some(email), None),
        ExpiringAccess::Partner(name) => (name, None, Some(name)),
    };
    context! { who => text(who), email => email.map(text), partner => partner.map(text) }
}
