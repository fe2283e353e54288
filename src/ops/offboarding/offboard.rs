//! A user of a partner leaves: everything in one transaction, or nothing.

use super::{ClientLabel, Dedicated, Holdings, Receipt, holdings};
use crate::domain::audit_event::{AuditEvent, List};
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::domain::grant::GrantState;
use crate::domain::id::EntityId;
use crate::domain::login::{LoginState, PasswordDuty};
use crate::domain::offboarding::{self, HoldingKind, Left, OffboardingResult, Successor};
use crate::domain::overrides::Rule;
use crate::domain::partner::PartnerRow;
use crate::domain::reference::UserRef;
use crate::error::{Code, Error, Fact, Flag, Result, hint};
use crate::ops::invite::{EndOfNeed, end_open};
use crate::ops::last_owner::{self, Ruling};
use crate::ops::session::end_because;
use crate::ops::unit_of_work::Change;
use crate::ops::web_session;
use crate::ops::{concerned, resolve};
use crate::store::{code, grant, invitation, login, offboarding as store, partner_user as seats};

#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub person: &'a UserRef,
    /// Who goes on with what is left open.
    pub to: Option<&'a UserRef>,
    /// What they held when it was shown.
    pub shown: &'a Holdings,
    /// A rule that support overrides.
    pub overrule: Option<Rule>,
}

/// Ends what a user of a partner holds. What a client gave to the person ends only on support's word. Unchanged if they
/// had left before.
///
/// # Errors
/// `not_found`, `denied`; `conflict` when clients would be left without anyone who can administer them, each of which
/// is named, when `to` cannot go on, or when what they hold is not what was shown.
pub fn offboard(change: &mut Change<'_>, company: &PartnerRow, ask: &Ask<'_>) -> Result<Receipt> {
    last_owner::may_override(change, ask.overrule)?;
    let held = holdings::held(change.tx, change.actor, company, ask.person, ask.to, change.now)?;
    change.authorise(&held.member.target(change.actor))?;
    let (user, email) = (held.member.login.id, held.member.login.email.clone());
    change.about_user(user);
    let mut receipt = Receipt::default();
    if held.member.row.ended {
        change.unchanged(EntityId::User(user));
        receipt.add(
            None,
            HoldingKind::Seat,
            user,
            OffboardingResult::Unchanged,
            Some(format!("{email} had left {} before", company.slug)),
        );
        return Ok(receipt);
    }
    if held != *ask.shown {
        return Err(concerned::moved(email.as_str()));
    }
    let ruling = must_orphan_nobody(change, &held, ask.overrule)?;
    change.about_clients(held.concerned().ids())?;
    change.record(audit_event(company, &held, ruling));

    seats::end_seat(change.tx, user, change.audit())?;
    web_session::end_all(change, user, "the person left the partner")?;
    receipt.add(
        None,
        HoldingKind::Seat,
        user,
        OffboardingResult::Ended,
        Some(format!("{email} was a user of {}", company.slug)),
    );
    end_scope(change, &held, &mut receipt)?;
    end_grants(change, &held, &mut receipt)?;
    pass_on(change, &held, &mut receipt)?;
    for (place, session) in &held.sessions {
        end_because(change, session.id, "the person left the partner")?;
        receipt.add(Some(place), HoldingKind::Session, session.id, OffboardingResult::Ended, None);
    }
    expire_passwords(change, &held, &mut receipt)?;
    end_login(change, &held, &mut receipt)?;
    Ok(receipt)
}

/// The clients of the membership: reached through links, or chosen and not linked.
fn end_scope(change: &Change<'_>, held: &Holdings, receipt: &mut Receipt) -> Result<()> {
    for reached in &held.reached {
        let place = ClientLabel { id: reached.client, slug: reached.slug.clone() };
        let message = Some("no longer reached; the link stays".to_owned());
        receipt.add(Some(&place), HoldingKind::Client, reached.link, OffboardingResult::Ended, message);
    }
    let user = held.member.login.id;
    for place in &held.assigned {
        seats::take(change.tx, user, place.id, change.audit())?;
        receipt.add(Some(place), HoldingKind::Assignment, user, OffboardingResult::Ended, None);
    }
    Ok(())
}

