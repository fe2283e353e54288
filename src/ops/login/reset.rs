//! A password for someone who has none that works: a one-use code by mail, or a temporary one that is shown once.

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Concerns, Target, Verb, decide};
use crate::domain::code::CodeKind;
use crate::domain::email::Email;
use crate::domain::id::SessionId;
use crate::domain::login::{LoginRow, LoginState, Mailbox, PasswordDuty};
use crate::domain::password::TEMPORARY_LIFE;
use crate::domain::reference::UserRef;
use crate::domain::sending::check_pause;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Flag, Result, Wanted, hint};
use crate::mail::MailKind;
use crate::mail::facts::How;
use crate::ops::bounce::came_back;
use crate::ops::outbox::Sending;
use crate::ops::outbox::{Author, MailDraft};
use crate::ops::partner_user::must_be_the_partners_alone;
use crate::ops::password::Hashed;
use crate::ops::reached::unknown;
use crate::ops::unit_of_work::Change;
use crate::ops::{sign_in, who};
use crate::store::credential::{self, PasswordOrigin};
use crate::store::password_reset::{self, ResetRow};
use crate::store::{Tx, bounce, code, login, throttle};

use super::never_activated;
use super::{SessionsEnd, end_sessions};

/// How long the code of a mailed reset lives (docs/reference.md#commands).
pub const LIFE: Span = Span::DAY;

/// How the person gets a new password.
#[derive(Clone, Copy)]
pub enum ResetMethod<'a> {
    /// They choose it, with a code that is mailed.
    Mail,
    /// This temporary one was made up for them.
    Temporary(&'a Hashed),
}

/// A reset that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset {
    /// The login as it is now.
    pub login: LoginRow,
    /// When the code, or the temporary password, dies.
    pub expires_at: Instant,
    pub ended: Vec<SessionId>,
}

