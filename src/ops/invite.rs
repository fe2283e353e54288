//! Inviting an address into a client (docs/reference.md#invitations): a new invitation, the former one sent again, or
//! nothing, as `domain::invitation::repeat` decides from what exists. [`send`] is the use case of `invite send`, of
//! guests in `user add`, and of each row of `invite bulk`.

mod again;
mod ahead;
mod answer;
pub(super) mod carry;
mod checks;
mod edit;
mod named;
mod sender;
mod show;

pub(super) use self::checks::{must_be_invitable, must_not_be_inactive};
pub use again::{Correction, EndOfNeed, SendAgain, cancel, correct, corrects_to, end_open, resend};
pub use ahead::{RowNames, read_ahead, read_ahead_with_addresses};
pub(super) use answer::need;
pub use answer::{Accepted, PasswordAtAccept, PasswordNeed, Proof, Replaced, accept, decline, inspect, of_invitee};
pub use checks::{declines_too_often, forms, must_be_a_form};
pub use edit::{Edit, Edited, FieldEdit, Mailing, edit};
pub use named::Named;
pub use sender::{AfterSender, OfSender, end_of_sender, sent_by};
pub(super) use sender::{check_offer, sender_may_give};
pub use show::{Whole, listed, show};

use std::borrow::Cow;

use crate::domain::audit_event::{AuditEvent, Event};
use crate::domain::authority::{Concerns, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, EntityId, GrantId, InvitationId, MailId, UserId};
use crate::domain::invitation::{
    DECLINES_COUNT, HeldGrant, Invitation, Kind, New, Plan, Policy, PriorInvitation, Resend, ResendPolicy, Skip, State,
    plan,
};
use crate::domain::language::Language;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::mail::{MailState, Required};
use crate::domain::reference::UserRef;
use crate::domain::role::Role;
use crate::domain::terms::{Asked, Terms};
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result, hint};
use crate::store::as_of::AsOf;
use crate::store::code::CodeRow;
use crate::store::grant::NewGrant;
pub use crate::store::invitation::{latest, mail as newest_mail};
pub use crate::store::invitation_list::{Filter, InvitationScope, Listed, NO_MAIL, mail as mail_state};
use crate::store::{Tx, as_of, code, grant, invitation, invitation_list, login};

use self::again::must_be_prepared;
use self::checks::{
    must_be_queued, must_have_left, must_link_the_same_form, must_replace_the_same, must_say_the_same, replaced,
    usual_life,
};
use self::sender::take_over_if_unable;

use super::client::prepare_login;
use super::dedicated::must_not_be_dedicated_elsewhere;
use super::hold;
use super::outbox::{Author, MailDraft, Sending};
use super::unit_of_work::Change;

/// What is asked for an address.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// First and last name of the person, should the address be new.
    pub name: Option<(&'a str, &'a str)>,
    /// Role, permissions and term, as far as said; what was prepared holds otherwise.
    pub asked: Asked,
    /// The form that the mail links (S2.11).
    pub form: Option<&'a str>,
    /// What the sender writes to the person.
    pub message: Option<&'a str>,
    /// The language of the mail and the page, where the person has none.
    pub language: Option<Language>,
    /// `--expires-in`; `None` = as long as the former sending, else as the setting `invite.expires_in` says.
    pub life: Option<Span>,
    /// The owner whose grant ends when this invitation is accepted.
    pub replaces: Option<&'a UserRef>,
    /// How much the sender insists.
    pub policy: Policy,
    /// Who invites, as mails name them; looked up where it is not at hand.
    pub by: Option<&'a Author>,
    /// Whether it is kept only if its mail leaves (`--require-mail`).
    pub mail: Required,
}

impl Ask<'_> {
    /// An invitation without extras: with the life of the setting, in the name of the actor, kept whether its mail leaves or
    /// not.
    #[must_use]
    pub const fn plain(asked: Asked) -> Self {
        let (name, form, message, language, life, replaces, by) = (None, None, None, None, None, None, None);
        Self { name, asked, form, message, language, life, replaces, policy: Policy::NAMED, by, mail: Required::No }
    }
}