/// Access that clients gave to the person, with what was on its way.
fn end_grants(change: &mut Change<'_>, held: &Holdings, receipt: &mut Receipt) -> Result<()> {
    let fate = offboarding::of_grant(held.word);
    for (client, own) in &held.grants {
        let place = ClientLabel { id: client.id, slug: client.slug.clone() };
        let how = if own.state == GrantState::Prepared { "prepared as" } else { "in as" };
        let message = Some(format!("{how} {}", own.terms.role));
        if fate == OffboardingResult::Ended {
            let asked = invitation::stored_open(change.tx, client.id, held.member.login.email.key())?;
            grant::end(change.tx, own.id, change.now, change.actor.author(), change.audit())?;
            end_open(change, client.id, &held.member.login.email, EndOfNeed::IsOut)?;
            if let Some(asked) = asked.filter(|asked| asked.is_open(change.now)) {
                let message = Some("sent to the person".to_owned());
                receipt.add(Some(&place), HoldingKind::Invitation, asked.id, OffboardingResult::Cancelled, message);
            }
        }
        receipt.add(Some(&place), HoldingKind::Grant, own.id, fate, message);
    }
    Ok(())
}

/// What the person sent and no one answered yet.
fn pass_on(change: &mut Change<'_>, held: &Holdings, receipt: &mut Receipt) -> Result<()> {
    let (now, audit) = (change.now, change.audit());
    let successor = held.successor.as_ref().map(|successor| successor.login.email.to_string()).unwrap_or_default();
    for (place, sent) in &held.sent {
        let fate = offboarding::of_invitation(held.word, held.successor_of(change.tx, sent, now)?);
        match fate {
            OffboardingResult::TakenOver => store::set_inviter(change.tx, sent.id, &successor, audit)?,
            OffboardingResult::Cancelled => {
                let step = sent.clone().cancel(now, change.actor.author(), change.reason.map(str::to_owned))?;
                invitation::update(change.tx, &step.into_record(), audit)?;
                code::kill(change.tx, CodeKind::Invitation, sent.id.get())?;
            }
            _ => {}
        }
        let why = match &held.successor {
            Some(_) if fate == OffboardingResult::Cancelled => format!("; {successor} may not give what it offers"),
            _ => String::new(),
        };
        receipt.add(
            Some(place),
            HoldingKind::Invitation,
            sent.id,
            fate,
            Some(format!("sent to {}{why}", sent.address)),
        );
    }
    for (place, made) in &held.requests {
        let fate = offboarding::of_request(held.successor.as_ref().map_or(Successor::Nobody, |_| Successor::Colleague));
        if fate == OffboardingResult::TakenOver {
            store::set_requester(change.tx, made.id, &successor, audit)?;
        }
        let message = if fate == OffboardingResult::TakenOver {
            format!("it goes on in the name of {successor}")
        } else {
            "it stays the partner's".to_owned()
        };
        receipt.add(Some(place), HoldingKind::Request, made.id, fate, Some(message));
    }
    Ok(())
}

/// The passwords of dedicated users, which the person may know.
fn expire_passwords(change: &mut Change<'_>, held: &Holdings, receipt: &mut Receipt) -> Result<()> {
    let email = &held.member.login.email;
    for Dedicated { place, login, address, serves } in &held.dedicated {
        let fate = offboarding::of_dedicated(*serves);
        let mut message = format!("{email} may know the password of {address}");
        if fate == OffboardingResult::PasswordExpired {
            login::set_duty(change.tx, *login, PasswordDuty::Change, change.audit())?;
            store::expire_password(change.tx, *login, change.now)?;
            code::kill_of_login(change.tx, *login)?;
            change.about_user(*login);
        } else {
            message.push_str(", which is a person's login too; support can reset it");
        }
        receipt.add(Some(place), HoldingKind::Dedicated, login, fate, Some(message));
    }
    Ok(())
}

