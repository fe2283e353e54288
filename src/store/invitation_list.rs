//! Invitations as lists show them: with the client's name and the state of the mail, row by row.

use std::borrow::Cow;

use crate::domain::id::{ClientId, InvitationId, UserId};
use crate::domain::invitation::{Invitation, InvitationStatus};
use crate::domain::time::Instant;
use crate::error::Result;

use super::ahead::of_owner;
use super::{Tx, Value, params};
use crate::domain::mail::MailState;

macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "SELECT {} FROM invitation AS i \
             JOIN client AS c ON c.id = i.client_id LEFT JOIN mail AS m ON m.id = i.mail_id ",
            $condition
        )
    };
}

super::statements! {
    [OF_CLIENT: Listed<'static>] listed!("WHERE i.client_id = $1 ORDER BY i.id");
    [PENDING_OF_CLIENT: Listed<'static>] listed!("WHERE i.client_id = $1 AND i.state = 'pending' ORDER BY i.id");
    [OF_USER: Listed<'static>] listed!("WHERE i.login_id = $1 ORDER BY i.id");
    full_scan [ALL: Listed<'static>] listed!("WHERE i.id >= $1 ORDER BY i.id");
    full_scan [PENDING: Listed<'static>] listed!("WHERE i.state = 'pending' AND i.id >= $1 ORDER BY i.id");
    [MAILS: (id: InvitationId, state: MailState)] "SELECT i.id, m.state FROM unnest($1) AS k JOIN invitation AS i ON i.id = k.value
        JOIN mail AS m ON m.id = i.mail_id ORDER BY i.id";
    [MAIL: MailState] "SELECT m.state FROM invitation AS i JOIN mail AS m ON m.id = i.mail_id WHERE i.id = $1";
}

/// The word for an invitation that no mail carries.
pub const NO_MAIL: &str = "none";

/// An invitation in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<'r> {
    pub client: ClientId,
    pub client_slug: &'r str,
    pub id: InvitationId,
    pub email: &'r str,
    pub role: &'r str,
    pub permissions: Cow<'r, str>,
    pub until: Option<Instant>,
    pub kind: &'r str,
    pub form: Option<&'r str>,
    pub state: InvitationStatus,
    pub sent_at: Instant,
    pub send_count: i64,
    /// The end of the answer time; none once the person answered, or it was withdrawn.
    pub expires_at: Option<Instant>,
    /// When the person accepted or declined.
    pub answered_at: Option<Instant>,
    pub invited_by: &'r str,
    pub mail: &'r str,
    /// From when on it can be accepted, where that is later than now: it recovers an account.
    pub accept_from: Option<Instant>,
}

super::row! {
    Listed<'r> as i {
        client: ["i.client_id"], client_slug: ["c.slug"], id, email, role, permissions, until, kind, form, state, sent_at,
        send_count, expires_at, answered_at, invited_by, mail: ["coalesce(m.state, 'none')"],
        accept_from: ["(SELECT v.opens_at FROM recovery AS v WHERE v.invitation_id = i.id)"]
    }
}

impl<'r> Listed<'r> {
    /// An invitation that is at hand, as a list would show it.
    pub fn of(invitation: &'r Invitation, client_slug: &'r str, mail: &'r str, now: Instant) -> Self {
        Self {
            client: invitation.client,
            client_slug,
            id: invitation.id,
            email: invitation.address.as_str(),
            role: invitation.terms.role.name(),
            permissions: Cow::Owned(invitation.terms.permissions.to_text()),
            until: invitation.terms.until,
            kind: invitation.kind.name(),
            form: invitation.form.as_deref(),
            state: invitation.status(now),
            sent_at: invitation.sent_at,
            send_count: i64::from(invitation.send_count),
            expires_at: answer_by(invitation.status(now), invitation.expires_at),
            answered_at: invitation.answered().map(|(at, _)| at),
            invited_by: &invitation.invited_by,
            mail,
            accept_from: None,
        }
    }

    /// What is stored, as it is at `now`.
    fn at(self, now: Instant) -> Self {
        let expired = self.state == InvitationStatus::Pending && self.expires_at.is_some_and(|end| now >= end);
        let state = if expired { InvitationStatus::Expired } else { self.state };
        let is_answered = matches!(state, InvitationStatus::Accepted | InvitationStatus::Declined);
        Self {
            state,
            expires_at: self.expires_at.and_then(|end| answer_by(state, end)),
            answered_at: self.answered_at.filter(|_| is_answered),
            accept_from: self.accept_from.filter(|at| state == InvitationStatus::Pending && now < *at),
            ..self
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationScope {
    Client(ClientId),
    /// Of one person, into whatever client.
    User(UserId),
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Those in this state now.
    pub status: Option<InvitationStatus>,
    /// Those that were last sent at this instant or before.
    pub sent_until: Option<Instant>,
    /// Those that end at this instant or before.
    pub expires_until: Option<Instant>,
    /// From this one on, where all are asked for.
    pub from: Option<InvitationId>,
}

impl Filter {
    fn lets_through(&self, row: &Listed<'_>) -> bool {
        self.status.is_none_or(|status| row.state == status)
            && self.sent_until.is_none_or(|until| row.sent_at <= until)
            && self.expires_until.is_none_or(|until| row.expires_at.is_some_and(|end| end <= until))
    }
}

/// The invitations that the filter lets through, by id, in turn, as they are at `now`. Where only pending ones are
/// asked for, answered ones cost nothing.
pub fn each(
    tx: &Tx<'_>,
    whose: InvitationScope,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(Listed<'_>) -> Result<()>,
) -> Result<()> {
    let pending = filter.status == Some(InvitationStatus::Pending);
    let mut push = |stored: Listed<'_>| {
        let listed = stored.at(now);
        if filter.lets_through(&listed) { each(listed) } else { Ok(()) }
    };
    let first = filter.from.unwrap_or(InvitationId::new(0));
    match whose {
        InvitationScope::Client(id) if pending => tx.each(&PENDING_OF_CLIENT, params![id], &mut push),
        InvitationScope::Client(id) => tx.each(&OF_CLIENT, params![id], &mut push),
        InvitationScope::User(id) => tx.each(&OF_USER, params![id], &mut push),
        InvitationScope::All if pending => tx.each(&PENDING, params![first], &mut push),
        InvitationScope::All => tx.each(&ALL, params![first], &mut push),
    }
}

/// The state of the last mail of an invitation, if there is one.
pub fn mail(tx: &Tx<'_>, id: InvitationId) -> Result<Option<MailState>> {
    tx.look_up(&MAIL, params![id])
}

/// Reads the states of the last mails of these invitations ahead.
pub(super) fn read_mails_ahead(tx: &Tx<'_>, invitations: &[i64]) -> Result<()> {
    let found = tx.query_vec(&MAILS, params![Value::Ints(invitations)])?;
    for id in invitations {
        let state = of_owner(&found, id, |(of, _)| of.get()).iter().map(|(_, state)| *state);
        tx.ahead().know(&MAIL, params![*id], state.collect());
    }
    Ok(())
}

/// The end of the answer time, where the present state ends by it or began with it.
fn answer_by(state: InvitationStatus, expires_at: Instant) -> Option<Instant> {
    matches!(state, InvitationStatus::Pending | InvitationStatus::Expired).then_some(expires_at)
}
