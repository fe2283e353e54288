//! How far someone has come in a client, as machines and as people read it (docs/reference.md#invitations;
//! docs/reference.md#output).

use super::choice;
use super::grant::GrantState;
use super::invitation::{Invitation, InvitationStatus};
use super::time::{Instant, Span, TimeStyle};

/// The state of a user in a client, as in the column `state` of `user list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberState {
    Prepared,
    Invited,
    Expired,
    Declined,
    Active,
    Inactive,
    Ended,
}

/// How far a client has come, the best of its owners, from low to high: the column `activation` of `client list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activation {
    NotInvited,
    Expired,
    Invited,
    Active,
}

/// What the two are derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// How far the grant has come.
    pub grant: GrantState,
    /// The first instant at which it no longer holds, or when it ended.
    pub until: Option<Instant>,
    /// Whether the login was deactivated.
    pub login: Login,
    /// The latest invitation into this client.
    pub invitation: Option<Sent>,
    /// Since when they are or were in.
    pub since: Option<Instant>,
    /// When the person signed in last.
    pub last_login_at: Option<Instant>,
}

/// What is said of anyone who was prepared or invited, and taken out before they had access.
pub const NEVER_IN: &str = "Never had access";

/// Whether one may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Login {
    /// Not deactivated.
    Active,
    Inactive,
}

/// As much of an invitation as matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub status: InvitationStatus,
    /// When it was mailed last.
    pub at: Instant,
    pub expires_at: Instant,
    pub answered_at: Option<Instant>,
    /// The state of its mail, in a word, if the person has not got it as far as we know. Lists do not ask.
    pub unsent: Option<&'static str>,
}

impl Sent {
    /// What matters of `invitation` as of now.
    pub fn of(invitation: &Invitation, now: Instant) -> Self {
        Self {
            status: invitation.status(now),
            at: invitation.sent_at,
            expires_at: invitation.expires_at,
            answered_at: invitation.answered().map(|(at, _)| at),
            unsent: None,
        }
    }

    /// The same, where it is known what became of the mail.
    #[must_use]
    pub const fn mailed(self, unsent: Option<&'static str>) -> Self {
        Self { unsent, ..self }
    }
}

impl Member {
    /// The same, where it is known what became of the mail of the invitation.
    #[must_use]
    pub fn mailed(self, unsent: Option<&'static str>) -> Self {
        Self { invitation: self.invitation.map(|sent| sent.mailed(unsent)), ..self }
    }

    pub fn state(&self, now: Instant) -> MemberState {
        match self.grant {
            GrantState::Ended => MemberState::Ended,
            GrantState::Active if self.until.is_some_and(|until| now >= until) => MemberState::Ended,
            GrantState::Active if self.login == Login::Inactive => MemberState::Inactive,
            GrantState::Active => MemberState::Active,
            GrantState::Prepared => match self.invitation.map(|sent| sent.status) {
                Some(InvitationStatus::Pending) => MemberState::Invited,
                Some(InvitationStatus::Expired) => MemberState::Expired,
                Some(InvitationStatus::Declined) => MemberState::Declined,
                Some(InvitationStatus::Accepted | InvitationStatus::Cancelled | InvitationStatus::Superseded)
                | None => MemberState::Prepared,
            },
        }
    }

