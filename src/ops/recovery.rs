//! The recovery of a client that no one can administer any more: support invites a new owner, the people of the client
//! and the desk are notified, and anyone of the client can stop it before it can be accepted
//! (docs/reference.md#recovery).

use crate::app::settings;
use crate::domain::authority::{Concerns, HeldFor, Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{EntityId, MailId, RecoveryRecipientId, UserId};
use crate::domain::invitation::{Invitation, LIFE};
use crate::domain::login::{LoginRow, Mailbox};
use crate::domain::recovery::{New, Recovery, RecoveryStatus, State, Stopper};
use crate::domain::role::Role;
use crate::domain::step::Step;
use crate::domain::terms::Asked;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, Wanted, hint};
use crate::mail::facts::RecoveryNotice;
use crate::store::code::CodeState;
use crate::store::recovery::{self, RecipientRow};
use crate::store::{Tx, code, grant, invitation, login};

use super::hold::{invitation_of, running};
use super::invite::{self, Ask, SendOutcome, Sent};
use super::outbox::{Author, MailDraft, Recipient};
use super::resolve::{ClientSeen, named};
use super::unit_of_work::Change;
use super::{config, proven};

/// A recovery that began.
#[derive(Debug)]
pub struct Begun {
    pub recovery: Recovery,
    pub invitation: Invitation,
    /// The mail to the new owner.
    pub mail: Option<MailId>,
    /// The people of the client who can stop it.
    pub asked: Vec<Email>,
}

/// A recovery that someone stopped, or that was stopped before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    pub recovery: Recovery,
    pub invitation: Invitation,
}

/// By what right a recovery is stopped.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// By the code that one of the client's people was mailed. It works on when their access ends meanwhile: otherwise
    /// anyone who ends it would take away the only objection.
    Code(&'a Code),
    /// As support, or on behalf of the actor's user.
    Actor,
}

/// Begins the recovery of a client: a new owner is invited, whose identity support has `verified` in this way.
///
/// # Errors
/// `not_found`, `denied`; `conflict` where someone administers the client, no one ever did, a recovery runs already, or
/// the person is in or asked already; and as [`invite::send`].
pub fn begin(change: &mut Change<'_>, seen: &ClientSeen, owner: &Email, verified: &str) -> Result<Begun> {
    let client = change.client(seen)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    must_lack_administrator(change, &client)?;
    if let Some((runs, invited)) = running(change.tx, client.id, change.now)? {
        return Err(Error::conflict(format!(
            "a recovery of {} runs already: {} is invited by {}",
            named(&client),
            invited.address,
            invited.id
        ))
        .hint(hint!["end it with ", runs.end(&client.slug, change.now)])
        .fact("invitation_id", invited.id.to_string()));
    }
    must_be_free(change, &client, owner)?;
    let asked = Asked { role: Some(Role::Owner), ..Asked::default() };
    let sent = invite::send(change, &client, owner, &Ask { life: Some(LIFE), ..Ask::plain(asked) })?;
    let (SendOutcome::Sent, Some(invited)) = (sent.fate, &sent.invitation) else {
        return Err(Error::bug("the new owner was not invited"));
    };
    let people = people(change, &client, invited)?;
    let addresses: Vec<Email> = people.iter().map(|login| login.email.clone()).collect();
    let author = change.actor.author();
    let new = New { slug: &client.slug, invitation: invited, verified, by: author, asked: &addresses };
    let (recovery, event) = Recovery::begin(new, change.now)?;
    recovery::insert(change.tx, &recovery)?;
    people.iter().try_for_each(|login| notify(change, &client, &recovery, login))?;
    notify_desk(change, &client, &recovery, invited, None)?;
    change.record_first(event);
    let Sent { invitation, mail, .. } = sent;
    let invitation = invitation.ok_or_else(|| Error::bug("the new owner was not invited"))?;
    Ok(Begun { recovery, invitation, mail, asked: addresses })
}

