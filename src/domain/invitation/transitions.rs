//! The transitions of an invitation. Each consumes the invitation and returns the new one with its event, or an error
//! that says why the state forbids it and what can be done instead.

use super::super::audit_event::{AuditEvent, End, Event, Field};
use super::super::email::Email;
use super::super::id::{ClientId, GrantId, InvitationId, UserId};
use super::super::language::Language;
use super::super::role::Role;
use super::super::sending::check_pause;
use super::super::step::Step;
use super::super::terms::{Terms, check_until};
use super::super::time::{Instant, Span};
use super::{Invitation, InvitationStatus, Kind, LIFE, State};
use crate::domain::verb::Verb;
use crate::error::{Act, Cause, Error, Flag, Hint, Result, Wanted, hint, sentence};

/// What an invitation is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    pub client: ClientId,
    pub user: UserId,
    pub grant: GrantId,
    pub address: Email,
    pub terms: Terms,
    pub kind: Kind,
    pub form: Option<String>,
    pub message: Option<String>,
    /// The language of a person who has none.
    pub language: Option<Language>,
    /// `--expires-in`; `None` = [`LIFE`].
    pub life: Option<Span>,
    pub by: String,
    pub replaces: Option<GrantId>,
}

/// What a pending invitation says from now on: all of it, what stays included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub terms: Terms,
    pub form: Option<String>,
    pub message: Option<String>,
    pub language: Option<Language>,
    /// Who changes it: its sender from now on, if it offers more than before.
    pub by: String,
}

/// How an invitation is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resend<'a> {
    /// What is prepared now, which it offers from now on.
    pub terms: Terms,
    /// `--expires-in`; `None` = as long as after the last sending.
    pub life: Option<Span>,
    /// Another invitation of the address into this client that is open now.
    pub open: Option<InvitationId>,
    /// Who sends it: its sender from now on, if it offers more than before.
    pub by: &'a str,
}

impl Invitation {
    /// Invites someone; `id` is the number that the record will have.
    ///
    /// # Errors
    /// `usage` for a life or a term that is over or too long, permissions above the role's most, or another role
    /// than owner in place of an owner.
    pub fn send(id: InvitationId, new: New, now: Instant) -> Result<(Self, Event)> {
        let expires_at = end_of(check_life(new.life.unwrap_or(LIFE))?, &new.terms, now);
        new.terms.role.check(new.terms.permissions)?;
        new.terms.until.map(|until| check_until(until, now)).transpose()?;
        if new.replaces.is_some() && new.terms.role != Role::Owner {
            return Err(Error::usage("only an owner is replaced, and only by an owner")
                .hint(hint!["write ", Flag::Role.with("owner").and(Flag::Replaces, &Wanted("OLD"))]));
        }
        let invitation = Self {
            id,
            client: new.client,
            user: new.user,
            grant: new.grant,
            address: new.address,
            terms: new.terms,
            kind: new.kind,
            form: new.form,
            message: new.message,
            language: new.language,
            sent_at: now,
            send_count: 1,
            expires_at,
            invited_by: new.by,
            replaces: new.replaces,
            state: State::Pending,
        };
        let event = AuditEvent::InviteSend {
            id,
            email: invitation.address.clone(),
            role: new.terms.role,
            permissions: new.terms.permissions,
            until: End(new.terms.until),
            expires_at,
            in_place_of: None,
        };
        Ok((invitation, event.into()))
    }

    /// How long it lived from its last sending.
    pub fn life(&self) -> Span {
        let span = self.expires_at.since(self.sent_at);
        if span > Span::ZERO { span.min(LIFE) } else { LIFE }
    }

    /// Sends it again: the former code dies with the new one, and its time, as long as before, begins again.
    ///
    /// # Errors
    /// `conflict` unless it is pending or expired, within a minute of the last sending, or while another one of the
    /// address is open; `usage` for a life that is too long, `expired` when its term is over.
    pub fn resend(mut self, now: Instant, how: Resend<'_>) -> Result<(Self, Event)> {
        let expires_at = end_of(check_life(how.life.unwrap_or_else(|| self.life()))?, &how.terms, now);
        if !matches!(self.status(now), InvitationStatus::Pending | InvitationStatus::Expired) {
            return Err(self.forbids(Act::SendAgain, now));
        }
        if let Some(open) = how.open {
            return Err(self
                .facts(Error::conflict(format!("{} expired, and {open} has taken its place", self.id)), now)
                .hint(hint![
                    "send that one again with ",
                    Verb::InviteResend.step().about(&open).client(&self.client)
                ]));
        }
        let (before, sender) = self.offer(how.terms, how.by);
        self.must_offer(now)?;
        self.must_replace_as_owner(now)?;
        check_pause(self.sent_at, now).map_err(|error| self.facts(error, now))?;
        let event = Event::from(AuditEvent::InviteResend { id: self.id, email: self.address.clone() })
            .changing(Field::Role, before.role, self.terms.role)
            .changing(Field::Permissions, before.permissions, self.terms.permissions)
            .changing(Field::Until, End(before.until), End(self.terms.until))
            .changing(Field::ExpiresAt, self.expires_at, expires_at)
            .changing(Field::Sender, &sender, &self.invited_by);
        self.sent_at = now;
        self.send_count = self.send_count.saturating_add(1);
        self.expires_at = expires_at;
        self.state = State::Pending;
        Ok((self, event))
    }

