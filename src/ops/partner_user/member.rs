//! The user of a partner that a command names, and who may change them.

use super::{Actor, Concerns, Error, LoginRow, PartnerRow, Result, SeatRow, Target, Tx, grant, login, named, partner};
use crate::domain::authority::{Verb, decide, without_as};
use crate::domain::login::LoginState;
use crate::domain::membership::PartnerMembership;
use crate::domain::reference::UserRef;
use crate::error::{Flag, Wanted, hint};
use crate::ops::who;

/// A user of a partner, with the membership as it is stored, ended or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub login: LoginRow,
    pub row: SeatRow,
    pub membership: PartnerMembership,
}

/// The user of a partner that a reference names. Anyone who is of another partner, or of none, is no one here.
///
/// # Errors
/// `not_found`.
pub fn find(tx: &Tx<'_>, company: &PartnerRow, person: &UserRef) -> Result<Member> {
    if let Some(login) = who::find_user(tx, person)?
        && let Some(row) = login::membership(tx, login.id)?
        && row.partner == company.id
    {
        let membership = PartnerMembership { reach: who::reach_of(tx, &row)?, until: row.until };
        return Ok(Member { login, row, membership });
    }
    Err(Error::not_found(format!("{person} is no user of {}", named(company)))
        .hint(hint!["see its users with ", Verb::PartnerListUsers.step().partner(&company.slug)])
        .fact("partner_id", company.id.to_string()))
}

/// The partner whose user a person is, or was last, if the actor may know of it.
///
/// # Errors
/// `not_found`.
pub fn company_of(tx: &Tx<'_>, actor: &Actor, person: &UserRef) -> Result<PartnerRow> {
    let own = actor.user().map(|user| user.membership().map(|membership| membership.partner));
    if let Some(login) = who::find_user(tx, person)?
        && let Some(row) = login::membership(tx, login.id)?
        && own.is_none_or(|own| own == Some(row.partner))
        && let Some(company) = partner::by_id(tx, row.partner)?
    {
        return Ok(company);
    }
    Err(Error::not_found(format!(
        "{person} is a user of no partner{}",
        if own.is_some() { " that they may see" } else { "" }
    ))
    .hint(hint!["see the users of a partner with ", Verb::PartnerListUsers.step().partner(&Wanted("PARTNER"))]))
}

/// A login that clients let in by grants of their own is more than the partner's: a colleague changes nothing of it
/// (docs/reference.md#no-one-grants-more-than-they-have). `what` they may not: "reset it".
///
/// # Errors
/// `denied`.
pub fn must_be_the_partners_alone(tx: &Tx<'_>, login: &LoginRow, what: &str) -> Result<()> {
    if !grant::has_open(tx, login.id)? {
        return Ok(());
    }
    Err(Error::denied(format!(
        "the login {} is used for more than the partner's clients, so that a colleague may not {what}",
        login.email
    ))
    .hint(without_as()))
}

impl Member {
    /// Whether it is the actor.
    pub fn whose(&self, actor: &Actor) -> Concerns {
        if actor.user().is_some_and(|user| user.id == self.login.id) { Concerns::Own } else { Concerns::Others }
    }

    /// What is asked about: the person as they are. To be asked again with [`Member::becoming`], because neither of two
    /// reaches need lie within the other.
    pub fn target(&self, actor: &Actor) -> Target<'_> {
        self.becoming(actor, &self.membership)
    }

    /// What is asked about: the person as they are to be. The end counts as given where the edit gives anything.
    pub fn becoming<'s>(&self, actor: &Actor, after: &'s PartnerMembership) -> Target<'s> {
        let target = Target::partner_user(self.row.partner, self.whose(actor), &after.reach);
        if after.extends(&self.membership) { target.lasting(after.until) } else { target }
    }

    /// Whether the actor may change the person into someone with the membership `after`
    /// (docs/reference.md#no-one-grants-more-than-they-have): what the person reaches and is to reach both lie within
    /// the actor's own.
    ///
    /// # Errors
    /// `denied`.
    pub fn may_become(&self, actor: &Actor, verb: Verb, after: &PartnerMembership) -> Result<()> {
        decide(actor, verb, &self.target(actor))?;
        decide(actor, verb, &self.becoming(actor, after))
    }

    /// Whether the membership exists.
    ///
    /// # Errors
    /// `conflict` when it ended.
    pub fn must_stand(&self, company: &PartnerRow) -> Result<()> {
        if !self.row.ended {
            return Ok(());
        }
        let LoginRow { email, state, first_name, last_name, .. } = &self.login;
        let error = Error::conflict(format!("{email} is no longer a user of {}", named(company)));
        let error = match state {
            LoginState::Inactive => {
                error.hint(hint!["activate the login with ", Verb::UserActivate.step().about(&email)])
            }
            _ => error,
        };
        Err(error.hint(hint![
            "add them again with ",
            Verb::PartnerAddUser
                .step()
                .about(&email)
                .partner(&company.slug)
                .with(Flag::FirstName, &first_name)
                .with(Flag::LastName, &last_name)
        ]))
    }
}
