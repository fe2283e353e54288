//! The answer to an invitation: with the code from the mail, or in the person's place (docs/reference.md#invitations).

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{self, Concerns, Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::code::{Code, CodeKind};
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, EntityId, GrantId, InvitationId, MailId, UserId};
use crate::domain::invitation::{Invitation, InvitationStatus, State};
use crate::domain::login::{LoginRow, LoginState, PasswordDuty};
use crate::domain::mail::MailState;
use crate::domain::password::TEMPORARY_LIFE;
use crate::domain::proof::{self, Owner};
use crate::domain::recovery::{Administration, Recovery};
use crate::domain::reference::{ClientRef, Reading};
use crate::domain::role::Role;
use crate::domain::step::Step;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, Wanted, hint, sentence};
use crate::ops::notify::{self, AnsweredBy};
use crate::ops::outbox::MailDraft;
use crate::ops::password::Hashed;
use crate::ops::reach::{self, still};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::unit_of_work::Change;
use crate::ops::{hold, last_owner, notice, proven, web_session};
use crate::store::code::{CodeRow, CodeState};
use crate::store::credential::{self, PasswordOrigin};
use crate::store::{Tx, client, code, grant, invitation, login};

use super::again::must_be_prepared;
use super::checks::{may_go, must_not_be_inactive};
use super::sender::{AfterSender, OfSender, end_of_sender, sender_must_still_give};

/// What entitles to the answer.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// The code from the mail.
    Code(&'a Code),
    /// None: staff answers in the place of the person, whose invitation this is.
    InPlace(InvitationId),
    /// None is needed: the person is signed in, and the invitation is theirs.
    SignedIn(InvitationId),
}

impl Proof<'_> {
    const fn given_by(self) -> AnsweredBy {
        match self {
            Self::InPlace(_) => AnsweredBy::Staff,
            Self::Code(_) | Self::SignedIn(_) => AnsweredBy::Person,
        }
    }
}

/// What a proof leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordAtAccept {
    /// The invitation, in whatever state.
    pub invitation: Invitation,
    pub client: ClientSeen,
    pub login: LoginRow,
    /// Whether accepting takes a password.
    pub password: PasswordNeed,
    /// The mail that has to leave before anyone can answer.
    pub held_by: Option<(MailId, MailState)>,
    /// The recovery that it belongs to, which is accepted only once no one can stop it any more.
    pub recovery: Option<Recovery>,
    /// Whether anyone can administer the client.
    pub administration: Administration,
}

/// Whether accepting takes a password: where the login has none of its person's at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordNeed {
    Password,
    /// A new one: the present one was chosen by someone who had not proven the address, and dies with the code.
    Replacement,
    /// The login has one, which stays as it is.
    Nothing,
}

/// An invitation that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The invitation as it is now.
    pub invitation: Invitation,
    /// The end of the temporary password, where one was set.
    pub temporary_until: Option<Instant>,
    /// The owner whose grant ended with it.
    pub replaced: Option<Replaced>,
    /// The state of the client now.
    pub state: ClientState,
}

/// An owner whose place another person took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    pub owner: LoginRow,
    /// The invitations of that owner that were withdrawn.
    pub sent: OfSender,
}

/// What a code leads to. Looking never uses it.
///
/// # Errors
/// `not_found` for an unknown code, `expired` for one that a later sending replaced.
pub fn inspect(tx: &Tx<'_>, actor: &Actor, code: &Code, now: Instant) -> Result<PasswordAtAccept> {
    let (invitation, _) = by_code(tx, code)?;
    let client = resolve::client_by_id(tx, actor, invitation.client, "the code", now)?;
    entrance(tx, invitation, client, now)
}

