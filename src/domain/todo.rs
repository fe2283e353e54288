//! The work list: what waits for someone, for how long it is listed, who must act, and how
//! (docs/reference.md#work-list).

use super::choice;
use super::id::{ClientId, EntityId, InvitationId, LinkId, MailId, UserId};
use super::link;
use super::recovery;
use super::time::{Instant, Span};
use super::verb::Verb;
use crate::error::{Flag, NextStep, Wanted};

/// How long a request waits before someone is to remind of it.
const REQUEST_WAITS: Span = Span::days(2);
/// How long before its end an invitation is listed.
const INVITATION_LAPSES: Span = Span::WEEK;
/// How long before its end an access or a link is listed; its first reminder is mailed then.
const ENDS: Span = Span::days(30);
/// How long an invitation is listed that lapsed: as long as it lived at most.
const LAPSED: Span = super::invitation::LIFE;
/// How long a refusal is listed, and a request that lapsed: as long as the partner waits after a denial.
const REFUSED: Span = link::COOLDOWN;
/// How long a mail is listed that failed and that no one waits for.
const NEWS: Span = Span::WEEK;
/// How long what comes by itself may take: a mail to leave, a link to be set up.
pub const PATIENCE: Span = Span::hours(1);

/// The boundaries of time, all of them as of `now`: `…_until` is the last instant that is listed, `…_after` the last one
/// that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub now: Instant,
    /// Links that were approved until then are to be set up now.
    pub stuck_until: Instant,
    /// Mails that ask for an answer failed after this; before it nothing that still waits was sent.
    pub asks_failed_after: Instant,
    /// Other mails failed after this.
    pub news_failed_after: Instant,
    /// Unanswered requests that end until then.
    pub requests_until: Instant,
    /// Pending invitations that end until then.
    pub invitations_until: Instant,
    /// Access and links that end until then.
    pub ends_until: Instant,
    pub invitations_lapsed_after: Instant,
    pub requests_lapsed_after: Instant,
    /// Invitations that were declined and requests that were denied after this.
    pub refused_after: Instant,
}

impl Limits {
    /// The limits as of an instant.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self {
            now,
            stuck_until: now - PATIENCE,
            asks_failed_after: now - super::invitation::LIFE,
            news_failed_after: now - NEWS,
            // A request lives equally long whenever it was sent, so that its end says when that was.
            requests_until: now - REQUEST_WAITS + link::LIFE,
            invitations_until: now + INVITATION_LAPSES,
            ends_until: now + ENDS,
            invitations_lapsed_after: now - LAPSED,
            requests_lapsed_after: now - REFUSED,
            refused_after: now - REFUSED,
        }
    }
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No one can administer an active client, and no recovery of it runs.
    NoAdministrator,
    /// The same, and its recovery runs: a new owner is invited.
    RecoveryWaits,
    /// Someone administers an active client, and no one for good.
    NoLastingOwner,
    /// An approved link is not set up.
    LinkStuck,
    /// The mail of a pending invitation failed.
    InvitationFailed,
    /// A pending invitation is at an address that is not mailed.
    InvitationBounced,
    /// The mail that asks an owner or admin about a link failed.
    RequestFailed,
    /// An owner or admin has an address that is not mailed.
    OwnerBounced,
    /// Another mail failed.
    MailFailed,
    /// Another mail came back.
    MailBounced,
    RequestUnanswered,
    InvitationLapses,
    AccessEnds,
    LinkEnds,
    InvitationLapsed,
    RequestLapsed,
    InvitationDeclined,
    LinkDenied,
}

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    Support,
    /// An owner or admin of the client.
    Owner,
    Partner,
    /// The person who was invited.
    Invited,
}

/// One thing that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'r> {
    pub kind: Kind,
    /// The client, by id and slug, where it is one's.
    pub client: Option<(ClientId, &'r str)>,
    /// The number of the thing.
    pub number: i64,
    /// The person, partner or client that it is about: an address, a slug, a name.
    pub subject: &'r str,
    /// Since when it waits, or holds.
    pub since: Instant,
    /// When it ends, or ended.
    pub until: Option<Instant>,
}