    /// The sentence for people: `Waiting for member to accept invitation (21 Nov 2026)`. Waiting has the day of sending,
    /// expiry and answer have their own. Nothing is called sent whose mail is known not to have left. Where the text is kept
    /// or read by a program, nothing in it depends on when it is read.
    pub fn text(&self, now: Instant, times: TimeStyle<'_>) -> String {
        let on = |what: &str, day: Option<Instant>| match day {
            Some(day) => format!("{what} ({})", times.day(day)),
            None => what.to_owned(),
        };
        let at_once = |what: &str, at: Instant| match times {
            TimeStyle::Terminal(_) => format!("{what} just now"),
            TimeStyle::Kept(_) | TimeStyle::Machine => on(what, Some(at)),
        };
        let sent = self.invitation;
        match self.state(now) {
            MemberState::Prepared => "Not invited".to_owned(),
            MemberState::Invited => {
                let sentence = match sent {
                    Some(Sent { at, unsent: None, .. }) if just_now(at, now) => at_once("Invitation sent", at),
                    Some(Sent { at, .. }) if just_now(at, now) => at_once("Invitation made", at),
                    _ => on("Waiting for member to accept invitation", sent.map(|sent| sent.at)),
                };
                let mail = sent.and_then(|sent| sent.unsent).map(|word| format!(", mail {word}"));
                sentence + &mail.unwrap_or_default()
            }
            MemberState::Expired => on("Invitation expired", sent.map(|sent| sent.expires_at)),
            MemberState::Declined => on("Declined", sent.and_then(|sent| sent.answered_at)),
            MemberState::Active => self.last_login_at.map_or_else(
                || "Active, never signed in".to_owned(),
                |at| format!("Last login {}", times.distance(at.min(now), now)),
            ),
            MemberState::Inactive => "Inactive".to_owned(),
            MemberState::Ended if self.since.is_none() => NEVER_IN.to_owned(),
            MemberState::Ended => on("Access ended", self.until.filter(|until| *until <= now)),
        }
    }
}

impl Activation {
    /// Every word, from high to low.
    pub const ALL: [Self; 4] = [Self::Active, Self::Invited, Self::Expired, Self::NotInvited];

    /// The best of a client's owners.
    pub fn of_owners(owners: impl IntoIterator<Item = MemberState>) -> Self {
        owners.into_iter().map(Self::of_owner).max().unwrap_or(Self::NotInvited)
    }

    /// Anyone who is inactive had activated; anyone who declined was asked, and waits for nothing.
    const fn of_owner(owner: MemberState) -> Self {
        match owner {
            MemberState::Active | MemberState::Inactive => Self::Active,
            MemberState::Invited => Self::Invited,
            MemberState::Expired | MemberState::Declined => Self::Expired,
            MemberState::Prepared | MemberState::Ended => Self::NotInvited,
        }
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::NotInvited => "not_invited",
        }
    }
}

impl MemberState {
    /// Every word, in the order of the contract.
    pub const ALL: [Self; 7] =
        [Self::Prepared, Self::Invited, Self::Expired, Self::Declined, Self::Active, Self::Inactive, Self::Ended];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::Declined => "declined",
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Ended => "ended",
        }
    }
}

choice::words!(MemberState, "a state of a user");
choice::words!(Activation, "an activation");