/// Resets a password: for staff, the person, or a colleague whose reach takes theirs in. Ends the person's sessions,
/// lifts the throttle, and an older code is dead. A mailed code leaves the present password as it is until it is used.
///
/// # Errors
/// `denied`, `not_found`; `conflict` for a login that no one activated, is inactive, or has no mailbox for the code, and
/// for a mail within a minute of the last, or the sixth again within 24 hours.
pub fn reset(change: &mut Change<'_>, person: &UserRef, way: ResetMethod<'_>) -> Result<Reset> {
    let (tx, actor, now) = (change.tx, change.actor, change.now);
    let login = meant(tx, actor, person, |target| change.authorise(target))?;
    let id = login.id;
    change.about_user(id);
    must_be_in_use(&login)?;
    throttle::lift(tx, login.email.key())?;
    code::kill_of_login(tx, id)?;
    let email = login.email.clone();
    let expires_at = match way {
        ResetMethod::Mail => mail_code(change, &login)?,
        ResetMethod::Temporary(hashed) => {
            let expires_at = now + TEMPORARY_LIFE;
            let origin = PasswordOrigin::Temporary { expires_at };
            credential::set(tx, id, hashed.as_str(), origin, None, now)?;
            if login.duty == PasswordDuty::None {
                login::set_duty(tx, id, PasswordDuty::Change, change.audit())?;
            }
            let by = Author::named(tx, change.actor.author())?;
            change.record(AuditEvent::UserResetPassword { id, email, how: "with a temporary password".to_owned() });
            let how = How::Reset { by: by.name, support: by.support };
            change.queue(&MailDraft::password_changed(&login, how, Some(expires_at), now))?;
            expires_at
        }
    };
    let ended = end_sessions(change, &login, SessionsEnd::PasswordReset)?;
    let login = login::by_id(tx, id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    Ok(Reset { login, expires_at, ended })
}

/// Mails a code to the person who forgot the password, or to anyone of whom that is said: the password, the throttle and
/// the sessions stay as they are until the code is used, so that no one can lock another person out.
///
/// # Errors
/// As [`reset`] with [`ResetMethod::Mail`].
pub fn forgotten(change: &mut Change<'_>, email: &Email) -> Result<LoginRow> {
    let person = UserRef::Email(email.clone());
    change.authorise(&Target::login(sign_in::whose(change.actor, &person)).by_mail())?;
    let login = who::find_user(change.tx, &person)?.ok_or_else(|| unknown(&person))?;
    change.about_user(login.id);
    must_be_in_use(&login)?;
    mail_code(change, &login)?;
    Ok(login)
}

/// Mails a code for a new password. An older code is dead. When the code dies.
fn mail_code(change: &mut Change<'_>, login: &LoginRow) -> Result<Instant> {
    let (tx, now, id) = (change.tx, change.now, login.id);
    must_be_reached_by_mail(tx, login)?;
    if let Some(former) = password_reset::find(tx, id)? {
        check_pause(former.requested_at, now)?;
    }
    let number = code::find(tx, CodeKind::Password, id.get())?.map_or(1, |row| row.version + 1);
    Sending { to: login, client: None, kind: MailKind::PasswordReset, number }.check(change)?;
    let expires_at = now + LIFE;
    let requested_by = change.actor.author().to_owned();
    password_reset::save(tx, &ResetRow { user: id, requested_at: now, requested_by, expires_at })?;
    change.issue_code(CodeKind::Password, id.get(), None)?;
    let issued = code::find(tx, CodeKind::Password, id.get())?.ok_or_else(|| Error::bug("no code is there"))?;
    let email = login.email.clone();
    change.record(AuditEvent::UserResetPassword { id, email, how: "by mail".to_owned() });
    change.queue(&MailDraft::password_reset(login, issued.version))?;
    Ok(expires_at)
}

/// The login that the actor may reset. To a user, anyone who is no colleague of theirs is the same as no one.
///
/// # Errors
/// `denied`, `not_found`.
pub fn may_reset(tx: &Tx<'_>, actor: &Actor, person: &UserRef) -> Result<LoginRow> {
    meant(tx, actor, person, |target| decide(actor, Verb::UserResetPassword, target))
}

fn meant(
    tx: &Tx<'_>,
    actor: &Actor,
    person: &UserRef,
    ask: impl FnOnce(&Target<'_>) -> Result<()>,
) -> Result<LoginRow> {
    let whose = sign_in::whose(actor, person);
    let login = who::find_user(tx, person)?;
    let colleague = match (&login, actor.user().and_then(|user| user.membership())) {
        (Some(login), Some(own)) if whose == Concerns::Others => {
            let membership = login::membership(tx, login.id)?
                .filter(|membership| !membership.ended && membership.partner == own.partner);
            membership.map(|membership| who::reach_of(tx, &membership).map(|reach| (membership, reach))).transpose()?
        }
        _ => None,
    };
    match (&colleague, &login) {
        (Some((membership, reach)), Some(login)) => {
            // Anyone who resets a password may come to know it: that opens nothing for longer than their own membership does.
            ask(&Target::partner_user(membership.partner, whose, reach).lasting(membership.until))?;
            must_be_the_partners_alone(tx, login, "reset it")?;
        }
        _ => ask(&Target::login(whose))?,
    }
    login.ok_or_else(|| unknown(person))
}

fn must_be_in_use(login: &LoginRow) -> Result<()> {
    match login.state {
        LoginState::Active => Ok(()),
        LoginState::Prepared => Err(never_activated(login)),
        LoginState::Inactive => Err(Error::conflict(format!("the login {} is inactive", login.email))
            .hint(hint!["activate it with ", Verb::UserActivate.step().about(&login.email)])
            .fact("state", login.state.name())),
    }
}

fn must_be_reached_by_mail(tx: &Tx<'_>, login: &LoginRow) -> Result<()> {
    let made_up = hint![
        "make a password up with ",
        Verb::UserResetPassword.step().about(&login.email).switch(Flag::GeneratePassword)
    ];
    match (login.mailbox, bounce::find(tx, login.email.key())?) {
        (Mailbox::No, _) => {
            Err(Error::conflict(format!("no one has the mailbox {}: no mail goes there", login.email)).hint(made_up))
        }
        (Mailbox::Yes, Some(mark)) => {
            let error = Error::conflict(format!("{} is not mailed: {}", login.email, came_back(&mark)));
            Err(error
                .hint(hint![
                    "if it is wrong, correct it with ",
                    Verb::UserRename.step().about(&login.email).about(&Wanted("NEW"))
                ])
                .hint(hint![
                    "if it works again, lift the mark with ",
                    Verb::MailBounce.step().with(Flag::Lift, &login.email).reason(&Wanted("REASON"))
                ])
                .hint(made_up))
        }
        (Mailbox::Yes, None) => Ok(()),
    }
}
