//! Before a mail leaves: does what caused it still exist, and what is its code (docs/mail.md).

use crate::domain::authority::Verb;
use crate::domain::client::ClientState;
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::id::{InvitationId, RecipientId, RecoveryRecipientId, UserId};
use crate::domain::invitation::{self, Invitation};
use crate::domain::link::{self, Link};
use crate::domain::login::Mailbox;
use crate::domain::mail::MailRow;
use crate::domain::recovery::{Recovery, RecoveryStatus};
use crate::domain::time::Instant;
use crate::error::{Code as ErrorCode, Error, Flag, NextStep, Result, Sentence, Wanted, hint, sentence};
use crate::mail::MailKind;
use crate::mail::facts::Notice;
use crate::ops::bounce::came_back;
use crate::ops::key::{KeyStore, NoKey};
use crate::ops::resolve::named;
use crate::ops::setting::dummy_domain;
use crate::store::address_change::{self, AddressChangeRow};
use crate::store::code::{self, CodeState};
use crate::store::password_reset::{self, ResetRow};
use crate::store::{Tx, bounce, client, invitation as invitations, link as links, login, recovery};

use super::ended;
use super::ending::Ending;
use super::notice;

/// The record of a mail that carries a code, or what a mail reminds of, or announces the end of.
#[derive(Debug, Clone)]
pub(super) enum Cause {
    Invitation(Invitation),
    LinkRequest(Link, RecipientId),
    PasswordReset(Reset),
    AddressChange(AddressChange),
    Ending(Ending),
    Ended(Ending),
    /// What a notification says to its reader by now.
    Notice(Notice),
    Recovery(Box<Asked>),
}

/// A recovery with its invitation, and one of those who can stop it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) row: Recovery,
    pub(super) invitation: Invitation,
    recipient: RecoveryRecipientId,
}

/// A password reset, and the version of its code.
#[derive(Debug, Clone)]
pub(super) struct Reset {
    pub(super) row: ResetRow,
    version: i64,
}

/// A change of address, and the version of its code.
#[derive(Debug, Clone)]
pub(super) struct AddressChange {
    pub(super) row: AddressChangeRow,
    version: i64,
}

/// Whether a mail may leave.
#[derive(Debug)]
pub(super) enum CauseStatus {
    /// It may, with its cause, if it has one.
    InForce(Option<Box<Cause>>),
    Gone(Sentence),
}

impl Cause {
    /// The record that a mail names.
    pub(super) fn of(tx: &Tx<'_>, mail: &MailRow) -> Result<Option<Self>> {
        let Some(named) = mail.cause.as_deref() else { return Ok(None) };
        // Only `undo` takes a record away, and it stops the mails that wait.
        let gone = || Error::not_found(format!("{named}, for which this mail was queued, was taken back"));
        if InvitationId::looks_like(named) {
            let found = invitations::by_id(tx, InvitationId::parse(named)?)?.ok_or_else(gone)?;
            return Ok(Some(Self::Invitation(found)));
        }
        if mail.kind == MailKind::AddressChange.name() {
            let row = address_change::find(tx, UserId::parse(named)?)?.ok_or_else(gone)?;
            let version = code::find(tx, CodeKind::Address, row.user.get())?.ok_or_else(gone)?.version;
            return Ok(Some(Self::AddressChange(AddressChange { row, version })));
        }
        if RecoveryRecipientId::looks_like(named) {
            let recipient = recovery::recipient(tx, RecoveryRecipientId::parse(named)?)?.ok_or_else(gone)?;
            let row = recovery::find(tx, recipient.invitation)?.ok_or_else(gone)?;
            let invitation = invitations::by_id(tx, recipient.invitation)?.ok_or_else(gone)?;
            return Ok(Some(Self::Recovery(Box::new(Asked { row, invitation, recipient: recipient.id }))));
        }
        if UserId::looks_like(named) {
            let row = password_reset::find(tx, UserId::parse(named)?)?.ok_or_else(gone)?;
            let version = code::find(tx, CodeKind::Password, row.user.get())?.ok_or_else(gone)?.version;
            return Ok(Some(Self::PasswordReset(Reset { row, version })));
        }
        if let Some(ending) = Ending::of(tx, named)? {
            let has_ended = mail.kind == MailKind::AccessEnded.name();
            return Ok(Some(if has_ended { Self::Ended(ending) } else { Self::Ending(ending) }));
        }
        let recipient = links::recipient(tx, RecipientId::parse(named)?)?.ok_or_else(gone)?;
        let link = links::by_id(tx, recipient.link)?.ok_or_else(gone)?;
        Ok(Some(Self::LinkRequest(link, recipient.id)))
    }