fn just_now(at: Instant, now: Instant) -> bool {
    now.since(at) < Span::MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Zone;

    /// 21 Nov 2026, 12:00 UTC.
    const NOON: Instant = Instant::from_ms(1_795_262_400_000);

    const PREPARED: Member = Member {
        grant: GrantState::Prepared,
        until: None,
        login: Login::Active,
        invitation: None,
        since: None,
        last_login_at: None,
    };
    const ACTIVE: Member = Member { grant: GrantState::Active, since: Some(NOON), ..PREPARED };

    fn invited(status: InvitationStatus, answered_at: Option<Instant>) -> Member {
        let sent = Sent { status, at: NOON, expires_at: NOON + Span::days(30), answered_at, unsent: None };
        Member { invitation: Some(sent), ..PREPARED }
    }

    fn shown(member: Member, now: Instant) -> (&'static str, String) {
        (member.state(now).name(), member.text(now, TimeStyle::Terminal(&Zone::utc())))
    }

    #[test]
    fn texts_are_those_of_the_contract() {
        let later = NOON + Span::DAY;
        let on = |text: &str| text.to_owned();
        assert_eq!(shown(PREPARED, later), ("prepared", on("Not invited")));
        let waiting = invited(InvitationStatus::Pending, None);
        assert_eq!(shown(waiting, NOON), ("invited", on("Invitation sent just now")));
        assert_eq!(shown(waiting, NOON + Span::from_ms(59_999)), ("invited", on("Invitation sent just now")));
        let waits = on("Waiting for member to accept invitation (21 Nov 2026)");
        assert_eq!(shown(waiting, NOON + Span::MINUTE), ("invited", waits));
        let expired = invited(InvitationStatus::Expired, None);
        assert_eq!(shown(expired, later), ("expired", on("Invitation expired (21 Dec 2026)")));
        let declined = invited(InvitationStatus::Declined, Some(NOON));
        assert_eq!(shown(declined, later), ("declined", on("Declined (21 Nov 2026)")));
        assert_eq!(shown(ACTIVE, later), ("active", on("Active, never signed in")));
        let signed_in = Member { last_login_at: Some(NOON), ..ACTIVE };
        assert_eq!(shown(signed_in, NOON + Span::days(3)), ("active", on("Last login 3 days ago")));
        assert_eq!(shown(signed_in, NOON), ("active", on("Last login just now")));
    }

    #[test]
    fn sent_means_its_mail_has_left() {
        let sent = invited(InvitationStatus::Pending, None).invitation.map(|sent| sent.mailed(Some("failed")));
        let member = Member { invitation: sent, ..PREPARED };
        assert_eq!(shown(member, NOON).1, "Invitation made just now, mail failed");
        let later = "Waiting for member to accept invitation (21 Nov 2026), mail failed";
        assert_eq!(shown(member, NOON + Span::MINUTE).1, later);
    }

    #[test]
    fn withdrawn_invitation_leaves_prepared() {
        for status in [InvitationStatus::Cancelled, InvitationStatus::Superseded] {
            assert_eq!(shown(invited(status, None), NOON), ("prepared", "Not invited".to_owned()));
        }
    }

    #[test]
    fn member_stays_until_deactivated_or_over() {
        let inactive = Member { login: Login::Inactive, last_login_at: Some(NOON), ..ACTIVE };
        assert_eq!(shown(inactive, NOON), ("inactive", "Inactive".to_owned()));
        let over = Member { until: Some(NOON), ..ACTIVE };
        assert_eq!(shown(over, NOON - Span::from_ms(1)).0, "active");
        assert_eq!(shown(over, NOON), ("ended", "Access ended (21 Nov 2026)".to_owned()));
        let removed = Member { grant: GrantState::Ended, ..ACTIVE };
        assert_eq!(shown(removed, NOON), ("ended", "Access ended".to_owned()));
        let never_in = Member { grant: GrantState::Ended, until: Some(NOON), ..PREPARED };
        assert_eq!(shown(never_in, NOON), ("ended", "Never had access".to_owned()));
    }

    #[test]
    fn stored_text_ignores_reading_time() {
        let signed_in = Member { last_login_at: Some(NOON), ..ACTIVE };
        let waiting = invited(InvitationStatus::Pending, None);
        let utc = Zone::utc();
        for (style, login, sent) in [
            (TimeStyle::Kept(&utc), "Last login 21 Nov 2026 12:00 UTC", "Invitation sent (21 Nov 2026)"),
            (TimeStyle::Machine, "Last login 2026-11-21T12:00:00.000Z", "Invitation sent (2026-11-21T12:00:00.000Z)"),
        ] {
            assert_eq!(signed_in.text(NOON + Span::MINUTE, style), login);
            assert_eq!(signed_in.text(NOON + Span::days(3), style), login);
            assert_eq!(waiting.text(NOON, style), sent);
        }
    }

    #[test]
    fn dates_are_those_of_the_zone() {
        let zone = Zone::named("Pacific/Tongatapu").unwrap();
        let text = invited(InvitationStatus::Pending, None).text(NOON + Span::HOUR, TimeStyle::Terminal(&zone));
        assert_eq!(text, "Waiting for member to accept invitation (22 Nov 2026)");
    }

    #[test]
    fn client_is_as_far_as_its_best_owner() {
        use MemberState as M;
        for (owners, expected) in [
            (&[][..], "not_invited"),
            (&[M::Prepared, M::Ended], "not_invited"),
            (&[M::Prepared, M::Expired], "expired"),
            (&[M::Declined, M::Prepared], "expired"),
            (&[M::Expired, M::Invited], "invited"),
            (&[M::Invited, M::Active, M::Prepared], "active"),
            (&[M::Inactive], "active"),
        ] {
            assert_eq!(Activation::of_owners(owners.iter().copied()).name(), expected, "{owners:?}");
        }
    }
}