/// Invites an address into a client. An unknown address is prepared by it.
///
/// # Errors
/// `usage` without a role where nothing is prepared, or for a form that is not set; `denied`; `conflict` when what is
/// asked differs from what exists, the login is inactive, or a minute has not passed since the last sending.
pub fn send(change: &mut Change<'_>, client: &ClientRow, email: &Email, ask: &Ask<'_>) -> Result<Sent> {
    let login = login::by_key(change.tx, email.key())?;
    send_to_person(change, client, (email, login.as_ref()), ask)
}

/// As [`send`], for an address with the login that it has in this transaction, if it has one.
///
/// # Errors
/// As [`send`].
pub fn send_to_person(
    change: &mut Change<'_>,
    client: &ClientRow,
    (email, login): (&Email, Option<&LoginRow>),
    ask: &Ask<'_>,
) -> Result<Sent> {
    match login {
        None => invite(change, client, To::Newcomer(email), None, ask),
        Some(login) => {
            let grant = grant::latest(change.tx, client.id, login.id)?;
            send_to(change, client, login, grant.as_ref(), ask)
        }
    }
}

/// As [`send`], for a caller that has read the login and its latest grant in the client already.
///
/// # Errors
/// As [`send`].
pub fn send_to(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    grant: Option<&GrantRow>,
    ask: &Ask<'_>,
) -> Result<Sent> {
    change.about_user(login.id);
    invite(change, client, To::Known(login), grant, ask)
}

#[derive(Debug, Clone, Copy)]
enum To<'a> {
    Known(&'a LoginRow),
    Newcomer(&'a Email),
}

impl<'a> To<'a> {
    const fn email(self) -> &'a Email {
        match self {
            Self::Known(login) => &login.email,
            Self::Newcomer(email) => email,
        }
    }
}

fn invite(
    change: &mut Change<'_>,
    client: &ClientRow,
    to: To<'_>,
    grant: Option<&GrantRow>,
    ask: &Ask<'_>,
) -> Result<Sent> {
    let now = change.now;
    let latest = match to {
        To::Known(login) => latest(change.tx, client.id, login.id)?,
        To::Newcomer(_) => None,
    };
    authorise(change, client, to, grant, latest.as_ref(), &ask.asked)?;
    let held = grant.map(|grant| HeldGrant { state: grant.state, terms: grant.terms });
    let declines = match (&latest, to) {
        (Some(latest), To::Known(login)) if !latest.is_open(now) => {
            invitation::declines(change.tx, client.id, login.id, now - DECLINES_COUNT)?
        }
        _ => 0,
    };
    let found =
        PriorInvitation { client: client.id, address: to.email(), grant: held, latest: latest.as_ref(), declines };
    let policy = match &latest {
        Some(latest) if has_failed(change, latest)? => ask.policy.where_mail_failed(),
        _ => ask.policy,
    };
    let plan = plan(&found, &ask.asked, &policy, now)?;
    if let (To::Known(login), Plan::Send { .. } | Plan::Resend(_)) = (to, &plan) {
        must_not_be_dedicated_elsewhere(change, client, login)?;
        must_be_invitable(change, client, login)?;
    }
    match (plan, latest) {
        (Plan::Send { terms, close }, latest) => {
            let declined = latest.as_ref().and_then(Declined::of);
            let expired = latest.filter(|latest| Some(latest.id) == close);
            let sent = anew(change, client, to, grant, terms, expired, ask)?;
            Ok(Sent { declined, ..sent })
        }
        (Plan::Resend(_), Some(latest)) => {
            let To::Known(login) = to else { return Err(Error::bug("an unknown address was invited before")) };
            must_replace_the_same(change, client, &latest, ask)?;
            let terms = must_be_prepared(change, client, &latest)?;
            if let ResendPolicy::AfterInterval { .. } = ask.policy.unanswered
                && let Some(from) = Sending::of_invitation(client.id, login, i64::from(latest.send_count) + 1)
                    .again_from(change.tx, now)?
            {
                // No one made a mistake: the next run that chases sends it.
                change.unchanged(EntityId::Invitation(latest.id));
                return Ok(Sent::nothing(SendOutcome::Skipped(Skip::MailedOften(from)), Some(latest)));
            }
            let by = change.actor.author().to_owned();
            let how = Resend { terms, life: ask.life, open: None, by: &by };
            let again = OnceMore { how, form: ask.form, message: ask.message, language: ask.language, mail: ask.mail };
            once_more(change, client, login, latest, &again)
        }
        (Plan::Resend(_), None) => Err(Error::bug("nothing to send again")),
        (Plan::HasAccess, latest) => {
            if let Some(old) = ask.replaces {
                return Err(Error::conflict(format!(
                    "{} is in already, so that there is nothing to accept",
                    to.email()
                ))
                .hint(hint![
                    format!("take {} out with ", &old),
                    Verb::UserRemove.step().about(&old).client(&client.slug)
                ]));
            }
            if let To::Known(login) = to {
                change.unchanged(EntityId::User(login.id));
            }
            Ok(Sent::nothing(SendOutcome::InAlready, latest))
        }
        (Plan::Pending { id, .. }, latest) => {
            if let Some(latest) = &latest {
                must_replace_the_same(change, client, latest, ask)?;
                must_be_a_form(change.tx, ask.form)?;
                must_link_the_same_form(latest, client, ask)?;
                must_say_the_same(latest, client, ask)?;
            }
            if ask.mail == Required::Yes {
                must_have_left(change, id, client)?;
            }
            change.unchanged(EntityId::Invitation(id));
            Ok(Sent::nothing(SendOutcome::Pending, latest))
        }
        (Plan::Skip(skip), latest) => {
            if let To::Known(login) = to {
                change.unchanged(EntityId::User(login.id));
            }
            Ok(Sent::nothing(SendOutcome::Skipped(skip), latest))
        }
    }
}