impl Kind {
    /// Every kind, the most urgent first.
    pub const ALL: [Self; 18] = [
        Self::NoAdministrator,
        Self::RecoveryWaits,
        Self::NoLastingOwner,
        Self::LinkStuck,
        Self::InvitationFailed,
        Self::InvitationBounced,
        Self::RequestFailed,
        Self::OwnerBounced,
        Self::MailFailed,
        Self::MailBounced,
        Self::RequestUnanswered,
        Self::InvitationLapses,
        Self::AccessEnds,
        Self::LinkEnds,
        Self::InvitationLapsed,
        Self::RequestLapsed,
        Self::InvitationDeclined,
        Self::LinkDenied,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoAdministrator => "no-administrator",
            Self::RecoveryWaits => "recovery-waits",
            Self::NoLastingOwner => "no-lasting-owner",
            Self::LinkStuck => "link-stuck",
            Self::InvitationFailed => "invitation-failed",
            Self::InvitationBounced => "invitation-bounced",
            Self::RequestFailed => "request-failed",
            Self::OwnerBounced => "owner-bounced",
            Self::MailFailed => "mail-failed",
            Self::MailBounced => "mail-bounced",
            Self::RequestUnanswered => "request-unanswered",
            Self::InvitationLapses => "invitation-lapses",
            Self::AccessEnds => "access-ends",
            Self::LinkEnds => "link-ends",
            Self::InvitationLapsed => "invitation-lapsed",
            Self::RequestLapsed => "request-lapsed",
            Self::InvitationDeclined => "invitation-declined",
            Self::LinkDenied => "link-denied",
        }
    }

    /// Who must act. Support can do each command, and reminds the others.
    #[must_use]
    pub const fn who(self) -> Who {
        match self {
            Self::NoAdministrator
            | Self::RecoveryWaits
            | Self::NoLastingOwner
            | Self::LinkStuck
            | Self::InvitationFailed
            | Self::InvitationBounced
            | Self::RequestFailed
            | Self::OwnerBounced
            | Self::MailFailed
            | Self::MailBounced
            | Self::InvitationLapsed
            | Self::InvitationDeclined => Who::Support,
            Self::RequestUnanswered | Self::AccessEnds | Self::LinkEnds => Who::Owner,
            Self::InvitationLapses => Who::Invited,
            Self::RequestLapsed | Self::LinkDenied => Who::Partner,
        }
    }
}

choice::words!(Kind, "a kind of work");

impl Who {
    /// The word in lists.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Owner => "owner",
            Self::Partner => "partner",
            Self::Invited => "invitee",
        }
    }
}

impl Item<'_> {
    /// The thing, as people write it.
    #[must_use]
    pub fn entity(&self) -> EntityId {
        let number = self.number;
        match self.kind {
            Kind::NoAdministrator | Kind::NoLastingOwner => ClientId::new(number).into(),
            Kind::RecoveryWaits
            | Kind::InvitationFailed
            | Kind::InvitationBounced
            | Kind::InvitationLapses
            | Kind::InvitationLapsed
            | Kind::InvitationDeclined => InvitationId::new(number).into(),
            Kind::LinkStuck
            | Kind::RequestFailed
            | Kind::RequestUnanswered
            | Kind::LinkEnds
            | Kind::RequestLapsed
            | Kind::LinkDenied => LinkId::new(number).into(),
            Kind::OwnerBounced | Kind::AccessEnds => UserId::new(number).into(),
            Kind::MailFailed | Kind::MailBounced => MailId::new(number).into(),
        }
    }

    /// What someone does about it. Where the reason must be known first, it is shown.
    #[must_use]
    pub fn step(&self) -> NextStep {
        let entity = self.entity();
        let here = |step: NextStep| match self.client {
            Some((_, slug)) => step.client(slug),
            None => step,
        };
        match self.kind {
            Kind::NoAdministrator => recovery::with_anyone(self.client.map_or("", |(_, slug)| slug)),
            Kind::RecoveryWaits => Verb::InviteShow.step().about(&entity),
            Kind::NoLastingOwner => here(Verb::InviteSend.step().about(&Wanted("EMAIL")).role("owner")),
            Kind::LinkStuck => here(Verb::LinkProcess.step().about(&entity)),
            Kind::InvitationBounced => here(Verb::InviteResend.step().about(&entity).with(Flag::To, &Wanted("NEW"))),
            Kind::InvitationFailed | Kind::InvitationLapses | Kind::InvitationLapsed => {
                here(Verb::InviteResend.step().about(&entity))
            }
            Kind::RequestFailed | Kind::RequestUnanswered | Kind::RequestLapsed => {
                here(Verb::LinkResend.step().about(&entity))
            }
            Kind::OwnerBounced | Kind::MailBounced => Verb::UserRename.step().about(self.subject).about(&Wanted("NEW")),
            Kind::MailFailed => here(Verb::MailRetry.step().about(&entity)),
            Kind::AccessEnds => {
                here(Verb::UserEdit.step().about(self.subject)).with(Flag::Until, &Wanted("YYYY-MM-DD"))
            }
            Kind::LinkEnds => here(Verb::LinkExtend.step().about(&entity)).with(Flag::Until, &Wanted("YYYY-MM-DD")),
            Kind::LinkDenied => Verb::LinkShow.step().about(&entity),
            Kind::InvitationDeclined => Verb::InviteShow.step().about(&entity),
        }
    }
}