    /// Whether it is the present sending of a record that still waits for its answer; why not.
    fn is_over(&self, sending: Option<i64>, now: Instant) -> Option<Sentence> {
        let (id, word, waits, count) = match self {
            Self::Invitation(it) => {
                let status = it.status(now);
                (it.id.to_string(), status.name(), status == invitation::InvitationStatus::Pending, it.send_count)
            }
            Self::LinkRequest(it, _) => {
                let status = it.status(now);
                (it.id.to_string(), status.name(), it.awaits_answer(now), it.send_count)
            }
            Self::PasswordReset(it) => {
                let named = format!("the password reset of {}", it.row.user);
                if now >= it.row.expires_at {
                    return Some(sentence![named, " is expired"]);
                }
                return (sending != Some(it.version)).then(|| sentence![named, " was asked for again since"]);
            }
            Self::AddressChange(it) => {
                let named = format!("the change of address of {}", it.row.user);
                if now >= it.row.expires_at {
                    return Some(sentence![named, " is expired"]);
                }
                return (sending != Some(it.version)).then(|| sentence![named, " was asked for again since"]);
            }
            Self::Recovery(it) => {
                let status = it.row.status(it.invitation.status(now), now);
                return (status != RecoveryStatus::Waiting)
                    .then(|| sentence!["the recovery of ", it.row.client, " cannot be stopped any more"]);
            }
            Self::Ending(it) => return it.is_over(sending, now),
            // Whether it came back is looked up with the rows around it.
            Self::Ended(_) | Self::Notice(_) => return None,
        };
        if !waits {
            return Some(sentence![id, " is ", word]);
        }
        (sending != Some(i64::from(count))).then(|| sentence![id, " was sent again since, with a new code"])
    }

    /// When the code dies, or what is reminded of is over.
    pub(super) fn expires_at(&self) -> Instant {
        match self {
            Self::Invitation(it) => it.expires_at,
            Self::LinkRequest(it, _) => it.expires_at,
            Self::PasswordReset(it) => it.row.expires_at,
            Self::AddressChange(it) => it.row.expires_at,
            Self::Recovery(it) => it.row.opens_at,
            Self::Ending(it) => it.expires_at(),
            Self::Ended(_) | Self::Notice(_) => Instant::from_ms(i64::MAX),
        }
    }

    /// The kind and record of the code, if the mail carries one.
    pub(super) const fn code(&self) -> Option<(CodeKind, i64)> {
        Some(match self {
            Self::Invitation(it) => (CodeKind::Invitation, it.id.get()),
            Self::LinkRequest(_, recipient) => (CodeKind::Link, recipient.get()),
            Self::PasswordReset(it) => (CodeKind::Password, it.row.user.get()),
            Self::AddressChange(it) => (CodeKind::Address, it.row.user.get()),
            Self::Recovery(it) => (CodeKind::Recovery, it.recipient.get()),
            Self::Ending(_) | Self::Ended(_) | Self::Notice(_) => return None,
        })
    }