/// Stops a recovery: the invitation is withdrawn, and what was prepared for the new owner is gone. Unchanged if it was
/// stopped before.
///
/// # Errors
/// `not_found`, `denied`; `expired` once the time for that is over; `conflict` when the recovery ended otherwise.
pub fn stop(change: &mut Change<'_>, seen: &ClientSeen, by: By<'_>) -> Result<Stopped> {
    let Asking { client, recovery, recipient, author } = asking(change, seen, by)?;
    let invited = invitation_of(change.tx, &recovery)?;
    change.about_user(invited.user);
    let by = if recipient.is_some() { Stopper::Code(&author) } else { Stopper::Actor(&author) };
    let (recovery, event) = match recovery.stop(&invited, &client.slug, change.now, by)? {
        Step::Made(recovery, event) => (recovery, event),
        Step::Unchanged(recovery) => {
            change.unchanged(EntityId::Client(client.id));
            return Ok(Stopped { recovery, invitation: invited });
        }
    };
    use_up(change, &recovery, recipient.as_ref())?;
    recovery::stop(change.tx, recovery.invitation, change.now, &author)?;
    change.record(event);
    let reason = change.reason.map(str::to_owned);
    let Step::Made(invited, withdrawn) = invited.cancel(change.now, &author, reason)? else {
        return Err(Error::bug("the invitation of a recovery that waits is withdrawn already"));
    };
    invitation::update(change.tx, &invited, change.audit())?;
    code::kill(change.tx, CodeKind::Invitation, invited.id.get())?;
    change.record(withdrawn);
    if grant::by_id(change.tx, invited.grant)?.is_some_and(|grant| grant.state == GrantState::Prepared) {
        grant::end(change.tx, invited.grant, change.now, &author, change.audit())?;
    }
    if let Some(recipient) = recipient
        && let Some(login) = login::by_id(change.tx, recipient.user)?
    {
        proven::by_code(change, &login, recipient.id, 1)?;
    }
    let name = Author::named(change.tx, &author)?.name;
    notify_desk(change, &client, &recovery, &invited, Some(name))?;
    Ok(Stopped { recovery, invitation: invited })
}

/// The recipient whose code this is, with the recovery that it stops. Looking uses nothing up.
///
/// # Errors
/// `usage` for a code of another kind, `not_found` for one that was never issued.
pub fn opened_by(tx: &Tx<'_>, given: &Code) -> Result<(RecipientRow, Recovery)> {
    let kind = given.kind();
    if kind != CodeKind::Recovery {
        return Err(Error::usage(format!("this is a code for {}, not for a recovery", kind.purpose())));
    }
    let row = code::find(tx, kind, given.record())?.filter(|row| given.matches(&row.digest)).ok_or_else(unknown)?;
    let lost = || Error::failed("damaged data: a code without its recovery");
    let recipient = recovery::recipient(tx, RecoveryRecipientId::new(given.record()))?.ok_or_else(lost)?;
    let found = recovery::find(tx, recipient.invitation)?.ok_or_else(lost)?;
    if row.state == CodeState::Dead && found.state == State::Running {
        return Err(Error::expired("this code was withdrawn"));
    }
    Ok((recipient, found))
}

/// A recovery as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub recovery: Recovery,
    pub invitation: Invitation,
    pub begun_by: Author,
    /// Who got the mail with the code.
    pub recipient: UserId,
}

/// What a code leads to, while it can be stopped.
///
/// # Errors
/// As [`opened_by`]; `expired` where it cannot be stopped any more.
pub fn shown(tx: &Tx<'_>, given: &Code, now: Instant) -> Result<Shown> {
    let (recipient, recovery) = opened_by(tx, given)?;
    let invitation = invitation_of(tx, &recovery)?;
    if recovery.status(invitation.status(now), now) != RecoveryStatus::Waiting {
        return Err(Error::expired("this recovery can no longer be stopped"));
    }
    let begun_by = Author::named(tx, &recovery.begun_by)?;
    Ok(Shown { recovery, invitation, begun_by, recipient: recipient.user })
}

