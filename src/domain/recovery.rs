//! The recovery of a client that no one can administer any more (docs/reference.md#recovery): a new owner is invited,
//! and can accept once the time is over in which anyone of the client could stop it.
//!
//! The invitation carries the rest of the state: it is accepted, declined, cancelled or expires as any other.

use super::audit_event::{AuditEvent, Event, List};
use super::email::Email;
use super::id::{ClientId, InvitationId};
use super::invitation::{Invitation, InvitationStatus};
use super::slug::Slug;
use super::step::Step;
use super::time::{Instant, Span};
use super::verb::Verb;
use crate::error::{Cause, Error, Flag, Hint, NextStep, Result, Wanted, hint, sentence};

/// How long anyone of the client can stop a recovery.
pub const HOLD: Span = Span::hours(72);

/// How support begins the recovery of a client.
pub fn with_anyone(client: &str) -> NextStep {
    let recover = Verb::ClientRecover.step().about(&client);
    recover.with(Flag::Owner, &Wanted("EMAIL")).with(Flag::Verified, &Wanted("TEXT"))
}

/// A recovery, in whatever state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The invitation of the new owner.
    pub invitation: InvitationId,
    pub client: ClientId,
    /// How support made sure who the new owner is.
    pub verified: String,
    pub begun_at: Instant,
    /// Who began it, as records name them.
    pub begun_by: String,
    /// The first instant at which the invitation can be accepted, and no one can stop the recovery any more.
    pub opens_at: Instant,
    pub state: State,
}

/// The state that is stored with the recovery itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Running,
    Stopped { at: Instant, by: String },
}

/// The state as of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryStatus {
    /// It can be stopped, and the invitation cannot be accepted yet.
    Waiting,
    /// No one stopped it in time: the invitation can be accepted.
    Open,
    Stopped,
    /// It came to its end with the invitation.
    Ended(InvitationStatus),
}

/// Whether anyone can administer the client of a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Administration {
    /// No one: the recovery is needed.
    Lost,
    /// Someone can since the recovery began.
    Restored,
}

/// Who stops a recovery, as records name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopper<'a> {
    /// One of the client's people, with the code from their mail, whichever actor typed it in.
    Code(&'a str),
    /// The actor of the change.
    Actor(&'a str),
}

impl<'a> Stopper<'a> {
    pub const fn name(self) -> &'a str {
        match self {
            Self::Code(name) | Self::Actor(name) => name,
        }
    }
}

/// What a recovery is made of.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub slug: &'a Slug,
    pub invitation: &'a Invitation,
    pub verified: &'a str,
    pub by: &'a str,
    /// The people of the client who can stop it.
    pub asked: &'a [Email],
}

impl Recovery {
    /// Begins a recovery with an invitation that was just made.
    ///
    /// # Errors
    /// `conflict` when the invitation does not offer to administer the client for good, or ends before it can be
    /// accepted.
    pub fn begin(new: New<'_>, now: Instant) -> Result<(Self, Event)> {
        let New { slug, invitation, verified, by, asked } = new;
        if !invitation.terms.administer_for_good() {
            return Err(Error::conflict(format!(
                "{} is prepared with a term, so that no one would administer the client for good",
                invitation.address
            ))
            .hint(hint![
                "take the term away with ",
                Verb::UserEdit.step().about(&invitation.address).client(slug).switch(Flag::NoUntil)
            ]));
        }
        let recovery = Self {
            invitation: invitation.id,
            client: invitation.client,
            verified: verified.to_owned(),
            begun_at: now,
            begun_by: by.to_owned(),
            opens_at: now + HOLD,
            state: State::Running,
        };
        recovery.check_end(invitation)?;
        let event = AuditEvent::ClientRecover {
            id: recovery.client,
            slug: slug.clone(),
            email: invitation.address.clone(),
            invitation: recovery.invitation,
            verified: recovery.verified.clone(),
            opens_at: recovery.opens_at,
            asked: (!asked.is_empty()).then(|| List(asked.to_vec())),
        };
        Ok((recovery, event.into()))
    }

