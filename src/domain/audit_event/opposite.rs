//! The operation that does the opposite of a change, before its places are filled.

use crate::domain::verb::Verb;
use crate::error::{Flag, NextStep};

use super::details::{Details, Places};

/// The operation, and what is given to it, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opposite {
    pub verb: Verb,
    pub places: &'static [Place],
    /// What is done after it.
    pub then: Option<&'static Self>,
}

/// What is given to the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The thing of the change.
    Entity,
    /// The client or partner itself.
    Slug,
    /// The client in which it is done.
    Client,
    Partner,
    Email,
    OsUser,
    /// The client that a link is requested for.
    Target,
    /// The client that someone is to cover.
    Clients,
    ForPartner,
    /// The address that is mailed again.
    Lift,
    FirstName,
    LastName,
    /// The options that give back the access or link that ended.
    Terms,
    Resend,
    NoUntil,
}

impl Opposite {
    #[must_use]
    pub const fn of(verb: Verb, places: &'static [Place]) -> Self {
        Self { verb, places, then: None }
    }

    /// Whether it gives back the terms of what ended.
    #[must_use]
    pub fn has_terms(&self) -> bool {
        self.places.contains(&Place::Terms)
    }

    /// With its places filled; nothing where a part is missing.
    #[must_use]
    pub fn filled(&self, details: &Details, entity: Option<&str>, places: &Places) -> Option<NextStep> {
        let mut step = self.verb.step();
        for place in self.places {
            let part = |key: &str| details.place(key, places);
            step = match place {
                Place::Entity => step.about(entity?),
                Place::Slug => step.about(&part("slug")?),
                Place::Client => step.client(&part("slug")?),
                Place::Partner => step.partner(&part("partner")?),
                Place::Email => step.about(&part("email")?),
                Place::OsUser => step.about(&part("os_user")?),
                Place::Target => step.with(Flag::Target, &part("slug")?),
                Place::Clients => step.with(Flag::Clients, &part("slug")?),
                Place::ForPartner => step.with(Flag::ForPartner, &part("partner")?),
                Place::Lift => step.with(Flag::Lift, &part("email")?),
                Place::FirstName => step.with(Flag::FirstName, &part("first_name")?),
                Place::LastName => step.with(Flag::LastName, &part("last_name")?),
                Place::Terms => step.give(places.terms.clone()?),
                Place::Resend => step.switch(Flag::Resend),
                Place::NoUntil => step.switch(Flag::NoUntil),
            };
        }
        match self.then {
            Some(next) => Some(step.and_then(next.filled(details, entity, places)?)),
            None => Some(step),
        }
    }
}
