//! Everything that one user of a partner holds.

use super::ClientLabel;
use crate::domain::actor::Actor;
use crate::domain::authority::{Verb, decide};
use crate::domain::client::ClientRow;
use crate::domain::grant::GrantRow;
use crate::domain::id::{ClientId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::link::{Link, LinkStatus};
use crate::domain::login::LoginState;
use crate::domain::offboarding::{
    Initiator, OffboardingResult, Serves, Successor, can_inherit, of_grant, of_invitation,
};
use crate::domain::partner::PartnerRow;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, hint};
use crate::ops::concerned::Concerned;
use crate::ops::invite::check_offer;
use crate::ops::partner::named;
use crate::ops::partner_user::{self, Member};
use crate::ops::reach;
use crate::store::offboarding::{self, Reached, SessionHeld};
use crate::store::{Tx, client, grant, invitation, link, login, partner_user as seats};

/// What someone holds who leaves, as far as anyone who says so may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    pub member: Member,
    pub word: Initiator,
    pub successor: Option<Member>,
    /// The clients that their membership lets them into.
    pub reached: Vec<Reached>,
    /// The clients that were chosen for them.
    pub assigned: Vec<ClientLabel>,
    pub grants: Vec<(ClientRow, GrantRow)>,
    /// Invitations that they sent, and that wait.
    pub sent: Vec<(ClientLabel, Invitation)>,
    /// Link requests that they made, and that wait.
    pub requests: Vec<(ClientLabel, Link)>,
    pub sessions: Vec<(ClientLabel, SessionHeld)>,
    /// Logins that clients made for the partner, whose passwords they may know.
    pub dedicated: Vec<Dedicated>,
}

/// A login with a password that a client made for the partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dedicated {
    pub place: ClientLabel,
    pub login: UserId,
    pub address: String,
    pub serves: Serves,
}

/// Gathers it.
///
/// # Errors
/// `not_found`, `denied`; `conflict` or `usage` when `successor` cannot go on with it.
pub fn held(
    tx: &Tx<'_>,
    actor: &Actor,
    company: &PartnerRow,
    person: &UserRef,
    successor: Option<&UserRef>,
    now: Instant,
) -> Result<Holdings> {
    let member = partner_user::find(tx, company, person)?;
    decide(actor, Verb::PartnerOffboardUser, &member.target(actor))?;
    let word = if actor.is_support() { Initiator::Support } else { Initiator::Colleague };
    let successor = successor.map(|successor| heir_of(tx, company, &member, successor, now)).transpose()?;
    let mut held = Holdings {
        member,
        word,
        successor,
        reached: Vec::new(),
        assigned: Vec::new(),
        grants: Vec::new(),
        sent: Vec::new(),
        requests: Vec::new(),
        sessions: Vec::new(),
        dedicated: Vec::new(),
    };
    if !held.member.row.ended {
        held.gather(tx, actor, company, now)?;
    }
    Ok(held)
}

impl Holdings {
    /// Every client in which something changes; their number is confirmed (docs/reference.md#confirmation). What a client gave to the person
    /// stays on the word of a colleague.
    pub fn concerned(&self) -> Concerned {
        let mut concerned = Concerned::because("a link", self.reached.iter().map(|reached| reached.client));
        concerned.add("the clients chosen for them", self.assigned.iter().map(|place| place.id));
        if of_grant(self.word) != OffboardingResult::Kept {
            concerned.add("access of their own", self.grants.iter().map(|(client, _)| client.id));
        }
        if of_invitation(self.word, Successor::Nobody) != OffboardingResult::Kept {
            concerned.add("an invitation that they sent", self.sent.iter().map(|(place, _)| place.id));
        }
        if self.successor.is_some() {
            concerned.add("a link request that they made", self.requests.iter().map(|(place, _)| place.id));
        }
        concerned.add("their session", self.sessions.iter().map(|(place, _)| place.id));
        concerned
    }

    /// What the successor is to an invitation.
    pub(super) fn successor_of(&self, tx: &Tx<'_>, sent: &Invitation, now: Instant) -> Result<Successor> {
        let Some(successor) = &self.successor else { return Ok(Successor::Nobody) };
        let may_give = check_offer(tx, successor.login.id, sent.client, &sent.terms, now)?.is_ok();
        Ok(if may_give { Successor::InOffice } else { Successor::Colleague })
    }