    /// Changes what it says. Its code stays, and its time only becomes shorter, where the access now ends before it.
    /// Unchanged if it says just that.
    ///
    /// # Errors
    /// `conflict` unless it is pending, or where it replaces an owner and would not make one; `usage` for permissions
    /// above the role's most.
    pub fn revise(self, now: Instant, revision: Revision) -> Result<Step<Self>> {
        if self.status(now) != InvitationStatus::Pending {
            return Err(self.forbids(Act::Change, now));
        }
        let expires_at = revision.terms.until.map_or(self.expires_at, |until| until.min(self.expires_at));
        self.revised(now, revision, expires_at)
    }

    /// As [`Invitation::revise`], for one that is sent again right after it: it may have expired, and its time begins
    /// again with the sending.
    ///
    /// # Errors
    /// `conflict` unless it is pending or expired, and as [`Invitation::revise`].
    pub fn revise_to_resend(self, now: Instant, revision: Revision) -> Result<Step<Self>> {
        if !matches!(self.status(now), InvitationStatus::Pending | InvitationStatus::Expired) {
            return Err(self.forbids(Act::Change, now));
        }
        let expires_at = self.expires_at;
        self.revised(now, revision, expires_at)
    }

    fn revised(mut self, now: Instant, revision: Revision, expires_at: Instant) -> Result<Step<Self>> {
        let Revision { terms, form, message, language, by } = revision;
        terms.role.check(terms.permissions)?;
        if self.terms == terms && self.form == form && self.message == message && self.language == language {
            return Ok(Step::Unchanged(self));
        }
        let changed = match (&self.message, &message) {
            (before, after) if before == after => None,
            (_, Some(_)) => Some("with another message".to_owned()),
            (_, None) => Some("without message".to_owned()),
        };
        let (before, sender) = self.offer(terms, &by);
        let event = Event::from(AuditEvent::InviteEdit { id: self.id, email: self.address.clone(), changed })
            .changing(Field::Role, before.role, terms.role)
            .changing(Field::Permissions, before.permissions, terms.permissions)
            .changing(Field::Until, End(before.until), End(terms.until))
            .changing_option(Field::Form, self.form.as_ref(), form.as_ref())
            .changing_option(Field::Language, self.language, language)
            .changing(Field::ExpiresAt, self.expires_at, expires_at)
            .changing(Field::Sender, &sender, &self.invited_by);
        (self.form, self.message, self.language, self.expires_at) = (form, message, language, expires_at);
        self.must_replace_as_owner(now)?;
        Ok(Step::Made(self, event))
    }

    /// Offers these terms from now on. Anyone who offers more than before is the sender from then on, who must be able to
    /// give it. Returns the former terms and the former sender.
    fn offer(&mut self, terms: Terms, by: &str) -> (Terms, String) {
        let sender = self.invited_by.clone();
        if terms.widen(&self.terms) {
            by.clone_into(&mut self.invited_by);
        }
        (std::mem::replace(&mut self.terms, terms), sender)
    }

    /// Nothing, if it offers what is prepared. Otherwise neither the person nor the one who sends it again would get
    /// what they were shown.
    ///
    /// # Errors
    /// `conflict`, with the command that sends what is prepared.
    pub fn check_prepared(&self, prepared: &Terms, now: Instant) -> Result<()> {
        if self.terms == *prepared {
            return Ok(());
        }
        let error = Error::conflict(format!("{} offers something else than what is prepared now", self.id));
        Err(self
            .facts(error, now)
            .hint(hint!["send what is prepared with ", Verb::InviteResend.step().about(&self.id).client(&self.client)]))
    }

    /// Nothing, if it offers what the person was shown, by [`Terms::word`]: it may have been changed meanwhile.
    ///
    /// # Errors
    /// `conflict`.
    pub fn check_shown(&self, shown: &str, now: Instant) -> Result<()> {
        if self.terms.word() == shown {
            return Ok(());
        }
        let message = format!("{} was changed after it was shown, and offers something else now", self.id);
        Err(self
            .facts(Error::conflict(message).because(Cause::OfferChanged { id: self.id.to_string() }), now)
            .hint(Hint::plain("look at what it offers now, and accept that or decline")))
    }