fn end_login(change: &Change<'_>, held: &Holdings, receipt: &mut Receipt) -> Result<()> {
    let login = &held.member.login;
    let left = if grant::has_open(change.tx, login.id)? { Left::Access } else { Left::Nothing };
    let mut fate = offboarding::of_login(left);
    if fate == OffboardingResult::Deactivated && login.state == LoginState::Inactive {
        fate = OffboardingResult::Unchanged;
    } else if fate == OffboardingResult::Deactivated {
        login::set_state(change.tx, login.id, LoginState::Inactive, change.now, change.audit())?;
        code::kill_of_login(change.tx, login.id)?;
    }
    let message = match fate {
        OffboardingResult::Kept => "clients gave this person access of their own",
        OffboardingResult::Unchanged => "it was inactive before",
        _ => "nothing is left that it could enter",
    };
    receipt.add(None, HoldingKind::Login, login.id, fate, Some(message.to_owned()));
    Ok(())
}

/// Every client that no one could administer for good afterwards, in one answer.
fn must_orphan_nobody(change: &mut Change<'_>, held: &Holdings, overrule: Option<Rule>) -> Result<Ruling> {
    let mut ruling = Ruling::Kept;
    let mut orphans: Vec<&ClientRow> = Vec::new();
    if offboarding::of_grant(held.word) != OffboardingResult::Ended {
        return Ok(ruling);
    }
    for (client, own) in &held.grants {
        match last_owner::check(change, client, own, None, overrule) {
            Ok(Ruling::Kept) => {}
            Ok(Ruling::Overridden) => ruling = Ruling::Overridden,
            Err(error) if error.code() == Code::Conflict => orphans.push(client),
            Err(error) => return Err(error),
        }
    }
    if orphans.is_empty() {
        return Ok(ruling);
    }
    let names: Vec<String> = orphans.iter().map(|client| resolve::named(client)).collect();
    let mut error = Error::conflict(format!(
        "{} is the last person who can administer {} without an end; nothing was changed",
        held.member.login.email,
        names.join(", ")
    ));
    for client in &orphans {
        error = error.hint(last_owner::another_owner_first(&client.slug));
    }
    let slugs: Vec<&str> = orphans.iter().map(|client| client.slug.as_str()).collect();
    Err(error
        .hint(hint![
            "see all that they can enter with ",
            Verb::AccessList.step().with(Flag::User, &held.member.login.email)
        ])
        .hint(hint!["if it must be, add ", Flag::Override.with("last-owner")])
        .fact("rule", Rule::LastOwner.name())
        .fact("clients", Fact::list(slugs)))
}

/// What happened, by ids: other clients are named under `clients` alone.
fn audit_event(company: &PartnerRow, held: &Holdings, ruling: Ruling) -> AuditEvent {
    let login = &held.member.login;
    AuditEvent::PartnerOffboardUser {
        id: login.id,
        partner: company.id.into(),
        email: login.email.clone(),
        to: held.successor.as_ref().map(|successor| successor.login.email.clone()),
        clients: held.reached.iter().map(|reached| reached.slug.clone()).collect::<List<_>>().unless_empty(),
        grants: held.grants.iter().map(|(_, own)| own.id).collect::<List<_>>().unless_empty(),
        invitations: held.sent.iter().map(|(_, sent)| sent.id).collect::<List<_>>().unless_empty(),
        requests: held.requests.iter().map(|(_, made)| made.id).collect::<List<_>>().unless_empty(),
        sessions: held.sessions.iter().map(|(_, session)| session.id).collect::<List<_>>().unless_empty(),
        dedicated: held.dedicated.iter().map(|dedicated| dedicated.login).collect::<List<_>>().unless_empty(),
        r#override: ruling.overridden(),
    }
}