    /// Its state, given that of its invitation.
    pub const fn status(&self, invitation: InvitationStatus, now: Instant) -> RecoveryStatus {
        match (&self.state, invitation) {
            (State::Stopped { .. }, _) => RecoveryStatus::Stopped,
            (State::Running, InvitationStatus::Pending) if now.ms() < self.opens_at.ms() => RecoveryStatus::Waiting,
            (State::Running, InvitationStatus::Pending) => RecoveryStatus::Open,
            (State::Running, ended) => RecoveryStatus::Ended(ended),
        }
    }

    /// Someone of the client, or support, stops it. Unchanged if it was stopped before.
    ///
    /// # Errors
    /// `expired` once the time for that is over, `conflict` when the invitation came to another end.
    pub fn stop(mut self, invitation: &Invitation, slug: &Slug, now: Instant, by: Stopper<'_>) -> Result<Step<Self>> {
        match self.status(invitation.status(now), now) {
            RecoveryStatus::Stopped => Ok(Step::Unchanged(self)),
            RecoveryStatus::Waiting => {
                self.state = State::Stopped { at: now, by: by.name().to_owned() };
                let event = AuditEvent::ClientStopRecovery {
                    id: self.client,
                    slug: slug.clone(),
                    email: invitation.address.clone(),
                    invitation: self.invitation,
                    by: match by {
                        Stopper::Code(person) => Some(person.to_owned()),
                        Stopper::Actor(_) => None,
                    },
                };
                Ok(Step::Made(self, event.into()))
            }
            RecoveryStatus::Open => Err(self
                .facts(Error::expired(sentence!["the recovery could be stopped until ", self.opens_at.as_end()]))
                .because(Cause::RecoveryOver { at: self.opens_at.as_end().time })
                .hint(hint!["support withdraws the invitation with ", self.end(slug, now)])),
            RecoveryStatus::Ended(ended) => Err(self
                .facts(Error::conflict(format!("the recovery is over: {} is {}", self.invitation, ended.name())))
                .hint(hint!["see what happened with ", Verb::ClientLog.step().about(slug)])),
        }
    }

    /// Nothing, once the invitation can be accepted.
    ///
    /// # Errors
    /// `conflict`, with the instant from which it can; or when the client needs no recovery any more.
    pub fn check_over(&self, slug: &Slug, administration: Administration, now: Instant) -> Result<()> {
        match self.state {
            State::Running if now >= self.opens_at => match administration {
                Administration::Lost => Ok(()),
                Administration::Restored => Err(self
                    .facts(Error::conflict(format!(
                        "{} cannot be accepted: {slug} can be administered again, and needs no recovery any more",
                        self.invitation
                    )))
                    .because(Cause::RecoveryNotNeeded { id: self.invitation.to_string(), slug: slug.to_string() })
                    .hint(hint!["support withdraws it with ", self.end(slug, now)])
                    .hint(Hint::plain("an owner or admin of the client can invite the person in the usual way"))),
            },
            State::Running => Err(self.facts(
                Error::conflict(sentence![
                    self.invitation,
                    " recovers an account, and can be accepted from ",
                    self.opens_at.as_start()
                ])
                .because(Cause::RecoveryWaits { id: self.invitation.to_string(), from: self.opens_at.as_start().time })
                .hint(Hint::plain("until then anyone of the client can stop it")),
            )),
            State::Stopped { at, .. } => Err(self
                .facts(Error::conflict(sentence![
                    self.invitation,
                    " cannot be accepted: the recovery was stopped at ",
                    at.as_start()
                ]))
                .because(Cause::RecoveryStopped { id: self.invitation.to_string(), at: at.as_start().time })),
        }
    }

    /// Nothing, if the invitation still lives when it can be accepted.
    ///
    /// # Errors
    /// `usage`.
    pub fn check_end(&self, invitation: &Invitation) -> Result<()> {
        if invitation.expires_at > self.opens_at {
            return Ok(());
        }
        Err(self.facts(
            Error::usage(sentence![
                self.invitation,
                " would end before it can be accepted, which is from ",
                self.opens_at.as_start()
            ])
            .hint(hint!["leave ", Flag::ExpiresIn, " out, or let it be longer"]),
        ))
    }