fn must_lack_administrator(change: &Change<'_>, client: &ClientRow) -> Result<()> {
    if client.state == ClientState::Draft {
        let error = Error::conflict(format!("{} is a draft: no one ever administered it", named(client)))
            .fact("client_id", client.id.to_string());
        let another = Verb::InviteSend.step().about(&Wanted("EMAIL")).client(&client.slug).role("owner");
        let people = grant::of_client(change.tx, client.id)?;
        return Err(if people.iter().any(|held| held.terms.role == Role::Owner) {
            let owners = Verb::InviteSend.step().switch(Flag::Owners).client(&client.slug);
            error.hint(hint!["invite its owners with ", owners]).hint(hint!["or another one with ", another])
        } else {
            error.hint(hint!["invite an owner with ", another])
        });
    }
    let Some(held) = grant::administrator(change.tx, client.id, change.now)? else { return Ok(()) };
    let person = login::by_id(change.tx, held.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let (email, role) = (&person.email, held.terms.role);
    let error = Error::conflict(format!("{email} administers {} as {role}", named(client)));
    let error = if role == Role::Owner {
        error.hint(hint!["let them invite others, or do it on their behalf with ", Flag::As.with(email)])
    } else {
        error.hint(hint![
            "invite an owner with ",
            Verb::InviteSend.step().about(&Wanted("EMAIL")).client(&client.slug).role("owner")
        ])
    };
    Err(error
        .hint(hint![
            "if they are gone for good, first end their access with ",
            Verb::UserRemove
                .step()
                .about(email)
                .client(&client.slug)
                .with(Flag::Override, &"last-owner")
                .reason(&Wanted("TEXT"))
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("email", email.to_string()))
}

/// The new owner is not in, and no other invitation to them waits: that one could be accepted at once.
fn must_be_free(change: &Change<'_>, client: &ClientRow, owner: &Email) -> Result<()> {
    let Some(person) = login::by_key(change.tx, owner.key())? else { return Ok(()) };
    if let Some(open) = invitation::stored_open(change.tx, client.id, owner.key())?.filter(|it| it.is_open(change.now))
    {
        return Err(Error::conflict(format!("{owner} was invited already, by {}", open.id))
            .hint(hint!["withdraw it first with ", Verb::InviteCancel.step().about(&open.id).client(&client.slug)])
            .fact("invitation_id", open.id.to_string()));
    }
    match grant::open(change.tx, client.id, person.id)? {
        Some(held) if held.state == GrantState::Active => {
            Err(Error::conflict(format!("{owner} is in {} already, as {}", named(client), held.terms.role))
                .hint(hint![
                    "support makes them the owner with ",
                    Verb::UserEdit.step().about(owner).client(&client.slug).role("owner")
                ])
                .hint(hint![
                    "or takes them out first with ",
                    Verb::UserRemove.step().about(owner).client(&client.slug)
                ]))
        }
        _ => Ok(()),
    }
}

/// The people of the client, whose access is not over: each of them can stop it, whatever their role.
fn people(change: &Change<'_>, client: &ClientRow, invited: &Invitation) -> Result<Vec<LoginRow>> {
    let mut people = Vec::new();
    for held in grant::of_client(change.tx, client.id)? {
        if held.user != invited.user && is_of_client(&held, change.now) {
            let login = login::by_id(change.tx, held.user)?;
            people.push(login.ok_or_else(|| Error::failed("damaged data: a login is gone"))?);
        }
    }
    Ok(people)
}

fn is_of_client(held: &GrantRow, now: Instant) -> bool {
    held.is_in_force(now) && held.for_partner.is_none()
}

fn notify(change: &mut Change<'_>, client: &ClientRow, recovery: &Recovery, login: &LoginRow) -> Result<()> {
    let recipient = recovery::insert_recipient(change.tx, client.id, recovery.invitation, login.id)?;
    change.about_user(login.id);
    change.issue_code(CodeKind::Recovery, recipient.get(), Some(client.id))?;
    let mail = change.queue(&MailDraft::recovery(recipient, login, (client.id, &client.name)))?;
    recovery::set_mail(change.tx, recipient, mail)
}

/// The desk gets a mail where answers go, so that more than one of its people know.
fn notify_desk(
    change: &mut Change<'_>,
    client: &ClientRow,
    recovery: &Recovery,
    invited: &Invitation,
    stopped_by: Option<String>,
) -> Result<()> {
    let desk = match config::value(change.tx, "mail.reply_to")? {
        Some(desk) => Some(desk),
        None => config::value(change.tx, "mail.from")?,
    };
    let Some(desk) = desk else { return Ok(()) };
    let (_, address) = settings::split_mailbox(&desk)?;
    if change.mailbox_of(&address)? == Mailbox::No {
        return Ok(());
    }
    let facts = RecoveryNotice {
        email: invited.address.to_string(),
        started_by: Author::named(change.tx, &recovery.begun_by)?.name,
        verified: recovery.verified.clone(),
        opens_at: recovery.opens_at,
        stopped_by,
    };
    let draft = MailDraft::recovery_notice(Recipient::Address(address.as_str()), (client.id, &client.name), facts);
    change.queue(&draft).map(drop)
}

/// A recovery that someone is about to stop.
struct Asking {
    client: ClientRow,
    recovery: Recovery,
    recipient: Option<RecipientRow>,
    /// Who stops it, as records name them.
    author: String,
}

fn asking(change: &mut Change<'_>, seen: &ClientSeen, by: By<'_>) -> Result<Asking> {
    let given = match by {
        By::Actor => {
            let client = change.client(seen)?;
            let relation = change.relation(client.id)?;
            let own = relation.own.filter(|own| own.held_for == HeldFor::PersonConcerned);
            let whose = if own.is_some() { Concerns::Own } else { Concerns::Others };
            change.authorise(&Target::member(relation, whose, Role::Guest))?;
            let recovery = recovery::latest(change.tx, client.id)?.ok_or_else(|| {
                Error::not_found(format!("no recovery of {} was begun", named(&client)))
                    .hint(hint!["see what happened with ", Verb::ClientLog.step().about(&client.slug)])
            })?;
            let author = change.actor.author().to_owned();
            return Ok(Asking { client, recovery, recipient: None, author });
        }
        By::Code(given) => given,
    };
    let client = change.client_of_answer(seen)?;
    let (recipient, recovery) = opened_by(change.tx, given)?;
    if recovery.client != client.id {
        return Err(Error::bug(format!("{} is not of the client that was shown", recovery.invitation)));
    }
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation).with_code())?;
    change.about_user(recipient.user);
    let login = login::by_id(change.tx, recipient.user)?;
    let login = login.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    Ok(Asking { client, recovery, recipient: Some(recipient), author: login.email.to_string() })
}

/// Uses the code of the person who stops it, once, and ends those of all others.
fn use_up(change: &Change<'_>, recovery: &Recovery, recipient: Option<&RecipientRow>) -> Result<()> {
    if let Some(recipient) = recipient {
        let used = code::find(change.tx, CodeKind::Recovery, recipient.id.get())?.ok_or_else(unknown)?;
        if !code::consume(change.tx, CodeKind::Recovery, recipient.id.get(), used.version)? {
            return Err(Error::conflict("this code was used before; it works once"));
        }
    }
    for other in recovery::recipients(change.tx, recovery.invitation)? {
        code::kill(change.tx, CodeKind::Recovery, other.id.get())?;
    }
    Ok(())
}

fn unknown() -> Error {
    Error::not_found("this code opens nothing in this database").hint(hint![
        "copy it from the mail, whole, and make sure that ",
        Flag::Db,
        " names the right database"
    ])
}