    fn gather(&mut self, tx: &Tx<'_>, actor: &Actor, company: &PartnerRow, now: Instant) -> Result<()> {
        let user = self.member.login.id;
        let shown = |client: ClientId| reach::sees(tx, actor, client, now);
        if self.member.membership.chosen().is_none() {
            self.reached = offboarding::reached(tx, company.id, now)?;
        } else {
            self.reached = offboarding::reached_by(tx, company.id, user, now)?;
            let assigned = seats::clients(tx, user)?.into_iter();
            self.assigned = assigned.map(|(id, slug)| ClientLabel { id, slug }).collect();
        }
        for grant in grant::of_user(tx, user)? {
            if shown(grant.client)? {
                let row = client::by_id(tx, grant.client)?;
                self.grants.push((row.ok_or_else(|| Error::failed("damaged data: a client is gone"))?, grant));
            }
        }
        let mut names = offboarding::former_addresses(tx, user)?;
        names.push(self.member.login.email.to_string());
        names.sort_unstable();
        names.dedup();
        for name in &names {
            for id in offboarding::invitations_sent(tx, user, name)? {
                let sent = invitation::by_id(tx, id)?.filter(|sent| sent.is_open(now));
                if let Some(sent) = sent
                    && shown(sent.client)?
                {
                    self.sent.push((ClientLabel::of(tx, sent.client)?, sent));
                }
            }
            for id in offboarding::requests_made(tx, company.id, name)? {
                let made = link::by_id(tx, id)?.filter(|link| link.status(now) == LinkStatus::Pending);
                if let Some(made) = made
                    && shown(made.client)?
                {
                    self.requests.push((ClientLabel::of(tx, made.client)?, made));
                }
            }
        }
        for session in offboarding::sessions(tx, user)? {
            if self.word == Initiator::Support || session.by_link {
                self.sessions.push((ClientLabel::of(tx, session.client)?, session));
            }
        }
        for reached in &self.reached {
            for (login, email) in offboarding::dedicated_with_password(tx, reached.client, company.id)? {
                let place = ClientLabel { id: reached.client, slug: reached.slug.clone() };
                let serves = serves(tx, login)?;
                self.dedicated.push(Dedicated { place, login, address: email, serves });
            }
        }
        Ok(())
    }
}

/// Whether a login is a dedicated user and nothing else.
fn serves(tx: &Tx<'_>, login: UserId) -> Result<Serves> {
    let has_grant = grant::of_user(tx, login)?.iter().any(|grant| grant.for_partner.is_none());
    let has_seat = login::membership(tx, login)?.is_some_and(|membership| !membership.ended);
    Ok(if has_grant || has_seat { Serves::APersonToo } else { Serves::ThePartner })
}

/// The colleague who goes on.
fn heir_of(tx: &Tx<'_>, company: &PartnerRow, leaver: &Member, successor: &UserRef, now: Instant) -> Result<Member> {
    let found = partner_user::find(tx, company, successor).map_err(|error| error.context(Flag::To))?;
    let email = &found.login.email;
    if found.login.id == leaver.login.id {
        return Err(Error::usage(format!("{} names {email}, who is the one that leaves", Flag::To))
            .hint(Hint::plain("name the colleague who goes on with their work")));
    }
    found.must_stand(company).map_err(|error| error.context(Flag::To))?;
    let see = hint!["see who does with ", Verb::PartnerListUsers.step().partner(&company.slug)];
    if found.login.state != LoginState::Active || found.membership.until.is_some_and(|until| now >= until) {
        return Err(Error::conflict(format!("{email} does not work for {} now", named(company))).hint(see));
    }
    if !can_inherit(&leaver.membership.reach, &found.membership.reach) {
        return Err(Error::conflict(format!(
            "{email} does not reach all that {} reaches, and no one's reach grows by what another leaves",
            leaver.login.email
        ))
        .hint(see)
        .hint(hint!["name a colleague who reaches as far, or leave ", Flag::To, " out"]));
    }
    Ok(found)
}
