//! A person leaves a client by their own wish (`user leave`, S1.17).

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Concerns, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::login::LoginRow;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, Wanted, hint};
use crate::ops::invite::{self, AfterSender, EndOfNeed, OfSender};
use crate::ops::reach::still;
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::session::end_because;
use crate::ops::unit_of_work::Change;
use crate::ops::{last_owner, reach, sign_in};
use crate::store::{Tx, grant, login, session_end};

/// Gives up the person's own access to a client. The login stays, and so does what it reaches otherwise; the session
/// there ends.
///
/// # Errors
/// `denied`, `not_found`; `conflict` when there is nothing of their own to give up, or no one who can administer the
/// client would be left.
pub fn leave(change: &mut Change<'_>, seen: &ClientSeen, person: &UserRef) -> Result<(LoginRow, GrantRow, OfSender)> {
    let client = change.client(seen)?;
    let whose: Concerns = sign_in::whose(change.actor, person);
    change.authorise(&Target::login(whose))?;
    let (login, grant) = own_grant(change.tx, change.actor, &client, change.now)?;
    change.about_user(login.id);
    let ruling = last_owner::check(change, &client, &grant, None, None)?;
    grant::end(change.tx, grant.id, change.now, change.actor.author(), change.audit())?;
    let still = still::of(change.tx, &login, &client, change.now)?;
    let sent = invite::end_of_sender(change, &login, &[client.id], AfterSender::Withdraw)?;
    change.record(AuditEvent::UserLeave {
        id: login.id,
        email: login.email.clone(),
        role: grant.terms.role,
        r#override: ruling.overridden(),
        withdrawn: sent.ids(AfterSender::Withdraw),
        kept: sent.ids(AfterSender::Keep),
        still: still::noted(&still),
    });
    for (session, _) in session_end::of_grant(change.tx, grant.id)? {
        end_because(change, session, "the person left")?;
        change.record(AuditEvent::SessionEnd { id: session, because: None, email: None });
    }
    invite::end_open(change, client.id, &login.email, EndOfNeed::IsOut)?;
    let grant = grant::by_id(change.tx, grant.id)?.ok_or_else(|| Error::bug("the grant is gone"))?;
    Ok((login, grant, sent))
}

fn own_grant(tx: &Tx<'_>, actor: &Actor, client: &ClientRow, now: Instant) -> Result<(LoginRow, GrantRow)> {
    let user = actor.user().ok_or_else(|| Error::bug("staff leaves in their own name"))?;
    let login = login::by_id(tx, user.id)?.ok_or_else(|| Error::bug("the actor's login is gone"))?;
    let nothing =
        |error: Error| error.fact("client_id", client.id.to_string()).fact("client_slug", client.slug.to_string());
    let (email, place) = (&login.email, named(client));
    match grant::open(tx, client.id, login.id)? {
        Some(grant) if grant.state == GrantState::Active => Ok((login, grant)),
        Some(_) => {
            Err(nothing(Error::conflict(format!("{email} is only invited to {place}, and not in")).hint(hint![
                "decline it with ",
                Verb::InviteDecline
                    .step()
                    .client(&client.slug)
                    .with(Flag::As, &email)
                    .with(Flag::Reason, &Wanted("TEXT"))
            ])))
        }
        None if reach::verdict(tx, login.id, client.id, now)?.partner.is_some() => Err(nothing(
            Error::conflict(format!(
                "{email} has no access of their own to {place}: they enter by their partner's link"
            ))
            .hint(hint![
                "a colleague or support takes it away with ",
                Verb::PartnerUnassignClients.step().about(&email)
            ]),
        )),
        None => Err(nothing(Error::conflict(format!("{email} has no access of their own to {place}")))),
    }
}