/// Whether someone waits for an answer to a mail that failed.
fn has_failed(change: &Change<'_>, latest: &Invitation) -> Result<bool> {
    Ok(latest.is_open(change.now) && invitation_list::mail(change.tx, latest.id)? == Some(MailState::Failed))
}

/// Asks for the right to give this person what the invitation gives, before anything is said about the person.
fn authorise(
    change: &mut Change<'_>,
    client: &ClientRow,
    to: To<'_>,
    grant: Option<&GrantRow>,
    latest: Option<&Invitation>,
    asked: &Asked,
) -> Result<()> {
    let relation = change.relation(client.id)?;
    let existing = grant.filter(|grant| grant.state != GrantState::Ended).map(|grant| (grant.state, grant.terms));
    let pending = latest.filter(|latest| latest.is_open(change.now)).map(|latest| latest.terms);
    // What is prepared is what accepting gives, whatever a former mail said.
    let pending = pending.filter(|_| existing.is_none());
    let role = existing.map(|(_, terms)| terms.role).max(pending.map(|terms| terms.role)).max(asked.role);
    let Some(role) = role else { return change.authorise(&Target::client(relation)) };
    let gives = match (pending, existing) {
        (_, Some((GrantState::Active, _))) => None,
        (_, Some((_, terms))) | (Some(terms), None) => Some((terms.permissions, terms.until)),
        (None, None) => Some((asked.permissions.unwrap_or_else(|| role.default_permissions()), asked.until)),
    };
    let whose = match to {
        To::Known(login) => whose(change, login.id),
        To::Newcomer(_) => Concerns::Others,
    };
    let target = Target::member(relation, whose, role);
    change.authorise(&gives.map_or(target, |(permissions, until)| target.giving(permissions).lasting(until)))
}

/// Whom something of this user concerns.
pub(super) fn whose(change: &Change<'_>, user: UserId) -> Concerns {
    if change.actor.user().is_some_and(|actor| actor.id == user) { Concerns::Own } else { Concerns::Others }
}

/// A new invitation, where there was none, or the former one has ended.
fn anew(
    change: &mut Change<'_>,
    client: &ClientRow,
    to: To<'_>,
    grant: Option<&GrantRow>,
    terms: Terms,
    expired: Option<Invitation>,
    ask: &Ask<'_>,
) -> Result<Sent> {
    must_be_a_form(change.tx, ask.form)?;
    let replaces = ask.replaces.map(|old| replaced(change, client, old, to.email(), &terms)).transpose()?;
    let expired = expired.map(|expired| close(change, expired)).transpose()?;
    let login = match to {
        To::Known(login) => Cow::Borrowed(login),
        To::Newcomer(email) => Cow::Owned(prepare_login(change, email, ask.name.unwrap_or_default(), None)?),
    };
    let prepared = grant.filter(|grant| grant.state == GrantState::Prepared).map(|grant| grant.id);
    let Ask { form, message, language, life, by, mail, .. } = *ask;
    let fresh = Fresh { terms, form, message, language, life, replaces, by, mail };
    let (sent, event) = begin(change, client, &login, prepared, &fresh)?;
    change.record(event);
    if let To::Newcomer(_) = to {
        change.record(AuditEvent::UserPrepare { id: login.id });
    }
    expired.into_iter().for_each(|event| change.record(event));
    Ok(sent)
}