/// The invitation of the person on whose behalf staff acts, into the client that is named. The person need not see the
/// client otherwise.
///
/// # Errors
/// `not_found`; `denied` when the invitation that is named is someone else's, into a client that the person sees;
/// `foreign_entity` when it is theirs, but into another client.
pub fn of_invitee(
    tx: &Tx<'_>,
    actor: &Actor,
    verb: Verb,
    place: &ClientRef,
    what: Option<InvitationId>,
    now: Instant,
) -> Result<PasswordAtAccept> {
    let Some(user) = actor.user() else { return Err(Error::bug("staff answers in their own name")) };
    let mut elsewhere = None;
    for invitation in invitation::of_user(tx, user.id)?.into_iter().rev() {
        if what.is_some_and(|id| id != invitation.id) {
            continue;
        }
        let row =
            client::by_id(tx, invitation.client)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))?;
        let is_meant = place.readings().iter().any(|reading| match reading {
            Reading::Id(id) => *id == row.id,
            Reading::Slug(slug) => *slug == row.slug,
            Reading::Account(_) | Reading::Domain(_) | Reading::Owner(_) => false,
        });
        if is_meant {
            let client = resolve::client_by_id(tx, actor, row.id, Flag::Client.typed(), now)?;
            return entrance(tx, invitation, client, now);
        }
        let is_known = may_know_client(tx, actor, (invitation.client, user.id), now)?;
        elsewhere = Some((invitation.id, row, is_known));
    }
    let known = elsewhere.filter(|(_, _, is_known)| *is_known);
    if let (Some((id, row, _)), Some(_)) = (known, what) {
        return Err(Error::foreign_entity(format!(
            "{id} is not of {place}: it belongs to {}; nothing was changed",
            named(&row)
        ))
        .hint(hint!["look it up with ", Verb::InviteShow.step().about(&id)])
        .other_client(row.id)
        .fact("other_client_slug", row.slug.to_string()));
    }
    if let Some(id) = what
        && let Some(other) = invitation::by_id(tx, id)?
        && reach::sees(tx, actor, other.client, now)?
    {
        authority::decide(actor, verb, &Target::login(Concerns::Others))?;
    }
    let what = what.map_or_else(|| "no invitation".to_owned(), |id| format!("no invitation {id}"));
    Err(Error::not_found(format!("{} has {what} to {place}", user.email))
        .hint(hint!["see their invitations with ", Verb::InviteList.step().with(Flag::User, &user.email)]))
}

/// Whether the person of an invitation may read how its client is called by now: while it can be answered, or would be
/// if it were sent again, and where they see the client anyway.
pub(super) fn may_know_client(
    tx: &Tx<'_>,
    actor: &Actor,
    (client, person): (ClientId, UserId),
    now: Instant,
) -> Result<bool> {
    Ok(grant::open(tx, client, person)?.is_some() || reach::sees(tx, actor, client, now)?)
}

impl PasswordNeed {
    /// Says that a password is missing.
    #[must_use]
    pub fn refusal(self, person: &LoginRow) -> Error {
        let email = &person.email;
        Error::unconfirmed(match self {
            Self::Password | Self::Nothing => {
                format!("{email} has no password yet, and none was given; nothing was changed")
            }
            Self::Replacement => {
                format!(
                    "the password of {email} was chosen before the address was proven, so that it needs a new one; nothing was changed"
                )
            }
        })
    }
}

impl PasswordAtAccept {
    /// Whether it could be accepted now, so that no one is asked for a password in vain.
    ///
    /// # Errors
    /// As [`accept`].
    pub fn must_be_open(&self, now: Instant) -> Result<()> {
        resolve::must_be_open(&self.client.row)?;
        must_not_be_replaced(&self.invitation)?;
        self.invitation.clone().accept(now, self.login.email.as_str()).map(drop)?;
        self.must_be_mailed(now)?;
        must_not_be_inactive(&self.login)
    }