    /// What sends it again, with a new code.
    fn resend(&self) -> NextStep {
        match self {
            Self::Invitation(it) => Verb::InviteResend.step().about(&it.id).client(&it.client),
            Self::LinkRequest(it, _) => Verb::LinkResend.step().about(&it.id).client(&it.client),
            Self::PasswordReset(it) => Verb::UserResetPassword.step().about(&it.row.user),
            Self::AddressChange(it) => {
                let rename = Verb::UserRename.step().about(&it.row.user).about(&it.row.to);
                rename.with(Flag::As, &it.row.user).reason(&Wanted("REASON"))
            }
            Self::Recovery(it) => Verb::ClientStopRecovery.step().about(&it.row.client),
            Self::Ending(_) | Self::Ended(_) | Self::Notice(_) => Verb::MailDeliver.step(),
        }
    }

    /// What brings a new code where this one is over, if there is one.
    fn anew(&self, now: Instant) -> Option<NextStep> {
        use invitation::InvitationStatus as S;
        match self {
            Self::Invitation(it) => match it.status(now) {
                S::Expired if it.must_offer(now).is_err() => {
                    Some(Verb::UserEdit.step().about(&it.address).client(&it.client).with(Flag::Until, &Wanted("T")))
                }
                S::Pending | S::Expired => Some(self.resend()),
                S::Declined | S::Cancelled => Some(Verb::InviteSend.step().about(&it.user).client(&it.client)),
                S::Accepted | S::Superseded => None,
            },
            Self::LinkRequest(it, _) => {
                let is_over = it.status(now) == link::LinkStatus::Expired;
                let asks_for_more = it.in_force(now) && it.extension().is_some();
                (is_over || asks_for_more || it.awaits_answer(now)).then(|| self.resend())
            }
            Self::PasswordReset(_) | Self::AddressChange(_) => Some(self.resend()),
            Self::Recovery(_) | Self::Ending(_) | Self::Ended(_) | Self::Notice(_) => None,
        }
    }

    /// Makes the code again from the key file and the row, if the mail carries one; the row's digest shows whether it
    /// is the one that was issued.
    ///
    /// # Errors
    /// Why not, and whether it may be otherwise later.
    pub(super) fn derive(&self, tx: &Tx<'_>, key_store: &KeyStore, database: &str) -> Result<Option<Code>, NoCode> {
        let Some((kind, record)) = self.code() else { return Ok(None) };
        let row = code::find(tx, kind, record)?;
        let row = row.ok_or_else(|| NoCode::Never(Error::failed("damaged data: no code was issued for this mail")))?;
        match row.state {
            CodeState::Live => {}
            CodeState::Used => return Err(NoCode::NotNeeded("its code was used".to_owned())),
            CodeState::Dead => return Err(NoCode::NotNeeded("its code was withdrawn".to_owned())),
        }
        let again = |what: &str| {
            Error::failed(format!("the key file {what}, so that the code of this mail cannot be made")).hint(match self
            {
                Self::Recovery(_) => hint!["they can still ask support, who stops it with ", self.resend()],
                _ => hint!["send it again, with a new code, with ", self.resend()],
            })
        };
        let key = match key_store.key(tx, database) {
            Ok(key) => key,
            Err(NoKey::Lost(_)) => return Err(NoCode::Never(again("is lost"))),
            Err(NoKey::Unusable(error)) => return Err(NoCode::NotNow(error)),
            Err(NoKey::Wrong(error)) => return Err(NoCode::WrongKey(error)),
        };
        let code = Code::derive(&key, database, kind, record, row.version, &row.nonce);
        if code.matches(&row.digest) { Ok(Some(code)) } else { Err(NoCode::Never(again("was changed"))) }
    }
}

/// Why there is no code to mail.
#[derive(Debug)]
pub(super) enum NoCode {
    /// No one needs it any more: why.
    NotNeeded(String),
    /// Something that may be fixed, such as the mode of the key file.
    NotNow(Error),
    /// The key file is of another database: nothing can leave.
    WrongKey(Error),
    /// It will never be made again.
    Never(Error),
}