/// What a new invitation needs.
#[derive(Debug, Clone, Copy)]
struct Fresh<'a> {
    terms: Terms,
    form: Option<&'a str>,
    message: Option<&'a str>,
    language: Option<Language>,
    life: Option<Span>,
    replaces: Option<GrantId>,
    by: Option<&'a Author>,
    mail: Required,
}

/// A new invitation, on the grant that is prepared, or on one that is prepared by it.
fn begin(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    prepared: Option<GrantId>,
    fresh: &Fresh<'_>,
) -> Result<(Sent, Event)> {
    let author = change.actor.author();
    let grant = match prepared {
        Some(grant) => grant,
        None => {
            let new = NewGrant {
                client: client.id,
                user: login.id,
                terms: fresh.terms,
                for_partner: None,
                granted_by: author,
            };
            grant::prepare(change.tx, &new, change.now, change.audit())?
        }
    };
    let new = New {
        client: client.id,
        user: login.id,
        grant,
        address: login.email.clone(),
        terms: fresh.terms,
        kind: kind_for(login),
        form: fresh.form.map(str::to_owned),
        message: fresh.message.map(str::to_owned),
        language: fresh.language,
        life: Some(fresh.life.map_or_else(|| usual_life(change), Ok)?),
        by: author.to_owned(),
        replaces: fresh.replaces,
    };
    let (record, event) = Invitation::send(invitation::next_id(change.tx)?, new, change.now)?;
    let Posted { mail, code, former } = post(change, client, login, &record, fresh.by, fresh.mail)?;
    invitation::insert(change.tx, &record, mail, change.audit())?;
    Ok((
        Sent {
            fate: SendOutcome::Sent,
            invitation: Some(record),
            mail: Some(mail),
            code: Some(code),
            former,
            declined: None,
        },
        event,
    ))
}

/// How an invitation goes out once more.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnceMore<'a> {
    how: Resend<'a>,
    form: Option<&'a str>,
    message: Option<&'a str>,
    language: Option<Language>,
    mail: Required,
}

/// The invitation that is pending or expired goes out once more: a new code, the former one dead, time begins again.
/// Whether the login has become active meanwhile is checked again, and the form, the message and the language that are given now count.
///
/// # Errors
/// As [`Invitation::resend`]; `usage` for a form that is not set.
pub(super) fn once_more(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    record: Invitation,
    again: &OnceMore<'_>,
) -> Result<Sent> {
    must_be_a_form(change.tx, again.form)?;
    hold::must_not_run_again(change.tx, client, &record, change.now)?;
    let (mut record, event) = record.resend(change.now, again.how)?;
    hold::must_outlast_hold(change.tx, &record)?;
    record.kind = kind_for(login);
    record.form = again.form.map(str::to_owned).or(record.form);
    record.message = again.message.map(str::to_owned).or(record.message);
    record.language = again.language.or(record.language);
    take_over_if_unable(change, &mut record)?;
    invitation::update(change.tx, &record, change.audit())?;
    let Posted { mail, code, former } = post(change, client, login, &record, None, again.mail)?;
    invitation::set_mail(change.tx, record.id, mail)?;
    change.record(event);
    Ok(Sent {
        fate: SendOutcome::Resent,
        invitation: Some(record),
        mail: Some(mail),
        code: Some(code),
        former,
        declined: None,
    })
}

/// A mail that was queued with its code.
struct Posted {
    mail: MailId,
    code: Code,
    former: Option<CodeRow>,
}

/// Queues the mail of this sending and issues its code.
fn post(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    record: &Invitation,
    by: Option<&Author>,
    required: Required,
) -> Result<Posted> {
    let former = match required {
        Required::Yes => code::find(change.tx, CodeKind::Invitation, record.id.get())?,
        Required::No => None,
    };
    let sending = i64::from(record.send_count);
    Sending::of_invitation(client.id, login, sending).check(change)?;
    let code = match sending {
        1 => change.issue_first_code(CodeKind::Invitation, record.id.get(), Some(client.id))?,
        _ => change.issue_code_version(CodeKind::Invitation, record.id.get(), Some(client.id), sending)?,
    };
    let author = match by {
        Some(author) => Cow::Borrowed(author),
        None => Cow::Owned(Author::named(change.tx, &record.invited_by)?),
    };
    let draft = MailDraft { required, ..MailDraft::invitation(record, login, (client.id, &client.name), &author) };
    let mail = change.queue(&draft)?;
    if required == Required::Yes {
        must_be_queued(change, mail)?;
    }
    Ok(Posted { mail, code, former })
}