    /// Whether it is not held any more, where it recovers an account. It can be declined before.
    ///
    /// # Errors
    /// `conflict`, with the instant from which it can be accepted; or when someone can administer the client again.
    pub fn must_be_over_hold(&self, now: Instant) -> Result<()> {
        let slug = &self.client.row.slug;
        self.recovery.as_ref().map_or(Ok(()), |recovery| recovery.check_over(slug, self.administration, now))
    }

    /// Whether it waits for nothing but the answer.
    ///
    /// # Errors
    /// `conflict` when its mail must leave first.
    pub fn must_be_mailed(&self, now: Instant) -> Result<()> {
        if self.invitation.is_open(now) { must_not_be_held(&self.invitation, self.held_by) } else { Ok(()) }
    }
}

/// Accepts an invitation: the login is active, the grant holds with the terms that were fixed at sending, the client is
/// active once it has an owner and someone who administers it for good, and the owner who is replaced is out. Uses the code up; a failure does not. Unchanged if
/// the same person accepted it before. `shown` is what the person saw of its terms ([`crate::domain::terms::Terms::word`]).
///
/// # Errors
/// `not_found`, `expired`, `conflict` by the code's and the invitation's state, and where it is of a recovery that the
/// client does not need any more; `denied` unless it is the invited
/// person; `unconfirmed` when the login has no password and none is given; `client_state`.
pub fn accept(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    proof: Proof<'_>,
    password: Option<&Hashed>,
    shown: Option<&str>,
) -> Result<Accepted> {
    let ProvenAnswer { client, record, person, version } = answer(change, seen, proof)?;
    must_not_be_inactive(&person)?;
    if record.is_open(change.now) {
        hold::must_be_over(change.tx, &client, &record, change.now)?;
        shown.map(|shown| record.check_shown(shown, change.now)).transpose()?;
        let prepared = must_be_prepared(change, &client, &record)?;
        record.check_prepared(&prepared, change.now)?;
        sender_must_still_give(change, &record)?;
    }
    let (record, event) = match record.accept(change.now, person.email.as_str())? {
        Step::Made(record, event) => (record, event),
        Step::Unchanged(record) => return accepted_before(change, &client, record),
    };
    use_up(change, &record, version)?;
    invitation::update(change.tx, &record, change.audit())?;
    grant::activate(change.tx, record.grant, &record.terms, change.now, change.audit())?;
    change.record(event);
    if person.language.is_none() && record.language.is_some() {
        login::set_language(change.tx, person.id, record.language, change.audit())?;
    }
    let temporary_until = activate(change, &person, proof, password)?;
    let state = last_owner::activate_draft(change, &client)?;
    proved(change, &record, &person, version)?;
    let replaced = record.replaces.map(|old| replace(change, &client, old, &record)).transpose()?.flatten();
    match proof {
        Proof::Code(_) if change.actor.signs_in() => {
            login::signed_in(change.tx, person.id, change.now)?;
            client::entered(change.tx, client.id, person.id, change.now)?;
        }
        // What is done with `--as` is no sign-in, even where the code is at hand.
        Proof::Code(_) => {}
        Proof::SignedIn(_) => client::entered(change.tx, client.id, person.id, change.now)?,
        Proof::InPlace(_) => notify_owners(change, &client, &record, &person)?,
    }
    notify::of_acceptance(change, &client, &record, &person, proof.given_by())?;
    Ok(Accepted { invitation: record, temporary_until, replaced, state })
}

/// Declines an invitation, with the reason that was given. The person stays prepared. Uses the code up.
///
/// # Errors
/// As [`accept`], but for the password.
pub fn decline(change: &mut Change<'_>, seen: &ClientSeen, proof: Proof<'_>) -> Result<Invitation> {
    let ProvenAnswer { client, record, person, version } = answer(change, seen, proof)?;
    let reason = change.reason.map(str::to_owned);
    let (record, event) = match record.decline(change.now, person.email.as_str(), reason)? {
        Step::Made(record, event) => (record, event),
        Step::Unchanged(record) => {
            change.unchanged(EntityId::Invitation(record.id));
            return Ok(record);
        }
    };
    use_up(change, &record, version)?;
    invitation::update(change.tx, &record, change.audit())?;
    change.record(event);
    proved(change, &record, &person, version)?;
    notify::of_refusal(change, &client, &record, &person, proof.given_by())?;
    Ok(record)
}