    /// Nothing, unless the recovery waits: then it is stopped, and its invitation is not withdrawn by itself.
    ///
    /// # Errors
    /// `conflict`.
    pub fn check_not_waiting(&self, invitation: &Invitation, slug: &Slug, now: Instant) -> Result<()> {
        if self.status(invitation.status(now), now) != RecoveryStatus::Waiting {
            return Ok(());
        }
        Err(self
            .facts(Error::conflict(format!(
                "{} recovers an account: it ends when the recovery is stopped",
                self.invitation
            )))
            .hint(hint!["stop it with ", self.end(slug, now)]))
    }

    /// Nothing, unless the invitation can still make a new owner: then what it offers stays as it is.
    ///
    /// # Errors
    /// `conflict`.
    pub fn check_terms_stay(&self, invitation: &Invitation, slug: &Slug, now: Instant) -> Result<()> {
        match self.status(invitation.status(now), now) {
            RecoveryStatus::Waiting | RecoveryStatus::Open => Err(self
                .facts(Error::conflict(format!(
                    "{} recovers an account: it offers all permissions without a term, and stays as it is",
                    self.invitation
                )))
                .hint(hint!["end it with ", self.end(slug, now)])
                .hint(Hint::plain("once it is accepted, `user edit` changes what the new owner may do"))),
            RecoveryStatus::Ended(InvitationStatus::Expired) => Err(self.is_over(invitation.address.as_str(), slug)),
            RecoveryStatus::Stopped | RecoveryStatus::Ended(_) => Ok(()),
        }
    }

    /// Nothing, unless it was stopped, or the invitation expired: the recovery ended with it, and sending it again would skip
    /// the time in which it can be stopped.
    ///
    /// # Errors
    /// `conflict`.
    pub fn check_goes_on(&self, invitation: &Invitation, slug: &Slug, now: Instant) -> Result<()> {
        match self.status(invitation.status(now), now) {
            RecoveryStatus::Ended(InvitationStatus::Expired) => Err(self.is_over(invitation.address.as_str(), slug)),
            RecoveryStatus::Stopped => Err(self
                .facts(Error::conflict(format!("the recovery was stopped: {} cannot be accepted", self.invitation)))
                .hint(hint!["withdraw it with ", Verb::InviteCancel.step().about(&self.invitation).client(slug)])),
            _ => Ok(()),
        }
    }

    fn is_over(&self, address: &str, slug: &Slug) -> Error {
        self.facts(Error::conflict(format!("the recovery is over: {} expired", self.invitation))).hint(hint![
            "begin another with ",
            Verb::ClientRecover.step().about(slug).with(Flag::Owner, address).with(Flag::Verified, &Wanted("TEXT"))
        ])
    }

    /// How support ends a recovery that runs.
    pub fn end(&self, slug: &Slug, now: Instant) -> NextStep {
        if now < self.opens_at {
            Verb::ClientStopRecovery.step().about(slug)
        } else {
            Verb::InviteCancel.step().about(&self.invitation).client(slug)
        }
    }

    /// Nothing but an error: the invitation goes to the person whose identity was verified.
    pub fn keeps_address(&self, slug: &Slug, now: Instant) -> Error {
        self.facts(Error::conflict(format!(
            "{} recovers an account: it goes to the address of the person whose identity was verified",
            self.invitation
        )))
        .hint(hint!["end it with ", self.end(slug, now), " and begin again"])
    }