/// Closes a record whose time is over; its code is dead.
fn close(change: &mut Change<'_>, record: Invitation) -> Result<Event> {
    let step = record.close_if_expired(change.now);
    let event = step.event().cloned().ok_or_else(|| Error::bug("an open invitation was to be closed as expired"))?;
    let record = step.into_record();
    invitation::update(change.tx, &record, change.audit())?;
    code::kill(change.tx, CodeKind::Invitation, record.id.get())?;
    Ok(event)
}

/// What accepting will do to the login.
fn kind_for(login: &LoginRow) -> Kind {
    if login.state == LoginState::Prepared { Kind::Activation } else { Kind::Association }
}

/// Whether what a person has in a client was changed between two rows of the audit.
pub fn is_changed_between(tx: &Tx<'_>, client: ClientId, user: UserId, first: i64, second: i64) -> Result<bool> {
    let at = |audit| as_of::open_grant(tx, client, user, AsOf::Audit(audit));
    Ok(at(first)? != at(second)?)
}

// The owners of a client, who are invited together.

/// The addresses of a client's owners, prepared or active.
pub fn owners(tx: &Tx<'_>, client: &ClientRow) -> Result<Vec<Email>> {
    owners_but(tx, client, |_, _| true)
}

/// The addresses of a client's owners whom an invitation lets in: the login is not switched off, and the term lasts.
pub fn owners_who_may_come_in(tx: &Tx<'_>, client: &ClientRow, now: Instant) -> Result<Vec<Email>> {
    owners_but(tx, client, |state, until| state != LoginState::Inactive && until.is_none_or(|until| now < until))
}

fn owners_but(
    tx: &Tx<'_>,
    client: &ClientRow,
    wanted: impl Fn(LoginState, Option<Instant>) -> bool,
) -> Result<Vec<Email>> {
    let mut owners = Vec::new();
    for grant in grant::of_client(tx, client.id)?.iter().filter(|grant| grant.terms.role == Role::Owner) {
        let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::bug("an owner without login"))?;
        if wanted(login.state, grant.terms.until) {
            owners.push(login.email);
        }
    }
    Ok(owners)
}

// The result of sending an invitation.

#[derive(Debug)]
pub struct Sent {
    pub fate: SendOutcome,
    /// The invitation that it is about, as it is now.
    pub invitation: Option<Invitation>,
    /// The mail that was queued.
    pub mail: Option<MailId>,
    /// The new code, for `--show-link`.
    pub code: Option<Code>,
    /// The code that it replaced, where it may have to come back: see [`crate::ops::unmailed::withdraw`].
    pub former: Option<CodeRow>,
    /// The former invitation, where the person declined it.
    pub declined: Option<Declined>,
}

/// An invitation that was declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    pub id: InvitationId,
    pub at: Instant,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

impl Declined {
    /// Nothing of an invitation in any other state.
    fn of(invitation: &Invitation) -> Option<Self> {
        match &invitation.state {
            State::Declined { at, reason, .. } => Some(Self { id: invitation.id, at: *at, reason: reason.clone() }),
            _ => None,
        }
    }
}

/// What a sending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOutcome {
    /// A new invitation was sent.
    Sent,
    /// The one that was pending or had expired was sent again.
    Resent,
    /// Nothing: the person was asked and has not answered.
    Pending,
    /// Nothing: the person is in.
    InAlready,
    Skipped(Skip),
}

impl Sent {
    /// When the invitation ends, while it is open at `now`.
    pub fn expires_at(&self, now: Instant) -> Option<Instant> {
        self.invitation.as_ref().filter(|invitation| invitation.is_open(now)).map(|invitation| invitation.expires_at)
    }

    const fn nothing(fate: SendOutcome, invitation: Option<Invitation>) -> Self {
        Self { fate, invitation, mail: None, code: None, former: None, declined: None }
    }
}