impl From<Error> for NoCode {
    fn from(error: Error) -> Self {
        Self::NotNow(error)
    }
}

/// Looks again, as late as can be: a dummy address, one whose mail came back, a client that was closed, or a cause that was cancelled, answered, replaced or is over,
/// stops the mail.
pub(super) fn look_again(tx: &Tx<'_>, mail: &MailRow, now: Instant) -> Result<CauseStatus> {
    let dummies = dummy_domain(tx)?;
    if let Some(user) = mail.user
        && login::by_id(tx, user)?.is_some_and(|login| login.mailbox == Mailbox::No)
    {
        return Ok(CauseStatus::Gone("no one has that mailbox".into()));
    }
    if Email::parse(&mail.recipient).is_ok_and(|email| dummies.covers(&email)) {
        return Ok(CauseStatus::Gone("no one has that mailbox".into()));
    }
    if let Some(mark) = bounce::of_address(tx, &mail.recipient)? {
        return Ok(CauseStatus::Gone(came_back(&mark).into()));
    }
    let client = mail.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
    if mail.kind == MailKind::Notice.name() {
        return Ok(match notice::readable(tx, mail, client.as_ref(), now)? {
            Ok(notice) => CauseStatus::InForce(Some(Box::new(Cause::Notice(notice)))),
            Err(why) => CauseStatus::Gone(why),
        });
    }
    if let Some(closed) = client.filter(|client| client.state == ClientState::Closed) {
        return Ok(CauseStatus::Gone(sentence![named(&closed), " is closed"]));
    }
    let cause = match Cause::of(tx, mail) {
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(CauseStatus::Gone(error.sentence().clone())),
        cause => cause?,
    };
    if let Some(Cause::Ending(ending)) = &cause
        && let Some(why) = ending.lost_reader(tx, mail, now)?
    {
        return Ok(CauseStatus::Gone(sentence![mail.recipient, " ", why]));
    }
    if let Some(Cause::Ended(ended)) = &cause
        && let Some(why) = ended::is_void(tx, ended, mail, now)?
    {
        return Ok(CauseStatus::Gone(why.into()));
    }
    Ok(match cause.as_ref().and_then(|cause| cause.is_over(mail.cause_version, now)) {
        Some(why) => CauseStatus::Gone(why),
        None => CauseStatus::InForce(cause.map(Box::new)),
    })
}

/// Why a mail must not leave any more, for anyone who wants it tried again: `expired` when its code is, else `conflict`.
pub(in crate::ops) fn obstacle(tx: &Tx<'_>, mail: &MailRow, now: Instant) -> Result<Option<Error>> {
    let status = look_again(tx, mail, now)?;
    let cause = match Cause::of(tx, mail) {
        Err(error) if error.code() == ErrorCode::NotFound => None,
        cause => cause?,
    };
    let ended = match cause.as_ref().and_then(Cause::code) {
        Some((kind, record)) => code::find(tx, kind, record)?.filter(|row| row.state != CodeState::Live),
        None => None,
    };
    let why = match (status, ended) {
        (CauseStatus::Gone(why), _) => why,
        (CauseStatus::InForce(_), Some(_)) => "its code was withdrawn".into(),
        (CauseStatus::InForce(_), None) => return Ok(None),
    };
    let message = sentence![mail.id, " must not leave any more: ", why];
    let late = cause.as_ref().is_some_and(|cause| now >= cause.expires_at());
    let error = if late { Error::expired(message) } else { Error::conflict(message) };
    let anew = cause.and_then(|cause| cause.anew(now));
    Ok(Some(match anew {
        Some(command) => error.hint(hint!["send a new one, with a new code, with ", command]),
        None => error.hint(hint!["see it with ", Verb::MailShow.step().about(&mail.id)]),
    }))
}