    fn facts(&self, error: Error) -> Error {
        error
            .fact("invitation_id", self.invitation.to_string())
            .fact("client_id", self.client.to_string())
            .fact("opens_at", self.opens_at.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{GrantId, UserId};
    use crate::domain::invitation::{self, Kind};
    use crate::domain::role::Role;
    use crate::domain::terms::Terms;
    use crate::error::Code;

    const JIM: Stopper<'static> = Stopper::Code("jim");
    const NOW: Instant = Instant::from_ms(1_795_251_600_000);

    fn slug() -> Slug {
        Slug::stored("big-shoes".to_owned())
    }

    fn invitation(life: Span, until: Option<Instant>) -> Invitation {
        let new = invitation::New {
            client: ClientId::new(100_001),
            user: UserId::new(2),
            grant: GrantId::new(3),
            address: Email::parse("new@bigshoes.example").unwrap(),
            terms: Terms { role: Role::Owner, permissions: Role::Owner.default_permissions(), until },
            kind: Kind::Activation,
            form: None,
            message: None,
            language: None,
            life: Some(life),
            by: "jane".to_owned(),
            replaces: None,
        };
        Invitation::send(InvitationId::new(7), new, NOW).unwrap().0
    }

    fn begun(invitation: &Invitation) -> Result<Recovery> {
        let new = New { slug: &slug(), invitation, verified: "passport", by: "jane", asked: &[] };
        Recovery::begin(new, NOW).map(|(recovery, _)| recovery)
    }

    fn running() -> (Recovery, Invitation) {
        let invitation = invitation(invitation::LIFE, None);
        (begun(&invitation).unwrap(), invitation)
    }

    #[test]
    fn recovery_outlasts_its_hold() {
        assert_eq!(begun(&invitation(HOLD, None)).unwrap_err().code(), Code::Usage);
        let (recovery, _) = running();
        assert_eq!(recovery.opens_at, NOW + HOLD);
    }

    #[test]
    fn owner_with_a_term_recovers_nothing() {
        let error = begun(&invitation(invitation::LIFE, Some(NOW + Span::days(300)))).unwrap_err();
        assert_eq!(error.code(), Code::Conflict);
    }

    /// Each state, before and after the hold: its status, whether it can be stopped, whether it can be accepted.
    #[test]
    fn each_state_says_what_can_follow() {
        use InvitationStatus as I;
        use RecoveryStatus as R;
        let (recovery, pending) = running();
        let before = recovery.opens_at - Span::from_ms(1);
        let after = recovery.opens_at;
        for (invited, at, status) in [
            (I::Pending, before, R::Waiting),
            (I::Pending, after, R::Open),
            (I::Accepted, after, R::Ended(I::Accepted)),
            (I::Cancelled, before, R::Ended(I::Cancelled)),
            (I::Declined, before, R::Ended(I::Declined)),
            (I::Expired, after, R::Ended(I::Expired)),
        ] {
            assert_eq!(recovery.status(invited, at), status);
        }
        let over = |recovery: &Recovery, now| recovery.check_over(&slug(), Administration::Lost, now);
        assert!(over(&recovery, before).is_err());
        assert!(over(&recovery, after).is_ok());
        assert!(recovery.check_over(&slug(), Administration::Restored, after).is_err());
        assert_eq!(recovery.clone().stop(&pending, &slug(), after, JIM).unwrap_err().code(), Code::Expired);
        let cancelled = pending.clone().cancel(NOW, "jane", None).unwrap().into_record();
        assert_eq!(recovery.clone().stop(&cancelled, &slug(), before, JIM).unwrap_err().code(), Code::Conflict);
        let stopped = recovery.stop(&pending, &slug(), before, JIM).unwrap();
        assert!(stopped.event().is_some());
        let stopped = stopped.into_record();
        assert_eq!(stopped.status(I::Pending, after), R::Stopped);
        assert_eq!(stopped.status(I::Cancelled, before), R::Stopped);
        assert!(over(&stopped, after).is_err());
        assert!(stopped.stop(&cancelled, &slug(), after, Stopper::Actor("ann")).unwrap().event().is_none());
    }

    /// Before the hold is over it is stopped and not withdrawn; its terms stay as long as it runs; it never runs again.
    #[test]
    fn invitation_follows_its_recovery() {
        let (recovery, pending) = running();
        let (before, after, late) = (NOW, recovery.opens_at, pending.expires_at);
        let refused = |check: Result<()>| check.is_err();
        for (now, withdrawn, changed, sent) in
            [(before, true, true, false), (after, false, true, false), (late, false, true, true)]
        {
            assert_eq!(refused(recovery.check_not_waiting(&pending, &slug(), now)), withdrawn);
            assert_eq!(refused(recovery.check_terms_stay(&pending, &slug(), now)), changed);
            assert_eq!(refused(recovery.check_goes_on(&pending, &slug(), now)), sent);
        }
        let cancelled = pending.cancel(NOW, "jane", None).unwrap().into_record();
        assert!(recovery.check_not_waiting(&cancelled, &slug(), before).is_ok());
        assert!(recovery.check_terms_stay(&cancelled, &slug(), before).is_ok());
    }
}