    /// Nothing, if `address` is the one that was invited (S1.8).
    ///
    /// # Errors
    /// `denied` otherwise. The invited address is not shown.
    pub fn check_address(&self, address: &Email) -> Result<()> {
        if self.address == *address {
            return Ok(());
        }
        Err(Error::denied(format!("{} was sent to another address than {address}", self.id))
            .hint(Hint::plain("it is accepted with the login of the address that was invited"))
            .hint(hint![
                "correct the address with ",
                Verb::InviteResend.step().about(&self.id).with(Flag::To, &Wanted("EMAIL")).client(&self.client)
            ]))
    }

    /// The person says yes; the grant holds from now on, with the terms fixed at sending. Unchanged if the same person
    /// did before.
    ///
    /// # Errors
    /// `expired` when its time or its term is over, `conflict` when it was answered otherwise or withdrawn.
    pub fn accept(mut self, now: Instant, by: &str) -> Result<Step<Self>> {
        if matches!(&self.state, State::Accepted { by: before, .. } if before == by) {
            return Ok(Step::Unchanged(self));
        }
        self.must_await_answer(Act::Accept, now)?;
        self.must_offer(now)?;
        self.state = State::Accepted { at: now, by: by.to_owned() };
        let event = AuditEvent::InviteAccept { id: self.id, email: self.address.clone(), role: self.terms.role };
        Ok(Step::Made(self, event.into()))
    }

    /// The person says no. Unchanged if the same person did before.
    ///
    /// # Errors
    /// `expired` or `conflict` as [`Invitation::accept`].
    pub fn decline(mut self, now: Instant, by: &str, reason: Option<String>) -> Result<Step<Self>> {
        if matches!(&self.state, State::Declined { by: before, .. } if before == by) {
            return Ok(Step::Unchanged(self));
        }
        self.must_await_answer(Act::Decline, now)?;
        self.state = State::Declined { at: now, by: by.to_owned(), reason };
        let event = AuditEvent::InviteDecline { id: self.id, email: self.address.clone() };
        Ok(Step::Made(self, event.into()))
    }

    /// Withdraws it. Unchanged if it was withdrawn before.
    ///
    /// # Errors
    /// `conflict` unless it is pending.
    pub fn cancel(mut self, now: Instant, by: &str, reason: Option<String>) -> Result<Step<Self>> {
        match self.status(now) {
            InvitationStatus::Cancelled => Ok(Step::Unchanged(self)),
            InvitationStatus::Pending => {
                self.state = State::Cancelled { at: now, by: by.to_owned(), reason };
                let event = AuditEvent::InviteCancel { id: self.id, email: self.address.clone() };
                Ok(Step::Made(self, event.into()))
            }
            _ => Err(self.forbids(Act::Cancel, now)),
        }
    }

    /// Another invitation (`--to NEW`), or access given by another way, takes its place: it can then not be sent
    /// again, not even from having expired. Unchanged if it was superseded before.
    ///
    /// # Errors
    /// `conflict` unless it is pending or expired.
    pub fn supersede(mut self, now: Instant, by: &str) -> Result<Step<Self>> {
        match self.status(now) {
            InvitationStatus::Superseded => Ok(Step::Unchanged(self)),
            InvitationStatus::Pending | InvitationStatus::Expired => {
                self.state = State::Superseded { at: now, by: by.to_owned() };
                let event = AuditEvent::InviteSupersede { id: self.id, email: self.address.clone() };
                Ok(Step::Made(self, event.into()))
            }
            _ => Err(self.forbids(Act::Supersede, now)),
        }
    }

    /// Closes the stored record if its time is over, as a write does that meets it (docs/reference.md#rules, "One open
    /// record").
    pub fn close_if_expired(mut self, now: Instant) -> Step<Self> {
        if self.state != State::Pending || now < self.expires_at {
            return Step::Unchanged(self);
        }
        self.state = State::Expired { at: self.expires_at };
        let event = AuditEvent::InviteExpire { id: self.id, email: self.address.clone() };
        Step::Made(self, event.into())
    }

    fn must_await_answer(&self, act: Act, now: Instant) -> Result<()> {
        match self.status(now) {
            InvitationStatus::Pending => Ok(()),
            InvitationStatus::Expired => {
                let cause = Cause::InvitationExpired { id: self.id.to_string(), at: self.expires_at.as_end().time };
                let error = Error::expired(sentence![self.id, " expired at ", self.expires_at.as_end()]).because(cause);
                Err(self.next_steps(error, now))
            }
            _ => Err(self.forbids(act, now)),
        }
    }