/// The same answer once more, while what it gave holds.
///
/// # Errors
/// `conflict` when the person was taken out since.
fn accepted_before(change: &mut Change<'_>, client: &ClientRow, record: Invitation) -> Result<Accepted> {
    let grant = grant::by_id(change.tx, record.grant)?.ok_or_else(|| Error::failed("damaged data: a grant is gone"))?;
    if grant.state != GrantState::Active {
        return Err(Error::conflict(format!(
            "{} was accepted before, and {} was taken out of {} since",
            record.id,
            record.address,
            named(client)
        ))
        .hint(hint!["invite again with ", Verb::InviteSend.step().about(&record.address).client(&client.slug)])
        .fact("invitation_id", record.id.to_string()));
    }
    change.unchanged(EntityId::Invitation(record.id));
    Ok(Accepted { invitation: record, temporary_until: None, replaced: None, state: client.state })
}

/// An answer whose right is proven and whose invitation is in a state to be answered.
struct ProvenAnswer {
    client: ClientRow,
    record: Invitation,
    person: LoginRow,
    /// Of the code that is used up.
    version: Option<i64>,
}

fn answer(change: &mut Change<'_>, seen: &ClientSeen, proof: Proof<'_>) -> Result<ProvenAnswer> {
    if let (Proof::SignedIn(_), Actor::Staff(_) | Actor::OnBehalf { .. } | Actor::Visitor) = (proof, change.actor) {
        return Err(Error::bug("the person is not signed in"));
    }
    let client = change.client_of_answer(seen)?;
    let (record, code) = match proof {
        Proof::Code(code) => by_code(change.tx, code).map(|(record, row)| (record, Some(row)))?,
        Proof::InPlace(id) | Proof::SignedIn(id) => (
            invitation::by_id(change.tx, id)?
                .ok_or_else(|| Error::not_found(format!("there is no invitation {id}")))?,
            None,
        ),
    };
    if record.client != client.id {
        return Err(Error::bug(format!("{} is not of the client that was shown", record.id)));
    }
    let person = login::by_id(change.tx, record.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let target = Target::login(super::whose(change, person.id));
    change.authorise(&if code.is_some() { target.with_code() } else { target })?;
    change.about_user(person.id);
    record.check_address(&person.email)?;
    must_not_be_replaced(&record)?;
    if record.is_open(change.now) {
        must_not_be_held(&record, invitation::held_by(change.tx, record.id)?)?;
    }
    Ok(ProvenAnswer { client, record, person, version: code.map(|row| row.version) })
}

/// The invitation of a code, and what the database keeps of the code. The two are compared in constant time.
fn by_code(tx: &Tx<'_>, code: &Code) -> Result<(Invitation, CodeRow)> {
    let unknown = || {
        Error::not_found("this code opens nothing in this database").hint(hint![
            "copy it from the newest mail, whole, and make sure that ",
            Flag::Db,
            " names the right database"
        ])
    };
    let row = code::find(tx, CodeKind::Invitation, code.record())?.ok_or_else(unknown)?;
    let record = invitation::by_id(tx, InvitationId::new(code.record()))?.ok_or_else(unknown)?;
    if code.matches(&row.digest) {
        return if row.state == CodeState::Dead && record.state == State::Pending {
            Err(withdrawn(&record))
        } else {
            Ok((record, row))
        };
    }
    if row.version == 1 {
        return Err(unknown());
    }
    Err(Error::expired(sentence!["this code is dead: ", record.id, " was sent again at ", record.sent_at.as_end()])
        .hint(Hint::plain("use the code of the newest mail")))
}

fn entrance(tx: &Tx<'_>, invitation: Invitation, client: ClientSeen, now: Instant) -> Result<PasswordAtAccept> {
    let login = login::by_id(tx, invitation.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let password = need(tx, &login)?;
    let held_by = invitation::held_by(tx, invitation.id)?;
    let recovery = hold::of_invitation(tx, invitation.id)?;
    let administration = hold::administration(tx, invitation.client, now)?;
    Ok(PasswordAtAccept { invitation, client, login, password, held_by, recovery, administration })
}

/// What the login needs for its person to be the only one who knows its password.
pub(in crate::ops) fn need(tx: &Tx<'_>, login: &LoginRow) -> Result<PasswordNeed> {
    Ok(match credential::find(tx, login.id)? {
        None => PasswordNeed::Password,
        Some(credential) => match credential.owner(&login.email) {
            Owner::Person => PasswordNeed::Nothing,
            Owner::Anyone => PasswordNeed::Replacement,
        },
    })
}

/// A code that another invitation replaced is late, not wrong.
fn must_not_be_replaced(record: &Invitation) -> Result<()> {
    if let State::Superseded { at, .. } = &record.state {
        return Err(Error::expired(sentence![record.id, " is dead: another took its place at ", at.as_end()])
            .hint(Hint::plain("use the code of the newest mail"))
            .fact("invitation_id", record.id.to_string())
            .fact("state", InvitationStatus::Superseded.name()));
    }
    Ok(())
}

/// Anyone who invited said that nothing is to come of it unless the mail leaves. Until then no one answers, with whatever
/// code, nor in the person's place.
fn must_not_be_held(record: &Invitation, held_by: Option<(MailId, MailState)>) -> Result<()> {
    let Some((mail, state)) = held_by else { return Ok(()) };
    Err(Error::conflict(format!("{} cannot be answered yet: its mail has not left yet, {mail} is {state}", record.id))
        .hint(match state {
            MailState::Queued | MailState::Sending => {
                hint!["try again in some minutes; ", Verb::MailDeliver.step(), " sends what waits"]
            }
            _ => hint!["send it again with ", Verb::InviteResend.step().about(&record.id).client(&record.client)],
        })
        .fact("invitation_id", record.id.to_string())
        .fact("client_id", record.client.to_string())
        .fact("mail_id", mail.to_string())
        .fact("mail", state.name()))
}

/// A restore lays codes to rest whose invitations wait on.
fn withdrawn(record: &Invitation) -> Error {
    Error::expired(format!("the code of {} was withdrawn", record.id))
        .hint(hint!["send a new one with ", Verb::InviteResend.step().about(&record.id).client(&record.client)])
        .fact("invitation_id", record.id.to_string())
}

fn used(record: &Invitation) -> Error {
    Error::conflict(format!("the code of {} was used already", record.id))
        .hint(hint!["see what became of it with ", Verb::InviteShow.step().about(&record.id)])
        .fact("invitation_id", record.id.to_string())
}

/// Uses the code up. Of two answers at the same moment one wins.
fn use_up(change: &Change<'_>, record: &Invitation, version: Option<i64>) -> Result<()> {
    match version {
        None => code::kill(change.tx, CodeKind::Invitation, record.id.get()),
        Some(version) if code::consume(change.tx, CodeKind::Invitation, record.id.get(), version)? => Ok(()),
        Some(_) => Err(used(record)),
    }
}

/// The code was used up: its mail arrived.
fn proved(change: &mut Change<'_>, record: &Invitation, person: &LoginRow, version: Option<i64>) -> Result<()> {
    version.map_or(Ok(()), |version| proven::by_code(change, person, record.id, version))
}

/// Makes the login active, with a password where it has none at this moment. When the password ends, if it is only
/// temporary.
fn activate(
    change: &mut Change<'_>,
    person: &LoginRow,
    proof: Proof<'_>,
    password: Option<&Hashed>,
) -> Result<Option<Instant>> {
    if person.state == LoginState::Prepared {
        login::set_state(change.tx, person.id, LoginState::Active, change.now, change.audit())?;
        change.record(AuditEvent::UserActivate { id: person.id, email: None });
    }
    let need = need(change.tx, person)?;
    if need == PasswordNeed::Nothing {
        return Ok(None);
    }
    let Some(password) = password else {
        return Err(need.refusal(person).hint(hint![
            "give the new one with ",
            Flag::PasswordFile.with(&Wanted("FILE")),
            " or ",
            Flag::PasswordStdin,
            ", or at a terminal"
        ]));
    };
    let (origin, by, duty, until) = match proof {
        // A password that another person may know is replaced by the code of the mail alone.
        Proof::SignedIn(_) => return Err(need.refusal(person)),
        Proof::Code(_) => (PasswordOrigin::Own, proof::By::Code, PasswordDuty::None, None),
        Proof::InPlace(_) => {
            let expires_at = change.now + TEMPORARY_LIFE;
            let origin = PasswordOrigin::Temporary { expires_at };
            (origin, proof::By::Nothing, PasswordDuty::Change, Some(expires_at))
        }
    };
    let proven_for = proof::proven_for(by, &person.email);
    credential::set(change.tx, person.id, password.as_str(), origin, proven_for, change.now)?;
    if need == PasswordNeed::Replacement {
        code::kill_of_login(change.tx, person.id)?;
        web_session::end_all(change, person.id, "the password was replaced")?;
        change.record(AuditEvent::UserReplacePassword { id: person.id, email: person.email.clone() });
    }
    if person.duty != duty {
        login::set_duty(change.tx, person.id, duty, change.audit())?;
    }
    Ok(until)
}

/// Ends the grant of the owner who is replaced.
fn replace(change: &mut Change<'_>, client: &ClientRow, old: GrantId, by: &Invitation) -> Result<Option<Replaced>> {
    let old = grant::by_id(change.tx, old)?.ok_or_else(|| Error::failed("damaged data: a grant is gone"))?;
    if old.state != GrantState::Active {
        return Ok(None);
    }
    may_go(change, client, &old)?;
    grant::end(change.tx, old.id, change.now, by.address.as_str(), change.audit())?;
    change.about_user(old.user);
    let person = login::by_id(change.tx, old.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let still = still::of(change.tx, &person, client, change.now)?;
    let sent = end_of_sender(change, &person, &[client.id], AfterSender::Withdraw)?;
    change.record(AuditEvent::UserReplace { id: old.user, by: by.address.clone(), still: still::noted(&still) });
    for withdrawn in &sent.invitations {
        change.record(AuditEvent::InviteCancel { id: withdrawn.id, email: withdrawn.address.clone() });
    }
    notice::of_replaced(change, client, &person, &old, &by.address)?;
    Ok(Some(Replaced { owner: person, sent }))
}

/// Staff accepted without the code: the owners are notified, the active ones, else the prepared ones.
fn notify_owners(change: &mut Change<'_>, client: &ClientRow, record: &Invitation, person: &LoginRow) -> Result<()> {
    let mut owners = grant::of_client(change.tx, client.id)?;
    owners.retain(|grant| grant.terms.role == Role::Owner);
    let is_active = |grant: &GrantRow| grant.is_in_force(change.now);
    if owners.iter().any(is_active) {
        owners.retain(is_active);
    }
    let staff = change.actor.staff().map(|staff| staff.name.clone()).unwrap_or_default();
    let reason = change.reason.unwrap_or_default();
    for owner in owners {
        let Some(to) = login::by_id(change.tx, owner.user)? else { continue };
        let about = (client.id, client.name.as_str());
        let draft =
            MailDraft::accepted_by_staff(&to, about, person.email.as_str(), &staff, reason, record.terms, change.now);
        change.queue(&draft)?;
    }
    Ok(())
}
