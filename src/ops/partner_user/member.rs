//! The user of a partner that a command names, and who may change them.

use super::{Actor, Error, LoginRow, PartnerRow, Reach, Result, SeatRow, Target, Tx, Whose, login, named, partner};
use crate::domain::authority::{Verb, decide};
use crate::domain::paste::pasted;
use crate::domain::reference::UserRef;
use crate::domain::seat::{Seat, may_give};
use crate::domain::time::Instant;
use crate::ops::who;

/// A user of a partner, with the seat as it is stored, ended or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub login: LoginRow,
    /// Their seat.
    pub row: SeatRow,
    /// What it gives.
    pub seat: Seat,
}

/// The user of a partner that a reference names. Whoever is of another partner, or of none, is nobody here.
///
/// # Errors
/// `not_found`.
pub fn find(tx: &Tx<'_>, company: &PartnerRow, person: &UserRef) -> Result<Member> {
    if let Some(login) = who::find_user(tx, person)?
        && let Some(row) = login::seat(tx, login.id)?
        && row.partner == company.id
    {
        let seat = Seat { reach: who::reach_of(tx, &row)?, until: row.until };
        return Ok(Member { login, row, seat });
    }
    Err(Error::not_found(format!("{person} is no user of {}", named(company)))
        .hint(pasted!("see its users with `partnerctl partner list-users -p {}`", company.slug))
        .fact("partner_id", company.id.to_string()))
}

/// The partner whose user a person is, or was last, if the actor may know of it.
///
/// # Errors
/// `not_found`.
pub fn company_of(tx: &Tx<'_>, actor: &Actor, person: &UserRef) -> Result<PartnerRow> {
    let own = actor.user().map(|user| user.seat().map(|seat| seat.partner));
    if let Some(login) = who::find_user(tx, person)?
        && let Some(row) = login::seat(tx, login.id)?
        && own.is_none_or(|own| own == Some(row.partner))
        && let Some(company) = partner::by_id(tx, row.partner)?
    {
        return Ok(company);
    }
    Err(Error::not_found(format!(
        "{person} is a user of no partner{}",
        if own.is_some() { " that they may see" } else { "" }
    ))
    .hint("see the users of a partner with `partnerctl partner list-users -p PARTNER`"))
}

/// Nobody gives a longer term than their own.
///
/// # Errors
/// `denied`.
pub(super) fn must_not_outlast(tx: &Tx<'_>, actor: &Actor, until: Option<Instant>) -> Result<()> {
    let Some(user) = actor.user() else { return Ok(()) };
    let own = login::seat(tx, user.id)?.and_then(|seat| seat.until);
    match own {
        Some(end) if !may_give(own, until) => Err(Error::denied(format!(
            "the term of {} ends at {end}, and nobody gives a longer one than their own",
            user.email
        ))
        .hint("give one with `--until` that ends no later")),
        _ => Ok(()),
    }
}

impl Member {
    /// Whether it is the actor.
    #[must_use]
    pub fn whose(&self, actor: &Actor) -> Whose {
        if actor.user().is_some_and(|user| user.id == self.login.id) { Whose::Own } else { Whose::Others }
    }

    /// What is asked about: the person as they are. To be asked again with [`Member::becoming`], because neither of two
    /// reaches need lie within the other.
    #[must_use]
    pub fn target(&self, actor: &Actor) -> Target<'_> {
        self.becoming(actor, &self.seat.reach)
    }

    /// What is asked about: the person as they are to be.
    #[must_use]
    pub fn becoming<'r>(&self, actor: &Actor, reach: &'r Reach) -> Target<'r> {
        Target::partner_user(self.row.partner, self.whose(actor), reach)
    }

    /// Whether the actor may change the person into somebody with the reach `after` (SPEC 2, "Nobody grants more than
    /// they have"): what the person reaches and is to reach both lie within the actor's own.
    ///
    /// # Errors
    /// `denied`.
    pub fn may_become(&self, actor: &Actor, verb: Verb, after: &Reach) -> Result<()> {
        decide(actor, verb, &self.target(actor))?;
        decide(actor, verb, &self.becoming(actor, after))
    }

    /// Whether the seat stands.
    ///
    /// # Errors
    /// `conflict` when it ended.
    pub fn must_stand(&self, company: &PartnerRow) -> Result<()> {
        if !self.row.ended {
            return Ok(());
        }
        let email = &self.login.email;
        Err(Error::conflict(format!("{email} is no longer a user of {}", named(company))).hint(pasted!(
            "add them anew with `partnerctl partner add-user {} -p {} --first-name F --last-name L`",
            email,
            company.slug
        )))
    }
}