    /// Whether there is a time left for which it gives access.
    ///
    /// # Errors
    /// `expired`, with the command that sets another term.
    pub fn must_offer(&self, now: Instant) -> Result<()> {
        match self.terms.until {
            Some(until) if now >= until => {
                let cause = Cause::OfferEnded { id: self.id.to_string(), at: until.as_end().time };
                let error = Error::expired(sentence!["the access that ", self.id, " offers ended at ", until.as_end()])
                    .because(cause);
                Err(self.with_next_term(self.facts(error, now)))
            }
            _ => Ok(()),
        }
    }

    /// Only an owner takes the place of an owner.
    fn must_replace_as_owner(&self, now: Instant) -> Result<()> {
        if self.replaces.is_none() || self.terms.role == Role::Owner {
            return Ok(());
        }
        let role = self.terms.role;
        let error = Error::conflict(format!("{} replaces an owner, and its role is now {role}", self.id));
        Err(self.facts(error, now).hint(self.invite_anew()))
    }

    /// What leads on where the term that was fixed at sending is over: it is never sent again.
    fn with_next_term(&self, error: Error) -> Error {
        error
            .hint(hint![
                "set another term with ",
                Verb::UserEdit.step().about(&self.address).client(&self.client).with(Flag::Until, &Wanted("T"))
            ])
            .hint(Hint::plain("then ").then_all(self.invite_anew()))
    }

    fn forbids(&self, act: Act, now: Instant) -> Error {
        let (participle, status) = (act.participle(), self.status(now));
        let at = match &self.state {
            State::Pending => self.expires_at,
            State::Accepted { at, .. }
            | State::Declined { at, .. }
            | State::Cancelled { at, .. }
            | State::Superseded { at, .. }
            | State::Expired { at } => *at,
        };
        let state = match &self.state {
            State::Pending if now < self.expires_at => sentence!["pending until ", self.expires_at.as_end()],
            State::Pending => sentence!["expired since ", self.expires_at.as_start()],
            _ => sentence![status, " since ", at.as_start()],
        };
        let again = if participle == status.name() { " again" } else { "" };
        let message = sentence![self.id, " is ", state, "; it cannot be ", participle, again];
        let cause = Cause::InvitationIs { id: self.id.to_string(), state: status.name(), at: at.as_start().time, act };
        self.next_steps(Error::conflict(message).because(cause), now)
    }

    /// Adds whose it is, its state, and the commands that the state allows.
    fn next_steps(&self, error: Error, now: Instant) -> Error {
        let error = self.facts(error, now);
        let resend = hint!["send it again with ", Verb::InviteResend.step().about(&self.id).client(&self.client)];
        match self.status(now) {
            InvitationStatus::Pending => error
                .hint(resend)
                .hint(hint!["withdraw it with ", Verb::InviteCancel.step().about(&self.id).client(&self.client)]),
            InvitationStatus::Expired if self.terms.until.is_some_and(|until| now >= until) => {
                self.with_next_term(error)
            }
            InvitationStatus::Expired => error.hint(resend),
            InvitationStatus::Accepted => error.hint(hint![
                "change what the person may do with ",
                Verb::UserEdit.step().about(&self.user).client(&self.client)
            ]),
            InvitationStatus::Declined | InvitationStatus::Cancelled => error.hint(self.invite_anew()),
            // Its address was wrong, or its person is in: no one is invited there once more.
            InvitationStatus::Superseded => {
                error.hint(hint!["see which one took its place with ", Verb::InviteList.step().client(&self.client)])
            }
        }
    }

    /// By the number of the login: its address may be another by now.
    fn invite_anew(&self) -> Hint {
        hint!["invite again with ", Verb::InviteSend.step().about(&self.user).client(&self.client)]
    }

    fn facts(&self, error: Error, now: Instant) -> Error {
        error
            .fact("invitation_id", self.id.to_string())
            .fact("client_id", self.client.to_string())
            .fact("state", self.status(now).name())
    }
}

/// The first instant at which an invitation that is sent now is over: the end of its life, or of the access that it
/// offers, if that is earlier.
fn end_of(life: Span, terms: &Terms, now: Instant) -> Instant {
    let end = now + life;
    terms.until.map_or(end, |until| until.min(end))
}

/// Whether an invitation may live for so long.
///
/// # Errors
/// `usage`.
pub fn check_life(life: Span) -> Result<Span> {
    if life > Span::ZERO && life <= LIFE {
        return Ok(life);
    }
    Err(Error::usage(format!("an invitation cannot live for {life}"))
        .hint(Hint::plain(format!("it takes more than nothing and at most {LIFE}"))))
}
